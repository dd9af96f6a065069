"""Transcription errors: values that one slip would turn into the printed ones and that the other figures imply.

Tried are two neighbouring digits exchanged, one digit printed wrong, a lost or added sign, and two figures of one place that
changed their values. Only a value that some relation implies is a hypothesis, so that there are few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from msgspec.structs import replace

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.hypothesis import Hypothesis, Rereading
from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.operands import ONE
from cbec_kg.audit.periods import year_before
from cbec_kg.audit.readings import reading_of
from cbec_kg.audit.texts import text
from cbec_kg.model.records import Statistic

_PADDED = re.compile(r"-?0\d")
"""A number that begins with a zero as nobody prints it."""


def transcription_errors(facts: Facts, checks: Sequence[Check], suspects: Iterable[str]) -> Iterator[Hypothesis]:
    """Yield the transcription errors that would explain why a statistic does not agree with others."""
    implied = {}
    for name in sorted(suspects):
        if facts.readings[name].statistic.operator == "equal":
            implied[name] = list(dict.fromkeys(_implied(facts, checks, name)))
    for name, intervals in implied.items():
        item = facts.readings[name].statistic
        for value, error in _errors(item):
            if not _PADDED.match(value) and _fits(facts, item, value, intervals):
                yield Hypothesis("value", (name,), text(error, value=value), _values({name: value}))
    for one, other in combinations(implied, 2):
        yield from _swapped(facts, one, other, implied)


def _implied(facts: Facts, checks: Sequence[Check], name: str) -> Iterator[Interval]:
    """Yield the values that other figures imply for one."""
    for check in checks:
        if check.verdict == "inconsistent" and check.inputs[:1] == (name,) and check.result is not None:
            yield check.result
    reading = facts.readings[name]
    item, period, series = reading.statistic, reading.period, reading.series
    if item.kind != "level":
        return
    rest = facts.with_changes({name: None})
    terms = [*rest.levels_or_derived(series, period), *rest.earlier(series, period), *rest.earlier_of_parts(series, period)]
    if (before := year_before(period)) is not None:
        rates = rest.rates(series, period, before)
        terms += [level * (ONE + rate) for level in rest.levels(series, before) for rate in rates]
    yield from (term.interval for term in terms if term.dimension == facts.readings[name].dimension)


def _errors(item: Statistic) -> Iterator[tuple[str, str]]:
    """Yield the values that an error could have turned into the printed one, each with the error's text by name."""
    value = item.value_text
    if item.kind in ("growth", "average-growth"):
        yield value[1:] if value.startswith("-") else f"-{value}", "sign-wrong"
    digits = [place for place, character in enumerate(value) if character.isdecimal()]
    for one, other in pairwise(digits):
        if value[one] != value[other]:
            yield value[:one] + value[other] + value[one + 1 : other] + value[one] + value[other + 1 :], "digits-exchanged"
    for place in digits:
        for digit in "0123456789":
            if digit != value[place]:
                yield value[:place] + digit + value[place + 1 :], "digit-wrong"


def _fits(facts: Facts, item: Statistic, text: str, intervals: Iterable[Interval]) -> bool:
    reading = reading_of(replace(item, value=Decimal(text), value_text=text), facts.units, facts.padded, facts.stocks)
    return any(interval.meets(reading.interval) for interval in intervals)


def _swapped(facts: Facts, one: str, other: str, implied: dict[str, list[Interval]]) -> Iterator[Hypothesis]:
    """Yield that two figures of one row, column or passage have each other's value, where the other figures imply that."""
    a, b = facts.readings[one].statistic, facts.readings[other].statistic
    together = (a.table is not None and a.table == b.table and (a.row == b.row or a.column == b.column)) or (
        a.table is None and b.table is None and {anchor.locator for anchor in a.at} & {anchor.locator for anchor in b.at}
    )
    if not together or a.unit != b.unit or a.kind != b.kind or a.value_text == b.value_text:
        return
    if _fits(facts, a, b.value_text, implied[one]) and _fits(facts, b, a.value_text, implied[other]):
        wording = text("values-exchanged", one=a.value_text, other=b.value_text)
        yield Hypothesis("value", (one, other), wording, _values({one: b.value_text, other: a.value_text}))


def _values(texts: dict[str, str]) -> Rereading:
    def change(item: Statistic) -> Statistic:
        return replace(item, value=Decimal(texts[item.id]), value_text=texts[item.id])

    return change
