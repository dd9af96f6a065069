"""Which unit and period each figure of a table has, from what its column, its row and the whole table print.

A unit is taken where it is certain; where column and row disagree, or a rate stands in a column of tonnes, the cell is left
to a person. Each line then says what all of its figures share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cbec_kg.model.printed_cells import printed_cell
from cbec_kg.text.units import PERCENT, PERMILLE, Noun, Unit

UNKNOWN_UNIT = Unit(Noun("to-confirm", "（单位待确认）", "(unit to be confirmed)", "(?)", "unknown"), 0)
"""What stands in for a unit that a table does not print."""

_SIGNS = {"%": Unit(PERCENT, 0), "‰": Unit(PERMILLE, 0)}
_RATE = re.compile(
    r"增长|增速|增幅|比上年|同比|环比|比重|比例|占比|份额|率$|率[（(]|growth|\brates?\b|\bshare\b|\bratio\b|percent",
    re.IGNORECASE,
)
"""What says that a figure is a rate or a share."""

_OTHER = re.compile(
    _RATE.pattern
    + r"|指数|排名|位次|名次|系数|弹性|人数|户数|家数|个数|数量|次数|年限|得分|均值|标准差|样本|观测|[A-Za-z]值"
    r"|\bindex\b|\brank|\bnumber\b|\bcount\b|\bscores?\b|\bchange\b|coefficient|elasticity|\bno\b|\bn\b|\bobs|\bmean\b"
    r"|\bs\.?[de]\b|\bp\b|\br2\b|r²",
    re.IGNORECASE,
)
"""What a unit that is printed for the whole table may not be meant for."""


@dataclass
class Line:
    """A row or a column as it is drafted; `locator` of a row is that of its passage."""

    key: str
    label: str
    unit: Unit | None = None
    period: str | None = None
    left_out: bool = False
    locator: str = ""


@dataclass
class Cells:
    """The cells of a table by row and column; those in `left_out` make no figures."""

    columns: Sequence[Line]
    rows: Sequence[Line]
    texts: Sequence[Sequence[str]]
    left_out: set[tuple[int, int]]
    shared: Unit | None

    def figures(self) -> list[tuple[int, int]]:
        """Return the cells that make figures, row by row."""
        return [
            (r, c)
            for r, row in enumerate(self.texts)
            for c, text in enumerate(row)
            if (r, c) not in self.left_out and printed_cell(text).holds == "number"
        ]

    def settle(self) -> None:
        """Say units and periods once, on the columns, or else on the rows; what cannot be said so is left out."""
        self._sign_units()
        units = {}
        for r, c in self.figures():
            unit = self._unit(self.rows[r], self.columns[c])
            sign = printed_cell(self.texts[r][c]).sign
            if unit is None or (sign and unit != _SIGNS[sign]):
                self.left_out.add((r, c))
            else:
                units[r, c] = unit
        by_column, by_row = _grouped(units, lambda at: at[1]), _grouped(units, lambda at: at[0])
        if any(len(found) > 1 for found in by_column.values()) and all(len(found) == 1 for found in by_row.values()):
            self._say(self.rows, by_row, self.columns)
        else:
            self.left_out |= {at for at, unit in units.items() if unit != _most(by_column[at[1]])}
            self._say(self.columns, by_column, self.rows)
        if any(row.period for row in self.rows) and any(column.period for column in self.columns):
            for line in (*self.rows, *self.columns):
                line.period = None

    def _sign_units(self) -> None:
        """Let a column all of whose figures print a sign have its unit, where nothing else says one."""
        for c, column in enumerate(self.columns):
            signs = {printed_cell(self.texts[r][c]).sign for r, other in self.figures() if other == c}
            if len(signs) == 1 and "" not in signs and column.unit is None and not any(row.unit for row in self.rows):
                column.unit = _SIGNS[signs.pop()]

    def _unit(self, row: Line, column: Line) -> Unit | None:
        """Return the unit of a cell; None where column and row do not agree."""
        if row.unit is not None and column.unit is not None:
            return row.unit if row.unit == column.unit else None
        own = row.unit or column.unit
        if own is not None:
            other = row if row.unit is None else column
            is_rate = own.noun in (PERCENT, PERMILLE) or own == UNKNOWN_UNIT
            return None if not is_rate and _RATE.search(other.label) else own
        doubtful = self.shared is None or _OTHER.search(row.label) or _OTHER.search(column.label)
        return UNKNOWN_UNIT if doubtful else self.shared

    def _say(self, lines: Sequence[Line], found: dict[int, Counter[Unit]], others: Iterable[Line]) -> None:
        for line in others:
            line.unit = None
        for place, line in enumerate(lines):
            unit = _most(found[place]) if place in found else None
            line.unit = None if unit == self.shared else unit


def _grouped(units: dict[tuple[int, int], Unit], of: Callable[[tuple[int, int]], int]) -> dict[int, Counter[Unit]]:
    found: dict[int, Counter[Unit]] = {}
    for at, unit in units.items():
        found.setdefault(of(at), Counter())[unit] += 1
    return found


def _most(units: Counter[Unit]) -> Unit:
    return units.most_common(1)[0][0]
