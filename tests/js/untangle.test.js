import assert from "node:assert/strict";
import { test } from "node:test";
import { crossings, untangle } from "../../src/cbec_kg/render/explorer/static/untangle.js";

const item = (...members) => ({ members, fixed: members.length > 1 ? 1 : 0 });
const placesOf = (layers) => new Map(layers.flatMap((items) => items.flatMap(({ members }) => members).map((member, place) => [member, place])));
const count = (layers, ties) => crossings(ties, placesOf(layers));

test("crossings are counted by hand's rule: two pieces whose ends are in opposite orders", () => {
  assert.equal(count([[item("a"), item("b")], [item("c"), item("d")]], [["a", "d"], ["b", "c"]]), 1);
  assert.equal(count([[item("a"), item("b")], [item("c"), item("d")]], [["a", "c"], ["a", "d"], ["b", "d"]]), 0);
});

test("boxes change places until nothing crosses", () => {
  const layers = [[item("a"), item("b"), item("c")], [item("x"), item("y"), item("z")]];
  const ties = [["a", "z"], ["b", "x"], ["c", "y"]];
  untangle(layers, ties);
  assert.equal(count(layers, ties), 0);
});

test("parts change places within their family, below its head", () => {
  const layers = [[item("head", "p", "q")], [item("x"), item("y")]];
  const still = layers[1].map((one) => ({ ...one, still: true }));
  const ties = [["p", "y"], ["q", "x"]];
  untangle([layers[0], still], ties);
  assert.deepEqual(layers[0][0].members, ["head", "q", "p"]);
});

test("what shall keep its place keeps it", () => {
  const layers = [[{ ...item("a"), still: true }, { ...item("b"), still: true }], [item("x"), item("y")]];
  untangle(layers, [["a", "y"], ["b", "x"]]);
  assert.deepEqual(layers.map((items) => items.map(({ members: [one] }) => one)), [["a", "b"], ["y", "x"]]);
});

test("lines that must cross are left as they are", () => {
  const layers = [[item("a"), item("b")], [item("x"), item("y")]];
  const ties = [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"]];
  untangle(layers, ties);
  assert.equal(count(layers, ties), 1);
});

test("an order that no single move makes better is left for one with fewer crossings", () => {
  // p and q stand in a family each; only both families together can change places without a crossing on the way.
  const layers = [[item("a"), item("b")], [item("p"), item("q")], [item("x"), item("y")]];
  const ties = [["a", "q"], ["b", "p"], ["p", "y"], ["q", "x"]];
  untangle(layers, ties);
  assert.equal(count(layers.slice(0, 2), ties.slice(0, 2)) + count(layers.slice(1), ties.slice(2)), 0);
});

test("a line within a layer counts as crossing what leaves the boxes between its ends", () => {
  const fixed = (name) => ({ ...item(name), still: true });
  const layers = [[fixed("s")], [{ members: ["head", "a", "b", "c"], fixed: 1 }]];
  untangle(layers, [["s", "b"]], [["a", "c", "left"]]);
  const order = layers[1][0].members;
  assert.equal(Math.abs(order.indexOf("a") - order.indexOf("c")) === 1 || order.indexOf("b") < Math.min(order.indexOf("a"), order.indexOf("c")), true);
});
