import assert from "node:assert/strict";
import { test } from "node:test";
import { iriOf, literal, turtleText } from "../../src/cbec_kg/render/explorer/static/turtle.js";

test("quotes, backslashes and control characters of a literal are escaped", () => {
  assert.equal(literal('a"b\\c\nd\te\u0001'), '"a\\"b\\\\c\\nd\\te\\u0001"');
});

test("what an IRI may not hold is written in per cent", () => {
  assert.equal(iriOf("https://example.org/a b<c>\"{}|^`\\"), "<https://example.org/a%20b%3Cc%3E%22%7B%7D%7C%5E%60%5C>");
});

test("a note cannot break out of its comment", () => {
  const text = turtleText({ nodes: [], edges: [], lines: [], paper: { iri: "https://example.org/x/a", id: "a" }, notes: ["one\n<x> <y> <z> .\u2028"] });
  assert.equal(text.split("\n")[0], "# one <x> <y> <z> . ");
});
