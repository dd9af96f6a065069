import assert from "node:assert/strict";
import { test } from "node:test";
import { find, marked, near, plain, searchIndex, soundsLike } from "../../src/cbec_kg/render/explorer/static/search.js";

const KINDS = ["problem", "facet", "claim", "statistic"];
const node = (id, zh, en, more = {}) => ({ id, kind: id.replace("stat-", "statistic-").split("-")[0], zh, en, at: [], facts: [], ...more });
const NODES = [
  node("claim-water", "水质论断", "Water was soft", { at: [["2.p1.s1", "软水泡茶"]], facts: [{ fact: "note", text: { zh: "杯", en: "cups of tea" } }] }),
  node("problem-tea", "茶叶问题", "Tea went stale", { sounds: "cha ye wen ti" }),
  node("stat-cups", "杯数", "Cups", { printed: "1,250.50 杯" }),
];
const ids = (query) => find(searchIndex(NODES), query, KINDS).map((hit) => hit.node.id);

test("labels in both languages, ids, fragments, notes and figures are found", () => {
  assert.deepEqual(ids("茶叶"), ["problem-tea"]);
  assert.deepEqual(ids("WATER soft"), ["claim-water"]);
  assert.deepEqual(ids("软水"), ["claim-water"]);
  assert.deepEqual(ids("stat-cups"), ["stat-cups"]);
});

test("a figure is found with or without its commas and idle zeros, in full-width digits, from its first digit on", () => {
  for (const query of ["1250", "1,250", "１２５０", "1250.5"]) assert.deepEqual(ids(query), ["stat-cups"]);
  assert.deepEqual(ids("250"), []);
});

test("kinds come in their order, and a problem before the claims that mention it", () => {
  assert.deepEqual(ids("tea"), ["problem-tea", "claim-water"]);
});

test("letters spell Chinese by initials from the third on, or by syllables", () => {
  assert.deepEqual(ids("cywt"), ["problem-tea"]);
  assert.deepEqual(ids("wenti"), ["problem-tea"]);
  assert.equal(soundsLike("cy", "cha ye"), false);
  assert.equal(soundsLike("haye", "cha ye"), false);
});

test("one typing error is forgiven where nothing fits otherwise, never in a figure", () => {
  assert.deepEqual(ids("stlae"), ["problem-tea"]);
  assert.deepEqual(ids("1251"), []);
  assert.deepEqual(ids("stlea"), []);
  for (const [word, text, is] of [["stale", "sstale", true], ["stale", "tale", true], ["stale", "stalk", true], ["stale", "sale x", true], ["stale", "slate", false], ["软木泡茶", "用软水泡茶好", true]]) assert.equal(near(word, text), is, `${word} ${text}`);
});

test("nothing is found for nothing", () => {
  assert.deepEqual(ids("  "), []);
  assert.equal(plain("ＡＢ"), "ab");
});

test("what is sought is marked as it is written", () => {
  const shown = (text, query) => marked(text, query).map(([part, is]) => (is ? `[${part}]` : part)).join("");
  assert.equal(shown("about 2,330.48 yuan", "2330"), "about [2,330].48 yuan");
  assert.equal(shown("Tea and team", "tea"), "[Tea] and [tea]m");
  assert.equal(shown("茶叶１２", "12"), "茶叶[１２]");
  assert.equal(shown("nothing", "x"), "nothing");
});
