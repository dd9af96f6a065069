import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceTo, pointsOf, routesOf } from "../../src/cbec_kg/render/explorer/static/routes.js";

// Boxes a and b in the first layer, m in the second, c in the third; the line from a to c passes m at height 20.
const box = (width, height) => ({ width, height });
const BOXES = new Map(Object.entries({ a: box(100, 40), b: box(100, 40), m: box(100, 60), c: box(100, 40) }));
const PLACED = {
  spots: new Map(Object.entries({ a: { x: 50, y: 0 }, b: { x: 50, y: 200 }, m: { x: 250, y: 100 }, c: { x: 450, y: 100 } })),
  layers: [{ column: 0, left: 0, right: 100 }, { column: 1, left: 200, right: 300 }, { column: 2, left: 400, right: 500 }],
  layerOf: new Map(Object.entries({ a: 0, b: 0, m: 1, c: 2 })),
  passed: [],
};
const routes = (links, passed = [], moved) => routesOf(links, BOXES, { ...PLACED, passed }, moved);
const heightsWithin = (route, left, right) => new Set(pointsOf(route).filter(({ x }) => x >= left && x <= right).map(({ y }) => y));

test("a line leaves a box on the side of the other and enters on the near side", () => {
  const [forth, back] = routes([{ from: "a", to: "m" }, { from: "m", to: "b" }]);
  assert.deepEqual([forth.start.x, forth.stop.x, forth.into], [100, 200, "left"]);
  assert.deepEqual([back.start.x, back.stop.x, back.into], [200, 100, "right"]);
});

test("a line passes a layer level, at the height kept for it, in either direction", () => {
  for (const link of [{ from: "a", to: "c" }, { from: "c", to: "a" }]) {
    const [route] = routes([link], [[20]]);
    assert.deepEqual(heightsWithin(route, 200, 300), new Set([20]));
  }
});

test("a line rises and falls between layers alone, and never turns back", () => {
  const points = pointsOf(routes([{ from: "a", to: "c" }], [[20]])[0]);
  for (let number = 1; number < points.length; number++) assert.ok(points[number].x >= points[number - 1].x - 1e-9);
  assert.deepEqual([points[0].y, points.at(-1).y], [0, 100]);
});

test("lines that meet a box at one side have points of their own there, in the order of their other ends", () => {
  const [lower, upper] = routes([{ from: "b", to: "m" }, { from: "a", to: "m" }]);
  assert.ok(upper.stop.y < lower.stop.y);
  assert.equal(upper.stop.y + lower.stop.y, 200);
  assert.ok(Math.abs(upper.stop.y - 100) < 30 && Math.abs(lower.stop.y - 100) < 30);
});

test("boxes of one layer are tied beside it", () => {
  const [route] = routes([{ from: "a", to: "b" }]);
  assert.deepEqual([route.start.x, route.stop.x], [100, 100]);
  assert.ok(pointsOf(route).every(({ x }) => x >= 100 && x < 200));
});

test("a line follows a box that was moved, and passes the layers on its way at their heights", () => {
  const spots = new Map(PLACED.spots).set("c", { x: 600, y: 300 });
  const [route] = routesOf([{ from: "a", to: "c" }], BOXES, { ...PLACED, spots, passed: [[20]] }, new Set(["c"]));
  assert.deepEqual([route.stop.x, route.stop.y], [550, 300]);
  assert.deepEqual(heightsWithin(route, 200, 300), new Set([20]));
  const behind = new Map(PLACED.spots).set("c", { x: -300, y: 300 });
  assert.equal(routesOf([{ from: "a", to: "c" }], BOXES, { ...PLACED, spots: behind, passed: [[20]] }, new Set(["c"]))[0].out, "left");
});

test("ids may have spaces", () => {
  const boxes = new Map([["a b", box(10, 10)], ["c right", box(10, 10)]]);
  const placed = { spots: new Map([["a b", { x: 5, y: 0 }], ["c right", { x: 45, y: 0 }]]), layers: [{ left: 0, right: 10 }, { left: 40, right: 50 }], layerOf: new Map([["a b", 0], ["c right", 1]]), passed: [] };
  assert.deepEqual(routesOf([{ from: "a b", to: "c right" }], boxes, placed)[0].stop, { x: 40, y: 0 });
});

test("how far a point lies from a line", () => {
  const line = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }];
  assert.equal(distanceTo(line, { x: 5, y: 3 }), 3);
  assert.equal(distanceTo(line, { x: 14, y: 13 }), 5);
  assert.equal(distanceTo([{ x: 1, y: 1 }, { x: 1, y: 1 }], { x: 1, y: 3 }), 2);
});
