"""``cbec-kg audit``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import echo, folders_option, format_option, language_option, papers_at

_VERDICTS = ("consistent", "within-rounding", "inconsistent", "undecidable")


@click.command()
@click.argument("statistics", nargs=-1, metavar="[STATISTIC]...")
@click.option(
    "-v", "--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="List checks of this verdict."
)
@click.option("-r", "--rule", "rules", multiple=True, metavar="RULE", help="List checks of this rule.")
@click.option("--all", "everything", is_flag=True, help="List every check.")
@format_option(
    "text", "markdown", "json", "table", "csv", "tsv",
    help="text, markdown: the report; json: all of it; table, csv, tsv: one line a check.",
)  # fmt: skip
@language_option
@folders_option
def audit(
    statistics: tuple[str, ...],
    verdicts: tuple[str, ...],
    rules: tuple[str, ...],
    everything: bool,
    form: str,
    lang: str,
    data: tuple[Path, ...],
) -> int:
    """Recompute the article's figures: which cannot all be true, which to doubt, and what single explanation clears them.

    Parts are compared with totals, growth with levels, shares with wholes, years with spans, and so on, with
    intervals of rounding and exact arithmetic. STATISTIC, an id or the locator of figures, narrows the report to the checks
    and causes of some figures. Ends with 1 when figures are inconsistent.

    \b
    Examples:
      cbec-kg audit
      cbec-kg audit stat-hangzhou-goods-trade-2019
      cbec-kg audit table1.2018
      cbec-kg audit --verdict undecidable --lang zh
      cbec-kg audit --format markdown > audit.md
    """
    report = papers_at(data).audit(*statistics, verdicts=verdicts, rules=rules, everything=everything)
    echo(report.render(form, lang))
    return 1 if report.inconsistent else 0
