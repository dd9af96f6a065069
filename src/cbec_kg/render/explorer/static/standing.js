// How the paper stands, in the three numbers of the first screen. Pure.

// {parts, direct}: parts of the diagnosis, that is the facets of its problems that are stated there, and those that a source
// backs directly; {problems, headlines}: the same of the problems themselves.
// {conflicting, causes}: figures that cannot all be true, and the causes that they are put down to; null without an audit.
// {critical}: the source without which most falls, with what falls; null where nothing falls without any one source.
export function standingOf(model) {
  const problems = model.ofKind("problem").map((node) => node.id);
  const facets = problems.flatMap((id) => model.incoming(id, "part").map((edge) => edge.from)).filter((id) => !model.nodes.get(id).elsewhere);
  const direct = (ids) => ids.filter((id) => model.linesTo(id).some((line) => model.rules.direct.includes(line.role))).length;
  const { findings } = model;
  return {
    parts: facets.length,
    direct: direct(facets),
    problems: problems.length,
    headlines: direct(problems),
    conflicting: findings && findings.conflicting,
    causes: findings && findings.causes.length,
    critical: mostCritical(model.sources.map(({ id }) => ({ id, ...model.support.loadOf(id) }))),
  };
}

// By what falls, then what is weakened, then wholes that lose parts, then the name: the order of `cbec_kg.evidence.critical`.
export function mostCritical(loads) {
  const rank = (one) => [-one.falls.length, -one.weakened.length, -one.parts.length];
  const before = (one, other) => {
    const [mine, theirs] = [rank(one), rank(other)];
    const place = mine.findIndex((value, number) => value !== theirs[number]);
    return place < 0 ? (one.id < other.id ? -1 : 1) : mine[place] - theirs[place];
  };
  const first = [...loads].sort(before)[0];
  return first && first.falls.length ? first : null;
}
