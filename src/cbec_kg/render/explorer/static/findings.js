import { checkedCertificates } from "./certificates.js";
import { element } from "./dom.js";
import { goTo } from "./links.js";
import { sortableTable } from "./tables.js";
import { term } from "./model.js";
import { VERDICTS, verdictLabel } from "./verdicts.js";
import { writtenPart } from "./written.js";

// What the audit of the figures found, as `cbec-kg audit` says it: each cause, and then every check.
export const findingsView = {
  name: "findings",
  alone: true,
  content(page) {
    const { model, texts, lang } = page;
    const { findings } = model;
    if (!findings) return [element("h2", { text: texts.viewNames.findings }), element("p", { class: "none", text: texts.noAudit })];
    const checks = checksShown(page);
    return [
      element("h2", { text: texts.viewNames.findings }),
      certified(page),
      element("div", { class: "findings" }, writtenPart(page, model.written.findings[lang])),
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

// What this page has worked out itself: how many certificates hold, and how many figures are wrong by the last of them.
function certified({ model, texts }) {
  const { certificates } = model.findings;
  if (!certificates.length) return null;
  const found = heldCertificates(model);
  const outcomes = certificates.map((one) => found.get(one?.id));
  const refused = outcomes.filter((outcome) => outcome === false).length;
  if (refused) return element("p", { class: "warning", text: texts.certificatesRefused(refused, certificates.length) });
  const unread = outcomes.filter((outcome) => outcome !== true).length;
  if (unread) return element("p", { class: "warning", text: texts.certificatesUnread(unread, certificates.length) });
  const ofKind = (kind) => certificates.filter((one) => one.kind === kind);
  const least = ofKind("least").at(-1)?.least ?? 0;
  return element("p", { class: "hint", text: texts.certificatesHold(ofKind("finding").length, ofKind("conflict").length, least) });
}

const held = new WeakMap();

function heldCertificates(model) {
  if (!held.has(model)) held.set(model, checkedCertificates(model.findings.certificates));
  return held.get(model);
}

// Whether the page's own arithmetic agrees with a contradiction.
function verified({ model, texts }, check) {
  if (check.verdict !== "inconsistent" || !model.findings.certificates.some((one) => one?.id === check.id)) return null;
  const outcome = heldCertificates(model).get(check.id);
  const text = outcome === null ? texts.cannotBeChecked : outcome ? texts.verifiedHere : texts.notVerified;
  return element("span", { class: "hint", text: ` ${text}` });
}

// A filter of verdicts is one of checks here; the other filters look at the figures of a check.
function checksShown(page) {
  const { model, filter } = page;
  const verdicts = filter.chosen.verdicts;
  const figures = (check) => check.statistics.map((id) => model.nodes.get(id)).filter(Boolean);
  return model.findings.checks.filter((check) => (!verdicts || verdicts.has(check.verdict)) && (!filter.active || figures(check).some((node) => filter.node(node))));
}

export function checkItem(page, check) {
  const { model, lang } = page;
  return element(
    "li",
    {},
    verdictLabel(page, check.verdict),
    verified(page, check),
    element("span", { class: "rule", text: ` ${term(model, "rule", check.rule, lang)}: ` }),
    element("code", { text: check.working || check.formula }),
    check.computed ? element("span", { class: "hint", text: ` ${check.computed} : ${check.stated}` }) : null,
    check.why ? element("span", { class: "hint", text: ` ${check.why[lang]}` }) : null,
    readersPart(page, `finding/${check.id}`),
  );
}

// What readers decided on a finding.
function readersPart({ model, lang }, name) {
  return (model.findings.verdicts[name] ?? []).map((verdict) => element("p", { class: "why", text: verdict[lang] }));
}

function columnsOf(page) {
  const { model, texts, lang } = page;
  const rule = (check) => term(model, "rule", check.rule, lang);
  return [
    { key: "rule", name: texts.rule, cell: rule, value: rule },
    { key: "verdict", name: texts.verdict, cell: (check) => [verdictLabel(page, check.verdict), verified(page, check)].filter(Boolean), value: (check) => VERDICTS.indexOf(check.verdict) },
    { key: "working", name: texts.working, cell: (check) => [element("code", { text: check.working || check.formula }), check.computed && element("span", { class: "place", text: `${check.computed} : ${check.stated}` }), check.why && element("span", { class: "hint", text: check.why[lang] })].filter(Boolean) },
    { key: "figures", name: texts.statistics, cell: (check) => element("ul", { class: "rows" }, check.statistics.map((id) => element("li", {}, goTo(page, id)))), value: (check) => check.statistics.length },
  ];
}
