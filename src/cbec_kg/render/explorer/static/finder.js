import { element, replaceChildren } from "./dom.js";
import { goTo, nameOf } from "./links.js";
import { find, marked, searchIndex } from "./search.js";
import { term } from "./model.js";

const MOST = 60;

// The search field with its results below it; every result is a button.
export function finderIn({ input, results, count }, model, pageNow, choose) {
  const index = searchIndex([...model.nodes.values()]);
  const close = () => (results.hidden = true);
  // What is found is read next: the focus goes to its heading, since the result that had it is gone.
  const pick = (id) => {
    close();
    choose(id);
    document.querySelector("#reading h2")?.focus({ preventScroll: true });
  };

  function run() {
    const page = pageNow();
    const { texts } = page;
    const found = find(index, input.value, model.rules.kinds);
    const asked = input.value.trim() !== "";
    results.hidden = !asked;
    count.textContent = asked ? summary(found.length, texts) : "";
    replaceChildren(results, asked ? [element("p", { class: "hint", text: summary(found.length, texts) }), groups({ ...page, choose: pick }, found.slice(0, MOST), input.value)] : []);
  }

  input.addEventListener("input", run);
  input.addEventListener("focus", run);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("button")?.click();
  });
  input.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      input.focus({ preventScroll: true });
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event, input, results);
  });
  document.addEventListener("pointerdown", (event) => input.form.contains(event.target) || close());
  input.form.addEventListener("focusout", (event) => event.relatedTarget && !input.form.contains(event.relatedTarget) && close());
  return { close };
}

function summary(number, texts) {
  if (!number) return texts.noResults;
  return number > MOST ? `${texts.results(number)} (${texts.firstOf(MOST, number)})` : texts.results(number);
}

// The results by kind, in the order of the search, each kind under its name.
function groups(page, found, query) {
  const kinds = [...new Set(found.map((hit) => hit.kind))];
  return kinds.map((kind) => {
    const hits = found.filter((hit) => hit.kind === kind);
    return [element("h3", { class: "kind", text: `${term(page.model, "kind", kind, page.lang)} (${hits.length})` }), element("ul", {}, hits.map((hit) => resultItem(page, hit, query)))];
  });
}

// A result with what was sought marked; where its label does not show it, with the text that does.
function resultItem(page, { node, field, text }, query) {
  const name = nameOf(page.model, node, page.lang);
  const shown = field === "label" || field === "record" || field === "id" || name.includes(text) ? null : text;
  const more = [node.at[0]?.[0], node.id].filter(Boolean).join(" · ");
  return element("li", {}, goTo(page, node.id, null, markedText(name, query)), shown && element("span", { class: "more said" }, markedText(shown, query)), element("span", { class: "more" }, markedText(more, query)));
}

function markedText(text, query) {
  return marked(text, query).map(([part, isSought]) => (isSought ? element("mark", { text: part }) : part));
}

function step(event, input, results) {
  const stops = [input, ...results.querySelectorAll("button")];
  const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
