import { auditedPart } from "./audited.js";
import { element, redraw } from "./dom.js";
import { identityPart } from "./identity.js";
import { basisTag, goTo, gradeName, linkRow, markOf, nameOf } from "./links.js";
import { term } from "./model.js";
import { overviewParts } from "./overview.js";
import { reasonPart } from "./reasons.js";
import { sourcePart } from "./switches.js";
import { readLocator } from "./wording.js";

// Fills the reading pane: the selected record, or what the paper argues.
export function readInto(pane, page, same) {
  const { model, state, texts } = page;
  const node = state.id && model.nodes.get(state.id);
  const missing = state.id && !node && element("p", { class: "warning", text: texts.missing(state.id) });
  const within = pane.contains(document.activeElement);
  redraw(pane, node ? recordParts(node, page) : [missing, overviewParts(page)], same);
  if (!same) pane.scrollTop = 0;
  if (within && !pane.contains(document.activeElement)) pane.querySelector("h2").focus({ preventScroll: true });
}

function recordParts(node, page) {
  const { model, lang, texts } = page;
  const other = lang === "zh" ? "en" : "zh";
  const differs = node[other] !== node[lang];
  return [
    element("p", { class: "kind" }, markOf(model, node.kind), element("span", { text: term(model, "kind", node.kind, lang) })),
    element("h2", { lang, tabindex: -1 }, element("bdi", { text: node[lang] })),
    differs ? element("p", { class: "other", lang: other }, element("bdi", { text: node[other] })) : null,
    model.drawn.has(node.id) ? null : element("p", { class: "hint", text: texts.notInGraph }),
    node.printed ? element("p", { class: "printed" }, element("strong", { text: node.printed, lang: "zh" }), element("span", { text: texts.figuresAsPrinted })) : null,
    auditedPart(node, page),
    reasonPart(node, page),
    sourcePart(node, page),
    where(node, page),
    bearing(node, page),
    linked(texts.answeredBy, node, "answer", "incoming", page),
    linked(texts.restsOn, node, "support", "incoming", page),
    linked(node.kind === "countermeasure" ? texts.measures : texts.facets, node, "part", "incoming", page),
    linked(texts.partOf, node, "part", "outgoing", page),
    linked(texts.causes, node, "cause", "incoming", page),
    linked(texts.effects, node, "cause", "outgoing", page),
    linked(texts.premises, node, "inference", "incoming", page),
    linked(texts.conclusions, node, "inference", "outgoing", page),
    linked(texts.addressedBy, node, "address", "incoming", page),
    linked(texts.addresses, node, "address", "outgoing", page),
    linked(texts.answers, node, "answer", "outgoing", page),
    pointers(node, page),
    bearsOn(node, page),
    pointedBacks(node, page),
    linked(texts.backs, node, "support", "outgoing", page),
    facts(node, page),
    mentions(node, page),
    identityPart(node, page),
  ];
}

function section(heading, count, ...content) {
  return element("section", {}, element("h3", {}, heading, count ? element("span", { class: "count", text: ` ${count}` }) : null), content);
}

function where(node, page) {
  if (!node.at.length) return null;
  const row = ([locator, fragment]) =>
    element("li", {}, element("q", { lang: "zh" }, element("bdi", { text: fragment })), element("span", { class: "locator", title: locator, text: `${readLocator(locator, page.lang)} · ${locator}` }));
  return section(page.texts.where, node.at.length > 1 ? node.at.length : 0, element("ul", { class: "anchors" }, node.at.map(row)));
}

// Evidence lines to a statement, one row a source, and the grade that they come to.
function bearing(node, page) {
  const { model, texts } = page;
  const lines = model.linesTo(node.id);
  if (!model.rules.statements.includes(model.support.kindOf(node.id))) return null;
  const grade = element("p", { class: "sum" }, element("span", { class: "name", text: texts.grade }), ` ${gradeName(page, node.id)}`);
  const whole = page.whole(node.id);
  const sentence = whole && element("p", { class: "sum", text: whole });
  if (!lines.length) return section(texts.bearing, 0, sentence, element("p", { class: "none", text: texts.noSource }));
  const sources = [...new Set(lines.map((line) => line.from))];
  const rows = sources.map((id) => linkRow(page, lines.filter((line) => line.from === id), id));
  return section(texts.bearing, sources.length, sentence, grade, element("ul", { class: "rows" }, rows));
}

function linked(heading, node, kind, direction, page) {
  const edges = page.model[direction](node.id, kind);
  if (!edges.length) return null;
  const end = direction === "incoming" ? "from" : "to";
  const row = (edge) => linkRow(page, [kind === "part" ? { why: edge.why } : edge], edge[end]);
  return section(heading, edges.length, element("ul", { class: "rows" }, edges.map(row)));
}

// Citations of a reference or attributions to a source, each with what it is there for.
function pointers(node, page) {
  const { model, lang, texts } = page;
  const found = model.pointersTo(node.id);
  if (!found.length) return null;
  const row = (pointer) => {
    const functionFact = pointer.facts.find((fact) => fact.fact === "function");
    const place = readLocator(pointer.at[0]?.[0] ?? pointer.id, lang);
    return element("li", {}, goTo(page, pointer.id, place), element("div", { class: "how" }, functionFact && element("span", { class: "tag", text: functionFact.text[lang] })), element("p", { class: "why", text: pointer[lang] }));
  };
  return section(texts.placesCited, found.length, element("ul", { class: "rows" }, found.map(row)));
}

function bearsOn(node, page) {
  const { model, texts } = page;
  const wholes = ["problem", "mentioned", "countermeasure", "facet", "measure"];
  const lines = model.linesFrom(node.id).filter((line) => wholes.includes(model.nodes.get(line.to)?.kind));
  if (!lines.length) return null;
  const targets = [...new Set(lines.map((line) => line.to))];
  const rows = targets.map((id) => linkRow(page, lines.filter((line) => line.to === id), id));
  return section(texts.bearsOn, targets.length, element("ul", { class: "rows" }, rows));
}

// What a single citation or attribution backs.
function pointedBacks(node, page) {
  if (!node.points_to) return null;
  const edges = page.model.outgoing(node.points_to, "support").filter((edge) => edge.via === node.id);
  if (!edges.length) return null;
  const rows = edges.map((edge) => linkRow(page, [{ ...edge, via: null }], edge.to));
  return section(page.texts.backs, edges.length, element("ul", { class: "rows" }, rows));
}

function facts(node, page) {
  const { model, lang, texts } = page;
  if (!node.facts.length) return null;
  const value = (fact) => [
    (fact.ids ?? []).map((id) => goTo(page, id)),
    fact.text && element("span", { text: fact.text[lang] }),
    fact.more && element("span", { text: ` ${fact.more[lang]}` }),
    fact.basis && basisTag(page, fact.basis),
    fact.why && element("p", { class: "why", text: fact.why[lang] }),
  ];
  const row = (fact) => [element("dt", { text: term(model, "fact", fact.fact, lang) }), element("dd", {}, value(fact))];
  return section(texts.details, 0, element("dl", { class: "facts" }, node.facts.map(row)));
}

function mentions(node, page) {
  const { model, lang, texts } = page;
  const found = model.mentioning(node.id).filter((other) => !other.points_to);
  if (!found.length) return null;
  const heading = node.kind === "table" ? texts.cells : texts.mentions;
  const rows = found.map((other) => element("li", {}, goTo(page, other.id, nameOf(model, other, lang))));
  return element("details", { open: found.length <= 12, "data-key": heading }, element("summary", { text: `${heading} (${found.length})` }), element("ul", { class: "rows" }, rows));
}
