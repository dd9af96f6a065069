"""``cbec-kg view``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, folder_or_shipped, tell


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("output/explorer.html"), show_default=True, metavar="FILE",
    help="The page to write.",
)  # fmt: skip
@click.option(
    "--engine",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The npm package oxigraph, for SPARQL in the page [default: the one that was installed with cbec-kg, if any].",
)
@click.option("--sparql/--no-sparql", default=None, help="Insist on the SPARQL engine, or leave it out (2 MB less).")
@data_option
def view(out: Path, engine: Path | None, sparql: bool | None, data: Path | None) -> None:
    """Write the interactive page: one HTML file that works with the network off."""
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.errors import UsageError
    from cbec_kg.evidence.lines import evidence_lines
    from cbec_kg.io.writing import write_file
    from cbec_kg.model.links import links_of, statements_of
    from cbec_kg.render.explorer.asking import asking_of
    from cbec_kg.render.explorer.engine import HOW_TO_GET_IT, read_engine
    from cbec_kg.render.explorer.page import explorer_page
    from cbec_kg.store.audits import audit_of
    from cbec_kg.store.opening import open_store

    if out.is_file() and not out.read_bytes()[:64].lstrip().lower().startswith(b"<!doctype html"):
        raise UsageError(f"{out}: is there already and no page. Name another file; nothing was changed.")
    folder = folder_or_shipped(data)
    curation = read_curation(folder)
    lines = evidence_lines(links_of(curation), statements_of(curation))
    found = None if sparql is False else read_engine(engine)
    if sparql and found is None:
        raise UsageError(f"--sparql: the engine is not installed. Get it: {HOW_TO_GET_IT}")
    asking = asking_of(found, open_store([folder], tell).store) if found else None
    page = explorer_page(curation, lines, asking, audit_of(folder))
    write_file(out, page)
    click.echo(f"{out.resolve()}: {len(page.encode()) / 1024:,.0f} KiB. Open it in a browser.")
