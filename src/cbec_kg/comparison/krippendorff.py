"""Krippendorff's alpha: how far readers agree beyond chance, for any number of readers, missing values, and three metrics.

Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011 (its worked examples are tests); for sets MASI,
R. Passonneau, Measuring Agreement on Set-valued Items, LREC 2006. A module of our own: the package krippendorff on PyPI has
no metric for sets, and its licence is GPL-3.0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, Literal

Metric = Literal["nominal", "interval", "ratio", "set"]
"""How far two values are apart: equal or not; by their difference; by their difference as a part of their sum; by what two
sets have in common."""

Distance = Callable[[Any, Any], float]


def alpha(units: Iterable[Collection[Hashable]], metric: Metric) -> float | None:
    """Return alpha of the values that readers gave to each unit, a value for each reader who gave one.

    It is 1 where all agree, 0 where they agree as by chance. None where it is not defined: no unit has two values, or all
    values are the same. Time grows with the square of the number of different values, but for the nominal metric.

    Examples
    --------
    >>> round(alpha([(0, 1), (1, 1), (0, 1), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0), (1, 0), (0, 0)], "nominal"), 3)
    0.095
    """
    pairable = [list(values) for values in units if len(values) > 1]
    counts = Counter(value for values in pairable for value in values)
    number = counts.total()
    distance = DISTANCES[metric]
    expected = _unequal_pairs(counts) if metric == "nominal" else _between(counts, distance)
    if not expected:
        return None
    observed = sum(2 * sum(distance(a, b) for a, b in combinations(values, 2)) / (len(values) - 1) for values in pairable)
    return 1 - (number - 1) * observed / expected


def agreeing(units: Iterable[Sequence[Hashable]]) -> tuple[int, int]:
    """Return how many pairs of values of one unit are equal, and of how many."""
    pairs = [a == b for values in units for a, b in combinations(values, 2)]
    return sum(pairs), len(pairs)


def _unequal_pairs(counts: Mapping[Hashable, int]) -> float:
    number = sum(counts.values())
    return number**2 - sum(count**2 for count in counts.values())


def _between(counts: Mapping[Hashable, int], distance: Distance) -> float:
    return sum(2 * n * m * distance(a, b) for (a, n), (b, m) in combinations(counts.items(), 2))


def _nominal(a: Hashable, b: Hashable) -> float:
    return float(a != b)


def _interval(a: Any, b: Any) -> float:
    return float(a - b) ** 2


def _ratio(a: Any, b: Any) -> float:
    """Return the squared difference as a part of the sum of the amounts: above zero, the ratio metric."""
    whole = abs(a) + abs(b)
    return (float(a - b) / float(whole)) ** 2 if whole else 0.0


def masi(one: Collection[Hashable], other: Collection[Hashable]) -> float:
    """Return the MASI distance of two sets: one minus Jaccard's index, less where one holds the other or neither does.

    Examples
    --------
    >>> masi({1, 2}, {1, 2}), masi({1}, {2}), round(masi({1}, {1, 2}), 4), round(masi({1, 2}, {1, 3}), 4)
    (0.0, 1.0, 0.6667, 0.8889)
    """
    a, b = frozenset(one), frozenset(other)
    if a == b:
        return 0.0
    both = a & b
    weight = 2 / 3 if both in (a, b) else 1 / 3
    return 1 - weight * len(both) / len(a | b)


DISTANCES: dict[Metric, Distance] = {"nominal": _nominal, "interval": _interval, "ratio": _ratio, "set": masi}
"""The squared difference of each metric; of MASI the distance itself, as its author uses it."""
