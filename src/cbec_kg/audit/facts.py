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

from cbec_kg.audit.readings import Reading, padded_groups, reading_of
from cbec_kg.audit.terms import ONE, Term, choices, term_of, total
from cbec_kg.curation.records import Claim, Curation, Entity, Indicator, Statistic, Table, Trend, Unit

_YEAR = re.compile(r"\d{4}", re.ASCII)
_SPAN = re.compile(r"(\d{4})/(\d{4})", re.ASCII)


class Series(NamedTuple):
    """What is measured, where, and with which partner: exports, of Hangzhou, to the United States."""

    indicator: str
    place: str
    counterpart: str | None = None


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
        In the order of the records.
    units, indicators : dict by id
    within : dict of str to str
        The wider place of each place that has one.
    sums : tuple of Whole
        Indicators that are the sum of others.
    trends : tuple of (Claim, Trend)
        Series that a claim says to rise or fall.
    padded : frozenset of (str, int)
        Units and numbers of decimals whose zeros at the end are padding.
    """

    statistics: tuple[Statistic, ...]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    within: Mapping[str, str]
    sums: tuple[Whole, ...]
    trends: tuple[tuple[Claim, Trend], ...]
    padded: frozenset[tuple[str, int]]
    known: Mapping[str, Reading] = field(default_factory=dict, repr=False)

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
    def _index(self) -> dict[tuple[str, Series, str], list[Reading]]:
        index: dict[tuple[str, Series, str], list[Reading]] = {}
        for reading in self.readings.values():
            item = reading.statistic
            index.setdefault((item.kind, series_of(item), item.period), []).append(reading)
        return index

    def given(self, kind: str, series: Series, period: str) -> list[Reading]:
        """Return the statistics of one kind for a series and a period; none where place or period is not known."""
        return [] if series.place == "unspecified" or period == "unknown" else self._index.get((kind, series, period), [])

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

    def parts(self, series: Series, period: str) -> Iterator[tuple[Term, ...]]:
        """Yield, for each way in which a series is a sum, the stated levels of all its parts, in one unit."""
        for whole in self.sums:
            if whole.indicator == series.indicator:
                levels = [self.levels(series._replace(indicator=part), period) for part in whole.parts]
                yield from (chosen for chosen in choices(levels) if len({term.dimension for term in chosen}) == 1)

    def rates(self, series: Series, year: int, base: int) -> list[Term]:
        """Return what is stated of the growth of a series from one year to another."""
        return distinct(
            reading for reading in self.given("growth", series, str(year)) if base_year(reading.statistic) == base
        )

    def years(self, kind: str, series: Series) -> list[int]:
        """Return the years for which a series has a statistic of a kind, sorted."""
        return [int(period) for period in self.periods(kind, series) if _YEAR.fullmatch(period)]

    def periods(self, kind: str, series: Series) -> list[str]:
        """Return the periods for which a series has a statistic of a kind, sorted."""
        return self._periods.get((kind, series), [])

    @cached_property
    def _periods(self) -> dict[tuple[str, Series], list[str]]:
        found: dict[tuple[str, Series], list[str]] = {}
        for kind, series, period in sorted(self._index, key=lambda key: key[2]):
            found.setdefault((kind, series), []).append(period)
        return found

    @cached_property
    def series(self) -> list[Series]:
        """Return all series that lie in a known place, sorted."""
        found = {series for _, series, _ in self._index if series.place != "unspecified"}
        return sorted(found, key=lambda series: (series.indicator, series.place, series.counterpart or ""))

    def with_statistics(self, statistics: Iterable[Statistic]) -> Facts:
        """Return the same facts about other statistics; how figures are padded stays as it was found."""
        return replace(self, statistics=tuple(statistics), known=self.readings)

    def near(self, indicators: Iterable[str]) -> Facts:
        """Return the facts that any check of these indicators can look at: what sums, parts and shares tie to them."""
        own = self._summed(set(indicators))
        reached = self._summed(own.union(*(self._neighbours.get(indicator, ()) for indicator in own)))
        kept = replace(
            self,
            sums=tuple(whole for whole in self.sums if whole.indicator in reached),
            trends=tuple(pair for pair in self.trends if pair[1].indicator in reached),
        )
        return kept.with_statistics(item for item in self.statistics if item.indicator in reached)

    def _summed(self, indicators: set[str]) -> set[str]:
        """Return indicators with all that are in one sum with them."""
        return indicators.union(*({w.indicator, *w.parts} for w in self.sums if indicators & {w.indicator, *w.parts}))

    @cached_property
    def _neighbours(self) -> dict[str, set[str]]:
        pairs = [(item.id, item.part_of) for item in self.indicators.values() if item.part_of is not None]
        pairs += [(item.indicator, item.whole) for item in self.statistics if item.whole is not None]
        ties: dict[str, set[str]] = {}
        for one, other in pairs:
            ties.setdefault(one, set()).add(other)
            ties.setdefault(other, set()).add(one)
        return ties


def distinct(readings: Iterable[Reading]) -> list[Term]:
    """Return the terms of readings, leaving out those that say the same as an earlier one."""
    found: dict[tuple[object, str], Term] = {}
    for reading in readings:
        found.setdefault((reading.interval, reading.dimension), term_of(reading))
    return list(found.values())


def series_of(statistic: Statistic) -> Series:
    """Return the series that a statistic belongs to."""
    return Series(statistic.indicator, statistic.place, statistic.counterpart)


def year_of(period: str) -> int | None:
    """Return the year that a period is, None for days, spans and unknown periods."""
    return int(period) if _YEAR.fullmatch(period) else None


def span_of(period: str) -> tuple[int, int] | None:
    """Return the first and last year of a span, None for other periods."""
    found = _SPAN.fullmatch(period)
    return (int(found[1]), int(found[2])) if found else None


def base_year(statistic: Statistic) -> int | None:
    """Return the year that a growth is counted from; the year before where the article does not say.

    None when the curator marks the base as unknown, or when the period is not a year.
    """
    year = year_of(statistic.period)
    if statistic.base is not None and statistic.base.isdigit():
        return int(statistic.base)
    return None if year is None or statistic.base == "unknown" else year - 1


def facts_of(curation: Curation) -> Facts:
    """Return what the audit looks at in a curation."""
    indicators = {record.id: record for record in curation.of(Indicator)}
    statistics = tuple(curation.of(Statistic))
    return Facts(
        statistics=statistics,
        units={record.id: record for record in curation.of(Unit)},
        indicators=indicators,
        within={place.id: place.broader for place in curation.of(Entity) if place.broader and place.id.startswith("place-")},
        sums=tuple(sorted({*_declared_sums(curation), *_flow_sums(indicators)})),
        trends=tuple((claim, trend) for claim in curation.of(Claim) for trend in claim.trends),
        padded=padded_groups(statistics),
    )


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
