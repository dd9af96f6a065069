"""The series of a curation, each parted into panels of values that can be compared with one another.

A series is what is measured, where, and with which partner. Its values are not all of one sort: an amount in dollars cannot
stand beside one in yuan, the sum of five years not beside that of one, and a growth on the year before not beside a growth
that does not say what it is compared with. Each panel holds the values of one sort, in the order of their periods.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cbec_kg.audit.readings import Series, series_of
from cbec_kg.model.records import Curation, Statistic, StatisticKind, Unit

Span = Literal["year", "span", "date", "unknown"]
Base = Literal["year-before", "other-base", "no-base", ""]

_MEASURES: tuple[StatisticKind, ...] = ("level", "growth", "average-growth", "share", "rank")
_SPANS: tuple[Span, ...] = ("date", "year", "span", "unknown")


@dataclass(frozen=True)
class Sort:
    """What the values of a panel have in common, so that they can be compared.

    Attributes
    ----------
    kind : str
        Level, growth, average growth, share or rank.
    span : str
        Whether the periods are years, spans of years or dates, or are unknown.
    base : str
        For a growth: over the year before, over another year, or not said; empty otherwise.
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
    """Values of a series that can be compared, by period and then by place in the text."""

    sort: Sort
    values: tuple[Value, ...]


def panels_by_series(curation: Curation) -> dict[Series, tuple[Panel, ...]]:
    """Return the panels of every series, the series sorted by id, levels before growth and shares."""
    found: dict[Series, list[Statistic]] = {}
    for record in curation.of(Statistic):
        found.setdefault(series_of(record), []).append(record)
    order = sorted(found, key=lambda series: (series.indicator, series.place, series.counterpart or ""))
    return {series: _panels(curation, found[series]) for series in order}


def _panels(curation: Curation, statistics: Iterable[Statistic]) -> tuple[Panel, ...]:
    places = {passage.locator: number for number, passage in enumerate(curation.passages)}
    sorts: dict[Sort, list[Value]] = {}
    for record in statistics:
        unit = curation.records[record.unit]
        assert isinstance(unit, Unit)
        value = Value(record, unit, Fraction(record.value) * Fraction(unit.factor))
        sorts.setdefault(sort_of(record, unit), []).append(value)

    def position(value: Value) -> tuple[str, int, str]:
        return value.statistic.period, places.get(value.statistic.at[0].locator, -1), value.statistic.id

    def rank(sort: Sort) -> tuple[object, ...]:
        return (
            _MEASURES.index(sort.kind),
            _SPANS.index(sort.span),
            sort.base != "year-before",
            sort.base,
            sort.dimension,
            sort.whole,
        )

    return tuple(Panel(sort, tuple(sorted(sorts[sort], key=position))) for sort in sorted(sorts, key=rank))


def sort_of(record: Statistic, unit: Unit) -> Sort:
    """Return which values a statistic can be compared with."""
    dimension = unit.id if unit.base == "unknown" else unit.base
    whole = f"{record.whole or ''} {record.whole_place or ''}".strip() or "unknown" if record.kind == "share" else ""
    return Sort(record.kind, _span(record.period), _base(record), dimension, whole)


def _span(period: str) -> Span:
    if period == "unknown":
        return "unknown"
    return "span" if "/" in period else "date" if len(period) > 4 else "year"


def _base(record: Statistic) -> Base:
    if record.kind != "growth":
        return ""
    if record.base == "previous-year":
        return "year-before"
    if record.base is None or not record.base.isdigit():
        return "no-base"
    return "year-before" if record.period[:4].isdigit() and int(record.base) == int(record.period[:4]) - 1 else "other-base"
