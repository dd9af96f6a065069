"""``cbec-kg query``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbec_kg.cli.options import TABLE_FORMATS, bibliography_option, folders_option, folders_or_shipped, tell
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.store.opening import OpenStore

_FORMATS = (*TABLE_FORMATS, "turtle", "json-ld", "ntriples")


def _finite(ctx: click.Context, param: click.Parameter, value: float) -> float:
    if value != value:  # NaN, which is within every range
        raise click.BadParameter("a number of seconds is expected.")
    return value


@click.command()
@click.argument("question", required=False)
@click.option("--list", "listing", is_flag=True, help="List the shipped queries with their questions and parameters.")
@click.option("--show", is_flag=True, help="Print the SPARQL text instead of running it.")
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=ID", help="Bind a variable to a record's id.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="csv-excel: for spreadsheets. [default: table; turtle for CONSTRUCT]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, max=1_000_000),
    default=30.0,
    callback=_finite,
    show_default=True,
    help="Seconds; 0 for no limit.",
)
@bibliography_option
@folders_option
def query(
    question: str | None,
    listing: bool,
    show: bool,
    parameters: tuple[str, ...],
    form: str | None,
    timeout: float,
    bibliography: Path | None,
    data: tuple[Path, ...],
) -> None:
    """Ask the graph.

    QUESTION is the name of a shipped query, a file that ends with .rq, SPARQL text, or - for standard input.

    \b
    Examples:
      cbec-kg query --list
      cbec-kg query problem-evidence --param problem=problem-talent
      cbec-kg query "SELECT ?s WHERE { ?s a cbec:Problem }" --format csv
    """
    if listing:
        _list(form)
        return
    if question is None:
        raise click.UsageError("Name a question. See them all with: cbec-kg query --list")
    text, known = _read(question)
    if show:
        click.echo(text, nl=not text.endswith("\n"))
        return
    from cbec_kg.model.iris import PREFIXES
    from cbec_kg.render.console.answers import render_answer
    from cbec_kg.store.opening import open_store
    from cbec_kg.store.sparql import bind

    opened = open_store(folders_or_shipped(data), tell, bibliography)
    bound = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"--param {parameter}: NAME=ID is expected, such as problem=problem-talent.")
        if known is not None and name not in known:
            may = ", ".join(known) or "none"
            raise UsageError(f"--param {name}: the query {question} has no such parameter; it has: {may}.")
        bound[name] = opened.iri(value)
    answer = opened.answer(bind(text, bound), timeout, PREFIXES)
    if known is None:
        _tell_unknown_terms(opened, text)
    chosen = form or ("turtle" if answer.form == "construct" else "table")
    click.echo(render_answer(answer, chosen, opened.name), nl=False)


def _tell_unknown_terms(opened: OpenStore, text: str) -> None:
    """Say which terms a query names that the ontology does not have: it would find nothing by them."""
    from cbec_kg.model.iris import PREFIXES
    from cbec_kg.store.sparql import named_iris
    from cbec_kg.store.unknown_terms import unknown_terms

    for name, near in unknown_terms(opened.store, named_iris(text, PREFIXES)).items():
        offer = f" Did you mean {', '.join(f'cbec:{term}' for term in near[:3])}?" if near else ""
        tell(f"Note: the ontology has no term cbec:{name}.{offer}")


def _read(question: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the SPARQL text and, for a shipped query, the names of its parameters."""
    from cbec_kg.queries.catalogue import is_shipped, read_query

    if is_shipped(question):
        shipped = read_query(question)
        return shipped.text, tuple(shipped.parameters)
    if question == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input"), None
    if question.endswith(".rq"):
        from cbec_kg.io.loading import read_bytes

        return _decoded(read_bytes(Path(question)), question), None
    if not any(character in question for character in "{} \n"):
        read_query(question)
    return question, None


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name}: not UTF-8. Save the query as UTF-8.") from None


def _list(form: str | None) -> None:
    from cbec_kg.queries.catalogue import read_catalogue
    from cbec_kg.render.console.tables import FORMATS, render_table

    if form not in (None, *FORMATS):
        raise UsageError(f"--format {form} is for CONSTRUCT and DESCRIBE; a list has: {', '.join(FORMATS)}.")
    rows = [[shipped.name, shipped.zh, shipped.en, " ".join(shipped.parameters)] for shipped in read_catalogue()]
    click.echo(render_table(["name", "zh", "en", "parameters"], rows, form or "table"), nl=False)
