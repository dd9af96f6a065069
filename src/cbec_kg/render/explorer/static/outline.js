import { sourcesCell } from "./cells.js";
import { element } from "./dom.js";
import { goTo, gradeName, tagsOf } from "./links.js";

// The whole curation as nested text: what small screens open on, and what stands for the picture where none can be seen.
export const listView = {
  name: "list",
  content(page) {
    const { texts } = page;
    const parts = [
      part(texts.problems, page.shownOfKind("problem"), problemItem, true, page),
      part(texts.countermeasures, page.shownOfKind("countermeasure"), countermeasureItem, false, page),
      part(texts.facets, orphans(page, "problem", "facet"), statementItem, true, page),
      part(texts.measures, orphans(page, "countermeasure", "measure"), statementItem, true, page),
      part(texts.mentioned, page.shownOfKind("mentioned"), problemItem, false, page),
      part(texts.sources, page.shownOfKind("reference", "source"), sourceItem, false, page),
      part(texts.statistics, page.shownOfKind("statistic", "table", "figure"), statementItem, false, page),
      part(texts.claims, page.shownOfKind("claim"), statementItem, false, page),
    ].filter(Boolean);
    return parts.length ? parts : element("p", { class: "none", text: texts.nothing });
  },
};

// Parts that the filters let through without their whole.
function orphans(page, whole, inner) {
  const wholes = new Set(page.shownOfKind(whole, "mentioned").map((node) => node.id));
  return page.shownOfKind(inner).filter((node) => !page.model.outgoing(node.id, "part").some((edge) => wholes.has(edge.to)));
}

function part(heading, nodes, item, open, page) {
  if (!nodes.length) return null;
  return element(
    "details",
    { class: "part", open: open || page.filter.active, "data-key": heading },
    element("summary", {}, element("h2", {}, heading, element("span", { class: "count", text: ` ${nodes.length}` }))),
    element("ul", { class: "tree" }, nodes.map((node) => item(node, page))),
  );
}

function problemItem(node, page) {
  const { model, texts } = page;
  const facets = partsOf(node, page);
  const answers = model.incoming(node.id, "answer");
  return element(
    "li",
    { class: "whole" },
    goTo(page, node.id),
    sum(node, page),
    evidence(node, page),
    facets.length ? element("ul", {}, facets.map((facet) => element("li", {}, goTo(page, facet.id), evidence(facet, page)))) : null,
    answers.length ? element("p", { class: "answer" }, element("span", { class: "name", text: texts.answeredBy }), answers.map((edge) => goTo(page, edge.from))) : null,
  );
}

function countermeasureItem(node, page) {
  const { model, texts } = page;
  const measures = partsOf(node, page);
  const answers = model.outgoing(node.id, "answer");
  return element(
    "li",
    { class: "whole" },
    goTo(page, node.id),
    answers.length ? element("p", { class: "answer" }, element("span", { class: "name", text: texts.answers }), answers.map((edge) => goTo(page, edge.to))) : null,
    sum(node, page),
    evidence(node, page),
    element("ul", {}, measures.map((measure) => element("li", {}, goTo(page, measure.id), evidence(measure, page)))),
  );
}

// What backs it itself, and how many parts are backed; then the grade of itself.
function sum(node, page) {
  return element("p", { class: "sum", text: `${page.whole(node.id)} · ${gradeName(page, node.id)}` });
}

function partsOf(node, page) {
  const parts = page.model.incoming(node.id, "part").map((edge) => page.model.nodes.get(edge.from));
  return parts.filter((one) => page.filter.node(one));
}

function sourceItem(node, page) {
  const edges = page.model.outgoing(node.id, "support").filter((edge) => page.filter.link(edge));
  const row = (edge) => element("li", {}, goTo(page, edge.to), element("span", { class: "how" }, tagsOf(page, edge)));
  return element("li", {}, goTo(page, node.id), edges.length ? element("ul", {}, edges.map(row)) : null);
}

function statementItem(node, page) {
  return element("li", {}, goTo(page, node.id), evidence(node, page));
}

// What bears on a statement; a problem without any source says so.
function evidence(node, page) {
  return sourcesCell(page, node.id, node.kind === "problem" ? element("p", { class: "none", text: page.texts.noSource }) : null);
}
