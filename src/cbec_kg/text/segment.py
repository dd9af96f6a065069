"""Sections, paragraphs, sentences, captions and table rows of a hard-wrapped article text, each with its offsets.

Second in the flow, after `normalise`. The rules are the tool's own, made for Chinese text as extracted from a PDF, where
lines are broken in the middle of sentences and page furniture comes between them:

* a heading is a line that begins with a section number (``4.2.``, ``一、``, ``（一）``) or is a well-known word for a
  section (``摘要``, ``Introduction``, ``参考文献``); numbers follow one another, in one style a text;
* page furniture is a line that is a bare URL, begins with ``DOI:``, or is repeated without being a sentence;
* a caption begins with ``Figure 1.``, ``图 1.``, ``Table 1.`` or ``表 1.``; a note begins with ``数据来源：``
  or ``Source:``;
* a table row is a line of three or more numbers; what comes between a table's caption and its first row is its header;
* a paragraph ends where a line ends with a sentence mark and white space, before a heading, caption or note; in a text whose
  lines do not end with white space, at a blank line or, where it has none, after a line that ends with a sentence mark;
* a sentence ends with ``。``, ``！``, ``？`` or ``；`` (closing quotation marks and citation markers stay with it); in Latin
  text with ``. ``, ``! `` or ``? `` before a capital letter, abbreviations and initials aside;
* an entry of the list of references is one passage.

Out of scope: what the sentences say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from cbec_kg.text.normalise import fold, has_chinese
from cbec_kg.text.numerals import chinese_value

Span = tuple[int, int]

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)(?:\.?\s+(?=\D)\S|[.、](?=[\u3400-\u9fff])).{0,60}$", re.ASCII)
_CHINESE_NUMBERED = re.compile(r"(?:([一二三四五六七八九十]{1,3})、|\(([一二三四五六七八九十]{1,3})\))\s*\S.{0,40}$")
_LEADERS = re.compile(r"\.{3}|…|·{3}|\d$")
WELL_KNOWN = {
    "abstract": "摘要 内容摘要",
    "abstract-en": "abstract",
    "introduction": "引言 前言 绪论 导论 导言 introduction",
    "literature-review": "文献综述 研究综述 文献回顾 literaturereview relatedwork",
    "methods": "研究方法 材料与方法 methods materialsandmethods methodology",
    "results": "结果 研究结果 results",
    "discussion": "讨论 discussion",
    "results-and-discussion": "结果与讨论 resultsanddiscussion",
    "conclusion": "结论 结语 结束语 conclusion conclusions concludingremarks",
    "acknowledgements": "致谢 acknowledgements acknowledgments acknowledgement acknowledgment",
    "references": "参考文献 references bibliography workscited literaturecited",
    "appendix": "附录 appendix",
}
"""Headings without a number, by the name that the section then has; white space and case aside."""

_SECTIONS = {heading: name for name, headings in WELL_KNOWN.items() for heading in headings.split()}
_ENTRY = re.compile(r"[\[［【〔]\s*\d{1,4}\s*[\]］】〕]|(\d{1,3})\s*[.．、)）]\s*(?=\D)", re.ASCII)
_CAPTION = re.compile(
    r"(?:(Figure|Fig\.)|(图)|(Table)|(表))\s*(\d+)"
    r"(?:\s*[.．:：]\s*\S|\s+(?-i:[^\sa-z])|(?=[^\s\dA-Za-z]))",
    re.IGNORECASE,
)
_MENTION = re.compile(r"[图表]\s*\d+\s*(?:中|所|为|的|和|与|及|、|，|,|显示|表明|反映|给出|列出|可见|可知|说明|展示)")
_NOTE = re.compile(r"(?:数据来源|资料来源|来源|Source|Note|注)\s*[:：]")
_FURNITURE = re.compile(r"https?://\S+|DOI\s*[:：].*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_CLOSERS = "”’』」）)\"'"
_ENDS = tuple("。！？；!?.")
_ATTACHED = re.compile(r"(?:\s?[\[［【〔]\s*\d[\d\s,，、;；~～〜–—‐−-]*[\]］】〕])+|[¹²³⁰⁴-⁹]+")
_END = re.compile(rf"(?:([。！？；])|[.!?])[{re.escape(_CLOSERS)}]*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(（\[])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|al|cf|vs|ca|approx|[Ff]igs?|[Tt]ab|[Ee]qs?|[Nn]os?|[Vv]ols?|[Ss]ec|[Cc]h|pp?"
    r"|[Rr]efs?|[Ee]ds?|Dr|Mr|Mrs|Ms|Prof|St|Inc|Ltd|Co|Corp)$"
)


class Passage(NamedTuple):
    """One addressable piece of the article.

    No two have the same `locator`: ``4.2.p1.s3`` (section, paragraph, sentence), ``4.2.h`` (heading), ``table1.2019`` (table
    row), ``fig1.note``, ``fig1.caption-zh``, ``table1.header``. Its `kind` is ``sentence``, ``heading``, ``caption``,
    ``note``, ``table-header`` or ``table-row``. Its `section` is the number of the innermost one, its name in `WELL_KNOWN`
    when it has no number, or ``front`` for text before any heading. Its `spans` are half-open offsets into the untouched
    text, ascending; more than one where page furniture comes between.
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


class _Line(NamedTuple):
    """A line without white space at its ends.

    `closed` when it had some at its end: how the extraction marks the end of a text block; `blank` when a blank line or the
    end of the text follows.
    """

    span: Span
    text: str
    closed: bool
    blank: bool

    @property
    def ends(self) -> bool:
        """Whether it ends with the mark of a sentence."""
        return self.text.rstrip(_CLOSERS).endswith(_ENDS)


def _lines(source: str) -> list[_Line]:
    lines = []
    found = [match for match in re.finditer(r"[^\n\r\f]+", source) if any(map(fold, match.group()))]
    for match, following in zip_longest(found, found[1:]):
        text = match.group()
        stripped = text.strip()
        start = match.start() + text.index(stripped)
        gap = "\n\n" if following is None else source[match.end() : following.start()]
        blank = max(gap.count("\n"), gap.count("\r")) > 1
        lines.append(_Line((start, start + len(stripped)), stripped, text != text.rstrip(), blank))
    return lines


def _paragraph_ends(lines: list[_Line]) -> set[int]:
    """Return the offsets of the line ends at which a paragraph may end, by how the text marks its blocks."""
    marked, blank = [line for line in lines if line.ends], [line for line in lines if line.blank]
    if sum(line.closed for line in lines) * 20 >= len(lines):
        marked = [line for line in marked if line.closed]
    elif len(blank) > 1:
        marked = blank if 2 * sum(line.ends for line in blank) >= len(blank) else [line for line in marked if line.blank]
    return {line.span[1] for line in marked}


def _is_furniture(line: _Line, counts: Counter[str], in_table: bool, in_list: bool) -> bool:
    if _FURNITURE.fullmatch(line.text) and not in_list:
        return True
    repeated = counts[line.text] > (2 if _named(line.text) else 1)
    return repeated and len(line.text) <= 60 and not in_table and not line.ends


def section_name(text: str) -> str:
    """Return the name in `WELL_KNOWN` of a heading without number, white space, case and brackets aside; empty for none."""
    return _SECTIONS.get("".join(map(fold, text)).strip("【】[]:").lower(), "")


def _named(line: str) -> str:
    """Return the name of the section that a line is the heading of; a word in lower case is text."""
    return "" if line.lstrip("【［[ ")[:1].islower() else section_name(line)


class _Segmenter:
    """Walks the lines once; `passages` and `furniture` hold what it found."""

    def __init__(self, source: str, skip: Sequence[Span]) -> None:
        self.source = source
        self.skip = {end - len(source[start:end].lstrip()) for start, end in skip}
        self.passages: list[Passage] = []
        self.furniture: list[Span] = []
        self.section = "front"
        self.number: list[int] = []
        self.chinese: bool | None = None
        self.listing = False
        self.entry = -1
        self.locators: Counter[str] = Counter()
        self.paragraph = 0
        self.open: list[_Line] = []
        self.float = ""
        self.header: list[_Line] = []

    def run(self) -> None:
        lines = _lines(self.source)
        counts = Counter(line.text for line in lines)
        ends = _paragraph_ends(lines)
        for line in lines:
            if line.span[0] in self.skip or _is_furniture(line, counts, self.float.startswith("table"), self.listing):
                self.furniture.append(line.span)
            elif self._heading(line):
                continue
            elif self.listing:
                self._list(line)
            elif not (self._caption(line) or self._note(line) or self._table(line)):
                self.open.append(line)
                if line.span[1] in ends:
                    self._close()
        self._close()

    def _add(self, locator: str, kind: str, *spans: Span) -> None:
        self.passages.append(Passage(self._unique(locator), kind, self.section, spans))

    def _unique(self, name: str) -> str:
        """Return a locator or section as it is, or with a number when the text has had it before."""
        self.locators[name] += 1
        return name if self.locators[name] == 1 else self._unique(f"{name}-{self.locators[name]}")

    def _in_sentence(self) -> bool:
        return bool(self.open) and not self.open[-1].ends

    def _heading(self, line: _Line) -> bool:
        name = _named(line.text)
        if name and self._in_sentence() and not (self._before_sections() or self.listing or self.open[-1].blank):
            name = ""
        numbered = [] if name or self.listing else self._numbered(line)
        if not name and not numbered:
            return False
        self._close()
        self.float, self.number = "", numbered or self.number
        bare = re.sub(r"^[\d.、()一二三四五六七八九十]+", "", "".join(map(fold, line.text)))
        self.listing, self.entry = (name or _named(bare)) == "references", -1
        self.section = self._unique(name or ".".join(map(str, numbered)))
        self.paragraph = 0
        self._add(f"{self.section}.h", "heading", line.span)
        return True

    def _before_sections(self) -> bool:
        """Return whether titles, names and keywords may be here, which end with no mark."""
        return self.section in ("front", "abstract", "abstract-en")

    def _numbered(self, line: _Line) -> list[int]:
        """Return the number of the section that a line begins, one step on from the sections so far; else nothing."""
        text = "".join(fold(character) or " " for character in line.text)
        chinese = _CHINESE_NUMBERED.match(text)
        match = chinese or _NUMBERED.match(text)
        if match is None or line.ends or (self.chinese is not None and self.chinese != bool(chinese)):
            return []
        if chinese:
            value = chinese_value(chinese.group(1) or chinese.group(2)) or 0
            parts = [value] if chinese.group(1) else [*self.number[:1], value]
        else:
            parts = [int(part) for part in match.group(1).split(".")]
        first = not self.number and self._before_sections()
        here, deep = self.number, len(parts)
        following = [*here[: deep - 1], here[deep - 1] + 1] if deep <= len(here) else [*here, 1]
        if parts != following and (here or parts != [0]):
            return []
        if (self._in_sentence() and not first) or (first and _LEADERS.search(line.text)):
            return []
        self.chinese = bool(chinese)
        return parts

    def _list(self, line: _Line) -> None:
        """Add a line to the list of references: an entry begins with its number or, in a list without, after a full stop."""
        match = _ENTRY.match(line.text)
        begins = match is not None and (match.group(1) is None or int(match.group(1)) == max(self.entry, 0) + 1)
        if begins or (self.entry < 0 and self.open and self.open[-1].ends):
            self._close()
        if begins and match is not None:
            self.entry = int(match.group(1) or 0)
        self.open.append(line)

    def _caption(self, line: _Line) -> bool:
        match = None if self._in_sentence() and not self.open[-1].blank else _CAPTION.match(line.text)
        if match is None or line.ends or _MENTION.match(line.text):
            return False
        self._close()
        kind = "fig" if match.group(1) or match.group(2) else "table"
        self.float = f"{kind}{match.group(5)}"
        for position, note in enumerate(self.passages):
            if note.locator == "floating.note":
                self.passages[position] = note._replace(locator=f"{self.float}.note")
        language = "zh" if has_chinese(line.text) else "en"
        self._add(f"{self.float}.caption-{language}", "caption", line.span)
        return True

    def _note(self, line: _Line) -> bool:
        if self._in_sentence() or not _NOTE.match(line.text):
            return False
        self._close()
        before = any(passage.locator == f"{self.float}.note" for passage in self.passages)
        self._add("floating.note" if not self.float or before else f"{self.float}.note", "note", line.span)
        self.float = ""
        return True

    def _table(self, line: _Line) -> bool:
        if not self.float.startswith("table"):
            return False
        cells = line.text.split()
        if line.ends:
            self.open, self.header, self.float = [*self.open, *self.header], [], ""
            return False
        if len(cells) >= 3 and all(_NUMBER.fullmatch(cell) for cell in cells):
            if self.header:
                self._add(f"{self.float}.header", "table-header", *(part.span for part in self.header))
                self.header = []
            label = re.sub(r"[^0-9.]+", "-", "".join(map(fold, cells[0]))).strip("-")
            self._add(f"{self.float}.{label}", "table-row", line.span)
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
        ranges = [line.span for line in lines]
        for number, spans in enumerate([tuple(ranges)] if self.listing else _sentences(self.source, ranges), 1):
            self._add(f"{self.section}.p{self.paragraph}.s{number}", "sentence", *spans)


def _sentences(source: str, lines: list[Span]) -> list[tuple[Span, ...]]:
    text = "\n".join(source[start:end] for start, end in lines)
    offsets = [offset for start, end in lines for offset in (*range(start, end), -1)]
    ends = [0, *_sentence_ends(text), len(text)]
    return [spans for begin, end in pairwise(ends) if (spans := _spans(source, offsets[begin:end]))]


def _sentence_ends(text: str) -> Iterator[int]:
    """Yield where the sentences of a paragraph end, closing quotation marks and citation markers included."""
    position = 0
    for match in _END.finditer(text):
        if match.start() < position:
            continue
        marker = _ATTACHED.match(text, match.end())
        position = marker.end() if marker else match.end()
        if match.group(1) or _ends_latin(text, match.start(), position):
            yield position


def _ends_latin(text: str, mark: int, end: int) -> bool:
    """Return whether the full stop, ``!`` or ``?`` at `mark` ends a sentence; `end` is after what is attached to it."""
    after = text[end : end + 8]
    if not after.strip():
        return True
    if text[mark] != ".":
        return not (after[0].isascii() and after[0].isalnum())
    if _ABBREVIATION.search(text, max(0, mark - 12), mark):
        return False
    return after[0].isspace() and after.strip().lstrip("“‘\"'(")[:1].isupper()


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


def segment(source: str, skip: Sequence[Span] = ()) -> tuple[list[Passage], list[Span]]:
    """Return the passages of an article's text, and the offsets of its page furniture, each in the order of the text.

    Page furniture is running heads, page footers, addresses, and the lines to `skip`.
    """
    segmenter = _Segmenter(source, skip)
    segmenter.run()
    return sorted(segmenter.passages, key=lambda passage: passage.start), segmenter.furniture


def passages(source: str, skip: Sequence[Span] = ()) -> list[Passage]:
    """Return the passages of an article's text alone; see `segment`.

    Examples
    --------
    >>> [passage.locator for passage in passages("1. 引言\\n\\n贸易增长\\n快。市场大。 \\n2. 结论\\n\\n好。")]
    ['1.h', '1.p1.s1', '1.p1.s2', '2.h', '2.p1.s1']
    """
    return segment(source, skip)[0]


def furniture(source: str, skip: Sequence[Span] = ()) -> list[Span]:
    """Return the page furniture alone; see `segment`."""
    return segment(source, skip)[1]
