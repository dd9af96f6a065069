"""The cells of a printed table as statistics, one a cell, from the rows of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cbec_kg.curation import statistic_rules
from cbec_kg.errors import Problem
from cbec_kg.model.records import AnchorText, Statistic, Table, Where

NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")
"""How a number is written in a curation folder."""

_KEY = re.compile(r"[a-z][a-z0-9-]*")


def cells_of(table: Table, rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[list[Statistic], list[Problem]]:
    """Return one statistic a cell of a table, ``stat-table-1-2019-export``, and what is wrong with its rows.

    `rows` are those of the table's file, each with its line.
    """
    for column in (column for column in table.columns if not _KEY.fullmatch(column.key)):
        message = f"{table.id}: the column key {column.key!r} must be kebab-case: it becomes a part of ids."
        return [], [Problem(column.where.file, column.where.line, message)]
    keys = ["period", *(column.key for column in table.columns)]
    cells: list[Statistic] = []
    problems: list[Problem] = []
    for line, row in rows:
        if set(row) != set(keys):
            return [], [Problem(table.file, 1, f"the columns must be: {', '.join(keys)}.")]
        period, where = row["period"], Where(table.file, line)
        if not statistic_rules.PERIOD.fullmatch(period) or "/" in period:
            problems.append(
                Problem(table.file, line, f"period is {period!r}; one such as 2018, 2018-03 or 2018-Q1 is expected.")
            )
            continue
        for column in table.columns:
            printed = row[column.key]
            digits = printed.replace(",", "")
            if not NUMBER.fullmatch(digits):
                problems.append(Problem(table.file, line, f"{column.key} is {printed!r}; a number is expected."))
                continue
            cells.append(
                Statistic(
                    id=f"stat-{table.id}-{period}-{column.key}",
                    where=where,
                    printed=printed,
                    value=Decimal(digits),
                    value_text=digits,
                    operator="equal",
                    unit=column.unit,
                    indicator=column.indicator,
                    kind=column.kind,
                    place=column.place or table.place,
                    counterpart=column.counterpart,
                    period=period,
                    base=column.base,
                    whole=column.whole,
                    whole_place=column.whole_place,
                    cases=column.cases,
                    step=column.step,
                    at=(AnchorText(f"{table.locator}.{period}", printed, where),),
                    rests_on=table.rests_on,
                    table=table.id,
                    row=period,
                    column=column.key,
                )
            )
    return cells, problems
