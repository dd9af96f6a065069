import assert from "node:assert/strict";
import { test } from "node:test";
import { textOfBytes, textOfFile } from "../../src/cbec_kg/render/explorer/static/copyfile.js";

const bytes = (...values) => Uint8Array.from(values.flatMap((value) => (typeof value === "string" ? [...new TextEncoder().encode(value)] : value)));

test("UTF-8 with and without a mark, UTF-16 of both orders and GB18030 are read", () => {
  assert.deepEqual(textOfBytes(bytes("茶 tea")), { text: "茶 tea", encoding: "utf-8" });
  assert.deepEqual(textOfBytes(bytes([0xef, 0xbb, 0xbf], "茶")), { text: "茶", encoding: "utf-8" });
  assert.deepEqual(textOfBytes(bytes([0xff, 0xfe, 0x36, 0x83])), { text: "茶", encoding: "utf-16le" });
  assert.deepEqual(textOfBytes(bytes([0xfe, 0xff, 0x83, 0x36])), { text: "茶", encoding: "utf-16be" });
  assert.deepEqual(textOfBytes(bytes([0xb2, 0xe8])), { text: "茶", encoding: "gb18030" });
  assert.equal(textOfBytes(bytes([0x95, 0x32, 0x82, 0x36])).text, "\u{20000}");
});

test("what is no text of an article is refused, each for its reason", () => {
  assert.deepEqual(textOfBytes(bytes("%PDF-1.7 and so on")), { refused: "pdf" });
  assert.deepEqual(textOfBytes(bytes([0x50, 0x4b, 0x03, 0x04], "word/document.xml")), { refused: "document" });
  assert.deepEqual(textOfBytes(bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1])), { refused: "document" });
  assert.deepEqual(textOfBytes(bytes("a", [0], "b")), { refused: "binary" });
  assert.deepEqual(textOfBytes(bytes()), { refused: "empty" });
  assert.deepEqual(textOfBytes(bytes(" \n\t")), { refused: "empty" });
  assert.deepEqual(textOfBytes(bytes([0xff, 0xff, 0xff])), { refused: "encoding" });
});

test("a file of more than 20 MB is not read at all", async () => {
  const file = { size: 20_000_001, arrayBuffer: () => assert.fail("read") };
  assert.deepEqual(await textOfFile(file), { refused: "large" });
});
