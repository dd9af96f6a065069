"""``cbec-kg chart``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, echo, format_option, language_option, paper_at


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
    paper = paper_at(data)
    if indicator is None:
        echo(paper.charts(lang).render("table" if form in ("text", "svg") else form))
    else:
        found = paper.chart(indicator, place=place, counterpart=counterpart, kind=kind, marked=marked)
        echo(found.render(form, lang))
