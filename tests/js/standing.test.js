import assert from "node:assert/strict";
import { test } from "node:test";
import { mostCritical, standingOf } from "../../src/cbec_kg/render/explorer/static/standing.js";

const load = (id, falls, weakened = 0, parts = 0) => ({ id, falls: Array(falls).fill("x"), weakened: Array(weakened).fill("x"), parts: Array(parts).fill("x") });

test("the most critical source is that without which most falls, then most is weakened, then most wholes lose parts, then by name", () => {
  assert.equal(mostCritical([load("b", 1), load("a", 2)]).id, "a");
  assert.equal(mostCritical([load("b", 1, 3), load("a", 1, 2, 9)]).id, "b");
  assert.equal(mostCritical([load("b", 1, 2, 1), load("a", 1, 2)]).id, "b");
  assert.equal(mostCritical([load("b", 1), load("a", 1)]).id, "a");
});

test("a source without which nothing falls is not critical", () => {
  assert.equal(mostCritical([load("a", 0, 5)]), null);
  assert.equal(mostCritical([]), null);
});

test("parts of the diagnosis are facets that are stated there; a line that is not direct is no direct evidence", () => {
  const nodes = new Map([["problem-a", {}], ["facet-b", {}], ["facet-c", {}], ["facet-d", { elsewhere: true }]].map(([id, more]) => [id, { id, ...more }]));
  const lines = { "problem-a": [{ role: "cause" }], "facet-b": [{ role: "facet" }], "facet-d": [{ role: "facet" }] };
  const standing = standingOf({
    nodes,
    rules: { direct: ["facet", "headline"] },
    findings: null,
    sources: [],
    ofKind: () => [nodes.get("problem-a")],
    incoming: () => ["facet-b", "facet-c", "facet-d"].map((from) => ({ from })),
    linesTo: (id) => lines[id] ?? [],
  });
  assert.deepEqual(standing, { parts: 2, direct: 1, problems: 1, headlines: 0, conflicting: null, causes: null, critical: null });
});
