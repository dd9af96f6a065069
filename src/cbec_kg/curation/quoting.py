"""Where a record's fragments occur in the reader's own text of the article, and what the sentence is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cbec_kg.model.curated import AnchorPlace, Passage
from cbec_kg.model.records import Article
from cbec_kg.text.furniture import known_furniture
from cbec_kg.text.locate import Location, PassageKey, SearchableText, Spot


@dataclass(frozen=True)
class Quotes:
    """The locations of a curation's passages and anchors in one text.

    Attributes
    ----------
    passages : dict of str to Location
        By locator, in the order of the article.
    anchors : dict of (str, str, str) to Location
        By record, locator and fragment.
    """

    passages: dict[str, Location]
    anchors: dict[tuple[str, str, str], Location]

    def sentence(self, locator: str, fragment: str) -> str:
        """Return the sentence at a place on one line, or why it cannot be shown."""
        here = self.passages.get(locator)
        if here is None:
            return f"{locator} “{fragment}” (the curation has no offsets for it)"
        page = f"p. {here.spots[0].page} " if here.spots and here.spots[0].page else ""
        if here.state == "found":
            return f"{locator} {page}{here.text}"
        return f"{locator} “{fragment}” {describe(here)}"


def describe(location: Location) -> str:
    """Return the state of a location in words: where, or what differs."""
    if location.state == "found":
        return f"found {describe_spot(location.spots[0])}"
    if location.state == "ambiguous":
        return f"ambiguous: {'; '.join(describe_spot(spot) for spot in location.spots)}"
    nearest = f"; nearest {describe_spot(location.spots[0])}" if location.spots else ""
    return f"not found in your copy: {location.difference}{nearest}"


def describe_spot(spot: Spot) -> str:
    """Return a spot in words.

    Examples
    --------
    >>> describe_spot(Spot(10, 20, 3)), describe_spot(Spot(10, 20, 0))
    ('at 10-20 on page 3', 'at 10-20')
    """
    return f"at {spot.start}-{spot.end}" + (f" on page {spot.page}" if spot.page else "")


def locate(
    source: str,
    page_starts: Sequence[int],
    article: Article,
    passages: Sequence[Passage],
    places: Sequence[AnchorPlace] = (),
) -> Quotes:
    """Return where passages and anchors occur in a text of the article.

    Parameters
    ----------
    source : str
        The untouched text.
    page_starts : sequence of int
        Offset of each page's first character; empty for a text without pages.
    article : Article
        Its DOI, journal and first author identify its page furniture.
    passages, places
        As the curation has them.
    """
    known = known_furniture(article.doi or "", article.journal.zh if article.journal else "", article.first_author or "")
    text = SearchableText(source, page_starts, known)
    keys = {p.locator: PassageKey(p.locator, p.length, p.sha256, p.offset, p.fragment, p.prefix, p.suffix) for p in passages}
    found = text.locate_all(keys.values())
    anchors = {
        (p.record, p.locator, p.fragment): text.fragment(keys[p.locator], found[p.locator], p.fragment, p.offset)
        for p in places
    }
    return Quotes(found, anchors)
