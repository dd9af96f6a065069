"""Commands for other programs: ``cbec-kg export`` writes what they open, ``cbec-kg annotations`` takes and gives anchors."""

# no `from __future__ import annotations`: a command has that name

from pathlib import Path

import click

import cbec_kg.cli.options as options
from cbec_kg.errors import UsageError


@click.group()
def export() -> None:
    """Write what other programs open: notes for Obsidian, tables for OpenCitations, metadata for Zenodo and InvenioRDM.

    \b
    Examples:
      cbec-kg export obsidian vault
      cbec-kg export opencitations citations
      cbec-kg export zenodo --creator "Family, Given" --published 2021-08-30 --out .zenodo.json
    """


_folder_options = options.together(
    click.argument("folder", metavar="DIR", type=click.Path(path_type=Path)),
    click.option("--force", is_flag=True, help="Replace files that others wrote or changed."),
    options.language_option,
    options.bibliography_option,
    options.folders_option,
)


@export.command()
@_folder_options
def obsidian(folder: Path, force: bool, lang: str, bibliography: Path | None, data: options.Folders) -> None:
    """Write a note a record into DIR, which Obsidian opens as a vault or as a folder of one.

    Each note has the record in Chinese and English, its places, grade and verdict, and its links as properties by their kind
    (rests-on, backs, addresses ...). What stands in a curation is shown as it is: nothing of it runs or links.

    Notes are replaced when the command is run again; one that you changed is not, without --force.
    """
    made = options.papers_at(data, bibliography).export("obsidian", folder, force=force)
    options.echo(made.render("", lang))


@export.command()
@_folder_options
def opencitations(folder: Path, force: bool, lang: str, bibliography: Path | None, data: options.Folders) -> None:
    """Write the citations into DIR as OpenCitations takes them in, and as its index has them.

    metadata.csv has what is known of the works, citations.csv which cites which, index.csv the same by DOI. References of
    which neither DOI nor PubMed id is known are in no citation; how many is told.
    """
    made = options.papers_at(data, bibliography).export("opencitations", folder, force=force)
    options.echo(made.render("", lang))


_deposit_options = options.together(
    options.deposit_options,
    options.file_option("--out", help="Where to write [default: standard output]."),
    options.folders_option,
)


@export.command()
@_deposit_options
def zenodo(data: options.Folders, out: Path | None, creators: options.Names, published: str) -> None:
    """Write the metadata of a deposit at Zenodo: as .zenodo.json, or as the metadata that its interface takes."""
    _deposit("zenodo", data, out, creators, published)


@export.command()
@_deposit_options
def invenio(data: options.Folders, out: Path | None, creators: options.Names, published: str) -> None:
    """Write a record for an InvenioRDM repository, as its interface takes it."""
    _deposit("invenio", data, out, creators, published)


def _deposit(form: str, data: options.Folders, out: Path | None, creators: options.Names, published: str) -> None:
    _give(options.papers_at(data).deposit(form, creators=creators, published=published, file=out), out)


def _give(text: str, out: Path | None) -> None:
    """Print a text, or where it was written."""
    options.echo(text if out is None else f"{out}: written.\n")


@click.group()
def annotations() -> None:
    """Take annotations of Hypothes.is and W3C Web Annotations as proposed anchors, and give the anchors as such.

    \b
    Examples:
      cbec-kg annotations import hypothesis.json --paper article.txt
      cbec-kg annotations import hypothesis.json --paper article.txt --accept 3 --accept 5=claim-talent-gap
      cbec-kg annotations export --out anchors.json
      cbec-kg annotations export --format w3c --out anchors.jsonld
    """


@annotations.command("export")
@options.format_option(
    "hypothesis", "w3c", help="hypothesis: what its client imports; w3c: a collection of Web Annotations."
)
@click.option("--address", metavar="URL", default="", help="Where the article is read [default: the address of its DOI].")
@options.file_option("--out", help="Where to write [default: standard output].")
@options.paper_option
def export_command(form: str, address: str, out: Path | None, data: Path | None) -> None:
    """Write the anchors of all records; a sentence of the article is in none of them, only the short fragments."""
    _give(options.paper_at(data).annotation_export(form, address=address, file=out), out)


@annotations.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@options.text_option("The very text that the folder was anchored in")
@click.option(
    "--accept", "chosen", multiple=True, metavar="NUMBER[=ID]",
    help="Write this annotation's anchor into its record, or into the one named; repeatable.",
)  # fmt: skip
@options.format_option("text", *options.TABLE_FORMATS)
@options.language_option
@options.data_option
def import_command(file: Path, paper: Path | None, chosen: options.Names, form: str, lang: str, data: Path | None) -> int:
    """Find the places of FILE's annotations in the article, and propose them as anchors.

    FILE is JSON: what the search of Hypothes.is answers, what its client exports, or W3C Web Annotations. A quote is found
    as anchors are, white space aside; one that stands several times is decided by its context or its offsets, else left
    open. A record is meant by a tag that is its id. Nothing is written without --accept, which checks the whole folder.

    Ends with 1 when an annotation is of another article, or has no place that could be accepted.
    """
    curated = options.paper_at(data)
    found = curated.annotations(file, options.text_of(curated, paper))
    options.remember(curated, paper)
    if chosen:
        for record in found.accept(_numbered(chosen)):
            options.echo(f"{record}: written\n")
        return 0
    options.echo(found.render(form, lang))
    return 1 if found.open or found.problems else 0


def _numbered(chosen: options.Names) -> dict[int, str]:
    numbered: dict[int, str] = {}
    for text in chosen:
        number, _, record = text.partition("=")
        if not (number.isascii() and number.isdigit() and len(number) < 10) or int(number) in numbered:
            raise UsageError(f"--accept {text}: the number of an annotation is expected, each once, such as 3 or 3=claim-x.")
        numbered[int(number)] = record.strip()
    return numbered
