"""``cbec-kg locate``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, echo, echo_error, file_option, format_option, paper_at


@click.command()
@click.argument("records", nargs=-1)
@file_option("--paper", required=True, help="Your copy: text or PDF.")
@click.option("--all", "everything", is_flag=True, help="List what was found too, not only what was not.")
@format_option("table", "csv", "tsv", "json", "markdown")
@data_option
def locate(records: tuple[str, ...], paper: Path, everything: bool, form: str, data: Path | None) -> int:
    """Find the curated passages and anchors in your own copy of the article.

    RECORDS are ids or locators; all without. A passage is found only when every character of it stands in your copy, white
    space, width forms and page furniture aside. Ends with 1 when anything is ambiguous or not found.

    \b
    Examples:
      cbec-kg locate --paper article.pdf
      cbec-kg locate facet-talent-gap-widening 4.2.p1.s1 --paper article.txt
    """
    found = paper_at(data).locate(paper, *records, everything=everything)
    echo(found.render(form))
    echo_error(found.summary)
    return 1 if found.missing else 0
