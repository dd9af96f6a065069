"""Where a record's fragments occur in the reader's own text of the article, and what the sentence is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cbec_kg.model.curated import AnchorPlace, Passage
from cbec_kg.model.records import Article
from cbec_kg.text.document import Document
from cbec_kg.text.furniture import known_furniture
from cbec_kg.text.locate import Location, PassageKey, SearchableText


class Quotes(NamedTuple):
    """The locations of a curation's passages and anchors in one text.

    Passages are found by locator, in the order of the article; anchors by record, locator and fragment.
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
        return f"{locator} “{fragment}” {_describe(here)}"


def _describe(location: Location) -> str:
    """Return in words where the passage may be that a text has several times or not at all, and what differs."""
    spots = [f"at {spot.start}-{spot.end}" + (f" on page {spot.page}" if spot.page else "") for spot in location.spots]
    if location.state == "ambiguous":
        return f"ambiguous: {'; '.join(spots)}"
    nearest = f"; nearest {spots[0]}" if spots else ""
    return f"not found in your copy: {location.difference}{nearest}"


def furniture_of(article: Article) -> re.Pattern[str] | None:
    """Return a pattern of an article's own page furniture in normalised text: None when too little of it is known."""
    return known_furniture(article.doi or "", article.journal.zh if article.journal else "", article.first_author or "")


def locate(
    document: Document,
    article: Article,
    passages: Sequence[Passage],
    places: Sequence[AnchorPlace] = (),
) -> Quotes:
    """Return where a curation's passages and anchors occur in a copy of the article.

    The article's DOI, journal and first author identify its page furniture.
    """
    text = SearchableText(document, furniture_of(article))
    keys = {p.locator: PassageKey(p.locator, p.length, p.sha256, p.offset, p.fragment, p.prefix, p.suffix) for p in passages}
    found = text.locate_all(keys.values())
    anchors = {
        (p.record, p.locator, p.fragment): text.fragment(keys[p.locator], found[p.locator], p.fragment, p.offset)
        for p in places
    }
    return Quotes(found, anchors)
