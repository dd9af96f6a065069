import { element } from "./dom.js";
import { outcomeBadge } from "./outcomes.js";
import { markImage } from "./shapes.js";
import { definition, term } from "./model.js";
import { noticeBadge } from "./notices.js";
import { readLocator, sectionTitle } from "./wording.js";

export function markOf(model, kind) {
  const known = model.look.kinds[kind] ? kind : "other";
  return markImage(model.look.kinds[known].shape, known);
}

// A button that moves the selection to a record; what a withdrawal does to it stands behind its name.
export function goTo(page, id, label, parts) {
  const { model, lang } = page;
  const node = model.nodes.get(id);
  if (!node) return element("span", { text: id });
  const state = page.stateOf(id);
  return element(
    "button",
    { type: "button", class: state ? `go state-${state}` : "go", "data-id": id, "aria-current": id === page.state.id, click: () => page.choose(id), lang: label ? null : lang },
    markOf(model, node.kind),
    parts ? element("bdi", {}, parts) : element("bdi", { text: label ?? nameOf(model, node, lang) }),
    paperTag(page, id),
    outcomeBadge(page, state) ?? noticeBadge(page, node),
  );
}

// The paper of a record, where it is another one than that of the record that is selected.
function paperTag({ model, state }, id) {
  const folder = model.folderOf(id);
  return folder && folder !== model.folderOf(state.id ?? "") ? element("span", { class: "paper", text: folder }) : null;
}

export function nameOf(model, node, language) {
  if (node.kind !== "citation" && node.kind !== "attribution") return node[language];
  const to = model.nodes.get(node.points_to);
  return `${to ? to[language] : node.points_to} · ${readLocator(node.at[0]?.[0] ?? "", language)}`;
}

// The name of a record where nothing else tells of which of several papers it is.
export function nameApart(model, id, language) {
  const folder = model.folderOf(id);
  return nameOf(model, model.nodes.get(id), language) + (folder ? ` (${folder})` : "");
}

// What a source is besides its number: a reference's title where that is known, else the sections that cite it.
export function describedAs({ model, lang, texts }, node) {
  if (node.kind !== "reference") return "";
  const sections = [...new Set(model.pointersTo(node.id).flatMap((pointer) => pointer.sections))];
  return node.work ?? (sections.length ? texts.citedIn(sections.map((id) => sectionTitle(model.sections.find((section) => section.id === id) ?? { id }, lang)).join(texts.listed)) : "");
}

// Role and basis of a link, as small marks; what they mean shows under the pointer and, `full`, in words.
export function tagsOf(page, link, full = false) {
  return [
    link.role && roleTag(page, link.role, full),
    link.basis && basisTag(page, link.basis),
    page.lost(link) && element("span", { class: "tag gone", text: page.texts.lost }),
  ];
}

export function roleTag({ model, lang }, role, full = false) {
  const [name, meaning] = [term(model, "role", role, lang), definition(model, "role", role, lang)];
  return element("span", { class: "tag role", title: full ? name : meaning, text: full ? (meaning ?? name) : name });
}

export function basisTag({ model, lang }, basis) {
  return element("span", { class: `tag basis basis-${basis}`, title: definition(model, "basis", basis, lang), text: term(model, "basis", basis, lang) });
}

// One linked record with how it is linked, once or more, and why.
export function linkRow(page, links, id) {
  const how = (link) => {
    const pointers = link.via ? [link.via].flat() : [];
    const tags = [tagsOf(page, link, true), pointers.map((pointer) => viaButton(page, pointer))];
    return [
      tags.flat(2).some(Boolean) && element("div", { class: page.lost(link) ? "how lost" : "how" }, tags),
      [link.why, link.doubt, ...(link.verdicts ?? [])].filter(Boolean).map((text) => element("p", { class: "why", text: text[page.lang] })),
    ];
  };
  return element("li", {}, goTo(page, id), links.map(how));
}

export function viaButton(page, id) {
  const node = page.model.nodes.get(id);
  const place = node?.at[0]?.[0] ?? id;
  const title = `§ ${place}: ${page.texts.via} ${id}, ${readLocator(place, page.lang)}`;
  return element("button", { type: "button", class: "via", "data-id": id, title, "aria-label": title, click: () => page.choose(id), text: `§ ${place}` });
}

// The grade's own rule is its name: nothing to look up.
export function gradeName(page, id) {
  return definition(page.model, "grade", page.grade(id), page.lang);
}
