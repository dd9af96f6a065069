"""What a chart says in words: titles of panels, the table of its values, marks and axes.

Shared by the picture and by the table that stands beside it. Out of scope: drawing (`charts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10
from typing import Any

from cbec_kg.audit.readings import Series
from cbec_kg.audit.rules import RULES
from cbec_kg.series.panels import Panel

Words = tuple[str, str]

KINDS: dict[str, Words] = {
    "level": ("数额", "Level"),
    "growth": ("增长", "Growth"),
    "average-growth": ("年均增长", "Average growth"),
    "share": ("占比", "Share"),
    "rank": ("位次", "Rank"),
}
SPANS: dict[str, Words] = {
    "year": ("一年", "one year"),
    "span": ("多年合计或平均", "several years together"),
    "date": ("某日", "at a date"),
    "unknown": ("时期不明", "period unknown"),
}
BASES: dict[str, Words] = {
    "year-before": ("比上年", "on the year before"),
    "other-base": ("比其他年份", "on another year"),
    "no-base": ("未说明与何时相比", "base not given"),
}
OPERATORS: dict[str, Words] = {
    "equal": ("", ""),
    "about": ("约数", "about"),
    "nearly": ("不到此数", "less than drawn"),
    "less-than": ("不到此数", "less than drawn"),
    "more-than": ("多于此数", "more than drawn"),
    "at-least": ("至少此数", "at least as drawn"),
}


@dataclass(frozen=True)
class Chart:
    """A series as it is drawn: its panels, what it is called, and which values are in doubt.

    Attributes
    ----------
    series : Series
    panels : tuple of Panel
    labels : mapping of str to (str, str)
        Chinese and English label of each record, by its id.
    blamed : mapping of str to str, or None
        Why a statistic is in doubt, by its id; None where the audit was not asked.
    """

    series: Series
    panels: tuple[Panel, ...]
    labels: Mapping[str, Words]
    blamed: Mapping[str, str] | None

    def doubt(self, statistic: str) -> str:
        """Return why a statistic is in doubt, empty where it is not."""
        return (self.blamed or {}).get(statistic, "")

    def title(self, language: str) -> str:
        """Return what the chart shows, in one line."""
        with_whom = f" ↔ {said(self.labels[self.series.counterpart], language)}" if self.series.counterpart else ""
        place = said(("地点未说明", "place not given"), language)
        if self.series.place != "unspecified":
            place = said(self.labels[self.series.place], language)
        indicator = said(self.labels[self.series.indicator], language)
        return f"{place}{with_whom}：{indicator}" if language == "zh" else f"{indicator}, {place}{with_whom}"


def chart_table(chart: Chart, language: str = "en") -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of a chart's values: panel, period, as printed, unit, bound, locator, statistic, doubt.

    Where the audit was not asked there is no column of doubts: an empty one would clear every figure.
    """
    columns = {
        "zh": ["面板", "时期", "印作", "单位", "限定", "位置", "编号", "存疑"],
        "en": ["panel", "period", "printed", "unit", "bound", "locator", "statistic", "doubt"],
    }
    rows = [
        [
            panel_title(panel, language), value.statistic.period, value.statistic.printed, value.unit.symbol,
            said(OPERATORS[value.statistic.operator], language), value.statistic.at[0].locator, value.statistic.id,
            chart.doubt(value.statistic.id),
        ]
        for panel in chart.panels
        for value in panel.values
    ]  # fmt: skip
    shown = len(columns[language]) - (chart.blamed is None)
    return columns[language][:shown], [row[:shown] for row in rows]


def reasons_of_blame(audit: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return, for each figure that an audit blames, what would explain it, or which rules it breaks.

    Parameters
    ----------
    audit : mapping
        As `cbec_kg.audit.values.audit_value` gives it.
    language : str
    """
    rules = {check["id"]: RULES[check["rule"]] for check in audit["checks"]}
    reasons: dict[str, list[str]] = {}
    for cause in audit["causes"]:
        broken = [rules[name].zh if language == "zh" else rules[name].en for name in cause["checks"]]
        perhaps = ("或许", "perhaps ")[0 if language == "zh" else 1]
        told = [perhaps + cause["repairs"][0][language]] if cause["explained"] else broken
        for name in cause["blamed"]:
            reasons.setdefault(name, []).extend(told)
    return {name: "; ".join(dict.fromkeys(told)) for name, told in reasons.items()}


def panel_title(panel: Panel, language: str) -> str:
    """Return what the values of a panel have in common."""
    parts = [said(KINDS[panel.sort.kind], language), said(SPANS[panel.sort.span], language)]
    if panel.sort.base:
        parts[1:] = [said(BASES[panel.sort.base], language)]
    return ("，" if language == "zh" else ", ").join(parts)


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
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(number * 10**places)):0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if number < 0 else text


def said(words: Words, language: str) -> str:
    """Return the Chinese or the English of a pair."""
    return words[0 if language == "zh" else 1]
