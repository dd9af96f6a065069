import { element, replaceChildren } from "./dom.js";
import { markOf } from "./links.js";
import { kindsShown } from "./scene.js";
import { strokeImage } from "./shapes.js";
import { term } from "./model.js";
import { textsOf } from "./wording.js";

// The legend is the filter: one check box a class, with its mark; then what the lines mean.
export function legendInto(container, model, state, setKinds) {
  const texts = textsOf(state.lang);
  const shown = new Set(kindsShown(model, state));
  const there = (kind) => model.picture.nodes.some((node) => node.kind === kind);
  const present = Object.keys(model.look.kinds).filter(there);
  const groups = present.filter((kind) => kind !== "table" || !there("figure")).map((kind) => (kind === "figure" && there("table") ? ["figure", "table"] : [kind]));
  const toggle = (group, on) => setKinds(present.filter((kind) => (group.includes(kind) ? on : shown.has(kind))));
  const focused = container.contains(document.activeElement) ? document.activeElement.value : null;
  replaceChildren(
    container,
    element("fieldset", { class: "kinds" }, element("legend", { class: "aside", text: texts.legend }), groups.map((group) => kindBox(model, group, shown.has(group[0]), toggle, state))),
    element("div", { class: "lines", role: "list", "aria-label": texts.lineStyles }, lineItems(model, state, texts)),
  );
  if (focused) container.querySelector(`input[value="${focused}"]`)?.focus();
}

function kindBox(model, group, checked, toggle, state) {
  const input = element("input", { type: "checkbox", value: group[0], checked });
  input.addEventListener("change", () => toggle(group, input.checked));
  return element("label", {}, input, markOf(model, group[0]), element("span", { text: group.map((kind) => term(model, "kind", kind, state.lang)).join("/") }));
}

function lineItems(model, state, texts) {
  const item = (stroke, text) => element("span", { role: "listitem" }, strokeImage(stroke), text);
  const bases = Object.entries(model.look.dashes).map(([basis, dashes]) => item({ name: "support", width: 2, dashes }, term(model, "basis", basis, state.lang)));
  return [
    item({ name: "support", width: 3, dashes: [] }, `${texts.evidence}: ${texts.strong}`),
    item({ name: "support", width: 1.1, dashes: [] }, texts.weak),
    item({ name: "cause", width: 1.6, dashes: [] }, texts.cause),
    item({ name: "answer", width: 1.8, dashes: [] }, texts.answer),
    ...bases,
  ];
}
