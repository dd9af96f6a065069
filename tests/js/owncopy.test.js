import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ownCopy } from "../../src/cbec_kg/render/explorer/static/owncopy.js";

const FOLDING = { same: ["“”–", '""-'], radicals: ["⻓", "长"], invisible: [0xad, 0x200b] };
const passage = (locator, text, fragment, more = {}) => {
  const section = locator.split(".p")[0];
  return [locator, section, [...text].length, createHash("sha256").update(text).digest("hex"), [...text.slice(0, text.indexOf(fragment))].length, fragment, more.prefix ?? "", more.suffix ?? ""];
};
const KNOWN = {
  folding: FOLDING,
  furniture: "苔青等",
  passages: [
    passage("1.p1.s1", "山路窄。", "山路"),
    passage("1.p1.s2", "产值增长14.40%,产量增长4.40%。", "产值"),
    passage("1.p1.s3", "𠮷长在山上。", "长在"),
    passage("2.p1.s1", "Teaisgood.", "Tea"),
  ],
};
const TEXT = "山路\n窄。产值增长 14.40％，产量增长\n4.40%。苔青 等\n𠮷⻓在山上。\n\nTea is\ngood.";
const open = (text) => ownCopy("a.txt", text, KNOWN);

test("passages are found over line breaks, width forms, radicals and page furniture", () => {
  const copy = open(TEXT);
  assert.deepEqual([copy.found, copy.of, copy.lacking, copy.isOther], [4, 4, [], false]);
});

test("a sentence is shown with its fragment marked and its neighbours of the same section", () => {
  assert.deepEqual(open(TEXT).quote("1.p1.s2", "产量增长"), { previous: "山路窄。", before: "产值增长14.40％，", marked: "产量增长", after: "4.40%。", next: "𠮷⻓在山上。" });
  assert.deepEqual(open(TEXT).quote("2.p1.s1", "is good"), { previous: null, before: "Tea ", marked: "is good", after: ".", next: null });
});

test("a figure is marked where it is whole, not within a longer one", () => {
  const { before, marked } = open(TEXT).quote("1.p1.s2", "4.40%");
  assert.deepEqual([before, marked], ["产值增长14.40％，产量增长", "4.40%"]);
});

test("a sentence with one figure changed is lacking, and alone", () => {
  const copy = open(TEXT.replace("14.40", "14.50"));
  assert.deepEqual([copy.found, copy.lacking], [3, ["1.p1.s2"]]);
  assert.equal(copy.quote("1.p1.s2", "产量增长"), null);
  assert.equal(copy.quote("1.p1.s3", "山上").previous, null);
});

test("a passage that stands twice is not claimed for either place", () => {
  assert.deepEqual(open(`${TEXT}\n山路窄。`).lacking, ["1.p1.s1"]);
});

test("running heads at the edges of pages are passed over", () => {
  const pages = ["山路窄。产值增长14.40%，", "产量增长4.40%。", "𠮷长在山上。Tea is good."].map((page, number) => `茶学 ${number + 7}\n${page}\n`);
  assert.deepEqual(open(pages.join("\f")).lacking, []);
});

test("another paper is recognised by its sentences, whatever short heading it shares", () => {
  const other = open("山路很长，茶很好，水也好。");
  assert.deepEqual([other.found, other.isOther], [0, true]);
});
