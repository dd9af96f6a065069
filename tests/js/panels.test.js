import assert from "node:assert/strict";
import { test } from "node:test";
import { standalone } from "../../src/cbec_kg/render/explorer/static/charts.js";
import { letterOf } from "../../src/cbec_kg/render/explorer/static/matrix.js";
import { order } from "../../src/cbec_kg/render/explorer/static/tables.js";

test("a saved drawing has its style where the command puts it", () => {
  assert.equal(standalone("<svg><desc>$&</desc>\n<rect/></svg>", "<i>a</i>"), "<svg><desc>$&</desc>\n<i>a</i>\n<rect/></svg>");
});

test("letters of named sources go on after z", () => {
  assert.deepEqual([0, 1, 25, 26, 27, 51, 52, 701, 702].map(letterOf), ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]);
});

test("unsorted rows keep the order that they are given in", () => {
  const rows = [{ n: 2 }, { n: null }, { n: 1 }];
  const columns = [{ key: "n", value: (row) => row.n }];
  globalThis.document = { documentElement: { lang: "en" } };
  assert.deepEqual(order(rows, columns, undefined), rows);
  assert.deepEqual(order(rows, columns, { key: "n", down: false }).map((row) => row.n), [1, 2, null]);
  assert.deepEqual(order(rows, columns, { key: "n", down: true }).map((row) => row.n), [2, 1, null]);
});
