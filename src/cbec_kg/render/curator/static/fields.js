import { element, replaceChildren } from "../../explorer/static/dom.js";
import { picker } from "./picker.js";

// Editors of a record's fields, by the form of each field. An editor has its element, `read` for the value that stands in it
// (nothing when it is empty), and `focus`. `tools` knows the page's words and its records.
const LONG = new Set(["zh", "en"]);

export function editorOf(field, value, tools) {
  if (field.form === "part") return field.many ? partsEditor(field, value ?? [], tools) : partEditor(field, value, tools);
  if (field.form === "record" && field.many) return recordsEditor(field, value ?? [], tools);
  if (field.form === "anchor" || field.many) return linesEditor(field, value ?? [], tools);
  if (field.form === "bilingual") return bilingualEditor(field, value, tools);
  if (field.form === "choice") return choiceEditor(field, value, tools);
  if (field.form === "record") return recordEditor(field, value, tools);
  return textEditor(field, value, tools);
}

function labelled(field, tools, ...content) {
  return element("div", { class: "field" }, element("span", { class: "name", text: tools.fieldName(field.name) + (field.required ? " *" : "") }), content);
}

const orNothing = (text) => text.trim().replace(/\s+/g, " ") || undefined;

function textEditor(field, value, tools) {
  const long = LONG.has(field.name);
  const input = element(long ? "textarea" : "input", { "data-field": field.name, "aria-label": tools.fieldName(field.name), ...(long ? { rows: 2 } : { type: "text" }) });
  input.value = value ?? "";
  return { element: labelled(field, tools, input), read: () => orNothing(input.value), focus: () => input.focus(), write: (text) => { input.value = text; } };
}

function choiceEditor(field, value, tools) {
  const own = field.own ? tools.ownKinds(field.own) : [];
  const ranked = tools.ranked(field.name, [...field.values, ...own.map(({ value: one }) => one)]);
  const named = new Map(own.map((one) => [one.value, one.label]));
  const options = [["", ""], ...ranked.map(({ value: one, cue }) => [one, `${named.get(one) ?? tools.term(field.vocabulary, one)}${cue ? ` ← ${cue}` : ""}`])];
  const select = element("select", { "data-field": field.name, "aria-label": tools.fieldName(field.name) },
    options.map(([one, text]) => element("option", { value: one, text, selected: one === (value ?? "") })));
  return { element: labelled(field, tools, select), read: () => select.value || undefined, focus: () => select.focus(), write: (one) => { select.value = one; } };
}

function recordEditor(field, value, tools) {
  const hint = element("span", { class: "hint", text: value ? tools.label(value) : "" });
  const { input, list } = picker({
    label: tools.fieldName(field.name),
    value: value ?? "",
    find: (query) => tools.find(field, query),
    picked: (match, box) => {
      box.value = match.id;
      hint.textContent = match.label;
      if (match.made) tools.make(match.made);
    },
  });
  input.dataset.field = field.name;
  input.addEventListener("input", () => { hint.textContent = tools.label(input.value.trim()); });
  return { element: labelled(field, tools, input, hint, list), read: () => orNothing(input.value), focus: () => input.focus(), write: (id) => { input.value = id; } };
}

function recordsEditor(field, value, tools) {
  const chosen = [...value];
  const chips = element("ul", { class: "chips" });
  const { input, list } = picker({
    label: tools.fieldName(field.name),
    find: (query) => tools.find(field, query).filter((match) => !chosen.includes(match.id)),
    picked: (match, box) => {
      chosen.push(match.id);
      if (match.made) tools.make(match.made);
      box.value = "";
      draw();
    },
  });
  input.dataset.field = field.name;
  function draw() {
    replaceChildren(chips, chosen.map((id) => element("li", {}, element("span", { text: tools.label(id), title: id }),
      removal(tools, id, () => { chosen.splice(chosen.indexOf(id), 1); draw(); input.focus(); }))));
  }
  draw();
  return { element: labelled(field, tools, chips, input, list), read: () => (chosen.length ? [...chosen] : undefined), focus: () => input.focus(), add: (id) => { if (!chosen.includes(id)) { chosen.push(id); draw(); } } };
}

function removal(tools, name, click) {
  return element("button", { type: "button", class: "small", text: "×", "aria-label": tools.phrase("remove-item", { name }), click });
}

// Anchors and other lists of plain values: a line each.
function linesEditor(field, value, tools) {
  const lines = element("div", { class: "lines" });
  const inputs = () => [...lines.querySelectorAll("input")];
  function add(text) {
    const input = element("input", { type: "text", value: text, "data-field": field.name, "aria-label": tools.fieldName(field.name) });
    const line = element("div", { class: "line" }, input);
    line.append(removal(tools, text, () => line.remove()));
    lines.append(line);
    return input;
  }
  value.forEach(add);
  const more = element("button", { type: "button", class: "small", text: "+", "aria-label": tools.phrase("add-item", { name: tools.fieldName(field.name) }), click: () => add("").focus() });
  return {
    element: labelled(field, tools, lines, more),
    read: () => { const given = inputs().map((input) => orNothing(input.value)).filter(Boolean); return given.length ? given : undefined; },
    focus: () => (inputs()[0] ?? more).focus(),
    add,
  };
}

function bilingualEditor(field, value, tools) {
  const inputs = ["zh", "en"].map((language) => {
    const input = element("input", { type: "text", lang: language, "data-field": `${field.name}.${language}`, "aria-label": `${tools.fieldName(field.name)} ${language}` });
    input.value = value?.[language] ?? "";
    return [language, input];
  });
  return {
    element: labelled(field, tools, inputs.map(([, input]) => input)),
    read: () => {
      const given = inputs.map(([language, input]) => [language, orNothing(input.value)]).filter(([, text]) => text);
      return given.length ? Object.fromEntries(given) : undefined;
    },
    focus: () => (inputs.find(([, input]) => !input.value) ?? inputs[0])[1].focus(),
    write: (texts) => inputs.forEach(([language, input]) => { input.value = texts[language] ?? ""; }),
  };
}

function group(field, value, tools) {
  const editors = field.fields.map((part) => [part.name, editorOf(part, value?.[part.name], tools)]);
  return {
    element: element("div", { class: "group" }, editors.map(([, editor]) => editor.element)),
    read: () => {
      const given = editors.map(([name, editor]) => [name, editor.read()]).filter(([, part]) => part !== undefined);
      return given.length ? Object.fromEntries(given) : undefined;
    },
    focus: () => editors[0][1].focus(),
  };
}

function partEditor(field, value, tools) {
  const part = group(field, value, tools);
  return { ...part, element: labelled(field, tools, part.element) };
}

function partsEditor(field, value, tools) {
  const parts = [];
  const list = element("div", { class: "parts" });
  function add(given) {
    const part = group(field, given, tools);
    const line = element("div", { class: "part" }, part.element);
    line.append(removal(tools, tools.fieldName(field.name), () => { parts.splice(parts.indexOf(part), 1); line.remove(); }));
    parts.push(part);
    list.append(line);
    return part;
  }
  value.forEach(add);
  const start = () => add(tools.linkStart(field)).focus();
  const more = element("button", { type: "button", class: "small", text: "+", "aria-label": tools.phrase("add-item", { name: tools.fieldName(field.name) }), click: start });
  return {
    element: labelled(field, tools, list, more),
    read: () => { const given = parts.map((part) => part.read()).filter(Boolean); return given.length ? given : undefined; },
    focus: start,
    add,
  };
}
