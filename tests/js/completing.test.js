import assert from "node:assert/strict";
import { test } from "node:test";

import { offersFor } from "../../src/cbec_kg/render/explorer/static/completing.js";
import { answerIn } from "../../src/cbec_kg/render/explorer/static/service.js";

const NAMES = ["cbec:Claim", "cbec:Problem", "cbec:problemStatus", "rdfs:label", "skos:prefLabel"];
const RECORDS = [{ id: "problem-roads", note: "Roads", iri: "https://example.org/problem-roads" }];

function offered(text) {
  return offersFor(text, text.length, NAMES, RECORDS).map((offer) => offer.insert);
}

test("a name is completed by its beginning, with or without its prefix", () => {
  assert.deepEqual(offered("SELECT * { ?s a cbec:Pr"), ["cbec:Problem", "cbec:problemStatus"]);
  assert.deepEqual(offered("SELECT * { ?s lab"), ["rdfs:label"]);
});

test("a record is completed to its IRI, by a part of its id", () => {
  assert.deepEqual(offered("DESCRIBE roa"), ["<https://example.org/problem-roads>"]);
  assert.deepEqual(offered("DESCRIBE <roa"), ["<https://example.org/problem-roads>"]);
});

test("a variable is completed from those of the query", () => {
  assert.deepEqual(offered("SELECT ?problem ?name { ?pr"), ["?problem"]);
});

test("nothing is offered in a string, for a letter, or for what is whole", () => {
  assert.deepEqual(offered('SELECT * { ?s ?p "cbec:Pr'), []);
  assert.deepEqual(offered("SELECT * { ?s c"), []);
  assert.deepEqual(offered("SELECT * { ?s a cbec:Claim"), []);
});

test("answers of an endpoint are read as those of the engine", () => {
  const bindings = [{ a: { type: "uri", value: "x:a" } }, {}];
  const select = answerIn(JSON.stringify({ head: { vars: ["a", "b"] }, results: { bindings } }), "application/sparql-results+json", 2);
  assert.deepEqual(select.rows, [[{ type: "uri", value: "x:a" }, null], [null, null]]);
  assert.deepEqual(answerIn(JSON.stringify({ head: { vars: [] }, results: { bindings } }), "application/sparql-results+json", 1), { over: 2 });
  assert.equal(answerIn('{"head":{},"boolean":true}', "application/sparql-results+json", 1).truth, true);
  const lines = '<x:a> <x:b> "茶 \\"c\\" > d"@zh .\n_:n <x:b> "1"^^<x:int> .\n<x:a> <x:b> "plain" .\n';
  assert.deepEqual(answerIn(lines, "application/n-triples", 9).rows, [
    [{ type: "uri", value: "x:a" }, { type: "uri", value: "x:b" }, { type: "literal", value: '茶 "c" > d', "xml:lang": "zh" }],
    [{ type: "bnode", value: "n" }, { type: "uri", value: "x:b" }, { type: "literal", value: "1", datatype: "x:int" }],
    [{ type: "uri", value: "x:a" }, { type: "uri", value: "x:b" }, { type: "literal", value: "plain" }],
  ]);
});
