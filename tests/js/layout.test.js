import assert from "node:assert/strict";
import { test } from "node:test";
import dagre from "@dagrejs/dagre";
import { GEOMETRY } from "../../src/cbec_kg/render/explorer/static/geometry.js";
import { layoutOf } from "../../src/cbec_kg/render/explorer/static/layout.js";
import { pointsOf, routesOf } from "../../src/cbec_kg/render/explorer/static/routes.js";

globalThis.dagre = dagre;
const WIDTHS = [70, 190, 206, 192];

// A curation made by chance, the same for each seed: sources, claims, problems with facets, countermeasures with measures.
function made(seed, size) {
  let state = seed;
  const random = (most) => (state = (state * 48271) % 2147483647) % most;
  const boxes = [];
  const add = (prefix, column, count, whole) => {
    const first = boxes.length;
    for (let number = 0; number < count; number++) {
      boxes.push({ id: `${prefix} ${boxes.length}`, column, rank: boxes.length, height: 24 + random(60), width: whole ? WIDTHS[column] - 16 : WIDTHS[column], whole, indented: Boolean(whole) });
    }
    return boxes.slice(first);
  };
  add("source", 0, 1 + random(size));
  add("claim", 1, random(2 * size));
  for (const problem of add("problem", 2, 1 + random(3))) add("facet", 2, random(size), problem.id);
  for (const answer of add("answer", 3, random(3))) add("measure", 3, random(size), answer.id);
  const links = Array.from({ length: random(6 * size) }, () => ({ from: boxes[random(boxes.length)].id, to: boxes[random(boxes.length)].id, width: 1 })).filter(({ from, to }) => from !== to);
  return { boxes, links };
}

function rectangleOf(box, { x, y }) {
  return { left: x - box.width / 2, right: x + box.width / 2, top: y - box.height / 2, bottom: y + box.height / 2 };
}

function isBehind(points, { left, right, top, bottom }) {
  return points.slice(1).some((to, number) => {
    const from = points[number];
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)) || 1;
    return Array.from({ length: steps + 1 }, (_, step) => step / steps).some((t) => {
      const [x, y] = [from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t];
      return x > left && x < right && y > top && y < bottom;
    });
  });
}

for (let seed = 1; seed <= 60; seed++) {
  test(`curation ${seed}: no line runs behind a box of others, no two boxes overlap, each whole is above its parts`, () => {
    const { boxes, links } = made(seed * 7919, 2 + (seed % 9));
    const placed = layoutOf(boxes, links, GEOMETRY, seed % 2 === 0);
    const byId = new Map(boxes.map((box) => [box.id, box]));
    const rectangles = new Map(boxes.map((box) => [box.id, rectangleOf(box, placed.spots.get(box.id))]));
    for (const route of routesOf(links, byId, placed)) {
      for (const [id, rectangle] of rectangles) if (id !== route.from && id !== route.to) assert.ok(!isBehind(pointsOf(route), rectangle), `${route.from} -> ${route.to} behind ${id}`);
    }
    const all = [...rectangles];
    all.forEach(([id, a], number) => all.slice(number + 1).forEach(([other, b]) => assert.ok(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top, `${id} over ${other}`)));
    for (const box of boxes) if (box.whole) assert.ok(rectangles.get(box.whole).bottom < rectangles.get(box.id).top);
    for (const { left, right, top, bottom } of rectangles.values()) assert.ok(left >= 0 && top >= 0 && right <= placed.width && bottom <= placed.height);
  });
}

test("problems keep the order of the text where that is asked for", () => {
  const boxes = [1, 2, 3].flatMap((n) => [{ id: `s${n}`, column: 0, rank: n, width: 70, height: 30 }, { id: `p${n}`, column: 2, rank: n, width: 206, height: 60 }]);
  const links = [{ from: "s1", to: "p3", width: 1 }, { from: "s2", to: "p1", width: 1 }, { from: "s3", to: "p2", width: 1 }];
  const { spots } = layoutOf(boxes, links, GEOMETRY, true);
  assert.ok(spots.get("p1").y < spots.get("p2").y && spots.get("p2").y < spots.get("p3").y);
  assert.ok(spots.get("s2").y < spots.get("s3").y && spots.get("s3").y < spots.get("s1").y);
});

test("sources that are linked to nothing stand in a band below", () => {
  const { spots, bandTop } = layoutOf([{ id: "r1", column: 0, rank: 0, width: 90, height: 20 }, { id: "p1", column: 2, rank: 1, width: 200, height: 20 }], [], GEOMETRY);
  assert.ok(bandTop > spots.get("p1").y && spots.get("r1").y > bandTop);
});

test("nothing is laid out as nothing", () => {
  const { spots, width, height } = layoutOf([], [], GEOMETRY);
  assert.equal(spots.size, 0);
  assert.ok(Number.isFinite(width) && Number.isFinite(height));
});
