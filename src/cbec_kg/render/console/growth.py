"""The growth of a series as text, as rows of a table and as a value for JSON; bounds are rounded outwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from cbec_kg.audit.intervals import End
from cbec_kg.audit.terms import Term
from cbec_kg.model.records import Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.series.growth import Answer, Growth

_WAYS = {
    "chained": ("增速连乘", "growth rates chained"),
    "levels": ("数额之比", "ratio of levels"),
    "parts": ("由各部分推算", "implied by the parts"),
}
_AT_ODDS = (
    "各种算法的结果互不相容：所用数字不能都对。见 cbec-kg audit。",
    "These results cannot all be true, so neither can their figures. See cbec-kg audit.",
)
_CUT = ("还有更多连乘方式未列出。", "There are more chains than are shown.")

COLUMNS = ("way", "growth", "low", "high", "formula", "inputs", "locators", "notes", "doubt")
"""Growth and its bounds in per cent; empty where there is no result. Doubt: which inputs the audit blames, and why."""


@dataclass(frozen=True)
class Telling:
    """What is needed to put a growth into words.

    Attributes
    ----------
    records : mapping of str to Record
    blamed : mapping of str to str
        Why the audit blames a statistic, by its id.
    language : str
        ``zh`` or ``en``.
    """

    records: Mapping[str, Record]
    blamed: Mapping[str, str]
    language: str

    def said(self, words: Bilingual) -> str:
        """Return the Chinese or the English of a text."""
        return words.zh if self.language == "zh" else words.en


def growth_rows(answer: Answer, telling: Telling) -> list[list[str]]:
    """Return a row for each way and its inputs, under `COLUMNS`."""
    return [_row(growth, telling) for growth in answer.found]


def _row(growth: Growth, telling: Telling) -> list[str]:
    notes = "; ".join(telling.said(note) for note in growth.notes)
    result = growth.result
    if result is None:
        return [growth.way, "", "", "", "", "", "", notes, ""]
    locators = [_locator(name, telling.records) for name in result.inputs]
    bounds = [percent(result.nominal), *bounds_of(result)]
    doubt = "; ".join(f"{name}: {telling.blamed[name]}" for name in result.inputs if name in telling.blamed)
    return [growth.way, *bounds, result.text, " ".join(result.inputs), " ".join(locators), notes, doubt]


def growth_value(answer: Answer, telling: Telling) -> dict[str, Any]:
    """Return an answer for JSON; ``exact`` has the numbers as parts of one, as fractions."""
    found = []
    for growth, row in zip(answer.found, growth_rows(answer, telling), strict=True):
        value: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        value["inputs"], value["locators"] = row[5].split(), row[6].split()
        value["doubt"] = {}
        if growth.result is not None:
            value["doubt"] = {name: telling.blamed[name] for name in growth.result.inputs if name in telling.blamed}
            ends = growth.result.nominal, growth.result.interval.low, growth.result.interval.high
            value["exact"] = dict(zip(("growth", "low", "high"), map(str, ends), strict=True))
        found.append(value)
    return {"growth": found, "at_odds": answer.at_odds, "cut": answer.cut}


def render_growth(title: str, answer: Answer, telling: Telling) -> str:
    """Return an answer as text: each way with its result, formula, inputs with their places, and notes."""
    index = 0 if telling.language == "zh" else 1
    lines = [title]
    for growth in answer.found:
        lines.append("")
        lines += _told(growth, telling)
    lines += ["", _AT_ODDS[index]] if answer.at_odds else []
    lines += ["", _CUT[index]] if answer.cut else []
    return "\n".join(lines) + "\n"


def _told(growth: Growth, telling: Telling) -> list[str]:
    way = _WAYS[growth.way][0 if telling.language == "zh" else 1]
    notes = [f"  {telling.said(note)}" for note in growth.notes]
    if growth.result is None:
        return [f"{way}: —", *notes]
    low, high = bounds_of(growth.result)
    lines = [f"{way}: {percent(growth.result.nominal)}%  [{low}, {high}]", f"  {growth.result.text}"]
    doubt = ("存疑", "in doubt")[0 if telling.language == "zh" else 1]
    for name in growth.result.inputs:
        lines.append(f"  {name}  {_printed(name, telling.records)}  {_locator(name, telling.records)}")
        lines += [f"    ⚠ {doubt}: {telling.blamed[name]}"] if name in telling.blamed else []
    return lines + notes


def percent(value: Fraction) -> str:
    """Return a part of one as a percentage with two decimals, halves to the even digit.

    Examples
    --------
    >>> percent(Fraction(10559, 10000)), percent(Fraction(-1, 3))
    ('105.59', '-33.33')
    """
    return _decimal(round(value * 10_000))


def bounds_of(term: Term) -> tuple[str, str]:
    """Return the bounds of a growth in per cent, rounded outwards to two decimals."""
    return _bound(term.interval.low, floor), _bound(term.interval.high, ceil)


def _bound(end: End, rounding: Any) -> str:
    if isinstance(end, float):
        return "-∞" if end < 0 else "∞"
    return _decimal(rounding(end * 10_000))


def _decimal(hundredths: int) -> str:
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _locator(name: str, records: Mapping[str, Record]) -> str:
    return str(getattr(records[name], "at")[0].locator)  # noqa: B009


def _printed(name: str, records: Mapping[str, Record]) -> str:
    return str(getattr(records[name], "printed"))  # noqa: B009
