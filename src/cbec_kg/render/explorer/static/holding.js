// What holds statements up and what is left when sources are withdrawn; the same definition as `cbec-kg whatif`. Pure.
const STATES = ["falls", "weakened", "stands", "unsupported"];

// Links as the analysis has them, from the page's nodes and edges: {start, end, relation, role, basis}, sorted.
export function linksOf({ nodes, edges }) {
  const parts = new Map(nodes.map((node) => [node.id, node.kind === "facet" ? "facet" : "measure"]));
  const links = edges.map((edge) => ({
    start: edge.via ?? edge.from,
    end: edge.to,
    relation: edge.kind === "part" ? parts.get(edge.from) : edge.kind,
    role: edge.role ?? null,
    basis: edge.basis,
  }));
  for (const node of nodes) {
    if (node.points_to) links.push({ start: node.points_to, end: node.id, relation: "pointer", role: null, basis: "stated" });
  }
  const key = (link) => [link.start, link.end, link.relation, link.role ?? ""];
  return links.sort((one, other) => compareLists(key(one), key(other)));
}

// The question of what holds, asked of one set of links; answers for a set of bases are worked out once.
export function holdingOf(data) {
  const { rules, nodes } = data;
  const links = linksOf(data);
  const kinds = new Map(nodes.map((node) => [node.id, node.kind === "mentioned" ? "problem" : node.kind]));
  const statements = nodes.map((node) => node.id).filter((id) => rules.statements.includes(kinds.get(id)));
  const partOf = new Map(nodes.filter((node) => node.part_of).map((node) => [node.id, node.part_of]));
  const known = new Map();
  const waysWithout = (bases) => {
    const key = [...bases].sort().join(" ");
    if (!known.has(key)) known.set(key, allWays(links, rules, new Set(bases)));
    return known.get(key);
  };
  return {
    statements,
    kindOf: (id) => kinds.get(id),
    withParts: (sources) => withParts(sources, partOf),
    withdraw: (sources, bases = []) => withdraw(statements, waysWithout([]), waysWithout(bases), withParts(sources, partOf)),
    loads: () => loadsOf(statements, waysWithout([]), nodes.filter((node) => ["reference", "source"].includes(node.kind)).map((node) => node.id), partOf),
  };
}

// Sources with all sources that are parts of them: a bulletin withdrawn takes its yearly issues with it.
export function withParts(sources, partOf) {
  const found = new Set(sources);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [part, whole] of partOf) if (found.has(whole)) found.add(part);
  }
  return found;
}

// statement -> pointer -> the shortest way: {source, records, links, basis}.
function allWays(links, rules, without) {
  const onward = new Map();
  const pointers = new Map();
  for (const link of links) {
    if (link.relation === "pointer") note(pointers, link.start, link.end);
    if (!without.has(link.basis) && holds(link, rules)) note(onward, link.start, link);
  }
  const found = new Map();
  for (const [source, ends] of pointers) for (const pointer of ends) spread(source, pointer, onward, rules, found);
  return found;
}

function spread(source, pointer, onward, rules, found) {
  const reached = new Set([pointer]);
  const front = [{ source, records: [source, pointer], links: [], basis: "stated" }];
  for (let at = 0; at < front.length; at += 1) {
    const way = front[at];
    for (const link of onward.get(way.records.at(-1)) ?? []) {
      if (reached.has(link.end)) continue;
      reached.add(link.end);
      const basis = rules.bases[Math.max(rules.bases.indexOf(way.basis), rules.bases.indexOf(link.basis))];
      const longer = { source, records: [...way.records, link.end], links: [...way.links, link], basis };
      if (!found.has(link.end)) found.set(link.end, new Map());
      found.get(link.end).set(pointer, longer);
      front.push(longer);
    }
  }
}

function holds(link, rules) {
  return link.relation === "facet" || link.relation === "measure" || (link.relation === "support" && rules.holding.includes(link.role));
}

// Outcomes sorted by state and id: {statement, state, lost, kept}, ways sorted by pointer.
function withdraw(statements, before, after, gone) {
  const outcomes = statements.map((statement) => {
    const ways = before.get(statement) ?? new Map();
    const left = new Map([...(after.get(statement) ?? [])].filter(([, way]) => !gone.has(way.source)));
    const lost = byPointer([...ways].filter(([pointer]) => !left.has(pointer)));
    const kept = byPointer([...left]);
    const state = !ways.size ? "unsupported" : !kept.length ? "falls" : lost.length ? "weakened" : "stands";
    return { statement, state, lost, kept };
  });
  return outcomes.sort((one, other) => compareLists([STATES.indexOf(one.state), one.statement], [STATES.indexOf(other.state), other.statement]));
}

// What each source carries: what falls without it, and what loses something.
function loadsOf(statements, ways, sources, partOf) {
  const holders = statements.map((id) => [id, new Set([...(ways.get(id)?.values() ?? [])].map((way) => way.source))]);
  return new Map(
    sources.map((source) => {
      const gone = withParts([source], partOf);
      const load = { falls: [], weakened: [] };
      for (const [id, held] of holders) {
        const lost = [...held].filter((name) => gone.has(name)).length;
        if (lost) load[lost === held.size ? "falls" : "weakened"].push(id);
      }
      return [source, load];
    }),
  );
}

function byPointer(entries) {
  return entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, way]) => way);
}

function compareLists(one, other) {
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  }
  return 0;
}

function note(groups, key, value) {
  if (!groups.has(key)) groups.set(key, []);
  groups.get(key).push(value);
}
