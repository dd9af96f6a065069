"""``cbec-kg query``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cbec_kg.api.questions import bound
from cbec_kg.cli.options import (
    TABLE_FORMATS,
    Folders,
    Names,
    Seconds,
    bibliography_option,
    echo,
    echo_error,
    file_option,
    folders_option,
    papers_at,
    rdf_at,
)
from cbec_kg.errors import UsageError

_FORMATS = (*TABLE_FORMATS, "turtle", "json-ld", "ntriples")


@click.command()
@click.argument("question", required=False)
@click.option("--list", "listing", is_flag=True, help="List the shipped queries with their questions and parameters.")
@click.option("--show", is_flag=True, help="Print the SPARQL text instead of running it.")
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=ID", help="Bind a variable to a record's id.")
@click.option(
    "-f", "--format", "form", type=click.Choice(_FORMATS),
    help="csv-excel: for spreadsheets. [default: table; turtle for CONSTRUCT]",
)  # fmt: skip
@click.option(
    "--timeout", type=Seconds(min=0, max=1_000_000),
    help="Seconds; 0 for no limit. [default: 30; none for a shipped query]",
)  # fmt: skip
@click.option(
    "--memory", type=click.IntRange(min=1, max=1_000_000), metavar="MB",
    help="Megabytes of memory. [default: 512; none for a shipped query]",
)  # fmt: skip
@file_option(
    "--file", "files", multiple=True, metavar="RDF",
    help="Ask RDF instead: .ttl, .trig, .nt, .nq, .jsonld, .rdf; several make one graph.",
)  # fmt: skip
@bibliography_option
@folders_option
def query(
    question: str | None, listing: bool, show: bool, parameters: Names, form: str | None, timeout: float | None,
    memory: int | None, files: Folders, bibliography: Path | None, data: Folders,
) -> None:  # fmt: skip
    """Ask the graph.

    QUESTION is the name of a shipped query, a file that ends with .rq, SPARQL text, or - for standard input.

    \b
    Examples:
      cbec-kg query --list
      cbec-kg query problem-evidence --param problem=problem-talent
      cbec-kg query "SELECT ?s WHERE { ?s a cbec:Problem }" --format csv
      cbec-kg query --file theirs.ttl "SELECT * { ?s ?p ?o } LIMIT 9"
    """
    if listing:
        _list(form)
        return
    if question is None:
        raise click.UsageError("Name a question. See them all with: cbec-kg query --list")
    if question == "-":
        question = _standard_input()
    if show:
        from cbec_kg.api.entry import query_text

        text, _ = query_text(question)
        click.echo(text, nl=not text.endswith("\n"))
        return
    papers = rdf_at(files, data, bibliography) if files else papers_at(data, bibliography)
    answer = papers.query(question, bound(parameters), timeout=timeout, memory=memory)
    for note in answer.notes:
        echo_error(f"Note: {note}")
    echo(answer.render(form, "en") if form else answer.text())


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("standard input: not UTF-8. Save the query as UTF-8.") from None
    except OSError as error:
        fact = (error.strerror or str(error)).lower()
        raise UsageError(f"standard input: cannot be read: {fact}. Name a file, or give the query as text.") from None


def _list(form: str | None) -> None:
    from cbec_kg import shipped_queries

    if form not in (None, *TABLE_FORMATS):
        raise UsageError(f"--format {form} is for CONSTRUCT and DESCRIBE; a list has: {', '.join(TABLE_FORMATS)}.")
    echo(shipped_queries().render(form or "table"))
