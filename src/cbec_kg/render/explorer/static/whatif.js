import { element } from "./dom.js";
import { describedAs, goTo } from "./links.js";
import { outcomeTree } from "./outcometree.js";
import { stateLabel } from "./outcomes.js";
import { pathsList } from "./reasons.js";
import { isChanged, STATES } from "./supportpaths.js";
import { basisSwitch, switchFor } from "./switches.js";
import { definition, term } from "./model.js";

const KINDS = ["problem", "facet", "countermeasure", "measure", "claim", "statistic"];

// What if: the switches of all sources and bases, the outcome counted by kind, and each statement with its reasons.
export const whatIfView = {
  name: "whatif",
  content(page) {
    return [
      element("h2", { text: page.texts.whatIfTitle }),
      element("p", { class: "hint", text: page.texts.whatIfHint }),
      element("div", { class: "what-if" }, element("div", { class: "switches", "data-scroll": "switches" }, basisSwitches(page), sourceSwitches(page)), outcomeTree(page)),
      page.withdrawing ? [counts(page), wholesPart(page), STATES.map((state) => statePart(page, state))] : element("p", { class: "none", text: page.texts.nothingWithdrawn }),
    ];
  },
  table(page) {
    const cells = (parts) => ["own", "elsewhere"].flatMap((which) => ["number", "before", "after"].map((name) => (parts ? String(parts[which][name]) : "")));
    const row = ({ statement, state, lost, left, parts }) => [statement, page.model.support.kindOf(statement), state, ...[lost, left].map((paths) => [...new Set(paths.map((path) => path.source))].join(" ")), ...cells(parts)];
    const heads = ["own", "elsewhere"].flatMap((which) => ["number", "before", "after"].map((name) => `${which} ${name}`));
    return { columns: ["statement", "kind", "state", "lost", "left", ...heads], rows: page.outcomes.map(row) };
  },
};

function sourceSwitches(page) {
  const { model, texts } = page;
  const falls = (node) => model.support.loadOf(node.id).falls.length;
  const row = (node) => element("li", {}, switchFor(page, node.id), element("div", {}, goTo(page, node.id), element("p", { class: "more", text: [describedAs(page, node), falls(node) && texts.fallsAlone(falls(node))].filter(Boolean).join(texts.clauseEnd) })));
  return element("section", {}, element("h3", { text: texts.viewNames.references }), element("ul", { class: "sources" }, model.sources.map(row)));
}

function basisSwitches(page) {
  const bases = page.model.rules.bases.slice(1);
  const all = bases.every((basis) => page.without.includes(basis));
  const only = element("input", { type: "checkbox", "data-basis": "all", checked: all });
  only.addEventListener("change", () => page.go({ without: only.checked ? bases : [] }));
  return element(
    "fieldset",
    { class: "bases" },
    element("legend", { text: page.texts.basesTitle }),
    bases.map((basis) => basisSwitch(page, basis, page.texts.withoutBasis(term(page.model, "basis", basis, page.lang)))),
    element("label", { class: "check" }, only, element("span", { text: page.texts.onlyStated })),
  );
}

function counts(page) {
  const { model, texts, lang } = page;
  const count = (state, kind) => page.outcomes.filter((outcome) => outcome.state === state && model.support.kindOf(outcome.statement) === kind).length;
  const row = (state) => {
    const cells = KINDS.map((kind) => count(state, kind));
    return element("tr", {}, element("th", { scope: "row" }, stateLabel(page, state)), cells.map((n) => element("td", { class: "number", text: n || "·" })), element("td", { class: "number", text: cells.reduce((a, b) => a + b, 0) }));
  };
  const heads = KINDS.map((kind) => element("th", { scope: "col", class: "number", text: term(model, "kind", kind, lang) }));
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": texts.outcomeCounts }, element("table", { class: "grid counts" }, element("caption", { text: texts.outcomeCounts }), element("thead", {}, element("tr", {}, element("td"), heads, element("th", { scope: "col", class: "number", text: texts.total }))), element("tbody", {}, STATES.map(row))));
}

// Problems and countermeasures of which something is lost, each with what becomes of itself and of its parts.
function wholesPart(page) {
  const { model, texts } = page;
  const here = page.outcomes.filter((outcome) => outcome.parts && isChanged(outcome) && page.filter.node(model.nodes.get(outcome.statement)));
  if (!here.length) return null;
  here.sort(byKind(model));
  const item = (outcome) => element("li", {}, goTo(page, outcome.statement), element("p", { class: "sum", text: page.whole(outcome.statement) }), outcome.lost.length ? pathsList(page, outcome) : null);
  return element("details", { class: "part", open: true, "data-key": "wholes" }, element("summary", {}, element("h3", {}, texts.wholes, element("span", { class: "count", text: ` ${here.length}` }))), element("ul", { class: "outcomes" }, here.map(item)));
}

function byKind(model) {
  const rank = ({ statement }) => KINDS.indexOf(model.support.kindOf(statement));
  return (one, other) => rank(one) - rank(other);
}

// Statements of one state by kind; what changed is open and gives its reasons, the rest is a folded list.
function statePart(page, state) {
  const { model, texts } = page;
  const here = page.outcomes.filter((outcome) => outcome.state === state && page.filter.node(model.nodes.get(outcome.statement)));
  if (!here.length) return null;
  const changed = state === "falls" || state === "weakened";
  here.sort(byKind(model));
  const reasons = (outcome) => element("details", { "data-key": `why ${outcome.statement}`, open: here.length <= 12 }, element("summary", { text: texts.reasons(outcome.lost.length, outcome.left.length) }), pathsList(page, outcome));
  const item = (outcome) => element("li", {}, goTo(page, outcome.statement), changed ? reasons(outcome) : null);
  return element("details", { class: "part", open: changed, "data-key": `state ${state}` }, element("summary", {}, element("h3", {}, stateLabel(page, state), element("span", { class: "count", text: ` ${here.length}` }))), element("p", { class: "hint", text: definition(model, "state", state, page.lang) }), element("ul", { class: "outcomes" }, here.map(item)));
}
