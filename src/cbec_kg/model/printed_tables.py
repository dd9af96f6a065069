"""The rows of a printed table in their order, with their headings; whether or not the table's record declares them."""

from __future__ import annotations

from collections.abc import Iterable

from cbec_kg.model.records import Statistic, Table
from cbec_kg.model.table_lines import Row


def rows_of(table: Table, statistics: Iterable[Statistic]) -> tuple[Row, ...]:
    """Return the rows of a table: those that it declares, else one for each period of its cells, in order."""
    if table.rows:
        return table.rows
    keys = sorted({one.row for one in statistics if one.table == table.id and one.row})
    return tuple(Row(key=key, zh=key, en=key, period=key) for key in keys)


def cells_at(table: Table, statistics: Iterable[Statistic]) -> dict[tuple[str, str], Statistic]:
    """Return the figures of a table by the keys of their row and column."""
    return {(one.row, one.column): one for one in statistics if one.table == table.id and one.row and one.column}
