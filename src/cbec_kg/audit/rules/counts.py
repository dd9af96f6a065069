"""Rules about what whole numbers make possible: means and percentages of a counted base.

The mean of n whole numbers is a whole number over n, and so is a percentage of n cases: of 28 cases none is 5.19 on average.

Source: N. J. L. Brown and J. A. J. Heathers, The GRIM Test, Social Psychological and Personality Science 8(4), 2017.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from cbec_kg.audit.checks import Check, names_of, shown, undecidable
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.operands import Term, term_of
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.relations import Relation
from cbec_kg.audit.rules.levels import name, short
from cbec_kg.audit.rules.shares import whole_of
from cbec_kg.audit.texts import text


@remembered
def possible_mean(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Check that a mean of whole numbers is one over the count of its cases (GRIM)."""
    item = reading.statistic
    if item.cases is None or item.step is None or item.step <= 0:
        return
    series = Series(item.cases, item.place, item.counterpart, tuple(sorted(item.categories)))
    formula = f"mean × {short(item.cases)} ÷ {item.step:f} is whole ({name(reading.series)}, {reading.period})"
    counts = facts.levels(series, reading.period)
    if not counts:
        yield undecidable("grim", formula, (item.id,), text("no-level-of-series", series=short(item.cases)))
    for count in counts:
        if _counted(count):
            step = Fraction(item.step) * reading.scale
            relation = ("whole", ("÷", ("×", item.id, count.expression), step))
            yield _whole_number("grim", formula, reading, count, step / count.nominal, relation)


@remembered
def counted_share(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Check that a percentage of a counted base is that of a whole number of cases: of the stated one, or of any.

    Where the base is not stated, some whole number must make all of its parts' percentages true.
    """
    whole = whole_of(reading)
    if reading.statistic.kind != "share" or whole is None or not reading.relative or reading.period == "unknown":
        return
    bases, parts = facts.levels(whole, reading.period), facts.levels(reading.series, reading.period)
    formula = f"n ÷ {short(whole.indicator)} = share, n whole ({name(reading.series)}, {reading.period})"
    if bases and not parts:
        for base in bases:
            if _counted(base):
                relation = ("whole", ("×", reading.id, base.expression))
                yield _whole_number("counted-share", formula, reading, base, 1 / base.nominal, relation)
    elif parts and not bases:
        yield from _common_base(facts, reading, whole)


def _counted(term: Term) -> bool:
    """Return whether a number is exactly a whole number of things above zero."""
    exact = term.interval == exactly(term.nominal)
    return term.dimension == "count" and exact and term.nominal > 0 and term.nominal.denominator == 1


def _whole_number(rule: str, formula: str, reading: Reading, count: Term, unit: Fraction, relation: Relation) -> Check:
    """Return the check that a figure is a whole number of units."""
    nearest = round(reading.nominal / unit)
    possible = [exactly(number * unit) for number in (nearest - 1, nearest, nearest + 1)]
    fits = _holds_multiple(reading.interval, unit)
    closest = min(possible, key=lambda one: (abs(one.low - reading.nominal), one.low))
    working = f"{reading.written} {'=' if fits else '≠'} {round(closest.low / unit)} ÷ {count.text}"
    inputs = names_of(reading, count)
    if fits:
        return Check(rule, "consistent", inputs, formula, working, relation=relation)
    below, above = (exactly(turn(reading.nominal / unit) * unit) for turn in (floor, ceil))
    nearby = text("nearest-possible", below=shown(below, reading), above=shown(above, reading))
    return Check(
        rule, "inconsistent", inputs, formula, working, nearby, closest, reading.interval, reading, relation=relation
    )


def _holds_multiple(interval: Interval, unit: Fraction) -> bool:
    """Return whether an interval holds a whole multiple of a number above zero."""
    if isinstance(interval.low, float) or isinstance(interval.high, float):
        return True
    first = ceil(interval.low / unit)
    if first * unit == interval.low and interval.low_open:
        first += 1
    return interval.holds(first * unit)


def _common_base(facts: Facts, reading: Reading, whole: Series) -> Iterator[Check]:
    """Compare the counts and percentages of all parts of a base that is not stated, once: as a check of the first."""
    pairs = [
        (share, term)
        for share in facts.given("share of", whole, reading.period)
        for term in facts.levels(share.series, reading.period)[:1]
        if share.relative and share.interval.low > 0 and _counted(term)
    ]
    if not pairs or pairs[0][0] is not reading:
        return
    low = max(_least_base(share, term) for share, term in pairs)
    high = min(_most_base(share, term) for share, term in pairs)
    shares: Sequence[Term] = [term_of(share) for share, _ in pairs]
    formula = f"n ÷ share = N, N whole ({name(whole)}, {reading.period})"
    working = "; ".join(f"{term.text} ÷ {share.text}" for share, (_, term) in zip(shares, pairs, strict=True))
    inputs = names_of(reading, *(term for _, term in pairs), *shares)
    fits = low <= high
    found = f"{low}" if low == high else f"{low} … {high}"
    yield Check(
        "counted-share", "consistent" if fits else "inconsistent", inputs, formula,
        f"{working} {'=' if fits else '≠'} {found if fits else 'N'}",
        relation=("whole", *(("÷", part.expression, share.id) for share, part in pairs)),
    )  # fmt: skip


def _least_base(share: Reading, part: Term) -> int:
    return ceil(part.nominal / share.interval.high) if not isinstance(share.interval.high, float) else 1


def _most_base(share: Reading, part: Term) -> int:
    return floor(part.nominal / share.interval.low)
