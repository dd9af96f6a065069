import { element, replaceChildren } from "../../explorer/static/dom.js";

// A field that finds a record by its words: what is typed lists matches, arrows and Enter pick one.
// `find` gives [{ id, label }] for what is typed; `picked` is called with one of them.
let counted = 0;

export function picker({ label, find, picked, value = "" }) {
  counted += 1;
  const listId = `matches-${counted}`;
  const list = element("ul", { id: listId, role: "listbox", hidden: true, "aria-label": label });
  const input = element("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", value,
    "aria-label": label, "aria-controls": listId, "aria-expanded": "false", "aria-autocomplete": "list",
  });
  let matches = [];
  let active = -1;

  function show(found) {
    matches = found;
    active = found.length && input.value ? 0 : -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    draw();
  }
  function draw() {
    replaceChildren(list, matches.map((match, number) => element(
      "li",
      { role: "option", id: `${listId}-${number}`, "aria-selected": String(number === active) },
      element("span", { text: match.label }), match.cue ? element("i", { text: `← ${match.cue}` }) : null, element("code", { text: match.id }),
    )));
    if (active >= 0) input.setAttribute("aria-activedescendant", `${listId}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }
  function pick(number) {
    const match = matches[number];
    close();
    picked(match, input);
  }
  function close() {
    matches = [];
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }
  input.addEventListener("input", () => show(find(input.value)));
  input.addEventListener("focus", () => show(find(input.value)));
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) pick([...list.children].indexOf(option));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!matches.length) show(find(input.value));
      if (!matches.length) return;
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + matches.length) % matches.length;
      draw();
    } else if (event.key === "Enter" && active >= 0 && !event.ctrlKey) pick(active);
    else if (event.key === "Escape" && matches.length) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { input, list };
}
