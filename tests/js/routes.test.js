import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.matchMedia = () => ({ matches: false });
const { routesOf } = await import("../../src/cbec_kg/render/explorer/static/routes.js");

const BOXES = new Map(Object.entries({ a: { column: 0, width: 100, height: 40 }, b: { column: 0, width: 100, height: 40 }, c: { column: 2, width: 100, height: 40 } }));
const SPOTS = new Map(Object.entries({ a: { x: 0, y: 0 }, b: { x: 0, y: 100 }, c: { x: 500, y: 50 } }));

test("a route leaves a box on the side of the other and enters on the near side", () => {
  const [forth, back] = routesOf([{ from: "a", to: "c" }, { from: "c", to: "b" }], BOXES, SPOTS);
  assert.deepEqual([forth.start.x, forth.stop.x], [50, 450]);
  assert.deepEqual([back.start.x, back.stop.x], [450, 50]);
});

test("routes that meet a box at one side have points of their own there, in the order of their other ends", () => {
  const [upper, lower] = routesOf([{ from: "a", to: "c" }, { from: "b", to: "c" }], BOXES, SPOTS);
  assert.ok(upper.stop.y < lower.stop.y);
  assert.equal(upper.stop.y + lower.stop.y, 100);
});

test("boxes of one column are tied outside of it", () => {
  const [route] = routesOf([{ from: "a", to: "b" }], BOXES, SPOTS);
  assert.deepEqual([route.start.x, route.stop.x], [50, 50]);
});
