import { element } from "./dom.js";
import { goTo } from "./links.js";

// What was written elsewhere enters the page here: parsed, without what could run or style it, and with buttons for the
// records that it names. Its texts were escaped where it was written, and the page's policy lets no script of it run.
export function writtenPart(page, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const part = element("div", { class: "written" });
  part.append(...cleaned(parsed.body).childNodes);
  return withRecords(page, part);
}

export function drawingOf(page, svg) {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  return withRecords(page, cleaned(document.importNode(parsed.documentElement, true)));
}

function cleaned(root) {
  for (const found of root.querySelectorAll("script, style, link, iframe, object, foreignObject")) found.remove();
  for (const found of root.querySelectorAll("*")) for (const { name } of [...found.attributes]) if (/^on|^style$/i.test(name)) found.removeAttribute(name);
  return root;
}

// Records that the page has become buttons; a figure of a chart can be pointed at, and says what a withdrawal does to it.
function withRecords(page, root) {
  for (const holder of root.querySelectorAll("[data-ids]")) {
    const known = holder.dataset.ids.split(" ").filter((id) => page.model.nodes.has(id));
    holder.append(...known.map((id) => goTo(page, id)));
  }
  for (const value of root.querySelectorAll("g[data-id]")) markedValue(page, value);
  return root;
}

function markedValue(page, value) {
  const { id } = value.dataset;
  const node = page.model.nodes.get(id);
  if (!node) return;
  value.addEventListener("click", () => page.choose(id));
  if (!page.filter.node(node)) value.classList.add("left-out");
  if (page.stateOf(id) === "falls") value.classList.add("fallen");
}
