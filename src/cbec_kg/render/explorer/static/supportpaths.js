// The support paths of each statement, as the analysis found them, and what is left of them when sources or bases are
// withdrawn; the same definition as `cbec-kg whatif`. A problem or countermeasure has paths of its own, and beside them counts
// of its parts. Nothing is traversed here. Pure.
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
  const partsOf = new Map(statements.filter((id) => rules.wholes.includes(kinds.get(id))).map((id) => [id, []]));
  for (const { kind, from, to } of edges) if (kind === "part") partsOf.get(to)?.push(from);
  const sameAs = sameOf(edges);
  // What goes when sources are withdrawn: they, what is the same in other papers, and what is part of them.
  const goneWith = (sources) => withParts(sources.flatMap((id) => [id, ...(sameAs.get(id) ?? [])]), partOf);
  const elsewhere = new Set(nodes.filter((node) => node.elsewhere).map((node) => node.id));
  const backedBy = new Map();
  for (const [id, sources] of sourcesOf) for (const source of sources) backedBy.set(source, [...(backedBy.get(source) ?? []), id]);

  function outcomeOf(statement, gone, bases) {
    const left = without(statement, bases).filter((path) => !gone.has(path.source));
    const pointers = new Set(left.map((path) => path.pointer));
    const lost = all(statement).filter((path) => !pointers.has(path.pointer));
    const state = !all(statement).length ? "unsupported" : !left.length ? "falls" : lost.length ? "weakened" : "stands";
    return { statement, state, lost, left, parts: null };
  }

  // Of a problem or countermeasure, how many parts were backed and still are: its own, and those that are stated elsewhere.
  function countsOf(id, isLeft) {
    if (!partsOf.has(id)) return null;
    const counts = { own: { number: 0, before: 0, after: 0 }, elsewhere: { number: 0, before: 0, after: 0 } };
    for (const part of partsOf.get(id)) {
      const count = counts[elsewhere.has(part) ? "elsewhere" : "own"];
      count.number += 1;
      count.before += Number(all(part).length > 0);
      count.after += Number(isLeft(part));
    }
    return counts;
  }

  return {
    statements,
    kindOf: (id) => kinds.get(id),
    withParts: goneWith,
    sameAs: (id) => sameAs.get(id) ?? new Set(),
    // Outcomes sorted by state and id: {statement, state, lost, left}, paths sorted by pointer.
    withdraw(sources, bases = []) {
      const gone = goneWith(sources);
      const outcomes = statements.map((id) => outcomeOf(id, gone, bases));
      const left = new Set(outcomes.filter((outcome) => outcome.left.length).map((outcome) => outcome.statement));
      for (const outcome of outcomes) outcome.parts = countsOf(outcome.statement, (part) => left.has(part));
      return outcomes.sort(byStateAndId);
    },
    // Whether a statement itself is backed, and how many parts are, while nothing is withdrawn.
    backed: (id) => all(id).length > 0,
    partsOf: (id) => countsOf(id, (part) => all(part).length > 0),
    // Statements that fall themselves without one source, those that lose something, and wholes of which parts fall.
    loadOf(source) {
      const gone = goneWith([source]);
      const load = { falls: [], weakened: [], parts: [] };
      const falls = (id) => sourcesOf.get(id).size > 0 && [...sourcesOf.get(id)].every((name) => gone.has(name));
      for (const id of new Set([...gone].flatMap((name) => backedBy.get(name) ?? []))) {
        load[falls(id) ? "falls" : "weakened"].push(id);
      }
      for (const [id, parts] of partsOf) if (parts.some(falls)) load.parts.push(id);
      return load;
    },
  };
}

// Whether a statement itself or a part of it loses something that backed it.
export function isChanged({ lost, parts }) {
  return lost.length > 0 || (parts !== null && [parts.own, parts.elsewhere].some(({ before, after }) => after < before));
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

// Which records an exact match, or a chain of them, makes the same, by each of them.
function sameOf(edges) {
  const groups = new Map();
  for (const { from, to } of edges.filter((edge) => edge.kind === "same" && edge.exact)) {
    const joined = new Set([...(groups.get(from) ?? [from]), ...(groups.get(to) ?? [to])]);
    for (const id of joined) groups.set(id, joined);
  }
  return groups;
}

function weakest(links, bases) {
  return bases[Math.max(...links.map((link) => bases.indexOf(link.basis)))];
}

function byStateAndId(one, other) {
  return STATES.indexOf(one.state) - STATES.indexOf(other.state) || (one.statement < other.statement ? -1 : 1);
}
