"""Rules about what an article says of its figures: how many members a list has, and that a series rises or falls."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

from msgspec.structs import replace

from cbec_kg.audit.checks import Check, Verdict, undecidable
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.intervals import exactly
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.operands import Term
from cbec_kg.audit.periods import span_of
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.rules.levels import name
from cbec_kg.audit.texts import text
from cbec_kg.model.records import Trend


@remembered
def list_count(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare a stated count with the members that are listed; an open list may name fewer."""
    item = reading.statistic
    if not item.members:
        return
    listed = exactly(len(item.members))
    open_list = item.members_open == "yes"
    formula = f"count {'≥' if open_list else '='} members listed"
    working = f"{item.value_text} {'≥' if open_list else '='} {len(item.members)}"
    if item.kind != "level" or reading.unit.base != "count":
        yield undecidable("list-count", formula, (item.id,), text("no-count-of-members"), working)
        return
    fits = not reading.interval.is_below(listed) if open_list else reading.interval.meets(listed)
    verdict: Verdict = "consistent" if fits else "inconsistent"
    relation = ("≤" if open_list else "=", listed.low, item.id)
    yield Check("list-count", verdict, (item.id,), formula, working, relation=relation)


@remembered
def series_direction(facts: Facts, subject: tuple[str, Trend]) -> Iterator[Check]:
    """Compare a claim that a series rises or falls with its levels and its growth rates in the span."""
    claim, trend = subject
    span = span_of(trend.period)
    if span is None:
        return
    series = Series(trend.indicator, trend.place)
    title = f"{claim}: {trend.direction} ({name(series)}, {trend.period})"
    levels = [(year, facts.levels(series, str(year))) for year in facts.years("level", series) if span[0] <= year <= span[1]]
    checks = [
        check
        for (earlier, befores), (later, afters) in pairwise(levels)
        for before, after in product(befores, afters)
        if before.dimension == after.dimension
        for check in [_step(title, trend, (earlier, before), (later, after))]
    ]
    for year in range(span[0] + 1, span[1] + 1):
        checks += [_rate(title, trend, year, rate) for rate in facts.rates(series, str(year), str(year - 1))]
    if not checks:
        inputs = tuple(name for _, terms in levels for term in terms for name in term.inputs)
        checks = [undecidable("series-direction", title, inputs, text("no-two-comparable"))]
    yield from (replace(check, claim=claim) for check in checks)


def _step(title: str, trend: Trend, before: tuple[int, Term], after: tuple[int, Term]) -> Check:
    rising = trend.direction == "rising"
    (earlier, old), (later, new) = before, after
    low, high = (old, new) if rising else (new, old)
    sign = "<" if rising else ">"
    impossible = high.interval.is_below(low.interval) or high.interval.high == low.interval.low
    verdict: Verdict = "inconsistent" if impossible else "consistent" if low.nominal < high.nominal else "within-rounding"
    formula, working = f"{title}: level[{earlier}] {sign} level[{later}]", f"{old.text} {sign} {new.text}"
    inputs, relation = tuple(dict.fromkeys((*old.inputs, *new.inputs))), ("<", low.expression, high.expression)
    return Check("series-direction", verdict, inputs, formula, working, relation=relation)


def _rate(title: str, trend: Trend, year: int, rate: Term) -> Check:
    rising = trend.direction == "rising"
    impossible = rate.interval.high <= 0 if rising else rate.interval.low >= 0
    fits = rate.nominal > 0 if rising else rate.nominal < 0
    verdict: Verdict = "inconsistent" if impossible else "consistent" if fits else "within-rounding"
    formula = f"{title}: growth[{year}] {'>' if rising else '<'} 0"
    relation = ("<", Fraction(0), rate.expression) if rising else ("<", rate.expression, Fraction(0))
    return Check("series-direction", verdict, rate.inputs, formula, rate.text, relation=relation)
