"""Rules about ranks: against the levels of what is ranked, and against one another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cbec_kg.audit.checks import Check, Verdict, names_of, undecidable
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.operands import Term, term_of
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.rules.levels import short
from cbec_kg.audit.texts import text


@remembered
def rank_and_levels(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare a place's rank with how many places have more (or less, where the least is first), and with their ranks.

    Only places within that which the rank is taken among are counted, and only those that surely have more. Equal levels
    may share a rank.
    """
    item = reading.statistic
    if item.kind != "rank" or item.whole_place is None or item.place == "unspecified" or item.operator != "equal":
        return
    among = f"{short(item.indicator)}, {short(item.whole_place)}, {reading.period}"
    formula = f"rank > places with {'less' if item.from_least == 'yes' else 'more'} ({among})"
    own = facts.levels(reading.series, reading.period)
    if not own:
        yield undecidable("rank-and-levels", formula, (item.id,), text("no-level-of-series", series=short(item.indicator)))
        return
    ahead = [term for term in _others(facts, reading) if _is_ahead(term, own[0], item.from_least == "yes")]
    beaten = ahead[: int(item.value)]
    wrong = len(ahead) >= item.value
    more, than = "<" if item.from_least == "yes" else ">", "≯" if wrong else ">"
    counted = f"{'; '.join(term.text for term in beaten) or '–'} {more} {own[0].text}"
    working = f"{counted}: {item.value_text} {than} {len(ahead)}"
    verdict: Verdict = "inconsistent" if wrong else "consistent"
    sides = [(own[0].expression, term.expression) for term in beaten]
    behind = (("≤", mine, other) if item.from_least == "yes" else ("≤", other, mine) for mine, other in sides)
    relation = ("any", ("≤", Fraction(len(beaten) + 1), item.id), *behind)
    yield Check("rank-and-levels", verdict, names_of(reading, own[0], *beaten), formula, working, relation=relation)
    yield from _pairs(facts, reading, own[0])


def _others(facts: Facts, reading: Reading) -> Iterator[Term]:
    """Yield one level of each other place that is ranked with it."""
    seen = {reading.statistic.place}
    for other in facts.elsewhere("level", reading.statistic.indicator, reading.period):
        place = other.statistic.place
        if place not in seen and reading.statistic.whole_place in facts.around(place) and other.series.counterpart is None:
            seen.add(place)
            yield term_of(other)


def _is_ahead(one: Term, other: Term, from_least: bool) -> bool:
    if one.dimension != other.dimension:
        return False
    return one.interval.is_below(other.interval) if from_least else other.interval.is_below(one.interval)


def _pairs(facts: Facts, reading: Reading, own: Term) -> Iterator[Check]:
    """Compare a rank with each worse or equal one of another place: what is ranked before must not surely have less."""
    item = reading.statistic
    for other in facts.elsewhere("rank", item.indicator, reading.period):
        rank = other.statistic
        comparable = (rank.whole_place, rank.from_least, rank.operator) == (item.whole_place, item.from_least, "equal")
        if not comparable or rank.place == item.place or rank.value < item.value:
            continue
        if rank.value == item.value and not facts.position[item.id] < facts.position[rank.id]:
            continue
        for level in facts.levels(other.series, reading.period)[:1]:
            least = item.from_least == "yes"
            wrong = _is_ahead(level, own, least) or (rank.value == item.value and _is_ahead(own, level, least))
            formula = f"order of ranks = order of levels ({short(item.indicator)}, {reading.period})"
            working = f"{item.value_text}: {own.text}; {rank.value_text}: {level.text}"
            verdict: Verdict = "inconsistent" if wrong else "consistent"
            first, last = (own, level) if least else (level, own)
            equal = rank.value == item.value
            ranks = [("<", rank.id, item.id), *([("<", item.id, rank.id)] if equal else [])]
            relation = ("any", *ranks, ("=" if equal else "≤", first.expression, last.expression))
            inputs = names_of(reading, own, term_of(other), level)
            yield Check("rank-and-levels", verdict, inputs, formula, working, relation=relation)
