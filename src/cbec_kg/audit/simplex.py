"""Whether linear constraints on numbers that are not negative can all hold; exact, with the constraints that cannot.

The dual simplex method on a problem without an objective: a row whose basic variable is below zero and that has no negative
coefficient is a combination of constraints that no numbers satisfy (J. Farkas, 1902). It names few constraints; those that
are not needed are then left out one by one.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import NamedTuple

Terms = tuple[tuple[Hashable, Fraction], ...]
Constraint = tuple[Terms, Fraction]
"""The sum of coefficients times variables is at most a bound."""

_PIVOTS = 4000
"""Most steps; then nothing is said."""


def contradiction(constraints: Sequence[Constraint]) -> list[int]:
    """Return some constraints that cannot hold together, by position, sorted; without any one of them the others can.

    None where all can hold, or where it takes too long.

    Examples
    --------
    >>> at_most = ((("x", Fraction(1)), ("y", Fraction(1))), Fraction(2))
    >>> at_least = ((("x", Fraction(-1)),), Fraction(-3))
    >>> contradiction([at_most, at_least]), contradiction([at_most])
    ([0, 1], [])
    """
    found = sorted(solved(constraints).multipliers)
    for number in reversed(found):
        rest = [other for other in found if other != number]
        if solved([constraints[other] for other in rest]).multipliers:
            found = rest
    return found


class Outcome(NamedTuple):
    """What became of constraints: numbers with which all hold, or multipliers by which some contradict one another.

    Multiplied so and added up, constraints say that numbers none of which is negative are less than nothing together. Both
    are empty where it took too long.
    """

    values: dict[Hashable, Fraction]
    multipliers: dict[int, Fraction]


def solved(constraints: Sequence[Constraint]) -> Outcome:
    """Return numbers with which all constraints hold, or the multipliers of some that contradict one another.

    Examples
    --------
    >>> at_most, at_least = ((("x", Fraction(1)),), Fraction(2)), ((("x", Fraction(-2)),), Fraction(-6))
    >>> {number: str(value) for number, value in solved([at_most, at_least]).multipliers.items()}
    {0: '1', 1: '1/2'}
    """
    column: dict[Hashable, int] = {}
    for terms, _ in constraints:
        for name, _ in terms:
            column.setdefault(name, len(column))
    size = len(column)
    rows: list[dict[int, Fraction]] = []
    for terms, _ in constraints:
        row: dict[int, Fraction] = {}
        for name, value in terms:
            row[column[name]] = row.get(column[name], Fraction(0)) + value
        rows.append({key: value for key, value in row.items() if value})
    bounds = [bound for _, bound in constraints]
    basis = list(range(size, size + len(rows)))
    for _ in range(_PIVOTS):
        leaving = min((n for n, bound in enumerate(bounds) if bound < 0), key=basis.__getitem__, default=None)
        if leaving is None:
            values = {name: Fraction(0) for name in column}
            names = list(column)
            values |= {names[key]: bound for key, bound in zip(basis, bounds, strict=True) if key < size}
            return Outcome(values, {})
        entering = min((key for key, value in rows[leaving].items() if value < 0), default=None)
        if entering is None:
            named = rows[leaving] | {basis[leaving]: Fraction(1)}
            return Outcome({}, {key - size: value for key, value in sorted(named.items()) if key >= size})
        _pivot(rows, bounds, basis, leaving, entering)
    return Outcome({}, {})


def _pivot(rows: list[dict[int, Fraction]], bounds: list[Fraction], basis: list[int], leaving: int, entering: int) -> None:
    """Exchange the basic variable of a row for another one."""
    row = rows[leaving]
    pivot = row.pop(entering)
    fresh = {key: value / pivot for key, value in row.items()} | {basis[leaving]: 1 / pivot}
    bound = bounds[leaving] / pivot
    rows[leaving], bounds[leaving], basis[leaving] = fresh, bound, entering
    for number, other in enumerate(rows):
        factor = other.pop(entering, None) if number != leaving else None
        if factor is None:
            continue
        bounds[number] -= factor * bound
        for key, value in fresh.items():
            left = other.get(key, 0) - factor * value
            if left:
                other[key] = left
            else:
                other.pop(key, None)
