import { element } from "./dom.js";
import { checkItem } from "./findings.js";
import { isBlamed, verdictLabels } from "./verdicts.js";

// The reading pane's part for a figure: its verdicts, and the checks that use it.
export function auditedPart(node, page) {
  const { findings } = page.model;
  if (!findings || !node.verdicts?.length) return null;
  const checks = findings.checks.filter((check) => check.statistics.includes(node.id));
  const causes = findings.causes.filter((cause) => cause.blamed.includes(node.id) && cause.explained);
  const carried = findings.causes.flatMap((cause) => cause.carried).filter((doubt) => doubt.statistic === node.id);
  return element(
    "section",
    { class: "audited" },
    element("h3", {}, page.texts.audited, " ", verdictLabels(page, node)),
    isBlamed(node) ? causes.map((cause) => element("p", { class: "why", text: page.texts.hypothesisIs(cause.sentence[page.lang]) })) : null,
    carried.map((doubt) => element("p", { class: "why", text: doubt[page.lang] })),
    element("details", { open: checks.length <= 4, "data-key": "checks" }, element("summary", { text: page.texts.checks(checks.length) }), element("ul", { class: "checks" }, checks.map((check) => checkItem(page, check)))),
  );
}
