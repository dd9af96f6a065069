// The support paths of each statement, as the analysis found them, and what is left of them when sources or bases are
// withdrawn; the same definition as `cbec-kg whatif`. Nothing is traversed here. Pure.
export const STATES = ["falls", "weakened", "stands", "unsupported"];

// data: {nodes, edges, paths, rules}, as the page carries them.
export function supportOf({ nodes, edges, paths, rules }) {
  const kinds = new Map(nodes.map((node) => [node.id, node.kind === "mentioned" ? "problem" : node.kind]));
  const statements = nodes.map((node) => node.id).filter((id) => rules.statements.includes(kinds.get(id)));
  const partOf = new Map(nodes.filter((node) => node.part_of).map((node) => [node.id, node.part_of]));
  const pathOf = (numbers) => {
    const links = numbers.map((number) => edges[number]);
    const { from: source, via: pointer } = links[0];
    return { source, pointer, records: [source, pointer, ...links.map((link) => link.to)], links, basis: weakest(links, rules.bases) };
  };
  const found = new Map(statements.map((id) => [id, Object.fromEntries(Object.entries(paths[id] ?? { "": [] }).map(([bases, list]) => [bases, list.map(pathOf)]))]));
  const all = (id) => found.get(id)[""];
  // Paths that are found only when others are barred come with the page.
  const without = (id, bases) => found.get(id)[[...bases].sort().join(" ")] ?? all(id).filter((path) => !path.links.some((link) => bases.includes(link.basis)));
  const sourcesOf = new Map(statements.map((id) => [id, new Set(all(id).map((path) => path.source))]));
  const backedBy = new Map();
  for (const [id, sources] of sourcesOf) for (const source of sources) backedBy.set(source, [...(backedBy.get(source) ?? []), id]);

  function outcomeOf(statement, gone, bases) {
    const left = without(statement, bases).filter((path) => !gone.has(path.source));
    const pointers = new Set(left.map((path) => path.pointer));
    const lost = all(statement).filter((path) => !pointers.has(path.pointer));
    const state = !all(statement).length ? "unsupported" : !left.length ? "falls" : lost.length ? "weakened" : "stands";
    return { statement, state, lost, left };
  }

  return {
    statements,
    kindOf: (id) => kinds.get(id),
    withParts: (sources) => withParts(sources, partOf),
    // Outcomes sorted by state and id: {statement, state, lost, left}, paths sorted by pointer.
    withdraw(sources, bases = []) {
      const gone = withParts(sources, partOf);
      return statements.map((id) => outcomeOf(id, gone, bases)).sort(byStateAndId);
    },
    // Statements that fall, and those that lose something, without one source.
    loadOf(source) {
      const gone = withParts([source], partOf);
      const load = { falls: [], weakened: [] };
      for (const id of new Set([...gone].flatMap((name) => backedBy.get(name) ?? []))) {
        load[[...sourcesOf.get(id)].every((name) => gone.has(name)) ? "falls" : "weakened"].push(id);
      }
      return load;
    },
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

function weakest(links, bases) {
  return bases[Math.max(...links.map((link) => bases.indexOf(link.basis)))];
}

function byStateAndId(one, other) {
  return STATES.indexOf(one.state) - STATES.indexOf(other.state) || (one.statement < other.statement ? -1 : 1);
}
