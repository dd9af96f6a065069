"""Structural breaks: levels and growth do not fit from one row of a table to the next, in every column.

The factor that would mend each column is worked out: when all columns agree on one, rows in another unit explain the break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from math import inf

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.hypothesis import Hypothesis, scaling, setting
from cbec_kg.audit.intervals import Interval, brief, exactly
from cbec_kg.audit.operands import ONE, term_of
from cbec_kg.audit.periods import year_of
from cbec_kg.audit.readings import are_money
from cbec_kg.audit.texts import text
from cbec_kg.model.records import Statistic


def structural_breaks(facts: Facts, checks: Sequence[Check]) -> Iterator[Hypothesis]:
    """Yield, for each break between two rows of a table, the changes of all rows on one side that would mend it."""
    broken = {name for check in checks if check.verdict == "inconsistent" for name in check.inputs}
    cells = sorted((item for item in facts.statistics if item.table and item.row), key=lambda item: item.table or "")
    for _, of_table in groupby(cells, key=lambda item: item.table):
        levels = [item for item in of_table if item.kind == "level" and year_of(item.period) is not None]
        years = sorted({int(item.period) for item in levels})
        for before, after in pairwise(years):
            factors = list(_factors(facts, levels, before, after))
            if not any(set(names) & broken for names, _ in factors):
                continue
            common = _common(factor for _, factor in factors)
            if common is None or common.low <= 0 or common.holds(Fraction(1)):
                continue
            earlier, later = [year for year in years if year <= before], [year for year in years if year > before]
            for rows, factor in ((earlier, common), (later, exactly(1) / common)):
                cells_of_rows = [item for item in levels if int(item.period) in rows]
                yield from _rows_changed(facts, cells_of_rows, rows, factor, len(factors))


def _factors(
    facts: Facts, levels: Sequence[Statistic], before: int, after: int
) -> Iterator[tuple[tuple[str, ...], Interval]]:
    """Yield, for each column with a growth, by which factor the earlier level must be multiplied to fit the later one."""
    for item in levels:
        reading = facts.readings[item.id]
        series = [other for other in levels if facts.readings[other.id].series == reading.series]
        later = [other for other in series if other.period == str(after)]
        if item.period != str(before) or not later or reading.interval.low <= 0:
            continue
        given = [r for r in facts.given("growth", reading.series, str(after)) if r.base == str(before)]
        given = [rate for rate in given if rate.relative and rate.statistic.table == item.table]
        for rate in map(term_of, given[:1]):
            if rate.interval.low > -1:
                needed = term_of(facts.readings[later[0].id]) / (ONE + rate) / term_of(reading)
                yield needed.inputs, needed.interval


def _common(intervals: Iterable[Interval]) -> Interval | None:
    common: Interval | None = Interval(-inf, inf)
    for interval in intervals:
        common = common.both(interval) if common is not None else None
    return common


def _rows_changed(
    facts: Facts, cells: Sequence[Statistic], rows: Sequence[int], factor: Interval, agreeing: int
) -> Iterator[Hypothesis]:
    group = tuple(sorted(item.id for item in cells))
    span = f"{rows[0]}–{rows[-1]}" if len(rows) > 1 else str(rows[0])
    for power in (1, 2, 3, 4, -1, -2, -3, -4):
        if factor.holds(Fraction(10) ** power):
            yield Hypothesis("factor", group, text("rows-times", span=span, power=power), scaling(power), agreeing)
            return
    units = {item.unit for item in cells}
    unit = facts.units[next(iter(units))]
    times = f"{brief(factor.low, 5)}–{brief(factor.high, 5)}"
    for other in facts.units.values():
        if len(units) == 1 and other.base != unit.base and are_money(unit.base, other.base) and other.factor == unit.factor:
            wording = text("rows-unit-is", span=span, unit=other, times=times)
            yield Hypothesis("unit", group, wording, setting("unit", other.id), agreeing, times=factor)
