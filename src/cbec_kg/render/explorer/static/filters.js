// Which records and links the reader's filters let through, and how many records each choice would leave. Pure.
// A filter: a list for each dimension; an empty list lets all through, and so does `kinds: null`. `grade` gives the grade of
// a statement as the page shows it now, so that no filter contradicts a table.
export const DIMENSIONS = ["kinds", "papers", "sections", "grades", "bases", "roles", "modalities", "verdicts", "notices"];

export function noFilters() {
  return Object.fromEntries(DIMENSIONS.map((name) => [name, name === "kinds" ? null : []]));
}

export function filterOf(model, state, grade) {
  const chosen = Object.fromEntries(DIMENSIONS.map((name) => [name, state[name]?.length ? new Set(state[name]) : null]));
  if (state.kinds) chosen.kinds = new Set(state.kinds);
  const link = (one) => (!chosen.roles || chosen.roles.has(one.role)) && (!chosen.bases || chosen.bases.has(one.basis));
  const tests = {
    kinds: (node) => !chosen.kinds || chosen.kinds.has(node.kind),
    papers: (node) => !chosen.papers || chosen.papers.has(model.folderOf(node.id)),
    sections: (node) => !chosen.sections || sectionsOf(model, node).some((name) => chosen.sections.has(name)),
    links: (node) => !(chosen.roles || chosen.bases) || linksAt(model, node.id).some(link),
    verdicts: (node) => !chosen.verdicts || verdictsOf(node).some((name) => chosen.verdicts.has(name)),
    notices: (node) => !chosen.notices || noticesOf(node).some((name) => chosen.notices.has(name)),
    grades: (node) => !chosen.grades || gradesOf(model, node, grade).some((name) => chosen.grades.has(name)),
    modalities: (node) => !chosen.modalities || chosen.modalities.has(node.modality),
  };
  return {
    active: DIMENSIONS.some((name) => chosen[name]),
    chosen,
    link,
    node: (node) => Object.values(tests).every((test) => test(node)),
    // Whether a record would pass with one value alone of a dimension, the others as they are.
    alone: (dimension, value, node) => valuesOf(model, node, dimension, { link }, grade)?.includes(value) && Object.entries(tests).every(([name, test]) => name === dimension || test(node)),
    nodeOfAnyKind: (node) => Object.entries(tests).every(([name, test]) => name === "kinds" || test(node)),
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

function noticesOf(node) {
  return node.noticed ? [node.noticed.state] : [];
}

// Only statements have a grade.
function gradesOf(model, node, grade) {
  return model.rules.statements.includes(node.kind === "mentioned" ? "problem" : node.kind) ? [grade(node.id)] : [];
}

// Whether any filter but those of kinds and of papers is set.
export function narrows(state) {
  return DIMENSIONS.some((name) => !["kinds", "papers"].includes(name) && state[name]?.length);
}

// For each value of a dimension, the records that it leaves when the other dimensions stay as they are.
export function countsOf(model, state, dimension, grade) {
  const others = filterOf(model, { ...state, [dimension]: dimension === "kinds" ? null : [] }, grade);
  const counts = new Map();
  for (const node of model.shownNodes) {
    if (!others.node(node)) continue;
    for (const value of valuesOf(model, node, dimension, others, grade)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function valuesOf(model, node, dimension, others, grade) {
  if (dimension === "kinds") return [node.kind];
  if (dimension === "papers") return [model.folderOf(node.id)];
  if (dimension === "sections") return sectionsOf(model, node);
  if (dimension === "verdicts") return verdictsOf(node);
  if (dimension === "notices") return noticesOf(node);
  if (dimension === "grades") return gradesOf(model, node, grade);
  if (dimension === "modalities") return [node.modality].filter(Boolean);
  const key = dimension === "roles" ? "role" : "basis";
  return new Set(linksAt(model, node.id).filter(others.link).map((link) => link[key]));
}

// Evidence that reaches a record or starts from it.
function linksAt(model, id) {
  return [...model.linesTo(id), ...model.linesFrom(id), ...model.incoming(id, "support"), ...model.outgoing(id, "support")];
}
