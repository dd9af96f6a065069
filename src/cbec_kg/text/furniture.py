"""What a page has besides the article: running heads, footers, page numbers, addresses.

A page's lines are furniture, from the edge inwards, as long as the same line, the page's number aside, is at the edges of at
least two pages and of three in ten: left and right pages may have heads of their own. Where the article's
own data are known, its DOI line, address and running head are recognised anywhere on the page.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import chain, takewhile

from cbec_kg.text.normalise import NormalisedText

_EDGE = 4
"""Lines at the top and at the bottom of a page that may be furniture."""

Span = tuple[int, int]


def edge_furniture(source: str, page_starts: Sequence[int]) -> list[Span]:
    """Return the spans of lines at page edges that enough other pages have too, but for one number.

    `page_starts` has the offset of each page's first character, ascending; a text of fewer than two pages has no furniture.
    """
    if not page_starts:
        return []
    ends = [*page_starts[1:], len(source)]
    edges = [_edge_lines(source, start, end) for start, end in zip(page_starts, ends, strict=True)]
    counts = Counter(
        pattern
        for page in edges
        for pattern in {one for edge in page for a, b in edge for one in line_patterns(source[a:b])}
    )
    least = max(2, len(page_starts) * 3 // 10)
    spans: list[Span] = []
    for edge in (edge for page in edges for edge in page):
        spans += takewhile(lambda span: max(counts[one] for one in line_patterns(source[span[0] : span[1]])) >= least, edge)
    return sorted(set(spans))


def _edge_lines(source: str, start: int, end: int) -> tuple[list[Span], list[Span]]:
    matches = re.finditer(r"[^\n\r\f]+", source[start:end])
    lines = [(match.start() + start, match.end() + start) for match in matches if match.group().strip()]
    return lines[:_EDGE], lines[: -_EDGE - 1 : -1]


def line_patterns(line: str) -> list[str]:
    """Return a line without one of its numbers, each in turn; that may be the page's. Entries differ in several.

    Examples
    --------
    >>> line_patterns("Tides 4(10), 23"), line_patterns("Of tides")
    (['Tides#(10),23', 'Tides4(#),23', 'Tides4(10),#'], ['Oftides'])
    """
    text = "".join(line.split())
    numbers = re.finditer(r"[\d⁰¹²³⁴-⁹]+|\b[ivxlc]+$", text)
    return [f"{text[: one.start()]}#{text[one.end() :]}" for one in numbers] or [text]


def known_furniture(doi: str, journal: str, first_author: str) -> re.Pattern[str] | None:
    """Return a pattern of an article's own furniture in normalised text: address, DOI line with page number, running head.

    What is empty is not known and left out; None when nothing is known.
    """
    name, paper, head = re.escape(doi), re.escape("".join(journal.split())), re.escape("".join(first_author.split()))
    parts = [rf"https?://doi\.org/{name}", rf"DOI:{name}\d*(?:{paper})?"] if name else []
    parts += [rf"{head}等"] if head else []
    return re.compile("|".join(parts)) if parts else None


def without(normalised: NormalisedText, pattern: re.Pattern[str]) -> NormalisedText:
    """Return a normalised text without the runs that match a pattern."""
    text, offsets = normalised
    spans = complement([match.span() for match in pattern.finditer(text)], len(text))
    rest = array("I", chain.from_iterable(offsets[start:end] for start, end in spans))
    return NormalisedText("".join(text[start:end] for start, end in spans), rest)


def complement(cut: Sequence[Span], length: int) -> list[Span]:
    """Return the ranges of a text of some length that lie between others, which are in ascending order."""
    spans, last = [], 0
    for start, end in [*cut, (length, length)]:
        if start > last:
            spans.append((last, start))
        last = max(last, end)
    return spans
