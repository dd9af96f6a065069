import { element } from "./dom.js";
import { term } from "./model.js";

// What is published about a cited work, and what becomes of a statement by that: a sign, a word and the notices with their days.
const SIGNS = { withdrawn: "⊘", falls: "✕", weakened: "◐", parts: "◐" };
const GRAVE = ["withdrawn", "falls"];

export function noticeSign(state) {
  return SIGNS[state] ?? "⚑";
}

export function isGrave(state) {
  return GRAVE.includes(state);
}

// Behind a name, wherever it stands.
export function noticeBadge(page, node) {
  const state = node.noticed?.state;
  if (!state || state === "not in force") return null;
  return element("span", { class: `badge notice ${isGrave(state) ? "badge-falls" : "badge-weakened"}` }, element("span", { "aria-hidden": "true", text: noticeSign(state) }), ` ${term(page.model, "notice", state, page.lang)}`);
}

// The reading pane's part: of a source what it is and each notice, of a statement what becomes of it.
export function noticePart(node, page) {
  if (!node.noticed) return null;
  const { texts } = page.model.notices;
  return element("section", { class: "noticed" }, element("h3", { text: texts.heading[page.lang] }), node.noticed.lines[page.lang].map((line) => element("p", { class: "why" }, element("bdi", { text: line }))), withdrawButton(page));
}

// Withdraws in the page what published notices say is retracted, so that every view shows what falls.
export function withdrawButton(page) {
  const { notices } = page.model;
  if (!notices?.withdrawn.length || notices.withdrawn.every((id) => page.gone.has(id))) return null;
  return element("p", {}, element("button", { type: "button", class: "link", "data-key": "notices-withdraw", text: notices.texts.withdraw[page.lang], click: () => page.go({ off: [...new Set([...page.off, ...notices.withdrawn])], view: "whatif" }) }));
}

// Above the table of sources, where anything is published about any of them.
export function noticesLine(page) {
  const { notices } = page.model;
  return notices ? [element("p", { class: "hint", text: notices.texts.hint[page.lang] }), withdrawButton(page)] : null;
}
