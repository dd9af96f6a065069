"""The growth of a series as text, as rows of a table and as a value for JSON; bounds are rounded outwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from cbec_kg.audit.intervals import End
from cbec_kg.audit.operands import Term
from cbec_kg.model.records import Statistic
from cbec_kg.render.language.catalogue import one_of, words
from cbec_kg.series.growth import Answer, Growth

COLUMNS = ("way", "growth", "low", "high", "formula", "inputs", "locators", "notes", "doubt")
"""Growth and its bounds in per cent; empty where there is no result. Doubt: which inputs the audit blames, and why."""

Blamed = Mapping[str, str]
"""Why the audit blames a statistic, by its id."""


def growth_rows(answer: Answer, statistics: Mapping[str, Statistic], blamed: Blamed, language: str) -> list[list[str]]:
    """Return a row for each way to work the growth out and its inputs, under `COLUMNS`."""
    rows = []
    for growth in answer.found:
        notes = "; ".join(one_of(note, language) for note in growth.notes)
        if growth.result is None:
            rows.append([growth.method, "", "", "", "", "", "", notes, ""])
            continue
        inputs = growth.result.inputs
        bounds = [percent(growth.result.nominal), *bounds_of(growth.result)]
        places = " ".join(statistics[name].at[0].locator for name in inputs)
        doubt = "; ".join(f"{name}: {blamed[name]}" for name in inputs if name in blamed)
        rows.append([growth.method, *bounds, growth.result.text, " ".join(inputs), places, notes, doubt])
    return rows


def growth_value(answer: Answer, statistics: Mapping[str, Statistic], blamed: Blamed, language: str) -> dict[str, Any]:
    """Return an answer for JSON; ``exact`` has the numbers as parts of one, as fractions."""
    found = []
    for growth, row in zip(answer.found, growth_rows(answer, statistics, blamed, language), strict=True):
        value: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        value |= {"inputs": row[5].split(), "locators": row[6].split(), "doubt": {}}
        if growth.result is not None:
            value["doubt"] = {name: blamed[name] for name in growth.result.inputs if name in blamed}
            ends = growth.result.nominal, growth.result.interval.low, growth.result.interval.high
            value["exact"] = dict(zip(("growth", "low", "high"), map(str, ends), strict=True))
        found.append(value)
    return {"growth": found, "at_odds": answer.at_odds, "cut": answer.cut}


def render_growth(title: str, answer: Answer, statistics: Mapping[str, Statistic], blamed: Blamed, language: str) -> str:
    """Return an answer as text: each result, formula, inputs with their places, and notes."""
    texts = words("growth", language)
    lines = [title]
    for growth in answer.found:
        lines += ["", f"{texts(f'way-{growth.method}')}: {_result(growth)}"]
        lines += [*_inputs(growth, statistics, blamed, language), *(f"  {one_of(note, language)}" for note in growth.notes)]
    lines += ["", texts("at-odds")] if answer.at_odds else []
    lines += ["", texts("cut")] if answer.cut else []
    return "\n".join(lines) + "\n"


def _result(growth: Growth) -> str:
    if growth.result is None:
        return "—"
    low, high = bounds_of(growth.result)
    return f"{percent(growth.result.nominal)}%  [{low}, {high}]"


def _inputs(growth: Growth, statistics: Mapping[str, Statistic], blamed: Blamed, language: str) -> Iterator[str]:
    if growth.result is None:
        return
    yield f"  {growth.result.text}"
    for name in growth.result.inputs:
        yield f"  {name}  {statistics[name].printed}  {statistics[name].at[0].locator}"
        if name in blamed:
            yield f"    {words('growth', language)('doubt', why=blamed[name])}"


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
