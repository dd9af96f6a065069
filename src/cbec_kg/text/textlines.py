"""The lines of a text: which end a paragraph, which are cut off within a sentence, which belong to the page.

Where the pages are known, their `Layout` decides; in a bare text the lines themselves do. Out of scope: what a line is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from cbec_kg.text.document import Span
from cbec_kg.text.normalise import fold

CLOSERS = "”’』」）)\"'"
_END = re.compile(r"[。！？；!?.][”’』」）)\"']*(?:\s?[\[［【〔]\d[\d,，、–~～\s-]*[\]］】〕]|[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹,，⁻–-]*)*$")
_FURNITURE = re.compile(r"https?://\S+|DOI\s*[:：].*", re.IGNORECASE)
_FULL = 0.7
"""Share of the width of a full line from which on a line may have been broken within a sentence."""


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with the mark of a sentence, closing quotation marks and citation markers aside.

    Examples
    --------
    >>> [ends_sentence(text) for text in ("茶好。", "tea.”", "tea.[1,2]", "tea.³", "tea [1]")]
    [True, True, True, True, False]
    """
    return bool(_END.search(text[-80:]))


class Line(NamedTuple):
    """A line without white space at its ends.

    `closed` when it had some at its end: how some extractions mark the end of a block; `blank` when a blank line or the
    end of the text follows, `apart` when one precedes it, or the text begins.
    """

    span: Span
    text: str
    closed: bool
    blank: bool
    apart: bool

    @property
    def ends(self) -> bool:
        """Whether it ends with the mark of a sentence."""
        return ends_sentence(self.text)

    @property
    def width(self) -> int:
        """How much room it takes, a Chinese character being as wide as two letters."""
        return len(self.text) + sum(unicodedata.east_asian_width(character) in "WF" for character in self.text)


def lines_of(source: str) -> list[Line]:
    """Return the lines that have something to be seen."""
    lines = []
    found = [match for match in re.finditer(r"[^\n\r\f]+", source) if any(map(fold, match.group()))]
    before = True
    for match, following in zip_longest(found, found[1:]):
        text = match.group()
        stripped = text.strip()
        start = match.start() + text.index(stripped)
        gap = "\n\n" if following is None else source[match.end() : following.start()]
        blank = max(gap.count("\n"), gap.count("\r")) > 1
        lines.append(Line((start, start + len(stripped)), stripped, text != text.rstrip(), blank, before))
        before = blank
    return lines


class Breaks(NamedTuple):
    """How a text marks its paragraphs.

    `ends` are the offsets of the line ends at which a paragraph may end; `blank` is whether blank lines separate
    paragraphs, rather than every line; `full` is the width from which on a line may have been broken, `ended` that of most
    lines that end a sentence.
    """

    ends: frozenset[int]
    blank: bool
    full: float
    ended: float = 0.0


def breaks_of(lines: Sequence[Line], laid_out: bool = False) -> Breaks:
    """Return how a text marks its paragraphs; one that was `laid_out` has a blank line after each."""
    marked, blank = [line for line in lines if line.ends], [line for line in lines if line.blank]
    apart = laid_out
    if laid_out:
        marked = blank
    elif sum(line.closed for line in lines) * 20 >= len(lines):
        marked = [line for line in marked if line.closed]
    elif len(blank) > 1:
        widest = max(line.width for line in lines)
        broken = sum(not line.ends and line.width > 0.85 * widest for line in blank)
        apart = 2 * sum(line.ends for line in blank) >= len(blank) or len(blank) < len(lines) / 2 or 5 * broken < len(blank)
        marked = blank if 2 * sum(line.ends for line in blank) >= len(blank) else [line for line in marked if line.blank]
    open_widths = sorted(line.width for line in lines if not line.ends)
    full = open_widths[len(open_widths) * 9 // 10] if open_widths else 0
    ended = sorted(line.width for line in lines if line.ends)
    return Breaks(frozenset(line.span[1] for line in marked), apart, _FULL * full, ended[len(ended) // 2] if ended else 0.0)


def page_lines(lines: Sequence[Line], known: Callable[[Line], bool], laid_out: bool = False) -> set[int]:
    """Return the offsets of lines that belong to the page in a bare text: addresses, and lines that come again and again.

    A line that is repeated is a running head where it stands in the middle of a sentence, or three times and more apart from
    all others; not where a sentence begins with it. A heading is `known` and may come twice. Of a text that was `laid_out`
    the pages say which lines are theirs, so that just addresses are left.
    """
    if laid_out:
        return {line.span[0] for line in lines if _FURNITURE.fullmatch(line.text)}
    counts = Counter(line.text for line in lines)
    repeated: dict[str, list[int]] = {}
    for position, line in enumerate(lines):
        if counts[line.text] > (2 if known(line) else 1) and len(line.text) <= 60 and not line.ends:
            repeated.setdefault(line.text, []).append(position)
    heads = {
        text for text, places in repeated.items() if any(_interrupts(lines, place, known, len(places)) for place in places)
    }
    return {line.span[0] for line in lines if line.text in heads or _FURNITURE.fullmatch(line.text)}


def _interrupts(lines: Sequence[Line], place: int, known: Callable[[Line], bool], times: int) -> bool:
    line = lines[place]
    before = lines[place - 1] if place else None
    within = before is not None and not before.ends and not known(before)
    return within or (line.apart and line.blank and times > 2)
