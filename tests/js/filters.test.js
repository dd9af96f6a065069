import assert from "node:assert/strict";
import { test } from "node:test";
import { countsOf, filterOf, noFilters } from "../../src/cbec_kg/render/explorer/static/filters.js";

const NODES = [
  { id: "claim-a", kind: "claim", sections: ["1"], verdicts: undefined },
  { id: "claim-b", kind: "claim", sections: ["2"] },
  { id: "ref-1", kind: "reference", sections: [] },
  { id: "stat-1", kind: "statistic", sections: ["2"], verdicts: ["inconsistent", "blamed"] },
];
const LINES = [
  { from: "ref-1", to: "claim-a", role: "statement", basis: "stated" },
  { from: "ref-1", to: "claim-b", role: "context", basis: "inferred" },
];
const MODEL = {
  shownNodes: NODES,
  pointersTo: (id) => (id === "ref-1" ? [{ sections: ["1"] }, { sections: ["2"] }] : []),
  linesTo: (id) => LINES.filter((line) => line.to === id),
  linesFrom: (id) => LINES.filter((line) => line.from === id),
  incoming: () => [],
  outgoing: () => [],
};
const passing = (change) => {
  const filter = filterOf(MODEL, { ...noFilters(), ...change });
  return NODES.filter((node) => filter.node(node)).map((node) => node.id);
};

test("without a choice all records pass", () => {
  assert.equal(passing({}).length, NODES.length);
  assert.equal(filterOf(MODEL, noFilters()).active, false);
});

test("a reference stands in the sections that point to it", () => {
  assert.deepEqual(passing({ sections: ["1"] }), ["claim-a", "ref-1"]);
});

test("role and basis must be those of one and the same link", () => {
  assert.deepEqual(passing({ roles: ["statement"], bases: ["inferred"] }), []);
  assert.deepEqual(passing({ roles: ["context"], bases: ["inferred"] }), ["claim-b", "ref-1"]);
});

test("dimensions narrow together, values of one dimension widen", () => {
  assert.deepEqual(passing({ kinds: ["claim", "statistic"], sections: ["2"] }), ["claim-b", "stat-1"]);
  assert.deepEqual(passing({ verdicts: ["blamed"] }), ["stat-1"]);
});

test("a choice's count is what is left when it alone is chosen of its dimension", () => {
  for (const [dimension, value] of [["kinds", "claim"], ["sections", "2"], ["roles", "context"], ["bases", "stated"], ["verdicts", "inconsistent"]]) {
    const state = { ...noFilters(), sections: dimension === "sections" ? [] : ["2"] };
    const count = countsOf(MODEL, state, dimension).get(value) ?? 0;
    assert.equal(count, passing({ ...state, [dimension]: [value] }).length, dimension);
  }
});
