"""Rules about growth: against levels, of parts and whole, averaged over a span, chained from year to year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

from msgspec.structs import replace

from cbec_kg.audit.checks import Check, Verdict, compared, names_of, undecidable, with_implied
from cbec_kg.audit.facts import Facts, Whole, base_year, representatives, span_of, year_of
from cbec_kg.audit.intervals import exactly, root, roots
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.operands import ONE, Term, between, choices, compounded, term_of, total
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.rules.levels import name, short
from cbec_kg.audit.texts import text
from cbec_kg.model.terms import Bilingual


@remembered
def comparison_period(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Check that the base of each growth is before its period."""
    item = reading.statistic
    year, base = year_of(item.period), base_year(item)
    if item.kind != "growth" or item.base is None or not item.base.isdigit() or year is None or base is None:
        return
    verdict: Verdict = "inconsistent" if base >= year else "consistent"
    yield Check("comparison-period", verdict, (item.id,), "base < period", f"{base} {'<' if base < year else '≮'} {year}")


@remembered
def growth_and_levels(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare each growth with the levels of its period and its base: by ratio in per cent, by difference in their unit."""
    item = reading.statistic
    if item.kind != "growth":
        return
    rule, year, base, series = "growth-and-levels", year_of(item.period), base_year(item), reading.series
    relative = reading.unit.base == "percent"
    relation = f"level[{item.period}] {'÷' if relative else '−'} level[{base or '?'}]{' − 1' if relative else ''}"
    formula = f"{relation} = growth[{item.period}] ({name(series)})"
    if base is None or year is None:
        yield undecidable(rule, formula, (item.id,), text("base-unknown"))
        return
    if base >= year:
        return  # comparison_period reports it
    why = text("base-assumed") if item.base is None else None
    afters, befores = facts.levels_or_derived(series, str(year)), facts.levels_or_derived(series, str(base))
    for after, before in product(afters, befores):
        grown = growth(after, before) if relative else difference(after, before, reading)
        if isinstance(grown, Bilingual):
            working = f"{after.text} : {before.text}"
            yield undecidable(rule, formula, names_of(reading, after, before), grown, working)
            continue
        check = compared(rule, formula, reading, grown, why)
        if check.verdict == "inconsistent" and after.dimension == "percent" and relative:
            points = compared(rule, formula, reading, after - before, text("as-points"))
            check = check if points.verdict == "inconsistent" else points
        yield check
    if not afters or not befores:
        lacking = ", ".join(str(year) for year, found in ((base, befores), (year, afters)) if not found)
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
    for year in facts.years("growth", series._replace(indicator=whole.parts[0])):
        yield from _against_whole(facts, series, year)
    if not facts.signed & {whole.indicator, *whole.parts}:
        for year in facts.years("growth", series):
            yield from _within_parts(facts, whole, series, year)


@remembered
def _within_parts(facts: Facts, whole: Whole, series: Series, year: int) -> Iterator[Check]:
    parts = [series._replace(indicator=part) for part in whole.parts]
    for stated in representatives(facts.given("growth", series, str(year))):
        base = base_year(stated.statistic)
        if base is None or base >= year or stated.unit.base != "percent":
            continue
        levels = base == year - 1 and all(facts.levels_or_derived(part, str(year)) for part in parts)
        for rates in choices([facts.rates(part, year, base) for part in parts]):
            low, high = min(rates, key=lambda rate: rate.interval.low), max(rates, key=lambda rate: rate.interval.high)
            formula = f"min growth of parts ≤ growth[{year}] ≤ max growth of parts ({name(series)})"
            spanned = replace(between(low, high), inputs=tuple(name for rate in rates for name in rate.inputs))
            check = compared("growth-of-parts", formula, stated, spanned)
            if check.verdict == "inconsistent" or not levels:
                yield check


@remembered
def _against_whole(facts: Facts, series: Series, year: int) -> Iterator[Check]:
    growths = [
        stated for stated in representatives(facts.given("growth", series, str(year)))
        if base_year(stated.statistic) == year - 1 and stated.unit.base == "percent"
    ]  # fmt: skip
    levels = representatives(facts.given("level", series, str(year - 1)))
    formula = f"Σ part[{year}] ÷ (1 + growth[{year}])"
    for earlier in facts.earlier_of_parts(series, year - 1) if growths or levels else ():
        grown = [growth(now, earlier) for now in facts.levels_or_derived(series, str(year))] if growths else []
        for stated, term in product(growths, grown):
            if isinstance(term, Term):
                full = f"level[{year}] ÷ {formula} − 1 = growth[{year}] ({name(series)})"
                why = text("base-assumed") if stated.statistic.base is None else None
                yield compared("growth-of-parts", full, stated, term, why)
        for stated in levels:
            yield compared("implied-earlier-level", f"{formula} = level[{year - 1}] ({name(series)})", stated, earlier)


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
    if span is None or reading.unit.base != "percent":
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
        for first in facts.rates(series, span[0], span[0] - 1):
            if first.interval.low <= -1:
                continue
            readings.append(averaged(replace(after / before * (ONE + first) - ONE, dimension="percent"), steps + 1))
        yield _nearest("average-growth", formula, reading, readings)


def _by_rates(facts: Facts, reading: Reading, span: tuple[int, int]) -> Iterator[Check]:
    series = reading.series
    found = [facts.rates(series, year, year - 1) for year in range(span[0] + 1, span[1] + 1)]
    steps = span[1] - span[0]
    formula = f"(Π (1 + growth[{span[0] + 1} … {span[1]}]))^(1/{steps}) − 1 = average growth ({name(series)})"
    for rates in choices(found):
        if any(rate.interval.low <= -1 for rate in rates):
            continue
        longer = [(first, *rates) for first in facts.rates(series, span[0], span[0] - 1) if first.interval.low > -1]
        readings = []
        for chosen in (rates, *longer):
            readings.append(averaged(replace(compounded(chosen) - ONE, dimension="percent"), len(chosen)))
            count = Term(ONE.nominal * len(chosen), exactly(len(chosen)), (), str(len(chosen)), "")
            readings.append(replace(total(chosen) / count, dimension="percent"))
        yield _nearest("average-growth", formula, reading, readings)


def averaged(overall: Term, steps: int) -> Term:
    """Return the yearly rate that compounds to an overall growth of −100 % or more."""
    factor = ONE.interval + overall.interval
    middle = root(max(1 + overall.nominal, Fraction(0)), steps) - 1
    text = overall.text.removesuffix(" − 1")
    text = f"({text})^(1/{steps}) − 1" if steps > 1 else f"{text} − 1"
    return replace(overall, nominal=middle, interval=roots(factor, steps) - exactly(1), text=text)


def _nearest(rule: str, formula: str, stated: Reading, readings: list[Term]) -> Check:
    """Return the check of the reading that fits best; the first when none fits."""
    order: list[Verdict] = ["consistent", "within-rounding", "undecidable", "inconsistent"]
    checks = [compared(rule, formula, stated, term) for term in readings]
    best = min(checks, key=lambda check: order.index(check.verdict))
    if best.verdict == "inconsistent" and len(checks) > 1:
        others = "; ".join(check.computed for check in checks[1:])
        return replace(best, why=text("no-average-fits", others=others))
    return best


@remembered
def chained_growth(facts: Facts, series: Series) -> Iterator[Check]:
    """Compare the levels at both ends of a run of years with the growth rates between them, two years apart or more."""
    years = facts.years("level", series)
    pairs = {(one, other) for one, other in pairwise(years) if other - one > 1}
    if len(years) > 2:
        pairs.add((years[0], years[-1]))
    for first, last in sorted(pairs):
        steps = [facts.rates(series, year, year - 1) for year in range(first + 1, last + 1)]
        formula = f"level[{first}] × Π (1 + growth[{first + 1} … {last}]) = level[{last}] ({name(series)})"
        for stated in representatives(facts.given("level", series, str(last))):
            for start, *rates in choices([facts.levels(series, str(first)), *steps]):
                yield compared("chained-growth", formula, stated, start * compounded(rates))
    yield from _long_growth(facts, series)


def _long_growth(facts: Facts, series: Series) -> Iterator[Check]:
    """Compare a growth over several years with the yearly ones."""
    for year in facts.years("growth", series):
        for stated in facts.given("growth", series, str(year)):
            base = base_year(stated.statistic)
            if base is None or year - base < 2 or stated.unit.base != "percent":
                continue
            steps = [facts.rates(series, step, step - 1) for step in range(base + 1, year + 1)]
            for rates in choices(steps):
                formula = f"Π (1 + growth[{base + 1} … {year}]) − 1 = growth[{base} → {year}] ({short(series.indicator)})"
                chained = replace(compounded(rates) - ONE, dimension="percent")
                yield compared("chained-growth", formula, stated, chained)
