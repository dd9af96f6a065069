"""``cbec-kg new``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import echo, file_option


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@file_option("--paper", required=True, help="The paper: text or PDF.")
@click.option("--id", "given_id", metavar="ID", help="Keeps its ids apart from others [default: from the DOI or file name].")
def new(folder: Path, paper: Path, given_id: str | None) -> None:
    """Draft a curation folder from another paper.

    FOLDER is made, or may be there and empty. Drafted are sections, references, citations and candidate statistics, all to
    be confirmed; what a sentence claims is left to you, and todo.csv lists every sentence. The folder can be checked, built,
    queried and viewed at once; cbec-kg coverage lists what is still to be done.
    """
    from cbec_kg import draft_paper

    echo(draft_paper(folder, paper, id=given_id).text())
