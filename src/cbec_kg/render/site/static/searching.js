import { find, marked, searchIndex } from "../../explorer/static/search.js";

// The search page: the words stand in the address (?q=), so that a search can be linked and the back key works.
const MOST = 200;
const form = document.getElementById("search-form");
const results = document.getElementById("search-results");
const count = document.getElementById("search-count");
const { lang, prefix, none, one, many, first, other } = form.dataset;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function markedText(text) {
  return marked(text, input.value).map(([part, isSought]) => (isSought ? element("mark", part) : part));
}

// A result with what was sought marked; where its title does not show it, with the text that does.
function result({ node, field, text }) {
  const line = element("li", "");
  const head = element("p", "", { class: "head" });
  const link = element("a", "", { href: prefix + node.path });
  link.append(...markedText(node[lang]));
  head.append(link);
  line.append(head);
  if (field === "fragment" || field === "note") line.append(paragraph("note", text));
  line.append(paragraph("marks", [node.at[0]?.[0], node.id].filter(Boolean).join(" · ")));
  return line;
}

function paragraph(kind, text) {
  const made = element("p", "", { class: kind });
  made.append(...markedText(text));
  return made;
}

// The results by kind, in the order of the search, each kind under its name.
function show(found, asked) {
  const text = found.length === 0 ? none : found.length === 1 ? one : many.replace("0", found.length);
  count.textContent = asked ? text + (found.length > MOST ? ` (${first.replace("0", MOST)})` : "") : "";
  const shown = found.slice(0, MOST);
  const kinds = [...new Set(shown.map((hit) => hit.kind))];
  results.replaceChildren(...kinds.flatMap((kind) => {
    const hits = shown.filter((hit) => hit.kind === kind);
    const list = element("ul", "", { class: "entries" });
    list.append(...hits.map(result));
    return [element("h2", hits[0].node.kindName?.[lang] ?? other), list];
  }));
}

const index = searchIndex(globalThis.siteIndex.nodes);
const input = form.elements.q;
const run = () => show(find(index, input.value, globalThis.siteIndex.kinds), input.value.trim() !== "");
input.value = new URLSearchParams(location.search).get("q") ?? "";
input.addEventListener("input", run);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?${new URLSearchParams({ q: input.value })}`);
  run();
});
run();
