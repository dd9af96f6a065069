import { definition, term } from "./model.js";
import { nameOf } from "./links.js";
import { readLocator } from "./wording.js";

// What a line stands for, in words: the links between its ends of its relation, each with role, basis, reason and places.
const MOST = 4;

// The links of a drawn line, those that the filters let through; what is lost by a withdrawal comes last.
export function linksOfLine(page, line) {
  const { model } = page;
  const whole = (id) => model.outgoing(id, "part")[0]?.to;
  const among =
    line.kind === "line"
      ? model.linesTo(line.to).concat(model.incoming(line.to, "part").flatMap(({ from }) => model.linesTo(from))).filter(({ from, to }) => from === line.from && (line.part ? to === line.part || whole(to) === line.to : to === line.to))
      : model.incoming(line.to, line.kind).filter(({ from }) => from === line.from);
  const shown = among.filter((link) => !link.role || page.filter.link(link));
  return [...shown.filter((link) => !page.lost(link)), ...shown.filter(page.lost)];
}

export function relationOf({ texts }, kind) {
  return texts.lines.relations[kind] ?? texts.lines.relations.other;
}

// Where a link is stated: at its citation, else where the record that it starts from is.
export function placesOf({ model, lang }, link) {
  const pointers = [link.via ?? []].flat();
  const at = pointers.length ? pointers.map((id) => model.nodes.get(id)) : [model.nodes.get(link.from)];
  const places = at.flatMap((node) => (node?.at ?? []).slice(0, 1).map(([locator]) => locator));
  return [...new Set(places)].map((locator) => readLocator(locator, lang));
}

// The whole line in one text, for those who hear it.
export function lineText(page, line) {
  const { model, texts, lang } = page;
  const name = (id) => nameOf(model, model.nodes.get(id), lang);
  const links = linksOfLine(page, line);
  const parts = links.slice(0, MOST).map((link) => linkText(page, link));
  const more = links.length > MOST ? [texts.lines.more(links.length - MOST)] : [];
  const of = line.part ? [texts.lines.ofPart] : [];
  return [texts.lines.sentence(name(line.from), relationOf(page, line.kind), name(line.to)), ...of, ...parts, ...more].join(texts.lines.stop);
}

function linkText(page, link) {
  const { model, texts, lang } = page;
  const { lines } = texts;
  const parts = [
    link.role && lines.role(term(model, "role", link.role, lang), definition(model, "role", link.role, lang)),
    link.basis && lines.basis(term(model, "basis", link.basis, lang)),
    link.why && lines.reason(link.why[lang]),
    link.doubt && lines.doubt(link.doubt[lang]),
    placesOf(page, link).length > 0 && lines.place(placesOf(page, link).join(lines.and)),
    page.lost(link) && texts.lost,
  ];
  return parts.filter(Boolean).join(lines.semicolon);
}

// A box in one text: its label in full, class and places.
export function boxText({ model, lang, texts, whole }, id) {
  const node = model.nodes.get(id);
  const places = [...new Set(node.at.map(([locator]) => locator))].slice(0, 3).map((locator) => readLocator(locator, lang));
  return [nameOf(model, node, lang), term(model, "kind", node.kind, lang), model.folderOf(id), whole(id), places.length && texts.lines.place(places.join(texts.lines.and))].filter(Boolean).join(texts.lines.stop);
}
