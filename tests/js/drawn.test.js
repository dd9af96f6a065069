import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnOf } from "../../src/cbec_kg/render/explorer/static/drawn.js";

const LOOK = {
  kinds: { reference: { column: 0, width: 70 }, claim: { column: 1, width: 190 }, problem: { column: 2, width: 206 }, other: { column: 1, width: 190 } },
  strokes: { support: { light: "#111111", dark: "#eeeeee", width: 1, direct: 2 }, line: { light: "#111111", dark: "#eeeeee", width: 1, direct: 2 }, other: { light: "#222222", dark: "#dddddd", width: 1.2, direct: 1.2 } },
  dashes: { stated: [], inherited: [8, 4], inferred: [1.5, 4] },
};
const RULES = { roles: ["headline", "context"], bases: ["stated", "inherited", "inferred"], direct: ["headline"] };
const data = (edges, lines = []) => ({
  nodes: [{ id: "ref", kind: "reference" }, { id: "c", kind: "claim" }, { id: "p", kind: "problem" }, { id: "x", kind: "concept" }, { id: "mine", kind: "other", color: "#ff0000" }],
  edges, lines, look: LOOK, rules: RULES,
});
const support = (from, to, role, basis) => ({ kind: "support", from, to, role, basis });

test("what no picture shows is left out, with its links, and so are parts", () => {
  const { nodes, edges } = drawnOf(data([support("x", "p", "headline", "stated"), { kind: "part", from: "c", to: "p", basis: "stated" }]));
  assert.deepEqual(nodes.map(({ id, column, rank }) => [id, column, rank]), [["ref", 0, 0], ["c", 1, 1], ["p", 2, 2], ["mine", 1, 3]]);
  assert.deepEqual(edges, []);
});

test("of the links of a pair the one with the strongest role and basis comes first, and each comes once", () => {
  const given = [support("c", "p", "context", "stated"), support("c", "p", "headline", "inferred"), support("c", "p", "headline", "stated"), support("c", "p", "headline", "stated")];
  assert.deepEqual(drawnOf(data(given)).edges.map(({ role, basis, width, dashes }) => [role, basis, width, dashes]), [["headline", "stated", 2, []], ["headline", "inferred", 2, [1.5, 4]], ["context", "stated", 1, []]]);
});

test("evidence lines are drawn to problems alone", () => {
  const line = (to) => ({ from: "ref", to, role: "headline", basis: "stated", via: ["cite"] });
  assert.deepEqual(drawnOf(data([], [line("c"), line("p")])).edges.map(({ kind, to }) => [kind, to]), [["line", "p"]]);
});

test("an evidence line to a facet is drawn to its problem, thin, as a line of a part", () => {
  const { nodes, edges, ...rest } = data([{ kind: "part", from: "f", to: "p", basis: "stated" }], [{ from: "ref", to: "f", role: "headline", basis: "stated", via: ["cite"] }]);
  const drawn = drawnOf({ ...rest, nodes: [...nodes, { id: "f", kind: "facet" }], edges });
  assert.deepEqual(drawn.edges.map(({ kind, from, to, part, width }) => [kind, from, to, part, width]), [["line", "ref", "p", "f", 1]]);
  assert.equal(drawn.nodes.find(({ id }) => id === "p").sublines, 2);
});

test("an edge that a user added has the look that the user gave it", () => {
  const { edges } = drawnOf(data([{ kind: "other", from: "mine", to: "p", basis: "stated", color: "red", width: 3, dashes: [2, 2] }, { kind: "other", from: "mine", to: "c", basis: "stated" }]));
  assert.deepEqual(edges.map(({ to, light, dark, width, dashes }) => [to, light, dark, width, dashes]), [["c", "#222222", "#dddddd", 1.2, []], ["p", "red", "red", 3, [2, 2]]]);
});
