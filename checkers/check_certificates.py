"""Checks certificates of an audit by arithmetic alone: python check_certificates.py FILE_OR_FOLDER...
It shares no code with what wrote them. Prints a line a certificate; ends with 1 when one does not hold, with 0 when all do.
An interval is (low, high, whether low is open, whether high is open); ends are fractions, or infinite."""
import calendar, functools, hashlib, json, re, sys
from fractions import Fraction
from math import ceil, inf
from pathlib import Path

LARGEST, LONGEST = 20_000_000, 8_000  # bytes of a file, and bits of a number on the way: what is more is refused
def need(condition, message):
    if not condition: raise ValueError(message)
def number(text):
    need(isinstance(text, str) and len(text) < 400 and re.fullmatch("-?[0-9]+([./][0-9]+)?", text), f"no number: {str(text)[:40]}")
    return Fraction(text)
def count(value): return value if type(value) is int and 0 <= value < 10**6 else need(False, f"no count: {str(value)[:40]}")
def short(value):
    need(isinstance(value, float) or value.numerator.bit_length() + value.denominator.bit_length() < LONGEST, "a number grows too long")
    return value
def rounded(figure):  # what a printed figure stands for
    value, word, upper = number(figure["printed"]), figure["operator"], figure["upper"]
    need(type(figure["exact"]) is bool and {type(figure["upper"]), type(figure["least"])} <= {str, type(None)}, "no figure")
    half = Fraction(0 if figure["exact"] else 1, 2 * 10 ** min(count(figure["decimals"]), 99))
    reach = half if word == "equal" else max(abs(value) / 10, half)
    ends = {"more-than": (value, inf, True, False), "at-least": (value, inf, False, False), "less-than": (-inf, value, False, True),
            "nearly": (value - reach, value, False, True) if value >= 0 else (value, value + reach, True, False),
            **dict.fromkeys(("equal", "about", "between"), (value - reach, value + reach, False, False))}[word]  # fmt: skip
    if word == "between" and upper is not None:
        places = len(upper.partition(".")[2])
        ends = (value - half, number(upper) + (min(half, Fraction(1, 2 * 10**places)) if places else half), False, False)
    factor, shift = number(figure["factor"]), number(figure["shift"])
    need(factor > 0 and ends[0] <= ends[1], "an interval the wrong way round")
    return (*(end if isinstance(end, float) else end * factor - shift for end in ends[:2]), *ends[2:])
def plus(one, other):
    low, high = (a if isinstance(a, float) else b if isinstance(b, float) else short(a + b) for a, b in zip(one[:2], other[:2]))
    return (low, high, one[2] or other[2], one[3] or other[3])
def times(one, other):
    ends = []
    for a, a_open in (one[::2], one[1::2]):
        for b, b_open in (other[::2], other[1::2]):
            nothing, endless = a == 0 or b == 0, isinstance(a, float) or isinstance(b, float)
            lost = (a_open or a != 0) and (b_open or b != 0) if nothing else a_open or b_open
            ends.append((Fraction(0) if nothing else short(a * b) if not endless else inf if (a > 0) == (b > 0) else -inf, lost))
    low, high = min(ends), max(ends, key=lambda end: (end[0], not end[1]))
    return (low[0], high[0], low[1], high[1])
def minus(one, other): return plus(one, (-other[1], -other[0], other[3], other[2]))
def over(one, other):
    need(other[0] > 0 or other[1] < 0, "a division by what may be zero")
    low, high = (Fraction(0) if isinstance(end, float) else 1 / end for end in (other[1], other[0]))
    return times(one, (low, high, other[3] or isinstance(other[1], float), other[2] or isinstance(other[0], float)))
def span(term, known):  # the interval that follows for an expression
    if isinstance(term, str): return known[term] if term in known else (number(term), number(term), False, False)
    first, *rest = (span(part, known) for part in term[1:])
    need(rest, "an operation on one number")
    return functools.reduce({"+": plus, "−": minus, "×": times, "÷": over}[term[0]], rest, first)
def below(one, other): return one[1] < other[0] or (one[1] == other[0] and (one[3] or other[2]))
def can_hold(relation, known):
    sign, *parts = relation
    if sign in ("all", "any") and parts: return {"all": all, "any": any}[sign]([can_hold(part, known) for part in parts])
    found = [span(part, known) for part in parts]
    if sign == "whole":
        low, high = max(ceil(one[0]) + (one[2] and ceil(one[0]) == one[0]) for one in found), min(one[1] for one in found)
        return low < high or (low == high and not any(one[3] for one in found if one[1] == high))
    one, other = found if sign in ("=", "≤", "<") else need(False, f"no such relation: {sign}")
    return not below(other, one) and not (sign == "=" and below(one, other)) and not (sign == "<" and one[0] == other[1])
def named(term): return [term] if isinstance(term, str) else [name for part in term[1:] if term[0] != "unknown" for name in named(part)]
def last_day(period):  # of 2018, 2018-Q1, 2018-S1, 2018-03, 2018-03-31, 2016/2020: 20181231
    year, month, day = f"{period.rpartition('/')[2]}--".split("-")[:3]
    month = {"": 12, "Q": 3, "S": 6}.get(month[:1], 1) * int(month.strip("QS") or 1)
    return f"{year}{month:02}{day or calendar.monthrange(int(year), month)[1]}"
def level(term): return term[1] if term[0] == "unknown" else need(False, "no level")
def constraint(relation, known, end):  # a relation of levels as (coefficients by level, bound): their sum is at most the bound
    (sign, one, other), factor = relation, {"high": 1, "low": -1}[end]
    need(sign == "=" or (sign == "≤" and end == "high"), "no such constraint")
    if isinstance(one, list):  # a level is the sum of others, or at most another
        return [(level(one), factor), *((level(part), -factor) for part in (other[1:] if other[0] == "+" else [other]))], Fraction(0)
    limit = known[one][end == "high"]
    if isinstance(limit, float): return [], Fraction(0)  # no bound
    if other[0] == "−" and isinstance(other[2], str):  # a ratio less one
        limit, (_, other, _) = limit + number(other[2]), other
    if other[0] == "unknown": return [(level(other), factor)], factor * limit
    (operation, one, other), ratio = other, other[0] == "÷"
    need(ratio or operation == "−", "no such relation of levels")
    return [(level(one), factor), (level(other), -factor * limit if ratio else -factor)], Fraction(0) if ratio else factor * limit
def refuted(one, known):  # whether the relation cannot hold
    if one["relation"][0] != "together": return not can_hold(one["relation"], known)
    total, bound = {}, Fraction(0)
    for index, end, by in one["multipliers"]:
        terms, limit = constraint(one["relation"][1:][count(index)], known, end)
        need(number(by) > 0, "a multiplier that is not above zero")
        bound = short(bound + number(by) * limit)
        for level, factor in terms:
            total[level] = short(total.get(level, 0) + number(by) * factor)
    return bound < 0 and min(total.values()) >= 0 and len({row[0] for row in one["multipliers"]}) == len(one["relation"]) - 1
def satisfied(one, known, free, values):  # whether it holds for values, all but that of the figure left out in their intervals
    points = {name: (number(value), number(value), False, False) for name, value in values.items()}
    if one["relation"][0] == "together":
        ends = [(each, end) for each in one["relation"][1:] if each[1] != free for end in ("low", "high")]
        rows = [constraint(each, known, end) for each, end in ends if each[0] == "=" or end == "high"]
        need(all(value[0] >= 0 for value in points.values()), "a level below zero")
        return all(functools.reduce(lambda sum, term: short(sum + term[1] * points[term[0]][0]), terms, 0) <= bound for terms, bound in rows)
    least, others = one["figures"][free]["least"], [(points[name], known[name]) for name in known if name != free]
    need(set(points) == set(known) and not any(below(a, b) or below(b, a) for a, b in others), "a value outside its interval")
    return (least is None or points[free][0] >= number(least)) and can_hold(one["relation"], points)
def covered(why, conflicts, least):  # whether so many figures are needed to hit all conflicts
    sets = [conflicts[name] for name in why.get("disjoint", ())]
    if sets: return len(sets) >= least and len(set().union(*sets)) == sum(map(len, sets))
    rest = {one: {name: found for name, found in conflicts.items() if one not in found} for one in conflicts[why["conflict"]]}
    return set(why["cases"]) == set(rest) and all(covered(why["cases"][one], rest[one], least - 1) for one in rest)

def check(one, conflicts):  # an error where it does not hold; `conflicts` are the figures of those that do
    rest = json.dumps({key: one[key] for key in one if key != "digest"}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    right = (one["format"], repr(one["version"])) == ("cbec-kg-certificate", "1")
    need(right and one["kind"] in ("finding", "conflict", "least"), "not a certificate of version 1")
    need(hashlib.sha256(rest.encode()).hexdigest() == one["digest"], "altered: the digest is another")
    if one["kind"] == "least":
        need(all(conflicts.keys() >= set(group["conflicts"]) for group in one["groups"]), "it rests on a conflict that is not here, or wrong")
        own = [({name: conflicts[name] for name in group["conflicts"]}, group) for group in one["groups"]]
        figures = [name for sets, _ in own for name in set().union(*sets.values())]
        need(len(figures) == len(set(figures)), "groups share a figure")
        need(all(covered(group["why"], sets, count(group["least"])) for sets, group in own), "fewer figures may be wrong")
        return need(sum(group["least"] for group in one["groups"]) == count(one["least"]), "the sum is another")
    need(len(one["figures"]) * len(json.dumps(one["relation"])) < LARGEST // 4, "too large to be checked in a short time")
    known = {name: rounded(figure) for name, figure in one["figures"].items()}
    for name, found in known.items():
        ends = [end if isinstance(end, bool) else None if isinstance(end, float) else str(end) for end in found]
        need(repr(ends) == repr(one["figures"][name]["interval"]), f"{name} does not stand for this interval")
    need(known and refuted(one, known), "the relation can hold")
    days = lambda one: ["<", last_day(one["base"]), last_day(one["period"])]  # of the one figure whose periods the relation is about
    need(known.keys() <= set(named(one["relation"])) or [one["relation"]] == [*map(days, one["figures"].values())], "a figure has no part in it")
    if one["kind"] == "conflict":
        need(one["minimal"].keys() == set(known if len(known) > 1 else ()), "a figure is not shown to be needed")
        need(all(satisfied(one, known, name, values) for name, values in one["minimal"].items()), "a figure is not needed")
        conflicts[one["id"]] = set(known)
def loaded(file):
    need(file.is_file() and file.stat().st_size <= LARGEST, f"no file of at most {LARGEST:,} bytes")
    once = lambda pairs: need(len(dict(pairs)) == len(pairs), "a name stands twice") or dict(pairs)
    return json.loads(file.read_bytes(), object_pairs_hook=once, parse_constant=number)
def main(paths):
    files = [file for path in map(Path, paths) for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    conflicts, wrong = {}, 0
    for file in sorted(files, key=lambda file: file.name.startswith("at-least")):  # these rest on conflicts
        try:
            check(loaded(file), conflicts)
            print(f"holds    {file.name}")
        except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError) as error:
            print("".join(one if one.isprintable() else "?" for one in f"REFUSED  {file.name}: {type(error).__name__}: {str(error)[:200]}"))
            wrong += 1
    print(f"{len(files) - wrong} of {len(files)} certificates hold")
    return 1 if wrong or not files else 0
if __name__ == "__main__": sys.exit(sys.stdout.reconfigure(errors="backslashreplace") or main(sys.argv[1:] or ["."]))
