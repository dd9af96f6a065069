import { element, redraw } from "./dom.js";
import { markOf } from "./links.js";
import { SIGNS, stateLabel } from "./outcomes.js";
import { kindsShown } from "./scene.js";
import { strokeImage } from "./shapes.js";
import { term } from "./model.js";

// The legend is the filter: one check box a class, with its mark; then what the lines mean.
export function legendInto(container, page) {
  const { model, state, texts } = page;
  const shown = new Set(kindsShown(model, state));
  const there = (kind) => model.picture.nodes.some((node) => node.kind === kind);
  const present = Object.keys(model.look.kinds).filter(there);
  const groups = present.filter((kind) => kind !== "table" || !there("figure")).map((kind) => (kind === "figure" && there("table") ? ["figure", "table"] : [kind]));
  const toggle = (group, on) => page.go({ kinds: present.filter((kind) => (group.includes(kind) ? on : shown.has(kind))) });
  const kinds = element("fieldset", { class: "kinds" }, element("legend", { class: "aside", text: texts.legend }), groups.map((group) => kindBox(page, group, shown.has(group[0]), toggle)));
  redraw(container, [kinds, element("div", { class: "lines", role: "list", "aria-label": texts.lineStyles }, lineItems(page))], false);
}

function kindBox({ model, lang }, group, checked, toggle) {
  const input = element("input", { type: "checkbox", value: group[0], checked });
  input.addEventListener("change", () => toggle(group, input.checked));
  return element("label", {}, input, markOf(model, group[0]), element("span", { text: group.map((kind) => term(model, "kind", kind, lang)).join("/") }));
}

function lineItems(page) {
  const { model, lang, texts } = page;
  const item = (stroke, text) => element("span", { role: "listitem" }, strokeImage(stroke), text);
  const bases = Object.entries(model.look.dashes).map(([basis, dashes]) => item({ name: "support", width: 2, dashes }, term(model, "basis", basis, lang)));
  return [
    item({ name: "support", width: 3, dashes: [] }, `${texts.evidence}: ${texts.strong}`),
    item({ name: "support", width: 1.1, dashes: [] }, texts.weak),
    item({ name: "cause", width: 1.6, dashes: [] }, texts.cause),
    item({ name: "inference", width: 1.6, dashes: [] }, texts.inference),
    item({ name: "answer", width: 1.8, dashes: [] }, texts.answer),
    model.papers.size > 0 && item({ name: "same", width: 1.2, dashes: [] }, texts.same),
    model.papers.size > 0 && item({ name: "same", width: 1.2, dashes: [1.5, 4] }, texts.nearlySame),
    ...bases,
    page.hanging > 0 && element("span", { role: "listitem", class: "badge badge-falls" }, element("span", { "aria-hidden": "true", text: SIGNS.falls }), page.texts.hanging),
    page.gone.size > 0 && element("span", { role: "listitem" }, stateLabel(page, "withdrawn")),
  ];
}
