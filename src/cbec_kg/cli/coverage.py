"""``cbec-kg coverage``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, echo, file_option, format_option, paper_at


@click.command()
@file_option("--paper", required=True, help="The article's text.")
@click.option("--all", "everything", is_flag=True, help="List every item with what accounts for it, not only gaps.")
@format_option("table", "csv", "tsv", "markdown", "json")
@data_option
def coverage(paper: Path, everything: bool, form: str, data: Path | None) -> int:
    """Tell whether the whole article is curated.

    Every passage is covered by a statement or listed as asserting nothing; every number is a statistic or is none for a
    reason; every marker [n] is a citation; every statement in a marked sentence rests on that citation or is listed as not
    backed. Prints percentages by section and every gap; ends with 1 when there is one.
    """
    report = paper_at(data).coverage(paper, everything=everything)
    echo(report.render(form))
    return 1 if report.coverage.gaps else 0
