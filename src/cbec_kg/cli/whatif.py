"""``cbec-kg whatif``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import TABLE_FORMATS, echo, folders_option, format_option, language_option, papers_at


@click.command()
@click.option(
    "--without", "sources", multiple=True, metavar="ID", help="A reference or named source to withdraw; [9] will do."
)
@click.option(
    "--without-basis", "bases", multiple=True, type=click.Choice(["inherited", "inferred"]),
    help="Links of this basis count no more.",
)  # fmt: skip
@click.option("--only-stated", is_flag=True, help="Only what the article states itself counts.")
@click.option("--all", "everything", is_flag=True, help="List what stands and what had no support, too.")
@format_option("text", *TABLE_FORMATS, "svg", help="text: with reasons; svg: a picture of problems and facets.")
@language_option
@folders_option
def whatif(
    sources: tuple[str, ...],
    bases: tuple[str, ...],
    only_stated: bool,
    everything: bool,
    form: str,
    lang: str,
    data: tuple[Path, ...],
) -> None:
    """Tell what falls, what is weakened and what stands when sources are withdrawn, and why.

    A statement falls when it has no support left; it is weakened when some of its support is lost and some left. What backs
    only a cause, a need, an effect or the setting of a statement, or echoes it, does not support it. Without options: the
    table of all single withdrawals.

    \b
    Examples:
      cbec-kg whatif --without ref-09
      cbec-kg whatif --without 5 --without source-cbec-export-report-2020
      cbec-kg whatif --only-stated
      cbec-kg whatif
    """
    papers = papers_at(data)
    if not (sources or bases or only_stated):
        echo(papers.loads().render("table" if form in ("text", "svg") else form))
        return
    found = papers.what_if(sources, without_basis=bases, only_stated=only_stated, everything=everything)
    echo(found.render(form, lang))
