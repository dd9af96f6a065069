import assert from "node:assert/strict";
import { test } from "node:test";
import { leftward } from "../../src/cbec_kg/render/explorer/static/leftward.js";

const CASES = [
  ["SELECT (10-3-2 AS ?x) {}", "SELECT ((10-3)-2 AS ?x) {}"],
  ["SELECT (?a - ?b + ?c - ?d AS ?x) {}", "SELECT (((?a - ?b) + ?c) - ?d AS ?x) {}"],
  ["SELECT ?y (?a / ?b * ?c AS ?x) {}", "SELECT ?y ((?a / ?b) * ?c AS ?x) {}"],
  ["SELECT (1 - 2 * 3 + 1 AS ?x) {}", "SELECT ((1 - 2 * 3) + 1 AS ?x) {}"],
  ["SELECT (8 - 8 / 2 / 2 - 1 AS ?x) {}", "SELECT ((8 - (8 / 2) / 2) - 1 AS ?x) {}"],
  ["{ BIND(-?a - -?b - ?c AS ?x) }", "{ BIND((-?a - -?b) - ?c AS ?x) }"],
  ["{ FILTER(?a - 1 - 1 > 0 && ?b = ?c - 1) }", "{ FILTER((?a - 1) - 1 > 0 && ?b = ?c - 1) }"],
  ["{ FILTER ex:f(?a - 1 - 1, 2) }", "{ FILTER ex:f((?a - 1) - 1, 2) }"],
  ["{ } ORDER BY DESC(?a - ?b - ?c)", "{ } ORDER BY DESC((?a - ?b) - ?c)"],
  ["{ BIND(xsd:decimal(?a) / COUNT(?b) / 2 AS ?x) }", "{ BIND((xsd:decimal(?a) / COUNT(?b)) / 2 AS ?x) }"],
  ['{ BIND("5"^^xsd:integer - 2 -1 AS ?x) }', '{ BIND(("5"^^xsd:integer - 2) -1 AS ?x) }'],
];
for (const [given, wanted] of CASES) test(`${given} is computed from the left`, () => assert.equal(leftward(given), wanted));

const UNTOUCHED = [
  "SELECT (?a + ?b - ?c AS ?x) {}",
  "SELECT (?a * ?b / ?c AS ?x) {}",
  "SELECT ((?a - ?b) + 1 AS ?x) {}",
  "SELECT (COUNT(*) AS ?n) { ?s ex:a/ex:b/ex:c ?o . ?o (ex:a|^ex:b)*/ex:c+ ?p }",
  'SELECT * { ?s ex:a-b-c "1 - 2 - 3" } # 1 - 2 - 3',
  "SELECT * { ?s <http://example.org/a-b/c/d> ?o VALUES (?a ?b) { (1 2) (-1 -2) } }",
  "SELECT * { FILTER(?a IN (1, -2, -3)) FILTER NOT EXISTS { ?a ex:b/ex:c/ex:d ?e } }",
  "SELECT * { FILTER(",
];
for (const given of UNTOUCHED) test(`${given} stays as it is`, () => assert.equal(leftward(given), given));
