"""``cbec-kg references``: the list of references, and filling it from the user's own bibliographic files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from cbec_kg.cli.options import data_option, folder_or_shipped, format_option, language_option
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.bibliography.entries import Bibliography
    from cbec_kg.bibliography.supplied import Outcome

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_STORE = Path("cbec-kg-bibliography.json")
"""Where supplied references are kept when no data folder is named: the shipped folder is not written to."""


def _store_option(command: F) -> F:
    return click.option(
        "--store", "--bibliography", "store", type=click.Path(path_type=Path), metavar="FILE",
        help=f"The kept bibliography [default: bibliography.json in the --data folder, else {DEFAULT_STORE} here].",
    )(command)  # fmt: skip


def _list_options(command: F) -> F:
    style = click.option(
        "--style", type=click.Choice(["gbt7714", "apa"]), help="GB/T 7714-2015 or APA 7 [default: gbt7714 for zh, else apa]."
    )
    form = click.option(
        "-f", "--format", "form", type=click.Choice(["text", "json", "csl-json", "markdown"]), default="text",
        show_default=True, help="csl-json: the supplied ones alone, to take elsewhere.",
    )  # fmt: skip
    return style(form(language_option(_store_option(data_option(command)))))


@click.group(invoke_without_command=True)
@_list_options
@click.pass_context
def references(ctx: click.Context, style: str | None, form: str, lang: str, store: Path | None, data: Path | None) -> None:
    """Show the list of references, or fill it from your own bibliographic files.

    Without a command the list is printed: what was supplied, formatted by style; "unknown" for the rest; and where each
    reference is cited.

    \b
    Examples:
      cbec-kg references --lang zh
      cbec-kg references template --format bib --out refs.bib
      cbec-kg references import refs.bib --by "Your Name"
      cbec-kg query unknowns --bibliography cbec-kg-bibliography.json
    """
    if ctx.invoked_subcommand is None:
        _print_list(style, form, lang, store, data)
    elif any(ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE for name in ctx.params):
        raise click.UsageError(f"Options go behind the command: cbec-kg references {ctx.invoked_subcommand} ...")


@references.command("list")
@_list_options
def list_command(style: str | None, form: str, lang: str, store: Path | None, data: Path | None) -> None:
    """Print the list of references with the places that cite them."""
    _print_list(style, form, lang, store, data)


def _place(store: Path | None, data: Path | None) -> Path:
    from cbec_kg.bibliography.supplied import FILE

    return store if store is not None else data / FILE if data is not None else DEFAULT_STORE


def _kept(place: Path, known: list[int], must_exist: bool) -> Bibliography:
    from cbec_kg.bibliography.supplied import read_bibliography

    return read_bibliography(place, known) if must_exist or place.exists() else {}


def _print_list(style: str | None, form: str, lang: str, store: Path | None, data: Path | None) -> None:
    from cbec_kg.bibliography import listing
    from cbec_kg.bibliography.supplied import bibliography_path, to_json
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.render.console import references as texts
    from cbec_kg.render.console.tables import to_json as value_json
    from cbec_kg.render.console.tables import visible

    folder = folder_or_shipped(data)
    curation = read_curation(folder)
    place = _place(store, data)
    if store is None and data is None and not place.exists():
        place = bibliography_path(folder) or place
    kept = _kept(place, listing.reference_numbers(curation), store is not None)
    listed = listing.list_references(curation, kept)
    style = style or ("gbt7714" if lang == "zh" else "apa")
    if form == "csl-json":
        click.echo(to_json(kept.values()), nl=False)
        click.echo(texts.summary(listed, lang), err=True)
    elif form == "json":
        click.echo(value_json(listing.to_values(listed, style)), nl=False)
    else:
        render = texts.render_markdown if form == "markdown" else texts.render_text
        click.echo("\n".join(visible(line) for line in render(listed, style, lang).split("\n")), nl=False)


@references.command()
@click.option("-f", "--format", "form", type=click.Choice(["bib", "csl-json", "csv"]), default="bib", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write [default: standard output].")
@data_option
def template(form: str, out: Path | None, data: Path | None) -> None:
    """Write a skeleton of all references, with the places that cite each, to fill in and import.

    What is left empty stays unknown.
    """
    from cbec_kg.bibliography.listing import list_references
    from cbec_kg.bibliography.template import render_template
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.io.writing import write_file

    text = render_template(list_references(read_curation(folder_or_shipped(data)), {}), form)
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists():
        raise UsageError(f"{out}: is there already and may be filled in. Name another file.")
    write_file(out, text)
    click.echo(f"{out}: written. Fill it in, then: cbec-kg references import {out}")


@references.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "source_form", type=click.Choice(["bibtex", "csl-json", "ris", "csv"]),
              help="The file's format [default: found out from content and suffix].")  # fmt: skip
@click.option("--map", "mapped", multiple=True, metavar="KEY=NUMBER", help="Which reference the entry KEY is; repeatable.")
@click.option("--in-order", is_flag=True, help="The k-th entry is [k]; only when there are as many as references.")
@click.option("--replace", is_flag=True, help="Replace what was supplied before and differs.")
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--by", metavar="NAME", help="Who supplies the entries, for their provenance [default: unknown].")
@click.option("--date", metavar="YYYY-MM-DD", help="Day of the import [default: today, UTC].")
@format_option("table", "csv", "tsv", "json", "markdown")
@_store_option
@data_option
def import_command(
    file: Path, source_form: str | None, mapped: tuple[str, ...], in_order: bool, replace: bool, dry_run: bool,
    by: str | None, date: str | None, form: str, store: Path | None, data: Path | None,
) -> int:  # fmt: skip
    """Attach the entries of FILE to the article's references by their number.

    FILE is BibTeX, CSL-JSON, RIS or the filled-in template. An entry carries its number as key or id (ref07, ref-7, [7],
    7), as citation-number, as label (RIS: ID, LB, U1) or in a note (ref=7); else name it with --map.

    Nothing is written when an entry is broken (exit 2), or differs from what was supplied before (exit 1) unless --replace
    is given. Exit 1 too when no entry has a number.
    """
    from cbec_kg.bibliography.formats import read_file
    from cbec_kg.bibliography.listing import reference_numbers
    from cbec_kg.bibliography.matching import match_entries
    from cbec_kg.bibliography.supplied import merge, to_json
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.io.writing import write_file
    from cbec_kg.render.console.tables import render_table

    day, name, mapping = _day(date), _supplier(by), _mapping(mapped)
    known = reference_numbers(read_curation(folder_or_shipped(data)))
    place = _place(store, data)
    kept = _kept(place, known, must_exist=False)
    read = read_file(file, source_form)
    matches = match_entries(read, known, mapping, in_order)
    merged, outcomes = merge(kept, read, matches, date=day, by=name, replace=replace)
    rows = [_row(outcome) for outcome in outcomes]
    click.echo(render_table(("entry", "line", "number", "result", "why"), rows, form), nl=False)
    done = [outcome.result for outcome in outcomes]
    conflicts, changed = done.count("conflict"), merged != kept
    said = f"{len(merged)} of {len(known)} references supplied in {place}"
    if conflicts:
        verdict = f"{conflicts} in conflict; nothing was written. Use --replace to take the new values."
    elif done.count("not matched") == len(done):
        verdict = "no entry was matched; nothing was written. Number the entries or use --map KEY=NUMBER."
    elif not changed:
        verdict = f"nothing new; {said}."
    elif dry_run:
        verdict = f"nothing was written (--dry-run); would be {said}."
    else:
        write_file(place, to_json(merged.values()))
        verdict = f"{said}."
    click.echo(verdict, err=form != "table")
    return 1 if conflicts or done.count("not matched") == len(done) else 0


def _row(outcome: Outcome) -> list[str]:
    match = outcome.match
    left_out = f"; left out: {', '.join(match.entry.left_out)}" if match.entry.left_out else ""
    number = "" if match.number is None else f"[{match.number}]"
    return [match.entry.key, str(match.entry.line), number, outcome.result, outcome.why + left_out]


def _day(date: str | None) -> str:
    from cbec_kg.bibliography.supplied import is_day

    if date is None:
        return datetime.now(UTC).date().isoformat()
    if not is_day(date):
        raise UsageError(f"--date {date}: a day is expected, such as 2021-08-30.")
    return date


def _supplier(by: str | None) -> str | None:
    if by is None:
        return None
    name = " ".join(by.split())
    if not name or not name.isprintable():
        raise UsageError("--by: a name of printable characters is expected.")
    return name


def _mapping(mapped: tuple[str, ...]) -> dict[str, int]:
    from cbec_kg.bibliography.numbers import number_in

    mapping: dict[str, int] = {}
    for pair in mapped:
        key, equals, text = pair.rpartition("=")
        number = number_in(text)
        if not equals or not key or number is None:
            raise UsageError(f"--map {pair}: KEY=NUMBER is expected, such as tea2019=7.")
        if key in mapping or number in mapping.values():
            raise UsageError(f"--map {pair}: the key or the number is mapped already. Give each once.")
        mapping[key] = number
    return mapping
