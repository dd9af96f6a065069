"""Commands about the article's figures: the audit, charts and growth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import cbec_kg.cli.options as options

_VERDICTS = ("consistent", "within-rounding", "inconsistent", "undecidable")

_place_option = click.option("--place", metavar="ID", help="Where, when the indicator has figures of several places.")
_counterpart_option = click.option(
    "--counterpart", metavar="ID", help="Traded with whom; without it, the figures that name nobody."
)


@click.command()
@click.argument("statistics", nargs=-1, metavar="[STATISTIC]...")
@click.option(
    "-v", "--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="List checks of this verdict."
)
@click.option("-r", "--rule", "rules", multiple=True, metavar="RULE", help="List checks of this rule.")
@click.option("--all", "everything", is_flag=True, help="List every check.")
@click.option("--open", "only_open", is_flag=True, help="List what no reader has judged, as lines for verdicts.yaml.")
@click.option("--details", is_flag=True, help="Show how each cause was worked out, and what every hypothesis would do.")
@click.option(
    "--certificates", type=click.Path(path_type=Path), metavar="DIR",
    help="Write there from what each contradiction follows, as JSON and RDF, with a program and queries that check it.",
)  # fmt: skip
@options.format_option(
    "text", "markdown", "json", "table", "csv", "tsv",
    help="text, markdown: the report; json: all of it; table, csv, tsv: one line a check.",
)  # fmt: skip
@options.language_option
@options.folders_option
def audit(
    statistics: options.Names, form: str, lang: str, data: options.Folders, certificates: Path | None, **narrowed: Any
) -> int:
    """Recompute the article's figures: which cannot all be true, which to doubt, and what single explanation clears them.

    Parts are compared with totals, growth with levels, shares with wholes, years with spans, and so on, with
    intervals of rounding and exact arithmetic. The report opens with the causes in plain words. STATISTIC, an id or the
    locator of figures, narrows it to the checks and causes of some figures. Ends with 1 when figures are inconsistent.

    \b
    Examples:
      cbec-kg audit
      cbec-kg audit stat-hangzhou-goods-trade-2019
      cbec-kg audit table1.2018
      cbec-kg audit --details
      cbec-kg audit --open
      cbec-kg audit --verdict undecidable --lang zh
      cbec-kg audit --format markdown > audit.md
      cbec-kg audit --certificates certificates && python certificates/check_certificates.py certificates
    """
    report = options.papers_at(data).audit(*statistics, **narrowed)
    if certificates is not None:
        report.write_certificates(certificates)
        options.echo_error(f"{len(report.certificates)} certificates written to {certificates}.")
        if report.uncertified:
            without = ", ".join(report.uncertified)
            options.echo_error(
                f"{len(report.uncertified)} contradictions have none, since no short argument was found: {without}."
            )
    options.echo(report.render(form, lang))
    return 1 if report.inconsistent else 0


@click.command()
@click.argument("indicator", required=False)
@_place_option
@_counterpart_option
@click.option("--kind", type=click.Choice(["level", "growth", "average-growth", "share", "rank"]), help="Only this kind.")
@click.option("--audit/--no-audit", "marked", default=True, help="Mark the figures that the audit blames, or leave it out.")
@options.format_option("text", "svg", "csv", "tsv", "json", "markdown")
@options.language_option
@options.paper_option
def chart(indicator: str | None, marked: bool, form: str, lang: str, data: Path | None, **series: str | None) -> None:
    """Draw the figures of one indicator in one place, period by period; without INDICATOR, list what can be drawn.

    INDICATOR may be a printed table, too: it is drawn column by column. Bars start at zero and are labelled as printed;
    figures that cannot be compared stand apart; what an explanation of the audit reads otherwise is outlined beside the
    print. Other forms than svg give the same figures as a table.

    \b
    Examples:
      cbec-kg chart
      cbec-kg chart indicator-goods-trade
      cbec-kg chart indicator-goods-trade --format svg > trade.svg
      cbec-kg chart table-1 --format svg > table.svg
    """
    paper = options.paper_at(data)
    if indicator is None:
        options.echo(paper.charts(lang).render("table" if form in ("text", "svg") else form))
    else:
        options.echo(paper.chart(indicator, marked=marked, **series).render(form, lang))


@click.command()
@click.argument("indicator")
@click.option("--from", "first", type=click.IntRange(1, 9998), required=True, metavar="YEAR", help="The year grown from.")
@click.option("--to", "last", type=click.IntRange(2, 9999), required=True, metavar="YEAR", help="The year grown to.")
@_place_option
@_counterpart_option
@options.format_option("text", "table", "csv", "tsv", "json", "markdown")
@options.language_option
@options.paper_option
def growth(indicator: str, first: int, last: int, form: str, lang: str, data: Path | None, **series: str | None) -> int:
    """Tell how much an indicator grew from one year to another, on a comparable basis.

    Printed growth rates are multiplied along the years, and the levels of both years are divided where they are in the
    same unit; where all parts of a whole have a level and a growth, what they imply is worked out, too. All are shown, with
    the interval that rounding allows, the arithmetic, the place of each figure and, where the audit blames it, why. What is
    missing is named. Ends with 1 when there is no result.

    \b
    Examples:
      cbec-kg growth indicator-goods-trade --from 2019 --to 2020
    """
    found = options.paper_at(data).growth(indicator, first, last, **series)
    options.echo(found.render(form, lang))
    return 0 if found else 1
