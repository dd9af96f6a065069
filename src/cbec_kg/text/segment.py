"""Sections, paragraphs, sentences, captions and table rows of a hard-wrapped article text, each with its offsets.

Second in the flow, after `squeeze`. The rules are the tool's own, made for Chinese text as extracted from a PDF, where
lines are broken in the middle of sentences and page furniture stands between them:

* a heading is a line that opens with a section number (``4.2.``) or is the word for abstract;
* page furniture is a line that is a bare URL, opens with ``DOI:``, or is repeated without being a sentence;
* a caption opens with ``Figure 1.``, ``图 1.``, ``Table 1.`` or ``表 1.``; a note opens with ``数据来源：`` or ``Source:``;
* a table row is a line of three or more numbers; what stands between a table's caption and its first row is its header;
* a paragraph ends where a line ends with a sentence mark and white space, before a heading, caption or note;
* a sentence ends with ``。``, ``！``, ``？`` or ``；`` (closing quotation marks stay with it); in Latin text with
  ``. ``, ``! `` or ``? `` before a capital letter.

Out of scope: what the sentences say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

Span = tuple[int, int]

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=\D)\S.{0,60}$")
_ABSTRACT = {"摘要": "abstract", "abstract": "abstract-en"}
_CAPTION = re.compile(r"(?:(Figure|Fig\.)|(图)|(Table)|(表))\s*(\d+)\s*[.．:：]?\s*\S", re.IGNORECASE)
_NOTE = re.compile(r"(?:数据来源|资料来源|来源|Source|Note|注)\s*[:：]")
_FURNITURE = re.compile(r"https?://\S+|DOI\s*[:：].*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_CLOSERS = "”’』」）)\"'"
_CHINESE_END = "。！？；!?"


@dataclass(frozen=True)
class Passage:
    """One addressable piece of the article.

    Attributes
    ----------
    locator : str
        ``4.2.p1.s3`` (section, paragraph, sentence), ``4.2.h`` (heading), ``table1.2019`` (table row), ``fig1.note``,
        ``fig1.caption-zh``, ``table1.header``.
    kind : str
        ``sentence``, ``heading``, ``caption``, ``note``, ``table-header`` or ``table-row``.
    section : str
        Number of the innermost section, or ``abstract``, ``abstract-en``, ``front`` for text before any heading.
    spans : tuple of (start, end)
        Half-open offsets into the untouched text, ascending; more than one where page furniture stands between.
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


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    closed: bool
    """True when the line ends with white space: how the extraction marks the end of a text block."""


def _lines(source: str) -> list[_Line]:
    lines = []
    for match in re.finditer(r"[^\n\r\f]+", source):
        text = match.group()
        stripped = text.strip()
        if stripped:
            start = match.start() + len(text) - len(text.lstrip())
            lines.append(_Line(start, start + len(stripped), stripped, text != text.rstrip()))
    return lines


def _ends_sentence(text: str) -> bool:
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and (bare[-1] in _CHINESE_END or bare[-1] == ".")


def _is_furniture(line: _Line, counts: Counter[str], in_table: bool) -> bool:
    if _FURNITURE.fullmatch(line.text):
        return True
    return counts[line.text] > 1 and len(line.text) <= 60 and not in_table and not _ends_sentence(line.text)


def is_chinese(text: str) -> bool:
    """Return whether a text holds at least one Chinese character."""
    return any("\u3400" <= character <= "\u9fff" for character in text)


class _Segmenter:
    """Walks the lines once; `passages` and `furniture` hold what it found."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.passages: list[Passage] = []
        self.furniture: list[Span] = []
        self.section = "front"
        self.paragraph = 0
        self.open: list[_Line] = []
        self.float = ""
        self.header: list[_Line] = []

    def run(self) -> None:
        lines = _lines(self.source)
        counts = Counter(line.text for line in lines)
        for line in lines:
            if _is_furniture(line, counts, self.float.startswith("table")):
                self.furniture.append((line.start, line.end))
            elif not (self._heading(line) or self._caption(line) or self._note(line) or self._table(line)):
                self.open.append(line)
                if line.closed and _ends_sentence(line.text):
                    self._close()
        self._close()

    def _add(self, locator: str, kind: str, *spans: Span) -> None:
        self.passages.append(Passage(locator, kind, self.section, spans))

    def _in_sentence(self) -> bool:
        return bool(self.open) and not _ends_sentence(self.open[-1].text)

    def _heading(self, line: _Line) -> bool:
        abstract = _ABSTRACT.get("".join(line.text.split()).lower())
        numbered = None if abstract or _ends_sentence(line.text) or self._in_sentence() else _NUMBERED.match(line.text)
        if abstract is None and (numbered is None or not self._follows(numbered.group(1))):
            return False
        self._close()
        self.float = ""
        self.section = abstract or numbered.group(1)  # type: ignore[union-attr]  # one of the two is set
        self.paragraph = 0
        self._add(f"{self.section}.h", "heading", (line.start, line.end))
        return True

    def _follows(self, number: str) -> bool:
        """Return whether a section number can come next: one step on from the sections so far."""
        parts = [int(part) for part in number.split(".")]
        here = [int(part) for part in self.section.split(".")] if self.section[0].isdigit() else [0]
        if len(parts) > len(here):
            return parts == [*here, 1]
        return parts[:-1] == here[: len(parts) - 1] and parts[-1] == here[len(parts) - 1] + 1

    def _caption(self, line: _Line) -> bool:
        match = None if self._in_sentence() else _CAPTION.match(line.text)
        if match is None or _ends_sentence(line.text):
            return False
        self._close()
        kind = "fig" if match.group(1) or match.group(2) else "table"
        self.float = f"{kind}{match.group(5)}"
        for position, note in enumerate(self.passages):
            if note.locator == "floating.note":
                self.passages[position] = Passage(f"{self.float}.note", note.kind, note.section, note.spans)
        language = "zh" if is_chinese(line.text) else "en"
        self._add(f"{self.float}.caption-{language}", "caption", (line.start, line.end))
        return True

    def _note(self, line: _Line) -> bool:
        if self._in_sentence() or not _NOTE.match(line.text):
            return False
        self._close()
        before = any(passage.locator == f"{self.float}.note" for passage in self.passages)
        self._add("floating.note" if not self.float or before else f"{self.float}.note", "note", (line.start, line.end))
        self.float = ""
        return True

    def _table(self, line: _Line) -> bool:
        if not self.float.startswith("table"):
            return False
        cells = line.text.split()
        if len(cells) >= 3 and all(_NUMBER.fullmatch(cell) for cell in cells):
            if self.header:
                self._add(f"{self.float}.header", "table-header", *((part.start, part.end) for part in self.header))
                self.header = []
            self._add(f"{self.float}.{cells[0]}", "table-row", (line.start, line.end))
        else:
            self.header.append(line)
        return True

    def _close(self) -> None:
        if self.header:
            self.open, self.header = [*self.header, *self.open], []
        lines, self.open = self.open, []
        if not lines:
            return
        self.paragraph += 1
        for number, spans in enumerate(_sentences(self.source, [(line.start, line.end) for line in lines]), 1):
            self._add(f"{self.section}.p{self.paragraph}.s{number}", "sentence", *spans)


def _sentences(source: str, lines: list[Span]) -> list[tuple[Span, ...]]:
    offsets = [offset for start, end in lines for offset in range(start, end)]
    ends, position = [], 0
    while position < len(offsets):
        if _is_sentence_end(source, offsets, position):
            while position + 1 < len(offsets) and source[offsets[position + 1]] in _CLOSERS:
                position += 1
            ends.append(position + 1)
        position += 1
    if not ends or ends[-1] < len(offsets):
        ends.append(len(offsets))
    sentences, begin = [], 0
    for end in ends:
        sentences.append(_spans(source, offsets[begin:end]))
        begin = end
    return [spans for spans in sentences if spans]


def _is_sentence_end(source: str, offsets: list[int], position: int) -> bool:
    character = source[offsets[position]]
    if character in _CHINESE_END:
        return True
    if character != "." or position + 1 == len(offsets):
        return character == "."
    gap = source[offsets[position] + 1 : offsets[position + 1] + 2].lstrip(_CLOSERS)
    return gap[:1].isspace() and gap.strip()[:1].isupper()


def _spans(source: str, offsets: list[int]) -> tuple[Span, ...]:
    """Return the ranges of a run of offsets, white space at both ends aside, new lines within a range allowed."""
    while offsets and source[offsets[0]].isspace():
        offsets = offsets[1:]
    while offsets and source[offsets[-1]].isspace():
        offsets = offsets[:-1]
    spans: list[list[int]] = []
    for offset in offsets:
        if spans and not source[spans[-1][1] : offset].strip():
            spans[-1][1] = offset + 1
        else:
            spans.append([offset, offset + 1])
    return tuple((start, end) for start, end in spans)


def passages(source: str) -> list[Passage]:
    """Return the passages of an article's text, in the order of the text.

    Examples
    --------
    >>> [passage.locator for passage in passages("1. 引言\\n\\n贸易增长\\n快。市场大。 \\n2. 结论\\n\\n好。")]
    ['1.h', '1.p1.s1', '1.p1.s2', '2.h', '2.p1.s1']
    """
    segmenter = _Segmenter(source)
    segmenter.run()
    return sorted(segmenter.passages, key=lambda passage: passage.start)


def furniture(source: str) -> list[Span]:
    """Return the offsets of the page furniture: running heads, page footers, addresses."""
    segmenter = _Segmenter(source)
    segmenter.run()
    return segmenter.furniture
