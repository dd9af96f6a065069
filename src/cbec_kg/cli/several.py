"""Commands that ask what several papers have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import cbec_kg.cli.options as options


@click.command()
@click.option("--figures", is_flag=True, help="Figures that several papers print for one quantity, and whether they agree.")
@options.format_option("text", *options.TABLE_FORMATS, "sssom", "ntriples", help="sssom: a mapping set; ntriples: as RDF.")
@options.language_option
@options.mappings_option
@options.folders_option
def align(figures: bool, form: str, lang: str, mappings: Path | None, data: options.Folders) -> None:
    """Tell which records of several papers mean the same thing, and how that is known.

    Organisations, places, reports, references and indicators are the same by an identifier that both carry, or by a
    curator's statement; what is only called the same is proposed. Nothing is merged: a source is withdrawn wherever it is
    the same, and the answer says so.

    A curator states what is the same, or is not, in an SSSOM mapping set: write the proposals with --format sssom, keep the
    rows that you have judged, with semapv:ManualMappingCuration as justification and skos:exactMatch, or Not as
    predicate_modifier, and give the file with --mappings.

    \b
    Examples:
      cbec-kg align --data tea --data coffee
      cbec-kg align --data tea --data coffee --format sssom > mappings.sssom.tsv
      cbec-kg align --data tea --data coffee --mappings mappings.sssom.tsv --figures
    """
    papers = options.papers_at(data, mappings=mappings)
    found = papers.same_figures() if figures else papers.alignment()
    if figures and form in ("sssom", "ntriples"):
        raise click.UsageError(f"--figures has no format {form}; take csv or json.")
    options.echo(found.render(form, lang))


@click.group()
def corpus() -> None:
    """Ask the evidence of more papers than memory holds, from a table of edges in Parquet.

    A store has such a table of its papers, which cbec-kg load writes; of folders corpus edges writes one.

    \b
    Examples:
      cbec-kg corpus critical --store literature
      cbec-kg corpus edges table --data tea --data coffee
      cbec-kg corpus critical table
      cbec-kg corpus whatif table --without tea-2020:ref-03
      cbec-kg corpus closure table --engine local --out closure.parquet
    """


_ENGINES = "duckdb: beyond memory; local: arrays in memory; spark://HOST:PORT: a cluster that reads the table at its path."
_STORE = "Read the table of a store that cbec-kg load made, instead of TABLE."


def _engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        options.language_option,
        options.format_option("text", *options.TABLE_FORMATS),
        options.file_option("--out", help="A .parquet or .csv file for all rows."),
        click.option("--threads", type=click.IntRange(1), help="Threads of DuckDB [default: one a processor]."),
        click.option(
            "--memory", default="4GB", show_default=True, help="Most memory of DuckDB; the rest goes to a temporary folder."
        ),
        click.option("--engine", default="duckdb", show_default=True, metavar="ENGINE", help=_ENGINES),
        click.option("--store", metavar="STORE", help=_STORE),
        click.argument("table", required=False, type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


@corpus.command()
@click.argument("table", type=click.Path(path_type=Path))
@options.mappings_option
@options.folders_option
def edges(table: Path, mappings: Path | None, data: options.Folders) -> None:
    """Write the edges of papers into the folder TABLE, and which of their sources are the same (see cbec-kg align).

    A store that cbec-kg load made has this table already.
    """
    from cbec_kg.api.literature import write_edges

    number = write_edges(options.papers_at(data, mappings=mappings), table)
    options.echo_error(f"{table}: {number} papers")


@corpus.command()
@_engine_options
def closure(table: Path | None, **asked: Any) -> None:
    """List the sources that support each statement, over any number of steps."""
    _ask(table, "closure", asked)


@corpus.command()
@click.option("--without", multiple=True, metavar="PAPER:ID", help="A reference or named source to withdraw.")
@click.option("--noticed", is_flag=True, help="Withdraw what published notices say is retracted; --notices does, too.")
@options.notices_options
@_engine_options
def whatif(table: Path | None, without: options.Names, noticed: bool, **asked: Any) -> None:
    """Tell what falls and what is weakened when sources are withdrawn, in all papers at once.

    Published notices (see cbec-kg notices) are about the papers of a --store: those that are loaded with them, and of FILE.
    """
    if noticed or options.notices_given():
        if asked["store"] is None:
            raise click.UsageError("--notices and --noticed go with --store: a table alone does not say what is cited.")
        found = options.withdrawn_in(asked["store"])
        options.echo_error(f"withdrawn by published notices: {', '.join(found) or 'nothing'}")
        if not (found or without):
            return
        without = (*without, *found)
    _ask(table, "whatif", asked | {"without": without})


@corpus.command()
@_engine_options
def critical(table: Path | None, **asked: Any) -> None:
    """Count for each source the statements that fall without it, the most critical source first."""
    _ask(table, "critical", asked)


def _ask(table: Path | None, question: str, asked: dict[str, Any]) -> None:
    from cbec_kg.api.literature import ask_literature
    from cbec_kg.api.stores import is_url

    lang, form, store = asked.pop("lang"), asked.pop("form"), asked.pop("store")
    if (table is None) == (store is None):
        raise click.UsageError("name a table of edges, or a store with --store.")
    if store is not None and is_url(store):
        raise click.UsageError(f"an endpoint has no table of edges. Write one: cbec-kg corpus edges TABLE --store {store}")
    found = ask_literature(table or Path(store), question, progress=options.echo_error, **asked)
    options.echo(found.render(form, lang))
