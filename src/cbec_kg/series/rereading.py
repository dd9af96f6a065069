"""Figures as an explanation of the audit reads them: each with its series, and with what it can then be compared.

A figure that would be in another currency is put on the axis that it is printed on, by the factor for which the other
figures ask. A rereading is a hypothesis to be drawn beside the print; nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from msgspec.structs import replace

from cbec_kg.audit.intervals import brief
from cbec_kg.audit.readings import Series, series_of
from cbec_kg.model.curated import WithRecords
from cbec_kg.model.records import Statistic
from cbec_kg.series.panels import Comparability, Value, comparability_of, value_of


class Rereading(NamedTuple):
    """A figure as an explanation reads it.

    Attributes
    ----------
    cause : int
        The number of the cause that it explains, from 1.
    times : str
        The factor by which it was put on the printed axis; empty where it needs none.
    moved : bool
        Whether it stands in another period or series, or cannot be compared with what it is printed among.
    text : dict of str to str
        What the explanation says, by language.
    """

    series: Series
    comparability: Comparability
    value: Value
    cause: int
    times: str
    moved: bool
    text: Mapping[str, str]


def rereadings(audit: Mapping[str, Any], paper: WithRecords) -> tuple[Rereading, ...]:
    """Return every figure that an explanation reads otherwise than it is printed, cause by cause.

    The audit is as `cbec_kg.audit.values.audit_value` gives it.
    """
    return tuple(one for number, cause in enumerate(audit["causes"], 1) for one in _of_cause(number, cause, paper))


def _of_cause(number: int, cause: Mapping[str, Any], paper: WithRecords) -> Iterator[Rereading]:
    if not cause["explained"]:
        return
    repair = cause["repairs"][0]
    fields: dict[str, dict[str, str]] = {}
    for change in repair["changes"]:
        fields.setdefault(change["statistic"], {})[change["field"]] = change["hypothesis"]
    for name, changed in fields.items():
        printed = paper.records[name]
        assert isinstance(printed, Statistic)
        yield _reread(printed, changed, repair, number, paper)


def _reread(
    printed: Statistic, changed: Mapping[str, str], repair: Mapping[str, Any], number: int, paper: WithRecords
) -> Rereading:
    factor, times = Fraction(1), ""
    if "unit" in changed and repair["times"]:
        low, high = map(Fraction, repair["times"])
        factor = (low + high) / 2
        times = brief(factor, 3)
        changed = {name: value for name, value in changed.items() if name != "unit"}
    value = Decimal(changed["value_text"]) if "value_text" in changed else printed.value
    read = replace(printed, **{name: text or None for name, text in changed.items()}, value=value)
    found = value_of(read, paper)
    moved = _place(found) != _place(value_of(printed, paper))
    scaled = Value(found.statistic, found.unit, found.amount * factor)
    text = {language: repair[language] for language in ("zh", "en")}
    return Rereading(series_of(read), comparability_of(read, found.unit), scaled, number, times, moved, text)


def _place(value: Value) -> tuple[Series, Comparability, str]:
    statistic = value.statistic
    return series_of(statistic), comparability_of(statistic, value.unit), statistic.period
