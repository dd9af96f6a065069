import assert from "node:assert/strict";
import { test } from "node:test";
import { csvCell, csvText } from "../../src/cbec_kg/render/explorer/static/csv.js";

test("a cell that a spreadsheet would run gets an apostrophe", () => {
  for (const bad of ["=1+1", "+1+1", "-1+1", "@x", "\t=1", "\r=1", " =1", "＝1", "－1+1"]) assert.ok(csvCell(bad).replace(/^"/, "").startsWith("'"), bad);
});

test("numbers stay numbers, the negative too", () => {
  for (const number of ["-3.2", "0", "561.20"]) assert.equal(csvCell(number), number);
  assert.equal(csvCell(7), "7");
});

test("quotes, commas and line breaks are quoted", () => {
  assert.equal(csvCell('a"b,c\nd'), '"a""b,c\nd"');
  assert.equal(csvCell(null), "");
});

test("a table begins with the mark of UTF-8 and ends each row as RFC 4180 does", () => {
  assert.equal(csvText(["一", "b"], [["x", "y"]]), "\ufeff一,b\r\nx,y\r\n");
});
