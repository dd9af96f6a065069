"""A statistic's page: the figure as printed, what it means normalised, and its place in the table; and a table's grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cbec_kg.model.iris import TERM
from cbec_kg.model.records import Statistic, Table, Unit
from cbec_kg.render.language.wording import field_word
from cbec_kg.render.site import wording
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import Block, Cell, Fact, Facts, Grid, Link, Plain, Printed, both


def statistic_blocks(paper: Paper, statistic: Statistic, facts: Iterable[Fact]) -> Iterator[Block]:
    """Yield the figure as printed, its facts with the normalised value after the unit, and its place in a table."""
    unit = paper.curation.records[statistic.unit]
    assert isinstance(unit, Unit)
    note = None
    if statistic.table:
        note = both(f"单位见表头：{unit.zh}", f"unit in the table's heading: {unit.en}")
    yield Printed(wording.PRINTED, statistic.printed, note)
    told: list[Fact] = []
    for fact in facts:
        told.append(fact)
        if fact.name.en == field_word("unit")["en"]:
            told += _normalised(paper, statistic, unit)
    yield Facts(wording.FACTS, tuple(told))
    table = paper.curation.records.get(statistic.table or "")
    if isinstance(table, Table):
        yield table_grid(paper, table, statistic.id)


def _normalised(paper: Paper, statistic: Statistic, unit: Unit) -> Iterator[Fact]:
    values = paper.statements.values(paper.iri(statistic.id), f"{TERM}normalisedValue")
    cells: tuple[Cell, ...] = tuple(Plain(grouped(value.value)) for value in values)
    yield Fact(wording.NORMALISED, cells or (wording.NOTHING_NORMALISED,))
    yield Fact(wording.BASE_UNIT, (wording.UNKNOWN if unit.base == "unknown" else Plain(unit.base),))
    years = paper.statements.values(paper.iri(statistic.id), f"{TERM}baseYear")
    if years:
        yield Fact(wording.BASE_YEAR, tuple(Plain(year.value) for year in years))


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


def table_grid(paper: Paper, table: Table, marked: str = "") -> Grid:
    """Return a table as it is printed: rows by period, columns in order, each cell leading to its statistic."""
    cells = {
        (record.row, record.column): record
        for record in paper.curation.of(Statistic)
        if record.table == table.id and record.row is not None
    }
    rows = []
    for row in sorted({row for row, _ in cells if row}):
        line: list[Link | Plain] = []
        for column in table.columns:
            cell = cells.get((row, column.key))
            line.append(_cell(paper, cell) if cell else Plain(""))
        rows.append((row, tuple(line)))
    units = [paper.curation.records[column.unit] for column in table.columns]
    columns = [
        both(f"{column.zh}（{unit.zh}）", f"{column.en} ({unit.en})")
        for column, unit in zip(table.columns, units, strict=True)
        if isinstance(unit, Unit)
    ]
    name = wording.IN_TABLE if marked else wording.CELLS
    return Grid(name, paper.link(table.id), tuple(columns), tuple(rows), paper.address(marked).page if marked else "")


def _cell(paper: Paper, statistic: Statistic) -> Link:
    printed = both(statistic.printed, statistic.printed)
    return Link(paper.address(statistic.id).page, printed)
