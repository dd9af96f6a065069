import { element, replaceChildren } from "./dom.js";
import { readLocator } from "./wording.js";

// A row of a query's answer with a button that shows below it from which curated statements it follows; `why` finds that out once.
export function rowWithReasons(cells, texts, why) {
  const button = element("button", { type: "button", class: "link", "aria-expanded": "false", text: texts.why });
  const row = element("tr", {}, cells, element("td", { class: "ask-why" }, button));
  let below = null;
  button.addEventListener("click", async () => {
    const isShown = below?.isConnected;
    button.setAttribute("aria-expanded", String(!isShown));
    if (isShown) return below.remove();
    if (below) return row.after(below);
    const shown = element("div", {}, element("p", { role: "status", text: texts.running }));
    below = element("tr", { class: "ask-reasons" }, element("td", { colspan: cells.length + 1 }, shown));
    row.after(below);
    return replaceChildren(shown, await why());
  });
  return row;
}

export function reasonsOfRow(found, model, language, texts, choose) {
  const part = (heading, statements) => [element("p", { class: "name", text: heading }), element("ul", {}, statements.map((one, number) => written(one, one.record !== statements[number - 1]?.record, model, language, choose)))];
  const parts = found.sets.map(({ needed, undecided }, number) => {
    if (undecided.length) return [part(texts.needed(needed.length), needed), part(texts.undecided(undecided.length), undecided)];
    if (!needed.length) return element("p", { text: texts.always });
    return part(number ? texts.orFrom(needed.length) : texts.follows(needed.length), needed);
  });
  return [
    parts.length ? parts : element("p", { text: texts.untraced }),
    found.absent.length ? [element("p", { class: "name", text: texts.absent }), element("ul", {}, found.absent.map((one) => element("li", {}, element("code", { text: one }))))] : null,
    found.total ? element("p", { text: texts.total }) : null,
    found.sets.length && !found.complete ? element("p", { class: "hint", text: texts.mayBeMore }) : null,
  ];
}

// Where it is written and what it says; with the first of a record, the passages of that.
function written({ record, field, value, file, line, places }, isFirst, model, language, choose) {
  const node = model.nodes.get(record);
  const name = node ? element("button", { type: "button", class: "go", "data-id": record, title: node[language], text: record, click: () => choose(record) }) : element("code", { text: record });
  const place = ({ locator, fragment }) => element("li", {}, element("span", { class: "locator", text: `${readLocator(locator, language)} · ${locator}` }), element("q", { lang: model.paperOf(record).language }, element("bdi", { text: fragment })));
  return element("li", {}, file && element("code", { text: `${file}:${line}` }), name, element("span", {}, element("code", { text: field }), " ", element("bdi", { text: value || node?.[field] || "" })), isFirst && places.length ? element("ul", { class: "ask-places" }, places.map(place)) : null);
}
