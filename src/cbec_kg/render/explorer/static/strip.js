import { element, redraw } from "./dom.js";
import { DIMENSIONS, noFilters } from "./filters.js";
import { filterValueName } from "./filterpanel.js";
import { nameApart } from "./links.js";
import { SIGNS } from "./outcomes.js";
import { term } from "./model.js";

const MOST_CHIPS = 8;

// What is in force, in one line above every view: what the address names in vain, what is withdrawn, with what comes of it,
// and which filters are set.
// Each has a button that takes it away.
export function stripInto(container, page) {
  const parts = [lackingPart(page), withoutPart(page), filterPart(page)].filter(Boolean);
  const within = container.contains(document.activeElement);
  container.hidden = !parts.length;
  redraw(container, parts, false);
  if (within && !container.contains(document.activeElement)) (container.querySelector("button") ?? document.querySelector("[role=tab][aria-selected=true]"))?.focus();
}

// The same in words, for those who hear the page.
export function tallyText(page) {
  const counts = ["falls", "weakened", "stands"].map((state) => page.texts.tally[state](countOf(page, state)));
  return `${withdrawnText(page)}: ${counts.join(", ")}.`;
}

export function withdrawnText({ model, texts, lang, off, without }) {
  const names = [...off.map((id) => nameApart(model, id, lang)), ...without.map((basis) => `${texts.basisWord} ${term(model, "basis", basis, lang)}`)];
  return `${texts.withoutWord} ${names.join(", ")}`;
}

function countOf(page, state) {
  return page.outcomes.filter((outcome) => outcome.state === state).length;
}

// What the address names and the page has not, in words; empty where there is nothing of the kind.
export function lackingText({ lacking, texts }) {
  return [lacking.id && texts.missing(lacking.id), lacking.off.length && texts.notSources(lacking.off)].filter(Boolean).join(" ");
}

function lackingPart(page) {
  const text = lackingText(page);
  if (!text) return null;
  const { texts, lacking, off, state } = page;
  return element(
    "div",
    { class: "lacking", role: "group", "aria-label": texts.noteTitle },
    element("span", { text }),
    element("button", { type: "button", class: "link", id: "forget", text: texts.forget, click: () => page.go({ id: lacking.id ? null : state.id, off }) }),
  );
}

function withoutPart(page) {
  if (!page.withdrawing) return null;
  const { model, texts, lang } = page;
  const chips = [
    ...(page.off.length > MOST_CHIPS ? [element("span", { text: texts.nWithdrawn(page.off.length) })] : page.off.map((id) => chip(nameApart(model, id, lang), texts.restore, id, () => page.restore(id)))),
    ...page.without.map((basis) => chip(`${texts.basisWord} ${term(model, "basis", basis, lang)}`, texts.restore, basis, () => page.go({ without: page.without.filter((other) => other !== basis) }))),
  ];
  return element(
    "div",
    { class: "without", role: "group", "aria-label": texts.withoutWord },
    element("strong", { text: texts.withoutWord }),
    chips,
    element("span", { class: "tally" }, tally(page)),
    page.state.view === "whatif" ? null : element("button", { type: "button", class: "link", id: "see-why", text: texts.seeWhy, click: () => page.go({ view: "whatif" }) }),
    element("button", { type: "button", class: "link", id: "restore-all", text: texts.restoreAll, click: () => page.go({ off: [], without: [] }) }),
  );
}

function tally(page) {
  return ["falls", "weakened", "stands"].map((state) => element("span", { class: `badge badge-${state}` }, element("span", { "aria-hidden": "true", text: SIGNS[state] }), ` ${page.texts.tally[state](countOf(page, state))}`));
}

function filterPart(page) {
  if (!page.filter.active) return null;
  const { model, state, texts } = page;
  const take = (dimension, value) => {
    const left = state[dimension].filter((other) => other !== value);
    page.go({ [dimension]: dimension === "kinds" && !left.length ? null : left });
  };
  const chips = DIMENSIONS.flatMap((dimension) => (state[dimension] ?? []).map((value) => chip(filterValueName(page, dimension, value), texts.removeFilter, `${dimension} ${value}`, () => take(dimension, value))));
  const many = model.shownNodes.filter((node) => page.filter.node(node)).length;
  return element(
    "div",
    { class: "filtering", role: "group", "aria-label": texts.filters },
    element("strong", { text: texts.filters }),
    chips.length > MOST_CHIPS ? element("span", { text: texts.nFilters(chips.length) }) : chips,
    element("span", { class: "tally", text: texts.ofRecords(many, model.shownNodes.length) }),
    element("button", { type: "button", class: "link", id: "clear-filters", text: texts.clearAll, click: () => page.go(noFilters()) }),
  );
}

function chip(text, action, key, click) {
  return element("button", { type: "button", class: "chip", "data-key": key, "aria-label": `${action}: ${text}`, title: `${action}: ${text}`, click }, element("bdi", { text }), element("span", { "aria-hidden": "true", text: "×" }));
}
