"""Rules about growth: against levels, of parts and whole, averaged over a span, chained from year to year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

from cbec_kg.audit.checks import Check, Verdict, compared, undecidable
from cbec_kg.audit.facts import Facts, Series, base_year, series_of, span_of, year_of
from cbec_kg.audit.intervals import Interval, exactly, root, roots
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.rules.levels import name, representatives, short
from cbec_kg.audit.terms import ONE, Term, choices, compounded, term_of, total
from cbec_kg.curation.terms import Bilingual

_ASSUMED = Bilingual(
    "原文未说与何时相比，按上年计", "the text does not say what it is compared with; read as the previous year"
)


def comparison_period(facts: Facts) -> Iterator[Check]:
    """Tell each growth that is counted from its own period or a later one."""
    for reading in facts.readings.values():
        item = reading.statistic
        year, base = year_of(item.period), base_year(item)
        if item.kind != "growth" or item.base is None or not item.base.isdigit() or year is None or base is None:
            continue
        verdict: Verdict = "inconsistent" if base >= year else "consistent"
        yield Check("comparison-period", verdict, (item.id,), "base < period", f"{base} < {year}")


def growth_and_levels(facts: Facts) -> Iterator[Check]:
    """Compare each growth with the levels of its period and its base."""
    for reading in facts.readings.values():
        item = reading.statistic
        if item.kind == "growth":
            yield from _growth(facts, reading)


def _growth(facts: Facts, reading: Reading) -> Iterator[Check]:
    item = reading.statistic
    rule, year, base, series = "growth-and-levels", year_of(item.period), base_year(item), series_of(item)
    formula = f"level[{item.period}] ÷ level[{base or '?'}] − 1 = growth[{item.period}] ({name(series)})"
    if reading.unit.base != "percent":
        yield undecidable(
            rule, formula, (item.id,), "不是百分率，不能与数额之比相较", "no percentage: it cannot be held against levels"
        )
        return
    if base is None or year is None:
        yield undecidable(
            rule, formula, (item.id,), "时期或比较的基期不明", "the period or what it is compared with is not known"
        )
        return
    if base >= year:
        return  # comparison_period tells it
    why = _ASSUMED if item.base is None else None
    afters, befores = facts.levels_or_derived(series, str(year)), facts.levels_or_derived(series, str(base))
    for after, before in product(afters, befores):
        grown = growth(after, before)
        if isinstance(grown, Bilingual):
            inputs = tuple(dict.fromkeys((item.id, *after.inputs, *before.inputs)))
            working = f"{after.text} : {before.text}"
            yield undecidable(rule, formula, inputs, grown.zh, grown.en, working)
        else:
            yield compared(rule, formula, reading, grown, why)
    if not afters or not befores:
        lacking = ", ".join(str(year) for year, found in ((base, befores), (year, afters)) if not found)
        inputs = (item.id, *(i for term in (afters or befores)[:1] for i in term.inputs))
        check = undecidable(rule, formula, inputs, f"缺少{lacking}年的数额", f"no level for {lacking}")
        yield _with_implied(facts, check, reading, afters[0]) if afters and reading.interval.low > -1 else check


def _with_implied(facts: Facts, check: Check, rate: Reading, level: Term) -> Check:
    """Return the check with the earlier level that a later one and its growth imply."""
    earlier = level / (ONE + term_of(rate))
    return replace(check, working=f"{earlier.text} = ?", result=earlier.interval, like=facts.readings[level.inputs[0]])


def growth(after: Term, before: Term) -> Term | Bilingual:
    """Return the growth from one level to another, or why there is none."""
    if after.dimension != before.dimension:
        names = f"{after.dimension}, {before.dimension}"
        return Bilingual(f"单位不同，不能相除（{names}）", f"levels in different units cannot be divided ({names})")
    if before.interval.low <= 0:
        return Bilingual("基期数额为零或负，增速没有意义", "the base is zero or negative: a growth means nothing")
    return replace(after / before - ONE, dimension="percent")


def growth_of_parts(facts: Facts) -> Iterator[Check]:
    """Compare the growth or the earlier level of a whole with the levels and growth of all its parts."""
    for whole in facts.sums:
        for series in facts.series:
            if series.indicator != whole.parts[0]:
                continue
            series = series._replace(indicator=whole.indicator)
            for year in facts.years("growth", series._replace(indicator=whole.parts[0])):
                yield from _from_parts(facts, series, whole.parts, year)


def _from_parts(facts: Facts, series: Series, names: tuple[str, ...], year: int) -> Iterator[Check]:
    levels = [facts.levels_or_derived(series._replace(indicator=part), str(year)) for part in names]
    rates = [facts.rates(series._replace(indicator=part), year, year - 1) for part in names]
    for chosen in choices([*levels, *rates]):
        now, grown = chosen[: len(names)], chosen[len(names) :]
        if len({level.dimension for level in now}) == 1 and all(rate.interval.low > -1 for rate in grown):
            earlier = total([level / (ONE + rate) for level, rate in zip(now, grown, strict=True)])
            yield from _against_whole(facts, series, year, earlier)


def _against_whole(facts: Facts, series: Series, year: int, earlier: Term) -> Iterator[Check]:
    formula = f"Σ part[{year}] ÷ (1 + growth[{year}])"
    for stated in representatives(facts.given("growth", series, str(year))):
        if base_year(stated.statistic) != year - 1 or stated.unit.base != "percent":
            continue
        for now in facts.levels_or_derived(series, str(year)):
            grown = growth(now, earlier)
            if isinstance(grown, Term):
                full = f"level[{year}] ÷ {formula} − 1 = growth[{year}] ({name(series)})"
                yield compared("growth-of-parts", full, stated, grown, _ASSUMED if stated.statistic.base is None else None)
    for stated in representatives(facts.given("level", series, str(year - 1))):
        yield compared("implied-earlier-level", f"{formula} = level[{year - 1}] ({name(series)})", stated, earlier)


def average_growth(facts: Facts) -> Iterator[Check]:
    """Compare an average growth over a span with the levels at its ends and with the growth of its years.

    Articles count the steps of a span in two ways, from the first year or from the year before it, and some average the
    yearly rates; only what fits none of these readings is inconsistent.
    """
    for reading in facts.readings.values():
        item = reading.statistic
        span = span_of(item.period)
        if item.kind != "average-growth":
            continue
        if span is None or reading.unit.base != "percent":
            formula = f"average growth[{item.period}]"
            yield undecidable("average-growth", formula, (item.id,), "没有起止年份", "the span has no first and last year")
            continue
        checks = [*_by_ends(facts, reading, span), *_by_rates(facts, reading, span)]
        yield from checks
        if not checks:
            formula = f"(level[{span[1]}] ÷ level[{span[0]}])^(1/n) − 1 = average growth[{item.period}]"
            zh, en = "首末两年的数额或各年增速不全", "neither the levels of both ends nor all yearly growth rates are given"
            yield undecidable("average-growth", formula, (item.id,), zh, en)


def _by_ends(facts: Facts, reading: Reading, span: tuple[int, int]) -> Iterator[Check]:
    series = series_of(reading.statistic)
    ends = [facts.levels_or_derived(series, str(year)) for year in span]
    for before, after in choices(ends):
        steps = span[1] - span[0]
        formula = f"(level[{span[1]}] ÷ level[{span[0]}])^(1/{steps}) − 1 = average growth ({name(series)})"
        if isinstance(grown := growth(after, before), Bilingual):
            inputs = (reading.statistic.id, *after.inputs, *before.inputs)
            yield undecidable("average-growth", formula, inputs, grown.zh, grown.en)
            continue
        readings = [averaged(grown, steps)]
        for first in facts.rates(series, span[0], span[0] - 1):
            readings.append(averaged(replace(after / (before / (ONE + first)) - ONE, dimension="percent"), steps + 1))
        yield _nearest("average-growth", formula, reading, readings)


def _by_rates(facts: Facts, reading: Reading, span: tuple[int, int]) -> Iterator[Check]:
    series = series_of(reading.statistic)
    found = [facts.rates(series, year, year - 1) for year in range(span[0] + 1, span[1] + 1)]
    steps = span[1] - span[0]
    formula = f"(Π (1 + growth[{span[0] + 1} … {span[1]}]))^(1/{steps}) − 1 = average growth ({name(series)})"
    for rates in choices(found):
        longer = [(first, *rates) for first in facts.rates(series, span[0], span[0] - 1)]
        readings = []
        for chosen in (rates, *longer):
            readings.append(averaged(replace(compounded(chosen) - ONE, dimension="percent"), len(chosen)))
            count = Term(ONE.nominal * len(chosen), exactly(len(chosen)), (), str(len(chosen)), "")
            readings.append(replace(total(chosen) / count, dimension="percent"))
        yield _nearest("average-growth", formula, reading, readings)


def averaged(overall: Term, steps: int) -> Term:
    """Return the yearly rate that compounds to an overall growth."""
    factor = ONE.interval + overall.interval
    positive = Interval(max(factor.low, Fraction(0)), factor.high, factor.low_open, factor.high_open)
    middle = root(max(1 + overall.nominal, Fraction(0)), steps) - 1
    text = overall.text.removesuffix(" − 1")
    text = f"({text})^(1/{steps}) − 1" if steps > 1 else f"{text} − 1"
    return replace(overall, nominal=middle, interval=roots(positive, steps) - exactly(1), text=text)


def _nearest(rule: str, formula: str, stated: Reading, readings: list[Term]) -> Check:
    """Return the check of the reading that fits best; the first when none fits."""
    order: list[Verdict] = ["consistent", "within-rounding", "undecidable", "inconsistent"]
    checks = [compared(rule, formula, stated, term) for term in readings]
    best = min(checks, key=lambda check: order.index(check.verdict))
    if best.verdict == "inconsistent" and len(checks) > 1:
        others = "; ".join(check.computed for check in checks[1:])
        why = Bilingual(f"其他算法也不符：{others}", f"no other way of averaging fits either: {others}")
        return replace(best, why=why)
    return best


def chained_growth(facts: Facts) -> Iterator[Check]:
    """Compare the levels at both ends of a run of years with the growth rates between them, two years apart or more."""
    for series in facts.series:
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
