// Puts parentheses into chains of subtraction and division, `a - b + c` into `(a - b) + c`: SPARQL computes them from the left,
// the engine's releases up to 0.5.11 from the right. Queries without such a chain stay as they are. Pure.
const TOKEN = new RegExp(
  [
    String.raw`(?<skip>\s+|#[^\n\r]*)`,
    String.raw`(?<operand>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>"{}|^\x60\\\s]*>|[?$][\p{L}\p{N}_]+|@[A-Za-z-]+|\^\^|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<name>[\p{L}\p{N}_][\p{L}\p{N}_.-]*:(?:[\p{L}\p{N}_:.%-]|\\.)*|:(?:[\p{L}\p{N}_:.%-]|\\.)*)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_]*)`,
    String.raw`(?<sign>&&|\|\||[!<>]=|.)`,
  ].join("|"),
  "suy",
);
const BEFORE_EXPRESSION = new Set(["FILTER", "BIND", "HAVING", "BY", "ASC", "DESC", "SELECT", "DISTINCT", "REDUCED"]);
const CLAUSES = new Set(["SELECT", "WHERE", "ORDER", "GROUP", "HAVING", "FILTER", "LIMIT", "OFFSET", "VALUES"]);
const CALLING = new Set(["FILTER", "HAVING", "ORDER", "GROUP"]);
const WITHIN = new Set(["SELECT", "ORDER", "GROUP"]);
const ENDING = new Set(["AS", "IN", "NOT", "SEPARATOR"]);
const STRENGTH = { "+": 1, "-": 1, "*": 2, "/": 2 };

export function leftward(text) {
  const added = [];
  visit(groupsOf(text), false, added);
  added.sort((one, other) => one.at - other.at);
  let made = "";
  let done = 0;
  for (const { at, sign } of added) {
    made += text.slice(done, at) + sign;
    done = at;
  }
  return made + text.slice(done);
}

// Tokens with those in brackets as groups: {kind, word, at, end, items}.
function groupsOf(text) {
  const whole = { items: [] };
  const open = [whole];
  for (const token of tokensOf(text)) {
    if ("([{".includes(token.word)) {
      const group = { ...token, kind: "group", items: [] };
      open.at(-1).items.push(group);
      open.push(group);
    } else if (")]}".includes(token.word)) {
      if (open.length > 1) open.pop().end = token.end;
    } else open.at(-1).items.push(token);
  }
  return whole.items;
}

function* tokensOf(text) {
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return;
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    const word = kind === "word" ? match[0].toUpperCase() : match[0];
    if (kind !== "skip") yield { kind, word, at, end: TOKEN.lastIndex };
  }
}

function visit(items, expression, added) {
  let clause = "";
  let run = [];
  for (const [place, item] of items.entries()) {
    if (CLAUSES.has(item.word)) clause = item.word;
    if (item.items) visit(item.items, item.word === "(" && (expression || startsExpression(items[place - 1], clause)), added);
    const ends = (item.kind === "sign" && !(item.word in STRENGTH) && item.word !== "!") || ENDING.has(item.word);
    if (!ends) run.push(item);
    if (expression && (ends || place === items.length - 1)) bracket(run, added);
    if (ends) run = [];
  }
}

function startsExpression(before, clause) {
  if (!before) return false;
  if (BEFORE_EXPRESSION.has(before.word) || WITHIN.has(clause)) return true;
  return CALLING.has(clause) && (before.kind === "word" || before.kind === "name");
}

// Operands and operators of a run in turn: {at, end, whole} and {operator}; null where they do not alternate.
function partsOf(run) {
  const parts = [];
  for (const item of run) {
    const last = parts.at(-1);
    const sign = item.kind === "sign";
    if (item.word in STRENGTH && last?.whole) parts.push({ operator: item.word });
    else if (sign && "*/".includes(item.word)) return null;
    else if (last && !last.operator) Object.assign(last, { end: item.end, whole: last.whole || !sign });
    else parts.push({ at: item.at, end: item.end, whole: !sign });
  }
  return parts.at(-1)?.whole ? parts : null;
}

function bracket(run, added) {
  const parts = partsOf(run);
  if (!parts) return;
  const terms = [[]];
  const signs = [];
  for (const part of parts) {
    if (STRENGTH[part.operator] === 1) {
      signs.push(part.operator);
      terms.push([]);
    } else terms.at(-1).push(part);
  }
  for (const term of terms) fold(term.filter((part) => !part.operator), term.filter((part) => part.operator).map((part) => part.operator), added);
  fold(terms.map((term) => ({ at: term[0].at, end: term.at(-1).end })), signs, added);
}

// Puts the left side of each further operator into brackets, where computing from the right would give another value.
function fold(operands, operators, added) {
  if (!operators.slice(0, -1).some((operator) => "-/".includes(operator))) return;
  for (const operand of operands.slice(1, -1)) added.push({ at: operands[0].at, sign: "(" }, { at: operand.end, sign: ")" });
}
