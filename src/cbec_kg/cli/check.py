"""``cbec-kg check``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import bibliography_option, data_option, echo, paper_at


@click.command()
@click.option("--fast", is_flag=True, help="Leave out the SHACL shapes and the checks of the data cube.")
@bibliography_option
@data_option
def check(fast: bool, bibliography: Path | None, data: Path | None) -> None:
    """Report all that is wrong with a data folder, each with file and line.

    Fields, types, ids, links, anchors and reasons are checked first; a folder that passes is built in memory and held
    against the SHACL shapes, and its statistics against the 21 integrity constraints of the RDF Data Cube vocabulary.
    Ends with 2 when anything is wrong.
    """
    echo(paper_at(data, bibliography, lambda step: None).check(fast=fast).text())
