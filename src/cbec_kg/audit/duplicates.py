"""Duplicates: groups of figures that repeat other figures of the article under another name, year or unit.

Three figures or more that agree one by one, and more than half of a group, are no accident: one of the two places took its
numbers from where the other did. What departs from the rest of such a group is wrong most likely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cbec_kg.audit.facts import Facts
from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.periods import base_year, year_of
from cbec_kg.audit.readings import WIDTH, Reading

_LEAST = 3

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Duplicate:
    """Figures that agree one by one with others, of the periods that the two groups are given for.

    In `pairs` are statistics that agree, the one that repeats the other first; in `departing` those of the same group whose
    counterpart there says something else.
    """

    pairs: Pairs
    departing: Pairs
    period: str
    other: str


def duplicates(facts: Facts) -> Iterator[Duplicate]:
    """Yield the groups of one paragraph, place and period that agree with a group of another period or indicator."""
    groups: dict[tuple[str, str, str], list[Reading]] = {}
    for reading in facts.readings.values():
        item = reading.statistic
        if item.at and item.place != "unspecified" and year_of(item.period) is not None:
            paragraph = item.table or item.at[0].locator.rpartition(".")[0]
            groups.setdefault((paragraph, item.place, item.period), []).append(reading)
    for key, group in groups.items():
        for other_key, other in groups.items():
            if key[1] != other_key[1] or key == other_key or (group[0].statistic.table and not other[0].statistic.table):
                continue
            if group[0].statistic.table == other[0].statistic.table and key >= other_key:
                continue
            agreeing, departing = _compared(facts, group, other)
            if len(agreeing) >= _LEAST and 2 * len(agreeing) > len(group):
                yield Duplicate(agreeing, departing, key[2], other_key[2])


def _compared(facts: Facts, group: list[Reading], other: list[Reading]) -> tuple[Pairs, Pairs]:
    """Return which figures of two groups agree and which depart; none where all are of one indicator and period."""
    twins = {_part(facts, reading): reading for reading in other}
    agreeing: list[tuple[str, str]] = []
    departing: list[tuple[str, str]] = []
    differ = False
    for reading in group:
        twin = twins.get(_part(facts, reading))
        if twin is None:
            continue
        one, two = reading.statistic, twin.statistic
        differ = differ or (one.indicator, one.period) != (two.indicator, two.period)
        found = agreeing if _as_printed(reading).meets(_as_printed(twin)) else departing
        found.append((one.id, two.id))
    return (tuple(agreeing), tuple(departing)) if differ else ((), ())


def _part(facts: Facts, reading: Reading) -> tuple[object, ...]:
    """Return what two figures must share to be compared: kind, flow (or else the indicator), partner, span of growth."""
    item = reading.statistic
    year, base = year_of(item.period), base_year(item)
    span = year - base if item.kind == "growth" and year is not None and base is not None else 0
    return item.kind, facts.indicators[item.indicator].flow or item.indicator, item.counterpart, item.categories, span


def _as_printed(reading: Reading) -> Interval:
    """Return the values of the print, whatever its unit; a bound reaches a tenth further and no more."""
    low, high, value = reading.interval.low, reading.interval.high, reading.nominal
    reach = abs(value) * WIDTH
    low = value - reach if isinstance(low, float) else low
    high = value + reach if isinstance(high, float) else high
    interval = Interval(low, high, reading.interval.low_open, reading.interval.high_open)
    return interval * exactly(1 / reading.scale)
