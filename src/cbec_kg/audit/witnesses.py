"""Values with which a relation holds when one of its figures may be any other number: that the figure is needed.

All other figures keep to their intervals; the one left out to what such a figure can be at all. Values are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, islice, pairwise, product
from math import ceil, floor
from operator import itemgetter, neg

from cbec_kg.audit.intervals import Interval, exactly, root
from cbec_kg.audit.relations import Expression, Intervals, Relation, bounds_of, can_hold, figures_of, interval_of
from cbec_kg.audit.simplex import solved

Values = dict[str, Fraction]

_TRIED = 600
"""Most combinations of the other figures' values that are tried."""
_HALVINGS = 60
"""Most steps of a search between two values."""
_BASES = 2000
"""Most whole numbers that are tried for a base of percentages."""


def witness(
    relation: Relation, figures: Intervals, likely: Mapping[str, Fraction], free: str, least: Fraction | None
) -> Values:
    """Return a value for each figure of a relation with which it holds; empty where none was found.

    `figures` are the intervals, `likely` the values as printed; `free` is the figure left out, which is not below `least`.
    For relations held together, the values are those of the unknown levels.
    """
    if relation[0] == "together":
        remaining = [one for one in relation[1:] if free not in figures_of(one)]
        values = solved([bound.constraint for bound in bounds_of(remaining, figures)]).values
        return {str(name): value for name, value in sorted(values.items(), key=str)}
    names = [name for name in dict.fromkeys(figures_of(relation)) if name != free]
    choices = [_points(figures[name], likely[name]) for name in names]
    found = (
        values
        for chosen in islice(product(*choices), _TRIED)
        for values in _solutions(relation, dict(zip(names, chosen, strict=True)), free)
    )
    for tried in chain(found, _searched(relation, figures, likely, free)):
        inside = all(figures[name].holds(value) for name, value in tried.items() if name != free)
        if inside and (least is None or tried[free] >= least) and holds(relation, tried):
            return {name: tried[name] for name in sorted(tried)}
    return {}


def _searched(relation: Relation, figures: Intervals, likely: Mapping[str, Fraction], free: str) -> Iterator[Values]:
    """Yield values where the figure occurs twice: tried for it, as another one that occurs once is worked out from them.

    Where the other comes out above what is printed for one value and below it for the next, it is searched between them.
    """
    occurring = list(figures_of(relation))
    names = dict.fromkeys(occurring)
    if occurring.count(free) < 2 or relation[0] != "=":
        return
    for other in (name for name in names if occurring.count(name) == 1):
        remaining = {name: likely[name] for name in names if name not in (free, other)}

        def worked_out(value: Fraction, remaining: Values = remaining, other: str = other) -> Values | None:
            return next(_solutions(relation, remaining | {free: value}, other), None)

        steps = [likely[free] * Fraction(11, 10) ** step for step in range(-40, 41)]
        tried = [(value, found) for value in (*map(neg, steps), *steps) if (found := worked_out(value)) is not None]
        for (low, below), (high, above) in pairwise(sorted(tried, key=itemgetter(0))):
            sides = [found[other] > likely[other] for found in (below, above)]
            if sides[0] != sides[1]:
                for _ in range(_HALVINGS):
                    middle = (low + high) / 2
                    found = worked_out(middle)
                    if found is None:
                        break
                    yield found
                    low, high = (middle, high) if (found[other] > likely[other]) == sides[0] else (low, middle)


def holds(relation: Relation, values: Values) -> bool:
    """Return whether a relation holds for values."""
    try:
        return can_hold(relation, _exact(values))
    except ZeroDivisionError:
        return False


def _exact(values: Values) -> dict[str, Interval]:
    return {name: exactly(value) for name, value in values.items()}


def _points(interval: Interval, likely: Fraction) -> Sequence[Fraction]:
    """Return values of an interval to try: that printed, the ends, some between them."""
    low = interval.low if not isinstance(interval.low, float) else likely - abs(likely) - 1
    high = interval.high if not isinstance(interval.high, float) else likely + abs(likely) + 1
    found = dict.fromkeys((likely, low, high, (low + high) / 2, (3 * low + high) / 4, (low + 3 * high) / 4))
    return [one for one in found if interval.holds(one)]


def _solutions(relation: Relation, values: Values, free: str) -> Iterator[Values]:
    """Yield values among which may be some with which the relation holds."""
    sign, *parts = relation
    if sign in ("any", "all"):
        for part in parts:
            if free in figures_of(part):
                yield from _solutions(part, values, free)
    elif sign == "whole":
        yield from _whole(parts, values, free)
    elif sign != "before":
        yield from _of_sides(parts[0], parts[1], values, free)


def _of_sides(one: Expression, other: Expression, values: Values, free: str) -> Iterator[Values]:
    """Yield values with which two sides are equal, or with which the free figure is a little off that."""
    known, unknown = (other, one) if free in figures_of(one) else (one, other)
    for target, changed in _targets(known, unknown, values):
        found = _inverse(unknown, target, changed, free)
        if found is not None:
            yield changed | {free: found}
            yield from (changed | {free: found + step} for step in (1, -1, abs(found) / 8, -abs(found) / 8))


def _targets(known: Expression, unknown: Expression, values: Values) -> Iterator[tuple[Fraction, Values]]:
    """Yield what a side can be, with the figures' values for that; where its root is wanted, a power that has one.

    Roots of few decimals come first: their powers have few digits.
    """
    target = _value(known, values)
    degree = _degree(unknown)
    if target is None or degree == 1:
        if target is not None:
            yield target, values
        return
    if target < 0:
        return
    found = root(target, degree)
    for near in dict.fromkeys(each**degree for each in (round(found, 4), round(found, 7), found)):
        for name in figures_of(known):
            moved = _inverse(known, near, {key: value for key, value in values.items() if key != name}, name)
            if moved is not None:
                yield near, values | {name: moved}


def _value(one: Expression, values: Values) -> Fraction | None:
    try:
        found = interval_of(one, _exact(values)).low
    except (ZeroDivisionError, KeyError):  # the figure left out is in it as well
        return None
    return None if isinstance(found, float) else found


def _degree(one: Expression) -> int:
    """Return how often an expression is multiplied by itself."""
    return len(one) - 1 if isinstance(one, tuple) and one[0] == "×" and len(set(one[1:])) == 1 else 1


def _inverse(one: Expression, target: Fraction, values: Values, free: str) -> Fraction | None:
    """Return the value of a figure for which an expression is a number; the figure occurs in one of its parts."""
    if one == free:
        return target
    if not isinstance(one, tuple):
        return None
    sign, *parts = one
    degree = _degree(one)
    if degree > 1:
        return _inverse(parts[0], root(target, degree), values, free) if target >= 0 else None
    number = next((n for n, part in enumerate(parts) if free in figures_of(part)), None)
    rest = [_value(part, values) for n, part in enumerate(parts) if n != number and number is not None]
    exact = [end for end in rest if end is not None]
    if number is None or len(exact) < len(rest):
        return None
    try:
        return _inverse(parts[number], _undone(sign, target, exact, number), values, free)
    except ZeroDivisionError:
        return None


def _undone(sign: str, target: Fraction, rest: Sequence[Fraction], number: int) -> Fraction:
    match sign:
        case "+":
            return target - sum(rest)
        case "−":
            return target + sum(rest) if number == 0 else rest[0] - target - sum(rest[1:])
        case "×":
            for factor in rest:
                target /= factor
            return target
        case _:
            return target * rest[0] if number == 0 else rest[0] / target


def _whole(parts: Sequence[Expression], values: Values, free: str) -> Iterator[Values]:
    """Yield values with which some whole number may be each expression."""
    if len(parts) == 1:
        for number in range(4):
            found = _inverse(parts[0], Fraction(number), values, free)
            if found is not None:
                yield values | {free: found}
        yield from (values | {free: Fraction(number)} for number in range(1, _BASES))
        return
    pairs = [(share, count) for part in parts if isinstance(part, tuple) for _, count, share in [part]]
    known = [values[count] / values[share] for share, count in pairs if free not in (share, count)]
    start = max(map(ceil, known), default=1)
    for base in range(max(1, start - 50), start + _BASES):
        found_all = dict(values)
        for share, count in pairs:
            if count == free:
                found_all[count] = Fraction(floor(values[share] * base + Fraction(1, 2)))
            found_all[share] = found_all[count] / base
        yield found_all
