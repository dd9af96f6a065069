import { auditedPart } from "./audited.js";
import { sourcesCell } from "./cells.js";
import { element, redraw } from "./dom.js";
import { evidenceBars } from "./evidencebar.js";
import { identityPart } from "./identity.js";
import { basisTag, goTo, linkRow, markOf, nameOf } from "./links.js";
import { term } from "./model.js";
import { noticePart } from "./notices.js";
import { placesPart } from "./places.js";
import { reasonPart, setsList } from "./reasons.js";
import { sourcePart } from "./switches.js";
import { readLocator } from "./wording.js";

// Fills the reading pane with the selected record, from its top where it is not the `same`; without one the pane is away and the
// picture has its width.
export function readInto(pane, page, same) {
  const node = page.model.nodes.get(page.state.id);
  const within = pane.contains(document.activeElement);
  redraw(pane, node ? recordParts(node, page) : [], same);
  if (within && !pane.contains(document.activeElement)) (pane.querySelector("h2") ?? document.getElementById("picture")).focus({ preventScroll: true });
}

// Always in this order: the statement, where it is words, what is published against it, what backs it, its parts with what backs these, what answers it,
// what speaks against it. The rest folds.
function recordParts(node, page) {
  return [statement(node, page), placesPart(node, page), noticePart(node, page), pointers(node, page), reasonPart(node, page), sameElsewhere(node, page), sourcePart(node, page), bearing(node, page), parts(node, page), answers(node, page), doubts(node, page), backed(node, page), folded(node, page)];
}

function statement(node, page) {
  const { model, lang, texts } = page;
  const other = lang === "zh" ? "en" : "zh";
  return [
    element("p", { class: "kind" }, markOf(model, node.kind), element("span", { text: [term(model, "kind", node.kind, lang), model.folderOf(node.id)].filter(Boolean).join(" · ") })),
    element("h2", { lang, tabindex: -1 }, element("bdi", { text: node[lang] })),
    node[other] === node[lang] ? null : element("p", { class: "other", lang: other }, element("bdi", { text: node[other] })),
    node.printed ? element("p", { class: "printed" }, element("strong", { text: node.printed, lang: "zh" }), element("span", { text: texts.figuresAsPrinted })) : null,
    model.outgoing(node.id, "part").map((edge) => element("p", { class: "whole" }, element("span", { class: "name", text: texts.partOf }), goTo(page, edge.to))),
    model.drawn.has(node.id) ? null : element("p", { class: "hint", text: texts.notInGraph }),
  ];
}

function section(heading, count, ...content) {
  return element("section", {}, element("h3", {}, heading, count ? element("span", { class: "count", text: ` ${count}` }) : null), content);
}

// What means the same in other papers, each with how that is known: its own matches, then what others lead to.
function sameElsewhere(node, page) {
  const { model, texts, lang } = page;
  const own = new Map(model.matchesOf(node.id).map((match) => [match.from === node.id ? match.to : match.from, match]));
  const others = [...model.support.sameAs(node.id)].filter((id) => id !== node.id && !own.has(id));
  const found = [...own, ...others.map((id) => [id, model.matchesOf(id).find((match) => match.exact)])];
  if (!found.length) return null;
  const row = ([id, match]) => element("li", {}, goTo(page, id), element("div", { class: "how" }, element("span", { class: "tag", text: match.exact ? texts.same : texts.nearlySame })), element("p", { class: "why", text: match.why[lang] }));
  return section(texts.sameElsewhere, found.length, element("ul", { class: "rows" }, found.map(row)));
}

// What backs a statement: at a glance, then one row a source, then the statements and figures that it rests on.
function bearing(node, page) {
  const { model, texts } = page;
  if (!model.rules.statements.includes(model.support.kindOf(node.id))) return null;
  const lines = model.linesTo(node.id);
  const sources = [...new Set(lines.map((line) => line.from))];
  const rows = sources.map((id) => sourceRow(page, lines.filter((line) => line.from === id), id));
  const rests = model.incoming(node.id, "support");
  return section(
    texts.evidence,
    0,
    evidenceBars(node, page),
    rows.length ? element("ul", { class: "rows" }, rows) : element("p", { class: "none", text: texts.noSource }),
    rests.length ? fold(texts.restsOn, rests.length, linkRows(rests, "incoming", page)) : null,
  );
}

// A source with its evidence lines, and why each of them is there.
function sourceRow(page, lines, id) {
  const row = linkRow(page, lines, id);
  row.append(element("details", { "data-key": `why ${id}` }, element("summary", { text: page.texts.why }), setsList(page, lines)));
  return row;
}

// Facets of a problem, measures of a countermeasure, each with its own evidence.
function parts(node, page) {
  const edges = page.model.incoming(node.id, "part");
  if (!edges.length) return null;
  const row = (edge) => element("li", {}, goTo(page, edge.from), sourcesCell(page, edge.from, element("p", { class: "why", text: page.texts.noSource })), edge.why && element("p", { class: "why", text: edge.why[page.lang] }));
  return section(node.kind === "countermeasure" ? page.texts.measures : page.texts.facets, edges.length, element("ul", { class: "rows parts" }, edges.map(row)));
}

function answers(node, page) {
  const { texts } = page;
  return [linked(texts.answeredBy, node, "answer", "incoming", page), linked(texts.addressedBy, node, "address", "incoming", page), linked(texts.answers, node, "answer", "outgoing", page), linked(texts.addresses, node, "address", "outgoing", page)];
}

// What the audit finds of a figure, and why what is concluded may not follow.
function doubts(node, page) {
  const { model, lang, texts } = page;
  const doubted = model.incoming(node.id).filter((edge) => edge.doubt);
  const row = (edge) => element("li", {}, goTo(page, edge.from), element("p", { class: "why", text: edge.doubt[lang] }));
  return [auditedPart(node, page), doubted.length ? section(texts.doubts, doubted.length, element("ul", { class: "rows" }, doubted.map(row))) : null];
}

// What a source or a statement backs in its turn.
function backed(node, page) {
  return [bearsOn(node, page), pointedBacks(node, page), linked(page.texts.backs, node, "support", "outgoing", page)];
}

// Of what is neither a statement nor a source, the details are all there is.
function folded(node, page) {
  const { texts } = page;
  const reasons = [linked(texts.causes, node, "cause", "incoming", page), linked(texts.effects, node, "cause", "outgoing", page), linked(texts.premises, node, "inference", "incoming", page), linked(texts.conclusions, node, "inference", "outgoing", page)].filter(Boolean);
  const isLone = !page.model.rules.statements.includes(page.model.support.kindOf(node.id)) && !["reference", "source"].includes(node.kind);
  return [reasons.length ? fold(texts.causesAndConclusions, 0, reasons) : null, mentions(node, page), fold(texts.details, 0, [facts(node, page), identityPart(node, page)], isLone)];
}

function fold(heading, count, content, open = false) {
  return element("details", { "data-key": heading, open }, element("summary", {}, heading, count ? element("span", { class: "count", text: ` ${count}` }) : null), content);
}

function linked(heading, node, kind, direction, page) {
  const edges = page.model[direction](node.id, kind);
  return edges.length ? section(heading, edges.length, linkRows(edges, direction, page)) : null;
}

function linkRows(edges, direction, page) {
  const end = direction === "incoming" ? "from" : "to";
  return element("ul", { class: "rows" }, edges.map((edge) => linkRow(page, [edge], edge[end])));
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
  const { model, lang } = page;
  if (!node.facts.length) return null;
  const value = (fact) => [
    (fact.ids ?? []).map((id) => goTo(page, id)),
    fact.text && element("span", { text: fact.text[lang] }),
    fact.more && element("span", { text: ` ${fact.more[lang]}` }),
    fact.basis && basisTag(page, fact.basis),
    fact.why && element("p", { class: "why", text: fact.why[lang] }),
  ];
  const row = (fact) => [element("dt", { text: term(model, "fact", fact.fact, lang) }), element("dd", {}, value(fact))];
  return element("dl", { class: "facts" }, node.facts.map(row));
}

function mentions(node, page) {
  const { model, lang, texts } = page;
  const found = model.mentioning(node.id).filter((other) => !other.points_to);
  if (!found.length) return null;
  const heading = node.kind === "table" ? texts.cells : texts.mentions;
  const rows = found.map((other) => element("li", {}, goTo(page, other.id, nameOf(model, other, lang))));
  return fold(heading, found.length, element("ul", { class: "rows" }, rows));
}
