import { element, redraw } from "./dom.js";
import { countsOf, noFilters } from "./filters.js";
import { term } from "./model.js";
import { sectionTitle } from "./wording.js";

// The reader's filters, one group a dimension, each choice with the number of records that it leaves.
export function filterPanelInto(container, page) {
  const groups = dimensionsOf(page).map(([dimension, values]) => group(page, dimension, values));
  const clear = element("button", { type: "button", class: "link", "data-key": "clear", disabled: !page.filter.active, text: page.texts.clearAll, click: () => page.go(noFilters()) });
  redraw(container, [element("p", { class: "row" }, element("span", { class: "hint", text: page.texts.filtersHint }), clear), element("div", { class: "groups" }, groups)]);
}

function dimensionsOf({ model }) {
  const verdicts = [...new Set([...model.nodes.values()].flatMap((node) => node.verdicts ?? []))];
  return [
    ["kinds", Object.keys(model.look.kinds).filter((kind) => model.ofKind(kind).length)],
    ["papers", [...model.papers.keys()]],
    ["sections", model.sections.map((section) => section.id)],
    ["grades", model.rules.grades],
    ["bases", model.rules.bases],
    ["roles", model.rules.roles],
    ["modalities", Object.keys(model.vocabulary.modality).filter((name) => [...model.nodes.values()].some((node) => node.modality === name))],
    ["verdicts", verdicts],
    ["notices", Object.keys(model.vocabulary.notice ?? {}).filter((name) => [...model.nodes.values()].some((node) => node.noticed?.state === name))],
  ].filter(([, values]) => values.length);
}

function group(page, dimension, values) {
  const { model, state, texts } = page;
  const counts = countsOf(model, state, dimension, page.grade);
  const chosen = state[dimension] ?? [];
  const toggle = (value, on) => page.go({ [dimension]: toggled(page, dimension, values, value, on) });
  const choice = (value) => {
    const input = element("input", { type: "checkbox", value, "data-key": `${dimension} ${value}`, checked: chosen.includes(value) });
    input.addEventListener("change", () => toggle(value, input.checked));
    return element("label", { class: "check" }, input, element("span", { text: filterValueName(page, dimension, value) }), element("span", { class: "count", text: ` ${counts.get(value) ?? 0}` }));
  };
  return element("fieldset", { "data-dimension": dimension }, element("legend", { text: texts.dimensions[dimension] }), values.filter((value) => counts.has(value) || chosen.includes(value)).map(choice));
}

function toggled({ state }, dimension, values, value, on) {
  const now = values.filter((other) => (other === value ? on : (state[dimension] ?? []).includes(other)));
  return dimension === "kinds" && !now.length ? null : now;
}

// One dimension as a row of buttons above a table of records of some kind: a click is a question, another takes it back.
export function quickFilter(page, dimension, values, nodes, nameOf) {
  const counts = new Map(values.map((value) => [value, nodes.filter((node) => page.filter.alone(dimension, value, node)).length]));
  const chosen = page.state[dimension] ?? [];
  const choice = (value) =>
    element("button", { type: "button", class: "chip", "data-key": `quick ${dimension} ${value}`, "aria-pressed": String(chosen.includes(value)), click: () => page.go({ [dimension]: toggled(page, dimension, values, value, !chosen.includes(value)) }) }, element("bdi", { text: nameOf(value) }), element("span", { class: "count", text: counts.get(value) }));
  return element("div", { class: "row quick", role: "group", "aria-label": page.texts.dimensions[dimension] }, element("span", { class: "hint", text: page.texts.dimensions[dimension] }), values.filter((value) => counts.get(value) || chosen.includes(value)).map(choice));
}

const VOCABULARIES = { kinds: "kind", roles: "role", bases: "basis", verdicts: "verdict", grades: "grade", modalities: "modality", notices: "notice" };

export function filterValueName({ model, lang }, dimension, value) {
  if (dimension === "papers") return value;
  if (dimension === "sections") return [model.folderOf(value), sectionTitle(model.sections.find((section) => section.id === value) ?? { id: value }, lang)].filter(Boolean).join(" · ");
  return term(model, VOCABULARIES[dimension], value, lang);
}
