import { countLine, pointersCell, rowClass } from "./cells.js";
import { element } from "./dom.js";
import { goTo } from "./links.js";
import { noticesLine } from "./notices.js";
import { sortableTable } from "./tables.js";
import { switchFor } from "./switches.js";
import { term } from "./model.js";

// References and named sources: where the text points to each, what it backs, what falls without it, and its switch.
export const referencesView = {
  name: "references",
  content(page) {
    const sources = page.shownOfKind("reference", "source");
    return [
      element("h2", { text: page.texts.viewNames.references }),
      countLine(page, sources.length, page.model.sources.length),
      noticesLine(page),
      sortableTable(page, "references", columnsOf(page), sources, { caption: page.texts.viewNames.references, idOf: (node) => node.id, classOf: rowClass(page) }),
    ];
  },
  table(page) {
    const load = (node) => page.model.support.loadOf(node.id);
    const columns = ["id", "iri", "kind", "zh", "en", "pointed to at", "backs", "falls without it", "weakened without it", "loses parts without it", "withdrawn", "published"];
    const row = (node) => [node.id, node.iri, node.kind, node.zh, node.en, page.model.pointersTo(node.id).map((pointer) => pointer.at[0]?.[0]).join(" "), backed(page, node).join(" "), load(node).falls.join(" "), load(node).weakened.join(" "), load(node).parts.join(" "), page.gone.has(node.id) ? "yes" : "no", node.noticed?.state ?? ""];
    return { columns, rows: page.shownOfKind("reference", "source").map(row) };
  },
};

function backed(page, node) {
  return [...new Set(page.model.outgoing(node.id, "support").filter((edge) => page.filter.link(edge)).map((edge) => edge.to))];
}

function columnsOf(page) {
  const { model, texts, lang } = page;
  const load = (node) => model.support.loadOf(node.id);
  const names = (ids) => (ids.length ? element("details", { "data-key": `${ids.length} ${ids[0]}` }, element("summary", { text: String(ids.length) }), element("ul", { class: "rows" }, ids.map((id) => element("li", {}, goTo(page, id))))) : element("span", { class: "none", text: "0" }));
  const problems = (node) => [...new Set(page.linesFrom(node.id).map((line) => line.to))].filter((id) => ["problem", "facet"].includes(model.nodes.get(id).kind));
  return [
    { key: "source", name: texts.source, cell: (node) => goTo(page, node.id), value: (node) => node[lang] },
    { key: "switch", name: texts.whatIf, cell: (node) => switchFor(page, node.id) },
    { key: "kind", name: texts.kind, cell: (node) => term(model, "kind", node.kind, lang), value: (node) => node.kind },
    { key: "places", name: texts.placesCited, cell: (node) => pointersCell(page, node), value: (node) => model.pointersTo(node.id).length },
    { key: "problems", name: texts.bearsOnProblems, cell: (node) => element("ul", { class: "rows" }, problems(node).map((id) => element("li", {}, goTo(page, id)))), value: (node) => problems(node).length },
    { key: "backs", name: texts.backs, cell: (node) => names(backed(page, node)), value: (node) => backed(page, node).length },
    { key: "falls", name: texts.fallsWithoutIt, cell: (node) => names(load(node).falls), value: (node) => load(node).falls.length },
    { key: "weakened", name: texts.weakenedWithoutIt, cell: (node) => names(load(node).weakened), value: (node) => load(node).weakened.length },
    { key: "parts", name: texts.losesParts, cell: (node) => names(load(node).parts), value: (node) => load(node).parts.length },
  ];
}
