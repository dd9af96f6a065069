import assert from "node:assert/strict";
import { test } from "node:test";
import { readAsked, writeAsked } from "../../src/cbec_kg/render/explorer/static/asked.js";

const QUERIES = [{ name: "teas", text: "SELECT ?tea {}\n", parameters: [{ name: "tea", meaning: "a tea" }] }];

test("a shipped query is named with its parameters and read back", () => {
  const asked = { name: "teas", text: "SELECT ?tea {}\n", values: { tea: "tea-1" } };
  assert.equal(writeAsked(asked, QUERIES), "teas?tea=tea-1");
  assert.deepEqual(readAsked("teas?tea=tea-1", QUERIES), asked);
});

test("a shipped query that was changed is a query of one's own", () => {
  assert.equal(writeAsked({ name: "teas", text: "SELECT ?cup {}", values: { tea: "tea-1" } }, QUERIES), "SELECT ?cup {}");
});

test("a text with a question mark is no name with parameters", () => {
  assert.deepEqual(readAsked("SELECT ?tea {}", QUERIES), { name: "", text: "SELECT ?tea {}", values: {} });
});

test("a parameter that the query does not have is left out", () => {
  assert.deepEqual(readAsked("teas?cup=1&tea=", QUERIES).values, {});
});
