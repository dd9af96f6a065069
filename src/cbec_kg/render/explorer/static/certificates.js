import { sha256 } from "./digest.js";

// Checks the certificates of an audit by exact arithmetic, as `check_certificates.py` does, and shares no code with what wrote them.
// A fraction is [numerator, denominator]; an end without bound is [1, 0] or [-1, 0]; an interval {low, high, lowOpen, highOpen}.
const MOST_DIGITS = 400;
const LONGEST = 10n ** 2400n; // a numerator or denominator on the way; what is larger is not worked out
const MOST_WORK = 5_000_000; // figures times characters of the relation
const KINDS = ["finding", "conflict", "least"];
const WORDS = ["equal", "about", "nearly", "more-than", "at-least", "less-than", "between"];
const ZERO = [0n, 1n];
const ONE = [1n, 1n];

class Refused extends Error {}

// Whether each certificate holds, by its id: true, false, or null where it cannot be checked, as one of another version, a
// damaged or a huge one. Those of how many figures are wrong come last, since they rest on conflicts.
export function checkedCertificates(certificates) {
  const conflicts = new Map();
  const found = new Map();
  const last = (one) => (one?.kind === "least" ? 1 : 0);
  for (const one of [...certificates].sort((a, b) => last(a) - last(b))) {
    try {
      found.set(one?.id, check(one, conflicts));
    } catch (error) {
      found.set(one?.id, error instanceof Refused ? false : null);
    }
  }
  return found;
}

// Fails where a certificate does not hold; `conflicts` has the figures of those that do.
export function check(one, conflicts) {
  const { digest, ...rest } = one;
  if (one.format !== "cbec-kg-certificate" || one.version !== 1 || !KINDS.includes(one.kind)) throw new TypeError("not of version 1");
  need(sha256(canonical(rest)) === digest, "altered: the digest is another");
  if (one.kind === "least") return checkLeast(one, conflicts);
  if (Object.keys(one.figures).length * canonical(one.relation).length > MOST_WORK) throw new RangeError("too large");
  const known = new Map(Object.entries(one.figures).map(([name, figure]) => [name, rounded(figure)]));
  for (const [name, found] of known) need(canonical(written(found)) === canonical(one.figures[name].interval), `${name} does not stand for this interval`);
  need(known.size && refuted(one, known), "the relation can hold");
  const names = new Set(namedIn(one.relation));
  need([...known.keys()].every((name) => names.has(name)) || isOfPeriods(one), "a figure has no part in it");
  if (one.kind === "finding") return true;
  need(isRecord(one.minimal), "a figure is not shown to be needed");
  const shown = Object.entries(one.minimal);
  need(shown.length === (known.size > 1 ? known.size : 0), "a figure is not shown to be needed");
  for (const [name, values] of shown) need(known.has(name) && satisfied(one, known, name, values), `not shown to be needed: ${name}`);
  conflicts.set(one.id, new Set(known.keys()));
  return true;
}

function checkLeast(one, conflicts) {
  const seen = new Set();
  let sum = 0;
  for (const group of one.groups) {
    for (const name of group.conflicts) need(conflicts.has(name), `a conflict that is not verified: ${name}`);
    const own = new Map(group.conflicts.map((name) => [name, conflicts.get(name)]));
    const figures = new Set([...own.values()].flatMap((found) => [...found]));
    for (const figure of figures) need(!seen.has(figure), "groups share a figure");
    figures.forEach((figure) => seen.add(figure));
    need(covered(group.why, own, count(group.least)), "fewer figures may be wrong");
    sum += group.least;
  }
  need(sum === count(one.least), "the sum is another");
  return true;
}

// Whether so many figures are needed to hit all conflicts.
function covered(why, conflicts, least) {
  if (why.disjoint) {
    const all = why.disjoint.flatMap((name) => [...conflicts.get(name)]);
    return why.disjoint.length >= least && new Set(all).size === all.length;
  }
  const without = (figure) => new Map([...conflicts].filter(([, found]) => !found.has(figure)));
  const figures = [...conflicts.get(why.conflict)];
  return figures.length === Object.keys(why.cases).length && figures.every((figure) => covered(why.cases[figure], without(figure), least - 1));
}

function need(condition, message) {
  if (!condition) throw new Refused(message);
}

const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function count(value) {
  need(Number.isInteger(value) && value >= 0 && value < 10 ** 6, `no count: ${String(value).slice(0, 40)}`);
  return value;
}

// JSON with sorted keys and without spaces, as the digest is of.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

export function fraction(text) {
  const found = typeof text === "string" && /^(-?)(\d+)(?:\/(\d+)|\.(\d+))?$/.exec(text);
  need(found && text.length < MOST_DIGITS, `not a number: ${String(text).slice(0, 40)}`);
  const [, dash, whole, below, decimals = ""] = found;
  const top = BigInt(whole + decimals);
  return reduced(dash ? -top : top, below ? BigInt(below) : 10n ** BigInt(decimals.length));
}

function reduced(top, below) {
  need(below !== 0n, "a division by zero");
  if (top > LONGEST || -top > LONGEST || below > LONGEST || -below > LONGEST) throw new RangeError("a number grows too long");
  if (below < 0n) [top, below] = [-top, -below];
  let [a, b] = [top < 0n ? -top : top, below];
  while (b) [a, b] = [b, a % b];
  return a > 1n ? [top / a, below / a] : [top, below];
}

const isEndless = ([, below]) => below === 0n;
const compare = (a, b) => {
  if (isEndless(a) || isEndless(b)) return Number((isEndless(a) ? a[0] : 0n) - (isEndless(b) ? b[0] : 0n));
  const difference = a[0] * b[1] - b[0] * a[1];
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};
const add = (a, b) => (isEndless(a) ? a : isEndless(b) ? b : reduced(a[0] * b[1] + b[0] * a[1], a[1] * b[1]));
const negative = ([top, below]) => [-top, below];
const inverseOf = (a) => (isEndless(a) ? ZERO : reduced(a[1], a[0]));
const sign = ([top]) => (top > 0n ? 1n : top < 0n ? -1n : 0n);
function multiply(a, b) {
  if (!sign(a) || !sign(b)) return ZERO;
  return isEndless(a) || isEndless(b) ? [sign(a) * sign(b), 0n] : reduced(a[0] * b[0], a[1] * b[1]);
}

const span = (low, high, lowOpen = false, highOpen = false) => ({ low, high, lowOpen, highOpen });
const text = (end) => (isEndless(end) ? null : end[1] === 1n ? `${end[0]}` : `${end[0]}/${end[1]}`);
const written = ({ low, high, lowOpen, highOpen }) => [text(low), text(high), lowOpen, highOpen];

// What a printed figure stands for.
export function rounded({ printed, upper, operator, decimals, exact, factor, shift, least }) {
  need(WORDS.includes(operator) && typeof exact === "boolean" && [upper, least].every((one) => one === null || typeof one === "string"), "no figure");
  const value = fraction(printed);
  const half = reduced(exact ? 0n : 1n, 2n * 10n ** BigInt(Math.min(count(decimals), 99)));
  const tenth = multiply([sign(value), 1n], multiply(value, [1n, 10n]));
  const reach = operator === "equal" || compare(tenth, half) < 0 ? half : tenth;
  const [down, up] = [add(value, negative(reach)), add(value, reach)];
  let found = span(down, up);
  if (operator === "between" && upper !== null) {
    const places = upper.includes(".") ? upper.length - upper.indexOf(".") - 1 : 0;
    const own = places ? reduced(1n, 2n * 10n ** BigInt(places)) : half;
    found = span(add(value, negative(half)), add(fraction(upper), compare(own, half) < 0 ? own : half));
  } else if (operator === "nearly") found = sign(value) >= 0n ? span(down, value, false, true) : span(value, up, true, false);
  else if (operator === "more-than" || operator === "at-least") found = span(value, [1n, 0n], operator === "more-than");
  else if (operator === "less-than") found = span([-1n, 0n], value, false, true);
  need(sign(fraction(factor)) > 0n && compare(found.low, found.high) <= 0, "an interval the wrong way round");
  const moved = (end) => (isEndless(end) ? end : add(multiply(end, fraction(factor)), negative(fraction(shift))));
  return { ...found, low: moved(found.low), high: moved(found.high) };
}

function plus(one, other) {
  return span(add(one.low, other.low), add(one.high, other.high), one.lowOpen || other.lowOpen, one.highOpen || other.highOpen);
}

function minus(one, other) {
  return plus(one, span(negative(other.high), negative(other.low), other.highOpen, other.lowOpen));
}

function times(one, other) {
  const ends = [];
  for (const [a, aOpen] of [[one.low, one.lowOpen], [one.high, one.highOpen]]) {
    for (const [b, bOpen] of [[other.low, other.lowOpen], [other.high, other.highOpen]]) {
      const nothing = !sign(a) || !sign(b);
      ends.push([multiply(a, b), nothing ? (aOpen || sign(a) !== 0n) && (bOpen || sign(b) !== 0n) : aOpen || bOpen]);
    }
  }
  ends.sort((a, b) => compare(a[0], b[0]));
  const [low, high] = [ends[0][0], ends[3][0]];
  const open = (end) => ends.filter(([value]) => compare(value, end) === 0).every(([, lost]) => lost);
  return span(low, high, open(low), open(high));
}

function over(one, other) {
  need(sign(other.low) > 0n || sign(other.high) < 0n, "a division by what may be zero");
  const turned = span(inverseOf(other.high), inverseOf(other.low), other.highOpen || isEndless(other.high), other.lowOpen || isEndless(other.low));
  return times(one, turned);
}

const OPERATIONS = { "+": plus, "−": minus, "×": times, "÷": over };

// The interval that follows for an expression.
function spanOf(term, known) {
  if (typeof term === "string") return known.get(term) ?? span(fraction(term), fraction(term));
  need(Array.isArray(term) && term.length > 2 && Object.hasOwn(OPERATIONS, term[0]), `no such operation: ${term[0]}`);
  return term.slice(1).map((part) => spanOf(part, known)).reduce(OPERATIONS[term[0]]);
}

function isBelow(one, other) {
  const order = compare(one.high, other.low);
  return order < 0 || (order === 0 && (one.highOpen || other.lowOpen));
}

function canHold([kind, ...parts], known) {
  if ((kind === "all" || kind === "any") && parts.length) {
    const held = parts.map((part) => canHold(part, known));
    return kind === "all" ? held.every(Boolean) : held.some(Boolean);
  }
  const found = parts.map((part) => spanOf(part, known));
  if (kind === "whole") return holdsWhole(found);
  need(["=", "≤", "<"].includes(kind), `no such relation: ${kind}`);
  need(found.length === 2, "a relation of other than two sides");
  const [one, other] = found;
  if (isBelow(other, one) || (kind === "=" && isBelow(one, other))) return false;
  return !(kind === "<" && compare(one.low, other.high) === 0);
}

function holdsWhole(found) {
  const firsts = found.map(({ low, lowOpen }) => {
    if (isEndless(low)) return low;
    const up = low[0] > 0n ? (low[0] + low[1] - 1n) / low[1] : low[0] / low[1];
    return [up + (lowOpen && low[1] === 1n ? 1n : 0n), 1n];
  });
  const first = firsts.reduce((a, b) => (compare(a, b) < 0 ? b : a));
  return found.every(({ high, highOpen }) => compare(first, high) < 0 || (compare(first, high) === 0 && !highOpen));
}

function namedIn(term) {
  if (typeof term === "string") return [term];
  return term[0] === "unknown" ? [] : term.slice(1).flatMap(namedIn);
}

// Whether the relation is that the period which the one figure is counted from ends before its own does; days are 20181231.
function isOfPeriods({ figures, relation }) {
  const [one, ...more] = Object.values(figures);
  return !more.length && canonical(relation) === canonical(["<", lastDay(one.base), lastDay(one.period)]);
}

function lastDay(period) {
  const [year, part = "", day] = period.slice(period.lastIndexOf("/") + 1).split("-");
  const month = ({ "": 12, Q: 3, S: 6 }[part.slice(0, 1)] ?? 1) * Number(part.replace(/[QS]/, "") || 1);
  return `${year}${String(month).padStart(2, "0")}${day ?? new Date(Date.UTC(Number(year), month, 0)).getUTCDate()}`;
}

function levelOf(term) {
  need(term[0] === "unknown", "no level");
  return term[1];
}

// A relation of unknown levels as [coefficients by level, bound]: their sum is at most the bound.
function constraint([kind, one, other, ...more], known, end) {
  need(!more.length, "a relation of other than two sides");
  need((end === "high" || end === "low") && (kind === "=" || (kind === "≤" && end === "high")), "no such constraint");
  const factor = end === "high" ? ONE : negative(ONE);
  if (Array.isArray(one)) {
    const parts = other[0] === "+" ? other.slice(1) : [other];
    return [[[levelOf(one), factor], ...parts.map((part) => [levelOf(part), negative(factor)])], ZERO];
  }
  let limit = known.get(one)[end];
  if (isEndless(limit)) return [[], ZERO];
  if (other[0] === "−" && typeof other[2] === "string") [limit, other] = [add(limit, fraction(other[2])), other[1]]; // a ratio less one
  if (other[0] === "unknown") return [[[levelOf(other), factor]], multiply(factor, limit)];
  need((other[0] === "÷" || other[0] === "−") && other.length === 3, "no such relation of levels");
  const [first, second] = other.slice(1).map(levelOf);
  if (other[0] === "÷") return [[[first, factor], [second, negative(multiply(factor, limit))]], ZERO];
  return [[[first, factor], [second, negative(factor)]], multiply(factor, limit)];
}

// Whether the relation of a certificate cannot hold.
function refuted(one, known) {
  if (one.relation[0] !== "together") return !canHold(one.relation, known);
  const relations = one.relation.slice(1);
  const total = new Map();
  let bound = ZERO;
  for (const [number, end, by] of one.multipliers) {
    const [terms, limit] = constraint(relations[count(number)], known, end);
    need(sign(fraction(by)) > 0n, "a multiplier that is not above zero");
    bound = add(bound, multiply(fraction(by), limit));
    for (const [level, factor] of terms) total.set(level, add(total.get(level) ?? ZERO, multiply(fraction(by), factor)));
  }
  const used = new Set(one.multipliers.map(([number]) => number));
  return sign(bound) < 0n && [...total.values()].every((value) => sign(value) >= 0n) && used.size === relations.length;
}

// Whether a relation holds for values, all but that of the figure left out within their intervals.
function satisfied(one, known, free, values) {
  const points = new Map(Object.entries(values).map(([name, value]) => [name, span(fraction(value), fraction(value))]));
  if (one.relation[0] === "together") return satisfiedTogether(one, known, free, points);
  if (points.size !== known.size || ![...known.keys()].every((name) => points.has(name))) return false;
  for (const [name, found] of known) if (name !== free && (isBelow(points.get(name), found) || isBelow(found, points.get(name)))) return false;
  const { least } = one.figures[free];
  return (least === null || compare(points.get(free).low, fraction(least)) >= 0) && canHold(one.relation, points);
}

function satisfiedTogether(one, known, free, points) {
  if (![...points.values()].every(({ low }) => sign(low) >= 0n)) return false;
  const remaining = one.relation.slice(1).filter((relation) => relation[1] !== free);
  const rows = remaining.flatMap((relation) => ["low", "high"].filter((end) => relation[0] === "=" || end === "high").map((end) => constraint(relation, known, end)));
  const sum = (terms) => terms.map(([level, factor]) => multiply(factor, points.get(level).low)).reduce(add, ZERO);
  return rows.every(([terms, bound]) => compare(sum(terms), bound) <= 0);
}
