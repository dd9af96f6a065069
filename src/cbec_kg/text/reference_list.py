"""The list of references: where each entry begins, where a list without heading begins, and where the list is over.

An entry begins with its number; in a list without numbers, with its author after an entry that is complete. Out of scope:
what an entry says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from cbec_kg.text.document import Span
from cbec_kg.text.markers import MOST
from cbec_kg.text.textlines import Line

_BRACKET = re.compile(r"[\[［【〔]\s*(\d{1,4})\s*[\]］】〕]", re.ASCII)
_FORMS = (
    _BRACKET,
    re.compile(r"[(（]\s*(\d{1,3})\s*[)）]\s*(?=\D)", re.ASCII),
    re.compile(r"(\d{1,3})\s*[.．、)）]\s*(?=\D)", re.ASCII),
    re.compile(r"(\d{1,3})\s+(?=[A-Z\u3400-\u9fff])", re.ASCII),
)
_RUN_ON = re.compile(
    r"(?<=[.。．;；])\s*(?=[\[［【〔]\s*\d{1,4}\s*[\]］】〕])|(?<!\s)\s++(?=[\[［【〔]\s*\d{1,4}\s*[\]］】〕]\s*[\u3400-\u9fffA-Z])"
)
TYPE_MARK = re.compile(r"[\[［【][A-Z]{1,2}(?:/[A-Z]{2})?[\]］】]")
"""The mark of an entry's type: ``[J]``, ``[EB/OL]``."""

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DATED = re.compile(rf"{_YEAR.pattern}|{TYPE_MARK.pattern}|\b(?:n\.d\.|in press|forthcoming)")
_AUTHOR = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w'’‐-]+(?: (?:de |van |von |der |la ){0,3}[A-ZÀ-Þ][\w'’-]+){0,3},\s(?!\d)"
    r"|(?:(?:de|van|von|der|la) ){0,3}[A-ZÀ-ÖØ-Þ][\w'’-]+,? (?:[A-Z]\.? ?-?){1,4}[,.&\s(]"
    r"|[A-Z][\w&'’,. -]{2,80}[.,]? \(?(?:1[5-9]|20)\d\d"
    r"|[\u3400-\u9fff·]{2,24}(?:等)?\s*[,，.．、(（:：;；]|[—_-]{2,}"
)
_COMPLETE = re.compile(r"(?:[.。．)）\]]|\d|https?://\S+|doi[:：\s]*10\.\S+)$", re.IGNORECASE)
_PUBLISHED = re.compile(rf"[^\W\d_][^\d.。:：]{{1,30}}[:：]\s*[^.。:：]{{2,60}}[,，]\s*{_YEAR.pattern}")
"""Where, by whom and when a book was published: the end of an entry."""

_LATER = re.compile(r"DOI|URL|In:? .*\(Eds?\.|[^\d,，.。:：]{3,50}[.。]$")
"""What is within an entry: an address, an edited book, a publisher alone."""

_AT_MARK = re.compile(rf"{TYPE_MARK.pattern}\s*[.．。]$")

_BACK = re.compile(
    r"[\[【［(（]?\s*(?:第一|通[讯信])?(?:作者(?:简介|单位|信息|贡献)|(?:收稿|修回|修订|投稿|录用)日期|(?:基金|资助)项目"
    r"|通[讯信]作者|责任编辑|本文责编|责编|编辑|校对|联系方式|利益冲突"
    r"|网络首发|英文(?:题名|摘要)|版权)\s*[\]】］)）]?"
    r"\s*(?:[:：]|$|\s)"
    r"|(?:About the authors?|Authors?['’]? (?:contributions?|information|biograph(?:y|ies))|Received|Accepted|Revised"
    r"|Funding|Conflicts? of interests?|Competing interests?|Declarations?|Data availability"
    r"|Correspondence|Publisher['’]s note"
    r"|Open access|Supplementary)\b"
    r"|©|Copyright\b"
)


def begins_entry(text: str) -> bool:
    """Return whether a line may be the first of an entry, by its number, its type or a year."""
    return bool(_BRACKET.match(text) or _DATED.search(text))


class _Piece(NamedTuple):
    """A line, or a part of one that holds several entries; `line` is its position."""

    span: Span
    text: str
    line: int
    apart: bool


class EntryList(NamedTuple):
    """The entries, each with the spans of its lines, and how many lines they take; what follows is no part of the list."""

    entries: tuple[tuple[Span, ...], ...]
    lines: int


_LABEL = re.compile(
    r"[\[【［]?\s*(?:摘\s*要|内容提要|提\s*要|关\s*键\s*[词字]|中图分类号|文献标识码|文章编号"
    r"|Abstract|ABSTRACT|Key\s?[Ww]ords|KEY\s?WORDS)"
    r"\s*[\]］】]?\s*(?:[:：—.]|(?<=[\]】］]))"
)
_ABSTRACT = re.compile(
    r"[\[【［*]{0,2}\s*(?:(?:中文)?摘\s*要|内容提要|提\s*要|Abstract|ABSTRACT|Summary|SUMMARY)\s*[\]】］]?[*]{0,2}\s*"
    r"(?:[:：.]|[—–-]{1,2}|(?<=[\]】］]))[*]{0,2}\s*(?=\S)"
    r"|(?:摘\s*要|ABSTRACT)[\s\u3000]{1,4}(?=[\u3400-\u9fff]{6}|[A-Z][a-z]*\s)"
)


def holds_reference(text: str) -> bool:
    """Return whether a note is a reference: it has the mark of its type, or a year among names and titles.

    Examples
    --------
    >>> [holds_reference(note) for note in ("文一鸣：《山乡》，茶社2019年版。", "Low, A. (2019). Mills.", "待查。")]
    [True, True, False]
    """
    if TYPE_MARK.search(text):
        return True
    named = _AUTHOR.match(re.sub(r"^(?:参见|参阅|详见|转引自|见|See also|See|Cf\.)[:：]?\s*", "", text)) or "《" in text
    return bool(named and _YEAR.search(text)) or bool(re.match(r"同上|同前注|[Ii]bid\b|[Oo]p\. cit", text))


def begins_front(line: str) -> bool:
    """Return whether a line begins with the label of what stands before an article: abstract, keywords, class."""
    return bool(_LABEL.match(line))


def abstract_label(line: str) -> int:
    """Return how many characters of a line are the heading of an abstract that goes on in it; 0 when there is none.

    Examples
    --------
    >>> abstract_label("摘要：茶好。"), abstract_label("Abstract—Tea is good."), abstract_label("Abstract art is not.")
    (3, 9, 0)
    """
    match = _ABSTRACT.match(line)
    return match.end() if match else 0


def begins_back(line: str) -> bool:
    """Return whether a line begins what stands around an article and is no part of it: dates, funding, notes on authors."""
    return bool(_BACK.match(line))


def split_entries(lines: Sequence[Line], blank: bool, known: Collection[int] = ()) -> EntryList:
    """Return the entries of a list of references from the lines below its heading.

    `blank` is whether blank lines mean anything in the text; `known` are the offsets of lines that are an entry each.
    """
    if lines and lines[0].span[0] in known:
        count = next((place for place, line in enumerate(lines) if line.span[0] not in known), len(lines))
        return EntryList(tuple((line.span,) for line in lines[:count]), count)
    pieces = [piece for position, line in enumerate(lines) for piece in _pieces(line, position)]
    end = next((piece.line for piece in pieces if _BACK.match(piece.text)), len(lines))
    pieces = [piece for piece in pieces if piece.line < end]
    begins = _numbered(pieces)
    if begins:
        last = max(begins)
        for place in range(last + 1, len(pieces)):
            if blank and pieces[place].apart and _COMPLETE.search(pieces[place - 1].text):
                end = pieces[place].line
                pieces = pieces[:place]
                break
    else:
        begins = _unnumbered(pieces, blank)
    marks = sorted(begins | {0})
    groups = [pieces[a:b] for a, b in zip(marks, [*marks[1:], len(pieces)], strict=True) if b > a]
    return EntryList(tuple(tuple(piece.span for piece in group) for group in groups), end)


def _pieces(line: Line, position: int) -> list[_Piece]:
    """Return the parts of a line that begin with bracketed numbers that follow one another; mostly the line itself."""
    cuts, number = [0], _number_at(line.text, 0)
    for match in _RUN_ON.finditer(line.text):
        here = _number_at(line.text, match.end())
        if here is not None and (number is None or here == number + 1):
            cuts.append(match.end())
            number = here
    pieces = []
    for first, last in zip(cuts, [*cuts[1:], len(line.text)], strict=True):
        text = line.text[first:last].rstrip()
        if text:
            start = line.span[0] + first
            pieces.append(_Piece((start, start + len(text)), text, position, line.apart and first == 0))
    return pieces


def _number_at(text: str, place: int) -> int | None:
    match = _BRACKET.match(text, place)
    return int(match.group(1)) if match else None


def _numbered(pieces: Sequence[_Piece]) -> set[int]:
    """Return the pieces that begin an entry with its number, in the form in which most numbers follow one another."""
    best: set[int] = set()
    for form in _FORMS:
        found, number = set[int](), 0
        for place, piece in enumerate(pieces):
            match = form.match(piece.text)
            if match is None:
                continue
            here = int(match.group(1))
            if here > MOST:
                continue  # the year of a document
            complete = place == 0 or bool(_COMPLETE.search(pieces[place - 1].text))
            if form is _BRACKET or here == number + 1 or (number < here <= number + 3 and complete and number):
                found.add(place)
                number = here
        if len(found) > len(best) and (form is not _FORMS[3] or len(found) > 1):
            best = found
    return best if not best or min(best) < 3 else set()


def _unnumbered(pieces: Sequence[_Piece], blank: bool) -> set[int]:
    """Return the pieces that begin an entry of a list without numbers: an author, after an entry that is complete.

    A piece that stands apart begins one, too, where `blank` lines mean anything; not within an entry, which a page may have
    parted.
    """
    apart = {place for place, piece in enumerate(pieces) if place and piece.apart and blank}
    authors = {place for place, piece in enumerate(pieces) if _AUTHOR.match(piece.text) and not _LATER.match(piece.text)}
    if len(apart) == len(pieces) - 1 > 0 and all(_DATED.search(piece.text) for piece in pieces):
        return {place for place in apart if not pieces[place - 1].text.endswith((":", "：", ",", "，"))}
    known = 2 * len(authors) >= len(pieces) or 0 in authors or bool(apart)
    begins, text = set[int](), ""
    for place, piece in enumerate(pieces):
        complete = bool(_COMPLETE.search(text)) and not _AT_MARK.search(text)
        year = bool(_YEAR.search(text))
        dated = year or bool(TYPE_MARK.search(text))
        author, parted = place in authors, place in apart
        if known:
            new = (author and ((complete and dated) or (parted and year))) or (
                complete and parted and _may_begin(piece.text) and (year or not _PUBLISHED.match(piece.text))
            )
        else:
            new = complete and text.endswith((".", "。", "．"))
        if new:
            begins.add(place)
            text = ""
        text = piece.text if not text else f"{text} {piece.text}"
    return begins


def _may_begin(text: str) -> bool:
    """Return whether a line can be the first of an entry: no address, number, word in lower case, publisher or editor."""
    named = re.match(r"[^\W\d_a-z]|[《“\"‘]|(?:van|von|de|der|la|le|di|el)\s", text)
    return bool(named) and not _LATER.match(text)


def list_start(lines: Sequence[Line]) -> int | None:
    """Return the position of the first entry of a list without heading, the last thing of a text; None when there is none.

    Its entries are numbered from 1 on, and have a year or a mark of their type: most of them when the numbers
    are in brackets, all of them otherwise.
    """
    for form in _FORMS:
        found = [int(match.group(1)) if (match := form.match(line.text)) else 0 for line in lines]
        for start in [place for place, number in enumerate(found) if number == 1][::-1]:
            numbers = [number for number in found[start:] if number]
            if numbers != list(range(1, len(numbers) + 1)):
                continue
            texts = [_joined(lines[start:], entry) for entry in split_entries(lines[start:], True).entries]
            marked = sum(bool(TYPE_MARK.search(text) or (_YEAR.search(text) and text.count(".") > 1)) for text in texts)
            most = 2 * marked > len(texts) if form is _BRACKET else marked == len(texts) > 1
            if most and (len(texts) > 1 or TYPE_MARK.search(texts[0])):
                return start
    return None


def _joined(lines: Sequence[Line], spans: Sequence[Span]) -> str:
    parts = [line.text[max(0, a - line.span[0]) : b - line.span[0]] for a, b in spans for line in lines
             if line.span[0] <= a < line.span[1]]  # fmt: skip
    return " ".join(parts)
