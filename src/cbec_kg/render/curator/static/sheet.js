import { element } from "../../explorer/static/dom.js";
import { fileOf, labelOf, progressOf, rowsOf } from "./model.js";
import { rangeOf } from "./selection.js";

// Draws the sentences of one section with what stands on them; a stop of the keyboard has its key in `data-key`.
export function sectionList(model, current, tools, go) {
  return model.sections.map((section) => {
    const [done, all] = progressOf(model, section);
    const first = model.passages.find((passage) => passage.section === section).locator;
    return element("button", { type: "button", class: done < all ? "open" : "done", "aria-current": section === current ? "true" : false, click: () => go(first) },
      element("span", { text: tools.sectionName(section) }), element("span", { class: "count", text: `${done}/${all}` }));
  });
}

export function passageList(model, { section, key, picking }, tools) {
  return model.passages.filter((passage) => passage.section === section).map((passage) => {
    const { locator } = passage;
    return element("section", { class: `passage ${passage.kind}`, "aria-label": locator },
      stop(locator, key, "p", "text", element("span", { class: "locator", text: locator }), line(model, passage, picking)),
      element("div", { class: "rows" }, rowsOf(model, locator).map((row) => rowElement(model, row, key, tools))));
  });
}

function stop(own, current, tag, look, ...content) {
  return element(tag, { class: `stop ${look}`, tabindex: own === current ? 0 : -1, "data-key": own, ...(tag === "p" ? { role: "group" } : { role: "button" }) }, content);
}

// A passage's text, cut where anchors, gaps and what is being picked begin and end.
function line(model, { locator, text }, picking) {
  const marks = (model.anchors[locator] ?? []).map(([id, start, end]) => [start, end, model.records.get(id).drafted ? "drafted" : "recorded"]);
  for (const gap of model.gaps.get(locator) ?? []) if (gap.kind === "number" || gap.kind === "marker") marks.push([gap.start, gap.end, "missing"]);
  if (picking?.locator === locator) marks.push([...rangeOf(picking.units, picking), "picked"]);
  const cuts = [...new Set([0, text.length, ...marks.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((end, number) => {
    const start = cuts[number];
    const looks = [...new Set(marks.filter((mark) => mark[0] <= start && end <= mark[1]).map((mark) => mark[2]))];
    return element("span", { class: looks.join(" ") || false, text: text.slice(start, end) });
  });
  return element("span", { class: "line", "data-locator": locator }, pieces);
}

function rowElement(model, row, key, tools) {
  if (row.type === "gap") return stop(row.key, key, "div", "row gap", element("b", { text: tools.phrase("gap") }), element("span", { text: tools.gapText(row.gap) }));
  if (row.type === "proposal") return stop(row.key, key, "div", "row proposal", element("b", { text: tools.phrase("proposed") }), element("span", { text: tools.proposalText(row.proposal) }));
  const file = fileOf(model, row.id);
  return stop(row.key, key, "div", `row record${row.open ? " drafted" : ""}`,
    element("b", { text: tools.kindName(file) }), element("span", { text: labelOf(model, row.id, tools.language) }),
    element("code", { text: row.id }), row.open ? element("i", { text: tools.phrase("to-confirm") }) : null);
}
