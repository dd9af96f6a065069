import { element } from "./dom.js";
import { term } from "./model.js";

// What an audit says of a record, where the page carries one: a badge a verdict, and a column where any record has one.
export function verdictBadges(page, node) {
  return (node.verdicts ?? []).map((verdict) => element("span", { class: `badge verdict verdict-${verdict}` }, element("span", { "aria-hidden": "true", text: "⚠" }), ` ${term(page.model, "verdict", verdict, page.lang)}`));
}

export function verdictColumn(page) {
  if (!page.model.ofKind("statistic").some((node) => node.verdicts)) return [];
  return [{ key: "verdict", name: page.texts.verdict, cell: (node) => verdictBadges(page, node), value: (node) => (node.verdicts ?? []).join(" ") || null }];
}
