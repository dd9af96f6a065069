"""What a chart says in words: titles of panels, the table of its values, marks and axes.

Shared by the picture and by the table beside it. Out of scope: drawing (`charts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, log10
from typing import Any

from cbec_kg.audit.readings import Series
from cbec_kg.audit.rules import RULES
from cbec_kg.render.language.catalogue import one_of, words
from cbec_kg.series.panels import Panel

_COLUMNS = ("panel", "period", "printed", "unit", "bound", "locator", "statistic", "doubt")


@dataclass(frozen=True)
class Chart:
    """A series as it is drawn: its panels, what it is called, and which values are in doubt.

    Attributes
    ----------
    labels : mapping of str to (str, str)
        Chinese and English label of each record, by its id.
    blamed : mapping of str to str, or None
        Why a statistic is in doubt, by its id; None where the audit was not asked.
    """

    series: Series
    panels: tuple[Panel, ...]
    labels: Mapping[str, tuple[str, str]]
    blamed: Mapping[str, str] | None

    def doubt(self, statistic: str) -> str:
        """Return why a statistic is in doubt, empty where it is not."""
        return (self.blamed or {}).get(statistic, "")

    def title(self, language: str) -> str:
        """Return what the chart shows, in one line."""
        texts, labels, series = words("chart", language), self.labels, self.series
        place = texts("place-unspecified") if series.place == "unspecified" else one_of(labels[series.place], language)
        if series.counterpart:
            place = f"{place} ↔ {one_of(labels[series.counterpart], language)}"
        return texts("title", place=place, indicator=one_of(labels[series.indicator], language))


def chart_table(chart: Chart, language: str = "en") -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of a chart's values: panel, period, as printed, unit, bound, locator, statistic, doubt.

    Where the audit was not asked there is no column of doubts: an empty one would clear every figure.
    """
    texts = words("chart", language)
    columns = [texts(f"column-{name}") for name in _COLUMNS]
    rows = [
        [
            panel_title(panel, language), value.statistic.period, value.statistic.printed, value.unit.symbol,
            texts(f"operator-{value.statistic.operator}"), value.statistic.at[0].locator, value.statistic.id,
            chart.doubt(value.statistic.id),
        ]
        for panel in chart.panels
        for value in panel.values
    ]  # fmt: skip
    shown = len(columns) - (chart.blamed is None)
    return columns[:shown], [row[:shown] for row in rows]


def reasons_of_blame(audit: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return, for each figure that an audit blames, what would explain it, or which rules it breaks.

    The audit is as `cbec_kg.audit.values.audit_value` gives it.
    """
    rules = {check["id"]: one_of(RULES[check["rule"]], language) for check in audit["checks"]}
    reasons: dict[str, list[str]] = {}
    for cause in audit["causes"]:
        perhaps = [words("common", language)("perhaps", text=cause["repairs"][0][language])] if cause["explained"] else []
        for name in cause["blamed"]:
            reasons.setdefault(name, []).extend(perhaps or [rules[check] for check in cause["checks"]])
    return {name: "; ".join(dict.fromkeys(found)) for name, found in reasons.items()}


def panel_title(panel: Panel, language: str) -> str:
    """Return what the values of a panel have in common."""
    texts, shared = words("chart", language), panel.comparability
    common = texts(f"base-{shared.base}") if shared.base else texts(f"span-{shared.span}")
    return words("common", language)("items").join([texts(f"kind-{shared.kind}"), common])


def ticks(low: Fraction, high: Fraction) -> list[Fraction]:
    """Return round numbers from the lowest to the highest value, zero among them, three to six of them.

    Examples
    --------
    >>> [str(tick) for tick in ticks(Fraction(0), Fraction(1084))]
    ['0', '500', '1000']
    """
    reach = high - low
    if reach == 0:
        return [Fraction(0)]
    power = Fraction(10) ** floor(log10(float(reach)))
    step = next(
        power * size for size in (Fraction(1, 5), Fraction(1, 2), Fraction(1), Fraction(2)) if reach / (power * size) < 5
    )
    first = -floor(-low / step) if low < 0 else 0
    return [step * number for number in range(first, floor(high / step) + 1)]


def plain(number: Fraction) -> str:
    """Return a number with a finite decimal expansion, without idle zeros.

    Examples
    --------
    >>> plain(Fraction(1, 20)), plain(Fraction(-1500))
    ('0.05', '-1500')
    """
    return f"{(Decimal(number.numerator) / number.denominator).normalize():f}"
