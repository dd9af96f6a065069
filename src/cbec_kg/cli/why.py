"""Commands that ask for reasons: why something follows, why a statement lacks a source, what would change it."""

from __future__ import annotations

from pathlib import Path

import click

import cbec_kg.cli.options as options
from cbec_kg.api.explaining_rows import names_query, row_of
from cbec_kg.api.questions import bound
from cbec_kg.errors import UsageError

_reasoning_options = options.together(
    click.option("--most", type=click.IntRange(min=1), default=8, show_default=True, help="Sets of a kind told."),
    click.option("--timeout", type=options.Seconds(min=0, max=1_000_000), default=60.0, show_default=True, metavar="SECONDS",
                 help="What is known by then is told; 0 for no limit."),
    options.format_option("text", "json"),
    options.language_option,
    options.rejected_option,
    options.folders_option,
)  # fmt: skip
"""Adds the options that all these commands share."""

_withdrawal_options = options.together(
    click.option("--without", "sources", multiple=True, metavar="ID", help="A reference or named source to withdraw."),
    click.option("--without-basis", "bases", multiple=True, type=click.Choice(["inherited", "inferred"]),
                 help="Links of this basis count no more."),
    options.mappings_option,
)  # fmt: skip
"""Adds the options that say what is withdrawn, as for ``whatif``."""

_query_options = options.together(
    click.option("--row", "rows", multiple=True, metavar="COLUMN=VALUE",
                 help="A value of the row of a shipped query; several narrow it down."),
    click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=ID", help="Bind a parameter of the query."),
)  # fmt: skip
"""Adds the options that name a row of a shipped query."""


@click.command()
@click.argument("subject")
@_query_options
@_withdrawal_options
@_reasoning_options
def why(
    subject: str, rows: options.Names, parameters: options.Names, sources: options.Names, bases: options.Names, most: int,
    timeout: float, form: str, lang: str, judged: bool, mappings: Path | None, data: options.Folders,
) -> None:  # fmt: skip
    """Tell from which lines of the folder something follows: the smallest sets, with file, line, passage and characters.

    SUBJECT is a statement: why each source bears on it in its role, and why it has its grade; of a figure, also why the
    audit finds what it finds. With --without: why it falls, is weakened or stands. Or SUBJECT is a finding of the audit by
    its name. Or it is a shipped query, and --row names one of its rows, by values of its columns or by its number. Of each
    set every member is needed, and the set alone suffices.

    \b
    Examples:
      cbec-kg why problem-talent
      cbec-kg why problem-talent --without 13
      cbec-kg why stat-hangzhou-goods-trade-2019 --format json
      cbec-kg why sole-source --row source=ref-13 --row statement=problem-talent
    """
    papers = options.papers_at(data, judged=judged, mappings=mappings)
    if rows or parameters or names_query(subject):
        if sources or bases:
            raise UsageError("--without and --without-basis go with a statement, not with a query.")
        explained = papers.why_row(subject, row_of(rows, "--row"), bound(parameters), most=most, timeout=timeout)
        options.echo(explained.render(form, lang))
        return
    found = papers.why(subject, without=sources, without_basis=bases, most=most, timeout=timeout)
    options.echo(found.render(form, lang))


@click.command("why-not")
@click.argument("statement")
@click.argument("source", required=False)
@_query_options
@_reasoning_options
def why_not(
    statement: str, source: str | None, rows: options.Names, parameters: options.Names, most: int, timeout: float, form: str,
    lang: str, judged: bool, data: options.Folders,
) -> int:  # fmt: skip
    """Tell why a statement does not rest on a source, or why a query does not give a row, and what is missing.

    The source may bear on it in a role that does not support it, back a part of it only, be joined to it by a link that
    readers reject (with --without-rejected), be named nowhere, or not be linked to it. Of a shipped query, --row has values
    of the row that is absent. Ends with 1 when the statement does rest on it, or the row is there.

    \b
    Examples:
      cbec-kg why-not problem-talent 5
      cbec-kg why-not problem-credit ref-09
      cbec-kg why-not conclusions --row conclusion=problem-talent
    """
    if source is None or rows or parameters:
        if source is not None:
            raise UsageError("--row and --param go with a shipped query; leave out the source.")
        if not names_query(statement):
            raise UsageError("name a source after the statement, or a shipped query with --row COLUMN=VALUE.")
        papers, values = options.papers_at(data, judged=judged), bound(rows, "--row", "COLUMN=VALUE")
        absent = papers.why_not_row(statement, values, bound(parameters), timeout=timeout)
        options.echo(absent.render(form, lang))
        return 1 if absent else 0
    found = options.papers_at(data, judged=judged).why_not(statement, source, most=most, timeout=timeout)
    options.echo(found.render(form, lang))
    return 1 if found else 0


@click.command("what-changes")
@click.argument("subject")
@_withdrawal_options
@_reasoning_options
def what_changes(
    subject: str, sources: options.Names, bases: options.Names, most: int, timeout: float, form: str, lang: str,
    judged: bool, mappings: Path | None, data: options.Folders,
) -> None:  # fmt: skip
    """Tell what would change a grade, the outcome of a withdrawal, or a finding: the smallest changes.

    SUBJECT is a statement or a finding, as for cbec-kg why. Told are the smallest withdrawals, the nearest links that could
    be added, the fewest links that would have to read otherwise, and the figures with which a contradiction would be gone.
    Whether the article bears a change out is for a reader to say.

    \b
    Examples:
      cbec-kg what-changes problem-talent
      cbec-kg what-changes problem-talent --without 13
      cbec-kg what-changes stat-hangzhou-goods-trade-2019
    """
    papers = options.papers_at(data, judged=judged, mappings=mappings)
    found = papers.what_changes(subject, without=sources, without_basis=bases, most=most, timeout=timeout)
    options.echo(found.render(form, lang))
