import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { refusal } from "../../src/cbec_kg/render/explorer/static/guard.js";

// The same cases are put to the command's own rules in test_doors.py.
const cases = JSON.parse(readFileSync(new URL("../cases/queries/refusals.json", import.meta.url), "utf8"));
const GRAPHS = ["http://graph.example/a"];

for (const { query, refused } of cases) {
  test(`${query} is ${refused ? "refused" : "let through"}`, () => assert.equal(refusal(query, GRAPHS) !== null, refused));
}

test("the line of what is refused is told", () => {
  assert.deepEqual(refusal("SELECT *\n{\n SERVICE <http://x/> {} }", GRAPHS), { line: 3, what: "SERVICE", why: "call" });
});

test("long and deep queries are refused", () => {
  assert.equal(refusal(" ".repeat(200_001), GRAPHS).why, "long");
  assert.equal(refusal("(".repeat(501), GRAPHS).why, "deep");
  assert.equal(refusal("!".repeat(501), GRAPHS).why, "deep");
  assert.equal(refusal("(".repeat(500), GRAPHS), null);
});
