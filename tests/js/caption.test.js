import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.matchMedia = () => ({ matches: false, addEventListener: () => {} });
const { linesOf } = await import("../../src/cbec_kg/render/explorer/static/caption.js");
const wide = (text) => text.length;

test("a text is broken between words, and loses only the spaces where it breaks", () => {
  assert.deepEqual(linesOf("one two three four", 9, wide), ["one two", "three", "four"]);
});

test("a word longer than the room has a line of its own", () => {
  assert.deepEqual(linesOf("a immeasurable b", 6, wide), ["a", "immeasurable", "b"]);
});

test("Chinese may break at any character", () => {
  assert.deepEqual(linesOf("撤去甲乙丙丁", 4, wide), ["撤去甲乙", "丙丁"]);
});
