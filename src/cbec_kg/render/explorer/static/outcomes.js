import { element } from "./dom.js";
import { term } from "./model.js";

// What a withdrawal does: a sign, a word and, beside them, a colour.
export const SIGNS = { withdrawn: "⊘", falls: "✕", weakened: "◐", stands: "●", unsupported: "○" };

export function stateName({ model, texts, lang }, state) {
  return state === "withdrawn" ? texts.withdrawn : term(model, "state", state, lang);
}

export function stateLabel(page, state) {
  return element("span", { class: `badge badge-${state}` }, element("span", { "aria-hidden": "true", text: SIGNS[state] }), ` ${stateName(page, state)}`);
}

// Behind a name stands only what changed.
export function outcomeBadge(page, state) {
  return ["withdrawn", "falls", "weakened"].includes(state) ? stateLabel(page, state) : null;
}
