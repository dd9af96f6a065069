import { element, replaceChildren } from "./dom.js";

// Completion in the editor of queries: variables of the query, names and records of the data. Tab takes the one that is marked;
// the arrows mark another, and Enter takes that one; Escape closes the list.
const MOST = 10;
const WORD = /[?$<]?[\w:.-]*$/;

export function completeIn(area, names, records, label) {
  const list = element("ul", { id: "ask-offers", class: "ask-offers", role: "listbox", "aria-label": label, hidden: true });
  let offers = [];
  let marked = 0;
  let moved = false;

  function show(found) {
    offers = found;
    marked = 0;
    moved = false;
    draw();
  }

  function draw() {
    list.hidden = offers.length === 0;
    area.setAttribute("aria-activedescendant", offers.length ? `ask-offer-${marked}` : "");
    replaceChildren(list, offers.map(({ text, note }, place) => element("li", { id: `ask-offer-${place}`, role: "option", "aria-selected": String(place === marked) }, element("code", { text }), note && element("bdi", { text: note }))));
    for (const [place, item] of [...list.children].entries()) item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(place);
    });
  }

  function take(place) {
    const [word] = WORD.exec(area.value.slice(0, area.selectionStart));
    area.setRangeText(offers[place].insert, area.selectionStart - word.length, area.selectionStart, "end");
    show([]);
  }

  area.addEventListener("input", () => show(offersFor(area.value, area.selectionStart, names, records)));
  area.addEventListener("blur", () => show([]));
  area.addEventListener("keydown", (event) => {
    if (!offers.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      marked = (marked + step + offers.length) % offers.length;
      moved = true;
      draw();
    } else if (event.key === "Tab" || (event.key === "Enter" && moved)) take(marked);
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-controls": "ask-offers" })) area.setAttribute(name, value);
  return list;
}

// What the word before the caret may become: {text, note, insert}; nothing within a string, and nothing that is whole already.
export function offersFor(query, caret, names, records) {
  const before = query.slice(0, caret);
  const [word] = WORD.exec(before);
  if (word.length < 2 || /^[^"']*(?:"[^"]*"[^"']*)*"[^"]*$/.test(before.slice(before.lastIndexOf("\n") + 1))) return [];
  if ("?$".includes(word[0])) {
    const used = [...new Set(query.match(/[?$]\w+/g) ?? [])].filter((name) => name !== word);
    return matching(used.map((text) => ({ text, insert: text })), word);
  }
  const wanted = word.replace(/^</, "").toLowerCase();
  const named = word[0] === "<" ? [] : matching(names.map((text) => ({ text, insert: text })), wanted);
  const found = wanted.includes(":") ? [] : matching(records.map(({ id, note, iri }) => ({ text: id, note, insert: `<${iri}>` })), wanted);
  return [...named, ...found].slice(0, MOST);
}

// Names that begin so first, then names whose part behind the colon or a hyphen does.
function matching(offers, word) {
  const wanted = word.toLowerCase();
  const rank = ({ text }) => (text.toLowerCase().startsWith(wanted) ? 0 : text.toLowerCase().split(/[:-]/).some((part) => part.startsWith(wanted)) ? 1 : 2);
  return offers.filter((offer) => rank(offer) < 2 && offer.text.toLowerCase() !== wanted).sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}
