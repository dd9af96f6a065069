import assert from "node:assert/strict";
import { test } from "node:test";
import { confirmed, newRecordOf, nextOpen, openModel, progressOf, search, slug, statementsBefore, stopAfter, stopsOf, suggestId, withState } from "../../src/cbec_kg/render/curator/static/model.js";
import { phrasesOf } from "../../src/cbec_kg/render/curator/static/phrases.js";
import { around, moved, rangeOf, unitsOf } from "../../src/cbec_kg/render/curator/static/selection.js";
import { actOf } from "../../src/cbec_kg/render/curator/static/shortcuts.js";

const record = (file, fields, drafted = false) => ({ file, fields, drafted, line: 1 });
const FORMS = {
  "claims.yaml": { prefixes: ["claim"], fields: [] },
  "citations.yaml": { prefixes: ["citation"], fields: [] },
  "entities.yaml": { prefixes: ["org", "platform", "place", "law", "concept"], fields: [] },
  "indicators.yaml": { prefixes: ["indicator"], fields: [] },
  "statistics.yaml": { prefixes: ["stat"], fields: [] },
};
const STATE = {
  revision: "r1",
  undoable: 0,
  records: {
    "claim-honey": record("claims.yaml", { id: "claim-honey", zh: "蜂蜜多", en: "Much honey" }),
    "citation-01-1": record("citations.yaml", { id: "citation-01-1", reference: "ref-01", at: ["1.p1.s2 多[1]"], note: { zh: "待确认", en: "to be confirmed" } }, true),
    "place-hill": record("entities.yaml", { id: "place-hill", zh: "山", en: "hill" }),
  },
  anchors: { "1.p1.s1": [["claim-honey", 0, 2]], "1.p1.s2": [["citation-01-1", 1, 5]] },
  named: {},
  gaps: [{ kind: "passage", locator: "1.p1.s2", text: "多", start: 0, end: 5 }],
  progress: { 1: { passage: [1, 2], marker: [1, 1] }, 2: { passage: [3, 3] } },
};
const PASSAGES = ["1.p1.s1", "1.p1.s2", "1.p2.s1"].map((locator) => ({ locator, kind: "sentence", section: "1", text: "蜂蜜多。" }));
const model = () => openModel({ passages: PASSAGES, forms: FORMS, state: STATE, paper: {}, cues: {}, named: {} });

test("the keyboard stops at each passage and what stands on it, drafts and gaps are open", () => {
  const stops = stopsOf(model());
  assert.deepEqual(stops.map((stop) => stop.key), ["1.p1.s1", "1.p1.s1 claim-honey", "1.p1.s2", "1.p1.s2 citation-01-1", "1.p1.s2 passage 0 多", "1.p2.s1"]);
  assert.equal(nextOpen(stops, "1.p1.s1").key, "1.p1.s2 citation-01-1");
  assert.equal(nextOpen(stops, "1.p2.s1").key, "1.p1.s2 citation-01-1");
  assert.equal(nextOpen(stops, "1.p1.s1", -1).key, "1.p1.s2 passage 0 多");
});

test("after a row is gone, the next row of its passage is the one to look at", () => {
  const before = stopsOf(model());
  assert.equal(stopAfter(before, before.filter((stop) => stop.key !== "1.p1.s2 citation-01-1"), "1.p1.s2 citation-01-1"), "1.p1.s2 passage 0 多");
  assert.equal(stopAfter(before, before.filter((stop) => stop.type !== "gap"), "1.p1.s2 passage 0 多"), "1.p1.s2 citation-01-1");
});

test("an answer changes and removes records and leaves the others", () => {
  const after = withState(model(), { ...STATE, records: { "claim-honey": null, "claim-new": record("claims.yaml", { id: "claim-new" }) }, anchors: {}, whole: false });
  assert.deepEqual([...after.records.keys()], ["citation-01-1", "place-hill", "claim-new"]);
});

test("progress adds up over kinds and sections", () => {
  assert.deepEqual(progressOf(model(), "1"), [2, 3]);
  assert.deepEqual(progressOf(model()), [5, 6]);
});

test("records are found by id and words of both languages, within the kinds that a field may name", () => {
  assert.deepEqual(search(model(), ["claim"], "much", "zh").map((one) => one.id), ["claim-honey"]);
  assert.deepEqual(search(model(), ["claim", "place"], "蜂蜜", "en").map((one) => one.id), ["claim-honey"]);
  assert.deepEqual(search(model(), ["place"], "honey", "en"), []);
});

test("an id is made of the English words and is not one that is there", () => {
  assert.equal(slug("The bees' honey is sold in the Hills"), "bees-honey-sold-hills");
  assert.equal(suggestId(model(), "claims.yaml", { en: "The honey" }), "claim-honey-2");
  assert.equal(suggestId(model(), "citations.yaml", { reference: "ref-01" }), "citation-01-2");
  assert.equal(suggestId(model(), "statistics.yaml", { indicator: "indicator-honey", period: "2020" }), "stat-honey-2020");
  assert.equal(suggestId(model(), "entities.yaml", { zh: "蜜", en: "honey" }), "concept-honey");
  assert.equal(suggestId(model(), "claims.yaml", { zh: "蜜" }, "1.p1.s2"), "claim-1-p1-s2");
});

test("two words with a sign of equality make a record that a field may name", () => {
  const field = { name: "indicator", prefixes: ["indicator"] };
  assert.deepEqual(newRecordOf(model(), field, "产量 = honey output"), { id: "indicator-honey-output", zh: "产量", en: "honey output" });
  assert.equal(newRecordOf(model(), field, "产量"), null);
  assert.equal(newRecordOf(model(), { name: "reference", prefixes: ["ref"] }, "a = b"), null);
  assert.equal(newRecordOf(model(), { name: "place", prefixes: FORMS["entities.yaml"].prefixes }, "山 = hill").id, "place-hill-2");
});

test("a drafted citation is confirmed by what its sentence is known to state, and only then", () => {
  assert.equal(confirmed(model(), "citation-01-1"), null);
  const near = openModel({ passages: PASSAGES, forms: FORMS, paper: {}, state: { ...STATE, anchors: { "1.p1.s2": [["citation-01-1", 1, 5], ["claim-honey", 0, 2]] } } });
  assert.deepEqual(confirmed(near, "citation-01-1").note, { zh: "蜂蜜多", en: "Much honey" });
});

test("the statements before are those of the sentence before in the same paragraph", () => {
  assert.deepEqual(statementsBefore(model(), "1.p1.s2"), ["claim-honey"]);
  assert.deepEqual(statementsBefore(model(), "1.p2.s1"), []);
  assert.deepEqual(statementsBefore(model(), "1.p1.s1"), []);
});

test("words are picked by character in Chinese and by word or number in Latin text", () => {
  const text = "产蜜12,000吨，Honey jars.";
  assert.deepEqual(unitsOf(text).map(([start, end]) => text.slice(start, end)), ["产", "蜜", "12,000", "吨", "，", "Honey", "jars"]);
  const units = unitsOf(text);
  assert.deepEqual(moved({ from: 0, to: 0 }, "ArrowRight", true, 7), { from: 0, to: 1 });
  assert.deepEqual(moved({ from: 0, to: 1 }, "ArrowRight", false, 7), { from: 2, to: 2 });
  assert.deepEqual(moved({ from: 3, to: 3 }, "End", true, 7), { from: 3, to: 6 });
  assert.equal(moved({ from: 0, to: 0 }, "a", false, 7), null);
  assert.deepEqual(rangeOf(units, { from: 3, to: 2 }), [2, 9]);
  assert.deepEqual(around(units, 3, 5), { from: 2, to: 2 });
});

test("keys of the browser and of other programs are left to them", () => {
  const press = (key, more = {}) => actOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });
  assert.equal(press("c"), "confirm");
  assert.equal(press("ArrowDown"), "down");
  assert.equal(press("c", { ctrlKey: true }), null);
  assert.equal(press("z", { metaKey: true }), "undo");
});

test("texts have places to fill in and a form for one", () => {
  const phrase = phrasesOf({ plain: "a {b}", counted: { one: "{n} gap", other: "{n} gaps" } });
  assert.equal(phrase("plain", { b: 1 }), "a 1");
  assert.equal(phrase("counted", { n: 1 }), "1 gap");
  assert.equal(phrase("counted", { n: 2 }), "2 gaps");
});
