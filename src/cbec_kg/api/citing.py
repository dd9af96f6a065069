"""Where a record that an answer names stands in the article, and on which basis it is there: what a sentence is cited by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cbec_kg.api.questions import Questions


class Place(NamedTuple):
    """The locators of a record, in the order of its anchors, and its basis: ``stated``, or ``inferred`` by the curator."""

    locators: tuple[str, ...]
    basis: str


def places_of(papers: Questions) -> Callable[[str], Place | None]:
    """Return what gives the place of a record or passage by its name, None for what is none.

    A reference or named source stands where the text points to it. What has no place of its own, such as an indicator, is
    the curator's.
    """
    snapshot = papers._snapshot
    found: Mapping[str, list[str]] = defaultdict(list)
    for place in snapshot.places:
        found[place.record].append(place.locator)
    for link in snapshot.links:
        if link.relation == "pointer":
            found[link.start].extend(found.get(link.end, ()))

    def place_of(name: str) -> Place | None:
        if name in snapshot.locators:
            return Place((snapshot.locators[name],), "stated")
        if name not in snapshot.records:
            return None
        locators = tuple(dict.fromkeys(found.get(name, ())))
        return Place(locators, "stated" if locators else "inferred")

    return place_of
