import { element } from "./dom.js";
import { term } from "./model.js";

const SIGNS = { consistent: "✓", "within-rounding": "≈", inconsistent: "≠", undecidable: "?", blamed: "⚠", carries: "⤳" };

// The verdicts on a check, the worst first.
export const VERDICTS = ["inconsistent", "within-rounding", "undecidable", "consistent"];

// A verdict of the audit: a sign and a word.
export function verdictLabel({ model, lang }, verdict) {
  return element("span", { class: `badge verdict-${verdict}` }, element("span", { "aria-hidden": "true", text: SIGNS[verdict] ?? "" }), ` ${term(model, "verdict", verdict, lang)}`);
}

export function verdictLabels(page, node) {
  return (node.verdicts ?? []).map((verdict) => verdictLabel(page, verdict));
}

export function isBlamed(node) {
  return (node.verdicts ?? []).includes("blamed");
}

// A column of tables, where the page has an audit at all; the blamed come first when sorted.
export function verdictColumn(page) {
  if (!page.model.findings) return [];
  const value = (node) => (node.verdicts ? VERDICTS.indexOf(node.verdicts[0]) * 2 + (isBlamed(node) ? 0 : 1) : null);
  return [{ key: "verdict", name: page.texts.verdict, cell: (node) => verdictLabels(page, node), value }];
}
