"""A problem or countermeasure has two answers, never mixed: what holds of it **itself**, and of how many of its **parts**.

What backs a facet does not back its problem's headline, nor does what backs a measure back its countermeasure. So each has
its own evidence lines and support paths, and of the parts it is counted how many are backed. Facets that the article first
states elsewhere, among its countermeasures say, are no part of the diagnosis and are counted apart. Out of scope: words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from cbec_kg.model.links import Link

WHOLES = ("problem", "countermeasure")
"""Kinds of statement that have parts: facets, measures."""


class Count(NamedTuple):
    """How many parts there are, how many of them were backed before a withdrawal, and how many are after it."""

    number: int
    before: int
    after: int


class Parts(NamedTuple):
    """The parts of a whole: its own (facets of the diagnosis, measures), and facets that are first stated elsewhere."""

    own: Count
    elsewhere: Count

    @property
    def lost(self) -> int:
        """Return how many parts have lost all that backed them."""
        return sum(count.before - count.after for count in self)


def parts_of(links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """Return the parts of each whole that has any, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.relation in ("facet", "measure"):
            found[link.end].append(link.start)
    return {whole: tuple(sorted(parts)) for whole, parts in found.items()}


def counted(parts: Iterable[str], elsewhere: Collection[str], before: Collection[str], after: Collection[str]) -> Parts:
    """Return the counts of a whole's parts.

    Parameters
    ----------
    elsewhere : collection of str
        Facets, of any problem, that the article first states elsewhere.
    before, after : collection of str
        Statements, of any kind, that were backed and that still are.

    Examples
    --------
    >>> counted(["facet-a", "facet-b", "facet-c"], {"facet-c"}, {"facet-a", "facet-c"}, {"facet-c"})
    Parts(own=Count(number=2, before=1, after=0), elsewhere=Count(number=1, before=1, after=1))
    """
    split: Mapping[bool, list[str]] = {False: [], True: []}
    for part in parts:
        split[part in elsewhere].append(part)
    own, other = (
        Count(len(names), sum(name in before for name in names), sum(name in after for name in names))
        for names in split.values()
    )
    return Parts(own, other)
