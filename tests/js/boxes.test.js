import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.matchMedia = () => ({ matches: false });
const { drawBox } = await import("../../src/cbec_kg/render/explorer/static/boxes.js");

const BOX = { id: "a", width: 100, height: 40, lines: ["first line", "second line"] };
const VIEW = {
  theme: { dark: false, surface: "#ffffff", ink: "#000000", muted: "#555555", rule: "#cccccc", face: "sans-serif" },
  look: { shape: "disc", light: "#123456", dark: "#abcdef", size: 12, weight: 400, filled: false },
};

// A canvas that keeps the words written on it.
function canvas() {
  const words = [];
  const context = new Proxy({}, { get: (held, name) => (name === "fillText" ? (text) => words.push(text) : (held[name] ?? (() => undefined))) });
  return { words, context };
}

test("a box shows its lines", () => {
  const { words, context } = canvas();
  drawBox(context, BOX, 0, 0, VIEW);
  assert.deepEqual(words, BOX.lines);
});

test("a box that is too small to read shows its mark alone", () => {
  const { words, context } = canvas();
  drawBox(context, BOX, 0, 0, { ...VIEW, small: true });
  assert.deepEqual(words, []);
});
