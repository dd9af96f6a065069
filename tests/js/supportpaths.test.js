import assert from "node:assert/strict";
import { test } from "node:test";
import { isChanged, supportOf, withParts } from "../../src/cbec_kg/render/explorer/static/supportpaths.js";

// p rests on a by an inherited link and on b by a stated one, q on b; a and b on ref-1 by one pointer, q on ref-2 by another.
const edge = (from, to, basis = "stated", via) => ({ kind: "support", from, to, basis, role: "statement", ...(via ? { via } : {}) });
const EDGES = [edge("ref-1", "a", "stated", "cite"), edge("a", "p", "inherited"), edge("ref-1", "b", "stated", "cite"), edge("b", "p"), edge("ref-2", "q", "inferred", "cite-2"), edge("b", "q")];
const DATA = {
  nodes: [{ id: "ref-1", kind: "reference" }, { id: "ref-2", kind: "source", part_of: "whole" }, { id: "whole", kind: "source" }, ...["a", "b", "p", "q", "r"].map((id) => ({ id, kind: "claim" }))],
  edges: EDGES,
  paths: { a: { "": [[0]] }, b: { "": [[2]] }, p: { "": [[0, 1]], inherited: [[2, 3]], "inferred inherited": [[2, 3]] }, q: { "": [[2, 5], [4]] } },
  rules: { statements: ["claim"], wholes: [], bases: ["stated", "inherited", "inferred"] },
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
  assert.deepEqual(support.loadOf("whole"), { falls: [], weakened: ["q"], parts: [] });
  assert.deepEqual(support.loadOf("ref-1"), { falls: ["a", "b", "p"], weakened: ["q"], parts: [] });
});

// A problem with three facets, f on ref-1, g on ref-2, h on ref-2 and stated elsewhere; the problem itself rests on nothing.
const PROBLEM = {
  nodes: [{ id: "ref-1", kind: "reference" }, { id: "ref-2", kind: "reference" }, { id: "p", kind: "mentioned" }, { id: "f", kind: "facet" }, { id: "g", kind: "facet" }, { id: "h", kind: "facet", elsewhere: true }],
  edges: [edge("ref-1", "f", "stated", "cite"), edge("ref-2", "g", "stated", "cite-2"), edge("ref-2", "h", "inferred", "cite-2"), ...["f", "g", "h"].map((id) => ({ kind: "part", from: id, to: "p", basis: "stated" }))],
  paths: { f: { "": [[0]] }, g: { "": [[1]] }, h: { "": [[2]] } },
  rules: { statements: ["problem", "facet"], wholes: ["problem"], bases: ["stated", "inherited", "inferred"] },
};

test("what backs a facet backs its problem not, whose facets are counted apart from those stated elsewhere", () => {
  const whole = supportOf(PROBLEM);
  const outcomeOf = (sources, bases) => whole.withdraw(sources, bases).find(({ statement }) => statement === "p");
  const { state, parts } = outcomeOf(["ref-2"], []);
  assert.deepEqual([state, parts], ["unsupported", { own: { number: 2, before: 2, after: 1 }, elsewhere: { number: 1, before: 1, after: 0 } }]);
  assert.deepEqual(outcomeOf([], ["inferred"]).parts.elsewhere, { number: 1, before: 1, after: 0 });
  assert.deepEqual([isChanged(outcomeOf(["ref-2"], [])), isChanged(outcomeOf([], []))], [true, false]);
  assert.deepEqual(whole.loadOf("ref-1"), { falls: ["f"], weakened: [], parts: ["p"] });
});
