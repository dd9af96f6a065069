"""Rules about levels: the same quantity given twice, parts and wholes, years and spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from cbec_kg.audit.checks import Check, compared, undecidable
from cbec_kg.audit.facts import Facts, Series, base_year, series_of, span_of, year_of
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.terms import Term, choices, term_of, total


def same_quantity(facts: Facts) -> Iterator[Check]:
    """Compare statistics that give the same quantity: one series, period and kind, and for growth one base."""
    groups: dict[tuple[object, ...], list[Reading]] = {}
    for reading in facts.readings.values():
        item = reading.statistic
        if item.place != "unspecified" and item.period != "unknown":
            base: object = base_year(item) if item.kind == "growth" else item.whole
            groups.setdefault((item.kind, series_of(item), item.period, base, item.whole_place), []).append(reading)
    for (kind, series, period, base, _), readings in groups.items():
        assert isinstance(series, Series)
        if kind == "growth" and base is None:
            continue
        for one, other in combinations(readings, 2):
            formula = f"{kind}({name(series)})[{period}] = {kind}({name(series)})[{period}]"
            yield compared("same-quantity", formula, one, term_of(other))


def parts_and_whole(facts: Facts) -> Iterator[Check]:
    """Compare a level with the sum of all its parts, wherever a table or the flows say that they make it up."""
    for series in facts.series:
        for whole in facts.sums:
            if whole.indicator != series.indicator:
                continue
            for period in facts.periods("level", series):
                formula = f"{' + '.join(short(part) for part in whole.parts)} = {short(whole.indicator)} [{period}]"
                parts = [facts.levels(series._replace(indicator=part), period) for part in whole.parts]
                for stated in representatives(facts.given("level", series, period)):
                    for chosen in choices(parts):
                        yield _summed("parts-and-whole", formula, stated, chosen)
                    if any(parts) and not all(parts):
                        lacking = ", ".join(short(part) for part, terms in zip(whole.parts, parts, strict=True) if not terms)
                        inputs = (stated.statistic.id, *(i for terms in parts for term in terms[:1] for i in term.inputs))
                        yield undecidable(
                            "parts-and-whole",
                            formula,
                            inputs,
                            f"缺少{lacking}在该期的数额",
                            f"no level of {lacking} for that period",
                        )


def part_within_whole(facts: Facts) -> Iterator[Check]:
    """Compare a level with one that it is part of: an indicator's part, a partner's part of it, a place within a place."""
    complete = {part for whole in facts.sums for part in whole.parts}
    for reading in facts.readings.values():
        item = reading.statistic
        if item.kind != "level":
            continue
        part = series_of(item)
        wider: list[tuple[Series, str]] = []
        above = facts.indicators[item.indicator].part_of
        if above is not None and item.indicator not in complete:
            wider.append((part._replace(indicator=above), f"{short(item.indicator)} ≤ {short(above)}"))
        if part.counterpart is not None:
            wider.append((part._replace(counterpart=None), f"{name(part)} ≤ {short(part.indicator)}"))
        place = facts.within.get(part.place)
        while place is not None:
            wider.append((part._replace(place=place), f"{short(part.place)} ≤ {short(place)}: {short(part.indicator)}"))
            place = facts.within.get(place)
        for series, formula in wider:
            for whole in facts.levels(series, item.period):
                yield compared("part-within-whole", f"{formula} [{item.period}]", reading, whole, bound="part")
            year = year_of(item.period)
            if year is not None and facts.levels(series, str(year - 1)):
                yield from _earlier_within(facts, reading, series, year - 1, formula)


def _earlier_within(facts: Facts, reading: Reading, whole: Series, year: int, formula: str) -> Iterator[Check]:
    """Compare the level that a later one implies for the year before with a whole that is stated for that year."""
    part = series_of(reading.statistic)
    if facts.levels(part, str(year)):
        return
    for stated in representatives(facts.given("level", whole, str(year))):
        for implied in facts.earlier(part, year):
            yield compared("part-within-whole", f"{formula} [{year}]", stated, implied, bound="whole")


def years_and_span(facts: Facts) -> Iterator[Check]:
    """Compare the level of a span of years with the sum of its years."""
    for reading in facts.readings.values():
        item = reading.statistic
        span = span_of(item.period)
        if item.kind != "level" or span is None:
            continue
        years = range(span[0], span[1] + 1)
        formula = f"level[{span[0]}] + … + level[{span[1]}] = level[{item.period}] ({short(item.indicator)})"
        found = [facts.levels_or_derived(series_of(item), str(year)) for year in years]
        if all(found):
            yield from (_summed("years-and-span", formula, reading, chosen) for chosen in choices(found))
            continue
        known = [terms[0] for terms in found if terms]
        least = total(known) if known and len({term.dimension for term in known} | {reading.dimension}) == 1 else None
        if least is not None and reading.interval.is_below(least.interval) and least.interval.low > 0:
            yield compared("years-and-span", formula.replace(" = ", " ≤ "), reading, least)
            continue
        lacking = ", ".join(str(year) for year, terms in zip(years, found, strict=True) if not terms)
        inputs = (item.id, *(i for term in known for i in term.inputs))
        yield undecidable("years-and-span", formula, inputs, f"缺少{lacking}年的数额", f"no level for {lacking}")


def _summed(rule: str, formula: str, stated: Reading, parts: Sequence[Term]) -> Check:
    dimensions = {part.dimension for part in parts}
    if len(dimensions) > 1:
        names = ", ".join(sorted(dimensions))
        inputs = tuple(dict.fromkeys((stated.statistic.id, *(i for part in parts for i in part.inputs))))
        return undecidable(
            rule, formula, inputs, f"单位不同，不能相加（{names}）", f"different units cannot be added ({names})"
        )
    return compared(rule, formula, stated, total(parts))


def representatives(readings: list[Reading]) -> list[Reading]:
    """Return readings, leaving out those that say the same as an earlier one."""
    found: dict[tuple[object, str], Reading] = {}
    for reading in readings:
        found.setdefault((reading.interval, reading.dimension), reading)
    return list(found.values())


def short(record: str) -> str:
    """Return an id without its first word: ``cbec-trade`` of ``indicator-cbec-trade``."""
    return record.partition("-")[2]


def name(series: Series) -> str:
    """Return how a series is called in formulas."""
    where = short(series.place) if series.counterpart is None else f"{short(series.place)} → {short(series.counterpart)}"
    return f"{short(series.indicator)}, {where}"
