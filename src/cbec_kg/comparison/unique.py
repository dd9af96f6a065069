"""What tells a record apart: keys that one record alone has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def of_unique_keys(names: Iterable[tuple[K, str]]) -> dict[K, str]:
    """Return the name of each key that one name alone has, in the order in which the keys are first given.

    Examples
    --------
    >>> of_unique_keys([("red", "a"), ("blue", "b"), ("red", "c"), ("blue", "b")])
    {'blue': 'b'}
    """
    found: dict[K, set[str]] = defaultdict(set)
    for key, name in names:
        found[key].add(name)
    return {key: next(iter(having)) for key, having in found.items() if len(having) == 1}
