"""``cbec-kg build``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cbec_kg.cli.options import bibliography_option, echo, folders_option, papers_at


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("output"), show_default=True, metavar="FOLDER",
    help="Where to write.",
)  # fmt: skip
@click.option("--fast", is_flag=True, help="Leave out the SHACL shapes and the checks of the data cube.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@bibliography_option
@folders_option
def build(out: Path, fast: bool, quiet: bool, bibliography: Path | None, data: tuple[Path, ...]) -> None:
    """Write the graph, its exports and the explorer.

    Reads and checks the data folder, builds the named graphs, and writes Turtle, JSON-LD, N-Quads, the statistics as an
    RDF Data Cube, GraphML, GEXF, CSV tables, Web Annotations and the interactive page. Nothing is written when the data
    has a problem. With several folders each gets a folder of its own, and graph.ttl and graph.nq join them.
    """
    progress = _Progress(quiet, max(1, len(data)))
    built = papers_at(data, bibliography, progress).build(out, fast=fast)
    progress.clear()
    if not quiet:
        echo(built.text())


class _Progress:
    """Says each step on standard error, over the last one in a terminal, line by line elsewhere."""

    def __init__(self, quiet: bool, folders: int) -> None:
        self.quiet = quiet
        self.steps = 0
        self.total = 7 * folders + 1
        self.terminal = sys.stderr.isatty()

    def __call__(self, step: str) -> None:
        """Say that a step begins."""
        self.steps += 1
        if not self.quiet:
            start, end = ("\r\x1b[K", "") if self.terminal else ("", "\n")
            click.echo(f"{start}[{self.steps}/{self.total}] {step} ...{end}", nl=False, err=True)

    def clear(self) -> None:
        """Take the last step off the terminal."""
        if not self.quiet and self.terminal:
            click.echo("\r\x1b[K", nl=False, err=True)
