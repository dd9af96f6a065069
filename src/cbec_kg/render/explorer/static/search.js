// Finds records by what they are called, print, quote, note and are identified by, in both languages at once: by the rules
// of the command (search/find.py), which one list of expectations holds to the same answers.
const [SAME, TEXT, WORDS, SOUND, ERROR] = [0, 1, 2, 3, 4];
const INITIALS = 3;
const WHOLE = 4;
const LETTERS = 4;
const HAN = 3;
const NOTES = ["note", "definition", "stands_alone"];
const WORD = /(?:(?![\u4e00-\u9fff])\p{L})+/gu;
const RUN = /[\u4e00-\u9fff]+/g;
const IDLE = /(?<![\d.a-z])(\d+)(?:\.0+|(\.\d*?[1-9])0+)(?![\d.])/g;

export function plain(text) {
  const bare = text.normalize("NFKC").toLowerCase().replace(/(?<=\d),(?=\d{3})/g, "");
  return bare.replace(IDLE, (_, before, after) => before + (after ?? ""));
}

// A figure is found from its first digit on.
function positionsOf(text, word) {
  const found = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/\d/.test(word[0]) || !/[\d.]/.test(text[at - 1] ?? "")) found.push(at);
  }
  return found;
}

const holds = (text, word) => positionsOf(text, word).length > 0;

export function searchIndex(nodes) {
  return nodes.map((node) => ({ node, kind: node.kind === "mentioned" ? "problem" : node.kind, fields: fieldsOf(node), sounds: node.sounds ?? "" }));
}

function fieldsOf(node) {
  const called = node.called ?? { zh: node.zh, en: node.en };
  const pointer = node.kind === "citation" || node.kind === "attribution";
  const notes = pointer ? [node] : node.facts.filter((fact) => NOTES.includes(fact.fact) && fact.text).map((fact) => fact.text);
  const texts = [
    ["id", node.id],
    ...(node.kind === "reference" ? [["id", node.zh]] : []),
    ...(node.printed ? [["print", node.printed]] : []),
    ["label", called.zh],
    ["label", called.en],
    ...node.at.map(([, fragment]) => ["fragment", fragment]),
    ...notes.flatMap(({ zh, en }) => [["note", zh], ["note", en]]),
  ];
  return texts.map(([field, text]) => ({ field, text, plain: plain(text) }));
}

// Records that have every word of a text, each with how well it fits and the field that does; by kind, as `order` has them.
export function find(index, query, order) {
  const whole = plain(query).split(/\s+/).filter(Boolean).join(" ");
  if (!whole) return [];
  const words = whole.split(" ");
  const with_ = (fits) => index.map((entry) => ({ ...fits(entry), node: entry.node, kind: entry.kind })).filter((hit) => hit.fit !== undefined);
  let hits = with_((entry) => fitOf(entry, whole, words));
  if (!hits.length && words.some(canErr)) hits = with_((entry) => fitButForAnError(entry, words));
  const best = new Map();
  for (const hit of hits) best.set(hit.kind, Math.min(closeness(hit), best.get(hit.kind) ?? ERROR));
  const place = (kind) => order.indexOf(kind);
  return hits.sort((one, two) => best.get(one.kind) - best.get(two.kind) || place(one.kind) - place(two.kind) || one.fit - two.fit || (one.field === "note") - (two.field === "note"));
}

function fitOf(entry, whole, words) {
  for (const [fit, fits] of [[SAME, (text) => text === whole], [TEXT, (text) => holds(text, whole)]]) {
    const found = entry.fields.find((field) => fits(field.plain));
    if (found) return { fit, field: found.field, text: found.text };
  }
  if (words.every((word) => entry.fields.some((field) => holds(field.plain, word)))) return { fit: WORDS, field: "record", text: entry.node.en };
  if (/^[a-z]+$/.test(whole) && soundsLike(whole, entry.sounds)) return { fit: SOUND, field: "label", text: entry.node.zh };
  return {};
}

function fitButForAnError(entry, words) {
  const missing = words.filter((word) => !entry.fields.some((field) => holds(field.plain, word)));
  if (missing.length !== 1 || !canErr(missing[0])) return {};
  const found = entry.fields.find((field) => near(missing[0], field.plain));
  return found ? { fit: ERROR, field: found.field, text: found.text } : {};
}

function closeness({ fit, field }) {
  if (fit === SAME) return field === "id" || field === "print" ? SAME : TEXT;
  return fit <= WORDS ? TEXT : SOUND;
}

// Letters that spell a part of syllables: each by its initial, or each in full but for the last.
export function soundsLike(word, sounds) {
  return sounds.split("|").some((run) => {
    const parts = run.split(" ").filter(Boolean);
    if (word.length >= INITIALS && parts.map((part) => part[0]).join("").includes(word)) return true;
    return word.length >= WHOLE && parts.some((_, start) => parts.slice(start).join("").startsWith(word));
  });
}

const isAll = (pattern, word) => word.match(pattern)?.[0] === word;
const canErr = (word) => (isAll(WORD, word) && [...word].length >= LETTERS) || (isAll(RUN, word) && word.length >= HAN);

// Something within one typing error: words of an alphabet whole, Chinese with stretches of about its length.
export function near(word, text) {
  if (isAll(WORD, word)) return (text.match(WORD) ?? []).some((found) => withinOne(word, found));
  const lengths = word.length === HAN ? [HAN] : [word.length - 1, word.length, word.length + 1];
  const stretches = (run) => lengths.flatMap((length) => Array.from({ length: Math.max(0, run.length - length + 1) }, (_, at) => run.slice(at, at + length)));
  return (text.match(RUN) ?? []).some((run) => stretches(run).some((one) => withinOne(word, one)));
}

// One letter wrong, missing or too many, or two neighbours changed about.
function withinOne(one, two) {
  if (Math.abs(one.length - two.length) > 1) return false;
  let head = 0;
  while (head < Math.min(one.length, two.length) && one[head] === two[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(one.length, two.length) - head && one.at(-1 - tail) === two.at(-1 - tail)) tail += 1;
  const [left, right] = [one.slice(head, one.length - tail), two.slice(head, two.length - tail)];
  return left.length + right.length <= 1 || (left.length === 1 && right.length === 1) || (left.length === 2 && left === [...right].reverse().join("") && right.length === 2);
}

// The parts of a text as [part, is it what was sought]; they join to the text.
export function marked(text, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const { bare, at } = compared(text);
  const hit = new Array(text.length).fill(false);
  for (const word of words) for (const start of positionsOf(bare, word)) hit.fill(true, at[start], at[start + word.length - 1] + 1);
  const parts = [];
  for (let place = 0; place < text.length; place += 1) {
    if (parts.length && parts.at(-1)[1] === hit[place]) parts.at(-1)[0] += text[place];
    else parts.push([text[place], hit[place]]);
  }
  return parts;
}

// A text as it is compared, with the place in it that each character comes from.
function compared(text) {
  let bare = "";
  const at = [];
  for (let place = 0; place < text.length; place += 1) {
    const isComma = /[,，]/.test(text[place]) && /\d/.test(plain(text[place - 1] ?? "")) && /^\d{3}/.test(plain(text.slice(place + 1, place + 4)));
    const one = isComma ? "" : text[place].normalize("NFKC").toLowerCase();
    bare += one;
    at.push(...Array.from(one, () => place));
  }
  return { bare, at };
}
