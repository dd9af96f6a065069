"""The text of a paper as records are held against it: passages on one line, and where what is printed stands in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property

from cbec_kg.curation.passages import passages_csv
from cbec_kg.model.curated import Curation
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import digest, has_chinese, normalise
from cbec_kg.text.passage_text import PassageText
from cbec_kg.text.segment import passages

_YEAR = re.compile(r"(?<![\d.,])(1[6-9]\d\d|20\d\d)(?![\d%]|[.,]\d)")
_YEARS = re.compile(r"(?<![\d.,])(1[6-9]\d\d|20\d\d)年?\s*(?:[-~～〜–—−至到]|to)\s*(1[6-9]\d\d|20\d\d|\d\d)(?!\d)")


class PrintedText:
    """The passages of a document by locator, each as one line that is shown."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def pieces(self) -> dict[str, PassageText]:
        """Return the passages by locator."""
        found = passages(self.document)
        return {passage.locator: PassageText(self.document.text, passage) for passage in found}

    @cached_property
    def passages_csv(self) -> str:
        """Return what ``passages.csv`` of this text has."""
        return passages_csv(self.document)

    def is_of(self, curation: Curation) -> bool:
        """Return whether most passages of a curation are those of this text."""
        same = sum(
            digest(self.line(passage.locator)) == passage.sha256
            for passage in curation.passages
            if passage.locator in self.pieces
        )
        return 2 * same > len(curation.passages)

    def line(self, locator: str) -> str:
        """Return a passage on one line; empty where the text has none of that locator."""
        return self.pieces[locator].shown[0] if locator in self.pieces else ""

    @cached_property
    def years(self) -> dict[str, set[int]]:
        """Return the years that each passage prints."""
        return {locator: years_in(piece.shown[0]) for locator, piece in self.pieces.items()}

    def years_before(self, locator: str) -> set[int]:
        """Return the years that a section prints up to a passage, with its captions and the sections above it."""
        found: set[int] = set()
        top = self.pieces[locator].passage.section.partition(".")[0] if locator in self.pieces else ""
        for other, piece in self.pieces.items():
            if piece.passage.section.partition(".")[0] == top:
                found |= self.years[other]
            if other == locator:
                break
        return found

    def section_of(self, locator: str) -> str:
        """Return the text of the outermost section of a passage, ready to be searched; empty where there is none."""
        return self._sections[self.pieces[locator].passage.section.partition(".")[0]] if locator in self.pieces else ""

    @cached_property
    def _sections(self) -> dict[str, str]:
        found: dict[str, list[str]] = defaultdict(list)
        for piece in self.pieces.values():
            found[piece.passage.section.partition(".")[0]].append(normalise(piece.shown[0]).text.lower())
        return {name: "\n".join(lines) for name, lines in found.items()}

    @cached_property
    def _by_gram(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for locator, piece in self.pieces.items():
            for gram in grams(piece.shown[0]):
                found[gram].append(locator)
        return found

    def shares(self, text: str) -> Counter[str]:
        """Return how many of the runs of characters of a text each passage has."""
        return Counter(locator for gram in grams(text) for locator in self._by_gram.get(gram, ()))


def grams(text: str) -> set[str]:
    """Return the runs of characters by which texts are compared: two of Chinese, five of Latin letters."""
    plain = normalise(text).text.lower()
    size = 2 if has_chinese(plain) else 5
    return {plain[at : at + size] for at in range(len(plain) - size + 1)}


def years_in(text: str) -> set[int]:
    """Return the years that a text prints, those within a span of two included.

    Examples
    --------
    >>> sorted(years_in("2016~2019年共2,020家，比2021年")), years_in("1900元"), years_in("2015%")
    ([2016, 2017, 2018, 2019, 2021], {1900}, set())
    """
    found = {int(match[1]) for match in _YEAR.finditer(text)}
    for match in _YEARS.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        found |= set(range(first, last + 1)) if last - first < 200 else set()
    return found


def spots_of(line: str, printed: str) -> list[tuple[int, int]]:
    """Return where a print stands in a line, white space and width forms aside: half-open offsets."""
    normal, wanted = normalise(line), normalise(printed).text
    found, position = [], normal.text.find(wanted) if wanted else -1
    while position >= 0:
        found.append(normal.source_span(position, position + len(wanted)))
        position = normal.text.find(wanted, position + 1)
    return found
