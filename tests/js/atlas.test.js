import assert from "node:assert/strict";
import { test } from "node:test";
import { atlasOf } from "../../src/cbec_kg/render/explorer/static/atlas.js";

const KINDS = { reference: {}, claim: {}, problem: {} };
const NODES = Array.from({ length: 90 }, (_, number) => ({ id: `n${number}`, kind: number % 3 ? "claim" : "problem", sections: number === 89 ? [] : [`s${Math.floor(number / 10)}`] }));
const SOURCES = [{ id: "ref", kind: "reference", sections: ["s3"] }];
const MODEL = { nodes: new Map([...NODES, ...SOURCES].map((node) => [node.id, node])), sections: Array.from({ length: 9 }, (_, number) => ({ id: `s${number}`, en: `Section ${number}` })), pointersTo: () => [], papers: new Map(), look: { kinds: KINDS } };
const boxes = [...NODES, ...SOURCES].map(({ id, kind }, rank) => ({ id, kind, rank, column: kind === "reference" ? 0 : 1, width: 190, height: 30 + (rank % 3) * 12 }));
const atlas = atlasOf(MODEL, boxes, "en", { width: 900, height: 600 });

test("every record stands in the panel of its section, sources in the first, what stands nowhere in the last", () => {
  assert.deepEqual(atlas.panels.map(({ section }) => section), ["", ...MODEL.sections.map(({ id }) => id), null]);
  assert.equal(atlas.panels.reduce((sum, { count }) => sum + count, 0), boxes.length);
  for (const panel of atlas.panels) {
    for (const id of panel.spots.keys()) {
      const { x, y } = atlas.spots.get(id);
      assert.ok(x > panel.x && x < panel.x + panel.width && y > panel.y + panel.heading && y < panel.y + panel.height);
    }
  }
});

test("panels stand in the order of the text and do not overlap", () => {
  atlas.panels.slice(1).forEach((panel, number) => {
    const before = atlas.panels[number];
    assert.ok(panel.y > before.y || (panel.y === before.y && panel.x >= before.x + before.width));
  });
});

test("records do not overlap, and a panel counts its classes", () => {
  const spots = boxes.map((box) => ({ ...box, ...atlas.spots.get(box.id) }));
  spots.forEach((one, number) => spots.slice(number + 1).forEach((other) => assert.ok(Math.abs(one.x - other.x) >= 190 || Math.abs(one.y - other.y) >= (one.height + other.height) / 2)));
  assert.deepEqual(atlas.panels[1].kinds, [["claim", 6], ["problem", 4]]);
});

test("the map fills its window, wide or high, and is no needle", () => {
  for (const [width, height] of [[1200, 400], [400, 900]]) {
    const found = atlasOf(MODEL, boxes, "en", { width, height });
    const share = found.width / found.height / (width / height);
    assert.ok(share > 0.4 && share < 2.5, `${share}`);
  }
});
