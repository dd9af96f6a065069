"""``cbec-kg growth``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, folder_or_shipped, format_option, language_option


@click.command()
@click.argument("indicator")
@click.option("--from", "first", type=click.IntRange(1, 9998), required=True, metavar="YEAR", help="The year grown from.")
@click.option("--to", "last", type=click.IntRange(2, 9999), required=True, metavar="YEAR", help="The year grown to.")
@click.option("--place", metavar="ID", help="Where, when the indicator has figures of several places.")
@click.option("--counterpart", metavar="ID", help="Traded with whom; without it, the figures that name nobody.")
@format_option("text", "table", "csv", "tsv", "json", "markdown")
@language_option
@data_option
def growth(
    indicator: str,
    first: int,
    last: int,
    place: str | None,
    counterpart: str | None,
    form: str,
    lang: str,
    data: Path | None,
) -> int:
    """Tell how much an indicator grew from one year to another, on a comparable basis.

    Printed growth rates are multiplied along the years, and the levels of both years are divided where they are in the
    same unit; where all parts of a whole have a level and a growth, what they imply is worked out, too. All are shown, with
    the interval that rounding allows, the arithmetic, the place of each figure and, where the audit blames it, why. What is
    missing is said. Ends with 1 when there is no result.

    \b
    Examples:
      cbec-kg growth indicator-goods-trade --from 2019 --to 2020
    """
    from cbec_kg.audit.facts import facts_of
    from cbec_kg.cli.chart import chosen_series
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.errors import UsageError
    from cbec_kg.model.labels import record_labels
    from cbec_kg.model.records import Statistic
    from cbec_kg.render.console.growth import COLUMNS, growth_rows, growth_value, render_growth
    from cbec_kg.render.console.tables import render_table, to_json
    from cbec_kg.render.svg.chart_texts import Chart, reasons_of_blame
    from cbec_kg.series.growth import growth_between
    from cbec_kg.series.panels import panels_by_series
    from cbec_kg.store.audits import audit_of

    if first >= last:
        raise UsageError(f"--from {first} is not before --to {last}. Give the earlier year first.")
    folder = folder_or_shipped(data)
    curation = read_curation(folder)
    panels = panels_by_series(curation)
    series = chosen_series(panels, curation, indicator, place, counterpart)
    answer = growth_between(facts_of(curation), series, first, last)
    statistics = {item.id: item for item in curation.of(Statistic)}
    blamed = reasons_of_blame(audit_of(folder), lang)
    if form == "json":
        click.echo(to_json(growth_value(answer, statistics, blamed, lang)), nl=False)
    elif form == "text":
        title = f"{Chart(series, panels[series], record_labels(curation), None).title(lang)}, {first} → {last}"
        click.echo(render_growth(title, answer, statistics, blamed, lang), nl=False)
    else:
        click.echo(render_table(COLUMNS, growth_rows(answer, statistics, blamed, lang), form), nl=False)
    return 0 if answer.results else 1
