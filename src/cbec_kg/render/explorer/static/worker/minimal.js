// Runs in a worker, before whyrow.js: minimal sufficient sets by deletion, as `cbec_kg.provenance.minimal` finds them. Items are
// numbers in ascending order, later ones are preferably left out; `holds` is asked of some of them, `expired` whether time is over.
/* exported minimalSets */
const MOST_BRANCHES = 20_000;
const ascending = (one, other) => one - other;

// Of each set the members that are needed, and those for which the time did not last.
function minimalSets(items, holds, expired, { most, monotone }) {
  const sets = [];
  const cuts = [];
  const queue = [[]];
  const seen = new Set([""]);
  const full = () => sets.length === most;
  const found = (complete) => ({ sets, complete: complete && monotone });
  while (queue.length) {
    const removed = new Set(queue.shift());
    if (cuts.some((cut) => cut.every((item) => removed.has(item)))) continue;
    if (sets.length && (expired() || seen.size > MOST_BRANCHES)) return found(false);
    let known = sets.find(({ needed }) => needed.every((item) => !removed.has(item)));
    if (!known) {
      const rest = items.filter((item) => !removed.has(item));
      known = full() ? null : minimalSet(rest, holds, expired, monotone);
      if (!known && !(full() && holds(rest))) {
        cuts.push([...removed]);
        continue;
      }
      if (known) sets.push(known);
      if (!known || known.undecided.length) return found(false);
    }
    for (const member of known.needed) {
      const grown = [...removed, member].sort(ascending);
      if (!seen.has(`${grown}`)) {
        seen.add(`${grown}`);
        queue.push(grown);
      }
    }
  }
  return found(true);
}

// A minimal set that suffices, null when all items do not. Where more items may suffice less, each is tried by itself as well.
function minimalSet(items, holds, expired, monotone) {
  if (!holds(items)) return null;
  if (holds([])) return { needed: [], undecided: [] };
  const found = divided([], false, items, holds, expired);
  const needed = found.needed.sort(ascending);
  const all = [...needed, ...found.undecided].sort(ascending);
  if (monotone) return { needed, undecided: found.undecided.sort(ascending) };
  return oneByOne(found.undecided.length || holds(needed) ? all : items, holds, expired);
}

function divided(given, grown, items, holds, expired) {
  if (expired()) return { needed: [], undecided: [...items] };
  if (grown && holds([...given].sort(ascending))) return { needed: [], undecided: [] };
  if (items.length === 1) return { needed: [...items], undecided: [] };
  const middle = items.length >> 1;
  const [first, last] = [items.slice(0, middle), items.slice(middle)];
  const late = divided([...given, ...first], true, last, holds, expired);
  const later = [...late.needed, ...late.undecided];
  const early = divided([...given, ...later], later.length > 0, first, holds, expired);
  return { needed: [...early.needed, ...late.needed], undecided: [...early.undecided, ...late.undecided] };
}

function oneByOne(items, holds, expired) {
  let left = items;
  const needed = new Set();
  for (;;) {
    const open = left.filter((item) => !needed.has(item));
    if (!open.length) return { needed: left, undecided: [] };
    if (expired()) return { needed: left.filter((item) => needed.has(item)), undecided: open };
    const rest = left.filter((item) => item !== open.at(-1));
    if (holds(rest)) {
      left = rest;
      needed.clear(); // what was needed beside the item need not be without it
    } else needed.add(open.at(-1));
  }
}
