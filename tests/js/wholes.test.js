import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { shortLines, wholeText } from "../../src/cbec_kg/render/explorer/static/wholes.js";

const textsOf = (language, view) => JSON.parse(readFileSync(new URL(`../../src/cbec_kg/render/language/${language}/${view}.json`, import.meta.url), "utf8"));
const phrasesOf = (language) => ({ ...textsOf(language, "wholes"), clauses: textsOf(language, "common").clauses });
const count = (number, before, after) => ({ number, before, after });
const NONE = count(0, 0, 0);

test("a headline and its parts are told apart in one sentence", () => {
  const parts = { own: count(8, 3, 0), elsewhere: NONE };
  assert.equal(wholeText(phrasesOf("en"), "problem", "unsupported", parts, true), "its headline was never sourced; of its 8 facets 3 were backed, none is left");
  assert.equal(wholeText(phrasesOf("zh"), "problem", "unsupported", parts, true), "标题所述本身从未有来源；其8项具体表现中原有3项得到来源支撑，现已无一保留");
});

test("facets that are first stated elsewhere have a clause of their own", () => {
  const parts = { own: count(1, 1, 1), elsewhere: count(3, 0, 0) };
  assert.equal(wholeText(phrasesOf("en"), "problem", "backed", parts, false), "its headline is backed; of its 1 facet 1 is backed; of 3 facets first stated elsewhere none is backed");
  assert.equal(wholeText(phrasesOf("en"), "problem", "stands", parts, true), "its headline stands; of its 1 facet 1 was backed, it is left; of 3 facets first stated elsewhere none was backed");
});

test("what has no parts says so by its kind", () => {
  const parts = { own: NONE, elsewhere: NONE };
  assert.equal(wholeText(phrasesOf("en"), "countermeasure", "falls", parts, true), "its headline falls; it has no measures");
  assert.deepEqual(shortLines(phrasesOf("en"), "falls", parts), ["its headline falls"]);
});

test("a box has a short line for each kind of part, with both counts where they differ", () => {
  assert.deepEqual(shortLines(phrasesOf("en"), "unsupported", { own: count(10, 5, 2), elsewhere: count(3, 0, 0) }), ["its headline was never sourced", "5 → 2 of 10 facets backed", "elsewhere: 0 of 3 backed"]);
});
