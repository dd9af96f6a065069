import { gradeCell } from "./cells.js";
import { element } from "./dom.js";
import { goTo, nameOf } from "./links.js";
import { definition, term } from "./model.js";
import { SIGNS } from "./outcomes.js";

// Problems and their facets against sources: a cell's letter and shade tell the strongest role, its pattern the basis.
export const matrixView = {
  name: "matrix",
  content(page) {
    const rows = rowsOf(page);
    const sources = sourcesOf(page, rows);
    if (!rows.length || !sources.length) return [element("h2", { text: page.texts.viewNames.matrix }), element("p", { class: "none", text: page.texts.nothing })];
    const empty = page.model.sources.length - sources.length;
    const many = (kind) => rows.filter(({ node, whole }) => whole && node.kind === kind).length;
    return [
      element("h2", { text: page.texts.viewNames.matrix }),
      element("p", { class: "hint", text: page.texts.matrixHint(sources.length, empty, many("problem"), many("mentioned")) }),
      element("div", { class: "beside" }, element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": page.texts.viewNames.matrix }, matrixTable(page, rows, sources)), matrixKey(page, rows, sources)),
    ];
  },
  table(page) {
    const rows = rowsOf(page);
    const sources = sourcesOf(page, rows);
    const cell = (best, source) => (best.has(source.id) ? `${best.get(source.id).role} ${best.get(source.id).basis}${page.lost(best.get(source.id)) ? " lost" : ""}` : "");
    const row = ({ node }) => {
      const best = page.strongestTo(node.id);
      const parts = page.partsBacked(node.id);
      const cells = sources.map((source) => [cell(best, source), parts.has(source.id) && `(${parts.get(source.id)})`].filter(Boolean).join(" "));
      return [node.id, ...cells, page.grade(node.id)];
    };
    return { columns: ["record", ...sources.map((source) => source.id), "grade"], rows: rows.map(row) };
  },
};

function rowsOf(page) {
  const { model } = page;
  const problems = [...model.ofKind("problem"), ...model.ofKind("mentioned")];
  return problems.flatMap((problem) => {
    const facets = model.incoming(problem.id, "part").map((edge) => model.nodes.get(edge.from));
    const shown = facets.filter((facet) => page.filter.node(facet));
    if (!page.filter.node(problem) && !shown.length) return [];
    return [{ node: problem, whole: true }, ...shown.map((node) => ({ node, whole: false }))];
  });
}

function sourcesOf(page, rows) {
  const used = new Set(rows.flatMap(({ node }) => page.linesTo(node.id).map((line) => line.from)));
  return page.model.sources.filter((source) => used.has(source.id));
}

// References have their number as heading, named sources a letter, as in `cbec-kg evidence`; the key says which.
function headsOf(page, sources) {
  const named = sources.filter((source) => source.kind !== "reference" || nameOf(page.model, source, page.lang).length > 5);
  return new Map(sources.map((source) => [source.id, named.includes(source) ? letterOf(named.indexOf(source)) : nameOf(page.model, source, page.lang)]));
}

export function letterOf(number) {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : letterOf(Math.floor(number / 26) - 1) + last;
}

function matrixTable(page, rows, sources) {
  const { texts, lang } = page;
  const heads = headsOf(page, sources);
  const head = (source) => element("th", { scope: "col", class: page.gone.has(source.id) ? "lost" : null }, sourceHead(page, source, heads.get(source.id)));
  const row = ({ node, whole }) => {
    const best = page.strongestTo(node.id);
    return element(
      "tr",
      { class: [whole ? "whole" : "part-row", page.stateOf(node.id) && `state-${page.stateOf(node.id)}`].filter(Boolean).join(" ") },
      element("th", { scope: "row", "data-id": node.id }, goTo(page, node.id), whole ? element("p", { class: "sum", text: page.whole(node.id) }) : null),
      sources.map((source) => cellOf(page, node, source, best.get(source.id))),
      element("td", { class: "grade" }, gradeCell(page, node.id)),
    );
  };
  return element(
    "table",
    { class: "matrix", lang },
    element("caption", { class: "aside", text: texts.matrixCaption }),
    element("thead", {}, element("tr", {}, element("td"), sources.map(head), element("th", { scope: "col", text: texts.grade }))),
    element("tbody", {}, rows.map(row)),
  );
}

function sourceHead(page, source, short) {
  const name = nameOf(page.model, source, page.lang);
  return element("button", { type: "button", class: "head", "data-id": source.id, title: name, "aria-label": name === short ? null : `${short}: ${name}`, click: () => page.choose(source.id) }, element("bdi", { text: short }));
}

// The cell is a button that reads out whole; it moves the selection to the row's record.
function cellOf(page, node, source, line) {
  const { model, lang, texts } = page;
  const many = page.partsBacked(node.id).get(source.id);
  const parts = many ? element("span", { class: "parts", title: texts.partsBacked(many), text: `(${many})` }) : null;
  if (!line) return element("td", { class: parts ? null : "no" }, parts);
  const lost = page.lost(line);
  const letter = model.rules.letters[line.role] + model.rules.marks[line.basis];
  const words = [letter, nameOf(model, source, lang), term(model, "role", line.role, lang), term(model, "basis", line.basis, lang), lost && texts.lost].filter(Boolean).join(", ");
  const classes = ["cell", `shade-${shadeOf(model, line.role)}`, `basis-${line.basis}`, lost && "lost"].filter(Boolean).join(" ");
  return element("td", {}, element("button", { type: "button", class: classes, "data-key": `${node.id} ${source.id}`, "aria-label": words, title: words, click: () => page.choose(node.id) }, letter, lost ? element("span", { "aria-hidden": "true", class: "cross", text: SIGNS.falls }) : null), parts);
}

function shadeOf(model, role) {
  if (model.rules.direct.includes(role)) return "direct";
  return role === "echo" ? "echo" : ["context", "generic"].includes(role) ? "setting" : "oblique";
}

function matrixKey(page, rows, sources) {
  const { model, lang, texts } = page;
  const used = new Set(rows.flatMap(({ node }) => [...page.strongestTo(node.id).values()].map((line) => line.role)));
  const entry = (sign, name, meaning) => [element("dt", {}, sign), element("dd", { title: meaning }, name)];
  const role = (name) => entry(element("span", { class: `cell shade-${shadeOf(model, name)}`, text: model.rules.letters[name] }), term(model, "role", name, lang), definition(model, "role", name, lang));
  const basis = (name) => entry(element("span", { class: `cell shade-direct basis-${name}`, text: `F${model.rules.marks[name]}` }), term(model, "basis", name, lang), definition(model, "basis", name, lang));
  const letters = [...headsOf(page, sources)].filter(([id, head]) => head !== nameOf(model, model.nodes.get(id), lang));
  return element(
    "section",
    { class: "key" },
    element("h3", { text: texts.key }),
    element("dl", {}, letters.map(([id, head]) => entry(element("span", { class: "cell", text: head }), goTo(page, id))), model.rules.roles.filter((name) => used.has(name)).map(role), model.rules.bases.map(basis), entry(element("span", { class: "cell", text: "(n)" }), texts.cellParts)),
  );
}
