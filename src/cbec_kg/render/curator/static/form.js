import { element, replaceChildren } from "../../explorer/static/dom.js";
import { editorOf } from "./fields.js";
import { fileOf, STATEMENTS, suggestId } from "./model.js";

// The form of one record: its own fields and those that it needs; others are opened from a list. Enter saves, Escape leaves.
const USUAL = { statement: ["modality", "modal_word", "about", "rests_on"], "statistics.yaml": ["about", "rests_on"], "exemptions.yaml": [] };

export function recordForm({ model, file, id = null, fields, locator = "", focus = "", also = [], tools: shared, save, leave }) {
  const made = new Map(also.map((record) => [record.id, record]));
  const tools = {
    ...shared,
    ranked: (name, values) => shared.ranked(locator, name, values),
    find: (field, query) => shared.find(field, query, locator),
    make: (record) => made.set(record.id, record),
    label: (one) => (made.has(one) ? made.get(one)[shared.language] : shared.label(one)),
  };
  const { fields: known } = model.forms[file];
  const editors = new Map();
  const body = element("div", { class: "fields" });
  const problems = element("ul", { class: "problems", role: "alert" });
  const usual = USUAL[STATEMENTS.has(file) ? "statement" : file] ?? [];
  const more = element("select", { "data-field": "more", "aria-label": tools.phrase("more-fields") });

  function open(field, value) {
    const editor = editorOf(field, value, tools);
    editors.set(field.name, editor);
    return editor;
  }
  function place() {
    const shown = known.filter((field) => editors.has(field.name));
    replaceChildren(body, shown.map((field) => editors.get(field.name).element));
    const others = known.filter((field) => !editors.has(field.name));
    replaceChildren(more, element("option", { value: "", text: tools.phrase("more-fields") }), others.map((field) => element("option", { value: field.name, text: tools.fieldName(field.name) })));
    more.hidden = !others.length;
  }
  for (const field of known) if (field.required || field.name in fields || usual.includes(field.name)) open(field, fields[field.name]);
  more.addEventListener("change", () => {
    const field = known.find((one) => one.name === more.value);
    if (!field) return;
    const editor = open(field);
    place();
    editor.focus();
  });

  // Reasons that many exemptions give, to be picked instead of typed.
  function reasons() {
    if (file !== "exemptions.yaml") return null;
    const select = element("select", { "data-field": "reason", "aria-label": tools.phrase("usual-reasons") },
      element("option", { value: "", text: tools.phrase("usual-reasons") }),
      tools.reasons().map(({ name, text }) => element("option", { value: name, text })));
    select.addEventListener("change", () => {
      const reason = tools.reasons().find(({ name }) => name === select.value);
      if (reason) editors.get("why").write({ zh: reason.zh, en: reason.en });
    });
    return select;
  }
  function read() {
    const found = {};
    for (const field of known) {
      const value = editors.get(field.name)?.read();
      if (value !== undefined) found[field.name] = value;
    }
    if (!found.id) found.id = suggestId(model, file, found, locator);
    return { id: found.id, ...found };
  }
  async function submit() {
    replaceChildren(problems);
    const given = read();
    const named = JSON.stringify(given);
    const wrong = await save(id, given, [...made.values()].filter((record) => named.includes(JSON.stringify(record.id))));
    replaceChildren(problems, (wrong ?? []).map((text) => element("li", { text })));
  }
  const form = element("form", { class: "record", "aria-label": tools.phrase(id ? "form-correct" : "form-add") },
    element("h2", { text: tools.kindName(file) }), problems, reasons(), body, more,
    element("div", { class: "acts" },
      element("button", { type: "submit", text: tools.phrase("save") }),
      element("button", { type: "button", text: tools.phrase("leave"), click: leave })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && (event.ctrlKey || event.target.tagName === "TEXTAREA" || event.target.tagName === "SELECT")) submit();
    else return;
    event.preventDefault();
  });
  place();

  return {
    element: form,
    file,
    addAnchor: (anchor) => editors.get("at")?.add(anchor),
    read,
    focus: () => {
      const named = editors.get(focus);
      const empty = known.find((field) => field.required && field.name !== "id" && editors.get(field.name).read() === undefined);
      (named ?? editors.get(empty?.name) ?? editors.get(known[1].name)).focus();
    },
  };
}

// What a new record begins with: the anchor that was picked, and what its passage says besides.
export function startOf(model, file, locator, fragment = "") {
  const fields = fragment ? { at: [`${locator} ${fragment}`] } : {};
  const citations = (model.anchors[locator] ?? []).map(([other]) => other).filter((other) => ["citations.yaml", "attributions.yaml"].includes(fileOf(model, other)));
  const section = model.passages.find((passage) => passage.locator === locator)?.section;
  const role = file === "statistics.yaml" ? "value" : "statement";
  if (STATEMENTS.has(file) || file === "statistics.yaml") {
    const rests = [...new Set(citations)].map((on) => ({ on, role: file === "facets.yaml" ? "facet" : file === "problems.yaml" ? "headline" : role, basis: "stated" }));
    if (rests.length) fields.rests_on = rests;
    if (STATEMENTS.has(file)) fields.modality = "asserted";
    fields.place = "unspecified";
  }
  if (file === "statistics.yaml") Object.assign(fields, { operator: "equal", kind: "level", period: "unknown" });
  const found = [...model.records].find(([id, record]) => fileOf(model, id) === "sections.yaml" && record.fields.number === section);
  if (found && ["problems.yaml", "countermeasures.yaml"].includes(file)) fields.section = found[0];
  return fields;
}
