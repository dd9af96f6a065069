import { element } from "./dom.js";
import { goTo, gradeName, tagsOf } from "./links.js";

// What the paper argues, in one screen: each problem with its evidence, grade and answer; then what is not known of it.
export function overviewParts(page) {
  const { model, texts } = page;
  const problems = model.ofKind("problem");
  return [
    element("h2", { text: texts.overviewTitle, tabindex: -1 }),
    element("p", { class: "hint", text: texts.overviewHint }),
    problems.length ? null : element("p", { text: texts.nothing }),
    element("ol", { class: "argument" }, problems.map((problem) => argumentItem(problem, page))),
    notes(texts.unknownHere, model.paper.unknown, page),
    notes(texts.derivedHere, model.paper.derived, page),
  ];
}

function argumentItem(problem, page) {
  const { model, texts } = page;
  const best = page.strongestTo(problem.id);
  const first = [...best.values()][0];
  const parts = [...page.partsBacked(problem.id).keys()];
  const answers = model.incoming(problem.id, "answer");
  const row = (name, ...content) => element("div", { class: "pair" }, element("span", { class: "name", text: name }), element("span", { class: "content" }, content));
  return element(
    "li",
    {},
    goTo(page, problem.id),
    element("p", { class: "sum", text: page.whole(problem.id) }),
    row(texts.evidence, best.size ? [...best.keys()].map((id) => goTo(page, id)) : texts.noSource),
    first ? row(texts.strongest, tagsOf(page, first)) : null,
    row(texts.grade, element("span", { text: gradeName(page, problem.id) })),
    parts.length ? row(texts.partsEvidence, parts.map((id) => goTo(page, id))) : null,
    row(texts.answeredBy, answers.length ? answers.map((edge) => goTo(page, edge.from)) : texts.noAnswer),
  );
}

function notes(heading, items, page) {
  if (!items.length) return null;
  return element(
    "details",
    { "data-key": heading },
    element("summary", { text: `${heading} (${items.length})` }),
    element("dl", { class: "facts" }, items.map((item) => [element("dt", { text: item.field }), element("dd", { text: item.why[page.lang] })])),
  );
}
