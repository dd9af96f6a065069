// What pictures draw of the page's data: nodes with column and width, edges with their strokes, the strongest of a pair first.
// Pure.
export function drawnOf({ nodes, edges, lines, look, rules, paper }) {
  const drawn = nodes.filter((node) => node.kind in look.kinds).map((node, rank) => ({ ...node, rank, column: look.kinds[node.kind].column, width: look.kinds[node.kind].width, sublines: paper?.papers ? 1 : 0 }));
  const kinds = new Map(drawn.map((node) => [node.id, node.kind]));
  const parts = edges.filter((edge) => edge.kind === "part");
  const problemOf = new Map(parts.filter(({ to }) => isProblem(kinds.get(to))).map(({ from, to }) => [from, to]));
  const elsewhere = new Set(nodes.filter((node) => node.elsewhere).map((node) => node.id));
  // Lines below its label: of several papers one on its own; of a problem one on itself, one on its facets, one on those that are
  // stated elsewhere.
  for (const node of drawn.filter((one) => one.kind === "problem")) {
    node.sublines += 1 + new Set(parts.filter((edge) => edge.to === node.id).map((edge) => elsewhere.has(edge.from))).size;
  }
  // Parts are drawn by standing below their whole; evidence lines to problems alone, those to a facet thin, as of a part.
  const lifted = lines.map((line) => (problemOf.has(line.to) ? { ...line, to: problemOf.get(line.to), part: line.to } : line));
  const all = [...lifted.filter((line) => isProblem(kinds.get(line.to))).map((line) => ({ ...line, kind: "line" })), ...edges.filter((edge) => edge.kind !== "part")];
  const found = new Map();
  for (const edge of all) {
    if (!kinds.has(edge.from) || !kinds.has(edge.to)) continue;
    const order = [edge.kind, edge.from, edge.to, edge.part ? 1 : 0, rules.roles.indexOf(edge.role) + 10, rules.bases.indexOf(edge.basis)].join(" ");
    if (!found.has(order)) found.set(order, { ...edge, ...strokeOf(edge, look, rules) });
  }
  return { nodes: drawn, edges: [...found.keys()].sort().map((order) => found.get(order)) };
}

function isProblem(kind) {
  return kind === "problem" || kind === "mentioned";
}

// Width shows the role, dashes the basis; an edge with a look of its own has that.
function strokeOf({ kind, role, basis, part, color, width, dashes }, look, rules) {
  const stroke = look.strokes[kind] ?? look.strokes.other;
  return {
    light: color ?? stroke.light,
    dark: color ?? stroke.dark,
    width: width ?? (rules.direct.includes(role) && !part ? stroke.direct : stroke.width),
    dashes: Array.isArray(dashes) ? dashes : look.dashes[basis],
  };
}
