"""Counts that name each other: a count against the number in a name, and against a like count whose place is left open.

A name that counts (of a zone, say, and its parks) may be older than the count beside it, and two like counts of a sentence
may be one said twice or two to be added: neither is a contradiction. What is asked is told, and what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.audit.checks import Check, undecidable
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.texts import text
from cbec_kg.model.records import Statistic
from cbec_kg.text.numerals import CHINESE, value_text

_COUNTED = re.compile(rf"(?<![第{CHINESE}\d])([{CHINESE}]+|\d+)([^{CHINESE}\d\W])")


@remembered
def named_count(facts: Facts, reading: Reading) -> Iterator[Check]:
    """Compare a count with the number that a name it is about has for the same thing, and with a like count beside it."""
    item, rule = reading.statistic, "named-count"
    if item.kind != "level" or reading.unit.base != "count" or reading.unit.factor != 1:
        return
    numbers = dict.fromkeys(
        number for name in item.about for number in counted_in(facts.names.get(name, ""), _noun(facts, item))
    )
    for number in numbers:
        formula = f"count = number in the name ({', '.join(item.about)})"
        if reading.nominal == number:
            yield Check(rule, "consistent", (item.id,), formula, f"{item.value_text} = {number}")
        else:
            why = text("name-has-other-number", number=number)
            yield undecidable(rule, formula, (item.id,), why, f"{item.value_text} : {number}")
    if item.place == "unspecified":
        return
    for other in facts.beside(reading):
        if other.nominal == reading.nominal and _sentences(other.statistic) & _sentences(item):
            together = item.value + other.statistic.value
            why = text("like-counts", together=together, number=", ".join(map(str, numbers)) or "?")
            formula = f"count = count, or both = {together}"
            one, two = item.value_text, other.statistic.value_text
            yield undecidable(rule, formula, (item.id, other.id), why, f"{one} = {two} | {one} + {two} = {together}")


def counted_in(name: str, noun: str) -> Iterator[int]:
    """Yield the numbers above one that a name has of a noun.

    Examples
    --------
    >>> list(counted_in("一村八田", "田")), list(counted_in("第八田", "田")), list(counted_in("一带一路", "路"))
    ([8], [], [])
    """
    for numeral, counted in _COUNTED.findall(name):
        value = value_text(numeral)
        if counted == noun and value is not None and int(value) > 1:
            yield int(value)


def _noun(facts: Facts, item: Statistic) -> str:
    """Return the last character of what is counted, without words for a number."""
    return facts.indicators[item.indicator].zh.rstrip("数量个")[-1:]


def _sentences(item: Statistic) -> set[str]:
    return {anchor.locator for anchor in item.at}
