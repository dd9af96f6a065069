import { element } from "./dom.js";
import { checkItem } from "./findings.js";
import { isBlamed, verdictLabels } from "./verdicts.js";

// The reading pane's part for a figure: its verdicts, and the checks that use it.
export function auditedPart(node, page) {
  const { findings } = page.model;
  if (!findings || !node.verdicts?.length) return null;
  const checks = findings.checks.filter((check) => check.statistics.includes(node.id));
  const causes = findings.causes.filter((cause) => cause.blamed.includes(node.id) && cause.explained);
  return element(
    "section",
    { class: "audited" },
    element("h3", {}, page.texts.audited, " ", verdictLabels(page, node)),
    isBlamed(node) ? causes.map((cause) => element("p", { class: "why", text: page.texts.hypothesisIs(cause.repairs[0][page.lang]) })) : null,
    element("details", { open: checks.length <= 4, "data-key": "checks" }, element("summary", { text: page.texts.checks(checks.length) }), element("ul", { class: "checks" }, checks.map((check) => checkItem(page, check)))),
  );
}
