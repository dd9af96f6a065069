import { filterOf } from "./filters.js";
import { gradeOf, strongest } from "./grades.js";
import { textsOf } from "./wording.js";

// What every part of the page is drawn from: the data, the state, and what follows from both. Nothing is drawn here.
export function pageOf(model, state, { choose, go }) {
  const sources = new Set(model.sources.map((node) => node.id));
  const off = state.off.filter((id) => sources.has(id));
  const without = state.without.filter((basis) => model.rules.bases.indexOf(basis) > 0);
  const gone = model.support.withParts(off);
  const lacking = { id: state.id && !model.nodes.has(state.id) ? state.id : null, off: state.off.filter((id) => !sources.has(id)) };
  const withdrawing = off.length > 0 || without.length > 0;
  const outcomes = withdrawing ? model.support.withdraw(off, without) : [];
  const byId = new Map(outcomes.map((outcome) => [outcome.statement, outcome]));
  const filter = filterOf(model, state);
  const stateOf = (id) => (gone.has(id) ? "withdrawn" : (byId.get(id)?.state ?? null));
  const hanging = new Set(withdrawing ? [] : (sources.has(state.id) && model.support.loadOf(state.id).falls) || []);
  const bases = [...without].sort().join(" ");
  // An evidence line may rest on another path when a basis counts no more; `without` gives its basis then.
  const counts = (link) => (link.without && bases in link.without ? link.without[bases] !== null : !without.includes(link.basis));
  // A link is lost when its basis counts no more, or when it carries evidence and nothing is left where it starts.
  const emptied = (link) => (!link.kind || ["support", "line"].includes(link.kind)) && ["withdrawn", "falls"].includes(stateOf(link.from));
  const lost = (link) => withdrawing && (!counts(link) || emptied(link));
  const linesTo = (id) => model.linesTo(id).filter((line) => filter.link(line));
  const linesLeft = (id) => model.linesTo(id).filter((line) => !lost(line)).map((line) => ({ ...line, basis: line.without?.[bases] ?? line.basis }));
  const leftFirst = (lines) => [...lines.filter((line) => !lost(line)), ...lines.filter(lost)];
  return {
    model,
    state,
    lang: state.lang,
    texts: textsOf(state.lang),
    choose,
    go,
    filter,
    withdrawing,
    off,
    // What the address names and the page has not: a record, sources.
    lacking,
    gone,
    without,
    outcomes,
    outcome: (id) => byId.get(id) ?? null,
    stateOf,
    // Whether a record would fall without the source that is selected, while nothing is withdrawn.
    hangsOnSelected: (id) => hanging.has(id),
    hanging: hanging.size,
    lost,
    linesTo,
    linesFrom: (id) => model.linesFrom(id).filter((line) => filter.link(line)),
    grade: (id) => gradeOf(linesLeft(id), model.rules),
    // One line a source, the strongest of those that are left.
    strongestTo: (id) => strongest(leftFirst(linesTo(id))),
    coverage: remembered((id) => coverageOf(model, id, linesLeft)),
    shownOfKind: (...kinds) => model.ofKind(...kinds).filter((node) => filter.node(node)),
    withdraw: (id) => go({ off: [...off.filter((other) => other !== id), id] }),
    restore: (id) => go({ off: off.filter((other) => other !== id) }),
  };
}

// How many facets a problem has, and how many are still backed directly.
function coverageOf(model, id, linesLeft) {
  const facets = model.incoming(id, "part");
  const backed = facets.filter((edge) => linesLeft(edge.from).some((line) => model.rules.direct.includes(line.role)));
  return { facets: facets.length, backed: backed.length };
}

function remembered(work) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, work(key));
    return known.get(key);
  };
}
