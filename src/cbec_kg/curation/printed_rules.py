"""A figure against what it says of itself to be printed: its value, the words for its operator, its unit, its fragment.

What the fields of one record decide is a problem; what only the sentence decides is for `held`. Figures in cells of tables
are read from their print and need no such rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from cbec_kg.curation.unit_rules import contradiction, units_of
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.falls import fall_at
from cbec_kg.text.normalise import one_line
from cbec_kg.text.number_phrases import SCALES, NumberPhrase, english_numbers, number_phrases
from cbec_kg.text.proposed_figures import proposed_figures
from cbec_kg.text.quantities import Quantity, operators_in, quantity_at
from cbec_kg.text.worded_numbers import is_worded, worded_numbers

_IN_WORDS = re.compile(
    r"[半双翻番倍成对全无零唯单独Ⅰ-Ⅻ]|\w*fold\b|\bin\s+(?:two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:all|nil|sole|single|only|sixths?|sevenths?|eighths?|ninths?|tenths?)\b|\b(?:half|halv\w+|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|twice|thrice|thirds?|quarters?|fifths?|dozens?|scores?"
    r"|once|both|pairs?|hundreds?|thousands?|millions?|billions?|none|no)\b",
    re.IGNORECASE,
)
"""Words for numbers whose value is not read."""

_ORDINAL = re.compile(
    r"第|首|前|冠军|亚军|季军|[名位]|排|列|居|\brank|\btop\b|#|\bno\b|\d(?:st|nd|rd|th)\b|\b\w+th\b|\b(?:first|second|third|last)\b"
    r"|\b(?:largest|smallest|highest|lowest|least|most)\b",
    re.IGNORECASE,
)
_INCLUSIVE = re.compile(r"以上|\+")
"""After a number: at least so much, or more than that, as a reader likes."""


class Reading(NamedTuple):
    """One number of a text with the quantity that it is, None where that has no unit or cannot be told."""

    phrase: NumberPhrase
    quantity: Quantity | None


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """Return the numbers of a text that a person has recorded, in order."""
    phrases = [*number_phrases(text), *english_numbers(text)]
    whole = [
        phrase._replace(value="1", scale=SCALES[phrase.text]) if phrase.value is None and phrase.text in SCALES else phrase
        for phrase in phrases
    ]
    return tuple(Reading(phrase, quantity_at(text, phrase, recorded=True)) for phrase in whole)


def is_value(record: r.Statistic, phrase: NumberPhrase, unit: r.Unit) -> bool:
    """Return whether a number is the value of a figure, or its upper end; sign aside."""
    if phrase.value is None:
        return False
    value = Decimal(phrase.value)
    ends = [abs(end) for end in (record.value, record.upper) if end is not None]
    whole = value * Decimal(10) ** phrase.scale
    in_full = whole in ends and (not phrase.scale or unit.factor % Decimal(10) ** phrase.scale != 0)
    return value in ends or in_full or whole in [end * unit.factor for end in ends]


def printed(curation: Curation) -> Iterator[Problem]:
    """Yield each figure whose value, operator or unit is another than its own print or fragment says."""
    for record in curation.of(r.Statistic):
        unit = curation.records.get(record.unit)
        if record.table is None and isinstance(unit, r.Unit):
            for message in (*_value(record, unit), *_wording(record, unit)):
                yield Problem(record.where.file, record.where.line, f"{record.id}{message}")


def _value(record: r.Statistic, unit: r.Unit) -> Iterator[str]:
    """Yield that the print has no number, or another; digits are compared by `statistic_rules`."""
    text = one_line(record.printed)
    found = readings(text)
    yield from _in_words(record, text, found, unit)
    if re.search(rf"(?:^|[为达至约是到])[-−－]\s*{re.escape(record.value_text)}(?![\d.,~-])", text.replace(",", "")):
        yield f".value is {record.value_text}; printed {record.printed!r} is below zero. Correct one of them."
    if unit.base == "rank" and _ORDINAL.search(text):
        return  # the first of something has no number
    if not found and not _IN_WORDS.search(text):
        yield f".printed {record.printed!r} has no number; {record.value_text} is recorded. Let 'printed' have it."
    known = [one.phrase for one in found if one.phrase.value is not None]
    in_digits = any(character.isdigit() for character in text)
    if known and not in_digits and not _IN_WORDS.search(text) and not any(is_value(record, one, unit) for one in known):
        yield f".value is {record.value_text}; printed {record.printed!r} says {known[0].value}. Correct one of them."


def _in_words(record: r.Statistic, text: str, found: tuple[Reading, ...], unit: r.Unit) -> Iterator[str]:
    """Yield that a number in words is another than the value; where all numbers of the print are known."""
    worded = worded_numbers(text, ranked=unit.base == "rank")
    rest = "".join(" " if any(one.start <= at < one.end for one in worded) else sign for at, sign in enumerate(text))
    apart = [one for one in found if not any(one.phrase.start < w.end and w.start < one.phrase.end for w in worded)]
    if not worded or apart or (unit.base != "rank" and _IN_WORDS.search(rest)) or re.search(r"[成番]", unit.symbol):
        return
    ends = [end for end in (record.value, record.upper) if end is not None]
    if record.kind == "growth" and record.value > 0 and any(fall_at(text, one.start, one.end) for one in worded):
        yield f".value is {record.value_text}; printed {record.printed!r} is a fall. Give it its minus."
    if not any(is_worded(end, one, unit.factor) for one in worded for end in ends):
        wording = " or ".join(_shown(value) for value in dict.fromkeys(worded[0].values[:2]))
        yield f".value is {record.value_text}; printed {record.printed!r} says {wording}. Correct one of them."


def _shown(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.4g}"


def quantities_of(record: r.Statistic, text: str, unit: r.Unit) -> list[Quantity]:
    """Return the quantities of a text that have the value of a figure."""
    found = [one.quantity for one in readings(text) if one.quantity is not None and is_value(record, one.phrase, unit)]
    return found + [one for one in proposed_figures(text) if Decimal(one.value) == record.value]


def _wording(record: r.Statistic, unit: r.Unit) -> Iterator[str]:
    """Yield which other operator or unit the print has."""
    text = one_line(record.printed)
    found = quantities_of(record, text, unit)
    wrong = wrong_operator(record, text, found)
    if wrong:
        yield f".operator is {record.operator!r}; printed {record.printed!r} says {wrong!r}. Correct one of them."
    wrong = wrong_unit(text, found, unit)
    if wrong:
        fact = f".unit is {unit.id}, {unit.factor:f} of {unit.base}; printed {record.printed!r} says {wrong}."
        yield f"{fact} Correct one of them."
    around = " ".join((record.printed, *(anchor.fragment for anchor in record.at)))
    if unit.base == "rank" and found and not _ORDINAL.search(around):
        yield f".unit is {unit.id}, a rank; printed {record.printed!r} is none. Correct 'unit' or 'printed'."


def wrong_operator(record: r.Statistic, text: str, found: list[Quantity]) -> str:
    """Return the operator that the words right at a figure's number give, where it is another than the recorded one."""
    printed = {one.operator for one in found}
    if not printed or record.operator in printed:
        return ""
    if "at-least" in printed and record.operator == "more-than" and _INCLUSIVE.search(text):
        return ""
    return next((one for one in sorted(printed) if one not in ("equal", *(operators_in(text) & {record.operator}))), "")


def wrong_unit(text: str, found: list[Quantity], unit: r.Unit) -> str:
    """Return what the unit at a figure's number is, where it is certainly another than the recorded one."""
    known = units_of(unit)
    for one in found:
        names = {unit.noun.name for unit in known}
        if one.unit in known:
            continue
        wrong = contradiction(one.unit, unit)
        if (
            not wrong
            and unit.base != "count"
            and one.unit.noun.base == "unknown"
            and one.unit.noun.name != "unknown"
            and names - {"unknown"}
        ):
            wrong = "" if one.unit.noun.name in names else one.unit.labels[1]
        if wrong:
            return wrong
    if unit.base == "count" and any(text[: one.start].rstrip().endswith("第") for one in found):
        return "a rank"
    return ""
