import { element, replaceChildren } from "./dom.js";
import { linksOfLine, placesOf, relationOf } from "./describe.js";
import { goTo, markOf, nameOf, tagsOf, viaButton } from "./links.js";
import { definition, term } from "./model.js";
import { readLocator } from "./wording.js";

// The card beside what is pointed at in the picture: a box's label in full, or what a line says. Pinned, it has buttons.
const MOST = 4;

export function cardIn(holder) {
  const card = element("div", { id: "card", role: "group", hidden: true });
  holder.append(card);

  // at: a point of the window; `line` or `id`, and `pinned`.
  function show(page, { at, id, line, pinned = false }) {
    card.className = pinned ? "pinned" : "passing";
    card.setAttribute("aria-label", page.texts.lines.card);
    // What only passes by is read out from the item that has the focus.
    if (pinned) card.removeAttribute("aria-hidden");
    else card.setAttribute("aria-hidden", "true");
    replaceChildren(card, line ? lineParts(page, line, pinned) : boxParts(page, id));
    card.hidden = false;
    const [width, height] = [card.offsetWidth, card.offsetHeight];
    const left = at.x + 16 + width > holder.clientWidth ? at.x - width - 16 : at.x + 16;
    const top = at.y + 14 + height > holder.clientHeight ? at.y - height - 14 : at.y + 14;
    card.style.left = `${Math.max(4, Math.min(left, holder.clientWidth - width - 4))}px`;
    card.style.top = `${Math.max(4, top)}px`;
  }

  function hide() {
    card.hidden = true;
    card.className = "";
  }

  return { show, hide, pinned: () => card.className === "pinned", focus: () => card.querySelector("button")?.focus(), contains: (one) => card.contains(one), onLeave: (run) => card.addEventListener("keydown", (event) => event.key === "Escape" && run(event)) };
}

function boxParts(page, id) {
  const { model, lang } = page;
  const node = model.nodes.get(id);
  const places = [...new Set(node.at.map(([locator]) => readLocator(locator, lang)))];
  return [
    element("p", { class: "kind" }, markOf(model, node.kind), term(model, "kind", node.kind, lang)),
    element("p", { class: "name", text: nameOf(model, node, lang) }),
    page.whole(id) && element("p", { class: "why", text: page.whole(id) }),
    places.length > 0 && element("p", { class: "locator", text: places.slice(0, 3).join(page.texts.lines.and) }),
  ];
}

function lineParts(page, line, pinned) {
  const { model, texts, lang } = page;
  const end = (id) => (pinned ? goTo(page, id) : element("p", { class: "end" }, markOf(model, model.nodes.get(id).kind), element("span", { text: nameOf(model, model.nodes.get(id), lang) })));
  const links = linksOfLine(page, line);
  return [
    end(line.from),
    element("p", { class: "relation", text: `${relationOf(page, line.kind)} ↓` }),
    end(line.to),
    line.part && element("p", { class: "why", text: texts.lines.ofPart }),
    links.slice(0, MOST).map((link) => linkPart(page, link, pinned)),
    links.length > MOST && element("p", { class: "hint", text: texts.lines.more(links.length - MOST) }),
    pinned && element("p", { class: "hint", text: texts.lines.close }),
  ];
}

function linkPart(page, link, pinned) {
  const { model, lang, texts } = page;
  const pointers = [link.via ?? []].flat();
  const places = placesOf(page, link);
  return element(
    "div",
    { class: page.lost(link) ? "one lost" : "one" },
    element("p", { class: "how" }, tagsOf(page, link)),
    link.role && element("p", { class: "why", text: definition(model, "role", link.role, lang) }),
    link.why && element("p", { text: link.why[lang] }),
    link.doubt && element("p", { class: "why", text: texts.lines.doubt(link.doubt[lang]) }),
    pinned && pointers.length ? element("p", {}, pointers.map((id) => viaButton(page, id))) : places.length > 0 && element("p", { class: "locator", text: places.join(texts.lines.and) }),
  );
}
