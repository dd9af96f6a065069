import { element, replaceChildren } from "./dom.js";
import { goTo, linkRow, markOf, nameOf, tagsOf } from "./links.js";
import { term } from "./model.js";
import { readLocator, textsOf } from "./wording.js";

// Fills the reading pane: the selected record, or what the paper argues.
export function readInto(pane, model, state, choose) {
  const node = state.id && model.nodes.get(state.id);
  const context = { model, state, choose, texts: textsOf(state.lang) };
  if (node) replaceChildren(pane, recordParts(node, context));
  else replaceChildren(pane, state.id && element("p", { class: "warning", text: context.texts.missing(state.id) }), overviewParts(context));
  pane.scrollTop = 0;
}

function overviewParts({ model, state, choose, texts }) {
  const problems = model.ofKind("problem");
  return [
    element("h2", { text: texts.overviewTitle, tabindex: -1 }),
    element("p", { class: "hint", text: texts.overviewHint }),
    problems.length ? null : element("p", { text: texts.nothing }),
    element("ol", { class: "argument" }, problems.map((problem) => argumentItem(problem, { model, state, choose, texts }))),
    notes(texts.unknownHere, model.paper.unknown, state),
    notes(texts.derivedHere, model.paper.derived, state),
  ];
}

function argumentItem(problem, { model, state, choose, texts }) {
  const lines = model.linesTo(problem.id);
  const sources = [...new Set(lines.map((line) => line.from))];
  const answers = model.incoming(problem.id, "answer");
  const row = (name, ...content) => element("div", { class: "pair" }, element("span", { class: "name", text: name }), element("span", { class: "content" }, content));
  return element(
    "li",
    {},
    goTo(model, problem.id, state, choose),
    row(texts.evidence, lines.length ? [sources.map((id) => goTo(model, id, state, choose))] : texts.noSource),
    lines.length ? row(texts.strongest, tagsOf(model, lines[0], state.lang)) : null,
    row(texts.answeredBy, answers.length ? answers.map((edge) => goTo(model, edge.from, state, choose)) : texts.noAnswer),
  );
}

function notes(heading, items, state) {
  if (!items.length) return null;
  return element(
    "details",
    {},
    element("summary", { text: `${heading} (${items.length})` }),
    element("dl", { class: "facts" }, items.map((item) => [element("dt", { text: item.field }), element("dd", { text: item.why[state.lang] })])),
  );
}

function recordParts(node, context) {
  const { model, state, texts } = context;
  const other = state.lang === "zh" ? "en" : "zh";
  const differs = node[other] !== node[state.lang];
  return [
    element("p", { class: "kind" }, markOf(model, node.kind), element("span", { text: term(model, "kind", node.kind, state.lang) })),
    element("h2", { lang: state.lang, tabindex: -1 }, element("bdi", { text: node[state.lang] })),
    differs ? element("p", { class: "other", lang: other }, element("bdi", { text: node[other] })) : null,
    model.drawn.has(node.id) ? null : element("p", { class: "hint", text: texts.notInGraph }),
    node.printed ? element("p", { class: "printed" }, element("strong", { text: node.printed, lang: "zh" }), element("span", { text: texts.figuresAsPrinted })) : null,
    where(node, context),
    bearing(node, context),
    linked(texts.answeredBy, node, "answer", "incoming", context),
    linked(texts.restsOn, node, "support", "incoming", context),
    linked(model.ofKind("countermeasure").includes(node) ? texts.measures : texts.facets, node, "part", "incoming", context),
    linked(texts.partOf, node, "part", "outgoing", context),
    linked(texts.causes, node, "cause", "incoming", context),
    linked(texts.effects, node, "cause", "outgoing", context),
    linked(texts.addressedBy, node, "address", "incoming", context),
    linked(texts.addresses, node, "address", "outgoing", context),
    linked(texts.answers, node, "answer", "outgoing", context),
    pointers(node, context),
    bearsOn(node, context),
    pointedBacks(node, context),
    linked(texts.backs, node, "support", "outgoing", context),
    facts(node, context),
    mentions(node, context),
    identity(node, context),
  ];
}

function section(heading, count, ...content) {
  return element("section", {}, element("h3", {}, heading, count ? element("span", { class: "count", text: ` ${count}` }) : null), content);
}

function where(node, { state, texts }) {
  if (!node.at.length) return null;
  const row = ([locator, fragment]) =>
    element("li", {}, element("q", { lang: "zh" }, element("bdi", { text: fragment })), element("span", { class: "locator", title: locator, text: `${readLocator(locator, state.lang)} · ${locator}` }));
  return section(texts.where, node.at.length > 1 ? node.at.length : 0, element("ul", { class: "anchors" }, node.at.map(row)));
}

// Evidence lines to a statement, one row a source.
function bearing(node, { model, state, choose, texts }) {
  const lines = model.linesTo(node.id);
  if (!lines.length) {
    const matters = ["problem", "mentioned", "facet", "countermeasure", "measure", "claim", "statistic"].includes(node.kind);
    return matters ? section(texts.bearing, 0, element("p", { class: "none", text: texts.noSource })) : null;
  }
  const sources = [...new Set(lines.map((line) => line.from))];
  const rows = sources.map((id) => linkRow(model, lines.filter((line) => line.from === id), id, state, choose));
  return section(texts.bearing, sources.length, element("ul", { class: "rows" }, rows));
}

function linked(heading, node, kind, direction, { model, state, choose }) {
  const edges = model[direction](node.id, kind);
  if (!edges.length) return null;
  const end = direction === "incoming" ? "from" : "to";
  const tell = (edge) => (kind === "part" ? { ...edge, basis: null } : edge);
  return section(heading, edges.length, element("ul", { class: "rows" }, edges.map((edge) => linkRow(model, [tell(edge)], edge[end], state, choose))));
}

// Citations of a reference or attributions to a source, each with what it is there for.
function pointers(node, { model, state, choose, texts }) {
  const found = model.pointersTo(node.id);
  if (!found.length) return null;
  const row = (pointer) => {
    const functionFact = pointer.facts.find((fact) => fact.fact === "function");
    return element("li", {}, goTo(model, pointer.id, state, choose, readLocator(pointer.at[0]?.[0] ?? pointer.id, state.lang)), element("div", { class: "how" }, functionFact && element("span", { class: "tag", text: functionFact.text[state.lang] })), element("p", { class: "why", text: pointer[state.lang] }));
  };
  return section(texts.placesCited, found.length, element("ul", { class: "rows" }, found.map(row)));
}

function bearsOn(node, { model, state, choose, texts }) {
  const wholes = ["problem", "mentioned", "countermeasure"];
  const lines = model.linesFrom(node.id).filter((line) => wholes.includes(model.nodes.get(line.to)?.kind));
  if (!lines.length) return null;
  const targets = [...new Set(lines.map((line) => line.to))];
  const rows = targets.map((id) => linkRow(model, lines.filter((line) => line.to === id), id, state, choose));
  return section(texts.bearsOn, targets.length, element("ul", { class: "rows" }, rows));
}

// What a single citation or attribution backs.
function pointedBacks(node, { model, state, choose, texts }) {
  if (!node.points_to) return null;
  const edges = model.outgoing(node.points_to, "support").filter((edge) => edge.via === node.id);
  if (!edges.length) return null;
  return section(texts.backs, edges.length, element("ul", { class: "rows" }, edges.map((edge) => linkRow(model, [{ ...edge, via: null }], edge.to, state, choose))));
}

function facts(node, { model, state, choose, texts }) {
  if (!node.facts.length) return null;
  const value = (fact) => [
    (fact.ids ?? []).map((id) => goTo(model, id, state, choose)),
    fact.text && element("span", { text: fact.text[state.lang] }),
    fact.more && element("span", { text: ` ${fact.more[state.lang]}` }),
    fact.basis && tagsOf(model, { basis: fact.basis }, state.lang),
    fact.why && element("p", { class: "why", text: fact.why[state.lang] }),
  ];
  const row = (fact) => [element("dt", { text: term(model, "fact", fact.fact, state.lang) }), element("dd", {}, value(fact))];
  return section(texts.details, 0, element("dl", { class: "facts" }, node.facts.map(row)));
}

function mentions(node, { model, state, choose, texts }) {
  const found = model.mentioning(node.id).filter((other) => !other.points_to);
  if (!found.length) return null;
  const heading = node.kind === "table" ? texts.cells : texts.mentions;
  const rows = found.map((other) => element("li", {}, goTo(model, other.id, state, choose, nameOf(model, other, state.lang))));
  return element("details", { open: found.length <= 12 }, element("summary", { text: `${heading} (${found.length})` }), element("ul", { class: "rows" }, rows));
}

function identity(node, { texts }) {
  const row = (name, value) => [element("dt", { text: name }), element("dd", {}, element("code", { text: value }), copyButton(name, value, texts))];
  return section(texts.identity, 0, element("dl", { class: "facts" }, row("id", node.id), row("IRI", node.iri)));
}

function copyButton(name, value, texts) {
  const button = element("button", { type: "button", class: "copy", "aria-label": `${texts.copy} ${name}`, text: texts.copy });
  button.addEventListener("click", async () => {
    await copyText(value, button);
    button.textContent = texts.copied;
    setTimeout(() => (button.textContent = texts.copy), 1500);
  });
  return button;
}

// Where the clipboard is closed to pages, the text is left selected, so that the reader's own copy command takes it.
async function copyText(value, button) {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    getSelection().selectAllChildren(button.previousElementSibling);
  }
}
