import { folderOf, normalised, stepped, withoutRuns } from "./folding.js";
import { spansWithoutEdges } from "./furniture.js";
import { sha256 } from "./digest.js";

// A reader's own copy of the article: which passages stand in it word for word, proven by their digests, and what they say.
// Nothing of it leaves this page, and nothing of it is kept. Pure.

const LEAST = 0.05;
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

// known: what the page carries, {passages, furniture, folding}; each passage is [locator, section, length, sha256, offset,
// fragment, prefix, suffix]. Returns {name, found, isOther, lacking, of, quote}.
export function ownCopy(name, text, { passages, furniture, folding }) {
  const fold = folderOf(folding);
  const characters = [...text];
  const variants = [() => [[0, characters.length]], () => spansWithoutEdges(characters)].map((spans) => remembered(() => withoutRuns(normalised(characters, fold, spans()), furniture)));
  const order = passages.map(([locator]) => locator);
  const sections = new Map(passages.map(([locator, section]) => [locator, section]));
  const places = new Map();
  for (const passage of passages) {
    const place = placeOf(passage, variants);
    if (place) places.set(passage[0], place);
  }

  function sentence(locator) {
    const place = places.get(locator);
    return place ? shown(characters, place, place.start, place.end) : null;
  }

  function beside(locator, step) {
    const other = order[order.indexOf(locator) + step];
    return other !== undefined && sections.get(other) === sections.get(locator) ? sentence(other) : null;
  }

  return {
    name,
    found: places.size,
    // Two papers share headings, but hardly any sentence.
    isOther: sum([...places.values()].map(({ start, end }) => end - start)) < LEAST * sum(passages.map(([, , length]) => length)),
    of: passages.length,
    lacking: order.filter((locator) => !places.has(locator)),
    // The passage around a fragment: what is before and after the fragment, and the neighbours; null where it is not found.
    quote(locator, fragment) {
      const place = places.get(locator);
      if (!place) return null;
      const at = fragmentAt(place, [...fragment].map(fold).join(""));
      const [from, to] = at ?? [place.start, place.start];
      const part = (start, end) => shown(characters, place, start, end);
      return { previous: beside(locator, -1), before: part(place.start, from), marked: part(from, to), after: part(to, place.end), next: beside(locator, 1) };
    },
  };
}

// Where a passage stands once and no more: {text, offsets, start, end}.
function placeOf([, , length, digest, offset, fragment, prefix, suffix], variants) {
  for (const variant of variants) {
    const { text, offsets } = variant();
    const hits = [];
    for (let at = text.indexOf(fragment); at >= 0; at = text.indexOf(fragment, at + 1)) {
      if (!text.slice(0, at).endsWith(prefix) || !text.startsWith(suffix, at + fragment.length)) continue;
      const start = stepped(text, at, -offset);
      const end = start === null ? null : stepped(text, start, length);
      if (end !== null && sha256(text.slice(start, end)) === digest) hits.push({ text, offsets, start, end });
    }
    if (hits.length) return hits.length === 1 ? hits[0] : null;
  }
  return null;
}

// A fragment within its passage; a figure is not part of a longer one.
function fragmentAt({ text, offsets, start, end }, wanted) {
  for (let at = text.indexOf(wanted, start); wanted && at >= 0 && at + wanted.length <= end; at = text.indexOf(wanted, at + 1)) {
    const next = (one, other) => Math.abs(offsets[one] - offsets[other]) === 1;
    const before = /\d/.test(text[at]) && next(at - 1, at) && /\d[.,]?$/.test(text.slice(Math.max(0, at - 2), at));
    const last = at + wanted.length - 1;
    const after = /\d/.test(text[last]) && next(last, last + 1) && /^[.,]?\d/.test(text.slice(last + 1, last + 3));
    if (!before && !after) return [at, at + wanted.length];
  }
  return null;
}

const SPACED = /\s/;
const UNSPACED = /[^\p{ASCII}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

// The source's own characters of a range on one line: no blanks beside Chinese, where lines are broken anywhere.
function shown(characters, { offsets, end: last }, start, end) {
  let line = "";
  for (let at = start; at < end; at++) {
    if (at > start && offsets[at] === offsets[at - 1]) continue;
    line += characters[offsets[at]];
    if (at + 1 < last && isApart(characters, offsets[at], offsets[at + 1])) line += " ";
  }
  return line;
}

function isApart(characters, one, next) {
  return characters.slice(one + 1, next).some((character) => SPACED.test(character)) && !UNSPACED.test(characters[one]) && !UNSPACED.test(characters[next]);
}

function remembered(work) {
  let known;
  return () => (known ??= work());
}
