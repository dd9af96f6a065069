// Refuses queries that want anything but the page's own graph, by the rules of `cbec-kg query`: SERVICE and LOAD are refused,
// FROM may name a graph of the page. Whatever could be read in two ways is refused too. Pure.
const MOST_CHARACTERS = 200_000;
const DEEPEST = 500;
const KEYWORD = /service|load|from/i;
const SUSPECT = /service|load|from|\\u/i;
const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n\r]*)`,
    String.raw`(?<string>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')`,
    String.raw`(?<iri><[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._~%/:@-]*(?:#[A-Za-z0-9._-]*)?>)`,
    String.raw`(?<less><=?(?=\s))`,
    String.raw`(?<variable>[?$][A-Za-z0-9_]+|@[A-Za-z-]+)`,
    String.raw`(?<name>[A-Za-z0-9_.-]*:[A-Za-z0-9_.:%-]*)`,
    String.raw`(?<word>[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<plain>[\s0-9{}()\[\].,;|/^*+!=>&?-])`,
  ].join("|"),
  "sy",
);

// Null where a query may be run, else {line, what, why} with why one of: long, deep, unclear, call, graph.
export function refusal(text, graphs) {
  if (text.length > MOST_CHARACTERS) return { line: 1, what: String(text.length), why: "long" };
  if (nesting(text) > DEEPEST) return { line: 1, what: String(DEEPEST), why: "deep" };
  if (!SUSPECT.test(text)) return null;
  const unescaped = text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/g, (_, short, long) => String.fromCodePoint(Math.min(Number.parseInt(short ?? long, 16), 0x10ffff)));
  for (const version of new Set([text, unescaped])) {
    const found = KEYWORD.test(version) ? readStrictly(version, new Set(graphs)) : null;
    if (found) return found;
  }
  return null;
}

// At least how deep a text nests: its brackets, whatever they stand in, or its longest run of signs.
function nesting(text) {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[{}()[\]]/g)) {
    depth += "{([".includes(bracket) ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  for (const [run] of text.matchAll(/[!+^-][!+^\s-]{50,}/g)) deepest = Math.max(deepest, run.replace(/\s/g, "").length);
  return deepest;
}

function readStrictly(text, graphs) {
  const reader = { graphs, line: 1, prefixes: new Map(), words: ["", ""], expecting: false };
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return { line: reader.line, what: text.slice(from, from + 12).split("\n")[0], why: "unclear" };
    const [kind, found] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    const why = take(reader, kind, found);
    if (why) return { line: reader.line, what: found, why };
    reader.line += found.split("\n").length - 1;
  }
  return null;
}

function take(reader, kind, found) {
  const why = kind === "word" ? takeWord(reader, found) : kind === "iri" || kind === "name" ? takeName(reader, kind, found) : null;
  if (kind === "word" || kind === "name") reader.words = [reader.words[1], kind === "word" ? found.toUpperCase() : found];
  return why;
}

function takeWord(reader, found) {
  const word = found.toUpperCase();
  if (word === "FROM") reader.expecting = true;
  else if (KEYWORD.test(found)) return "call";
  else if (word !== "NAMED") reader.expecting = false;
  return null;
}

function takeName(reader, kind, found) {
  const [prefix, local] = [found.slice(0, found.indexOf(":")), found.slice(found.indexOf(":") + 1)];
  if (kind === "iri" && reader.words[0] === "PREFIX") reader.prefixes.set(reader.words[1], found.slice(1, -1));
  if (kind === "name" && (KEYWORD.test(prefix) || /\.(service|load|from)/i.test(found))) return "call";
  if (!reader.expecting) return null;
  reader.expecting = false;
  const iri = kind === "iri" ? found.slice(1, -1) : `${reader.prefixes.get(`${prefix}:`) ?? "\0"}${local}`;
  return reader.graphs.has(iri) ? null : "graph";
}
