"""``cbec-kg anchor``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, folder_or_shipped


@click.command()
@click.option("--paper", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The article's text.")
@click.option("--write", is_flag=True, help="Write passages.csv and anchors.csv into the data folder.")
@data_option
def anchor(paper: Path, write: bool, data: Path | None) -> int:
    """Find every record's fragment in the article's text.

    Reports each fragment that does not stand exactly once in its passage. Without --write it also says whether
    passages.csv and anchors.csv are what the text gives, and ends with 1 when they are not.
    """
    from cbec_kg.curation.passages import anchors_csv, passages_csv
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.io.loading import read_paper
    from cbec_kg.io.writing import write_file
    from cbec_kg.text.furniture import edge_furniture

    folder = folder_or_shipped(data)
    read = read_paper(paper)
    text, skip = read.text, edge_furniture(read.text, read.page_starts) if read.page_starts else []
    curation = read_curation(folder, computed=False)
    computed = {"passages.csv": passages_csv(text, skip), "anchors.csv": anchors_csv(curation, text, skip)}
    stale = [name for name, content in computed.items() if _content(folder / name) != content.encode()]
    if write:
        for name in stale:
            write_file(folder / name, computed[name])
    count = computed["anchors.csv"].count("\n") - 1
    click.echo(f"{count} anchors found, {computed['passages.csv'].count(chr(10)) - 1} passages.")
    for name in stale:
        click.echo(f"{folder / name}: {'written' if write else 'is stale. Run again with --write.'}")
    return 1 if stale and not write else 0


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
