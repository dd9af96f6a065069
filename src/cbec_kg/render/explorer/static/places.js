import { element } from "./dom.js";
import { readLocator } from "./wording.js";

// Where a record is words: its fragment and the place; with the reader's own copy, the sentence around it and its neighbours.
export function placesPart(node, page) {
  if (!node.at.length) return null;
  const { texts } = page;
  const count = node.at.length > 1 ? element("span", { class: "count", text: ` ${node.at.length}` }) : null;
  const open = () => {
    const holder = document.getElementById("copy");
    holder.open = true;
    holder.querySelector("summary").focus();
  };
  const offer = page.copy || !page.model.copy.passages.length ? null : element("button", { type: "button", class: "link", id: "read-in-copy", text: texts.ownCopy.read, click: open });
  return element("section", { class: "places" }, element("h3", {}, texts.where, count), element("ul", { class: "anchors" }, node.at.map((place) => placeItem(place, page, page.model.paperOf(node.id).language))), offer);
}

function placeItem([locator, fragment], page, language) {
  const { copy, texts, lang } = page;
  const where = element("span", { class: "locator", title: locator, text: `${readLocator(locator, lang)} · ${locator}` });
  const quote = copy?.quote(locator, fragment);
  if (quote) return element("li", { class: "quoted" }, quoted(quote, language), where);
  return element("li", {}, element("q", { lang: language }, element("bdi", { text: fragment })), where, copy ? element("span", { class: "hint", text: texts.ownCopy.notHere }) : null);
}

function quoted({ previous, before, marked, after, next }, language) {
  const beside = (text) => text && element("span", { class: "beside", text });
  return element("blockquote", { lang: language }, beside(previous), element("bdi", {}, before, element("mark", { text: marked }), after), beside(next));
}
