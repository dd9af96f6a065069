"""``cbec-kg anchor``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import data_option, echo, file_option, paper_at


@click.command()
@file_option("--paper", required=True, help="The article's text.")
@click.option("--write", is_flag=True, help="Write passages.csv and anchors.csv into the data folder.")
@data_option
def anchor(paper: Path, write: bool, data: Path | None) -> int:
    """Find every record's fragment in the article's text.

    Reports each fragment that does not stand exactly once in its passage. Without --write it also says whether
    passages.csv and anchors.csv are what the text gives, and ends with 1 when they are not.
    """
    anchoring = paper_at(data).anchor(paper, write=write)
    echo(anchoring.text())
    return 1 if anchoring.stale and not write else 0
