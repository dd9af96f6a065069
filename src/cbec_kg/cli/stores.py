"""``cbec-kg load``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import click

import cbec_kg.cli.options as options


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("folders", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--remove", multiple=True, metavar="ID", help="Remove this paper or file; as often as wanted.")
@click.option("--rebuild", is_flag=True, help="Make the database anew from the papers that were checked.")
@click.option("--list", "listing", is_flag=True, help="List the papers of the store; so does STORE alone.")
@options.file_option(
    "--mappings", help="SSSOM mapping set about the papers, in the place of the one that was loaded; see cbec-kg align."
)
@options.fast_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@options.format_option(*options.TABLE_FORMATS, help="Of the list.")
def load(
    store: Path, folders: options.Folders, remove: options.Names, rebuild: bool, listing: bool, mappings: Path | None,
    fast: bool, quiet: bool, form: str,
) -> None:  # fmt: skip
    """Load papers into a store of many, a folder that --store of other commands reads.

    SOURCE is a curation folder, another store, all of whose papers are loaded, or an RDF file. Each is checked once: what is
    there under the same digest stays, a paper of the same id and another digest is replaced. The statements of a file keep
    to graphs of their own, asked with GRAPH; the shipped questions do not read them. All counts at once when everything is
    loaded; a load that was ended is taken up again by the same command. Who reads meanwhile sees the store as it was.

    What is the same in several papers is worked out with each load, from their identifiers and the mapping set; and their
    evidence is written as a table of edges, which cbec-kg corpus reads.

    \b
    Examples:
      cbec-kg load literature data ../other-paper/data
      cbec-kg load literature theirs.ttl
      cbec-kg load literature
      cbec-kg load literature --remove ass-2021-108287
      cbec-kg load literature --mappings mappings.sssom.tsv
      cbec-kg evidence --store literature
    """
    from cbec_kg.api.stores import load_store, stored_papers

    if listing or not (folders or remove or rebuild or mappings):
        options.echo(stored_papers(store).render(form))
        return
    with _Bars(quiet) as bars:
        done = load_store(
            store,
            folders,
            at=_now(),
            remove=remove,
            fast=fast,
            rebuild=rebuild,
            mappings=mappings,
            progress=bars,
            say=options.echo_error,
        )
    if not quiet:
        options.echo(done.text())


class _Bars:
    """A bar for each thing that is done, on a terminal only."""

    def __init__(self, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty()
        self.what = ""
        self.done = 0
        self.bar: Any = None

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show how much of something is done."""
        if not self.shown:
            return
        if what != self.what:
            self._end()
            self.what, self.done = what, 0
            self.bar = click.progressbar(length=of, label=what, file=sys.stderr, update_min_steps=max(1, of // 200))
            self.bar.__enter__()
        self.bar.update(done - self.done)
        self.done = done

    def _end(self) -> None:
        if self.bar is not None:
            self.bar.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._end()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
