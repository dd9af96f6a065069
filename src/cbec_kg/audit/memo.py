"""Functions of facts whose results are worked out once, and again only where something that they looked up has changed.

Every lookup of the statistics is recorded for the function that makes it, and for the functions that call this one. Facts
that differ from others in a few statistics take over each result that rests on none of the lookups that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

Result = tuple[tuple[Any, ...], set[Any]]
"""What a function returned, and the lookups that this rests on."""


class Memo:
    """The results for some facts; `base` has those for other facts, in which the lookups `changed` give something else."""

    __slots__ = ("base", "changed", "looked_up", "results")

    def __init__(self, base: Mapping[Hashable, Result] | None = None, changed: AbstractSet[Any] = frozenset()) -> None:
        self.base, self.changed = base or {}, changed
        self.results: dict[Hashable, Result] = {}
        self.looked_up: set[Any] = set()

    def find(self, key: Hashable) -> Result | None:
        """Return the result that is known for a function and its arguments."""
        found = self.results.get(key)
        if found is None:
            found = self.base.get(key)
            if found is not None and not found[1].isdisjoint(self.changed):
                return None
        return found

    def renewed(self, old: Memo) -> set[Any]:
        """Return the lookups of all results that an older memo does not have."""
        return set().union(*(found[1] for key, found in self.results.items() if old.results.get(key) is not found))

    def settled(self) -> Memo:
        """Return the same results without reference to those of other facts."""
        memo = Memo()
        memo.results = {key: found for key, found in self.base.items() if found[1].isdisjoint(self.changed)} | self.results
        return memo


class HasMemo(Protocol):
    """What keeps the results of functions of itself."""

    @property
    def memo(self) -> Memo: ...  # noqa: D102  # said above


F = TypeVar("F", bound=HasMemo)
P = ParamSpec("P")
T = TypeVar("T")


def remembered(function: Callable[Concatenate[F, P], Iterable[T]]) -> Callable[Concatenate[F, P], tuple[T, ...]]:
    """Return a function of facts, given by position, that keeps what it finds in their memo."""

    @wraps(function)
    def remembering(facts: F, /, *args: P.args, **kwargs: P.kwargs) -> tuple[T, ...]:
        memo, key = facts.memo, (remembering, *args)
        found = memo.find(key)
        if found is None:
            outer, memo.looked_up = memo.looked_up, set()
            found = memo.results[key] = (tuple(function(facts, *args, **kwargs)), memo.looked_up)
            memo.looked_up = outer
        memo.looked_up |= found[1]
        return found[0]

    return remembering
