import { element } from "./dom.js";
import { goTo, gradeName, tagsOf, viaButton } from "./links.js";
import { term } from "./model.js";
import { stateLabel } from "./outcomes.js";

// Cells that several tables have. The sources that bear on a statement: the strongest line of each.
export function sourcesCell(page, id, none = element("span", { class: "none", text: "–" })) {
  const best = page.strongestTo(id);
  if (!best.size) return none;
  const row = (line) => element("li", { class: page.lost(line) ? "lost" : null }, goTo(page, line.from), element("span", { class: "how" }, tagsOf(page, line)));
  return element("ul", { class: "evidence" }, [...best.values()].map(row));
}

export function placesCell(page, node) {
  return node.at.map(([locator]) => element("span", { class: "place", text: `§ ${locator}` }));
}

export function pointersCell(page, node) {
  return page.model.pointersTo(node.id).map((pointer) => viaButton(page, pointer.id));
}

// While something is withdrawn, tables have a column for what becomes of each row.
export function stateColumn(page) {
  if (!page.withdrawing) return [];
  const order = ["withdrawn", "falls", "weakened", "stands", "unsupported"];
  return [{ key: "state", name: page.texts.outcome, cell: (node) => (page.stateOf(node.id) ? stateLabel(page, page.stateOf(node.id)) : null), value: (node) => order.indexOf(page.stateOf(node.id)) }];
}

export function rowClass(page) {
  return (node) => (page.stateOf(node.id) ? `state-${page.stateOf(node.id)}` : null);
}

// How many rows the filters let through, of how many.
export function countLine(page, shown, all) {
  return element("p", { class: "hint", text: page.texts.ofRecords(shown, all) });
}

// The grade in a word; its rule shows under the pointer and in the reading pane.
export function gradeCell(page, id) {
  return element("span", { title: gradeName(page, id), text: term(page.model, "grade", page.grade(id), page.lang) });
}
