"""Rules about shares: of a part in its whole, and between shares of the same whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import product
from math import inf

from msgspec.structs import replace

from cbec_kg.audit.checks import Check, compared, names_of, undecidable, with_implied
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.operands import ONE, Term, choices, term_of
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.rules.levels import name, short
from cbec_kg.audit.texts import text
from cbec_kg.model.terms import Bilingual


def whole_of(reading: Reading) -> Series | None:
    """Return the series that a share is taken of, None when the article does not say."""
    item = reading.statistic
    return None if item.whole is None else Series(item.whole, item.whole_place or item.place)


@remembered
def share_and_whole(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare a share with the levels of its part and its whole, and with the shares of the other parts."""
    item, whole, rule, period = reading.statistic, whole_of(reading), "share-and-whole", reading.period
    if item.kind != "share":
        return
    part = reading.series
    formula = f"part ÷ whole = share ({name(part)}, {period})"
    if whole is None:
        yield undecidable(rule, formula, (item.id,), text("whole-unknown"))
        return
    formula = f"{short(part.indicator)} ÷ {short(whole.indicator)} = share ({name(part)}, {period})"
    parts, wholes = facts.levels_or_derived(part, period), facts.levels_or_derived(whole, period)
    for one, all_of_it in product(parts, wholes):
        ratio = _ratio(one, all_of_it)
        if isinstance(ratio, Bilingual):
            yield undecidable(rule, formula, names_of(reading, one, all_of_it), ratio)
        else:
            yield compared(rule, formula, reading, ratio)
    yield from _all_shares(facts, reading, whole)
    if not parts or not wholes:
        lacking = ", ".join(short(s.indicator) for s, found in ((part, parts), (whole, wholes)) if not found)
        inputs = names_of(reading, *(parts or wholes)[:1])
        fitting = ", ".join(_fitting(facts, reading, parts[0])) if parts and not wholes else ""
        why = text("no-level-but-fitting" if fitting else "no-level-of-series", series=lacking, fitting=fitting)
        check = undecidable(rule, formula, inputs, why)
        if parts and reading.interval.low > 0:
            check = with_implied(check, parts[0] / term_of(reading), facts.readings[parts[0].inputs[0]])
        yield check


def _all_shares(facts: Facts, reading: Reading, whole: Series) -> Iterator[Check]:
    """Compare the shares of all parts that make up a whole with 100 per cent, once: as a check of the first part."""
    period = reading.period
    for found in facts.sums:
        if found.position(reading.series) != 0 or found.series(reading.series)[:2] != whole[:2]:
            continue
        shares = [
            [term_of(share) for share in facts.given("share of", whole, period) if share.series == part]
            for part in found.parts_of(reading.series)[1:]
        ]
        for chosen in choices(shares):
            if {term.dimension for term in chosen} == {reading.dimension}:
                first, *others = found.names()[1]
                formula = f"100% − {' − '.join(others)} = {first}"
                rest = replace(reduce(Term.__sub__, chosen, replace(ONE, text="100%")), dimension=reading.dimension)
                yield compared("share-and-whole", f"{formula} ({name(whole)}, {period})", reading, rest)


def _fitting(facts: Facts, share: Reading, part: Term) -> Iterator[str]:
    """Yield the series of the same place and period of which a share would be true."""
    item, period = share.statistic, share.period
    for series in facts.series_given("level", item.whole_place or item.place, period):
        if series != share.series:
            for whole in facts.levels(series, period):
                ratio = _ratio(part, whole)
                if isinstance(ratio, Term) and ratio.interval.meets(share.interval):
                    yield f"{short(series.indicator)} ({whole.text})"


def _ratio(part: Term, whole: Term) -> Term | Bilingual:
    if part.dimension != whole.dimension:
        return text("units-undividable", units=f"{part.dimension}, {whole.dimension}")
    if whole.interval.low <= 0 <= whole.interval.high:
        return text("whole-zero")
    return replace(part / whole, dimension="percent")


@remembered
def wholes_implied(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare the wholes that two parts and their shares imply for the same period."""
    item, whole, period = reading.statistic, whole_of(reading), reading.period
    if item.kind != "share" or whole is None or reading.interval.low <= 0:
        return
    formula = f"part ÷ share = part ÷ share ({name(whole)}, {period})"
    later = False
    for other in facts.given("share of", whole, period):
        if later and other.interval.low > 0:
            pairs = (facts.levels(share.series, period)[:1] for share in (reading, other))
            for part, other_part in product(*pairs):
                implied = other_part / term_of(other)
                ratio = _ratio(part, implied)
                if isinstance(ratio, Bilingual):
                    inputs = names_of(reading, part, implied)
                    yield undecidable("wholes-implied", formula, inputs, ratio)
                else:
                    yield compared("wholes-implied", formula, reading, ratio)
        later = later or other.statistic.id == item.id


@remembered
def possible_range(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Check for impossible values: a share outside 0 to 100 per cent, a growth below -100, a negative count, no rank."""
    item, base = reading.statistic, reading.unit.base
    possible, formula = Interval(-inf, inf), ""
    if item.kind == "share" and base == "percent":
        possible, formula = Interval(Fraction(0), Fraction(1)), "0 ≤ share ≤ 100%"
    elif item.kind in ("growth", "average-growth") and reading.relative and item.indicator not in facts.signed:
        possible, formula = Interval(Fraction(-1), inf), "growth ≥ −100%"
    elif item.kind == "rank" or (item.kind == "level" and base == "rank"):
        possible, formula = Interval(Fraction(1), inf), "rank ≥ 1"
    elif item.kind == "level" and base == "count":
        possible, formula = Interval(Fraction(0), inf), "count ≥ 0"
    if not reading.interval.meets(possible):
        ends = (("≤", possible.low, item.id), ("≤", item.id, possible.high))
        relation = ("all", *(one for one in ends if not any(isinstance(side, float) for side in one)))
        yield Check("possible-range", "inconsistent", (item.id,), formula, reading.written, relation=relation)
