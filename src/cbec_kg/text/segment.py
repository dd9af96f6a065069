"""Passages of a document: its headings, sentences, captions, notes and rows, each with a locator of its own.

Second in the flow, after the blocks: a format that is read into the same blocks has the same passages.

* a sentence ends with ``。``, ``！``, ``？`` or ``；``, the last not within brackets (closing quotation marks and citation
  markers stay with it); in Latin text with ``. ``, ``! `` or ``? `` before a capital letter, abbreviations and initials
  aside;
* an entry of the list of references is one passage; what follows the list is the section ``back``.

Out of scope: what the sentences say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cbec_kg.text.document import Block, Document, Span, spans_of_words
from cbec_kg.text.normalise import fold, has_chinese
from cbec_kg.text.textlines import CLOSERS

_RAISED = "[⁰¹²³⁴-⁹]+"
_ATTACHED = re.compile(rf"(?:\s?[\[［【〔]\s*\d[\d\s，,、;；~～〜–—‐−-]*[\]］】〕])+|{_RAISED}(?:\s?[,，⁻–-]\s?{_RAISED})*")
_END = re.compile(rf"(?:([。！？；])|[.!?])[{re.escape(CLOSERS)}]*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(（\[])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|al|cf|vs|ca|approx|[Ff]igs?|[Tt]ab|[Ee]qs?|[Nn]os?|[Vv]ols?|[Ss]ec|[Cc]h|pp?"
    r"|[Rr]efs?|[Ee]ds?|Dr|Mr|Mrs|Ms|Prof|St|Inc|Ltd|Co|Corp)$"
)
_OPENED = re.compile(r"[(（][^()（）。]{0,400}\Z")
_CLOSED = re.compile(r"[^()（）。]{0,400}[)）]")
_CAPITAL = re.compile(r"\s+[“‘\"'(]*(?:(?:de|van|von|der|den|la|le|del|da|di|dos|al)\s+){0,3}[^\W\d_]")
_ITEM = re.compile(r"(?:\A|\n)\s*\d{1,3}\Z")


class Passage(NamedTuple):
    """One addressable piece of the article.

    No two have the same `locator`: ``4.2.p1.s3`` (section, paragraph, sentence), ``4.2.h`` (heading), ``table1.2019`` (table
    row), ``fig1.note``, ``fig1.caption-zh``, ``table1.header``. Its `kind` is ``sentence``, ``heading``, ``caption``,
    ``note``, ``table-header`` or ``table-row``. Its `section` is the number of the innermost one, its well-known name
    when it has no number, ``u1`` and so on when it has neither, ``front`` for text before any heading and ``back`` for
    text after the list of references. Its `spans` are half-open offsets into the untouched text, ascending; more than one
    where page furniture comes between.
    """

    locator: str
    kind: str
    section: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.spans[-1][1]


def passages(document: Document) -> list[Passage]:
    """Return the passages of a document in the order of its text.

    Examples
    --------
    >>> from cbec_kg.text.plain import plain_document
    >>> document = plain_document("1. 引言\\n\\n贸易增长\\n快。市场大。 \\n2. 结论\\n\\n好。")
    >>> [passage.locator for passage in passages(document)]
    ['1.h', '1.p1.s1', '1.p1.s2', '2.h', '2.p1.s1']
    """
    namer = _Namer(document.text, document.words)
    for block in document.blocks:
        namer.add(block)
    return sorted(namer.passages, key=lambda passage: passage.start)


class _Namer:
    """Gives every passage its locator; `passages` holds them."""

    def __init__(self, source: str, words: Sequence[str] = ()) -> None:
        self.source = source
        self.words = words
        self.passages: list[Passage] = []
        self.section = "front"
        self.listing = False
        self.paragraph = 0
        self.locators: Counter[str] = Counter()

    def add(self, block: Block) -> None:
        match block.kind:
            case "heading":
                self._begin(block.name)
                self._passage(f"{self.section}.h", "heading", *block.spans)
            case "caption":
                self._caption(block)
            case "note":
                before = any(passage.locator == f"{block.name}.note" for passage in self.passages)
                self._passage("floating.note" if not block.name or before else f"{block.name}.note", "note", *block.spans)
            case "table-header":
                self._passage(f"{block.name}.header", "table-header", *block.spans)
            case "table-row":
                opening = self.source[slice(*block.spans[0])].split()[0]
                label = re.sub(r"[^0-9.]+", "-", "".join(map(fold, opening))).strip("-")
                self._passage(f"{block.name}.{label or 'row'}", "table-row", *block.spans)
            case "entry":
                self._entry(block)
            case "paragraph":
                self._sentences(block)

    def _begin(self, section: str) -> None:
        self.section, self.listing, self.paragraph = self._unique(section), False, 0

    def _entry(self, block: Block) -> None:
        if block.name:
            self._begin(block.name)
            self.listing = True
        elif not self.listing:
            if not self.passages or self.passages[-1].kind != "heading":
                self._begin("references")
            self.listing = True
        self.paragraph += 1
        self._passage(f"{self.section}.p{self.paragraph}.s1", "sentence", *block.spans)

    def _sentences(self, block: Block) -> None:
        if block.name or self.listing:
            self._begin(block.name or "back")
        self.paragraph += 1
        for number, spans in enumerate(_sentences(self.source, list(block.spans), self.words), 1):
            self._passage(f"{self.section}.p{self.paragraph}.s{number}", "sentence", *spans)

    def _caption(self, block: Block) -> None:
        for position, note in enumerate(self.passages):
            if note.locator == "floating.note":
                self.passages[position] = note._replace(locator=f"{block.name}.note")
        printed = "".join(self.source[start:end] for start, end in block.spans)
        self._passage(f"{block.name}.caption-{'zh' if has_chinese(printed) else 'en'}", "caption", *block.spans)

    def _passage(self, locator: str, kind: str, *spans: Span) -> None:
        self.passages.append(Passage(self._unique(locator), kind, self.section, spans))

    def _unique(self, name: str) -> str:
        """Return a locator or section as it is, or with a number when the text has had it before."""
        self.locators[name] += 1
        return name if self.locators[name] == 1 else self._unique(f"{name}-{self.locators[name]}")


def _sentences(source: str, lines: list[Span], words: Sequence[str]) -> list[tuple[Span, ...]]:
    text = "\n".join(source[start:end] for start, end in lines)
    offsets = [offset for start, end in lines for offset in (*range(start, end), -1)]
    ends = [0, *_sentence_ends(text, spans_of_words(text, words)), len(text)]
    return [spans for begin, end in pairwise(ends) if (spans := _spans(source, offsets[begin:end]))]


def _sentence_ends(text: str, whole: Sequence[Span]) -> Iterator[int]:
    """Yield where the sentences of a paragraph end, closing quotation marks and citation markers included."""
    position = 0
    for match in _END.finditer(text):
        if match.start() < position or any(start <= match.start() < end for start, end in whole):
            continue
        marker = _ATTACHED.match(text, match.end())
        position = marker.end() if marker else match.end()
        if (
            match.group(1) == "；"
            and _OPENED.search(text, max(0, match.start() - 400), match.start())
            and _CLOSED.match(text, position)
        ):
            continue  # between two of several in brackets
        if match.group(1) or _ends_latin(text, match.start(), position):
            yield position


def _ends_latin(text: str, mark: int, end: int) -> bool:
    """Return whether the full stop, ``!`` or ``?`` at `mark` ends a sentence; `end` is after what is attached to it."""
    after = text[end : end + 24]
    if not after.strip():
        return True
    if text[mark] != ".":
        return not (after[0].isascii() and after[0].isalnum())
    if _ABBREVIATION.search(text, max(0, mark - 12), mark) or _ITEM.search(text[max(0, mark - 8) : mark]):
        return False
    begins = _CAPITAL.match(after)
    return begins is not None and begins.group()[-1].isupper()


def _spans(source: str, offsets: list[int]) -> tuple[Span, ...]:
    """Return the ranges of a run of offsets, -1 between lines, without ends that cannot be seen; new lines stay within."""
    seen = [position for position, offset in enumerate(offsets) if offset >= 0 and fold(source[offset])]
    spans: list[list[int]] = []
    for offset in offsets[seen[0] : seen[-1] + 1] if seen else ():
        if offset < 0:
            continue
        if spans and not source[spans[-1][1] : offset].strip():
            spans[-1][1] = offset + 1
        else:
            spans.append([offset, offset + 1])
    return tuple((start, end) for start, end in spans)
