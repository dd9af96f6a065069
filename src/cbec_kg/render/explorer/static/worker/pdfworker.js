// Runs in a worker, right after PDF.js: the text of a PDF, page by page, with a form feed between two of them.
/* global TABLES, pdfjsLib */
const MOST_PAGES = 3000;

// PDF.js asks for its tables of characters by name; nothing is fetched.
class Tables {
  async fetch({ filename }) {
    if (!Object.hasOwn(TABLES, filename)) throw new Error(`no table ${filename}`);
    return Uint8Array.from(atob(TABLES[filename]), (character) => character.charCodeAt(0));
  }
}

const SETTINGS = { BinaryDataFactory: Tables, cMapUrl: "/", useWorkerFetch: false, useWasm: false, isEvalSupported: false, disableFontFace: true, useSystemFonts: true, verbosity: 0 };

async function textOf(data) {
  const pdf = await pdfjsLib.getDocument({ ...SETTINGS, data }).promise;
  if (pdf.numPages > MOST_PAGES) return { refused: "long" };
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    postMessage({ page: number, of: pdf.numPages });
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: true });
    pages.push(items.map(({ str, hasEOL }) => str + (hasEOL ? "\n" : "")).join(""));
    page.cleanup();
  }
  const text = pages.join("\n\f");
  return text.trim() ? { text, encoding: "pdf" } : { refused: "scanned" };
}

self.onmessage = async ({ data }) => {
  try {
    postMessage(await textOf(data));
  } catch (error) {
    postMessage({ refused: error?.name === "PasswordException" ? "locked" : "damaged" });
  }
};
