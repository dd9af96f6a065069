import { element, replaceChildren } from "./dom.js";
import { readLocator } from "./wording.js";

// A row of a query's answer with its button, and below it from which curated statements it follows, once that is asked. `why` asks.
export function rowsWithReasons(cells, columns, texts, why) {
  const shown = element("td", { colspan: columns + 1 });
  const below = element("tr", { class: "ask-reasons", hidden: true }, shown);
  const button = element("button", { type: "button", class: "link", "aria-expanded": "false", text: texts.why });
  button.addEventListener("click", async () => {
    below.hidden = !below.hidden;
    button.setAttribute("aria-expanded", String(!below.hidden));
    if (below.hidden || shown.hasChildNodes()) return;
    replaceChildren(shown, element("p", { role: "status", text: texts.running }));
    replaceChildren(shown, await why());
  });
  return [element("tr", {}, cells, element("td", {}, button)), below];
}

export function reasonsOfRow(found, model, language, texts, choose) {
  const part = (heading, statements) => [element("p", { class: "name", text: heading }), element("ul", {}, statements.map((one) => written(one, model, language, choose)))];
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

// Where it is written, what it says, and the passages of its record.
function written({ record, field, value, file, line, places }, model, language, choose) {
  const node = model.nodes.get(record);
  const name = node ? element("button", { type: "button", class: "go", "data-id": record, title: node[language], text: record, click: () => choose(record) }) : element("code", { text: record });
  const place = ({ locator, fragment }) => element("li", {}, element("span", { class: "locator", text: `${readLocator(locator, language)} · ${locator}` }), element("q", { lang: model.paperOf(record).language }, element("bdi", { text: fragment })));
  return element("li", {}, file && element("code", { text: `${file}:${line}` }), name, element("span", {}, element("code", { text: field }), " ", element("bdi", { text: value || node?.[field] || "" })), places.length ? element("ul", { class: "ask-places" }, places.map(place)) : null);
}
