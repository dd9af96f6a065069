import { element } from "./dom.js";
import { gradeName } from "./links.js";
import { term } from "./model.js";

// Evidence at a glance: a bar of small cells, one a part or a source, from the strongest basis to none, and the same in words.
export function evidenceBars(node, page) {
  const { model, texts } = page;
  const parts = model.incoming(node.id, "part").map((edge) => edge.from);
  const own = parts.filter((id) => !model.nodes.get(id).elsewhere);
  const elsewhere = parts.filter((id) => model.nodes.get(id).elsewhere);
  const rows = [[parts.length ? texts.itself : texts.sourcesWord, sourceCells(page, node.id), gradeName(page, node.id)]];
  if (own.length) rows.push([node.kind === "countermeasure" ? texts.measures : texts.facets, partCells(page, own), partsText(page, own)]);
  if (elsewhere.length) rows.push([texts.statedElsewhere, partCells(page, elsewhere), partsText(page, elsewhere)]);
  return element("dl", { class: "evidence-bars" }, rows.map(([name, cells, text]) => [element("dt", { text: name }), element("dd", {}, barOf(page, cells), element("span", { text }))]));
}

function barOf(page, cells) {
  const order = [...page.model.rules.bases, "oblique", "none"];
  const sorted = [...cells].sort((one, other) => order.indexOf(one) - order.indexOf(other));
  return element("span", { class: "evidence-bar", "aria-hidden": "true" }, (sorted.length ? sorted : ["none"]).map((name) => element("i", { class: `bit bit-${name}` })));
}

// Of each source that bears on a statement, how: on which basis it backs it directly, or obliquely.
function sourceCells(page, id) {
  const best = [...page.strongestTo(id).values()].filter((line) => !page.lost(line));
  return best.map((line) => (page.model.rules.direct.includes(line.role) ? line.basis : "oblique"));
}

function partCells(page, ids) {
  return ids.map((id) => page.sourcedBy(id) ?? "none");
}

function partsText(page, ids) {
  const cells = partCells(page, ids);
  const count = (basis) => cells.filter((cell) => cell === basis).length;
  const byBasis = page.model.rules.bases.filter(count).map((basis) => page.texts.ofBasis(term(page.model, "basis", basis, page.lang), count(basis)));
  return page.texts.partsSourced(cells.filter((cell) => cell !== "none").length, ids.length, byBasis);
}
