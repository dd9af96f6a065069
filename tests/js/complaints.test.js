import assert from "node:assert/strict";
import { test } from "node:test";
import { complaintOf } from "../../src/cbec_kg/render/explorer/static/complaints.js";

const PREFIXES = { ex: "http://ex.example/" };
const complaint = (text, place, expected = "one of \".\", [_]", shift = 0) => complaintOf(text, `error at ${place}: expected ${expected}`, shift, PREFIXES);

test("an update is named by its word, wherever the engine gave up", () => {
  assert.deepEqual(complaint("PREFIX a: <http://insert>\ndelete where { ?s ?p ?o }", "2:10", "CONSTRUCT"), { why: "update", what: "DELETE", line: 2, column: 10, end: false });
  assert.equal(complaint("SELECT ?insert { ?delete ?p 'clear' . drop", "1:43").why, "unfinished");
});

test("an undeclared prefix is named with its line; those declared, known, quoted or commented are not", () => {
  const text = "# a:b\nPREFIX own: <http://x.example/>\nSELECT * { ?s own:a 'q:r', ex:b, _:c ;\n nosuch:thing 1 }";
  assert.deepEqual(complaint(text, "4:14", "one of Prefix not found, ['%']"), { why: "prefix", what: "nosuch:", line: 4, column: 2, end: false });
  assert.equal(complaint("SELECT * { ?s :p ?o }", "1:17", "Prefix not found").what, ":");
});

test("an unfinished query is told by its end and the bracket that is missing", () => {
  assert.deepEqual(complaint("SELECT * {\n ?s ?p (1 2\n\n", "4:1"), { why: "unfinished", what: ")", line: 2, column: 12, end: true });
  assert.deepEqual(complaint("SELECT", "1:7"), { why: "unfinished", what: "", line: 1, column: 7, end: true });
});

test("lines sent after the reader's text are its end", () => {
  assert.deepEqual(complaint("SELECT * { ?s ?p", "2:8"), { why: "unfinished", what: "}", line: 1, column: 17, end: true });
});

test("columns of the first line do not count what was put before it", () => {
  assert.equal(complaint("SELECT * { ?s } # and more", "1:45", "[_]", 30).column, 15);
});

test("the engine's reason is kept where it is in words, and its tokens are not", () => {
  assert.equal(complaint("SELECT ?x { ?s <bad iri> ?o }", "1:25", "IRI parsing failed").what, "IRI parsing failed");
  assert.equal(complaint("SELECT ?x { ?s } ", "1:15", "one of \"$\", GRAPH, ['A' ..= 'Z' | 'a' ..= 'z'], [_]").what, "");
});

test("a text that is no query is told what a query needs", () => {
  assert.equal(complaint("hello # select", "1:6").why, "form");
});

test("complaints about anything but the text are left to others", () => {
  assert.equal(complaintOf("SELECT * {}", "time", 0, PREFIXES), null);
});
