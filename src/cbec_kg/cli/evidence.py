"""``cbec-kg evidence``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import TABLE_FORMATS, echo, folders_option, format_option, language_option, papers_at


@click.command()
@click.argument("statement", required=False)
@click.option("--all", "everything", is_flag=True, help="Problems that are only mentioned too, not just the diagnosed.")
@format_option(
    "text", *TABLE_FORMATS, "svg", help="text: matrix and reading; json: all values; others: the matrix, svg as a picture."
)
@language_option
@folders_option
def evidence(statement: str | None, everything: bool, form: str, lang: str, data: tuple[Path, ...]) -> None:
    """Show which problems and facets rest on which references and named sources, by role and basis.

    STATEMENT is the id of a problem, facet, countermeasure, measure, claim or statistic; all diagnosed problems without.

    \b
    Examples:
      cbec-kg evidence
      cbec-kg evidence problem-talent
      cbec-kg evidence --format csv
    """
    echo(papers_at(data).evidence(statement, everything=everything).render(form, lang))
