import { element } from "./dom.js";
import { readLocator } from "./wording.js";

// Where a record is said: its fragment and the place; in the reader's own copy, the sentence around it and its neighbours.
export function placesPart(node, page) {
  if (!node.at.length) return null;
  const { texts } = page;
  const count = node.at.length > 1 ? element("span", { class: "count", text: ` ${node.at.length}` }) : null;
  return element("section", { class: "said" }, element("h3", {}, texts.where, count), element("ul", { class: "anchors" }, node.at.map((place) => placeItem(place, page))));
}

function placeItem([locator, fragment], page) {
  const where = element("span", { class: "locator", title: locator, text: `${readLocator(locator, page.lang)} · ${locator}` });
  return element("li", {}, element("q", { lang: page.model.paper.language }, element("bdi", { text: fragment })), where);
}
