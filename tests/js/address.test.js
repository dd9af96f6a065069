import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, writeAddress } from "../../src/cbec_kg/render/explorer/static/address.js";

const DEFAULTS = { lang: "en", view: "graph" };
const VIEWS = ["graph", "list", "matrix"];
const read = (hash) => readAddress(hash, DEFAULTS, VIEWS);

test("what is written reads back", () => {
  const state = { ...read(""), id: "problem-x", lang: "zh", view: "matrix", scope: "only", kinds: ["claim"], roles: ["facet", "echo"], off: ["ref-01", "ref-02"], without: ["inferred"], sections: ["4.2"] };
  assert.deepEqual(read(writeAddress(state, DEFAULTS)), state);
});

test("an unknown view, language or scope gives way to the default", () => {
  const state = read("#view=nothing&lang=de&scope=all");
  assert.deepEqual([state.view, state.lang, state.scope], ["graph", "en", "trace"]);
});

test("no classes at all are not the same as all classes", () => {
  assert.equal(read("#lang=en").kinds, null);
  assert.deepEqual(read("#kinds=").kinds, []);
  assert.deepEqual(read(writeAddress({ ...read(""), kinds: [] }, DEFAULTS)).kinds, []);
});

test("a value given twice counts once", () => {
  assert.deepEqual(read("#off=ref-01,ref-01,,ref-02").off, ["ref-01", "ref-02"]);
});
