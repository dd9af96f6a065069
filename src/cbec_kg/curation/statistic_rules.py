"""What must hold of the figures of a curation: how periods are written, which fields each kind has, what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.falls import fall_at
from cbec_kg.text.normalise import normalise

_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_ONE = rf"\d{{4}}|{_MONTH}|\d{{4}}-(?:Q[1-4]|S[12])|{_MONTH}-(?:0[1-9]|[12]\d|3[01])"
PERIOD = re.compile(rf"unknown|{_ONE}|(\d{{4}})/(\d{{4}})|({_MONTH})/({_MONTH})", re.ASCII)
"""How a period is written: a year, month, quarter, half-year or day, a span of years or months, or unknown."""

PERIODS = "2018, 2018-03, 2018-Q1, 2018-S1 (a half-year), 2014-12-31, 2016/2020, 2018-01/2018-09 or unknown"
_OPEN = re.compile(r"\d{4}/\.\.", re.ASCII)
"""A span that goes on, as EDTF writes it."""

_NOTE_NUMBER = re.compile(r"[⁰¹²³⁴-⁹,，]+$")
_BARE_POINT = re.compile(r"(?<!\d)\.(?=\d)")

_BASE = re.compile(rf"previous-year|previous-period|unknown|{_ONE}", re.ASCII)


def statistics(curation: Curation) -> Iterator[Problem]:
    """Yield what is wrong with statistics: periods, bases, and values that the print does not have."""
    for record in curation.of(r.Statistic):
        period = PERIOD.fullmatch(record.period)
        wrong = []
        if period is None:
            wrong.append(f".period is {record.period!r}; expected {PERIODS}.")
        elif any(first and first >= last for first, last in (period.group(1, 2), period.group(3, 4))):
            wrong.append(f".period {record.period} ends before it begins. Correct it.")
        if record.base is not None and not _BASE.fullmatch(record.base):
            wrong.append(
                f".base is {record.base!r}; expected previous-year, previous-period, unknown or a period such as 2018."
            )
        if record.base is not None and record.kind != "growth":
            wrong.append(f" is of kind {record.kind}; only a growth has 'base'. Remove it.")
        if record.whole is not None and record.kind != "share":
            wrong.append(f" is of kind {record.kind}; only a share has 'whole'. Remove it.")
        wrong += [*_printed_values(record), *_misplaced(record)]
        yield from (Problem(record.where.file, record.where.line, record.id + message) for message in wrong)


def _printed_values(record: r.Statistic) -> Iterator[str]:
    """Yield which values of a figure its print does not have; a minus may stand for a word that says a fall."""
    printed = record.printed if record.table is None else _NOTE_NUMBER.sub("", record.printed)
    printed = _BARE_POINT.sub("0.", normalise(printed).text.replace(",", ""))
    if not re.search("[0-9]", printed):
        return
    upper = [] if record.upper is None else [f"{record.upper:f}"]
    for name, value in (("value", record.value_text), *(("upper", value) for value in upper)):
        if _stands_in(value, printed) or (value[0] == "-" and _stands_in(value[1:], printed) and says_fall(record)):
            continue
        hint = " Let 'printed' have the words that say a fall." if value[0] == "-" and value[1:] in printed else ""
        yield f".{name} {value} does not occur in printed {record.printed!r}.{hint}"


def _stands_in(value: str, printed: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(value)}(?!\.?\d)", printed) is not None


def says_fall(record: r.Statistic) -> bool:
    """Return whether the print of a figure, or the fragment that it is anchored by, says that it fell by so much."""
    ends = (record.value_text, *(() if record.upper is None else (f"{record.upper:f}",)))
    digits = "|".join(re.escape(end.lstrip("-")) for end in ends)
    for text in (record.printed, *(anchor.fragment for anchor in record.at)):
        for match in re.finditer(rf"(?<![\d.])(?:{digits})(?!\.?\d)[%％‰]?", text.replace(",", "")):
            if fall_at(text.replace(",", ""), match.start(), match.end()) is not None:
                return True
    return False


def _misplaced(record: r.Statistic) -> Iterator[str]:
    """Yield which fields a figure of its kind does not have, or lacks."""
    if (record.upper is None) != (record.operator != "between"):
        yield ": a range has the operator 'between' and its end in 'upper'; other figures have neither."
    elif record.upper is not None and record.upper <= record.value:
        yield f".upper {record.upper:f} is not above value {record.value_text}."
    if record.from_least is not None and record.kind != "rank":
        yield f" is of kind {record.kind}; only a rank has 'from_least'. Remove it."
    if record.cases is not None and record.kind != "level":
        yield f" is of kind {record.kind}; only a level has 'cases'. Remove it."
    if record.step is not None and (record.cases is None or record.step <= 0):
        yield ".step is above 0, and the step of the values that are averaged over 'cases'. Add these, or remove it."


def trends(curation: Curation) -> Iterator[Problem]:
    """Yield which trends have no span of years."""
    for claim in curation.of(r.Claim):
        for trend in claim.trends:
            span = PERIOD.fullmatch(trend.period)
            if _OPEN.fullmatch(trend.period):
                continue
            if not span or not span.group(1) or span.group(1) >= span.group(2):
                message = f"{claim.id}.trends has the period {trend.period!r}; 2016/2020 or 2015/.. is expected."
                yield Problem(trend.where.file, trend.where.line, message)
