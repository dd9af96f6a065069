"""The text of a paper as records are held against it: passages on one line, and where what is printed stands in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from typing import NamedTuple

from cbec_kg.curation.passages import passages_csv
from cbec_kg.errors import Problem
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Record, Statistic
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import digest, has_chinese, normalise
from cbec_kg.text.passage_text import PassageText
from cbec_kg.text.segment import passages
from cbec_kg.text.selectors import ArticleText, positions

FLOWS = {
    "export": re.compile(r"出口|\bexport", re.IGNORECASE),
    "import": re.compile(r"进口(?!商品交易|博览)|进出口|\bimport(?:s|ed|ing|ers?)?\b", re.IGNORECASE),
}
"""By the flow of an indicator, the words that name it."""

_AMOUNT = (
    r"[万亿千百余多元美家个户名吨亩件倍%％‰]|人(?!均)|公[斤里顷吨]"
    r"|(?:thousand|million|billion|percent|per cent|yuan|dollars|people|persons|firms|tons?|tonnes|kg|km)\b"
)
_YEAR = re.compile(rf"(?<![\d$€£¥])(?<!\d\.)(1[6-9]\d\d|20\d\d)(?!\d|,\d{{3}}(?!\d)|\.\d{{3}}|(?:\.\d+)?\s*(?:{_AMOUNT}))")
_YEARS = re.compile(r"(?<![\d.,])(1[6-9]\d\d|20\d\d)年?\s*(?:[-~～〜–—−/至到]|to)\s*(1[6-9]\d\d|20\d\d|\d\d)(?!\d)")
_IN_CHINESE = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


CURRENCIES = ("CNY", "USD", "EUR", "JPY")
"""Bases of units of money."""


class Finding(NamedTuple):
    """One thing about a record: what contradicts it, or why something of it cannot be held."""

    warning: str = ""
    unheld: str = ""


def problem_of(record: Record, message: str) -> Problem:
    """Return a problem of a record, at its place in the folder; the message follows right after the record's id."""
    return Problem(record.where.file, record.where.line, f"{record.id}{message}")


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
    def searched(self) -> ArticleText:
        """Return the text ready to be searched for fragments."""
        return ArticleText(self.document.text, passages(self.document))

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

    def years_before(self, locator: str) -> frozenset[int]:
        """Return the years that a section prints up to a passage, with its captions and the sections above it."""
        return self._years_before.get(locator, frozenset())

    @cached_property
    def _years_before(self) -> dict[str, frozenset[int]]:
        found: dict[str, frozenset[int]] = {}
        of_section: dict[str, frozenset[int]] = defaultdict(frozenset)
        for locator, piece in self.pieces.items():
            top = piece.passage.section.partition(".")[0]
            found[locator] = of_section[top] = of_section[top] | self.years[locator]
        return found

    def paragraph(self, locator: str) -> list[str]:
        """Return the locators of the passages of its paragraph."""
        return self._paragraphs.get(locator.rpartition(".")[0], [])

    @cached_property
    def _paragraphs(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for locator in self.pieces:
            found[locator.rpartition(".")[0]].append(locator)
        return found

    def paragraph_before(self, locator: str) -> list[str]:
        """Return the locators of the passages of its paragraph up to a passage, with it."""
        found = self.paragraph(locator)
        return found[: found.index(locator) + 1] if locator in found else []

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


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return a text as names are compared: without white space, width forms as one, in lower case."""
    return normalise(text).text.lower()


@lru_cache(maxsize=8192)
def grams(text: str) -> frozenset[str]:
    """Return the runs of characters by which texts are compared: two of Chinese, five of Latin letters."""
    plain = folded(text)
    size = 2 if has_chinese(plain) else 5
    return frozenset(plain[at : at + size] for at in range(len(plain) - size + 1))


def years_in(text: str) -> set[int]:
    """Return the years that a text prints, those within a span of two included.

    Examples
    --------
    >>> sorted(years_in("2016~2019年共2,020家，比2021年")), years_in("1900万美元，2015%，$1800"), years_in("2017,2018年")
    ([2016, 2017, 2018, 2019, 2021], set(), {2017, 2018})
    >>> sorted(years_in("２０１９年、二〇二〇年和2021.12")), sorted(years_in("2009/10"))
    ([2019, 2020, 2021], [2009, 2010])
    """
    text = _IN_CHINESE.sub(lambda match: match[0].translate(_DIGITS), text.translate(_WIDE))
    found = {int(match[1]) for match in _YEAR.finditer(text)}
    for match in _YEARS.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        found |= set(range(first, last + 1)) if last - first < 200 else set()
    return found


def spots_of(line: str, printed: str) -> list[tuple[int, int]]:
    """Return where a print stands in a line, white space and width forms aside: half-open offsets."""
    normal, wanted = normalise(line), normalise(printed).text
    return [normal.source_span(place, place + len(wanted)) for place in positions(normal, wanted)]


def places_of(record: Statistic, text: PrintedText) -> list[tuple[str, str, int]]:
    """Return where the number of a figure stands at its fragments: the passage, its line and the offset there."""
    found = []
    for anchor in record.at:
        line = text.line(anchor.locator)
        around = spots_of(line, anchor.fragment)
        found += [
            (anchor.locator, line, start)
            for start, end in spots_of(line, record.printed)
            if any(start < last and first < end for first, last in around) and not _is_cut(line, start)
        ]
    return found


def _is_cut(line: str, start: int) -> bool:
    """Return whether a number at an offset is the end of a longer one."""
    return line[start : start + 1].isdigit() and re.search(r"\d[.,]?$", line[max(0, start - 2) : start]) is not None
