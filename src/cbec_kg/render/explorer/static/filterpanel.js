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
    ["sections", model.sections.map((section) => section.id)],
    ["roles", model.rules.roles],
    ["bases", model.rules.bases],
    ["verdicts", verdicts],
  ].filter(([, values]) => values.length);
}

function group(page, dimension, values) {
  const { model, state, texts } = page;
  const counts = countsOf(model, state, dimension);
  const chosen = state[dimension] ?? [];
  const toggle = (value, on) => {
    const now = values.filter((other) => (other === value ? on : chosen.includes(other)));
    page.go({ [dimension]: dimension === "kinds" && !now.length ? null : now });
  };
  const choice = (value) => {
    const input = element("input", { type: "checkbox", value, "data-key": `${dimension} ${value}`, checked: chosen.includes(value) });
    input.addEventListener("change", () => toggle(value, input.checked));
    return element("label", { class: "check" }, input, element("span", { text: filterValueName(page, dimension, value) }), element("span", { class: "count", text: ` ${counts.get(value) ?? 0}` }));
  };
  return element("fieldset", { "data-dimension": dimension }, element("legend", { text: texts.dimensions[dimension] }), values.filter((value) => counts.has(value) || chosen.includes(value)).map(choice));
}

const VOCABULARIES = { kinds: "kind", roles: "role", bases: "basis", verdicts: "verdict" };

export function filterValueName({ model, lang }, dimension, value) {
  if (dimension === "sections") return sectionTitle(model.sections.find((section) => section.id === value) ?? { id: value }, lang);
  return term(model, VOCABULARIES[dimension], value, lang);
}
