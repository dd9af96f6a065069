// A text that can be compared, with a map back to the source: as `cbec_kg.text.normalise` folds it, by the tables that the page
// carries. Pure.

const SPACE = /[\s\u001c-\u001f\u0085]/g;

// Gives a function that returns the form of one character that is compared; empty for white space and invisible ones.
export function folderOf({ same, radicals, invisible }) {
  const pairs = ([from, to]) => new Map([...from].map((character, at) => [character, [...to][at]]));
  const [alike, whole] = [pairs(same), pairs(radicals)];
  const left = new Set(invisible.map((code) => String.fromCodePoint(code)));
  const known = new Map();
  return (character) => {
    if (!known.has(character)) known.set(character, folded(character));
    return known.get(character);
  };

  function folded(character) {
    if (left.has(character)) return "";
    const compatible = (whole.get(character) ?? character).normalize("NFKC");
    return [...compatible].map((one) => alike.get(one) ?? one).join("").replace(SPACE, "");
  }
}

// Returns {text, offsets}: the folded characters of some spans of the source, which is given as a list of characters, and of
// each unit of `text` the place of the character that it came from.
export function normalised(characters, fold, spans = [[0, characters.length]]) {
  const pieces = [];
  const offsets = [];
  for (const [start, end] of spans) {
    for (let at = start; at < end; at++) {
      const piece = fold(characters[at]);
      pieces.push(piece);
      for (let unit = 0; unit < piece.length; unit++) offsets.push(at);
    }
  }
  return { text: pieces.join(""), offsets };
}

// The same without the runs that match a pattern.
export function withoutRuns({ text, offsets }, pattern) {
  if (!pattern) return { text, offsets };
  const left = [];
  let last = 0;
  for (const match of text.matchAll(new RegExp(pattern, "g"))) {
    left.push([last, match.index]);
    last = match.index + match[0].length;
  }
  left.push([last, text.length]);
  return { text: left.map(([start, end]) => text.slice(start, end)).join(""), offsets: left.flatMap(([start, end]) => offsets.slice(start, end)) };
}

// The place so many characters from a place in a text, or null beyond its ends: a character may take two units.
export function stepped(text, from, characters) {
  let at = from;
  for (let left = Math.abs(characters); left > 0; left--) {
    if (characters < 0) at -= at >= 2 && text.codePointAt(at - 2) > 0xffff ? 2 : 1;
    else at += text.codePointAt(at) > 0xffff ? 2 : 1;
    if (at < 0 || at > text.length) return null;
  }
  return at;
}
