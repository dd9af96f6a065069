// Which records and links the reader's filters let through, and how many records each choice would leave. Pure.
// A filter: {kinds, sections, roles, bases, verdicts}; an empty list lets all through, and so does `kinds: null`.
export const DIMENSIONS = ["kinds", "sections", "roles", "bases", "verdicts"];

export function noFilters() {
  return Object.fromEntries(DIMENSIONS.map((name) => [name, name === "kinds" ? null : []]));
}

export function filterOf(model, state) {
  const chosen = Object.fromEntries(DIMENSIONS.map((name) => [name, state[name]?.length ? new Set(state[name]) : null]));
  if (state.kinds) chosen.kinds = new Set(state.kinds);
  const link = (one) => (!chosen.roles || chosen.roles.has(one.role)) && (!chosen.bases || chosen.bases.has(one.basis));
  const tests = {
    kinds: (node) => !chosen.kinds || chosen.kinds.has(node.kind),
    sections: (node) => !chosen.sections || sectionsOf(model, node).some((name) => chosen.sections.has(name)),
    links: (node) => !(chosen.roles || chosen.bases) || linksAt(model, node.id).some(link),
    verdicts: (node) => !chosen.verdicts || verdictsOf(node).some((name) => chosen.verdicts.has(name)),
  };
  return {
    active: DIMENSIONS.some((name) => chosen[name]),
    chosen,
    link,
    node: (node) => Object.values(tests).every((test) => test(node)),
    nodeOfAnyKind: (node) => tests.sections(node) && tests.links(node) && tests.verdicts(node),
  };
}

// A reference or source stands where the text points to it.
export function sectionsOf(model, node) {
  const pointers = model.pointersTo(node.id);
  return pointers.length ? [...new Set(pointers.flatMap((pointer) => pointer.sections))] : node.sections;
}

function verdictsOf(node) {
  return node.verdicts ?? [];
}

// For each value of a dimension, the records that it leaves when the other dimensions stay as they are.
export function countsOf(model, state, dimension) {
  const others = filterOf(model, { ...state, [dimension]: dimension === "kinds" ? null : [] });
  const counts = new Map();
  for (const node of model.shownNodes) {
    if (!others.node(node)) continue;
    for (const value of valuesOf(model, node, dimension, others)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function valuesOf(model, node, dimension, others) {
  if (dimension === "kinds") return [node.kind];
  if (dimension === "sections") return sectionsOf(model, node);
  if (dimension === "verdicts") return verdictsOf(node);
  const key = dimension === "roles" ? "role" : "basis";
  return new Set(linksAt(model, node.id).filter(others.link).map((link) => link[key]));
}

// Evidence that reaches a record or starts from it.
function linksAt(model, id) {
  return [...model.linesTo(id), ...model.linesFrom(id), ...model.incoming(id, "support"), ...model.outgoing(id, "support")];
}
