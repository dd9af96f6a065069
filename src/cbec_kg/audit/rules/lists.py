"""Rules about what an article says of its figures: how many members a list has, and that a series rises or falls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from cbec_kg.audit.checks import Check, Verdict, undecidable
from cbec_kg.audit.facts import Facts, Series
from cbec_kg.audit.rules.levels import name


def list_count(facts: Facts) -> Iterator[Check]:
    """Compare a stated count with the members that are listed; an open list may name fewer."""
    for reading in facts.readings.values():
        item = reading.statistic
        if not item.members:
            continue
        listed = len(item.members)
        open_list = item.members_open == "yes"
        sign = "≥" if open_list else "="
        if item.operator == "equal":
            fits = item.value >= listed if open_list else item.value == listed
        else:
            top = reading.interval.high / reading.scale
            fits = top >= listed if open_list else reading.interval.holds(listed * reading.scale)
        verdict: Verdict = "consistent" if fits else "inconsistent"
        yield Check("list-count", verdict, (item.id,), f"count {sign} members listed", f"{item.value_text} {sign} {listed}")


def series_direction(facts: Facts) -> Iterator[Check]:
    """Compare a claim that a series rises or falls with its levels and its growth rates in the span."""
    for claim, trend in facts.trends:
        series = Series(trend.indicator, trend.place)
        first, last = (int(year) for year in trend.period.split("/"))
        signs = {"rising": ("<", 1), "falling": (">", -1)}
        sign, way = signs[trend.direction]
        levels = [(year, facts.levels(series, str(year))) for year in facts.years("level", series) if first <= year <= last]
        rates = [(year, facts.rates(series, year, year - 1)) for year in range(first + 1, last + 1)]
        title = f"{claim.id}: {trend.direction} ({name(series)}, {trend.period})"
        made = False
        for (earlier, befores), (later, afters) in pairwise(levels):
            before, after = befores[0], afters[0]
            if before.dimension != after.dimension:
                continue
            low, high = (before.interval, after.interval) if way > 0 else (after.interval, before.interval)
            verdict: Verdict = "inconsistent" if high.is_below(low) or high == low else "consistent"
            if verdict == "consistent" and not low.is_below(high):
                verdict = "within-rounding"
            formula = f"{title}: level[{earlier}] {sign} level[{later}]"
            inputs = (*before.inputs, *after.inputs)
            yield Check("series-direction", verdict, inputs, formula, f"{before.text} {sign} {after.text}", claim=claim.id)
            made = True
        for year, found in rates:
            for rate in found:
                wrong = rate.interval.high <= 0 if way > 0 else rate.interval.low >= 0
                formula = f"{title}: growth[{year}] {'>' if way > 0 else '<'} 0"
                agreed: Verdict = "inconsistent" if wrong else "consistent"
                yield Check("series-direction", agreed, rate.inputs, formula, rate.text, claim=claim.id)
                made = True
        if not made:
            zh, en = "该序列在所说年份内没有两个可比的数值", "the series has no two comparable values in those years"
            yield replace(undecidable("series-direction", title, (), zh, en), claim=claim.id)
