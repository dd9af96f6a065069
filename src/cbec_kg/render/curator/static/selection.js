// Words of a line picked with the keyboard: a Chinese character or a whole Latin word or number at a step.
const UNIT = /[A-Za-z0-9][A-Za-z0-9.,'’-]*|\S/gu;

export function unitsOf(text) {
  return [...text.matchAll(UNIT)].map((match) => {
    const trimmed = match[0].replace(/[.,'’-]+$/, "") || match[0];
    return [match.index, match.index + trimmed.length];
  });
}

// `from` and `to` are numbers of units; what is picked are those between, both included.
export function moved({ from, to }, key, extend, count) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -10, ArrowDown: 10, Home: -count, End: count };
  if (!(key in steps)) return null;
  const next = Math.min(count - 1, Math.max(0, to + steps[key]));
  return { from: extend ? from : next, to: next };
}

export function rangeOf(units, { from, to }) {
  const [first, last] = from <= to ? [from, to] : [to, from];
  return [units[first][0], units[last][1]];
}

// The units that a range of the text touches.
export function around(units, start, end) {
  const from = Math.max(0, units.findIndex((unit) => unit[1] > start));
  const after = units.findIndex((unit) => unit[0] >= end);
  return { from, to: Math.max(from, (after < 0 ? units.length : after) - 1) };
}
