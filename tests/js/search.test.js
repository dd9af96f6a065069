import assert from "node:assert/strict";
import { test } from "node:test";
import { findNodes, plain, searchIndex } from "../../src/cbec_kg/render/explorer/static/search.js";

const node = (id, zh, en, more = {}) => ({ id, zh, en, iri: `https://x.example/${id}`, at: [], facts: [], ...more });
const NODES = [
  node("claim-water", "水质论断", "Water was soft", { at: [["2.p1.s1", "软水泡茶"]], facts: [{ text: { zh: "杯", en: "cups of tea" } }] }),
  node("problem-tea", "茶叶问题", "Tea went stale"),
  node("stat-cups", "杯数", "Cups", { printed: "1,250 杯" }),
];
const ids = (query) => findNodes(searchIndex(NODES), query).map((found) => found.id);

test("labels in both languages, ids, fragments, places and figures are found", () => {
  assert.deepEqual(ids("茶叶"), ["problem-tea"]);
  assert.deepEqual(ids("WATER soft"), ["claim-water"]);
  assert.deepEqual(ids("软水"), ["claim-water"]);
  assert.deepEqual(ids("2.p1.s1"), ["claim-water"]);
  assert.deepEqual(ids("stat-cups"), ["stat-cups"]);
});

test("a number is found with or without its commas, and in full-width digits", () => {
  for (const query of ["1250", "1,250", "１２５０"]) assert.deepEqual(ids(query), ["stat-cups"]);
});

test("records named so come before those that only mention it", () => {
  assert.deepEqual(ids("tea"), ["problem-tea", "claim-water"]);
});

test("nothing is found for nothing", () => {
  assert.deepEqual(ids("  "), []);
  assert.equal(plain("ＡＢ"), "ab");
});
