// The text of a file that a reader chose or dropped, or why there is none: {text, encoding} or {refused}, a word of the texts.
// Read here; sent nowhere. Pure but for reading.
const MOST = 20_000_000;
const MOST_OF_PDF = 200_000_000;
const SIGNS = [
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["document", [0x50, 0x4b, 0x03, 0x04]],
  ["document", [0xd0, 0xcf, 0x11, 0xe0]],
];
const MARKS = [
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

// `textOfPdf` reads the bytes of a PDF; null where the page carries no reader of PDFs.
export async function textOfFile(file, textOfPdf = null) {
  if (file.size > (textOfPdf ? MOST_OF_PDF : MOST)) return { refused: "large" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (textOfPdf && isPdf(bytes)) return textOfPdf(bytes);
  return bytes.length > MOST ? { refused: "large" } : textOfBytes(bytes);
}

// Some programs put other bytes before the sign.
function isPdf(bytes) {
  return bytes.length > 0 && new TextDecoder("latin1").decode(bytes.subarray(0, 1024)).includes("%PDF-");
}

export function textOfBytes(bytes) {
  if (!bytes.length) return { refused: "empty" };
  const begins = ([, sign]) => sign.every((byte, at) => bytes[at] === byte);
  const [refused] = SIGNS.find(begins) ?? [];
  if (refused) return { refused };
  const [marked] = MARKS.find(begins) ?? [];
  for (const encoding of marked ? [marked] : ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (text.includes("\0")) return { refused: "binary" };
      return text.trim() ? { text, encoding } : { refused: "empty" };
    } catch {
      // not of this encoding
    }
  }
  return { refused: "encoding" };
}
