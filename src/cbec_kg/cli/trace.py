"""``cbec-kg trace``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import (
    bibliography_option,
    echo,
    file_option,
    folders_option,
    format_option,
    language_option,
    papers_at,
)


@click.command()
@click.argument("record")
@format_option("tree", "json", "svg")
@language_option
@file_option("--paper", help="Your own copy of the article's text.")
@bibliography_option
@folders_option
def trace(record: str, form: str, lang: str, paper: Path | None, bibliography: Path | None, data: tuple[Path, ...]) -> None:
    """Follow a statement to its sources, or a source to what it backs.

    RECORD is the id of a problem, facet, countermeasure, measure, claim, statistic, citation, reference or named source;
    a reference may be given as [9] or 9. With --paper the sentences themselves are shown, from your own copy.

    \b
    Examples:
      cbec-kg trace problem-talent
      cbec-kg trace ref-09
      cbec-kg trace facet-talent-gap-widening --paper article.txt --lang zh
    """
    echo(papers_at(data, bibliography).trace(record, text=paper).render(form, lang))
