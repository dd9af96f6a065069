import { countLine, gradeCell, placesCell, rowClass, sourcesCell, stateColumn } from "./cells.js";
import { element } from "./dom.js";
import { goTo } from "./links.js";
import { sortableTable } from "./tables.js";
import { definition, term } from "./model.js";
import { quickFilter } from "./filterpanel.js";

// Every claim with its kind, its place and what it rests on.
export const claimsView = {
  name: "claims",
  content(page) {
    const claims = page.shownOfKind("claim");
    return [
      element("h2", { text: page.texts.viewNames.claims }),
      countLine(page, claims.length, page.model.ofKind("claim").length),
      quickFilter(page, "grades", page.model.rules.grades, page.model.ofKind("claim"), (grade) => definition(page.model, "grade", grade, page.lang)),
      sortableTable(page, "claims", columnsOf(page), claims, { caption: page.texts.viewNames.claims, idOf: (node) => node.id, classOf: rowClass(page) }),
    ];
  },
  table(page) {
    const columns = ["id", "iri", "kind", "zh", "en", "places", "sources", "grade", "state"];
    const row = (node) => [node.id, node.iri, node.claim, node.zh, node.en, node.at.map(([place]) => place).join(" "), [...page.strongestTo(node.id).values()].map((line) => `${line.from} (${line.role}, ${line.basis})`).join(" | "), page.grade(node.id), page.stateOf(node.id) ?? ""];
    return { columns, rows: page.shownOfKind("claim").map(row) };
  },
};

function columnsOf(page) {
  const { model, texts, lang } = page;
  const kind = (node) => term(model, "claim", node.claim, lang);
  return [
    { key: "claim", name: texts.claim, cell: (node) => goTo(page, node.id), value: (node) => node[lang] },
    ...stateColumn(page),
    { key: "kind", name: texts.kind, cell: kind, value: kind },
    { key: "place", name: texts.places, cell: (node) => placesCell(page, node), value: (node) => model.positionOf(node.id) },
    { key: "sources", name: texts.bearing, cell: (node) => sourcesCell(page, node.id), value: (node) => page.strongestTo(node.id).size || null },
    { key: "grade", name: texts.grade, cell: (node) => gradeCell(page, node.id), value: (node) => model.rules.grades.indexOf(page.grade(node.id)) },
  ];
}
