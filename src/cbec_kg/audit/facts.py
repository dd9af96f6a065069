"""The statistics of an article, indexed by what they measure, with how indicators and places belong together.

Relations come from the records alone: an indicator that is part of another, a place within another, a table's declared sums,
and the rule that a total flow is the sum of its exports and its imports.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, reduce
from typing import NamedTuple

from cbec_kg.audit.memo import Memo, remembered
from cbec_kg.audit.operands import ONE, Term, choices, term_of, total
from cbec_kg.audit.readings import Padding, Reading, Series, is_exact, padding_of, reading_of
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Claim, Entity, Indicator, Statistic, Table, Trend, Unit

_YEAR = re.compile(r"\d{4}", re.ASCII)
_SPAN = re.compile(r"(\d{4})/(\d{4})", re.ASCII)


Lookup = tuple[str, Series, str]
"""What can be looked up: the statistics of a kind, a series and a period; the periods of a kind and a series (no period
named); the series of a place that have a kind and a period (no indicator named)."""


class Whole(NamedTuple):
    """An indicator that is the sum of others."""

    indicator: str
    parts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Facts:
    """All that the audit's rules look at; mappings are by id, and readings in the order of the text.

    Attributes
    ----------
    within : dict of str to str
        The wider place of each place that has one.
    trends : tuple of (str, Trend)
        Series that a claim, named by its id, says to rise or fall.
    padded : frozenset
        Where zeros at the end of decimals are padding.
    signed : frozenset of str
        Indicators that have a level below zero: what they are the sum of may be less than one of its parts.
    index : dict of Lookup to list of Reading
        What each lookup finds, in the order of the text.
    memo : Memo
        What was worked out from these facts already.
    """

    readings: Mapping[str, Reading]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    within: Mapping[str, str]
    sums: tuple[Whole, ...]
    trends: tuple[tuple[str, Trend], ...]
    padded: Padding
    signed: frozenset[str]
    index: Mapping[Lookup, Sequence[Reading]] = field(repr=False)
    memo: Memo = field(default_factory=Memo, repr=False)

    @cached_property
    def statistics(self) -> tuple[Statistic, ...]:
        """Return the statistics in the order of the text."""
        return tuple(reading.statistic for reading in self.readings.values())

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Return the number of each statistic in the order of the text, by id."""
        return {name: number for number, name in enumerate(self.readings)}

    def _at(self, lookup: Lookup) -> Sequence[Reading]:
        self.memo.looked_up.add(lookup)
        return self.index.get(lookup, ())

    def given(self, kind: str, series: Series, period: str) -> Sequence[Reading]:
        """Return the statistics of a kind (or ``share of``) for a series and a period; none where one is not known."""
        return () if series.place == "unspecified" or period == "unknown" else self._at((kind, series, period))

    @remembered
    def levels(self, series: Series, period: str) -> list[Term]:
        """Return what is stated of a level; of equal readings only the first."""
        return distinct(self.given("level", series, period))

    @remembered
    def levels_or_derived(self, series: Series, period: str) -> Sequence[Term]:
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

    @remembered
    def earlier(self, series: Series, year: int) -> list[Term]:
        """Return the levels of a year that the next year's levels and their growth imply."""
        pairs = choices([self.levels(series, str(year + 1)), self.rates(series, year + 1, year)])
        return [level / (ONE + rate) for level, rate in pairs if rate.interval.low > -1]

    @remembered
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

    @remembered
    def parts(self, series: Series, period: str) -> Iterator[tuple[Term, ...]]:
        """Yield, for each sum that a series is, the stated levels of all its parts, in one unit."""
        for whole in self.sums:
            if whole.indicator == series.indicator:
                levels = [self.levels(series._replace(indicator=part), period) for part in whole.parts]
                yield from (chosen for chosen in choices(levels) if len({term.dimension for term in chosen}) == 1)

    @remembered
    def rates(self, series: Series, year: int, base: int) -> list[Term]:
        """Return what is stated of the growth of a series from one year to another, in per cent."""
        return distinct(
            reading
            for reading in self.given("growth", series, str(year))
            if base_year(reading.statistic) == base and reading.unit.base == "percent"
        )

    @remembered
    def years(self, kind: str, series: Series) -> list[int]:
        """Return the years for which a series has a statistic of a kind, sorted."""
        return [int(period) for period in self.periods(kind, series) if _YEAR.fullmatch(period)]

    def periods(self, kind: str, series: Series) -> list[str]:
        """Return the periods for which a series has a statistic of a kind, sorted."""
        return sorted({reading.statistic.period for reading in self._at((kind, series, ""))})

    @cached_property
    def series(self) -> list[Series]:
        """Return all series that lie in a known place, sorted."""
        found = {reading.series for reading in self.readings.values() if reading.series.place != "unspecified"}
        return sorted(found, key=lambda series: (series.indicator, series.place, series.counterpart or ""))

    def series_given(self, kind: str, place: str, period: str) -> list[Series]:
        """Return the series of a place that have a statistic of a kind for a period, sorted."""
        return sorted({found.series for found in self._at((kind, Series("", place), period))})

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

    def with_changes(self, changes: Mapping[str, Statistic | None]) -> Facts:
        """Return facts with some statistics changed or left out; the padding of figures stays as it is.

        What was worked out already is taken over where none of the changes touches it.
        """
        readings, index = dict(self.readings), dict(self.index)
        came: dict[Lookup, list[Reading]] = {}
        for name, item in changes.items():
            for lookup in lookups_of(readings[name]):
                came.setdefault(lookup, [])
            if item is None:
                del readings[name]
                continue
            readings[name] = reading_of(item, self.units, self.padded)
            for lookup in lookups_of(readings[name]):
                came.setdefault(lookup, []).append(readings[name])
        changed = set()
        for lookup, new in came.items():
            before = self.index.get(lookup, ())
            after = [reading for reading in before if reading.statistic.id not in changes] + new
            after.sort(key=lambda reading: self.position[reading.statistic.id])
            index[lookup] = after
            if _answer(lookup, before) != _answer(lookup, after):
                changed.add(lookup)
        return replace(self, readings=readings, index=index, memo=Memo(self.memo.results, changed))

    def only(self, names: Collection[str]) -> Facts:
        """Return facts that have some of the statistics alone, of which nothing is worked out yet."""
        readings = {name: reading for name, reading in self.readings.items() if name in names}
        return replace(self, readings=readings, index=_indexed(readings.values()), memo=Memo())


def _answer(lookup: Lookup, readings: Sequence[Reading]) -> object:
    """Return what rules learn from a lookup: which periods or series there are, or else the readings themselves."""
    _, series, period = lookup
    if not period:
        return {reading.statistic.period for reading in readings}
    return [*map(id, readings)] if series.indicator else {reading.series for reading in readings}


def distinct(readings: Iterable[Reading]) -> list[Term]:
    """Return the terms of readings, leaving out those that say the same as an earlier one."""
    return [term_of(reading) for reading in representatives(list(readings))]


def representatives(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Return readings, leaving out those that say the same as an earlier one."""
    if len(readings) < 2:
        return readings
    found: dict[tuple[object, str], Reading] = {}
    for reading in readings:
        found.setdefault((reading.interval, reading.dimension), reading)
    return list(found.values())


def _indexed(readings: Iterable[Reading]) -> dict[Lookup, list[Reading]]:
    index: dict[Lookup, list[Reading]] = {}
    for reading in readings:
        for lookup in lookups_of(reading):
            index.setdefault(lookup, []).append(reading)
    return index


def lookups_of(reading: Reading) -> Iterator[Lookup]:
    """Yield the lookups that find a reading."""
    item, series = reading.statistic, reading.series
    yield item.kind, series, item.period
    yield item.kind, series, ""
    yield item.kind, Series("", series.place), item.period
    if item.kind == "share" and item.whole is not None:
        yield "share of", Series(item.whole, item.whole_place or item.place), item.period


@cache
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


def facts_of(curation: Curation, padded: Padding | None = None) -> Facts:
    """Return what the audit looks at in a curation; the order of the records plays no part.

    `padded` says where zeros at the end of decimals are padding, if the figures are not to say it.
    """
    indicators = {record.id: record for record in curation.of(Indicator)}
    statistics = sorted(curation.of(Statistic), key=_place_in_text)
    units, padded = {record.id: record for record in curation.of(Unit)}, padding_of(statistics) if padded is None else padded
    readings = {item.id: reading_of(item, units, padded) for item in statistics}
    sums = tuple(sorted({*_declared_sums(curation), *_flow_sums(indicators)}))
    return Facts(
        readings=readings,
        units=units,
        indicators=indicators,
        within={place.id: place.broader for place in curation.of(Entity) if place.broader and place.id.startswith("place-")},
        sums=sums,
        trends=tuple((claim.id, trend) for claim in curation.of(Claim) for trend in claim.trends if span_of(trend.period)),
        padded=padded,
        signed=_signed(statistics, indicators, sums),
        index=_indexed(readings.values()),
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
    """Return the sort key of statistics: their place in the text and what they state; ids only separate equal ones."""
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
