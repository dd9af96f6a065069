// What is said of a problem or countermeasure, itself and of its parts: the texts of `render/whole_texts.py`, filled in the same way.
// Pure.

// itself: a state, or "backed" where nothing is withdrawn; parts: {own, elsewhere}, each {number, before, after}.
export function wholeText(phrases, kind, itself, parts, withdrawn) {
  const part = kind === "problem" ? "facet" : "measure";
  const clauses = [phrases[`itself-${itself}`], parts.own.number ? partText(phrases, part, parts.own, withdrawn) : phrases[`no-${part}`]];
  if (parts.elsewhere.number) clauses.push(partText(phrases, "elsewhere", parts.elsewhere, withdrawn));
  return clauses.join(phrases.clauses);
}

function partText(phrases, part, { number, before, after }, withdrawn) {
  const tense = withdrawn ? "was" : "is";
  const of = filled(phrases[`of-${part}`], { n: number });
  const backed = before ? filled(phrases[`backed-${tense}`], { n: before }) : phrases[`none-backed-${tense}`];
  if (!withdrawn || !before) return filled(phrases.part, { of, backed });
  const many = after === before ? "all" : after ? "some" : "none";
  return filled(phrases["part-left"], { of, backed, left: filled(phrases[`left-${many}`], { n: after }) });
}

// The same in short lines, for a box of a picture.
export function shortLines(phrases, itself, parts) {
  const left = ({ before, after }) => (after === before ? "" : "-left");
  const counts = [["facet", parts.own], ["elsewhere", parts.elsewhere]].filter(([, count]) => count.number);
  return [phrases[`itself-${itself}`], ...counts.map(([part, count]) => filled(phrases[`short-${part}${left(count)}`], count))];
}

function filled(text, values) {
  const form = typeof text === "string" ? text : (values.n === 1 && text.one) || text.other;
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
