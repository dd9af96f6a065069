"""``cbec-kg site``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import bibliography_option, echo, folders_option, papers_at


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--base", metavar="IRI", help="Where the site will be served [default: where the graph's IRIs are, which stay]."
)
@click.option("--pylode", is_flag=True, help="Add the ontology's documentation made by pyLODE (install cbec-kg[site]).")
@click.option("--fast", is_flag=True, help="Leave out the SHACL shapes and the checks of the data cube.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@bibliography_option
@folders_option
def site(
    folder: Path, base: str | None, pylode: bool, fast: bool, quiet: bool, bibliography: Path | None, data: tuple[Path, ...]
) -> None:
    """Write a website with a page for every resource of the graph.

    Plain files for any host: pages in Chinese and English that need no script, Turtle and JSON-LD beside each, the
    ontology, the explorer, all downloads, a sitemap, and a description in VoID and DCAT. DIR must be new, empty, or a
    site that this command wrote and nobody changed.
    """
    papers = papers_at(data, bibliography, lambda step: None)
    written = papers.site(folder, base=base, pylode=pylode, fast=fast)
    if not quiet:
        echo(written.text())
