"""A paper as blocks: headings, paragraphs, captions, tables, entries; the one model that every format is read into.

A format's reader gives the text and what it knows of it; `segment` makes passages from the blocks. Out of scope: how a
format is read, and what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Span = tuple[int, int]
"""Half-open offsets into the text of a document."""

BlockKind = Literal[
    "heading", "paragraph", "caption", "note", "table-header", "table-row", "entry", "furniture", "unreadable"
]


class Block(NamedTuple):
    """One piece of a document.

    `spans` are its lines, ascending. `name` is of a heading its section (``2.1``, ``introduction``); of a caption, note or
    part of a table its figure or table (``table1``), if known. `level` of a heading counts from 1, 0 when the format does
    not say. A paragraph or entry has the name of the section that begins with it, where one does without a heading.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    name: str = ""
    level: int = 0


class Link(NamedTuple):
    """A citation that the format itself marks: where it stands, and which entries of the list it names, from 1."""

    start: int
    end: int
    entries: tuple[int, ...]


class GridCell(NamedTuple):
    """A cell of a table where it stands: from `left` to `right`, in columns, or in points on a page.

    `above` says that it began in a row above and reaches down to this one, which does not print it.
    """

    text: str
    left: float
    right: float
    above: bool = False


class GridRow(NamedTuple):
    """The cells of a row of a table; `counted` where their places are columns, as the format counts them."""

    cells: tuple[GridCell, ...]
    counted: bool


@dataclass(frozen=True)
class Document:
    """A paper's text, and the offset at which each page begins, if it has pages.

    `find_blocks` gives the blocks, when they are first asked for. `links` are the citations that the format marks; `items`
    has the CSL item of each entry of the list of references whose fields the format names, by the offset at which it begins;
    `record` has title, authors and keywords, as far as format or layout say which they are; `notice` is what a
    reader of the paper should know, if anything. `words` are units and abbreviations that stay whole: no full stop in them
    ends a sentence, no raised digit in them cites. `keys` are those by which the paper cites where the file
    does not say which references they name, each as it is written. `grids` has the cells of each row of a table whose places
    are known, by the offset at which it begins.
    """

    text: str
    find_blocks: Callable[[], Sequence[Block]]
    page_starts: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    items: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    record: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notice: str = ""
    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    grids: Mapping[int, GridRow] = field(default_factory=dict)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks in order of reading; every character that can be seen is in exactly one."""
        return tuple(self.find_blocks())

    def furniture(self) -> list[Span]:
        """Return what belongs to a page and not to the article, ascending: running heads, page numbers, addresses."""
        return sorted(span for block in self.blocks if block.kind == "furniture" for span in block.spans)


def spans_of_words(text: str, words: Sequence[str]) -> list[Span]:
    """Return where words stand in a text that is not a part of a longer one of letters.

    Examples
    --------
    >>> spans_of_words("12 mg. and 3mg.", ["mg."])
    [(3, 6), (12, 15)]
    """
    if not words:
        return []
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return [match.span() for match in re.finditer(rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])", text)]


class Layout(NamedTuple):
    """What a file shows of its lines beside their text, by the offset at which a line begins.

    `headings` are those that the format marks, each with its level from 1; `display` are lines in larger or bolder type
    than the rest; `asides` stand below the text, such as footnotes; `cells` are rows of tables, their cells separated by
    tabs, and `headers` those of them that head the others; `captions` have the figure or table that they belong to;
    `furniture` belongs to the page; `entries` are those of the list of references, each one line.
    """

    furniture: frozenset[int] = frozenset()
    headings: Mapping[int, int] = MappingProxyType({})
    display: frozenset[int] = frozenset()
    asides: frozenset[int] = frozenset()
    cells: frozenset[int] = frozenset()
    headers: frozenset[int] = frozenset()
    captions: Mapping[int, str] = MappingProxyType({})
    entries: frozenset[int] = frozenset()
