import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf } from "../../src/cbec_kg/render/explorer/static/lines.js";

const wide = (text) => text.length;

test("a text is broken between words, and loses only the spaces where it breaks", () => {
  assert.deepEqual(linesOf("one two three four", 9, wide), ["one two", "three", "four"]);
});

test("a word longer than the room is broken within", () => {
  assert.deepEqual(linesOf("a immeasurable b", 6, wide), ["a", "immeas", "urable", "b"]);
});

test("Chinese may break at any character", () => {
  assert.deepEqual(linesOf("撤去甲乙丙丁", 4, wide), ["撤去甲乙", "丙丁"]);
});

test("no line begins with closing or ends with opening punctuation", () => {
  for (const room of [3, 4, 5, 6]) {
    for (const line of linesOf("甲乙丙。丁戊（己庚）辛，“壬癸”《子丑》", room, wide)) assert.doesNotMatch(line, /^[，。）”》]|[（“《]$/, `${room}: ${line}`);
  }
});

test("a line may end after a hyphen, but not in e-commerce", () => {
  assert.deepEqual(linesOf("evidence-based", 10, wide), ["evidence-", "based"]);
  assert.deepEqual(linesOf("of e-commerce", 10, wide), ["of", "e-commerce"]);
});

test("what is left over when the lines are full is cut, and an ending stays", () => {
  assert.deepEqual(linesOf("one two three four", 7, wide, 2), ["one two", "three…"]);
  assert.deepEqual(linesOf("annual bulletin on trade", 13, wide, 1, " 2020"), ["annual…  2020".replace("  ", " ")]);
  assert.deepEqual(linesOf("甲".repeat(10_000), 4, wide, 2), ["甲甲甲甲", "甲甲甲…"]);
});

test("there is one line at least, and none wider than the room", () => {
  for (const text of ["", " ", "word ".repeat(40), "長".repeat(50), "《一》（二）、三。".repeat(9), "&amp; <b>"]) {
    const lines = linesOf(text, 9, wide, 3);
    assert.ok(lines.length >= 1 && lines.length <= 3);
    for (const line of lines) assert.ok(line.length <= 9, line);
  }
});
