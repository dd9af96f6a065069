"""``cbec-kg chart``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbec_kg.cli.options import data_option, folder_or_shipped, format_option, language_option

if TYPE_CHECKING:
    from cbec_kg.audit.readings import Series
    from cbec_kg.model.curated import Curation
    from cbec_kg.series.panels import Panel


@click.command()
@click.argument("indicator", required=False)
@click.option("--place", metavar="ID", help="Where, when the indicator has figures of several places.")
@click.option("--counterpart", metavar="ID", help="Traded with whom; without it, the figures that name nobody.")
@click.option("--kind", type=click.Choice(["level", "growth", "average-growth", "share", "rank"]), help="Only this kind.")
@click.option("--audit/--no-audit", "marked", default=True, help="Mark the figures that the audit blames, or leave it out.")
@format_option("text", "svg", "csv", "tsv", "json", "markdown")
@language_option
@data_option
def chart(
    indicator: str | None,
    place: str | None,
    counterpart: str | None,
    kind: str | None,
    marked: bool,
    form: str,
    lang: str,
    data: Path | None,
) -> None:
    """Draw the figures of one indicator in one place, period by period; without INDICATOR, list what can be drawn.

    Bars start at zero and are labelled as printed; figures that cannot be compared stand apart. Other forms than svg give
    the same figures as a table.

    \b
    Examples:
      cbec-kg chart
      cbec-kg chart indicator-goods-trade
      cbec-kg chart indicator-goods-trade --format svg > trade.svg
    """
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.errors import UsageError
    from cbec_kg.model.labels import record_labels
    from cbec_kg.render.console.tables import render_table
    from cbec_kg.render.svg.chart_texts import Chart, chart_table, reasons_of_blame
    from cbec_kg.render.svg.charts import chart_svg
    from cbec_kg.series.panels import panels_by_series
    from cbec_kg.store.audits import audit_of

    folder = folder_or_shipped(data)
    curation = read_curation(folder)
    series = panels_by_series(curation)
    table = "table" if form == "text" else form
    if indicator is None:
        columns, rows = _listing(series, record_labels(curation), lang)
        click.echo(render_table(columns, rows, "table" if form == "svg" else table), nl=False)
        return
    chosen = chosen_series(series, curation, indicator, place, counterpart)
    panels = tuple(panel for panel in series[chosen] if kind in (None, panel.comparability.kind))
    if not panels:
        raise UsageError(f"{indicator} has no figures of kind {kind} there. Leave out --kind to see what there is.")
    drawn = Chart(chosen, panels, record_labels(curation), reasons_of_blame(audit_of(folder), lang) if marked else None)
    if form == "svg":
        click.echo(chart_svg(drawn, lang), nl=False)
        return
    if form == "text":
        click.echo(f"{drawn.title(lang)}\n")
    click.echo(render_table(*chart_table(drawn, lang), table), nl=False)


def chosen_series(
    series: dict[Series, tuple[Panel, ...]], curation: Curation, indicator: str, place: str | None, counterpart: str | None
) -> Series:
    """Return the series that the options name.

    Raises
    ------
    UsageError
        When another kind of record is named, or there is no such series, or several: those that there are are told.
    """
    from cbec_kg.errors import UnknownIdError, UsageError
    from cbec_kg.model.records import Indicator, Statistic

    named = curation.records.get(indicator)
    if named is not None and not isinstance(named, Indicator):
        of = f" It is of {named.indicator}." if isinstance(named, Statistic) else ""
        kind = type(named).__name__.lower()
        what = f"{indicator} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}; expected is an indicator."
        raise UsageError(f"{what}{of} List those with figures: cbec-kg chart")
    if named is None:
        from difflib import get_close_matches

        raise UnknownIdError(indicator, get_close_matches(indicator, {one.indicator for one in series}, n=3, cutoff=0.4))
    own = [one for one in series if one.indicator == indicator]
    found = [one for one in own if place in (None, one.place) and one.counterpart == counterpart]
    if len(found) == 1:
        return found[0]
    there = "; ".join(
        f"--place {one.place}" + (f" --counterpart {one.counterpart}" if one.counterpart else "") for one in found or own
    )
    if not own:
        raise UsageError(f"{indicator} has no figures. List what has some with: cbec-kg chart")
    raise UsageError(f"{indicator} has {'several series' if found else 'no such series'}. Take one of: {there}")


def _listing(
    series: dict[Series, tuple[Panel, ...]], labels: dict[str, tuple[str, str]], lang: str
) -> tuple[list[str], list[list[str]]]:
    from cbec_kg.render.language.catalogue import one_of

    columns = ["indicator", "place", "counterpart", "figures", "periods", "text"]
    rows = []
    for one, panels in series.items():
        values = [value.statistic for panel in panels for value in panel.values]
        periods = sorted({value.period for value in values})
        text = one_of(labels[one.indicator], lang)
        rows.append([one.indicator, one.place, one.counterpart or "", str(len(values)), " ".join(periods), text])
    return columns, rows
