import { GEOMETRY, heightOf } from "./geometry.js";
import { sectionsOf } from "./filters.js";
import { textsOf } from "./wording.js";

// Stands in for records that are too many to draw singly: one box for each column and stretch of the text, with the number of
// its records; opening one narrows the sections. Pure, no canvas.
const MOST_STRETCHES = 12;
const KINDS = ["reference", "claim", "problem", "countermeasure"];

// nodes: as in the picture; links among them. Returns boxes, links between boxes, and what each box holds: {count, sections}.
export function clustersOf(model, nodes, links, language) {
  const stretches = stretchesOf(model, nodes);
  const clusterOf = new Map();
  const groups = new Map();
  for (const node of nodes) {
    const stretch = stretches.of(node.id);
    const id = `cluster:${node.column}:${stretch}`;
    clusterOf.set(node.id, id);
    if (!groups.has(id)) groups.set(id, { id, column: node.column, stretch, count: 0 });
    groups.get(id).count += 1;
  }
  const boxes = [...groups.values()].map((group) => boxOf(group, stretches.names[group.stretch], model, language));
  const contents = new Map([...groups.values()].map(({ id, count, stretch }) => [id, { count, sections: stretches.sections[stretch], name: stretches.names[stretch] }]));
  return { boxes, links: joined(links, clusterOf), contents };
}

// Stretches of the text with about as many records each, in its order; what stands nowhere comes last.
function stretchesOf(model, nodes) {
  const first = new Map(nodes.map((node) => [node.id, sectionsOf(model, model.nodes.get(node.id))[0]]));
  const counts = new Map();
  for (const section of first.values()) counts.set(section, (counts.get(section) ?? 0) + 1);
  const order = model.sections.map(({ id }) => id).filter((id) => counts.has(id));
  const each = nodes.length / MOST_STRETCHES;
  const stretchOf = new Map();
  const sections = [];
  let within = Infinity;
  for (const section of order) {
    if (within >= each) {
      sections.push([]);
      within = 0;
    }
    within += counts.get(section);
    sections.at(-1).push(section);
    stretchOf.set(section, sections.length - 1);
  }
  const names = sections.map((ids) => (ids.length > 1 ? `§ ${ids[0]} – ${ids.at(-1)}` : `§ ${ids[0]}`));
  if (counts.has(undefined)) {
    sections.push([]);
    names.push("§ —");
  }
  return { sections, names, of: (id) => stretchOf.get(first.get(id)) ?? sections.length - 1 };
}

function boxOf({ id, column, stretch, count }, name, model, language) {
  const kind = KINDS[column];
  const lines = [name, textsOf(language).counted(count)];
  const height = heightOf(lines.length, model.look.kinds[kind].size);
  return { id, kind, column, rank: stretch, width: GEOMETRY.columns[column], height, lines, cluster: true };
}

// One link between two clusters and relation, the wider the more it stands for.
function joined(links, clusterOf) {
  const found = new Map();
  for (const link of links) {
    const [from, to] = [clusterOf.get(link.from), clusterOf.get(link.to)];
    if (from === to) continue;
    const key = `${link.kind} ${from} ${to}`;
    if (!found.has(key)) found.set(key, { ...link, from, to, count: 0 });
    found.get(key).count += 1;
  }
  return [...found.values()].map((link) => ({ ...link, dashes: [], width: Math.min(6, 1 + Math.log2(link.count)), lost: false }));
}
