import { element, redraw } from "./dom.js";
import { leadText } from "./about.js";
import { describedAs, nameApart } from "./links.js";
import { term } from "./model.js";
import { standingOf } from "./standing.js";

const VIEWS = ["graph", "list"];
const KINDS = ["problem", "facet", "countermeasure", "measure", "claim", "statistic"];
const known = new WeakMap();

// What the paper argues and how that stands: its argument in a sentence, and three numbers that lead on. It is shown while
// nothing is selected, above the views that a page opens on.
export function firstScreenInto(container, page) {
  const { model, state, lang } = page;
  container.hidden = model.nodes.has(state.id) || !VIEWS.includes(state.view) || !model.nodes.size;
  if (container.hidden) return container.replaceChildren();
  if (!known.has(model)) known.set(model, standingOf(model));
  const { argument } = model.paper;
  redraw(container, [element("p", { id: "argument" }, element("bdi", { text: argument?.[lang] ?? leadText(page) })), element("ul", { class: "numbers" }, numbers(page, known.get(model)))], false);
}

function numbers(page, { parts, direct, problems, headlines, conflicting, causes, critical }) {
  const { model, texts, lang } = page;
  return [
    parts > 0 && number(page, "direct", texts.ofAll(direct, parts), texts.directParts(parts), [texts.headlines(headlines, problems)], "matrix", {}),
    conflicting > 0 && number(page, "conflicting", texts.counted(conflicting), texts.conflicting(conflicting), [texts.putDownTo(causes)], "findings", {}),
    critical && number(page, "critical", texts.counted(critical.falls.length), texts.wouldFall(critical.falls.length), [[nameApart(model, critical.id, lang), describedAs(page, model.nodes.get(critical.id))].filter(Boolean).join(texts.clauseEnd), byKind(page, critical.falls)], "whatif", { off: [critical.id] }),
  ];
}

function byKind({ model, texts, lang }, ids) {
  const count = (kind) => ids.filter((id) => model.support.kindOf(id) === kind).length;
  return KINDS.filter(count).map((kind) => texts.countOfKind(term(model, "kind", kind, lang), count(kind))).join(texts.comma);
}

function number(page, key, value, says, more, view, change) {
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "number", "data-key": key, click: () => page.go({ view, ...change }) },
      element("strong", { text: value }),
      element("span", { class: "says" }, says, more.map((text) => element("span", { class: "more" }, element("bdi", { text })))),
      element("span", { class: "leads", text: `${page.texts.viewNames[view]} →` }),
    ),
  );
}
