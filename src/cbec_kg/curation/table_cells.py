"""The cells of a printed table as statistics, one a number, from the rows of its file.

A cell has what its column, its row or the table says of it; what two of them say twice is refused. Cells that say that there
is no number make no figure, and neither do those that are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from cbec_kg.curation import statistic_rules
from cbec_kg.errors import Problem
from cbec_kg.model.printed_cells import PrintedCell, printed_cell
from cbec_kg.model.records import AnchorText, Statistic, Table
from cbec_kg.model.table_lines import Column, Row
from cbec_kg.model.terms import Where

NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")
"""How a number is written in a curation folder."""

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OF_CELLS = (
    "indicator", "kind", "unit", "period", "base", "place", "counterpart", "category", "whole", "whole_place", "cases",
    "step",
)  # fmt: skip
"""What a row or a column says of its cells."""

_NEEDED = ("indicator", "kind", "unit", "period")


def cells_of(table: Table, rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[list[Statistic], list[Problem]]:
    """Return one statistic a number of a table, ``stat-table-1-2019-export``, and what is wrong with its rows.

    `rows` are those of the table's file, each with its line.
    """
    problems = list(_wrong_lines(table))
    if problems:
        return [], problems
    heading = "row" if table.rows else "period"
    declared = {row.key: row for row in table.rows}
    columns = [heading, *(column.key for column in table.columns)]
    cells: list[Statistic] = []
    seen: set[str] = set()
    for line, given in rows:
        if set(given) != set(columns):
            return [], [Problem(table.file, 1, f"the columns must be: {', '.join(columns)}.")]
        key = given[heading]
        row = declared.get(key) if table.rows else Row(key=key, zh=key, en=key, period=key)
        problem = _wrong_row(table, key, row, seen)
        seen.add(key)
        if problem or row is None:
            problems.append(Problem(table.file, line, problem))
            continue
        for column in table.columns:
            found = _cell(table, row, column, given[column.key], Where(table.file, line))
            if isinstance(found, Statistic):
                cells.append(found)
            elif found:
                problems.append(Problem(table.file, line, found))
    absent = [row for row in table.rows if row.key not in seen]
    problems += [Problem(row.where.file, row.where.line, f"{table.file} has no row {row.key!r}. Add it.") for row in absent]
    problems += _unknown_left_out(table, seen)
    return cells, problems


def _wrong_lines(table: Table) -> Iterator[Problem]:
    for name, lines in (("column", table.columns), ("row", table.rows)):
        seen: set[str] = set()
        for line in lines:
            if not _KEY.fullmatch(line.key):
                message = f"{table.id}: the {name} key {line.key!r} must be kebab-case: it becomes a part of ids."
                yield Problem(line.where.file, line.where.line, message)
            if line.key in seen:
                yield Problem(line.where.file, line.where.line, f"{table.id} has the {name} {line.key!r} twice. Keep one.")
            seen.add(line.key)


def _wrong_row(table: Table, key: str, row: Row | None, seen: set[str]) -> str:
    """Return what is wrong with the key of a row; nothing for none."""
    if key in seen:
        return f"has the row {key!r} twice. Give each row its own key."
    if row is None:
        return f"has the row {key!r}, which {table.id}.rows does not have. Add it."
    if not table.rows and (not statistic_rules.PERIOD.fullmatch(key) or "/" in key or key == "unknown"):
        return f"period is {key!r}; one such as 2018, 2018-03 or 2018-Q1 is expected."
    return ""


def _unknown_left_out(table: Table, rows: set[str]) -> Iterator[Problem]:
    columns = {column.key for column in table.columns}
    for name in table.left_out:
        row, _, column = name.partition(" ")
        if row not in rows or column not in columns:
            message = (
                f"{table.id}.left_out has {name!r}; the keys of a row and a column are expected, such as '2019 export'."
            )
            yield Problem(table.where.file, table.where.line, message)


def _cell(table: Table, row: Row, column: Column, printed: str, where: Where) -> Statistic | str:
    """Return a cell's statistic; else what is wrong with it, nothing where it is to have none."""
    if "yes" in (row.left_out, column.left_out) or f"{row.key} {column.key}" in table.left_out:
        return ""
    cell, place = printed_cell(printed), f"{row.key} {column.key}"
    if cell.holds == "missing":
        return ""
    if cell.holds == "other":
        return f"{column.key} is {printed!r}; a number is expected. Correct it, or list {place!r} under 'left_out'."
    stated: dict[str, Any] = {}
    for name in _OF_CELLS:
        values = [value for value in (getattr(column, name), getattr(row, name)) if value is not None]
        if len(values) > 1 and name != "category":
            return f"{place}: its row and its column both say the {name}. Keep one."
        stated[name] = tuple(dict.fromkeys(values)) if name == "category" else values[0] if values else None
    stated["unit"] = stated["unit"] or table.unit
    stated["period"] = stated["period"] or table.period or "unknown"
    lacking = [name for name in _NEEDED if stated[name] is None]
    if lacking:
        return f"{place}: neither its column nor its row says the {' or '.join(lacking)}. Add it, or leave the cell out."
    stated["place"] = stated["place"] or table.place
    return _statistic(table, row, column, printed, cell, stated, where)


def _statistic(
    table: Table, row: Row, column: Column, printed: str, cell: PrintedCell, stated: dict[str, Any], where: Where
) -> Statistic:
    locator = row.locator or f"{table.locator}.{row.key}"
    return Statistic(
        id=f"stat-{table.id}-{row.key}-{column.key}",
        where=where,
        printed=printed,
        value=Decimal(cell.value),
        value_text=cell.value,
        operator=cell.operator,
        categories=stated.pop("category"),
        at=(AnchorText(locator, printed, where),),
        rests_on=table.rests_on,
        table=table.id,
        row=row.key,
        column=column.key,
        **stated,
    )
