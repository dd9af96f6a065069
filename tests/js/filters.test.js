import assert from "node:assert/strict";
import { test } from "node:test";
import { countsOf, filterOf, narrows, noFilters } from "../../src/cbec_kg/render/explorer/static/filters.js";

const NODES = [
  { id: "claim-a", kind: "claim", sections: ["1"], verdicts: undefined },
  { id: "claim-b", kind: "claim", sections: ["2"], modality: "recommended" },
  { id: "ref-1", kind: "reference", sections: [] },
  { id: "stat-1", kind: "statistic", sections: ["2"], verdicts: ["inconsistent", "blamed"] },
];
const LINES = [
  { from: "ref-1", to: "claim-a", role: "statement", basis: "stated" },
  { from: "ref-1", to: "claim-b", role: "context", basis: "inferred" },
];
const MODEL = {
  rules: { statements: ["claim", "statistic", "problem"] },
  shownNodes: NODES,
  pointersTo: (id) => (id === "ref-1" ? [{ sections: ["1"] }, { sections: ["2"] }] : []),
  linesTo: (id) => LINES.filter((line) => line.to === id),
  linesFrom: (id) => LINES.filter((line) => line.from === id),
  incoming: () => [],
  outgoing: () => [],
};
const GRADES = { "claim-a": "single", "claim-b": "oblique", "stat-1": "none" };
const grade = (id) => GRADES[id];
const passing = (change) => {
  const filter = filterOf(MODEL, { ...noFilters(), ...change }, grade);
  return NODES.filter((node) => filter.node(node)).map((node) => node.id);
};

test("without a choice all records pass", () => {
  assert.equal(passing({}).length, NODES.length);
  assert.equal(filterOf(MODEL, noFilters(), grade).active, false);
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
  for (const [dimension, value] of [["kinds", "claim"], ["sections", "2"], ["roles", "context"], ["bases", "stated"], ["verdicts", "inconsistent"], ["grades", "oblique"], ["modalities", "recommended"]]) {
    const state = { ...noFilters(), sections: dimension === "sections" ? [] : ["2"] };
    const count = countsOf(MODEL, state, dimension, grade).get(value) ?? 0;
    assert.equal(count, passing({ ...state, [dimension]: [value] }).length, dimension);
  }
});

test("a filter of grades leaves statements of that grade, and what has none goes", () => {
  assert.deepEqual(passing({ grades: ["none"] }), ["stat-1"]);
  assert.deepEqual(passing({ grades: ["single", "oblique"] }), ["claim-a", "claim-b"]);
});

test("a filter of modalities leaves what is said so", () => {
  assert.deepEqual(passing({ modalities: ["recommended"] }), ["claim-b"]);
});

test("one value alone is counted with the other dimensions as they are", () => {
  const filter = filterOf(MODEL, { ...noFilters(), grades: ["none"], sections: ["2"] }, grade);
  assert.deepEqual(NODES.filter((node) => filter.alone("grades", "oblique", node)).map((node) => node.id), ["claim-b"]);
  assert.deepEqual(NODES.filter((node) => filter.alone("grades", "single", node)).map((node) => node.id), []);
});

test("whether anything but kinds narrows", () => {
  assert.equal(narrows({ ...noFilters(), kinds: ["claim"] }), false);
  assert.equal(narrows({ ...noFilters(), modalities: ["recommended"] }), true);
});
