import assert from "node:assert/strict";
import { test } from "node:test";
import { columnEdges, placeBoxes, settle } from "../../src/cbec_kg/render/explorer/static/columns.js";

const GEOMETRY = { width: 1000, margin: 10, gap: 14, farthest: 100, loosest: 44, gaps: [6, 10, 10, 10], heading: 30, columns: [100, 200, 200, 200] };
const box = (id, column, more = {}) => ({ id, column, width: 90, height: 20, rank: 0, ...more });

test("boxes with room stay where they want to be", () => {
  assert.deepEqual(settle([0, 100, 300], [20, 20, 20], 10), [0, 100, 300]);
});

test("boxes that would touch are moved apart about their common middle", () => {
  assert.deepEqual(settle([50, 50], [20, 20], 10), [35, 65]);
  assert.deepEqual(settle([], [], 10), []);
});

test("columns are spread over the width, but not farther apart than allowed", () => {
  assert.deepEqual([...columnEdges(new Set([2, 0]), GEOMETRY)], [[0, 300], [2, 500]]);
  const edges = columnEdges(new Set([0, 1, 2, 3]), GEOMETRY);
  assert.equal(edges.get(1) - (edges.get(0) + 100), edges.get(2) - (edges.get(1) + 200));
});

test("no two boxes overlap and linked ones stand level", () => {
  const boxes = [box("r1", 0), box("r2", 0), box("p1", 2, { rank: 1, width: 200, height: 60 }), box("p2", 2, { rank: 2, width: 200, height: 60 })];
  const links = [{ from: "r1", to: "p2" }, { from: "r2", to: "p1" }];
  const { spots, bandTop } = placeBoxes(boxes, links, GEOMETRY);
  assert.equal(bandTop, null);
  assert.ok(Math.abs(spots.get("r1").y - spots.get("p2").y) < 1e-9);
  for (const one of boxes) {
    for (const other of boxes) {
      if (one === other) continue;
      const apart = Math.abs(spots.get(one.id).y - spots.get(other.id).y) >= (one.height + other.height) / 2 || Math.abs(spots.get(one.id).x - spots.get(other.id).x) >= (one.width + other.width) / 2;
      assert.ok(apart, `${one.id} and ${other.id}`);
    }
  }
});

test("sources linked to nothing stand in a band below", () => {
  const { spots, bandTop } = placeBoxes([box("r1", 0), box("p1", 2, { width: 200 })], [], GEOMETRY);
  assert.ok(bandTop > spots.get("p1").y);
  assert.ok(spots.get("r1").y > bandTop);
});
