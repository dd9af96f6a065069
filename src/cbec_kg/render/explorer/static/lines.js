// Breaks a text into lines: Latin words stay whole where they fit, Chinese breaks anywhere but before closing and after opening
// punctuation. Pure; `widthOf` measures.
const WIDE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u2e80-\u303f\uff01-\uff60`;
const CLOSING = String.raw`\p{Pe}\p{Pf}，。、；：！？`;
const PIECE = new RegExp(String.raw`[\p{Ps}\p{Pi}]*(?:(?![${CLOSING}])[${WIDE}]|[^\s${WIDE}]+)?[${CLOSING}]*\s*`, "gu");

export function linesOf(text, room, widthOf, most = Infinity, ending = "") {
  const lines = [""];
  for (const piece of piecesOf(text)) {
    if (lines.at(-1) && widthOf(lines.at(-1) + piece.trimEnd()) > room) lines.push("");
    lines[lines.length - 1] += lines.at(-1) ? piece : piece.trimStart();
    while (lines.length <= most && widthOf(lines.at(-1).trimEnd()) > room && [...lines.at(-1)].length > 1) {
      const head = beginning(lines.at(-1), room, widthOf);
      lines.splice(-1, 1, head, lines.at(-1).slice(head.length));
    }
    if (lines.length > most) return [...lines.slice(0, most - 1).map((line) => line.trimEnd()), endedWith(lines[most - 1], ending, room, widthOf)];
  }
  return lines.map((line) => line.trimEnd());
}

// A line may end after a hyphen, but not after one as in e-commerce.
function piecesOf(text) {
  return text.match(PIECE).flatMap((piece) => piece.split(/(?<=[^\s-]{3}-)(?=\S)/));
}

// As much of the beginning as fits, one character at least.
function beginning(text, room, widthOf) {
  let end = "";
  for (const character of text) {
    if (end && widthOf(end + character) > room) break;
    end += character;
  }
  return end;
}

// A line cut to leave room for … and an ending.
function endedWith(line, ending, room, widthOf) {
  const left = [...line.trimEnd()];
  while (left.length && widthOf(`${left.join("")}…${ending}`) > room) left.pop();
  return `${left.join("").trimEnd()}…${ending}`;
}
