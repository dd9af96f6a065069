"""Which series make up which: sums over indicators, places or partners.

A sum is declared by a table's ``sums``, of columns or of rows, or by an indicator's ``sum_of``; it follows from the flows of
a total's parts; and it is taken for one where a table's rows show it: columns that are each a part of another column, and
add up to it in most rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import add
from typing import NamedTuple

from cbec_kg.audit.readings import Reading, Series
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Indicator, Table
from cbec_kg.model.table_lines import Column, TableLine

ANY = ""
"""Stands for any place or partner in a pattern of a series, and as the one category for any categories."""

_ANY_CATEGORIES = (ANY,)

_LEAST_ROWS = 2
"""Rows in which columns must add up for the others to be held against them."""


class Whole(NamedTuple):
    """A series that is the sum of others; `ANY` as place or partner means those of the series that it is applied to."""

    pattern: Series
    parts: tuple[Series, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators of the whole and of its parts."""
        return (self.pattern.indicator, *(part.indicator for part in self.parts))

    def series(self, of: Series) -> Series:
        """Return the whole where another series lies."""
        return _filled(self.pattern, of)

    def parts_of(self, series: Series) -> list[Series]:
        """Return the parts of the whole where a series lies."""
        return [_filled(part, series) for part in self.parts]

    def position(self, series: Series) -> int | None:
        """Return which part of the whole a series is, None where it is none."""
        return next((number for number, part in enumerate(self.parts) if _filled(part, series) == series), None)

    def names(self) -> tuple[str, tuple[str, ...]]:
        """Return how the whole and its parts are called in formulas: by what distinguishes them, without kinds of ids."""
        for field in ("indicator", "place", "counterpart", "category"):
            found = [_named(one, field) for one in (self.pattern, *self.parts)]
            if len(set(found)) == len(found):
                whole, *parts = ((name or "all").partition("-")[2] or "all" for name in found)
                return whole, tuple(parts)
        whole, *parts = (
            "/".join(str(name).partition("-")[2] for name in (*one[:3], *one.categories) if name)
            for one in (self.pattern, *self.parts)
        )
        return whole, tuple(parts)


def _filled(pattern: Series, series: Series) -> Series:
    return Series(
        pattern.indicator,
        series.place if pattern.place == ANY else pattern.place,
        series.counterpart if pattern.counterpart == ANY else pattern.counterpart,
        series.categories if pattern.categories == _ANY_CATEGORIES else pattern.categories,
    )


def _named(series: Series, field: str) -> str | None:
    """Return what a series has in a field; of categories the only one."""
    if field == "category":
        return series.categories[0] if len(series.categories) == 1 else None
    return str(getattr(series, field)) if getattr(series, field) is not None else None


def _of_indicators(whole: str, parts: Iterable[str]) -> Whole:
    everywhere = (ANY, ANY, _ANY_CATEGORIES)
    return Whole(Series(whole, *everywhere), tuple(Series(part, *everywhere) for part in sorted(parts)))


def sums_of(curation: Curation, readings: Mapping[str, Reading]) -> tuple[Whole, ...]:
    """Return the sums that a curation declares or shows, sorted."""
    indicators = {record.id: record for record in curation.of(Indicator)}
    found = {*_declared(curation), *_by_flow(indicators)}
    found |= {_of_indicators(record.id, record.sum_of) for record in indicators.values() if record.sum_of}
    wholes = {whole.pattern.indicator for whole in found}
    found |= {whole for whole in _shown(curation, indicators, readings) if whole.pattern.indicator not in wholes}
    return tuple(sorted(found, key=lambda whole: [tuple(map(str, one)) for one in (whole.pattern, *whole.parts)]))


def _declared(curation: Curation) -> Iterator[Whole]:
    for table in curation.of(Table):
        columns: dict[str, TableLine] = {column.key: column for column in table.columns}
        rows: dict[str, TableLine] = {row.key: row for row in table.rows}
        for declared in table.sums:
            is_across = declared.whole in columns
            lines, others = (columns, rows) if is_across else (rows, columns)
            for other in others.values() or [None]:
                found = [_series_at(table, lines[key], other) for key in (declared.whole, *declared.parts)]
                known = [series for series in found if series is not None]
                if len(known) == len(found):
                    yield from _of_series(known[0], known[1:])


def _series_at(table: Table, line: TableLine, other: TableLine | None) -> Series | None:
    """Return the series of the cells where two lines of a table cross; None where neither says what they measure."""
    lines = [one for one in (line, other) if one is not None]
    indicator, place, counterpart = (
        next((value for one in lines if (value := getattr(one, name)) is not None), None)
        for name in ("indicator", "place", "counterpart")
    )
    categories = tuple(sorted({one.category for one in lines if one.category is not None}))
    return None if indicator is None else Series(indicator, place or table.place, counterpart, categories)


def _of_series(whole: Series, parts: Iterable[Series]) -> Iterator[Whole]:
    """Yield the sum of some series, which are different ones.

    Place, partner and categories are left open where all of them have the same.
    """
    found = [whole, *parts]
    if len(set(found)) < len(found):
        return
    if len({series.place for series in found}) == 1:
        found = [series._replace(place=ANY) for series in found]
    if len({series.counterpart for series in found}) == 1:
        found = [series._replace(counterpart=ANY) for series in found]
    if len({series.categories for series in found}) == 1:
        found = [series._replace(categories=_ANY_CATEGORIES) for series in found]
    first, *rest = found
    yield Whole(first, tuple(sorted(rest, key=lambda series: tuple(map(str, series)))))


def _by_flow(indicators: Mapping[str, Indicator]) -> Iterator[Whole]:
    """Yield each total flow with its parts by flow: two or more, each flow once, of exports and imports both."""
    for whole in indicators.values():
        parts = [
            part for part in indicators.values() if part.part_of == whole.id and part.flow not in (None, "total")
        ] if whole.flow == "total" else []  # fmt: skip
        flows = {part.flow for part in parts}
        trade = flows & {"export", "import"}
        if len(parts) == len(flows) > 1 and len(trade) != 1:
            yield _of_indicators(whole.id, (part.id for part in parts))


def _shown(curation: Curation, indicators: Mapping[str, Indicator], readings: Mapping[str, Reading]) -> Iterator[Whole]:
    """Yield the columns of a table that are parts of another one and add up to it in most rows, in two at least."""
    for table in curation.of(Table):
        levels = [column for column in table.columns if column.kind == "level" and column.indicator is not None]
        cells: dict[str, dict[str, Reading]] = {}
        for reading in readings.values():
            item = reading.statistic
            if item.table == table.id and item.row is not None and item.column is not None:
                cells.setdefault(item.row, {})[item.column] = reading
        for whole in levels:
            parts = [part for part in levels if _is_part(part, whole, indicators)]
            rows = [row for row in cells.values() if all(column.key in row for column in (whole, *parts))]
            if len(parts) > 1:
                fitting = [row for row in rows if _adds_up(row[whole.key], [row[part.key] for part in parts])]
                if len(fitting) >= _LEAST_ROWS and 2 * len(fitting) > len(rows):
                    row = fitting[0]
                    yield from _of_series(row[whole.key].series, [row[part.key].series for part in parts])


def _is_part(part: Column, whole: Column, indicators: Mapping[str, Indicator]) -> bool:
    def place(one: Column) -> tuple[str | None, ...]:
        return one.unit, one.place, one.counterpart, one.category, one.period

    if part.indicator is None or whole.indicator is None:
        return False
    return place(part) == place(whole) and indicators[part.indicator].part_of == whole.indicator


def _adds_up(whole: Reading, parts: Iterable[Reading]) -> bool:
    return whole.interval.meets(reduce(add, (part.interval for part in parts)))
