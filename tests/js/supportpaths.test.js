import assert from "node:assert/strict";
import { test } from "node:test";
import { supportOf, withParts } from "../../src/cbec_kg/render/explorer/static/supportpaths.js";

// p rests on a by an inherited link and on b by a stated one, q on b; a and b on ref-1 by one pointer, q on ref-2 by another.
const edge = (from, to, basis = "stated", via) => ({ kind: "support", from, to, basis, role: "statement", ...(via ? { via } : {}) });
const EDGES = [edge("ref-1", "a", "stated", "cite"), edge("a", "p", "inherited"), edge("ref-1", "b", "stated", "cite"), edge("b", "p"), edge("ref-2", "q", "inferred", "cite-2"), edge("b", "q")];
const DATA = {
  nodes: [{ id: "ref-1", kind: "reference" }, { id: "ref-2", kind: "source", part_of: "whole" }, { id: "whole", kind: "source" }, ...["a", "b", "p", "q", "r"].map((id) => ({ id, kind: "claim" }))],
  edges: EDGES,
  paths: { a: { "": [[0]] }, b: { "": [[2]] }, p: { "": [[0, 1]], inherited: [[2, 3]], "inferred inherited": [[2, 3]] }, q: { "": [[2, 5], [4]] } },
  rules: { statements: ["claim"], bases: ["stated", "inherited", "inferred"] },
};
const support = supportOf(DATA);
const stateOf = (id, sources, bases) => support.withdraw(sources, bases).find((outcome) => outcome.statement === id);

test("a statement stands while a path to each of its pointers is left, though by another path", () => {
  assert.equal(stateOf("p", [], []).state, "stands");
  const outcome = stateOf("p", [], ["inherited"]);
  assert.equal(outcome.state, "stands");
  assert.deepEqual(outcome.left.map((path) => path.records), [["ref-1", "cite", "b", "p"]]);
});

test("a statement is weakened when some pointers are lost, and falls when all are", () => {
  assert.deepEqual([stateOf("q", ["ref-1"]).state, stateOf("q", ["ref-1", "ref-2"]).state, stateOf("q", [], ["inferred"]).state], ["weakened", "falls", "weakened"]);
  assert.equal(stateOf("r", ["ref-1"]).state, "unsupported");
});

test("a path is as weak as the weakest of its links", () => {
  assert.equal(stateOf("p", [], []).left[0].basis, "inherited");
});

test("a source that is withdrawn takes its parts with it", () => {
  assert.deepEqual([...withParts(["whole"], new Map([["ref-2", "whole"]]))], ["whole", "ref-2"]);
  assert.deepEqual(support.loadOf("whole"), { falls: [], weakened: ["q"] });
  assert.deepEqual(support.loadOf("ref-1"), { falls: ["a", "b", "p"], weakened: ["q"] });
});
