import { element } from "./dom.js";
import { markImage } from "./shapes.js";
import { term } from "./model.js";
import { textsOf, readLocator } from "./wording.js";

export function markOf(model, kind) {
  const known = model.look.kinds[kind] ? kind : "other";
  return markImage(model.look.kinds[known].shape, known);
}

// A button that moves the selection to a record.
export function goTo(model, id, state, choose, label) {
  const node = model.nodes.get(id);
  if (!node) return element("span", { text: id });
  return element(
    "button",
    { type: "button", class: "go", "data-id": id, click: () => choose(id), lang: label ? null : state.lang },
    markOf(model, node.kind),
    element("bdi", { text: label ?? nameOf(model, node, state.lang) }),
  );
}

export function nameOf(model, node, language) {
  if (node.kind !== "citation" && node.kind !== "attribution") return node[language];
  const to = model.nodes.get(node.points_to);
  return `${to ? to[language] : node.points_to} · ${readLocator(node.at[0]?.[0] ?? "", language)}`;
}

// Role and basis of a link, as small marks.
export function tagsOf(model, link, language) {
  return [
    link.role && element("span", { class: "tag", text: term(model, "role", link.role, language) }),
    link.basis && element("span", { class: `tag basis basis-${link.basis}`, text: term(model, "basis", link.basis, language) }),
  ];
}

// One linked record with how it is linked, in one way or several, and why.
export function linkRow(model, links, id, state, choose) {
  const how = (link) => {
    const pointers = link.via ? [link.via].flat() : [];
    const tags = [tagsOf(model, link, state.lang), pointers.map((pointer) => viaButton(model, pointer, state, choose))];
    return [
      tags.flat(2).some(Boolean) && element("div", { class: "how" }, tags),
      link.why && element("p", { class: "why", text: link.why[state.lang] }),
    ];
  };
  return element("li", {}, goTo(model, id, state, choose), links.map(how));
}

function viaButton(model, id, state, choose) {
  const texts = textsOf(state.lang);
  const node = model.nodes.get(id);
  const place = node?.at[0]?.[0] ?? id;
  const title = `§ ${place}: ${texts.via} ${id}, ${readLocator(place, state.lang)}`;
  return element("button", { type: "button", class: "via", "data-id": id, title, "aria-label": title, click: () => choose(id), text: `§ ${place}` });
}
