"""A reader's own copy of the article: where each curated passage stands in it, or that it does not.

A passage counts as found only when all its characters stand in the copy in a row, which its digest proves without the
article's text being shipped; white space, line breaks, width forms and page furniture do not matter. Three answers, never a
guess: found, ambiguous (all places), not found (the nearest place, and what differs as far as the curated fragments tell).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cbec_kg.text.furniture import edge_furniture, without
from cbec_kg.text.normalise import NormalisedText, fold, normalise
from cbec_kg.text.segment import furniture
from cbec_kg.text.selectors import positions

_READINGS = 3
"""Ways to read a copy: with the known furniture left out; page edges too; all repeated lines too."""


@dataclass(frozen=True)
class PassageKey:
    """What is known of a passage without its text.

    Attributes
    ----------
    locator : str
    length : int
        NormalisedText characters.
    sha256 : str
        Digest of the normalised passage.
    fragment : str
        A run of the passage that begins `offset` normalised characters into it; unique in the article together with
        `prefix` or `suffix`.
    """

    locator: str
    length: int
    sha256: str
    offset: int
    fragment: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Spot:
    """A place in the copy: half-open offsets into its untouched text, and the page, counted from 1; 0 when it has none."""

    start: int
    end: int
    page: int


@dataclass(frozen=True)
class Location:
    """The answer for one passage or fragment.

    Attributes
    ----------
    state : str
        ``found``, ``ambiguous`` or ``not found``.
    spots : tuple of Spot
        The one place; all places; or the nearest place, if there is one.
    text : str
        What stands there: of a passage that was found, its text on one line.
    difference : str
        For ``not found``: what differs.
    """

    state: str
    spots: tuple[Spot, ...]
    text: str = ""
    difference: str = ""


class ReaderCopy:
    """A copy's text, ready to be searched.

    Parameters
    ----------
    source : str
        The untouched text.
    page_starts : sequence of int
        Offset of each page's first character; empty for a text without pages.
    known : re.Pattern, optional
        The article's own furniture in normalised text, as `cbec_kg.text.furniture.known_furniture` gives it.
    """

    def __init__(self, source: str, page_starts: Sequence[int] = (), known: re.Pattern[str] | None = None) -> None:
        self.source = source
        self.page_starts = page_starts
        self._known = known
        self._streams: list[NormalisedText] = []
        self._windows: dict[str, tuple[NormalisedText, int]] = {}

    def _stream(self, number: int) -> NormalisedText:
        """Return one way to read the copy, worked out when first wanted: each leaves out more of what may be furniture."""
        while len(self._streams) <= number:
            made = len(self._streams)
            if made == 0:
                whole = normalise(self.source)
                stream = whole if self._known is None else without(whole, self._known)
            else:
                cut = edge_furniture(self.source, self.page_starts) if self.page_starts else []
                if made == 2:
                    cut = sorted({*cut, *furniture(self.source)})
                body = normalise(self.source, _complement(cut, len(self.source))) if cut else self._streams[0]
                stream = body if self._known is None else without(body, self._known)
            self._streams.append(stream)
        return self._streams[number]

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
        """Return where a record's fragment stands, given the location of its passage.

        In a passage that was found the fragment stands where the curation has it; otherwise it is not found, since the
        sentence around it is not the one that was read. The nearest place tells how the fragment itself reads there.
        """
        if location.state == "found":
            stream, start = self._windows[key.locator]
            wanted = normalise(fragment).text
            begin = start + offset
            if stream.text[begin : begin + len(wanted)] == wanted:
                return Location("found", (self._spot(stream, begin, begin + len(wanted)),), fragment)
        if location.state == "ambiguous":
            return location
        spot = location.spots[0] if location.spots else None
        region = (max(0, spot.start - 2 * key.length), spot.end + 2 * key.length) if spot else (0, len(self.source))
        return self._nearest(fragment, region)

    def _locate(self, key: PassageKey) -> Location:
        elsewhere: list[Spot] = []
        for number in range(_READINGS):
            stream = self._stream(number)
            starts = [at - key.offset for at in positions(stream, key.fragment)]
            same = [start for start in starts if self._is(stream, start, key)]
            hits = [start for start in same if _in_context(stream.text, start + key.offset, key)]
            elsewhere += [self._spot(stream, start, start + key.length) for start in same]
            if len(hits) == 1:
                self._windows[key.locator] = (stream, hits[0])
                spot = self._spot(stream, hits[0], hits[0] + key.length)
                return Location("found", (spot,), self._text(stream, hits[0], key.length))
            if hits:
                return Location("ambiguous", tuple(self._spot(stream, start, start + key.length) for start in hits))
        if elsewhere:
            return Location("not found", (elsewhere[0],), difference="the same words stand here, but not in their context")
        return Location("not found", ())

    @staticmethod
    def _is(stream: NormalisedText, start: int, key: PassageKey) -> bool:
        window = stream.text[max(0, start) : start + key.length]
        return start >= 0 and len(window) == key.length and hashlib.sha256(window.encode()).hexdigest() == key.sha256

    def _spot(self, stream: NormalisedText, start: int, end: int) -> Spot:
        first, last = stream.source_span(start, end)
        return Spot(first, last, bisect_right(self.page_starts, first))

    def _text(self, stream: NormalisedText, start: int, length: int) -> str:
        """Return what stands in a window: source characters, white space kept only between Latin words."""
        offsets = stream.offsets[start : start + length]
        pieces, last = [], -1
        for offset in offsets:
            if offset == last:
                continue
            character = self.source[offset]
            if "\u2e80" <= character <= "\u2fdf":
                character = fold(character)  # a radical that a PDF writer put for the whole character
            gap = last >= 0 and offset > last + 1 and self.source[last + 1 : offset].isspace()
            if (
                gap
                and character.isascii()
                and self.source[last].isascii()
                and "\n" not in self.source[last + 1 : offset].strip(" ")
            ):
                pieces.append(" ")
            pieces.append(character)
            last = offset
        return "".join(pieces)

    def _between(self, found: dict[str, Location], order: Sequence[str], index: int) -> tuple[int, int]:
        """Return the source range between the passages found before and after one that was not."""
        before = next((found[o].spots[0].end for o in reversed(order[:index]) if found[o].state == "found"), 0)
        after = next((found[o].spots[0].start for o in order[index + 1 :] if found[o].state == "found"), len(self.source))
        return (before, after) if before < after else (0, len(self.source))

    def _nearest(self, fragment: str, around: tuple[int, int]) -> Location:
        from rapidfuzz import fuzz

        region = normalise(self.source, [(max(0, around[0]), min(len(self.source), around[1], around[0] + 200_000))])
        wanted = normalise(fragment).text
        if not region.text or not wanted:
            return Location("not found", (), difference="nothing like it")
        match = fuzz.partial_ratio_alignment(wanted, region.text, score_cutoff=50)
        if match is None or match.dest_start == match.dest_end:
            return Location("not found", (), difference="nothing like it")
        reads = region.text[match.dest_start : match.dest_end]
        spot = self._spot(region, match.dest_start, match.dest_end)
        said = (
            "the fragment stands here, but the sentence around it differs" if reads == wanted else differences(wanted, reads)
        )
        return Location("not found", (spot,), reads, said)


def differences(wanted: str, reads: str) -> str:
    """Return in words how one text differs from another.

    Examples
    --------
    >>> differences("增长了12.90%", "增长了12.80%")
    '“9” reads “8”'
    """
    from difflib import SequenceMatcher

    said = []
    for kind, a, b, c, d in SequenceMatcher(None, wanted, reads, autojunk=False).get_opcodes():
        if kind == "replace":
            said.append(f"“{wanted[a:b]}” reads “{reads[c:d]}”")
        elif kind == "delete":
            said.append(f"“{wanted[a:b]}” is missing")
        elif kind == "insert":
            said.append(f"“{reads[c:d]}” is added")
    return "; ".join(said)


def _in_context(text: str, at: int, key: PassageKey) -> bool:
    end = at + len(key.fragment)
    return text[max(0, at - len(key.prefix)) : at] == key.prefix and text[end : end + len(key.suffix)] == key.suffix


def _complement(cut: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    spans, last = [], 0
    for start, end in cut:
        if start > last:
            spans.append((last, start))
        last = max(last, end)
    if last < length:
        spans.append((last, length))
    return spans
