import { element, replaceChildren } from "./dom.js";
import { goTo } from "./links.js";
import { findNodes, searchIndex } from "./search.js";
import { term } from "./model.js";

const MOST = 60;

// The search field with its results below it; every result is a button.
export function finderIn({ input, results, count }, model, pageNow, choose) {
  const index = searchIndex([...model.nodes.values()]);
  const close = () => (results.hidden = true);
  const pick = (id) => {
    close();
    choose(id);
  };

  function run() {
    const page = pageNow();
    const { texts } = page;
    const found = findNodes(index, input.value);
    const asked = input.value.trim() !== "";
    results.hidden = !asked;
    count.textContent = asked ? summary(found.length, texts) : "";
    replaceChildren(results, asked ? [element("p", { class: "hint", text: summary(found.length, texts) }), element("ul", {}, found.slice(0, MOST).map((node) => resultItem({ ...page, choose: pick }, node)))] : []);
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

function resultItem(page, node) {
  const more = [node.at[0]?.[0], node.id].filter(Boolean).join(" · ");
  return element("li", {}, goTo(page, node.id), element("span", { class: "more", text: `${term(page.model, "kind", node.kind, page.lang)} · ${more}` }));
}

function step(event, input, results) {
  const stops = [input, ...results.querySelectorAll("button")];
  const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
