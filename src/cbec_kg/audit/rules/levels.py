"""Rules about levels: the same quantity given twice, parts and wholes, years and spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import inf

from msgspec.structs import replace

from cbec_kg.audit.checks import Check, compared, names_of, undecidable
from cbec_kg.audit.facts import Facts, representatives
from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.operands import Term, between, choices, term_of, total
from cbec_kg.audit.periods import months_of, span_of, tilings, year_before
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.sums import Whole
from cbec_kg.audit.texts import text


@remembered
def same_quantity(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare statistics that give the same quantity: one series, period and kind, and for growth one base."""
    item, period = reading.statistic, reading.period
    series, base = reading.series, _base(reading)
    if item.kind == "growth" and base is None:
        return
    later = False
    for other in facts.given(item.kind, series, period):
        if later and _base(other) == base:
            formula = f"{item.kind}({name(series)})[{period}] = {item.kind}({name(series)})[{period}]"
            coarser = other.interval.holds(reading.nominal) and not reading.interval.holds(other.nominal)
            stated, again = (other, reading) if coarser else (reading, other)
            yield compared("same-quantity", formula, stated, term_of(again))
        later = later or other.statistic.id == item.id


def _base(reading: Reading) -> object:
    """Return what two figures must share besides series, period and kind to be the same quantity."""
    item = reading.statistic
    if item.kind == "growth":
        return None if reading.base is None else (reading.base, reading.relative)
    return item.whole, item.whole_place, item.cases


@remembered
def parts_and_whole(facts: Facts, subject: tuple[Whole, Series]) -> Iterator[Check]:
    """Compare a level with the sum of all its parts, wherever a table or the flows say that they make it up.

    Where a part is missing, those that are known must not exceed the level.
    """
    whole, series = subject
    for period in facts.periods("level", series):
        yield from _parts_and_whole(facts, whole, series, period)


@remembered
def _parts_and_whole(facts: Facts, whole: Whole, series: Series, period: str) -> Iterator[Check]:
    rule, bounded = "parts-and-whole", facts.signed.isdisjoint(whole.indicators)
    called, names = whole.names()
    formula = f"{' + '.join(names)} = {called} [{period}]"
    parts = [facts.levels(part, period) for part in whole.parts_of(series)]
    known = [terms for terms in parts if terms]
    lacking = ", ".join(part for part, terms in zip(names, parts, strict=True) if not terms)
    for stated in representatives(facts.given("level", series, period)):
        if not lacking:
            yield from (_summed(rule, formula, stated, chosen) for chosen in choices(parts))
        elif known:
            least = [_summed(rule, formula.replace(" = ", " ≤ "), stated, c, "whole") for c in choices(known)]
            wrong = [check for check in least if check.verdict == "inconsistent" and bounded]
            inputs = names_of(stated, *(terms[0] for terms in known))
            yield from wrong or [undecidable(rule, formula, inputs, text("no-level-of-series", series=lacking))]


@remembered
def part_within_whole(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare a level with one that it is part of: an indicator's part, a partner's part of it, a place within a place."""
    item = reading.statistic
    if item.kind != "level" or not adds_up(reading):
        return
    part, period = reading.series, reading.period
    before = year_before(period)
    for series, formula in _wider(facts, reading):
        if {series.indicator, part.indicator} & facts.signed:
            continue
        for whole in facts.levels(series, period):
            yield compared("part-within-whole", f"{formula} [{period}]", reading, whole, bound="part")
        if before is None or facts.levels(part, before):
            continue
        for stated in representatives(facts.given("level", series, before)):
            for implied in facts.earlier(part, before):
                yield compared("part-within-whole", f"{formula} [{before}]", stated, implied, bound="whole")


def _wider(facts: Facts, reading: Reading) -> Iterator[tuple[Series, str]]:
    """Yield the series that a figure's series is part of, unless that makes up a whole together with others."""
    part = reading.series
    above = facts.indicators[part.indicator].part_of
    if above is not None and all(whole.position(part) is None for whole in facts.sums):
        yield part._replace(indicator=above), f"{short(part.indicator)} ≤ {short(above)}"
    if part.counterpart is not None:
        yield part._replace(counterpart=None), f"{name(part)} ≤ {short(part.indicator)}"
    if facts.adds_over_places(reading):
        for place in facts.around(part.place):
            yield part._replace(place=place), f"{short(part.place)} ≤ {short(place)}: {short(part.indicator)}"


@remembered
def years_and_span(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare the level of a span of years with the sum of its years, and that of a year or quarter with its months.

    A year that is not stated is taken from the next one and its growth; failing that, it lies between its neighbours where
    a claim says that the series rises or falls, and is not less than nothing where it may not be negative.
    """
    item, rule = reading.statistic, "years-and-span"
    span = span_of(item.period)
    if item.kind != "level" or span is None:
        yield from _divided(facts, reading)
        return
    series, years = reading.series, range(span[0], span[1] + 1)
    formula = f"level[{span[0]}] + … + level[{span[1]}] = level[{item.period}] ({short(item.indicator)})"
    found = [facts.levels_or_derived(series, str(year)) for year in years]
    if not adds_up(reading):
        yield undecidable(rule, formula, (item.id,), text("no-sum-of-rates"))
        return
    if all(found):
        yield from (_summed(rule, formula, reading, chosen) for chosen in choices(found))
        return
    known = [terms[0] for terms in found if terms]
    least = Interval(-inf, inf) if item.indicator in facts.signed else Interval(Fraction(0), inf)
    by_year = list(zip(years, found, strict=True))
    all_years = [terms[0] if terms else _unstated(facts, series, year, least) for year, terms in by_year]
    check = _summed(rule, formula, reading, all_years)
    lacking = ", ".join(str(year) for year, terms in by_year if not terms)
    if check.verdict != "inconsistent" and (check.result is None or isinstance(check.result.high, float)):
        yield undecidable(rule, formula, names_of(reading, *known), text("no-level-of-year", years=lacking))
    else:
        yield check


def _divided(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare the level of a year, quarter or run of months with those of the shorter periods that make it up.

    A stock is not the sum of its months. Where a record does not say stock or flow, nor that it is of trade or part of
    something, a sum that does not fit says nothing.
    """
    item = reading.statistic
    if item.kind != "level" or months_of(reading.period) is None or not adds_up(reading) or item.indicator in facts.stocks:
        return
    flow = facts.adds_over_time(item.indicator)
    for parts in tilings(reading.period, facts.periods("level", reading.series)):
        formula = f"level[{'] + level['.join(parts)}] = level[{reading.period}] ({name(reading.series)})"
        for chosen in choices([facts.levels(reading.series, part) for part in parts]):
            check = _summed("years-and-span", formula, reading, chosen)
            if check.verdict == "inconsistent" and not flow:
                check = undecidable(check.rule, formula, check.inputs, text("stock-or-flow"), check.working)
            yield check


def _unstated(facts: Facts, series: Series, year: int, least: Interval) -> Term:
    """Return what is known of a year's level that is not stated."""
    for implied in (*facts.earlier(series, str(year)), *facts.earlier_of_parts(series, str(year))):
        return implied
    bound, zero = ("0", Fraction(0)) if least.low == 0 else ("−∞", None)
    below = [Term(Fraction(0), least, (), bound, "", zero)]
    above: list[Term] = []
    for _, trend in facts.trends:
        span = span_of(trend.period)
        if span is None or Series(trend.indicator, trend.place) != series or not span[0] <= year <= span[1]:
            continue
        before = [term for other in range(year - 1, span[0] - 1, -1) for term in _known(facts, series, other)][:1]
        after = [term for other in range(year + 1, span[1] + 1) for term in _known(facts, series, other)][:1]
        smaller, greater = (before, after) if trend.direction == "rising" else (after, before)
        below, above = below + smaller, above + greater
    lowest = max(below, key=lambda term: term.interval.low)
    return between(lowest, min(above, key=lambda term: term.interval.high) if above else None)


def _known(facts: Facts, series: Series, year: int) -> Sequence[Term]:
    return facts.levels(series, str(year)) or [*facts.earlier(series, str(year)), *facts.earlier_of_parts(series, str(year))]


def _summed(rule: str, formula: str, stated: Reading, parts: Sequence[Term], bound: str = "") -> Check:
    dimensions = {part.dimension for part in parts if part.dimension}
    if len(dimensions) > 1:
        why = text("units-not-added", units=", ".join(sorted(dimensions)))
        return undecidable(rule, formula, names_of(stated, *parts), why)
    return compared(rule, formula, stated, replace(total(parts), dimension=next(iter(dimensions), "")), bound=bound)


def adds_up(reading: Reading) -> bool:
    """Return whether a figure counts or measures something, and is no rate, rank or mean."""
    return reading.unit.base not in ("percent", "percentage-point", "multiple", "rank") and reading.statistic.cases is None


def short(record: str) -> str:
    """Return an id without its first word: ``tea-sales`` of ``indicator-tea-sales``."""
    return record.partition("-")[2]


def name(series: Series) -> str:
    """Return how a series is called in formulas."""
    where = short(series.place) if series.counterpart is None else f"{short(series.place)} → {short(series.counterpart)}"
    return f"{short(series.indicator)}, {where}"
