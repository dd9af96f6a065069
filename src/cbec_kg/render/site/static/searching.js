import { findNodes, searchIndex } from "../../explorer/static/search.js";

// The search page: the words stand in the address (?q=), so that a search can be linked and the back key works.
const MOST = 200;
const form = document.getElementById("search-form");
const list = document.getElementById("search-results");
const count = document.getElementById("search-count");
const { lang, prefix, none, one, many, first } = form.dataset;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function result(node) {
  const line = element("li", "");
  const head = element("p", "", { class: "head" });
  head.append(element("a", node[lang], { href: prefix + node.path }));
  line.append(head);
  const more = [node.kind?.[lang], node.at[0]?.[0], node.id].filter(Boolean);
  line.append(element("p", more.join(" · "), { class: "marks" }));
  return line;
}

function show(found, asked) {
  const text = found.length === 0 ? none : found.length === 1 ? one : many.replace("0", found.length);
  count.textContent = asked ? text + (found.length > MOST ? ` (${first.replace("0", MOST)})` : "") : "";
  list.replaceChildren(...found.slice(0, MOST).map(result));
}

const index = searchIndex(globalThis.siteIndex);
const input = form.elements.q;
const run = () => show(findNodes(index, input.value), input.value.trim() !== "");
input.value = new URLSearchParams(location.search).get("q") ?? "";
input.addEventListener("input", run);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?${new URLSearchParams({ q: input.value })}`);
  run();
});
run();
