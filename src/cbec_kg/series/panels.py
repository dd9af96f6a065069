"""The series of a curation, each divided into panels of comparable values.

A series is what is measured, where, and with which partner. Not all its values are comparable: an amount in dollars is not
with one in yuan, the sum of five years not with that of one, and a growth on the year before not with a growth of which the
base is not stated. Each panel holds comparable values, in the order of their periods.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cbec_kg.audit.readings import Series, series_of
from cbec_kg.model.closed_lists import StatisticKind
from cbec_kg.model.curated import Curation, WithRecords
from cbec_kg.model.printed_tables import cells_at, rows_of
from cbec_kg.model.records import Statistic, Table, Unit
from cbec_kg.model.snapshot import Snapshot

Span = Literal["year", "half-year", "quarter", "month", "span", "date", "unknown"]
Base = Literal["year-before", "other-base", "no-base", ""]

_MEASURES: tuple[StatisticKind, ...] = ("level", "growth", "average-growth", "share", "rank")
_SPANS: tuple[Span, ...] = ("date", "month", "quarter", "half-year", "year", "span", "unknown")


@dataclass(frozen=True)
class Comparability:
    """What values must have in common to be comparable.

    Attributes
    ----------
    span : str
        Whether the periods are years, parts of years, spans, dates or unknown.
    base : str
        For a growth: on the year before, on another year, or not stated; empty otherwise.
    dimension : str
        The base unit, or the id of the unit where its base is unknown.
    whole : str
        For a share: what it is a share of, by indicator and place; empty otherwise.
    """

    kind: StatisticKind
    span: Span
    base: Base
    dimension: str
    whole: str = ""


@dataclass(frozen=True)
class Value:
    """One value of a series: the statistic, its unit, and the value in base units."""

    statistic: Statistic
    unit: Unit
    amount: Fraction


@dataclass(frozen=True)
class Panel:
    """Comparable values of a series, by period and then by place in the text."""

    comparability: Comparability
    values: tuple[Value, ...]


def panels_by_series(curation: Curation | Snapshot) -> dict[Series, tuple[Panel, ...]]:
    """Return the panels of every series, the series sorted by id, levels before growth and shares."""
    found: dict[Series, list[Statistic]] = {}
    for record in curation.of(Statistic):
        found.setdefault(series_of(record), []).append(record)
    order = sorted(found, key=lambda series: (series.indicator, series.place, series.counterpart or "", series.categories))
    return {series: _panels(curation, found[series]) for series in order}


def _panels(curation: Curation | Snapshot, statistics: Iterable[Statistic]) -> tuple[Panel, ...]:
    places = {passage.locator: number for number, passage in enumerate(curation.passages)}
    comparable: dict[Comparability, list[Value]] = {}
    for record in statistics:
        value = value_of(record, curation)
        comparable.setdefault(comparability_of(record, value.unit), []).append(value)

    def position(value: Value) -> tuple[str, int, str]:
        return value.statistic.period, places.get(value.statistic.at[0].locator, -1), value.statistic.id

    return tuple(Panel(key, tuple(sorted(comparable[key], key=position))) for key in sorted(comparable, key=_rank))


def value_of(statistic: Statistic, curation: WithRecords) -> Value:
    """Return a statistic with its unit and amount."""
    unit = curation.records[statistic.unit]
    assert isinstance(unit, Unit)  # the reader has checked it
    return Value(statistic, unit, Fraction(statistic.value) * Fraction(unit.factor))


def columns_of(table: Table, curation: Curation | Snapshot) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """Return the values of each column of a printed table by its key, in the order of its rows; empty cells are left out."""
    statistics = curation.of(Statistic)
    cells, rows = cells_at(table, statistics), [row.key for row in rows_of(table, statistics)]
    return tuple(
        (column.key, tuple(value_of(cells[row, column.key], curation) for row in rows if (row, column.key) in cells))
        for column in table.columns
    )


def _rank(by: Comparability) -> tuple[object, ...]:
    return _MEASURES.index(by.kind), _SPANS.index(by.span), by.base != "year-before", by.base, by.dimension, by.whole


def comparability_of(record: Statistic, unit: Unit) -> Comparability:
    """Return what the values that a statistic can be compared with have in common."""
    dimension = unit.id if unit.base == "unknown" else unit.base
    whole = f"{record.whole or ''} {record.whole_place or ''}".strip() or "unknown" if record.kind == "share" else ""
    return Comparability(record.kind, _span(record.period), _base(record), dimension, whole)


def _span(period: str) -> Span:
    if period == "unknown":
        return "unknown"
    if "/" in period:
        return "span"
    if len(period) == len("2018-Q1"):
        return "quarter" if period[5] == "Q" else "half-year" if period[5] == "S" else "month"
    return "date" if len(period) > len("2018") else "year"


def _base(record: Statistic) -> Base:
    if record.kind != "growth":
        return ""
    if record.base == "previous-year":
        return "year-before"
    if record.base is None or not record.base.isdecimal():
        return "no-base"
    return (
        "year-before" if record.period[:4].isdecimal() and int(record.base) == int(record.period[:4]) - 1 else "other-base"
    )
