"""Whether linear constraints on numbers that are not negative can all hold; exact, with the constraints that cannot.

The dual simplex method on a problem without an objective: a row whose basic variable is below zero and that has no negative
coefficient is a combination of constraints that no numbers satisfy (J. Farkas, 1902). It names few constraints; those that
are not needed are then left out one by one.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

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
    found = _combination(constraints)
    for number in reversed(found):
        rest = [other for other in found if other != number]
        if _combination([constraints[other] for other in rest]):
            found = rest
    return found


def _combination(constraints: Sequence[Constraint]) -> list[int]:
    """Return constraints of which a combination cannot hold, by position, sorted."""
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
            return []
        entering = min((key for key, value in rows[leaving].items() if value < 0), default=None)
        if entering is None:
            named = {*rows[leaving], basis[leaving]}
            return sorted(key - size for key in named if key >= size)
        _pivot(rows, bounds, basis, leaving, entering)
    return []


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
