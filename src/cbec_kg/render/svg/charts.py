"""Charts of one series as SVG, and the same values as a table beside it.

A bar a value, from zero, labelled as printed. Values that cannot be compared (other units, sums of years, growth on another
base) stand in panels of their own, each with its own axis, with a jagged break between them. A printed bound or
approximation has an open, dashed top with an arrow or a wave; a blamed value is hatched and has a warning sign, so that
no mark depends on colour. Colours follow the reader's light or dark setting and can be set by the page (``--chart-…``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from cbec_kg.model.records import Unit
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import one_of, words
from cbec_kg.render.svg.chart_texts import Chart, panel_title, plain, ticks
from cbec_kg.render.svg.shapes import document, safe, text_at, width_of
from cbec_kg.series.panels import Panel, Value

STYLE = "".join((Path(__file__).parent / "chart.css").read_text(encoding="utf-8").splitlines())
"""The style that every chart carries; a page may give the same once for all charts."""

_PLOT, _LEFT, _GAP, _SLOT, _WIDEST = 190, 58, 46, 58, 1000
"""Height of a panel's plot, room for its axis, the break between panels, the least width of a bar with its label, and of a
row of panels."""

_SIGNS = {"about": "≈", "between": "↑", "nearly": "↓", "less-than": "↓", "more-than": "↑", "at-least": "↑"}


def chart_svg(chart: Chart, language: str = "en") -> str:
    """Return a chart as a self-contained SVG with title, description and a legend of the marks that it uses."""
    name = "-".join(part for part in ("chart", *chart.series) if part)
    title = chart.title(language)
    drawn: list[str] = []
    x, y, height, right = 12.0, 0.0, 0.0, 240.0
    for panel in chart.panels:
        width = _panel_width(panel, language)
        if x > 12 and x + width > _WIDEST:
            x, y = 12.0, height + 14
            drawn.append(_break(f"M12 {y + 22:.1f}", "l9 -5l9 10l9 -5", int((right - 12) / 27)))
        elif x > 12:
            drawn.append(_break(f"M{x - _GAP / 2 - 6:.1f} {y + 44:.1f}", "l-5 9l10 9l-5 9", 10))
        body, depth = _panel(chart, panel, x, y, name, language)
        drawn.append(body)
        x, height, right = x + width + _GAP, max(height, depth), max(right, x + width)
    legend = list(_legend(chart, language))
    width = max(right + 12, width_of(title) + 40, *(width_of(line) + 30 for line in legend), 240)
    for number, line in enumerate(legend):
        drawn.append(text_at(14, height + 20 + 18 * number, line, "soft"))
    height += 16 + 18 * len(legend)
    whole = [
        f'<defs><pattern id="{safe(name)}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>',
        text_at(14, 24, title, size=15, bold=True),
        *drawn,
    ]
    described = {"description": _description(chart, language), "name": name, "language": language}
    return document(width, height, whole, title, **described, kind="chart", style=STYLE)


def _description(chart: Chart, language: str) -> str:
    """Return the values in words, panel by panel, for those who do not see the picture."""
    panels = []
    for panel in chart.panels:
        figures = [(value.statistic, chart.doubt(value.statistic.id)) for value in panel.values]
        values = [f"{figure.period} {figure.printed}{f' (! {doubt})' if doubt else ''}" for figure, doubt in figures]
        panels.append(f"{panel_title(panel, language)} [{panel.values[0].unit.symbol}]: {'; '.join(values)}")
    return ". ".join(panels)


# One panel


def _panel_width(panel: Panel, language: str) -> float:
    heads = width_of(panel_title(panel, language)) * 1.06, width_of(_unit_label(panel.values[0].unit, language))
    return max(_LEFT + sum(_slot(value) for value in panel.values), *(head + 8 for head in heads))


def _slot(value: Value) -> float:
    below = (value.statistic.period, value.statistic.at[0].locator)
    return max(width_of(value.statistic.printed), *(width_of(text) * 0.9 for text in below), _SLOT - 14) + 14


def _panel(chart: Chart, panel: Panel, x: float, y: float, name: str, language: str) -> tuple[str, float]:
    """Return the drawing of a panel and the height down to its lower edge."""
    top, unit, width = y + 124, panel.values[0].unit, _panel_width(panel, language)
    high = max(Fraction(0), *(value.amount for value in panel.values))
    low = min(Fraction(0), *(value.amount for value in panel.values))
    reach = (high - low) or Fraction(1)

    def height_of(amount: Fraction) -> float:
        return top + float((high - amount) / reach) * _PLOT

    parts = [
        text_at(x, y + 56, panel_title(panel, language), bold=True),
        text_at(x, y + 74, _unit_label(unit, language), "soft"),
    ]
    factor = Fraction(unit.factor)
    for tick in ticks(low / factor, high / factor):
        line, at = "zero" if tick == 0 else "rule", height_of(tick * factor)
        parts.append(f'<path class="{line}" d="M{x + _LEFT - 6:.1f} {at:.1f}H{x + width:.1f}"/>')
        parts.append(text_at(x + _LEFT - 10, at + 4, plain(tick), "soft", anchor="end"))
    left = x + _LEFT
    bottom = top + _PLOT + (42 if low < 0 else 0)
    for value in panel.values:
        slot = _slot(value)
        zero, tip = height_of(Fraction(0)), height_of(value.amount)
        parts.append(_bar(chart, value, left + slot / 2, zero, tip, name, language))
        parts.append(text_at(left + slot / 2, bottom + 18, value.statistic.period, anchor="middle"))
        locator = value.statistic.at[0].locator
        parts.append(text_at(left + slot / 2, bottom + 34, locator, "soft", anchor="middle", size=11.5))
        left += slot
    return "<g>" + "".join(parts) + "</g>", bottom + 44


def _bar(chart: Chart, value: Value, middle: float, zero: float, tip: float, name: str, language: str) -> str:
    """Return a bar with its label, its open top where it is a bound, and its sign where it is in doubt."""
    statistic = value.statistic
    blamed, sign = bool(chart.doubt(statistic.id)), _SIGNS.get(statistic.operator)
    half, up = 15.0, tip <= zero
    y, height = min(zero, tip), abs(zero - tip)
    box = f'x="{middle - half:.1f}" y="{y:.1f}" width="{2 * half:.0f}" height="{height:.1f}"'
    bound = words("chart", language)(f"operator-{statistic.operator}")
    facts = (statistic.id, statistic.printed, bound, chart.doubt(statistic.id))
    parts = [f"<title>{safe(' · '.join(fact for fact in facts if fact))}</title>"]
    if blamed:
        parts.append(f'<rect {box} fill="url(#{safe(name)}-hatch)"/><rect class="edge" {box}/>')
    else:
        parts.append(f'<rect class="bar" {box}/>')
    label = tip - (11 if sign else 7) if up else tip + (20 if sign else 16)
    if sign:
        parts.append(f'<path class="open" d="M{middle - half - 7:.1f} {tip:.1f}H{middle + half + 7:.1f}"/>')
        parts.append(text_at(middle + half + 3, tip + 15 if up else tip - 5, sign))
    parts.append(text_at(middle, label, value.statistic.printed, "alarm" if blamed else "", anchor="middle", bold=blamed))
    if blamed:
        parts.append(_warning(middle, label - 22 if up else label + 8))
    return "<g>" + "".join(parts) + "</g>"


def _warning(x: float, y: float) -> str:
    return (
        f'<path class="sign" d="M{x:.1f} {y - 8:.1f}l8 14h-16z"/>'
        f'<text class="alarm" x="{x:.1f}" y="{y + 4.5:.1f}" font-size="10" font-weight="700" text-anchor="middle">!</text>'
    )


def _break(start: str, step: str, times: int) -> str:
    return f'<path class="rule" d="{start}{step * times}"/>'


def _legend(chart: Chart, language: str) -> Iterator[str]:
    texts = words("chart", language)
    statistics = [value.statistic for panel in chart.panels for value in panel.values]
    doubted = [item for item in statistics if chart.doubt(item.id)]
    if len(chart.panels) > 1:
        yield texts("legend-break")
    if any(item.operator != "equal" for item in statistics):
        yield texts("legend-open")
    if doubted:
        yield texts("legend-doubt")
    for item in doubted:
        yield f"⚠ {item.period} {item.printed} ({item.at[0].locator}): {chart.doubt(item.id)}"


def _unit_label(unit: Unit, language: str) -> str:
    name = one_of(Bilingual(unit.zh, unit.en), language)
    return unit.symbol if unit.symbol == name else f"{name} ({unit.symbol})"
