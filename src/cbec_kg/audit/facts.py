"""The statistics of an article, indexed by what they measure, with how indicators and places belong together.

Relations come from the records alone: an indicator that is part of another, a place within another, a table's declared sums,
and the rule that a total flow is the sum of its exports and its imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import NamedTuple

from cbec_kg.audit.readings import Padding, Reading, is_exact, padding_of, reading_of
from cbec_kg.audit.terms import ONE, Term, choices, term_of, total
from cbec_kg.model.records import Claim, Curation, Entity, Indicator, Statistic, Table, Trend, Unit

_YEAR = re.compile(r"\d{4}", re.ASCII)
_SPAN = re.compile(r"(\d{4})/(\d{4})", re.ASCII)


class Series(NamedTuple):
    """What is measured, where, and with which partner: exports, of a city, to a country."""

    indicator: str
    place: str
    counterpart: str | None = None


Look = tuple[str, Series, str]
"""What can be looked up: a kind of statistic, a series and a period; an empty period or indicator stands for all."""


class Whole(NamedTuple):
    """An indicator that is the sum of others."""

    indicator: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """All that the audit's rules look at.

    Attributes
    ----------
    statistics : tuple of Statistic
        In the order of the text.
    units, indicators : dict by id
    within : dict of str to str
        The wider place of each place that has one.
    sums : tuple of Whole
        Indicators that are the sum of others.
    trends : tuple of (Claim, Trend)
        Series that a claim says to rise or fall.
    padded : frozenset
        Where zeros at the end of decimals are padding.
    signed : frozenset of str
        Indicators that have a level below zero: what they are the sum of may be less than one of its parts.
    known : dict of str to Reading
        Readings of other facts, taken over where the statistic is the same.
    watch : set of Look, optional
        Filled with every look at the statistics: what a check depends on.
    """

    statistics: tuple[Statistic, ...]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    within: Mapping[str, str]
    sums: tuple[Whole, ...]
    trends: tuple[tuple[Claim, Trend], ...]
    padded: Padding
    signed: frozenset[str] = frozenset()
    known: Mapping[str, Reading] = field(default_factory=dict, repr=False)
    watch: set[Look] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Return every statistic's reading by id; those already `known` are not worked out again."""
        readings = {}
        for item in self.statistics:
            known = self.known.get(item.id)
            if known is None or known.statistic is not item:
                known = reading_of(item, self.units, self.padded)
            readings[item.id] = known
        return readings

    @cached_property
    def _index(self) -> dict[Look, list[Reading]]:
        return _indexed(self.readings.values())

    def _at(self, look: Look) -> list[Reading]:
        if self.watch is not None:
            self.watch.add(look)
        return self._index.get(look, [])

    def given(self, kind: str, series: Series, period: str) -> list[Reading]:
        """Return the statistics of one kind for a series and a period; none where place or period is not known."""
        return [] if series.place == "unspecified" or period == "unknown" else self._at((kind, series, period))

    def shares(self, whole: Series, period: str) -> list[Reading]:
        """Return the shares of a whole in a period; none where place or period is not known."""
        return [] if whole.place == "unspecified" or period == "unknown" else self._at(("share of", whole, period))

    def levels(self, series: Series, period: str) -> list[Term]:
        """Return what is stated of a level; of equal readings only the first."""
        return distinct(self.given("level", series, period))

    def levels_or_derived(self, series: Series, period: str) -> list[Term]:
        """Return what is stated of a level, or else the sum of its parts, or else what the other parts leave of a whole."""
        return (
            self.levels(series, period)
            or [total(parts) for parts in self.parts(series, period)]
            or list(self._remainders(series, period))
        )

    def _remainders(self, series: Series, period: str) -> Iterator[Term]:
        for whole in self.sums:
            if series.indicator in whole.parts:
                names = [whole.indicator, *(part for part in whole.parts if part != series.indicator)]
                for chosen in choices([self.levels(series._replace(indicator=name), period) for name in names]):
                    if len({term.dimension for term in chosen}) == 1:
                        yield reduce(Term.__sub__, chosen)

    def earlier(self, series: Series, year: int) -> list[Term]:
        """Return the levels of a year that the next year's levels and their growth imply."""
        pairs = choices([self.levels(series, str(year + 1)), self.rates(series, year + 1, year)])
        return [level / (ONE + rate) for level, rate in pairs if rate.interval.low > -1]

    def earlier_of_parts(self, whole: Series, year: int) -> Iterator[Term]:
        """Yield the levels of a year that the next year's levels of all parts and their growth imply for the whole."""
        for names in (found.parts for found in self.sums if found.indicator == whole.indicator):
            parts = [whole._replace(indicator=name) for name in names]
            levels = [self.levels_or_derived(part, str(year + 1)) for part in parts]
            rates = [self.rates(part, year + 1, year) for part in parts]
            for chosen in choices([*levels, *rates]):
                now, grown = chosen[: len(parts)], chosen[len(parts) :]
                if len({level.dimension for level in now}) == 1 and all(rate.interval.low > -1 for rate in grown):
                    yield total([level / (ONE + rate) for level, rate in zip(now, grown, strict=True)])

    def parts(self, series: Series, period: str) -> Iterator[tuple[Term, ...]]:
        """Yield, for each way in which a series is a sum, the stated levels of all its parts, in one unit."""
        for whole in self.sums:
            if whole.indicator == series.indicator:
                levels = [self.levels(series._replace(indicator=part), period) for part in whole.parts]
                yield from (chosen for chosen in choices(levels) if len({term.dimension for term in chosen}) == 1)

    def rates(self, series: Series, year: int, base: int) -> list[Term]:
        """Return what is stated of the growth of a series from one year to another, in per cent."""
        return distinct(
            reading
            for reading in self.given("growth", series, str(year))
            if base_year(reading.statistic) == base and reading.unit.base == "percent"
        )

    def years(self, kind: str, series: Series) -> list[int]:
        """Return the years for which a series has a statistic of a kind, sorted."""
        return [int(period) for period in self.periods(kind, series) if _YEAR.fullmatch(period)]

    def periods(self, kind: str, series: Series) -> list[str]:
        """Return the periods for which a series has a statistic of a kind, sorted."""
        return sorted({reading.statistic.period for reading in self._at((kind, series, ""))})

    @cached_property
    def series(self) -> list[Series]:
        """Return all series that lie in a known place, sorted."""
        found = {series_of(item) for item in self.statistics if item.place != "unspecified"}
        return sorted(found, key=lambda series: (series.indicator, series.place, series.counterpart or ""))

    def series_given(self, kind: str, place: str, period: str) -> list[Series]:
        """Return the series of a place that have a statistic of a kind for a period, sorted."""
        return sorted({series_of(found.statistic) for found in self._at((kind, Series("", place), period))})

    def around(self, place: str) -> list[str]:
        """Return the places that a place lies in, the next one first."""
        found: list[str] = []
        while (wider := self.within.get(found[-1] if found else place)) is not None and wider not in found:
            found.append(wider)
        return found

    def adds_over_places(self, reading: Reading) -> bool:
        """Return whether a place has no more of it than what it lies in: flows, sums, what is part of something, counts.

        Other amounts may be incomes or prices.
        """
        indicator = reading.statistic.indicator
        record = self.indicators[indicator]
        summed = any(indicator in (whole.indicator, *whole.parts) for whole in self.sums)
        return record.flow is not None or record.part_of is not None or summed or is_exact(reading.statistic, reading.unit)

    def with_statistics(self, statistics: Iterable[Statistic]) -> Facts:
        """Return the same facts about other statistics; how figures are padded stays as it was found."""
        return replace(self, statistics=tuple(statistics), known=self.readings, watch=None)


def distinct(readings: Iterable[Reading]) -> list[Term]:
    """Return the terms of readings, leaving out those that say the same as an earlier one."""
    return [term_of(reading) for reading in representatives(list(readings))]


def representatives(readings: list[Reading]) -> list[Reading]:
    """Return readings, leaving out those that say the same as an earlier one."""
    if len(readings) < 2:
        return readings
    found: dict[tuple[object, str], Reading] = {}
    for reading in readings:
        found.setdefault((reading.interval, reading.dimension), reading)
    return list(found.values())


def series_of(statistic: Statistic) -> Series:
    """Return the series that a statistic belongs to."""
    return Series(statistic.indicator, statistic.place, statistic.counterpart)


def _indexed(readings: Iterable[Reading]) -> dict[Look, list[Reading]]:
    index: dict[Look, list[Reading]] = {}
    for reading in readings:
        for look in looks(reading.statistic):
            index.setdefault(look, []).append(reading)
    return index


def looks(item: Statistic) -> Iterator[Look]:
    """Yield the looks at the facts that find a statistic."""
    series = series_of(item)
    yield item.kind, series, item.period
    yield item.kind, series, ""
    yield item.kind, Series("", series.place), item.period
    if item.kind == "share" and item.whole is not None:
        yield "share of", Series(item.whole, item.whole_place or item.place), item.period


def year_of(period: str) -> int | None:
    """Return the year that a period is, None for days, spans and unknown periods."""
    return int(period) if _YEAR.fullmatch(period) else None


def span_of(period: str) -> tuple[int, int] | None:
    """Return the first and last year of a span, None for other periods, and for spans that end before they begin."""
    found = _SPAN.fullmatch(period)
    return (int(found[1]), int(found[2])) if found and found[1] < found[2] else None


def base_year(statistic: Statistic) -> int | None:
    """Return the year that a growth is counted from; the year before where the article does not say.

    None when the curator marks the base as unknown, or when the period is not a year.
    """
    year = year_of(statistic.period)
    if statistic.base is not None and statistic.base.isdigit():
        return int(statistic.base)
    return None if year is None or statistic.base == "unknown" else year - 1


def facts_of(curation: Curation) -> Facts:
    """Return what the audit looks at in a curation; the order of the records plays no part."""
    indicators = {record.id: record for record in curation.of(Indicator)}
    statistics = tuple(sorted(curation.of(Statistic), key=_place_in_text))
    sums = tuple(sorted({*_declared_sums(curation), *_flow_sums(indicators)}))
    return Facts(
        statistics=statistics,
        units={record.id: record for record in curation.of(Unit)},
        indicators=indicators,
        within={place.id: place.broader for place in curation.of(Entity) if place.broader and place.id.startswith("place-")},
        sums=sums,
        trends=tuple((claim, trend) for claim in curation.of(Claim) for trend in claim.trends if span_of(trend.period)),
        padded=padding_of(statistics),
        signed=_signed(statistics, indicators, sums),
    )


def _signed(statistics: Iterable[Statistic], indicators: Mapping[str, Indicator], sums: Iterable[Whole]) -> frozenset[str]:
    """Return the indicators that have a level below zero, and all that these are part of."""
    above = {name: {record.part_of} for name, record in indicators.items()}
    for whole in sums:
        for part in whole.parts:
            above.setdefault(part, set()).add(whole.indicator)
    found: set[str] = set()
    todo = {item.indicator for item in statistics if item.kind == "level" and item.value < 0}
    while todo:
        found |= todo
        todo = {name for part in todo for name in above.get(part, ()) if name is not None} - found
    return frozenset(found)


def _place_in_text(item: Statistic) -> tuple[str, ...]:
    """Return the sort key of statistics: where they stand and what they say; ids only tell apart what is alike."""
    locator = item.at[0].locator if item.at else ""
    return (locator, item.table or "", item.row or "", item.printed, item.period, item.kind, item.operator, item.id)


def _declared_sums(curation: Curation) -> Iterator[Whole]:
    for table in curation.of(Table):
        indicators = {column.key: column.indicator for column in table.columns}
        for declared in table.sums:
            yield Whole(indicators[declared.whole], tuple(sorted(indicators[part] for part in declared.parts)))


def _flow_sums(indicators: Mapping[str, Indicator]) -> Iterator[Whole]:
    """Yield each total flow that has exactly one export and one import among its parts."""
    for whole in indicators.values():
        parts = [part for part in indicators.values() if part.part_of == whole.id and part.flow in ("export", "import")]
        if whole.flow == "total" and sorted(part.flow or "" for part in parts) == ["export", "import"]:
            yield Whole(whole.id, tuple(sorted(part.id for part in parts)))
