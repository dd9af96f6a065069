"""The sums that the figures of a table show: one row or column that adds up all others, rounding considered.

They are proposals: that numbers add up does not say that they are meant to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from cbec_kg.model.printed_cells import printed_cell

_TOTAL = re.compile(
    r"合\s?计|总\s?计|小\s?计|总额|总量|总数|总产|全[国省市县区部]|\b(?:sub)?totals?\b|\ball\b|\bsum\b|\boverall\b",
    re.IGNORECASE,
)
_LEAST = 2
"""Lines in which a sum must hold; three where no word says that it is one."""

Values = Sequence[Sequence[str | None]]


class ShownSum(NamedTuple):
    """A row or column, the others that it adds up, ``rows`` or ``columns`` across which it does, and how many of them."""

    whole: str
    parts: tuple[str, ...]
    across: str
    number: int


def shown_sums(
    values: Values, keys: tuple[Sequence[str], Sequence[str]], names: tuple[Sequence[str], Sequence[str]]
) -> Iterator[ShownSum]:
    """Yield the columns, then the rows, that add up all others of the table, or those since the sum before.

    `values` are the cells as printed, None where a cell is left out; `keys` and `names` are of the rows and of the columns.

    Examples
    --------
    >>> cells = [["1.0", "2.04", "3.0"], ["4", "5", "9"]]
    >>> [found[:2] for found in shown_sums(cells, (["a", "b"], ["x", "y", "z"]), (["a", "b"], ["x", "y", "Total"]))]
    [('z', ('x', 'y'))]
    """
    turned = [list(column) for column in zip(*values, strict=True)]
    yield from _along(values, keys[1], names[1], "rows")
    yield from _along(turned, keys[0], names[0], "columns")


def _along(lines: Values, keys: Sequence[str], names: Sequence[str], across: str) -> Iterator[ShownSum]:
    """Yield the sums within lines: of all other cells, or of those after the last cell that is a sum."""
    begin = 0
    for whole in range(len(keys)):
        named = bool(_TOTAL.search(names[whole]))
        last = whole == len(keys) - 1
        choices = []
        if named or last:
            choices.append(list(range(begin, whole)))
        if (named or whole == 0) and begin == whole:
            choices.append([place for place in range(whole + 1, len(keys)) if not _TOTAL.search(names[place])])
        if named:
            begin = whole + 1
        for parts in choices:
            held = _held(lines, whole, parts)
            if len(parts) > 1 and held >= (_LEAST if named else _LEAST + 1):
                yield ShownSum(keys[whole], tuple(keys[part] for part in parts), across, held)
                break


def _held(lines: Values, whole: int, parts: Sequence[int]) -> int:
    """Return in how many lines a cell is the sum of others; 0 where it is not in any that has all of them."""
    held = 0
    for line in lines:
        cells = [printed_cell(line[place] or "") for place in (whole, *parts)]
        if any(cell.holds != "number" or cell.operator != "equal" or cell.sign for cell in cells):
            continue
        total, *others = [(Decimal(cell.value), _half(cell.value)) for cell in cells]
        if abs(total[0] - sum(value for value, _ in others)) > total[1] + sum(half for _, half in others):
            return 0
        held += any(value for value, _ in others)
    return held


def _half(value: str) -> Decimal:
    """Return half of the last printed digit; nothing for a whole number, which may be counted."""
    decimals = len(value.partition(".")[2])
    return Decimal(5).scaleb(-decimals - 1) if decimals else Decimal(0)
