import { element } from "./dom.js";
import { goTo } from "./links.js";
import { sortableTable } from "./tables.js";
import { term } from "./model.js";
import { verdictLabel } from "./verdicts.js";

// What the audit of the figures found: each cause with its hypothesis and the figures to doubt, then every check.
export const findingsView = {
  name: "findings",
  content(page) {
    const { model, texts } = page;
    const { findings } = model;
    if (!findings) return [element("h2", { text: texts.viewNames.findings }), element("p", { class: "none", text: texts.noAudit })];
    const checks = checksShown(page);
    return [
      element("h2", { text: texts.viewNames.findings }),
      element("p", { text: texts.auditSum(findings.summary, findings.causes.length, findings.doubted) }),
      element("p", { class: "hint", text: texts.auditHint }),
      findings.causes.map((cause, number) => causePart(page, cause, number + 1)),
      element("h3", {}, texts.allChecks, element("span", { class: "count", text: ` ${texts.ofRecords(checks.length, findings.checks.length)}` })),
      sortableTable(page, "checks", columnsOf(page), checks, { caption: texts.allChecks, idOf: () => null }),
    ];
  },
  table(page) {
    const columns = ["id", "rule", "verdict", "formula", "working", "computed", "stated", "statistics", "why"];
    const row = (check) => [check.id, check.rule, check.verdict, check.formula, check.working, check.computed, check.stated, check.statistics.join(" "), check.why?.[page.lang] ?? ""];
    return { columns, rows: page.model.findings ? checksShown(page).map(row) : [] };
  },
};

// A filter of verdicts is one of checks here; the other filters look at the figures of a check.
function checksShown(page) {
  const { model, filter } = page;
  const verdicts = filter.chosen.verdicts;
  const figures = (check) => check.statistics.map((id) => model.nodes.get(id)).filter(Boolean);
  return model.findings.checks.filter((check) => (!verdicts || verdicts.has(check.verdict)) && (!filter.active || figures(check).some((node) => filter.node(node))));
}

function causePart(page, cause, number) {
  const { model, texts, lang } = page;
  const word = (name) => term(model, "audit", name, lang);
  const [best] = cause.repairs;
  const reasons = (found, nothing) => found.map((reason) => reason[lang]).join("; ") || word(nothing);
  const figure = (id) => element("li", {}, goTo(page, id), best && cause.explained ? changesOf(page, best, id) : null);
  const carried = (doubt) => element("li", {}, goTo(page, doubt.statistic), element("span", { class: "hint", text: ` ${doubt[lang]}` }));
  const entries = [
    [word("explains"), cause.explains[lang]],
    ...(cause.explained ? [[word("for"), reasons(cause.for, "for-nothing")], [word("against"), reasons(cause.against, "against-nothing")]] : []),
  ];
  return element(
    "section",
    { class: "cause" },
    element("h3", { text: `${number}. ${cause.sentence[lang]}` }),
    element("dl", { class: "reasons" }, entries.map(([name, text]) => [element("dt", { text: name }), element("dd", { text })])),
    element("details", { "data-key": `doubt ${cause.id}`, open: cause.blamed.length <= 12 }, element("summary", { text: `${word("do-not-quote")} (${cause.blamed.length})` }), element("ul", { class: "rows" }, cause.blamed.map(figure))),
    cause.carried.length ? element("details", { "data-key": `carried ${cause.id}` }, element("summary", { text: `${word("carrying")} (${cause.carried.length})` }), element("ul", { class: "rows" }, cause.carried.map(carried))) : null,
    element("details", { "data-key": `misfits ${cause.id}` }, element("summary", { text: texts.disagrees }), cause.misfits.map((misfit) => misfitPart(page, misfit))),
    hypothesesPart(page, cause),
  );
}

function misfitPart(page, misfit) {
  const checks = misfit.map((id) => page.model.findings.checks.find((check) => check.id === id));
  return element("ul", { class: "checks" }, checks.map((check) => checkItem(page, check)));
}

// Every hypothesis with all that it would do, relation by relation.
function hypothesesPart(page, cause) {
  if (!cause.repairs.length) return null;
  const { model, texts, lang } = page;
  const relation = ([rule, working]) => element("li", {}, element("span", { class: "rule", text: `${term(model, "rule", rule, lang)}: ` }), element("code", { text: working }));
  const effect = ([name, found]) => [element("p", { class: "hint", text: term(model, "audit", `effect-${name}`, lang) }), element("ul", { class: "checks" }, found.map(relation))];
  const item = (repair, rank) =>
    element(
      "details",
      { "data-key": `hypothesis ${cause.id} ${rank}` },
      element("summary", { text: `${rank + 1}. ${texts.perhaps(repair[lang])}` }),
      readersPart(page, repair.id),
      element("div", { class: "how" }, repair.statistics.map((id) => goTo(page, id))),
      Object.entries(repair.effects).map(effect),
    );
  return element("details", { "data-key": `hypotheses ${cause.id}` }, element("summary", { text: `${texts.hypotheses} (${cause.repairs.length})` }), cause.repairs.map(item));
}

function changesOf({ lang }, repair, id) {
  return repair.changes.filter((change) => change.statistic === id).map((change) => element("span", { class: "tag change", text: change[lang] }));
}

export function checkItem(page, check) {
  const { model, lang } = page;
  return element(
    "li",
    {},
    verdictLabel(page, check.verdict),
    element("span", { class: "rule", text: ` ${term(model, "rule", check.rule, lang)}: ` }),
    element("code", { text: check.working || check.formula }),
    check.computed ? element("span", { class: "hint", text: ` ${check.computed} : ${check.stated}` }) : null,
    check.why ? element("span", { class: "hint", text: ` ${check.why[lang]}` }) : null,
    readersPart(page, `finding/${check.id}`),
  );
}

// What readers decided on a finding or a hypothesis.
function readersPart({ model, lang }, name) {
  return (model.findings.verdicts[name] ?? []).map((verdict) => element("p", { class: "why", text: verdict[lang] }));
}

function columnsOf(page) {
  const { model, texts, lang } = page;
  const rule = (check) => term(model, "rule", check.rule, lang);
  const order = ["inconsistent", "within-rounding", "undecidable", "consistent"];
  return [
    { key: "rule", name: texts.rule, cell: rule, value: rule },
    { key: "verdict", name: texts.verdict, cell: (check) => verdictLabel(page, check.verdict), value: (check) => order.indexOf(check.verdict) },
    { key: "working", name: texts.working, cell: (check) => [element("code", { text: check.working || check.formula }), check.computed && element("span", { class: "place", text: `${check.computed} : ${check.stated}` }), check.why && element("span", { class: "hint", text: check.why[lang] })].filter(Boolean) },
    { key: "figures", name: texts.statistics, cell: (check) => element("ul", { class: "rows" }, check.statistics.map((id) => element("li", {}, goTo(page, id)))), value: (check) => check.statistics.length },
  ];
}
