"""Hypotheses: changes of how some statistics are to be read, and the functions that change one field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from msgspec.structs import replace

from cbec_kg.audit.intervals import Interval
from cbec_kg.model.records import Statistic
from cbec_kg.model.terms import Bilingual

Kind = Literal["base", "factor", "unit", "row", "indicator", "period", "value", "operator"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a hypothesis changes; of two that are equally good, the one named first here."""

Rereading = Callable[[Statistic], Statistic]


@dataclass(frozen=True)
class Hypothesis:
    """A change to try: its kind, its statistics and its text.

    `agreeing` counts the columns that ask for the same factor, where that is the evidence for the change; `together` says
    that all figures of a passage are given another period or indicator. `times` is the factor between the units, where the
    figures ask for one.
    """

    kind: Kind
    statistics: tuple[str, ...]
    text: Bilingual
    change: Rereading
    agreeing: int = 0
    together: bool = False
    times: Interval | None = None


def setting(field: str, value: object) -> Rereading:
    """Return the reading of a statistic with another value in one field."""

    def change(item: Statistic) -> Statistic:
        return replace(item, **{field: value})

    return change


def scaling(power: int) -> Rereading:
    """Return the reading of a statistic with its value multiplied by a power of ten."""

    def change(item: Statistic) -> Statistic:
        value, upper = item.value.scaleb(power), None if item.upper is None else item.upper.scaleb(power)
        return replace(item, value=value, value_text=f"{value:f}", upper=upper)

    return change
