"""``cbec-kg growth``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, echo, format_option, language_option, paper_at


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
    missing is named. Ends with 1 when there is no result.

    \b
    Examples:
      cbec-kg growth indicator-goods-trade --from 2019 --to 2020
    """
    found = paper_at(data).growth(indicator, first, last, place=place, counterpart=counterpart)
    echo(found.render(form, lang))
    return 0 if found else 1
