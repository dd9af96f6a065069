"""The statistics of an article, indexed by what they measure, with how indicators and places belong together.

Relations come from the records alone: an indicator that is part of another, a place within another, and the sums that
`cbec_kg.audit.sums` finds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

from msgspec import structs

from cbec_kg.audit.memo import Memo, remembered
from cbec_kg.audit.operands import ONE, Term, choices, term_of, total
from cbec_kg.audit.periods import span_of, year_after, year_of
from cbec_kg.audit.readings import Padding, Reading, Series, is_exact, padding_of, reading_of
from cbec_kg.audit.sums import Whole, sums_of
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Claim, Entity, Indicator, Statistic, Trend, Unit

Lookup = tuple[str, Series, str]
"""What can be looked up: the statistics of a kind, a series and a period; the periods of a kind and a series (no period
named); the series of a place that have a kind and a period (no indicator named), and the statistics of all places that have
an indicator, a kind and a period (no place named)."""


@dataclass(frozen=True, eq=False)
class Facts:
    """All that the audit's rules look at; mappings are by id, and readings in the order of the text.

    Attributes
    ----------
    within : dict of str to str
        The wider place of each place that has one.
    names : dict of str to str
        What entities are called in Chinese.
    trends : tuple of (str, Trend)
        Series that a claim, named by its id, says to rise or fall.
    padded : frozenset
        Where zeros at the end of decimals are padding.
    stocks : frozenset of str
        Indicators of what there is at the end of a period, as their records say.
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
    names: Mapping[str, str]
    trends: tuple[tuple[str, Trend], ...]
    padded: Padding
    stocks: frozenset[str]
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

    def beside(self, reading: Reading) -> Sequence[Reading]:
        """Return the figures of the same kind, indicator and period whose place the article leaves open."""
        item = reading.statistic
        return self._at((item.kind, reading.series._replace(place="unspecified"), item.period))

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
            if (number := whole.position(series)) is not None:
                others = whole.parts_of(series)
                del others[number]
                for chosen in choices([self.levels(one, period) for one in (whole.series(series), *others)]):
                    if len({term.dimension for term in chosen}) == 1:
                        yield reduce(Term.__sub__, chosen)

    @remembered
    def earlier(self, series: Series, period: str) -> list[Term]:
        """Return the levels of a period that those of the same period a year later and their growth imply."""
        later = year_after(period)
        if later is None:
            return []
        pairs = choices([self.levels(series, later), self.rates(series, later, period)])
        return [level / (ONE + rate) for level, rate in pairs if rate.interval.low > -1]

    @remembered
    def earlier_of_parts(self, whole: Series, period: str) -> Iterator[Term]:
        """Yield the levels of a period that those of all parts a year later and their growth imply for the whole."""
        later = year_after(period)
        for parts in self.parts_of(whole) if later is not None else ():
            levels = [self.levels_or_derived(part, later or "") for part in parts]
            rates = [self.rates(part, later or "", period) for part in parts]
            for chosen in choices([*levels, *rates]):
                now, grown = chosen[: len(parts)], chosen[len(parts) :]
                if len({level.dimension for level in now}) == 1 and all(rate.interval.low > -1 for rate in grown):
                    yield total([level / (ONE + rate) for level, rate in zip(now, grown, strict=True)])

    @remembered
    def parts(self, series: Series, period: str) -> Iterator[tuple[Term, ...]]:
        """Yield, for each sum that a series is, the stated levels of all its parts, in one unit."""
        for parts in self.parts_of(series):
            levels = [self.levels(part, period) for part in parts]
            yield from (chosen for chosen in choices(levels) if len({term.dimension for term in chosen}) == 1)

    def parts_of(self, series: Series) -> list[list[Series]]:
        """Return, for each sum that a series is, its parts."""
        return [whole.parts_of(series) for whole in self.sums if whole.series(series) == series]

    @remembered
    def rates(self, series: Series, period: str, base: str) -> list[Term]:
        """Return what is stated of the growth of a series from one period to another, as a part of the earlier level."""
        return distinct(
            reading for reading in self.given("growth", series, period) if reading.base == base and reading.relative
        )

    @remembered
    def years(self, kind: str, series: Series) -> list[int]:
        """Return the years for which a series has a statistic of a kind, sorted."""
        return [year for period in self.periods(kind, series) if (year := year_of(period)) is not None]

    def periods(self, kind: str, series: Series) -> list[str]:
        """Return the periods for which a series has a statistic of a kind, sorted."""
        return sorted({reading.period for reading in self._at((kind, series, ""))})

    @cached_property
    def series(self) -> list[Series]:
        """Return all series that lie in a known place, sorted."""
        found = {reading.series for reading in self.readings.values() if reading.series.place != "unspecified"}
        return sorted(
            found, key=lambda series: (series.indicator, series.place, series.counterpart or "", series.categories)
        )

    def series_given(self, kind: str, place: str, period: str) -> list[Series]:
        """Return the series of a place that have a statistic of a kind for a period, sorted."""
        return sorted({found.series for found in self._at((kind, Series("", place), period))})

    def elsewhere(self, kind: str, indicator: str, period: str) -> Sequence[Reading]:
        """Return the statistics of a kind that all places have for an indicator and a period."""
        return self._at((kind, Series(indicator, ""), period))

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
        summed = any(indicator in whole.indicators for whole in self.sums)
        return record.flow is not None or record.part_of is not None or summed or is_exact(reading.statistic, reading.unit)

    def adds_over_time(self, indicator: str) -> bool:
        """Return whether the months of a year add up to it: a flow by its record, or by its trade flow."""
        record = self.indicators[indicator]
        return record.nature == "flow" or (record.nature is None and record.flow in ("export", "import"))

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
            readings[name] = reading_of(item, self.units, self.padded, self.stocks)
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
        return {reading.period for reading in readings}
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
    item, series, period = reading.statistic, reading.series, reading.period
    yield item.kind, series, period
    yield item.kind, series, ""
    yield item.kind, Series("", series.place, categories=series.categories), period
    yield item.kind, Series(series.indicator, "", categories=series.categories), period
    if item.kind == "share" and item.whole is not None and not series.categories:
        yield "share of", Series(item.whole, item.whole_place or item.place), period


def facts_of(curation: Curation, padded: Padding | None = None) -> Facts:
    """Return what the audit looks at in a curation; the order of the records plays no part.

    `padded` says where zeros at the end of decimals are padding, if the figures are not to say it.
    """
    indicators = {record.id: record for record in curation.of(Indicator)}
    statistics = sorted(curation.of(Statistic), key=_place_in_text)
    units, padded = {record.id: record for record in curation.of(Unit)}, padding_of(statistics) if padded is None else padded
    stocks = frozenset(record.id for record in indicators.values() if record.nature == "stock")
    readings = {item.id: reading_of(item, units, padded, stocks) for item in statistics}
    sums = sums_of(curation, readings)
    return Facts(
        readings=readings,
        units=units,
        indicators=indicators,
        within={place.id: place.broader for place in curation.of(Entity) if place.broader and place.id.startswith("place-")},
        sums=sums,
        names={entity.id: entity.zh for entity in curation.of(Entity)},
        trends=_trends(curation, statistics),
        padded=padded,
        stocks=stocks,
        signed=_signed(statistics, indicators, sums),
        index=_indexed(readings.values()),
    )


def _trends(curation: Curation, statistics: Iterable[Statistic]) -> tuple[tuple[str, Trend], ...]:
    """Return the trends of claims; one that goes on (``2015/..``) ends with the last year of any figure."""
    latest = max((year for item in statistics if (year := year_of(item.period)) is not None), default=0)
    trends = [(claim.id, trend) for claim in curation.of(Claim) for trend in claim.trends]
    closed = [(name, structs.replace(trend, period=trend.period.replace("/..", f"/{latest}"))) for name, trend in trends]
    spans = [(name, trend) for name, trend in closed if span_of(trend.period)]
    return tuple(sorted(spans, key=lambda pair: (pair[0], pair[1].indicator, pair[1].place, pair[1].period)))


def _signed(statistics: Iterable[Statistic], indicators: Mapping[str, Indicator], sums: Iterable[Whole]) -> frozenset[str]:
    """Return the indicators that have a level below zero, and all that these are part of."""
    above = {name: {record.part_of} for name, record in indicators.items()}
    for whole in sums:
        for part in whole.parts:
            above.setdefault(part.indicator, set()).add(whole.pattern.indicator)
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
