"""Commands that ask what several papers have in common."""

from __future__ import annotations

from pathlib import Path

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
