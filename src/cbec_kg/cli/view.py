"""``cbec-kg view``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, file_option, paper_at


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("output/explorer.html"), show_default=True, metavar="FILE",
    help="The page to write.",
)  # fmt: skip
@file_option(
    "--engine", metavar="FOLDER",
    help="The npm package oxigraph, for SPARQL in the page [default: the one that was installed with cbec-kg, if any].",
)  # fmt: skip
@click.option("--sparql/--no-sparql", default=None, help="Insist on the SPARQL engine, or leave it out (2 MB less).")
@data_option
def view(out: Path, engine: Path | None, sparql: bool | None, data: Path | None) -> None:
    """Write the interactive page: one HTML file that works with the network off."""
    page = paper_at(data).explorer(engine=engine, sparql=sparql)
    place = page.write(out)
    click.echo(f"{place}: {len(page.html.encode()) / 1024:,.0f} KiB. Open it in a browser.")
