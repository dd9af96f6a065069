import { element } from "./dom.js";
import { goTo } from "./links.js";

// The switch of a reference or named source: withdraw it, or restore it.
export function switchFor(page, id) {
  const { model, texts, off, gone } = page;
  const name = model.nodes.get(id)?.[page.lang] ?? id;
  const why = off.some((other) => model.support.sameAs(other).has(id)) ? texts.goneWithSame : texts.goneWithWhole;
  if (gone.has(id) && !off.includes(id)) return element("span", { class: "hint", text: why });
  const out = off.includes(id);
  const word = out ? texts.restore : texts.withdraw;
  return element("button", { type: "button", class: "switch", "data-switch": id, "aria-pressed": String(out), "aria-label": `${word} ${name}`, text: word, click: () => (out ? page.restore(id) : page.withdraw(id)) });
}

// The switch of a basis: links of it count, or count no more.
export function basisSwitch(page, basis, label) {
  const input = element("input", { type: "checkbox", "data-basis": basis, checked: page.without.includes(basis) });
  input.addEventListener("change", () => page.go({ without: input.checked ? [...page.without, basis] : page.without.filter((other) => other !== basis) }));
  return element("label", { class: "check" }, input, element("span", { text: label }));
}

// The reading pane's part for a source: its switch, and what hangs on it alone.
export function sourcePart(node, page) {
  const { model, texts } = page;
  if (node.kind !== "reference" && node.kind !== "source") return null;
  const load = model.support.loadOf(node.id);
  const list = (ids) => element("ul", { class: "rows" }, ids.map((id) => element("li", {}, goTo(page, id))));
  const part = (heading, ids) => ids.length > 0 && element("details", { open: ids.length <= 6, "data-key": heading }, element("summary", { text: `${heading} (${ids.length})` }), list(ids));
  return element(
    "section",
    { class: "source-switch" },
    element("h3", { text: texts.withoutIt }),
    element("p", { class: "row" }, element("span", { text: texts.loadOf(load.falls.length, load.weakened.length) }), switchFor(page, node.id)),
    part(texts.fallsWithoutIt, load.falls),
    part(texts.weakenedWithoutIt, load.weakened),
    part(texts.losesParts, load.parts),
  );
}
