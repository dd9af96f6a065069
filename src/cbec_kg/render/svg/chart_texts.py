"""What a chart says in words: titles of panels, the table of its values, marks and axes.

Shared by the picture and by the table beside it. Out of scope: drawing (`charts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor, log10
from typing import Any, NamedTuple

from cbec_kg.audit.intervals import brief
from cbec_kg.audit.readings import Series
from cbec_kg.audit.rules import RULES
from cbec_kg.model.records import Statistic, Table, Unit
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import LANGUAGES, one_of, words
from cbec_kg.series.panels import Comparability, Panel, Value, comparability_of
from cbec_kg.series.rereading import Rereading

_COLUMNS = ("panel", "period", "printed", "unit", "bound", "locator", "statistic", "doubt")


class Slot(NamedTuple):
    """A place on the axis: the printed value, None where only an explanation has one, and how explanations read it."""

    value: Value | None
    rereadings: tuple[Rereading, ...] = ()

    @property
    def shown(self) -> Value:
        """Return the value whose period and place stand below."""
        return self.value or self.rereadings[0].value


class DrawnPanel(NamedTuple):
    """A panel as it is drawn: what it is called, its slots, and the amounts that its axis reaches from and to."""

    title: Bilingual
    slots: tuple[Slot, ...]
    low: Fraction
    high: Fraction

    @property
    def unit(self) -> Unit:
        """Return the unit of its axis."""
        return self.slots[0].shown.unit


@dataclass(frozen=True)
class Chart:
    """Figures as they are drawn: panels, a title, and which values are in doubt; a series, or a table (`of_table`).

    Attributes
    ----------
    name : str
        What keeps its parts apart from those of other charts in one document.
    title : Bilingual
    panels : tuple of Panel
    headings : tuple of Bilingual
        What the values of each panel have in common.
    blamed : mapping of str to str, or None
        Why a statistic is in doubt, by its id; None where the audit was not asked.
    rereadings : tuple of Rereading
        How explanations read the figures, to be drawn beside the print.
    shared : bool
        Whether panels of one kind and unit have one axis, as those of a table have.
    names : mapping of str to Bilingual
        What stands below a value in place of its period, by the id of its statistic.
    """

    name: str
    title: Bilingual
    panels: tuple[Panel, ...]
    headings: tuple[Bilingual, ...]
    blamed: Mapping[str, str] | None
    rereadings: tuple[Rereading, ...] = ()
    shared: bool = False
    names: Mapping[str, Bilingual] = field(default_factory=dict)

    def name_of(self, statistic: Statistic, language: str) -> str:
        """Return what stands below a value: its row in a table that declares its rows, else its period."""
        return one_of(self.names[statistic.id], language) if statistic.id in self.names else statistic.period

    def doubt(self, statistic: str) -> str:
        """Return why a statistic is in doubt, empty where it is not."""
        return (self.blamed or {}).get(statistic, "")

    @cached_property
    def drawn(self) -> tuple[DrawnPanel, ...]:
        """Return the panels as they are drawn, those that only an explanation needs last."""
        left = list(self.rereadings)
        found = []
        for panel, heading in zip(self.panels, self.headings, strict=True):
            own = [one for one in left if one.comparability == panel.comparability and self._belongs(one, panel)]
            left = [one for one in left if one not in own]
            found.append((panel.comparability, heading, _slots(panel.values, own)))
        for key in dict.fromkeys(one.comparability for one in left if not self.shared):
            found.append((key, _heading(key), _slots((), [one for one in left if one.comparability == key])))
        reach: dict[object, list[Fraction]] = {}
        axes = [(key.kind, key.dimension) if self.shared else number for number, (key, _, _) in enumerate(found)]
        for axis, (_, _, slots) in zip(axes, found, strict=True):
            reach.setdefault(axis, [Fraction(0)]).extend(_amounts(slots))
        return tuple(
            DrawnPanel(heading, slots, min(reach[axis]), max(reach[axis]))
            for axis, (_, heading, slots) in zip(axes, found, strict=True)
        )

    def _belongs(self, one: Rereading, panel: Panel) -> bool:
        """Return whether a rereading is of this panel: in a table, of one of its own cells."""
        return not self.shared or any(value.statistic.id == one.value.statistic.id for value in panel.values)


def series_chart(
    series: Series,
    panels: tuple[Panel, ...],
    labels: Mapping[str, tuple[str, str]],
    blamed: Mapping[str, str] | None,
    rereadings: Iterable[Rereading] = (),
) -> Chart:
    """Return the chart of a series; `labels` has the Chinese and English label of each record by its id."""
    own = tuple(one for one in rereadings if one.series == series)
    name = "-".join(part for part in ("chart", *series[:3], *series.categories) if part)
    return Chart(name, _title(series, labels), panels, tuple(_heading(panel.comparability) for panel in panels), blamed, own)


def _title(series: Series, labels: Mapping[str, tuple[str, str]]) -> Bilingual:
    found = {}
    for language in LANGUAGES:
        texts = words("chart", language)
        place = texts("place-unspecified") if series.place == "unspecified" else one_of(labels[series.place], language)
        if series.counterpart:
            place = f"{place} ↔ {one_of(labels[series.counterpart], language)}"
        of = [one_of(labels[one], language) for one in series.categories]
        place = words("common", language)("items").join([place, *of])
        found[language] = texts("title", place=place, indicator=one_of(labels[series.indicator], language))
    return Bilingual(**found)


def table_chart(
    table: Table,
    cells: Iterable[tuple[str, tuple[Value, ...]]],
    blamed: Mapping[str, str] | None,
    rereadings: Iterable[Rereading] = (),
) -> Chart:
    """Return the chart of a table as it is printed: a panel a column that has figures, a bar a row.

    `cells` has the values of each column by its key, in the order of the rows.
    """
    by_key = {column.key: column for column in table.columns}
    filled = [(by_key[key], values) for key, values in cells if values]
    filled = [
        (column, tuple(value for value in values if _axis(value) == axis))
        for column, values in filled
        for axis in dict.fromkeys(map(_axis, values))
    ]
    panels = tuple(Panel(comparability_of(values[0].statistic, values[0].unit), values) for _, values in filled)
    within = {value.statistic.id for _, values in filled for value in values}
    own = tuple(one for one in rereadings if one.value.statistic.id in within)
    label = Bilingual(table.zh, table.en)
    title = Bilingual(
        *(words("chart", lang)("title-table", number=table.number, text=one_of(label, lang)) for lang in LANGUAGES)
    )
    headings = tuple(Bilingual(column.zh, column.en) for column, _ in filled)
    names = {row.key: Bilingual(row.zh, row.en) for row in table.rows}
    below = {
        value.statistic.id: names[value.statistic.row]
        for _, values in filled
        for value in values
        if value.statistic.row in names
    }
    return Chart(f"chart-{table.id}", title, panels, headings, blamed, own, shared=True, names=below)


def _axis(value: Value) -> tuple[str, str]:
    """Return what the values of one panel share; the rows of a column may be of several kinds and units."""
    return value.statistic.kind, value.unit.id


def _slots(values: tuple[Value, ...], rereadings: Sequence[Rereading]) -> tuple[Slot, ...]:
    over = [one for one in rereadings if not one.moved]
    printed = [Slot(value, tuple(one for one in over if one.value.statistic.id == value.statistic.id)) for value in values]
    added = [Slot(None, (one,)) for one in rereadings if one.moved]
    return tuple(sorted([*printed, *added], key=lambda slot: slot.shown.statistic.period)) if added else tuple(printed)


def _amounts(slots: Iterable[Slot]) -> Iterator[Fraction]:
    for slot in slots:
        if slot.value is not None:
            yield slot.value.amount
        yield from (one.value.amount for one in slot.rereadings)


def reread_label(one: Rereading) -> str:
    """Return the figure as an explanation reads it, with a question mark behind.

    What was put on another axis is given to four digits; a changed value as changed; others as printed.
    """
    statistic, unit = one.value.statistic, one.value.unit
    if one.times:
        return f"{brief(one.value.amount / Fraction(unit.factor))}?"
    return f"{statistic.printed if statistic.value_text in statistic.printed.replace(',', '') else statistic.value_text}?"


def chart_table(chart: Chart, language: str = "en") -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of a chart's values: panel, period, as printed, unit, bound, locator, statistic, doubt.

    Where the audit was not asked there is no column of doubts: an empty one would clear every figure.
    """
    texts = words("chart", language)
    columns = [texts(f"column-{name}") for name in _COLUMNS]
    rows = [
        [
            one_of(heading, language), chart.name_of(value.statistic, language), value.statistic.printed, value.unit.symbol,
            texts(f"operator-{value.statistic.operator}"), value.statistic.at[0].locator, value.statistic.id,
            chart.doubt(value.statistic.id),
        ]
        for panel, heading in zip(chart.panels, chart.headings, strict=True)
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


def _heading(shared: Comparability) -> Bilingual:
    """Return what comparable values have in common."""
    found = {}
    for language in LANGUAGES:
        texts = words("chart", language)
        common = texts(f"base-{shared.base}") if shared.base else texts(f"span-{shared.span}")
        found[language] = words("common", language)("items").join([texts(f"kind-{shared.kind}"), common])
    return Bilingual(**found)


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
