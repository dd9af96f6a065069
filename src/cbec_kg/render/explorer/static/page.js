import { filterOf } from "./filters.js";
import { gradeOf, strongest } from "./grades.js";
import { shortLines, wholeText } from "./wholes.js";
import { textsOf } from "./wording.js";

// What every part of the page is drawn from: the data, the state, and what follows from both. Nothing is drawn here.
export function pageOf(model, asked, { choose, go, copy }) {
  const sources = new Set(model.sources.map((node) => node.id));
  const lacking = { id: asked.id && !model.nodes.has(asked.id) ? asked.id : null, off: asked.off.filter((id) => !sources.has(id)) };
  // A record that the page has not is not selected: a link from an older page leads to the overview, which says so.
  const state = lacking.id ? { ...asked, id: null } : asked;
  const off = state.off.filter((id) => sources.has(id));
  const without = state.without.filter((basis) => model.rules.bases.indexOf(basis) > 0);
  const gone = model.support.withParts(off);
  const withdrawing = off.length > 0 || without.length > 0;
  const outcomes = withdrawing ? model.support.withdraw(off, without) : [];
  const byId = new Map(outcomes.map((outcome) => [outcome.statement, outcome]));
  const grade = remembered((id) => gradeOf(linesLeft(id), model.rules));
  const filter = filterOf(model, state, grade);
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
  const wholeOf = (id, form) => {
    const parts = byId.get(id)?.parts ?? model.support.partsOf(id);
    if (!parts) return null;
    const itself = byId.get(id)?.state ?? (model.support.backed(id) ? "backed" : "unsupported");
    return form(model.phrases[state.lang], model.support.kindOf(id), itself, parts, withdrawing);
  };
  return {
    model,
    state,
    lang: state.lang,
    texts: textsOf(state.lang),
    choose,
    go,
    // The reader's own copy of the article; null without one.
    copy,
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
    grade,
    // One line a source, the strongest of those that are left.
    strongestTo: (id) => strongest(leftFirst(linesTo(id))),
    // What is said of a problem or countermeasure, itself and of its parts: as a sentence, as short lines; empty of others.
    whole: remembered((id) => wholeOf(id, wholeText)),
    wholeLines: remembered((id) => wholeOf(id, (phrases, kind, ...rest) => shortLines(phrases, ...rest)) ?? []),
    // Sources that back parts of a statement directly, each with how many parts, those that are left.
    partsBacked: remembered((id) => partsBackedOf(model, id, linesLeft)),
    // The strongest basis on which a source that is left backs a statement directly; null without any.
    sourcedBy: (id) => bestBasis(linesLeft(id), model.rules),
    shownOfKind: (...kinds) => model.ofKind(...kinds).filter((node) => filter.node(node)),
    withdraw: (id) => go({ off: [...off.filter((other) => other !== id), id] }),
    restore: (id) => go({ off: off.filter((other) => other !== id) }),
  };
}

function partsBackedOf(model, id, linesLeft) {
  const found = new Map();
  for (const { from } of model.incoming(id, "part")) {
    const direct = linesLeft(from).filter((line) => model.rules.direct.includes(line.role));
    for (const source of new Set(direct.map((line) => line.from))) found.set(source, (found.get(source) ?? 0) + 1);
  }
  return found;
}

function bestBasis(lines, rules) {
  const direct = lines.filter((line) => rules.direct.includes(line.role)).map((line) => rules.bases.indexOf(line.basis));
  return direct.length ? rules.bases[Math.min(...direct)] : null;
}

function remembered(work) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, work(key));
    return known.get(key);
  };
}
