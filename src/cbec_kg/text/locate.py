"""Where each curated passage occurs in a reader's own text of the article, or that it does not.

A passage counts as found only when all its characters occur in a row, which its digest proves without the article's text
being shipped; white space, line breaks, width forms and page furniture do not matter. There are three answers, never a
guess: found, ambiguous (all places), not found (the nearest place, and what differs as far as the curated fragments show).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cbec_kg.text.document import Document
from cbec_kg.text.furniture import complement, edge_furniture, without
from cbec_kg.text.hyphens import Unbroken, unbroken, with_hyphens
from cbec_kg.text.normalise import NormalisedText, normalise, one_line, plain
from cbec_kg.text.selectors import in_context, positions

_VARIANTS = 3
"""Normalised forms of a text: without the known furniture; without page edges too; without all repeated lines too."""

_MOST_SEARCHED = 200_000
"""Characters that are searched for the place that is nearest to a passage."""


class PassageKey(NamedTuple):
    """What is known of a passage without its text.

    `length` counts its normalised characters and `sha256` is their digest; `fragment` is a run of it that is unique in the
    article together with `prefix` or `suffix`, and `offset` counts the normalised characters before it.
    """

    locator: str
    length: int
    sha256: str
    offset: int
    fragment: str
    prefix: str
    suffix: str


class Spot(NamedTuple):
    """A place in a text: half-open offsets into its untouched form, and the page, counted from 1; 0 when it has none."""

    start: int
    end: int
    page: int


class Location(NamedTuple):
    """The answer for one passage or fragment: `state` is ``found``, ``ambiguous`` or ``not found``.

    `spots` has the one place; all places; or the nearest place, if there is one. `text` is what is there, on one line;
    `difference` is what differs where the answer is ``not found``.
    """

    state: str
    spots: tuple[Spot, ...]
    text: str = ""
    difference: str = ""


class SearchableText:
    """An untouched text of the article, ready to be searched for passages.

    `known` is the article's own furniture in normalised text, as `cbec_kg.text.furniture.known_furniture` gives it.
    """

    def __init__(self, document: Document, known: re.Pattern[str] | None = None) -> None:
        self.document = document
        self.source = document.text
        self.page_starts = document.page_starts
        self._known = known
        self._variants: list[NormalisedText] = []
        self._whole: Unbroken | None = None
        self._found: dict[str, tuple[NormalisedText, int]] = {}

    def _variant(self, number: int) -> NormalisedText:
        """Return a normalised form of the text, made when first needed; each leaves out more of what may be furniture."""
        while len(self._variants) <= number:
            cut = edge_furniture(self.source, self.page_starts) if self._variants else []
            if len(self._variants) == 2:
                cut = sorted({*cut, *self.document.furniture()})
            if self._variants and not cut:
                self._variants.append(self._variants[0])
                continue
            body = normalise(self.source, complement(cut, len(self.source)))
            self._variants.append(body if self._known is None else without(body, self._known))
        return self._variants[number]

    def locate_all(self, keys: Iterable[PassageKey]) -> dict[str, Location]:
        """Return the location of every passage, by locator."""
        keys = list(keys)
        found = {key.locator: self._locate(key) for key in keys}
        order = [key.locator for key in keys]
        for index, key in enumerate(keys):
            if found[key.locator].state == "not found" and not found[key.locator].spots:
                around = self._between(found, order, index)
                found[key.locator] = self._nearest(key.fragment, around)
        return found

    def fragment(self, key: PassageKey, location: Location, fragment: str, offset: int) -> Location:
        """Return where a record's fragment occurs, given the location of its passage.

        In a passage that was found the fragment is where the curation has it; otherwise it is not found, since the
        sentence around it is not the one that was read. The nearest place shows how the fragment itself reads there.
        """
        if location.state == "found":
            variant, start = self._found[key.locator]
            wanted, begin = normalise(fragment).text, start + offset
            if variant.text[begin : begin + len(wanted)] == wanted:
                return Location("found", (self._spot(variant, begin, len(wanted)),), fragment)
        if location.state == "ambiguous":
            return location
        spot = location.spots[0] if location.spots else None
        region = (max(0, spot.start - 2 * key.length), spot.end + 2 * key.length) if spot else (0, len(self.source))
        return self._nearest(fragment, region)

    def nearest(self, quote: str) -> Location:
        """Return the place that is nearest to a quote that the text does not have, and what differs there."""
        return self._nearest(quote, (0, len(self.source)))

    def _locate(self, key: PassageKey) -> Location:
        elsewhere: list[Spot] = []
        for number in range(_VARIANTS):
            variant = self._variant(number)
            starts = [at - key.offset for at in positions(variant, key.fragment)]
            same = [start for start in starts if _is_passage(variant, start, key)]
            context = (len(key.fragment), key.prefix, key.suffix)
            hits = [start for start in same if in_context(variant.text, start + key.offset, *context)]
            elsewhere += [self._spot(variant, start, key.length) for start in same]
            spots = tuple(self._spot(variant, start, key.length) for start in hits)
            if len(hits) == 1:
                self._found[key.locator] = (variant, hits[0])
                return Location("found", spots, self._text(variant, hits[0], key.length))
            if hits:
                return Location("ambiguous", spots)
        if not elsewhere and (passage := self._rejoined(key)) is not None:
            self._found[key.locator] = (passage, 0)
            return Location("found", (self._spot(passage, 0, key.length),), self._text(passage, 0, key.length))
        difference = "the same words occur here, but in another context" if elsewhere else ""
        return Location("not found", tuple(elsewhere[:1]), difference=difference)

    def _rejoined(self, key: PassageKey) -> NormalisedText | None:
        """Return a passage in which words are broken at the end of a line otherwise than in the text that was curated."""
        if self._whole is None:
            self._whole = unbroken(self.source, self._variant(_VARIANTS - 1))
        wanted = dict.fromkeys((key.fragment, key.fragment.replace("-", "")))
        for at in (at for fragment in wanted if fragment for at in positions(self._whole.text, fragment)):
            passage = with_hyphens(self._whole, at, key.offset, key.length, key.sha256)
            if passage is not None:
                return passage
        return None

    def _spot(self, variant: NormalisedText, start: int, length: int) -> Spot:
        first, last = variant.source_span(start, start + length)
        return Spot(first, last, bisect_right(self.page_starts, first))

    def _text(self, variant: NormalisedText, start: int, length: int) -> str:
        """Return the source characters of a range on one line."""
        first, last = variant.source_span(start, start + length)
        wanted = set(variant.offsets[start : start + length])
        return one_line(
            plain("".join(c for at, c in enumerate(self.source[first:last], first) if at in wanted or c.isspace()))
        )

    def _between(self, found: dict[str, Location], order: Sequence[str], index: int) -> tuple[int, int]:
        """Return the source range between the passages found before and after one that was not."""
        before = next((found[o].spots[0].end for o in reversed(order[:index]) if found[o].state == "found"), 0)
        after = next((found[o].spots[0].start for o in order[index + 1 :] if found[o].state == "found"), len(self.source))
        return (before, after) if before < after else (0, len(self.source))

    def _nearest(self, fragment: str, around: tuple[int, int]) -> Location:
        from rapidfuzz import fuzz

        start, end = max(0, around[0]), min(len(self.source), around[1], around[0] + _MOST_SEARCHED)
        region, wanted = normalise(self.source, [(start, end)]), normalise(fragment).text
        match = fuzz.partial_ratio_alignment(wanted, region.text, score_cutoff=50) if region.text and wanted else None
        if match is None or match.dest_start == match.dest_end:
            return Location("not found", (), difference="nothing similar")
        reads = region.text[match.dest_start : match.dest_end]
        spot = self._spot(region, match.dest_start, len(reads))
        same = "the fragment occurs here, but the sentence around it differs"
        return Location("not found", (spot,), reads, same if reads == wanted else differences(wanted, reads))


def differences(wanted: str, reads: str) -> str:
    """Return in words how one text differs from another.

    Examples
    --------
    >>> differences("增长了12.90%", "增长了12.80%")
    '“9” reads “8”'
    """
    from difflib import SequenceMatcher

    found = []
    for kind, a, b, c, d in SequenceMatcher(None, wanted, reads, autojunk=False).get_opcodes():
        if kind == "replace":
            found.append(f"“{wanted[a:b]}” reads “{reads[c:d]}”")
        elif kind == "delete":
            found.append(f"“{wanted[a:b]}” is missing")
        elif kind == "insert":
            found.append(f"“{reads[c:d]}” is added")
    return "; ".join(found)


def _is_passage(variant: NormalisedText, start: int, key: PassageKey) -> bool:
    text = variant.text[max(0, start) : start + key.length]
    return start >= 0 and len(text) == key.length and hashlib.sha256(text.encode()).hexdigest() == key.sha256
