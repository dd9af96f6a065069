"""``cbec-kg references``: the list of references, filling it from bibliographic files, and taking it elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from cbec_kg.cli.options import (
    F,
    checkout_data,
    data_option,
    echo,
    file_option,
    format_option,
    language_option,
    notices_options,
    paper_at,
    paper_option,
    reads_store,
)
from cbec_kg.errors import UsageError

DEFAULT_STORE = Path("cbec-kg-bibliography.json")
"""File of supplied references where no data folder is named: the bundled folder is not written to."""

_FORMS = ("bibtex", "csl-json", "ris", "endnote", "endnote-xml", "noteexpress", "refworks", "gbt7714", "csv")

_supplied_option = file_option(
    "--bibliography",
    help=f"Supplied references [default: bibliography.json in the data folder; {DEFAULT_STORE} here for the bundled paper].",
)


def _list_options(command: F) -> F:
    style = click.option(
        "--style", type=click.Choice(["gbt7714", "apa"]), help="GB/T 7714-2015 or APA 7 [default: gbt7714 for zh, else apa]."
    )
    form = format_option(
        "text", "json", "csl-json", "markdown", help="csl-json: the supplied ones alone, to take elsewhere."
    )
    return style(form(language_option(_supplied_option(notices_options(paper_option(command))))))


@click.group(invoke_without_command=True)
@_list_options
@click.pass_context
def references(ctx: click.Context, /, **listing: Any) -> None:
    """Show the list of references, or fill it from your own bibliographic files.

    Without a command the list is printed: what was supplied, formatted by style; "unknown" for the rest; and where each
    reference is cited.

    \b
    Examples:
      cbec-kg references --lang zh
      cbec-kg references template --format bib --out refs.bib
      cbec-kg references import refs.bib --by "Your Name"
      cbec-kg references export --format ris --out refs.ris
      cbec-kg query unknowns --bibliography cbec-kg-bibliography.json
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_command, **listing)
    elif any(ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE for name in listing):
        raise click.UsageError(f"Options go behind the command: cbec-kg references {ctx.invoked_subcommand} ...")


@references.command("list")
@_list_options
def list_command(style: str | None, form: str, lang: str, bibliography: Path | None, data: Path | None) -> None:
    """Print the list of references with the places that cite them."""
    place = _place(bibliography, data)
    there = place is None or bibliography is not None or place.exists()
    listed = paper_at(data).reference_list(style or "", store=place if there else None)
    echo(listed.render(form, lang))
    if form == "csl-json":
        click.echo(listed.summary(lang), err=True)


def _place(bibliography: Path | None, data: Path | None) -> Path | None:
    """Return the file of supplied references; None for the one in the data folder, or in the folder of a store."""
    named = data is not None or reads_store() or checkout_data() is not None
    return bibliography or (None if named else DEFAULT_STORE)


@references.command()
@format_option("bib", "csl-json", "csv")
@file_option("--out", help="Where to write [default: standard output].")
@paper_option
def template(form: str, out: Path | None, data: Path | None) -> None:
    """Write a skeleton of all references, with the places that cite each, to fill in and import.

    What is left empty stays unknown.
    """
    paper = paper_at(data)
    if out is None:
        echo(paper.reference_template(form))
    else:
        paper.reference_template(form, out)
        click.echo(f"{out}: written. Fill it in, then: cbec-kg references import {out}")


@references.command()
@format_option("bibtex", "ris", "csl-json")
@file_option("--out", help="Where to write [default: standard output].")
@language_option
@_supplied_option
@notices_options
@paper_option
def export(form: str, out: Path | None, lang: str, bibliography: Path | None, data: Path | None) -> None:
    """Write the supplied references for a bibliographic program, each with a note of what it backs and where.

    An import of the file leaves these notes out. References of which nothing is known are not written.
    """
    place = _place(bibliography, data)
    there = place is None or bibliography is not None or place.exists()
    text = paper_at(data).reference_export(form, lang, store=place if there else None, file=out)
    if out is None:
        echo(text)
    else:
        click.echo(f"{out}: written.")


@references.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "source_form", type=click.Choice(_FORMS),
              help="The file's format [default: found out from content and suffix].")  # fmt: skip
@click.option("--map", "mapped", multiple=True, metavar="KEY=NUMBER", help="Which reference the entry KEY is; repeatable.")
@click.option("--in-order", is_flag=True, help="The k-th entry is [k]; only when there are as many as references.")
@click.option("--replace", is_flag=True, help="Replace what was supplied before and differs.")
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--by", metavar="NAME", help="Who supplies the entries, for their provenance [default: unknown].")
@click.option("--date", metavar="YYYY-MM-DD", help="Day of the import [default: today, UTC].")
@format_option("table", "csv", "tsv", "json", "markdown")
@_supplied_option
@data_option
def import_command(
    file: Path, source_form: str | None, mapped: tuple[str, ...], date: str | None, form: str,
    bibliography: Path | None, data: Path | None, **settings: Any,
) -> int:  # fmt: skip
    """Attach the entries of FILE to the article's references by their number.

    FILE is BibTeX or BibLaTeX (these need pandoc: pip install 'cbec-kg[documents]'), CSL-JSON, RIS, EndNote, NoteExpress,
    RefWorks, a list in GB/T 7714 such as CNKI exports, or the filled-in template. An entry carries its number as key or id
    (ref07, ref-7, [7], 7), as citation-number, as label (RIS: ID, LB, U1) or in a note (ref=7); else name it with --map, an
    entry without key by its place: --map '#3=7'.

    An entry that cannot be read is told with its line and costs no other (exit 1). Nothing is written when none can be read
    (exit 2), or one differs from what was supplied before (exit 1) unless --replace is given. Exit 1 too when no entry has a
    number.
    """
    report = paper_at(data).import_references(
        file, date=datetime.now(UTC).date().isoformat() if date is None else date, store=_place(bibliography, data),
        form=source_form, mapping=_mapping(mapped), **settings,
    )  # fmt: skip
    echo(report.render(form))
    click.echo(report.verdict, err=form != "table")
    return 1 if report.failed else 0


def _mapping(mapped: tuple[str, ...]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in mapped:
        key, equals, number = pair.rpartition("=")
        if not equals or not key:
            raise UsageError(f"--map {pair}: KEY=NUMBER is expected, such as tea2019=7.")
        if key in mapping:
            raise UsageError(f"--map {pair}: the key or the number is mapped already. Give each once.")
        mapping[key] = number
    return mapping
