"""Charts of one series, or of a table as it is printed, as SVG.

A bar a value, from zero, labelled as printed. Values that cannot be compared (other units, sums of years, growth on another
base) stand in panels of their own, each with its own axis, with a jagged break between them. A printed bound or
approximation has an open, dashed top with an arrow or a wave; a blamed value is hatched and has a warning sign, so that
no mark depends on colour; what an explanation of the audit reads otherwise stands beside it as a dashed outline with a
question mark. Colours follow the reader's light or dark setting and can be set by the page (``--chart-…``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from cbec_kg.model.records import Unit
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import one_of, words
from cbec_kg.render.svg.chart_texts import Chart, DrawnPanel, Slot, plain, reread_label, ticks
from cbec_kg.render.svg.shapes import SIZE, document, safe, text_at, width_of
from cbec_kg.render.widths import wrap
from cbec_kg.series.panels import Value
from cbec_kg.series.rereading import Rereading

STYLE = "".join((Path(__file__).parent / "chart.css").read_text(encoding="utf-8").splitlines())
"""The style that every chart carries; a page may give the same once for all charts."""

_PLOT, _LEFT, _GAP, _SLOT, _WIDEST = 190, 58, 46, 58, 1000
"""Height of a panel's plot, room for its axis, the break between panels, the least width of a bar with its label, and of a
row of panels."""

_LABELLED = 46
"""How far the label and the sign of a value reach above its bar."""

_READABLE, _MOST_LINES = 620, 30
"""The least width at which lines of the legend are broken, and into how many at most."""

_SIGNS = {"about": "≈", "between": "↑", "nearly": "↓", "less-than": "↓", "more-than": "↑", "at-least": "↑"}


def chart_svg(chart: Chart, language: str = "en", *, styled: bool = True, reasons: bool = True) -> str:
    """Return a chart as an SVG with title, description and a legend of the marks that it uses.

    Without being `styled` it has no style of its own, for a document that has `STYLE` once; without `reasons` its legend
    has none of a doubt or a rereading, for a text that gives them.
    """
    title = one_of(chart.title, language)
    drawn: list[str] = []
    x, y, height, right = 12.0, 0.0, 0.0, 240.0
    for panel in chart.drawn:
        width = _panel_width(chart, panel, language)
        if x > 12 and x + width > _WIDEST:
            x, y = 12.0, height + 14
            drawn += [] if chart.shared else [_break(f"M12 {y + 22:.1f}", "l9 -5l9 10l9 -5", int((right - 12) / 27))]
        elif x > 12 and not chart.shared:
            drawn.append(_break(f"M{x - _GAP / 2 - 6:.1f} {y + 44:.1f}", "l-5 9l10 9l-5 9", 10))
        body, depth = _panel(chart, panel, x, y, language)
        drawn.append(body)
        x, height, right = x + width + _GAP, max(height, depth), max(right, x + width)
    most = max(right, width_of(title) * 1.2 + 28, _READABLE) - 16
    legend = [line for text in _legend(chart, language, reasons) for line in wrap(text, most, SIZE, _MOST_LINES)]
    width = max(right + 12, width_of(title) * 1.2 + 40, *(width_of(line) + 30 for line in legend), 240)
    for number, line in enumerate(legend):
        drawn.append(text_at(14, height + 20 + 18 * number, line, "soft"))
    height += 16 + 18 * len(legend)
    whole = [
        f'<defs><pattern id="{safe(chart.name)}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>',
        text_at(14, 24, title, size=15, bold=True),
        *drawn,
    ]
    described = {"description": _description(chart, language), "name": chart.name, "language": language}
    return document(width, height, whole, title, **described, kind="chart", style=STYLE if styled else "")


def _description(chart: Chart, language: str) -> str:
    """Return the values in words, panel by panel, for those who do not see the picture."""
    panels = []
    for panel in chart.drawn:
        values = "; ".join(text for slot in panel.slots for text in _in_words(chart, slot, language))
        panels.append(f"{one_of(panel.title, language)} [{panel.unit.symbol}]: {values}")
    return ". ".join(panels)


def _in_words(chart: Chart, slot: Slot, language: str) -> Iterator[str]:
    if slot.value is not None:
        figure = slot.value.statistic
        doubt = chart.doubt(figure.id)
        yield f"{chart.name_of(figure, language)} {figure.printed}{f' (! {doubt})' if doubt else ''}"
    for one in slot.rereadings:
        yield f"{one.value.statistic.period} {_reread_text(one, language)}"


def _reread_text(one: Rereading, language: str) -> str:
    perhaps = words("common", language)("perhaps", text=one.text[language])
    return words("chart", language)("reread", value=reread_label(one), cause=one.cause, text=perhaps)


# One panel


def _panel_width(chart: Chart, panel: DrawnPanel, language: str) -> float:
    heads = width_of(one_of(panel.title, language)) * 1.06, width_of(_unit_label(panel.unit, language))
    return max(_LEFT + sum(_slot_width(chart, slot, language) for slot in panel.slots), *(head + 8 for head in heads))


def _slot_width(chart: Chart, slot: Slot, language: str) -> float:
    statistic = slot.shown.statistic
    labels = [statistic.printed] if slot.value is not None else []
    labels += map(reread_label, slot.rereadings)
    below = (chart.name_of(statistic, language), statistic.at[0].locator)
    return max(*map(width_of, labels), *(width_of(text) * 0.9 for text in below), _SLOT - 14) + 14


def _panel(chart: Chart, panel: DrawnPanel, x: float, y: float, language: str) -> tuple[str, float]:
    """Return the drawing of a panel and the height down to its lower edge."""
    top, unit, width = y + 124, panel.unit, _panel_width(chart, panel, language)
    reach = (panel.high - panel.low) or Fraction(1)

    def height_of(amount: Fraction) -> float:
        return top + float((panel.high - amount) / reach) * _PLOT

    parts = [
        text_at(x, y + 56, one_of(panel.title, language), bold=True),
        text_at(x, y + 74, _unit_label(unit, language), "soft"),
    ]
    factor = Fraction(unit.factor)
    for tick in ticks(panel.low / factor, panel.high / factor):
        line, at = "zero" if tick == 0 else "rule", height_of(tick * factor)
        parts.append(f'<path class="{line}" d="M{x + _LEFT - 6:.1f} {at:.1f}H{x + width:.1f}"/>')
        parts.append(text_at(x + _LEFT - 10, at + 4, plain(tick), "soft", anchor="end"))
    left = x + _LEFT
    bottom = top + _PLOT + (42 if panel.low < 0 else 0)
    for slot in panel.slots:
        middle, zero, statistic = left + _slot_width(chart, slot, language) / 2, height_of(Fraction(0)), slot.shown.statistic
        for one in slot.rereadings:
            clear = height_of(slot.value.amount) if slot.value is not None else None
            parts.append(_reread_bar(one, middle, (zero, height_of(one.value.amount)), clear, language))
        if slot.value is not None:
            parts.append(_bar(chart, slot.value, middle, zero, height_of(slot.value.amount), language))
        parts.append(text_at(middle, bottom + 18, chart.name_of(statistic, language), anchor="middle"))
        parts.append(text_at(middle, bottom + 34, statistic.at[0].locator, "soft", anchor="middle", size=11.5))
        left += _slot_width(chart, slot, language)
    return "<g>" + "".join(parts) + "</g>", bottom + 44


def _bar(chart: Chart, value: Value, middle: float, zero: float, tip: float, language: str) -> str:
    """Return a bar with its label, its open top where it is a bound, and its sign where it is in doubt."""
    statistic = value.statistic
    blamed, sign = bool(chart.doubt(statistic.id)), _SIGNS.get(statistic.operator)
    half, up = 15.0, tip <= zero
    box = _box(middle, half, zero, tip)
    bound = words("chart", language)(f"operator-{statistic.operator}")
    facts = (statistic.id, statistic.printed, bound, chart.doubt(statistic.id))
    parts = [f"<title>{safe(' · '.join(fact for fact in facts if fact))}</title>"]
    if blamed:
        parts.append(f'<rect {box} fill="url(#{safe(chart.name)}-hatch)"/><rect class="edge" {box}/>')
    else:
        parts.append(f'<rect class="bar" {box}/>')
    label = tip - (11 if sign else 7) if up else tip + (20 if sign else 16)
    if sign:
        parts.append(f'<path class="open" d="M{middle - half - 7:.1f} {tip:.1f}H{middle + half + 7:.1f}"/>')
        parts.append(text_at(middle + half + 3, tip + 15 if up else tip - 5, sign))
    parts.append(text_at(middle, label, value.statistic.printed, "alarm" if blamed else "", anchor="middle", bold=blamed))
    if blamed:
        parts.append(_warning(middle, label - 22 if up else label + 8))
    return f'<g class="value" data-id="{safe(statistic.id)}">{"".join(parts)}</g>'


def _reread_bar(one: Rereading, middle: float, ends: tuple[float, float], printed: float | None, language: str) -> str:
    """Return the outline of a figure as an explanation reads it, with its label clear of that of the `printed` one."""
    zero, tip = ends
    up = tip <= zero
    over = tip - 7 if up else tip + 16
    if printed is not None and printed - _LABELLED < over < printed + 4:
        over = printed - _LABELLED
    title = f"<title>{safe(f'{one.value.statistic.id} · {_reread_text(one, language)}')}</title>"
    outline = f'<rect class="reread" {_box(middle, 19.0, zero, tip)}/>'
    label = text_at(middle, over, reread_label(one), "guess", anchor="middle")
    return f'<g class="value" data-id="{safe(one.value.statistic.id)}">{title}{outline}{label}</g>'


def _box(middle: float, half: float, zero: float, tip: float) -> str:
    place = f'x="{middle - half:.1f}" y="{min(zero, tip):.1f}"'
    return f'{place} width="{2 * half:.0f}" height="{abs(zero - tip):.1f}"'


def _warning(x: float, y: float) -> str:
    return (
        f'<path class="sign" d="M{x:.1f} {y - 8:.1f}l8 14h-16z"/>'
        f'<text class="alarm" x="{x:.1f}" y="{y + 4.5:.1f}" font-size="10" font-weight="700" text-anchor="middle">!</text>'
    )


def _break(start: str, step: str, times: int) -> str:
    return f'<path class="rule" d="{start}{step * times}"/>'


def _legend(chart: Chart, language: str, reasons: bool) -> Iterator[str]:
    texts, common = words("chart", language), words("common", language)
    statistics = [value.statistic for panel in chart.panels for value in panel.values]
    if len(chart.drawn) > 1 and not chart.shared:
        yield texts("legend-break")
    if any(item.operator != "equal" for item in statistics):
        yield texts("legend-open")
    doubted: dict[str, list[str]] = {}
    for item in statistics:
        if reason := chart.doubt(item.id):
            doubted.setdefault(reason, []).append(f"{item.period} {item.printed} ({item.at[0].locator})")
    if doubted:
        yield texts("legend-doubt")
    for reason, figures in doubted.items() if reasons else ():
        yield f"⚠ {common('pair', name=common('clauses').join(figures), text=reason)}"
    if chart.rereadings:
        yield texts("legend-reread")
    explanations = dict.fromkeys((one.cause, one.times, one.text[language]) for one in chart.rereadings)
    for cause, times, text in explanations if reasons else ():
        perhaps = common("perhaps", text=text)
        yield texts("legend-times" if times else "legend-explanation", cause=cause, times=times, text=perhaps)


def _unit_label(unit: Unit, language: str) -> str:
    name = one_of(Bilingual(unit.zh, unit.en), language)
    return unit.symbol if unit.symbol == name else f"{name} ({unit.symbol})"
