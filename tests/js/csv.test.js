import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { csvCell, csvText, isFormula } from "../../src/cbec_kg/render/explorer/static/csv.js";

const { guarded, free } = JSON.parse(readFileSync(new URL("../cases/csv-cells.json", import.meta.url), "utf8"));

test("a cell that a spreadsheet would run gets an apostrophe, by the rule that the command line shares", () => {
  for (const cell of guarded) assert.ok(csvCell(cell).replace(/^"/, "").startsWith("'"), JSON.stringify(cell));
});

test("texts and numbers stay as they are, the negative too", () => {
  for (const cell of free) assert.equal(isFormula(cell), false, JSON.stringify(cell));
  assert.equal(csvCell(-3.2), "-3.2");
});

test("quotes, commas and line breaks are quoted", () => {
  assert.equal(csvCell('a"b,c\nd'), '"a""b,c\nd"');
  assert.equal(csvCell(null), "");
});

test("a table begins with the mark of UTF-8 and ends each row as RFC 4180 does", () => {
  assert.equal(csvText(["一", "b"], [["x", "y"]]), "\ufeff一,b\r\nx,y\r\n");
});
