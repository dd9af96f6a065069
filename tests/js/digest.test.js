import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { sha256 } from "../../src/cbec_kg/render/explorer/static/digest.js";

// The examples of FIPS 180-4 (NIST, SHA256.pdf) and the digest of nothing.
const VECTORS = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ["abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
];

test("the published examples have their published digests", () => {
  for (const [text, digest] of VECTORS) assert.equal(sha256(text), digest);
});

test("texts of every length around a block, Chinese and characters of two units have the digest that Node gives", () => {
  for (let length = 0; length < 140; length++) {
    for (const text of ["a".repeat(length), "茶".repeat(length), "𠮷é".repeat(length)]) assert.equal(sha256(text), createHash("sha256").update(text).digest("hex"));
  }
});
