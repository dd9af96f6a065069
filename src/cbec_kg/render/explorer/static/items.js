import { boxText, lineText } from "./describe.js";
import { element, replaceChildren } from "./dom.js";

// Boxes and lines of the picture for those who do not see it: a button each, in words, beside the canvas. The arrow keys move among
// them by `aria-activedescendant`, a screen reader's own keys too.
const MOST = 1200;
const idOf = (key) => `item-${key.replace(/[^\w-]/g, "_")}`;

export function itemsIn(container, { pick, pickLine }) {
  const list = element("div", { class: "aside", id: "items", role: "group" });
  container.append(list);
  let textOf = new Map();

  function fill(page, { boxes, frame, atlas }, routes) {
    list.setAttribute("aria-label", page.texts.lines.items);
    const size = ({ id, width, height }) => [frame.spots.get(id).x - width / 2, frame.spots.get(id).y - height / 2, width, height].map(Math.round).join(" ");
    const box = (one) => element("button", { type: "button", tabindex: -1, id: idOf(one.id), "data-box": one.id, "data-place": atlas ? null : size(one), "aria-label": boxText(page, one.id), click: () => pick(one.id) });
    const line = (one) => element("button", { type: "button", tabindex: -1, id: idOf(one.key), "data-line": one.key, "data-from": one.from, "data-to": one.to, "data-course": one.points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "), "aria-label": lineText(page, one), click: () => pickLine(one.key) });
    textOf = new Map([...boxes.keys()].map((id) => [id, () => boxText(page, id)]));
    for (const one of routes) textOf.set(one.key, () => lineText(page, one));
    replaceChildren(list, [...boxes.values()].slice(0, MOST).map(box), routes.slice(0, MOST).map(line));
  }

  // Says which item the keys are at, and returns its text.
  function mark(key) {
    const item = key && list.querySelector(`#${CSS.escape(idOf(key))}`);
    if (item) container.setAttribute("aria-activedescendant", item.id);
    else container.removeAttribute("aria-activedescendant");
    return textOf.get(key)?.() ?? "";
  }

  return { fill, mark };
}
