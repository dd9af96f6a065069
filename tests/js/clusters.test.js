import assert from "node:assert/strict";
import { test } from "node:test";
import { clustersOf } from "../../src/cbec_kg/render/explorer/static/clusters.js";

// 240 records in 48 sections: a claim, and a problem for each second one; the last claim stands nowhere.
const NODES = Array.from({ length: 240 }, (_, number) => ({
  id: `n${number}`,
  column: number % 3 === 0 ? 2 : 1,
  sections: number === 239 ? [] : [`s${Math.floor(number / 5)}`],
}));
const LINKS = [
  { kind: "support", from: "n1", to: "n0", width: 1, dashes: [1] },
  { kind: "support", from: "n2", to: "n0", width: 1, dashes: [] },
  { kind: "support", from: "n1", to: "n2", width: 1, dashes: [] },
];
const MODEL = {
  nodes: new Map(NODES.map((node) => [node.id, node])),
  sections: Array.from({ length: 48 }, (_, number) => ({ id: `s${number}` })),
  pointersTo: () => [],
  look: { kinds: { claim: { size: 10 }, problem: { size: 12 } } },
};
const { boxes, links, contents } = clustersOf(MODEL, NODES, LINKS, "en");

test("every record stands in one cluster of its column", () => {
  const count = (column) => boxes.filter((box) => box.column === column).reduce((sum, box) => sum + contents.get(box.id).count, 0);
  assert.equal(count(2), 80);
  assert.equal(count(1), 160);
  assert.deepEqual(new Set(boxes.map((box) => box.column)), new Set([1, 2]));
});

test("clusters are few, and follow the text in stretches of about the same size", () => {
  const claims = boxes.filter((box) => box.column === 1 && contents.get(box.id).sections.length);
  assert.ok(claims.length <= 12);
  assert.deepEqual(claims.flatMap((box) => contents.get(box.id).sections), MODEL.sections.map(({ id }) => id));
  assert.deepEqual(claims[0].lines[0], "§ s0 – s3");
});

test("what stands nowhere is counted by itself and leads nowhere", () => {
  const nowhere = boxes.find((box) => !contents.get(box.id).sections.length);
  assert.deepEqual([contents.get(nowhere.id).count, nowhere.lines], [1, ["§ —", "1"]]);
});

test("links between two clusters are one, the wider the more there are; links within are left out", () => {
  assert.equal(links.length, 1);
  assert.deepEqual([links[0].count, links[0].width, links[0].dashes], [2, 2, []]);
});

test("no id has a space, by which routes tell the sides of boxes apart", () => {
  assert.ok(boxes.every((box) => !box.id.includes(" ")));
});
