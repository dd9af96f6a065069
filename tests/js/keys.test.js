import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestTowards } from "../../src/cbec_kg/render/explorer/static/keys.js";

const SPOTS = new Map(Object.entries({ here: { x: 0, y: 0 }, right: { x: 100, y: 5 }, below: { x: 3, y: 40 }, corner: { x: 60, y: 60 } }));

test("an arrow leads to the nearest box that way", () => {
  assert.equal(nearestTowards(SPOTS, "here", [1, 0]), "right");
  assert.equal(nearestTowards(SPOTS, "here", [0, 1]), "below");
});

test("where there is none that way, the cursor stays", () => {
  assert.equal(nearestTowards(SPOTS, "here", [0, -1]), "here");
});
