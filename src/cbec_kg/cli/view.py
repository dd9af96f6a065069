"""``cbec-kg view``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, folder_or_shipped


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("output/explorer.html"), show_default=True, metavar="FILE",
    help="The page to write.",
)  # fmt: skip
@data_option
def view(out: Path, data: Path | None) -> None:
    """Write the interactive page: one HTML file that works with the network off."""
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.doors.writing import write_file
    from cbec_kg.errors import UsageError
    from cbec_kg.evidence.lines import evidence_lines
    from cbec_kg.evidence.links import links_of, statements_of
    from cbec_kg.store.audits import audit_of
    from cbec_kg.views.explorer import explorer_page

    if out.is_file() and not out.read_bytes()[:64].lstrip().lower().startswith(b"<!doctype html"):
        raise UsageError(f"{out}: is there already and no page. Name another file; nothing was changed.")
    folder = folder_or_shipped(data)
    curation = read_curation(folder)
    lines = evidence_lines(links_of(curation), statements_of(curation))
    page = explorer_page(curation, lines, audit_of(folder))
    write_file(out, page)
    click.echo(f"{out.resolve()}: {len(page.encode()) / 1024:,.0f} KiB. Open it in a browser.")
