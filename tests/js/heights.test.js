import assert from "node:assert/strict";
import { test } from "node:test";
import { setHeights, settle } from "../../src/cbec_kg/render/explorer/static/heights.js";

const item = (height) => ({ height, near: [] });
const apart = () => 10;

function tie(one, other, at = 0, to = 0) {
  one.near.push({ item: other, at, to });
  other.near.push({ item: one, at: to, to: at });
}

test("items with room stand where they want to", () => {
  assert.deepEqual(settle([0, 100, 300], [item(20), item(20), item(20)], apart), [0, 100, 300]);
});

test("items that would touch are moved apart about their common middle", () => {
  assert.deepEqual(settle([50, 50], [item(20), item(20)], apart), [35, 65]);
  assert.deepEqual(settle([], [], apart), []);
});

test("a chain through three layers stands level", () => {
  const [a, line, b, other] = [item(40), item(0), item(40), item(100)];
  tie(a, line);
  tie(line, b);
  setHeights([[a], [other, line], [b]], apart);
  assert.ok(Math.abs(a.y - line.y) < 1e-6 && Math.abs(b.y - line.y) < 1e-6);
  assert.ok(line.y - other.y >= 60 - 1e-9);
});

test("a box stands beside the part that it is linked to", () => {
  const [whole, box] = [item(200), item(20)];
  tie(whole, box, 80, 0);
  setHeights([[whole], [box]], apart);
  assert.ok(Math.abs(box.y - whole.y - 80) < 1e-6);
});

test("order and spaces are kept, whatever is wanted", () => {
  const [a, b, c, d] = [item(30), item(30), item(30), item(30)];
  tie(a, d);
  tie(b, c);
  setHeights([[a, b], [c, d]], apart);
  assert.ok(b.y - a.y >= 40 - 1e-9 && d.y - c.y >= 40 - 1e-9);
});
