// What is wrong with a query that the engine could not read: {why, line, column, what}, the place in the reader's own text. The
// engine lists every token that could follow; what helps is the word that is not allowed, the prefix, the bracket. Pure.
const PIECE = /(<[^<>\s]*>)|#[^\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
const UPDATE = /(?<![?$\w:.-])(?:insert|delete|clear|drop|create|copy|move|add|with)(?![\w:.-])/i;
const FORM = /(?<![?$\w:.-])(?:select|ask|construct|describe)(?![\w:.-])/i;
const CLOSING = { "{": "}", "(": ")", "[": "]" };

// Null where the engine complains of something else than the query's text; `shift` characters of the first line are not the
// reader's, `prefixes` are known without being declared.
export function complaintOf(text, message, shift, prefixes) {
  const found = /^error at (\d+):(\d+): expected ([^]*)/.exec(message);
  if (!found) return null;
  const place = placeIn(text, Number(found[1]), Number(found[2]) - (found[1] === "1" ? shift : 0));
  const plain = text.replace(PIECE, (piece) => piece.replace(/[^\n]/g, " "));
  const outside = outsideOf(plain);
  const update = UPDATE.exec(outside);
  if (update) return { ...place, why: "update", what: update[0].toUpperCase() };
  if (!FORM.test(outside)) return { ...place, why: "form", what: "" };
  const lacking = found[3].includes("Prefix not found") && undeclared(text, plain, prefixes);
  if (lacking) return lacking;
  if (place.end) {
    const open = openIn(plain);
    if (open || !plain.includes("{")) return { ...place, why: "unfinished", what: open };
  }
  return { ...place, why: "unread", what: reasonIn(found[3]) };
}

// A place never lies behind the end of the text, whatever was sent after it.
function placeIn(text, line, column) {
  const lines = text.trimEnd().split("\n");
  const last = { line: lines.length, column: [...lines.at(-1)].length + 1 };
  const end = line > last.line || (line === last.line && column >= last.column);
  return end ? { ...last, end } : { line, column: Math.max(1, column), end };
}

function outsideOf(plain) {
  let depth = 0;
  return [...plain].map((character) => {
    depth += (character === "{") - (character === "}");
    return depth > 0 ? " " : character;
  }).join("");
}

function undeclared(text, plain, prefixes) {
  const declared = new Set([...text.matchAll(/\bprefix\s+([\p{L}\w.-]*):/giu)].map(([, name]) => name));
  for (const { 1: name, index } of plain.matchAll(/(?<![?$\p{L}\w:.-])([\p{L}\w.-]*):/gu)) {
    if (name === "_" || declared.has(name) || Object.hasOwn(prefixes, name)) continue;
    const before = plain.slice(0, index).split("\n");
    return { why: "prefix", what: `${name}:`, line: before.length, column: [...before.at(-1)].length + 1, end: false };
  }
  return null;
}

// The bracket that closes the one that was opened last and is open still; empty where all are closed.
function openIn(plain) {
  const open = [];
  for (const [bracket] of plain.matchAll(/[{}()[\]]/g)) {
    if (bracket in CLOSING) open.push(CLOSING[bracket]);
    else if (open.at(-1) === bracket) open.pop();
  }
  return open.at(-1) ?? "";
}

// Words among the tokens that the engine expects: its reason for refusing what fits the grammar.
function reasonIn(expected) {
  return /[A-Z][A-Za-z]*(?: [A-Za-z]+){2,}/.exec(expected)?.[0] ?? "";
}
