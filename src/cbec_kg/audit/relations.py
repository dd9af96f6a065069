"""Relations over printed figures, as values: what should hold, and whether it can.

An expression is the id of a figure, a number, or an operation on expressions; it stands for the interval that follows from
the figures' intervals. A relation is a sign and what it relates. An audit's verdict and its certificate rest on the same
relations; who reads the certificate evaluates them anew.

Expressions
-----------
``("+", a, b)``, ``("−", a, b)``, ``("×", a, b)``, ``("÷", a, b)``
    Arithmetic, of two or more.
``("unknown", name)``
    A level that need not be printed and is not negative; only in relations that are held ``together``.

Relations
---------
``("=", a, b)``, ``("≤", a, b)``, ``("<", a, b)``
    Of two expressions.
``("all", r ...)``, ``("any", r ...)``
    All of several relations, or one of them.
``("whole", a ...)``
    One whole number is each of some expressions.
``("before", figure, one, other)``
    The period that a figure is counted from ends before its own.
``("together", r ...)``
    Relations of which each is linear in unknown levels: a figure is a level, the ratio of two, less one perhaps, or their
    difference; a level is the sum of others; a level is at most another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, inf
from typing import Any, NamedTuple

from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.periods import is_before
from cbec_kg.audit.simplex import Constraint, Terms, solved

Expression = str | Fraction | tuple[Any, ...] | None
"""Terms of formulas also have ``("between", low, high)``, of which an end may be None, and ``("root", n, a)``."""

Relation = tuple[Any, ...]
Intervals = Mapping[str, Interval]
"""What each figure can be, by its id."""

_ALL = Interval(-inf, inf)


def equation(stated: str, computed: Expression) -> Relation:
    """Return that a figure is what was computed: without roots, and without numbers of which only bounds are known.

    Examples
    --------
    >>> equation("growth", ("−", ("root", 2, "overall"), Fraction(1)))
    ('=', ('×', ('+', 'growth', Fraction(1, 1)), ('+', 'growth', Fraction(1, 1))), 'overall')
    """
    if isinstance(computed, tuple) and isinstance(computed[1], tuple) and computed[1][0] == "root":
        _, degree, radicand = computed[1]
        factor = ("+", stated, computed[2])
        return ("=", ("×", *[factor] * degree) if degree > 1 else factor, radicand)
    low, high = _end(computed, 1), _end(computed, 2)
    if low == high:
        return ("=", stated, computed)
    ends = [("≤", *sides) for sides in ((low, stated), (stated, high)) if None not in sides]
    return ends[0] if len(ends) == 1 else ("all", *ends)


def _end(one: Expression, number: int) -> Expression:
    """Return a sum with the lower ends (1), or the upper ones (2), of what lies between two bounds; None without one."""
    if not isinstance(one, tuple):
        return one
    if one[0] == "between":
        return _end(one[number], number)
    swapped = [number, *((3 - number if one[0] == "−" else number) for _ in one[2:])]
    parts = [_end(part, end) for part, end in zip(one[1:], swapped, strict=True)]
    return None if None in parts else (one[0], *parts)


def either_of(*relations: Relation | None) -> Relation | None:
    """Return that one of some relations holds; None where one of them cannot be said."""
    known = [one for one in relations if one is not None]
    if len(known) < len(relations):
        return None
    return known[0] if len(known) == 1 else ("any", *known)


def figures_of(one: Any) -> Iterator[str]:
    """Yield the figures of an expression or a relation, in their order; one that occurs twice comes twice."""
    if isinstance(one, str):
        yield one
    elif isinstance(one, tuple) and one[0] != "unknown":
        for part in one[1:2] if one[0] == "before" else one[1:]:
            yield from figures_of(part)


def interval_of(one: Expression, figures: Intervals) -> Interval:
    """Return the interval that follows for an expression.

    Raises
    ------
    ZeroDivisionError
        When something is divided by what may be zero.
    """
    if isinstance(one, str):
        return figures[one]
    if isinstance(one, Fraction) or one is None:
        return _ALL if one is None else exactly(one)
    return reduce(OPERATIONS[one[0]], (interval_of(part, figures) for part in one[1:]))


OPERATIONS = {"+": Interval.__add__, "−": Interval.__sub__, "×": Interval.__mul__, "÷": Interval.__truediv__}


def can_hold(relation: Relation, figures: Intervals) -> bool:
    """Return whether a relation can hold for some values of the figures' intervals; of several, whether each can."""
    sign, *parts = relation
    match sign:
        case "all" | "any":
            return (all if sign == "all" else any)(can_hold(part, figures) for part in parts)
        case "together":
            return not solved([bound.constraint for bound in bounds_of(parts, figures)]).multipliers
        case "before":
            return is_before(parts[1], parts[2])
        case "whole":
            shared: Interval | None = _ALL
            for part in parts:
                shared = shared and shared.both(interval_of(part, figures))
            return shared is not None and _holds_whole(shared)
    one, other = (interval_of(part, figures) for part in parts)
    if sign == "=":
        return one.meets(other)
    return not other.is_below(one) and not (sign == "<" and one.low == other.high)


def _holds_whole(interval: Interval) -> bool:
    first = first_whole(interval)
    return first is None or isinstance(interval.high, float) or interval.holds(Fraction(first))


def first_whole(interval: Interval) -> int | None:
    """Return the least whole number that is not below an interval, None when it has no lower bound."""
    if isinstance(interval.low, float):
        return None
    first = ceil(interval.low)
    return first + (first == interval.low and interval.low_open)


class Bound(NamedTuple):
    """A linear constraint that a relation among unknown levels says with one end of its figure's interval.

    `relation` is its number among those held together, `end` is ``low`` or ``high``: the level is not less, or not more.
    """

    constraint: Constraint
    relation: int
    end: str


def bounds_of(relations: Sequence[Relation], figures: Intervals) -> Iterator[Bound]:
    """Yield the linear constraints of relations that are held together; a figure that is not known gives none."""
    for number, (sign, one, other) in enumerate(relations):
        for end, factor in (("high", Fraction(1)), ("low", Fraction(-1))):
            bound: Fraction | None
            if isinstance(one, str):
                terms, bound = _of_figure(other, figures.get(one, _ALL), end, factor)
            else:
                parts = other[1:] if other[0] == "+" else (other,)
                terms = ((one[1], factor), *((part[1], -factor) for part in parts))
                bound = Fraction(0) if sign == "=" or end == "high" else None
            if bound is not None:
                yield Bound((terms, bound), number, end)


def _of_figure(says: Any, interval: Interval, end: str, factor: Fraction) -> tuple[Terms, Fraction | None]:
    limit = interval.high if end == "high" else interval.low
    if isinstance(limit, float):
        return (), None
    if says[0] == "unknown":
        return ((says[1], factor),), factor * limit
    sign, one, other = says
    if sign == "−" and isinstance(other, Fraction):  # the ratio less one
        (_, one, other), limit, sign = one, limit + other, "÷"
    if sign == "÷":
        return ((one[1], factor), (other[1], -factor * limit)), Fraction(0)
    return ((one[1], factor), (other[1], -factor)), factor * limit
