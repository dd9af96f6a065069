import { nameOf } from "./links.js";

// The part of the graph that a view shows: its records, the links among them that the filters let through, as values for
// files. A link through a citation brings the citation along.
export function shownPart(page, ids) {
  const { model, filter } = page;
  const shown = new Set(ids);
  const within = (link) => shown.has(link.from) && shown.has(link.to);
  const edges = model.edges.filter((edge) => within(edge) && (edge.kind !== "support" || filter.link(edge)));
  const lines = model.lines.filter((line) => within(line) && filter.link(line));
  const pointers = [...edges.map((edge) => edge.via), ...lines.flatMap((line) => line.via)].filter(Boolean);
  const all = new Set([...shown, ...pointers]);
  return { nodes: model.data.nodes.filter((node) => all.has(node.id)), edges, lines, paper: model.paper };
}

export function recordsTable(page, { nodes }) {
  const columns = ["id", "iri", "kind", "zh", "en", "printed", "places", "fragments", "state"];
  const row = (node) => [node.id, node.iri, node.kind, nameOf(page.model, node, "zh"), nameOf(page.model, node, "en"), node.printed ?? "", node.at.map(([place]) => place).join(" | "), node.at.map(([, fragment]) => fragment).join(" | "), page.stateOf(node.id) ?? ""];
  return { columns, rows: nodes.map(row) };
}

export function linksTable(page, { edges, lines }) {
  const columns = ["relation", "from", "to", "role", "basis", "via", "lost", "why_zh", "why_en"];
  const row = (link, relation) => [relation, link.from, link.to, link.role ?? "", link.basis ?? "", [link.via ?? []].flat().join(" "), page.lost(link) ? "yes" : "", link.why?.zh ?? "", link.why?.en ?? ""];
  return { columns, rows: [...edges.map((edge) => row(edge, edge.kind)), ...lines.map((line) => row(line, "evidence line"))] };
}
