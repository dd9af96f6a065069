import assert from "node:assert/strict";
import { test } from "node:test";
import { layersOf } from "../../src/cbec_kg/render/explorer/static/layers.js";

const [SOURCE, CLAIM, PROBLEM, ANSWER] = [0, 1, 2, 3];

// Layers as "column: ids" of families given as {id: column}, linked by "from to".
function layers(columns, links) {
  const families = Object.entries(columns).map(([id, column]) => ({ id, column }));
  const byId = new Map(families.map((family) => [family.id, family]));
  const found = layersOf(families, links.map((link) => link.split(" ").map((id) => byId.get(id))));
  return found.map(({ column, families: members }) => `${column}: ${members.map(({ id }) => id).join(" ")}`);
}

test("sources, claims, problems and countermeasures stand side by side", () => {
  assert.deepEqual(layers({ a: ANSWER, p: PROBLEM, c: CLAIM, s: SOURCE }, ["s c", "c p", "a p"]), ["0: s", "1: c", "2: p", "3: a"]);
});

test("claims that support one another stand one behind the other, the nearest beside the problem", () => {
  assert.deepEqual(layers({ p: PROBLEM, c1: CLAIM, c2: CLAIM, c3: CLAIM }, ["c1 p", "c2 c1", "c3 c2"]), ["1: c3", "1: c2", "1: c1", "2: p"]);
});

test("what a problem leads to stands with the claims on its left", () => {
  assert.deepEqual(layers({ p: PROBLEM, c: CLAIM, a: ANSWER }, ["p c", "a p"]), ["1: c", "2: p", "3: a"]);
});

test("claims on a countermeasure alone stand on its right, their own sources behind them", () => {
  const columns = { p: PROBLEM, a: ANSWER, effect: CLAIM, reason: CLAIM, s: SOURCE, both: SOURCE };
  const links = ["a p", "a effect", "reason a", "s reason", "both effect", "both p"];
  assert.deepEqual(layers(columns, links), ["0: both", "2: p", "3: a", "4: effect reason", "5: s"]);
});

test("a claim as near to a problem as to a countermeasure stays on the left", () => {
  assert.deepEqual(layers({ p: PROBLEM, a: ANSWER, c: CLAIM }, ["c p", "c a"]), ["1: c", "2: p", "3: a"]);
});

test("claims in a circle stand in layers all the same, each once", () => {
  const found = layers({ c1: CLAIM, c2: CLAIM, c3: CLAIM }, ["c1 c2", "c2 c3", "c3 c1", "c1 c1"]);
  assert.deepEqual(found.flatMap((layer) => layer.split(" ").slice(1)).sort(), ["c1", "c2", "c3"]);
});

test("nothing makes no layer", () => {
  assert.deepEqual(layers({}, []), []);
});
