"""Tables on pages that no caption announces: rows of cells one below the other, mostly numbers, under words or years.

Out of scope: tables with a caption, whose rows are known by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from cbec_kg.text.tablelines import is_number, is_year

_LEAST = 3
"""Rows of a table that no caption announces, its head among them."""

_EQUATION = re.compile(r"[(（]\d+(?:\.\d+)*[)）]")
_WHOLE = re.compile(r"\d{1,4}")


def heads_without_caption(texts: Sequence[str]) -> set[int]:
    """Return the positions of the lines that head a table, of lines whose cells tabs separate.

    Numbered equations, tables of contents and matrices are none.

    Examples
    --------
    >>> heads_without_caption(["Place\\t2012\\t2013", "Pell\\t3.1\\t4", "Wendle\\t5\\t2.2", "Mills turn."])
    {0}
    >>> heads_without_caption(["Mills\\t3", "Corn\\t5", "Tolls\\t9"]), heads_without_caption(["a = b\\t(1)"] * 3)
    (set(), set())
    """
    found = set()
    for rows in _runs(texts):
        cells = [texts[place].split("\t") for place in rows]
        body = next((place for place, row in enumerate(cells) if _is_body(row)), len(cells))
        filled = [row for row in cells[body:] if _is_body(row)]
        if 0 < body < 4 and len(cells) >= _LEAST and 3 * len(filled) >= 2 * (len(cells) - body) and not _is_contents(filled):
            found.add(rows[0])
    return found


def _runs(texts: Sequence[str]) -> Iterator[list[int]]:
    for parted, group in groupby(range(len(texts)), key=lambda place: "\t" in texts[place]):
        if parted:
            yield list(group)


def _is_body(row: Sequence[str]) -> bool:
    """Return whether cells are a name and numbers, more of them than other words; no years alone, which head a table."""
    rest = [cell for cell in row[1:] if not _EQUATION.fullmatch(cell)]
    numbers = sum(map(is_number, rest))
    return numbers > 0 and 2 * numbers >= len(rest) and not all(map(is_year, rest))


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the second of two cells are the page numbers of a table of contents: whole, and none below the last."""
    if any(len(row) != 2 or not _WHOLE.fullmatch(row[1]) for row in rows):
        return False
    return all(int(first[1]) <= int(second[1]) for first, second in pairwise(rows))
