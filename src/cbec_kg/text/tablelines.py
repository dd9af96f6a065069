"""The cells of a table's row that is a line of text: parted by tabs, bars or wide gaps, or a name and the numbers after it.

Out of scope: which lines are in a table, and what a cell says.
"""

from __future__ import annotations

import re

_GAP = re.compile(r"\s*\t\s*|\s*\|\s*|[ \u00a0]{2,}|\u3000+")
_NUMBER = re.compile(
    r"[(（]?[+±<>≤≥~-]?\s?[$¥￥€£]?\d[\d,，]*(?:\.\d+)?[%％‰]?(?:\s?[±~～]\s?\d[\d.,]*)?[)）]?[*†‡]{0,3}"
    r"|[—–-]{1,3}|/|…{1,2}|\.{2,3}|n\.?a\.?|N/?A",
)
_LONGEST_NAME = 40
"""Characters of the name of a row; a line of text that ends with a number has more before it."""

_YEAR = re.compile(r"(?:1[89]|20)\d\d年?")


def row_cells(line: str) -> list[str]:
    """Return the cells of a line as a row of a table.

    Examples
    --------
    >>> row_cells("Lake Pell 12.5 1,400 —"), row_cells("地区  产量（吨）"), row_cells("| a b | 3 |")
    (['Lake Pell', '12.5', '1,400', '—'], ['地区', '产量（吨）'], ['a b', '3'])
    """
    parted = [cell.strip() for cell in _GAP.split(line.strip().strip("|").strip())]
    if len(parted) > 1:
        return parted
    words = line.split()
    first = len(words)
    while first and is_number(words[first - 1]):
        first -= 1
    return [" ".join(words[:first]), *words[first:]] if first else words


def is_parted(line: str) -> bool:
    """Return whether tabs, bars or wide gaps part the cells of a line."""
    return bool(_GAP.search(line.strip()))


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number, or a mark that there is none.

    Examples
    --------
    >>> [is_number(cell) for cell in ("1,234.5", "-3.2%", "—", "0.31**", "(1.96)", "3家", "2019年")]
    [True, True, True, True, True, False, False]
    """
    return bool(_NUMBER.fullmatch(cell.strip()))


def is_year(cell: str) -> bool:
    """Return whether a cell holds a year."""
    return bool(_YEAR.fullmatch(cell.strip()))


def is_header(cells: list[str], above: int) -> bool:
    """Return whether cells are a part of a header: years, or more words than `above`, the cells of a header that spans them.

    Examples
    --------
    >>> is_header(["place", "2012", "2013"], 0), is_header(["place", "corn", "salt"], 2), is_header(["Pell", "3"], 0)
    (True, True, False)
    """
    years = cells[not is_number(cells[0]) :]
    if len(years) > 1 and all(map(is_year, years)):
        return True
    return 1 < above < len(cells) and not any(map(is_number, cells))


def is_row(cells: list[str], width: int) -> bool:
    """Return whether cells are a row of numbers; `width` is how many cells the row above has, 0 when there is none.

    Examples
    --------
    >>> is_row(["Lake Pell", "12.5", "7"], 0), is_row(["In 2019"], 0), is_row(["place", "2012", "2013"], 0)
    (True, False, False)
    """
    numbers = sum(map(is_number, cells[1:]))
    if len(cells[0]) > _LONGEST_NAME:
        return False
    if len(cells) > 1 and all(map(is_year, cells[1:])) and not (width or is_number(cells[0])):
        return False
    return numbers >= 2 or (numbers == 1 and len(cells) in (2, width)) or (1 < width == len(cells) and numbers > 0)
