// Elements are made here and nowhere else: text enters as text, never as markup.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name === "click") made.addEventListener("click", value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function replaceChildren(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

export function byId(id) {
  return document.getElementById(id);
}

// Fills a part anew and keeps the reader's place in it: what had the focus and, where `keep`, which parts were opened or closed and
// the scroll. To ask for a scroll makes the browser lay the page out at once, so a part that neither scrolls nor folds is not kept.
export function redraw(container, content, keep = true) {
  const top = keep ? container.scrollTop : 0;
  const focused = container.contains(document.activeElement) ? focusKey(container, document.activeElement) : null;
  const scrolled = keep ? [...container.querySelectorAll("[data-scroll]")].map(({ dataset, scrollTop, scrollLeft }) => [dataset.scroll, scrollTop, scrollLeft]) : [];
  const folded = new Map(keep ? [...container.querySelectorAll("details[data-key]")].map((part) => [part.dataset.key, part.open]) : []);
  replaceChildren(container, content);
  for (const part of container.querySelectorAll("details[data-key]")) if (folded.has(part.dataset.key)) part.open = folded.get(part.dataset.key);
  if (top) container.scrollTop = top;
  for (const [key, above, before] of scrolled) container.querySelector(`[data-scroll="${key}"]`)?.scrollTo(before, above);
  if (focused) alike(container, focused.key)[focused.number]?.focus({ preventScroll: true });
}

const STOPS = "button, input, summary, a[href], [tabindex]";

function keyOf(stop) {
  const { id, value, dataset, tagName } = stop;
  return [tagName, id, dataset.switch ?? dataset.id ?? dataset.basis ?? dataset.key ?? value ?? ""].join(" ");
}

function alike(container, key) {
  return [...container.querySelectorAll(STOPS)].filter((stop) => keyOf(stop) === key);
}

function focusKey(container, stop) {
  const key = keyOf(stop);
  return { key, number: Math.max(0, alike(container, key).indexOf(stop)) };
}
