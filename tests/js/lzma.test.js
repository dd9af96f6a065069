import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";

runInThisContext(readFileSync(new URL("../../src/cbec_kg/render/explorer/static/worker/lzma.js", import.meta.url), "utf8"));
const unlzma = runInThisContext("unlzma");
const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const unpacked = (text) => new TextDecoder().decode(unlzma(bytes(text)));

// Packed by Python's lzma, through `cbec_kg.render.explorer.packing`.
const PACKED = {
  lines: [
    "rRoAAAAeGtv7AVCzSGljSfLOi3krxbYit2cuVhy0w/SWpULE1l+Sv8BkLtiBBOSGQlBxOj9tBrBW71H9JXz2NT9rLHeA7DT29I4nbGlcAPXfGtZs60iJIxeM19MaoD7JzPSzK679MlX/ScXe+Pfw1kiufKlUpRCJ",
    "b3Aq5M+H1K/vfuBeQ0x/7/ehPmkOI7zXPlky6w8pL/zE8dSH9HoaTujCvrQ+FZ47IBKfME33i0yiehOazUZtVQXQM6Ey/3Gph0PtGH7k/xZMoF96+9PebXk89WZX7wTqaNlpq+DyDWUsnoh2YQdmuU1hNMI6bJqm",
    "sXvDD8G05u4ctEbmeNrFn5SrThXKiV36gdyluY/+5RoFfVkzumHHyCxOk9sgpTnQVCabYfRLsAzcyLrbm4qzjpqiG7eg6plGbOGyOI/CQvyYj4LXW5+KjXYvNT7PtBy4/shaePS3xUdFy7hXoezMsm73snYOR0pr",
    "HixXfRi29qSHYPD9x/2L8QFX+VWzXr0ipxwtOxX7gD6eBq6dZiDzaqWwe0aCwXWrPHvfItavigHQ2F4jGNYkYzea34K2w7XC8t3rL8CmKHBwmJZsm9sKDSlJ6dbSPNS3o3mPJN5GtwtSOttUMDSh81ioe6tQqFn/",
    "yMZ+MQ==",
  ].join(""),
  empty: "AAAAAACD//v//8AAAAA=",
  repeated: "uAsAAAB0poA917ZMUAS5rS1DUmHtFgV1M2Sn2xP/+1RAAA==",
};

test("lines of a graph come back as they were packed", () => {
  const lines = Array.from({ length: 120 }, (_, n) => `<https://example.org/${(n * n) % 97}> <https://example.org/p${n % 5}> "${n}" .\n`);
  assert.equal(unpacked(PACKED.lines), lines.join(""));
});

test("nothing comes back as nothing, and what is repeated a thousand times a thousand times", () => {
  assert.equal(unpacked(PACKED.empty), "");
  assert.equal(unpacked(PACKED.repeated), "长".repeat(1000));
});

test("a parcel that points before its beginning is told to be damaged", () => {
  const damaged = bytes(PACKED.lines);
  damaged.set([255, 255, 255, 255], 5);
  assert.throws(() => unlzma(damaged), /damaged/);
});
