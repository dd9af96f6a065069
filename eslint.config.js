// Checks the page's scripts and their tests: undefined and unused names, and that text is only ever inserted as text.
import js from "@eslint/js";

const named = (...names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
const BOTH = named("AbortController", "Blob", "DecompressionStream", "Response", "TextDecoder", "TextEncoder", "URL", "URLSearchParams", "atob", "clearTimeout", "performance", "setTimeout");
const PAGE = named(
  "CSS", "DOMParser", "HTMLElement", "Image", "Node", "OffscreenCanvas", "Path2D", "ResizeObserver", "Worker", "XMLSerializer",
  "addEventListener", "cancelAnimationFrame", "dagre", "document", "fetch", "getComputedStyle", "getSelection", "innerHeight", "innerWidth",
  "localStorage", "location", "matchMedia", "navigator", "print", "removeEventListener", "requestAnimationFrame", "scrollTo",
  "vis", "window",
);
const AS_TEXT = "Make elements with dom.js: text enters as text.";

export default [
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-control-regex": "off",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property, message: AS_TEXT }))],
    },
  },
  { files: ["src/**/*.js"], languageOptions: { globals: { ...BOTH, ...PAGE } } },
  { files: ["src/**/worker/*.js"], languageOptions: { sourceType: "script", globals: { ...BOTH, ...named("WebAssembly", "postMessage", "self") } } },
  { files: ["tests/js/*.js"], languageOptions: { globals: BOTH } },
];
