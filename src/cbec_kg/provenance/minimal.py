"""Minimal sufficient sets by deletion: which of some items are needed for something to hold, and which suffice for it.

One set is found by dividing and conquering over the items in their order (U. Junker, QuickXplain, 2004), the others by a
tree of what is taken out (R. Reiter, A Theory of Diagnosis from First Principles, 1987), whose closed branches are the sets
of items without which nothing suffices. What holds is asked of a predicate on a tuple of items; nothing here knows what the
items are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Timer
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)

_MOST_BRANCHES = 20_000
"""Most branches of the tree of what is taken out."""

Expired = Callable[[], bool]
"""Whether the time is over."""


def never() -> bool:
    """Return that the time is not over: for a search without a limit."""
    return False


@contextmanager
def time_limit(seconds: float) -> Iterator[Expired]:
    """Give a function that tells whether the seconds from now on are over; 0 for no limit."""
    if not seconds:
        yield never
        return
    over = Event()
    timer = Timer(seconds, over.set)
    timer.daemon = True
    timer.start()
    try:
        yield over.is_set
    finally:
        timer.cancel()


@dataclass(frozen=True)
class Sufficient(Generic[Item]):
    """Items that suffice together, in the order in which they were given.

    Without any of `needed` the others do not suffice; `undecided` are those for which the time did not last, and is empty
    where the set is minimal.
    """

    needed: tuple[Item, ...]
    undecided: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all items."""
        return self.needed + self.undecided


@dataclass(frozen=True)
class SufficientSets(Generic[Item]):
    """Minimal sufficient sets, as they were found, and minimal cuts: items without which the rest does not suffice.

    Both are complete where `complete` says so; else there may be more, and the last set may have undecided items.
    """

    sets: tuple[Sufficient[Item], ...]
    cuts: tuple[tuple[Item, ...], ...]
    complete: bool


def minimal_set(
    items: Sequence[Item], holds: Callable[[tuple[Item, ...]], bool], expired: Expired = never, *, monotone: bool = True
) -> Sufficient[Item] | None:
    """Return a minimal set of items that suffices, None when all of them do not. Later items are preferably left out.

    Parameters
    ----------
    items : sequence
        Distinct items.
    holds : callable
        Whether what is asked holds of some of the items, which it gets in their order.
    expired : callable
        Asked before each question; when the time is over, what is left is undecided.
    monotone : bool
        Whether what holds of some items holds of more. Where it need not, each member is tried once more by itself, and no
        single member can be left out of what is found; a smaller set may still be among its parts.

    Examples
    --------
    >>> minimal_set("abcd", lambda some: "b" in some and ("a" in some or "d" in some))
    Sufficient(needed=('a', 'b'), undecided=())
    """
    search = _Search(tuple(items), holds, expired)
    if not search.holds(items):
        return None
    if search.holds(()):
        return Sufficient(())
    found = search.divided((), False, search.items)
    if monotone:
        return search.sufficient(found)
    if not found.undecided and not search.holds(found.needed):
        found = Sufficient((), search.items)
    return search.one_by_one(found.items)


class _Search(Generic[Item]):
    """One search: the items in their order, what is asked of them, and how long."""

    def __init__(self, items: tuple[Item, ...], holds: Callable[[tuple[Item, ...]], bool], expired: Expired) -> None:
        self.items = items
        self.position = {item: number for number, item in enumerate(items)}
        self.asked = holds
        self.expired = expired

    def ordered(self, items: Collection[Item]) -> tuple[Item, ...]:
        return tuple(sorted(items, key=self.position.__getitem__))

    def holds(self, items: Collection[Item]) -> bool:
        return self.asked(self.ordered(items))

    def sufficient(self, found: Sufficient[Item]) -> Sufficient[Item]:
        return Sufficient(self.ordered(found.needed), self.ordered(found.undecided))

    def divided(self, given: tuple[Item, ...], grown: bool, items: tuple[Item, ...]) -> Sufficient[Item]:
        """Return a minimal part of items that suffices with those given; `grown`: these are more than were tried last."""
        if self.expired():
            return Sufficient((), items)
        if grown and self.holds(given):
            return Sufficient(())
        if len(items) == 1:
            return Sufficient(items)
        middle = len(items) // 2
        first, last = items[:middle], items[middle:]
        late = self.divided((*given, *first), True, last)
        early = self.divided((*given, *late.items), bool(late.items), first)
        return Sufficient((*early.needed, *late.needed), (*early.undecided, *late.undecided))

    def one_by_one(self, items: tuple[Item, ...]) -> Sufficient[Item]:
        """Return what is left when single items are taken out, the last first, until none can be."""
        left = list(self.ordered(items))
        needed: set[Item] = set()
        while open_ := [item for item in left if item not in needed]:
            if self.expired():
                return Sufficient(tuple(item for item in left if item in needed), tuple(open_))
            rest = [item for item in left if item != open_[-1]]
            if self.asked(tuple(rest)):
                left = rest
                needed.clear()  # what was needed beside the item need not be without it
            else:
                needed.add(open_[-1])
        return Sufficient(tuple(left))


def minimal_sets(
    items: Sequence[Item],
    holds: Callable[[tuple[Item, ...]], bool],
    expired: Expired = never,
    *,
    most: int = 8,
    monotone: bool = True,
) -> SufficientSets[Item]:
    """Return minimal sets of items that suffice, at most so many, and the minimal cuts found on the way, smallest first.

    `items`, `holds`, `expired` and `monotone` as for `minimal_set`. No set is returned when all items do not suffice. Where
    the predicate need not be monotone, the answer is never called complete.

    Examples
    --------
    >>> found = minimal_sets("abcd", lambda some: "b" in some and ("a" in some or "d" in some))
    >>> [one.items for one in found.sets], found.cuts, found.complete
    ([('a', 'b'), ('b', 'd')], (('b',), ('a', 'd')), True)
    """
    sets: list[Sufficient[Item]] = []
    cuts: list[frozenset[Item]] = []
    position = {item: number for number, item in enumerate(items)}
    queue: deque[frozenset[Item]] = deque([frozenset()])
    seen = {queue[0]}
    complete = monotone
    while queue:
        removed = queue.popleft()
        if any(cut <= removed for cut in cuts):
            continue
        if sets and (expired() or len(seen) > _MOST_BRANCHES):
            complete = False
            break
        known = next((found for found in sets if removed.isdisjoint(found.items)), None)
        if known is None:
            rest = tuple(item for item in items if item not in removed)
            full = len(sets) == most
            known = None if full else minimal_set(rest, holds, expired, monotone=monotone)
            if known is None and not (full and holds(rest)):
                cuts.append(removed)
                continue
            if known is None or known.undecided:
                complete = False
                sets += [] if known is None else [known]
                break
            sets.append(known)
        for member in known.items:
            grown = removed | {member}
            if grown not in seen:
                seen.add(grown)
                queue.append(grown)
    if not sets:
        return SufficientSets((), (), complete)
    ordered = [tuple(sorted(cut, key=position.__getitem__)) for cut in cuts]
    ordered.sort(key=lambda cut: (len(cut), [position[item] for item in cut]))
    return SufficientSets(tuple(sets), tuple(ordered), complete)
