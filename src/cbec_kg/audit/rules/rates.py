"""Rules about growth: against levels, of parts and whole, averaged over a span, chained from year to year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product

from msgspec.structs import replace

from cbec_kg.audit.checks import Check, Verdict, compared, names_of, undecidable, with_implied
from cbec_kg.audit.facts import Facts, representatives
from cbec_kg.audit.intervals import exactly, root, roots
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.operands import ONE, Term, between, choices, compounded, term_of, total
from cbec_kg.audit.periods import (
    Step,
    cadence,
    end_of,
    following,
    is_before,
    months_of,
    preceding,
    span_of,
    steps,
    year_after,
    year_before,
)
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.relations import either_of
from cbec_kg.audit.rules.levels import name, short
from cbec_kg.audit.sums import Whole
from cbec_kg.audit.texts import text
from cbec_kg.model.terms import Bilingual


@remembered
def comparison_period(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Check that the base of each growth is before its period."""
    item = reading.statistic
    period, base = reading.period, reading.base
    if item.kind != "growth" or item.base is None or not item.base[0].isdecimal() or base is None or period == "unknown":
        return
    earlier = is_before(base, period)
    verdict: Verdict = "consistent" if earlier else "inconsistent"
    working = f"{base} {'<' if earlier else '≮'} {period}"
    relation = ("before", item.id, base, period)
    yield Check("comparison-period", verdict, (item.id,), "base < period", working, relation=relation)


@remembered
def growth_and_levels(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare each growth with the levels of its period and its base: by ratio in per cent, by difference in their unit."""
    item = reading.statistic
    if item.kind != "growth":
        return
    rule, period, base, series = "growth-and-levels", reading.period, reading.base, reading.series
    relative = reading.relative
    relation = f"level[{period}] {'÷' if relative else '−'} level[{base or '?'}]{' − 1' if relative else ''}"
    formula = f"{relation} = growth[{period}] ({name(series)})"
    if base is None or period == "unknown":
        yield undecidable(rule, formula, (item.id,), text("base-unknown"))
        return
    if not is_before(base, period):
        return  # comparison_period reports it
    why = text("base-assumed") if item.base is None else None
    afters, befores = facts.levels_or_derived(series, period), facts.levels_or_derived(series, base)
    for after, before in product(afters, befores):
        grown = growth(after, before) if relative else difference(after, before, reading)
        if isinstance(grown, Bilingual):
            working = f"{after.text} : {before.text}"
            yield undecidable(rule, formula, names_of(reading, after, before), grown, working)
            continue
        check = compared(rule, formula, reading, grown, why)
        if check.verdict == "inconsistent" and after.dimension == "percent" and relative:
            points = compared(rule, formula, reading, after - before, text("as-points"))
            either = either_of(check.relation, points.relation)
            check = replace(check, relation=either) if points.verdict == "inconsistent" else points
        yield check
    if not afters or not befores:
        lacking = ", ".join(one for one, found in ((base, befores), (period, afters)) if not found)
        inputs = names_of(reading, *(afters or befores)[:1])
        check = undecidable(rule, formula, inputs, text("no-level-of-year", years=lacking))
        if afters and relative and reading.interval.low > -1:
            earlier = afters[0] / (ONE + term_of(reading))
            check = with_implied(check, earlier, facts.readings[afters[0].inputs[0]])
        yield check


def growth(after: Term, before: Term) -> Term | Bilingual:
    """Return the growth from one level to another, or why there is none."""
    if after.dimension != before.dimension:
        return text("units-undividable", units=f"{after.dimension}, {before.dimension}")
    if before.interval.low <= 0:
        return text("base-not-positive")
    return replace(after / before - ONE, dimension="percent")


def difference(after: Term, before: Term, stated: Reading) -> Term | Bilingual:
    """Return by how much a level grew, in the unit of the stated growth, or why that is not known."""
    wanted = "percent" if stated.unit.base == "percentage-point" else stated.dimension
    if {after.dimension, before.dimension} != {wanted}:
        units = ", ".join(sorted({after.dimension, before.dimension, stated.dimension}))
        return text("units-of-growth-and-levels", units=units)
    return replace(after - before, dimension=stated.dimension)


@remembered
def growth_of_parts(facts: Facts, subject: tuple[Whole, Series]) -> Iterator[Check]:
    """Compare the growth or the earlier level of a whole with the levels and growth of all its parts.

    Without the levels, the growth of the whole must at least lie between those of its parts.
    """
    whole, series = subject
    for period in facts.periods("growth", whole.parts_of(series)[0]):
        yield from _against_whole(facts, series, period)
    if facts.signed.isdisjoint(whole.indicators):
        for period in facts.periods("growth", series):
            yield from _within_parts(facts, whole, series, period)


@remembered
def _within_parts(facts: Facts, whole: Whole, series: Series, period: str) -> Iterator[Check]:
    parts = whole.parts_of(series)
    for stated in representatives(facts.given("growth", series, period)):
        base = stated.base
        if base is None or not is_before(base, period) or not stated.relative:
            continue
        levels = base == year_before(period) and all(facts.levels_or_derived(part, period) for part in parts)
        for rates in choices([facts.rates(part, period, base) for part in parts]):
            low, high = min(rates, key=lambda rate: rate.interval.low), max(rates, key=lambda rate: rate.interval.high)
            formula = f"min growth of parts ≤ growth[{period}] ≤ max growth of parts ({name(series)})"
            spanned = replace(between(low, high), inputs=tuple(name for rate in rates for name in rate.inputs))
            check = compared("growth-of-parts", formula, stated, spanned)
            slower, faster = (
                [("≤", *sides[::step]) for sides in ((rate.expression, stated.id) for rate in rates)] for step in (1, -1)
            )
            check = replace(check, relation=("all", either_of(*slower), either_of(*faster)))
            if check.verdict == "inconsistent" or not levels:
                yield check


@remembered
def _against_whole(facts: Facts, series: Series, period: str) -> Iterator[Check]:
    before = year_before(period)
    if before is None:
        return
    growths = [
        stated for stated in representatives(facts.given("growth", series, period))
        if stated.base == before and stated.relative
    ]  # fmt: skip
    levels = representatives(facts.given("level", series, before))
    formula = f"Σ part[{period}] ÷ (1 + growth[{period}])"
    for earlier in facts.earlier_of_parts(series, before) if growths or levels else ():
        grown = [growth(now, earlier) for now in facts.levels_or_derived(series, period)] if growths else []
        for stated, term in product(growths, grown):
            if isinstance(term, Term):
                full = f"level[{period}] ÷ {formula} − 1 = growth[{period}] ({name(series)})"
                why = text("base-assumed") if stated.statistic.base is None else None
                yield compared("growth-of-parts", full, stated, term, why)
        for stated in levels:
            yield compared("implied-earlier-level", f"{formula} = level[{before}] ({name(series)})", stated, earlier)


@remembered
def average_growth(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare an average growth over a span with the levels at its ends and with the growth of its years.

    Articles count the steps of a span in two ways, from the first year or from the year before it, and some average the
    yearly rates; only what fits none of these readings is inconsistent.
    """
    item, rule = reading.statistic, "average-growth"
    span = span_of(item.period)
    if item.kind != "average-growth":
        return
    if span is None or not reading.relative:
        yield undecidable(rule, f"average growth[{item.period}]", (item.id,), text("no-span-of-years"))
        return
    checks = [*_by_ends(facts, reading, span), *_by_rates(facts, reading, span)]
    yield from checks
    if not checks:
        formula = f"(level[{span[1]}] ÷ level[{span[0]}])^(1/n) − 1 = average growth[{item.period}]"
        yield undecidable(rule, formula, (item.id,), text("no-ends-nor-rates"))


def _by_ends(facts: Facts, reading: Reading, span: tuple[int, int]) -> Iterator[Check]:
    series = reading.series
    ends = [facts.levels_or_derived(series, str(year)) for year in span]
    means = [_mean(rates) for readings in _rates(facts, series, span) for rates in readings]
    for before, after in choices(ends):
        steps = span[1] - span[0]
        formula = f"(level[{span[1]}] ÷ level[{span[0]}])^(1/{steps}) − 1 = average growth ({name(series)})"
        grown = growth(after, before)
        if isinstance(grown, Term) and grown.interval.low < -1:
            grown = text("end-negative")
        if isinstance(grown, Bilingual):
            yield undecidable("average-growth", formula, names_of(reading, after, before), grown)
            continue
        readings = [averaged(grown, steps)]
        for first in facts.rates(series, str(span[0]), str(span[0] - 1)):
            if first.interval.low <= -1:
                continue
            readings.append(averaged(replace(after / before * (ONE + first) - ONE, dimension="percent"), steps + 1))
        yield _nearest("average-growth", formula, reading, [*readings, *means])


def _by_rates(facts: Facts, reading: Reading, span: tuple[int, int]) -> Iterator[Check]:
    series = reading.series
    steps = span[1] - span[0]
    formula = f"(Π (1 + growth[{span[0] + 1} … {span[1]}]))^(1/{steps}) − 1 = average growth ({name(series)})"
    for counted in _rates(facts, series, span):
        readings = []
        for chosen in counted:
            readings.append(averaged(replace(compounded(chosen) - ONE, dimension="percent"), len(chosen)))
            readings.append(_mean(chosen))
        yield _nearest("average-growth", formula, reading, readings)


def _rates(facts: Facts, series: Series, span: tuple[int, int]) -> Iterator[list[tuple[Term, ...]]]:
    """Yield the yearly rates of a span, in each way of counting its steps; once for each choice of rates given twice."""
    found = [facts.rates(series, str(year), str(year - 1)) for year in range(span[0] + 1, span[1] + 1)]
    for rates in choices(found):
        if all(rate.interval.low > -1 for rate in rates):
            before = facts.rates(series, str(span[0]), str(span[0] - 1))
            yield [tuple(rates), *((first, *rates) for first in before if first.interval.low > -1)]


def _mean(rates: Sequence[Term]) -> Term:
    count = Term(ONE.nominal * len(rates), exactly(len(rates)), (), str(len(rates)), "", Fraction(len(rates)))
    return replace(total(rates) / count, dimension="percent")


def averaged(overall: Term, steps: int) -> Term:
    """Return the yearly rate that compounds to an overall growth of −100 % or more."""
    factor = ONE.interval + overall.interval
    middle = root(max(1 + overall.nominal, Fraction(0)), steps) - 1
    text = overall.text.removesuffix(" − 1")
    text = f"({text})^(1/{steps}) − 1" if steps > 1 else f"{text} − 1"
    expression = ("−", ("root", steps, ("+", Fraction(1), overall.expression)), Fraction(1))
    return replace(overall, nominal=middle, interval=roots(factor, steps) - exactly(1), text=text, expression=expression)


def _nearest(rule: str, formula: str, stated: Reading, readings: list[Term]) -> Check:
    """Return the check of the reading that fits best; the first when none fits."""
    order: list[Verdict] = ["consistent", "within-rounding", "undecidable", "inconsistent"]
    checks = [compared(rule, formula, stated, term) for term in readings]
    best = min(checks, key=lambda check: order.index(check.verdict))
    best = replace(best, relation=either_of(*(check.relation for check in checks)))
    if best.verdict == "inconsistent" and len(checks) > 1:
        others = "; ".join(check.computed for check in checks[1:])
        return replace(best, why=text("no-average-fits", others=others))
    return best


@remembered
def chained_growth(facts: Facts, series: Series) -> Iterator[Check]:
    """Compare the levels at both ends of a run of periods with the growth rates between them, two steps apart or more.

    The same part of each year is chained from year to year; months, quarters and half-years also one after another.
    """
    periods = facts.periods("level", series)
    for part in sorted({cadence(period) for period in periods if year_before(period) is not None}):
        run = [period for period in periods if cadence(period) == part]
        yield from _chained(facts, series, run, year_after, year_before)
    for length in (1, 3, 6):
        run = sorted((period for period in periods if _length(period) == length), key=end_of)
        yield from _chained(facts, series, run, following, preceding)
    yield from _long_growth(facts, series)


def _length(period: str) -> int:
    months = None if "/" in period else months_of(period)
    return 0 if months is None else months[1] - months[0] + 1


def _chained(facts: Facts, series: Series, periods: list[str], step: Step, back: Step) -> Iterator[Check]:
    pairs = dict.fromkeys(pairwise(periods))
    if len(periods) > 2:
        pairs[periods[0], periods[-1]] = None
    for first, last in sorted(pairs):
        between = steps(first, last, step)
        if len(between) < 2:
            continue
        rates = [facts.rates(series, period, back(period) or "") for period in between]
        formula = f"level[{first}] × Π (1 + growth[{between[0]} … {last}]) = level[{last}] ({name(series)})"
        for stated in representatives(facts.given("level", series, last)):
            for start, *chosen in choices([facts.levels(series, first), *rates]):
                yield compared("chained-growth", formula, stated, start * compounded(chosen))


def _long_growth(facts: Facts, series: Series) -> Iterator[Check]:
    """Compare a growth over several periods with those of each."""
    for period in facts.periods("growth", series):
        for stated in facts.given("growth", series, period):
            base = stated.base
            if base is None or not stated.relative or not is_before(base, period):
                continue
            for step, back in ((year_after, year_before), (following, preceding)):
                between = steps(base, period, step)
                if len(between) < 2 or (step is following and _length(period) == _YEAR):
                    continue
                for rates in choices([facts.rates(series, one, back(one) or "") for one in between]):
                    span = f"growth[{between[0]} … {period}]"
                    formula = f"Π (1 + {span}) − 1 = growth[{base} → {period}] ({short(series.indicator)})"
                    chained = replace(compounded(rates) - ONE, dimension="percent")
                    yield compared("chained-growth", formula, stated, chained)


_YEAR = 12
"""Months of a year, the same steps of which lead by `year_after` already."""
