import { element, redraw } from "./dom.js";

const MOST = 500;
const sorted = new Map();
const lengths = new Map();

// A table whose columns sort by a click: columns {key, name, cell(row), value(row), number}, rows of any kind. How a table
// is sorted lasts as long as the page is open.
export function sortableTable(page, name, columns, rows, { caption, idOf, classOf }) {
  const holder = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption });
  const draw = () => {
    const ordered = order(rows, columns, sorted.get(name));
    const most = lengths.get(name) ?? MOST;
    const table = tableOf(page, columns, ordered.slice(0, most), { caption, idOf, classOf, by: sorted.get(name), sort: (key) => turn(name, key, draw) });
    redraw(holder, [table, moreButton(page, name, rows.length, most, draw)]);
  };
  draw();
  return holder;
}

// A long table is shown piece by piece, so that the page stays quick.
function moreButton(page, name, all, most, draw) {
  if (all <= most) return null;
  const more = () => {
    lengths.set(name, most + MOST);
    draw();
  };
  return element("button", { type: "button", class: "link", "data-key": "more", text: page.texts.moreRows(Math.min(MOST, all - most), all), click: more });
}

function turn(name, key, draw) {
  const by = sorted.get(name);
  if (by?.key !== key) sorted.set(name, { key, down: false });
  else if (!by.down) sorted.set(name, { key, down: true });
  else sorted.delete(name);
  draw();
}

// Unsorted rows keep the order of the text; equal ones keep it too, and empty cells come last in either direction.
export function order(rows, columns, by) {
  const column = columns.find(({ key }) => key === by?.key);
  if (!column) return rows;
  const empty = (value) => value === null || value === undefined || value === "";
  const sign = by.down ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [column.value(one), column.value(other)];
    if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b));
    return sign * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), pageLanguage(), { numeric: true }));
  });
}

function pageLanguage() {
  return document.documentElement.lang || "en";
}

function tableOf(page, columns, rows, { caption, idOf, classOf, by, sort }) {
  const head = (column) => {
    const direction = by?.key === column.key ? (by.down ? "descending" : "ascending") : "none";
    const sign = { descending: "▼", ascending: "▲", none: "↕" }[direction];
    const inside = column.value ? element("button", { type: "button", class: "sort", "data-key": `sort ${column.key}`, click: () => sort(column.key) }, column.name, element("span", { class: "sign", "aria-hidden": "true", text: sign })) : column.name;
    return element("th", { scope: "col", "aria-sort": column.value ? direction : null, class: column.number ? "number" : null }, inside);
  };
  const row = (item) => element("tr", { class: classOf?.(item), "data-id": idOf(item) }, columns.map((column, at) => element(at ? "td" : "th", { scope: at ? null : "row", class: column.number ? "number" : null }, column.cell(item))));
  return element(
    "table",
    { class: "grid" },
    element("caption", { class: "aside", text: caption }),
    element("thead", {}, element("tr", {}, columns.map(head))),
    element("tbody", {}, rows.map(row)),
  );
}
