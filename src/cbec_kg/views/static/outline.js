import { element, replaceChildren } from "./dom.js";
import { goTo, tagsOf } from "./links.js";
import { textsOf } from "./wording.js";

// The whole curation as nested text: what small screens open on, and what stands for the picture where none can be seen.
export function outlineInto(container, model, state, choose) {
  const texts = textsOf(state.lang);
  const context = { model, state, choose, texts };
  const parts = [
    part(texts.problems, model.ofKind("problem"), problemItem, true, context),
    part(texts.countermeasures, model.ofKind("countermeasure"), countermeasureItem, false, context),
    part(texts.mentioned, model.ofKind("mentioned"), problemItem, false, context),
    part(texts.sources, model.ofKind("reference", "source"), sourceItem, false, context),
    part(texts.statistics, model.ofKind("statistic", "table", "figure"), statementItem, false, context),
    part(texts.claims, model.ofKind("claim"), statementItem, false, context),
  ].filter(Boolean);
  replaceChildren(container, parts.length ? parts : element("p", { text: texts.nothing }));
}

export function markCurrent(container, id) {
  for (const button of container.querySelectorAll("button.go[aria-current]")) button.removeAttribute("aria-current");
  if (!id) return;
  for (const button of container.querySelectorAll(`button.go[data-id="${CSS.escape(id)}"]`)) button.setAttribute("aria-current", "true");
}

function part(heading, nodes, item, open, context) {
  if (!nodes.length) return null;
  return element(
    "details",
    { class: "part", open },
    element("summary", {}, element("h2", {}, heading, element("span", { class: "count", text: ` ${nodes.length}` }))),
    element("ul", { class: "tree" }, nodes.map((node) => item(node, context))),
  );
}

function problemItem(node, context) {
  const { model, state, choose, texts } = context;
  const facets = model.incoming(node.id, "part").map((edge) => model.nodes.get(edge.from));
  const answers = model.incoming(node.id, "answer");
  return element(
    "li",
    { class: "whole" },
    goTo(model, node.id, state, choose),
    node.direct?.facets ? element("p", { class: "sum", text: texts.backed(node.direct) }) : null,
    evidence(node, context),
    facets.length ? element("ul", {}, facets.map((facet) => element("li", {}, goTo(model, facet.id, state, choose), evidence(facet, context)))) : null,
    answers.length ? element("p", { class: "answer" }, element("span", { class: "name", text: texts.answeredBy }), answers.map((edge) => goTo(model, edge.from, state, choose))) : null,
  );
}

function countermeasureItem(node, context) {
  const { model, state, choose, texts } = context;
  const measures = model.incoming(node.id, "part").map((edge) => model.nodes.get(edge.from));
  const answers = model.outgoing(node.id, "answer");
  return element(
    "li",
    { class: "whole" },
    goTo(model, node.id, state, choose),
    answers.length ? element("p", { class: "answer" }, element("span", { class: "name", text: texts.answers }), answers.map((edge) => goTo(model, edge.to, state, choose))) : null,
    evidence(node, context),
    element("ul", {}, measures.map((measure) => element("li", {}, goTo(model, measure.id, state, choose), evidence(measure, context)))),
  );
}

function sourceItem(node, { model, state, choose }) {
  const edges = model.outgoing(node.id, "support");
  const row = (edge) => element("li", {}, goTo(model, edge.to, state, choose), element("span", { class: "how" }, tagsOf(model, edge, state.lang)));
  return element("li", {}, goTo(model, node.id, state, choose), edges.length ? element("ul", {}, edges.map(row)) : null);
}

function statementItem(node, context) {
  return element("li", {}, goTo(context.model, node.id, context.state, context.choose), evidence(node, context));
}

// The sources that bear on a statement: strongest line of each.
function evidence(node, { model, state, choose, texts }) {
  const best = new Map();
  for (const line of model.linesTo(node.id)) if (!best.has(line.from)) best.set(line.from, line);
  if (!best.size) return node.kind === "problem" ? element("p", { class: "none", text: texts.noSource }) : null;
  return element("ul", { class: "evidence" }, [...best.values()].map((line) => element("li", {}, goTo(model, line.from, state, choose), element("span", { class: "how" }, tagsOf(model, line, state.lang)))));
}
