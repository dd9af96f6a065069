import assert from "node:assert/strict";
import { test } from "node:test";
import { bound, csvText, jsonText, oneLine, prefixed, recordOf, shortName, triplesText } from "../../src/cbec_kg/render/explorer/static/answers.js";

const uri = (value) => ({ type: "uri", value });
const text = (value, more = {}) => ({ type: "literal", value, ...more });
const NAMES = { base: "https://a.example/", term: "https://a.example/ontology#", prefixes: { ex: "http://ex.example/" } };

test("CSV quotes commas, quotes and line ends, and leaves unbound cells empty", () => {
  const rows = [[text('a "b", c'), null], [text("two\nlines"), uri("http://x/")]];
  assert.equal(csvText({ form: "select", columns: ["a", "b"], rows }), 'a,b\n"a ""b"", c",\n"two\nlines",http://x/\n');
});

test("a single empty cell is quoted, so that its row can be told from none", () => {
  assert.equal(csvText({ form: "select", columns: ["a"], rows: [[null]] }), 'a\n""\n');
});

test("JSON leaves unbound variables out of a row", () => {
  const found = JSON.parse(jsonText({ form: "select", columns: ["a", "b"], rows: [[text("x", { "xml:lang": "zh" }), null]] }));
  assert.deepEqual(found, { head: { vars: ["a", "b"] }, results: { bindings: [{ a: { type: "literal", value: "x", "xml:lang": "zh" } }] } });
});

test("triples are written once each, sorted, with their escapes", () => {
  const row = [uri("http://s/"), uri("http://p/"), text('a"\n\\', { "xml:lang": "en" })];
  const other = [{ type: "bnode", value: "b" }, uri("http://p/"), text("1", { datatype: "http://d/" })];
  assert.equal(triplesText({ rows: [other, row, row] }), '<http://s/> <http://p/> "a\\"\\n\\\\"@en .\n_:b <http://p/> "1"^^<http://d/> .\n');
});

test("records, terms and known namespaces have short names", () => {
  assert.equal(shortName(uri("https://a.example/paper/ref-1"), NAMES), "ref-1");
  assert.equal(shortName(uri("https://a.example/ontology#Claim"), NAMES), "cbec:Claim");
  assert.equal(shortName(uri("http://ex.example/x"), NAMES), "ex:x");
  assert.equal(shortName(text("https://a.example/paper/ref-1"), NAMES), "https://a.example/paper/ref-1");
  assert.equal(recordOf("https://a.example/paper", NAMES.base), "");
});

test("values are bound by a trailing block", () => {
  assert.equal(bound("SELECT ?s {}\n", { s: "http://x/" }), "SELECT ?s {}\nVALUES (?s) { (<http://x/>) }");
  assert.equal(bound("SELECT ?s {}\n", {}), "SELECT ?s {}\n");
});

test("only prefixes that are used undeclared are declared", () => {
  const known = { ex: "http://ex.example/", no: "http://no.example/" };
  assert.equal(prefixed("ASK { ex:a ?p ?o }", known), "PREFIX ex: <http://ex.example/> ASK { ex:a ?p ?o }");
  assert.equal(prefixed("PREFIX ex: <http://mine/> ASK { ex:a ?p ?o }", known), "PREFIX ex: <http://mine/> ASK { ex:a ?p ?o }");
});

test("a complaint takes one line and counts from the reader's own first character", () => {
  assert.equal(oneLine("error at 1:40: expected\n  x", 30), "error at 1:10: expected x");
  assert.equal(oneLine("error at 2:40: expected", 30), "error at 2:40: expected");
  assert.equal(oneLine("x".repeat(400), 0).length, 300);
});
