// What a page has besides the article, at its top and bottom: lines that enough other pages have too, digits aside, as
// `cbec_kg.text.furniture` recognises them. Pages are parted by form feeds. Pure.
const EDGE = 4;

// Returns the spans of a text, given as a list of characters, that are left without page edges; all of it without pages.
export function spansWithoutEdges(characters) {
  const pages = pagesOf(characters);
  const edges = pages.length > 1 ? pages.map((page) => edgeLines(characters, page)) : [];
  const counts = new Map();
  for (const page of edges) for (const pattern of new Set(page.flat().map(([start, end]) => patternOf(characters, start, end)))) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  const least = Math.max(2, Math.floor((pages.length * 3) / 10));
  const cut = edges.flat().flatMap((lines) => {
    const stop = lines.findIndex(([start, end]) => counts.get(patternOf(characters, start, end)) < least);
    return stop < 0 ? lines : lines.slice(0, stop);
  });
  return complement(cut.sort(([one], [other]) => one - other), characters.length);
}

function pagesOf(characters) {
  const breaks = characters.flatMap((character, at) => (character === "\f" ? [at + 1] : []));
  const starts = [0, ...breaks.filter((at) => at < characters.length)];
  return starts.map((start, number) => [start, starts[number + 1] ?? characters.length]);
}

// The first lines of a page from the top, and the last from the bottom.
function edgeLines(characters, [start, end]) {
  const lines = [];
  let from = null;
  for (let at = start; at <= end; at++) {
    const ends = at === end || "\n\r\f".includes(characters[at]);
    if (ends && from !== null) lines.push([from, at]);
    from = ends ? null : (from ?? at);
  }
  const written = lines.filter(([first, last]) => characters.slice(first, last).join("").trim());
  return [written.slice(0, EDGE), written.slice(-EDGE).reverse()];
}

function patternOf(characters, start, end) {
  return characters.slice(start, end).join("").replace(/\s+/g, "").replace(/\d+/g, "#");
}

function complement(cut, length) {
  const spans = [];
  let last = 0;
  for (const [start, end] of [...cut, [length, length]]) {
    if (start > last) spans.push([last, start]);
    last = Math.max(last, end);
  }
  return spans;
}
