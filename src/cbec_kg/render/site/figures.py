"""A statistic's figure as printed and normalised, and the grid of a table with the statistics that are its cells."""

from __future__ import annotations

from collections.abc import Iterator

from cbec_kg.model.iris import TERM
from cbec_kg.model.records import Statistic, Table, Unit
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import Block, Cell, Fact, Grid, Link, Plain, Printed, heading, same, shown, text


def printed_block(paper: Paper, statistic: Statistic) -> Block:
    """Return the figure as it is printed; of a table's cell, with the unit that the table's heading names."""
    unit = _unit(paper, statistic.unit)
    note = text("unit-in-heading", unit=shown(unit)) if statistic.table else None
    return Printed(text("printed"), statistic.printed, note)


def normalised_facts(paper: Paper, statistic: Statistic) -> Iterator[Fact]:
    """Yield the figure in its base unit, and the year that a growth is compared with."""
    values = paper.graph.values(paper.iri(statistic.id), f"{TERM}normalisedValue")
    cells: tuple[Cell, ...] = tuple(Plain(grouped(value.value)) for value in values)
    yield Fact(heading("normalisedValue"), cells or (text("not-normalised"),))
    yield Fact(heading("baseUnit"), (base_unit(paper, _unit(paper, statistic.unit).base),))
    years = paper.graph.values(paper.iri(statistic.id), f"{TERM}baseYear")
    if years:
        yield Fact(heading("baseYear"), tuple(Plain(year.value) for year in years))


def base_unit(_paper: Paper, base: str) -> Cell:
    """Return the base unit's token, or that it is unknown."""
    return text("unknown") if base == "unknown" else Plain(base)


def _unit(paper: Paper, name: str) -> Unit:
    unit = paper.snapshot.records[name]
    assert isinstance(unit, Unit)  # the reader has checked it
    return unit


def grouped(number: str) -> str:
    """Return a decimal with its whole part in groups of three.

    Examples
    --------
    >>> grouped("134700000000"), grouped("-1234.5"), grouped("39.8")
    ('134,700,000,000', '-1,234.5', '39.8')
    """
    sign = "-" if number.startswith("-") else ""
    whole, point, rest = number.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{rest}"


def cell_grid(paper: Paper, statistic: Statistic) -> Grid | None:
    """Return the table that a statistic is a cell of, the cell marked; None when it is of none."""
    table = paper.snapshot.records.get(statistic.table or "")
    return table_grid(paper, table, statistic.id) if isinstance(table, Table) else None


def table_grid(paper: Paper, table: Table, marked: str = "") -> Grid:
    """Return a table as it is printed: rows by period, columns in order, each cell leading to its statistic."""
    cells = {(cell.row, cell.column): cell for cell in paper.snapshot.of(Statistic) if cell.table == table.id and cell.row}
    rows = []
    for row in sorted({row for row, _ in cells if row}):
        line = (cells.get((row, column.key)) for column in table.columns)
        rows.append((row, tuple(_cell(paper, cell) if cell else Plain("") for cell in line)))
    columns = [text("column-unit", column=shown(column), unit=shown(_unit(paper, column.unit))) for column in table.columns]
    name = text("in-table" if marked else "cells")
    return Grid(name, paper.link(table.id), tuple(columns), tuple(rows), paper.address(marked).page if marked else "")


def _cell(paper: Paper, statistic: Statistic) -> Link:
    return Link(paper.address(statistic.id).page, same(statistic.printed))
