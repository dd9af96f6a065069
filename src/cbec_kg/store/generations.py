"""A new generation of a store's database: that of the last one by hard links, with papers taken out and put in.

The last generation is not touched. What is made here counts only when the store's pointer names it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg.errors import OutputError
from cbec_kg.io.durable import part_folder, put_in_place, write_flushed
from cbec_kg.model.iris import BASE, ONTOLOGY
from cbec_kg.rdf.mappings import GRAPH as MATCHES
from cbec_kg.store.layout import MANIFEST, Generation, Manifest, StoreDirectory
from cbec_kg.store.provenance import LOADS, loads_nquads
from cbec_kg.store.staging import ONTOLOGY_GRAPH, StagedPaper
from cbec_kg.store.together import Together

if TYPE_CHECKING:
    from pyoxigraph import Store

_GRAPH_OF_LINE = re.compile(rb" <[^ <>]*> \.\n")

MANY_STATEMENTS = 500_000
"""How many statements go into one file of each index; of more, an engine looks for one in several files."""

Progress = Callable[[int], None]
"""Is called with the number of statements that were read since the last call."""


def make_generation(
    directory: StoreDirectory,
    last: Generation | None,
    manifest: Manifest,
    added: Sequence[StagedPaper],
    removed: Sequence[str],
    ontology: StagedPaper | None,
    together: Together,
    current: Generation | None,
    progress: Progress = lambda statements: None,
) -> Generation:
    """Return a new generation, flushed to disk, which nothing names yet.

    Parameters
    ----------
    last : Generation or None
        Whose database it starts from; None to start from nothing.
    manifest : Manifest
        What the new generation has.
    added, removed : sequences
        Papers and files whose statements are put in; ids of those whose statements are taken out before.
    ontology : StagedPaper or None
        Whose ontology takes the place of the one that is there; None to leave that.
    together : Together
        What is said of the papers together; `current`, if any, has files of the same papers.

    Raises
    ------
    UsageError, DataError
        When a paper's files are damaged; when the mapping set is wrong.
    OutputError
        When the disk cannot take it.
    """
    from pyoxigraph import RdfFormat

    numbers = [int(entry.name) for entry in directory.generations.iterdir() if entry.name.isdecimal()]
    place = directory.generations / f"{max(numbers, default=0) + 1:06d}"
    try:
        with part_folder(directory.generations) as part:
            store = _opened(part / "database", None if last is None else directory.regular(last))
            if last is not None:
                also = [LOADS, MATCHES, *([ONTOLOGY] if ontology else [])]
                _take_out(store, last.manifest, removed, also)
            of_all = loads_nquads(manifest) + together.nquads()
            stream: Any = _Stream(_lines(added, ontology, of_all), progress)
            store.bulk_load(stream, format=RdfFormat.N_QUADS, lenient=True)  # the engine wrote it: it is valid
            new = sum(one.receipt.statements for one in added)
            if new > MANY_STATEMENTS and 2 * new > sum(paper.statements for paper in manifest.papers):
                store.optimize()  # what is most of a store is put in order once, so that every query reads less
            store.flush()
            del store
            together.write(part, current)
            write_flushed(part / MANIFEST, _as_json(manifest))
            put_in_place(part, place)
    except (OSError, RuntimeError) as error:
        raise OutputError(
            f"{directory.folder}: not written: {str(error).lower()}; the store is as it was. Make room, then load again: "
            "what was checked is not checked again."
        ) from None
    return Generation(place, manifest)


def _opened(database: Path, last: Generation | None) -> Store:
    from pyoxigraph import Store

    if last is not None:
        Store.read_only(str(last.database)).backup(str(database))
    return Store(str(database))


def _take_out(store: Store, before: Manifest, removed: Iterable[str], also: Iterable[str]) -> None:
    """Remove the graphs of papers and files, and others by their IRIs; from the default graph what no other graph has.

    A file's statements are in its own graphs alone, so that none of them counts as another graph's.
    """
    from pyoxigraph import NamedNode

    of_files = {graph for file in before.files for graph in file.graphs or ()}
    out = [before.everything[name] for name in removed]
    files = {graph for one in out for graph in one.graphs or ()}
    starts = (*(f"{BASE}{one.id}/" for one in out if one.graphs is None), *also)
    named = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    papers = sorted(graph for graph in named - of_files if graph.startswith(starts))
    listed = ", ".join(f"<{graph}>" for graph in (*papers, *sorted(of_files)))
    for graph in papers:
        store.update(
            f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other NOT IN ({listed})) }} }}"
        )
    for graph in (*papers, *sorted(files)):
        store.remove_graph(NamedNode(graph))


def _lines(added: Sequence[StagedPaper], ontology: StagedPaper | None, of_all: bytes) -> Iterator[bytes]:
    """Yield the statements of the ontology, those about all papers, and of papers, each with its graph and then without;
    those of files with their graphs alone.
    """
    parts = ((one.lines(), one.is_file) for one in added)
    first = ((ontology.lines(ONTOLOGY_GRAPH), False),) if ontology else ()
    for lines, of_file in (*first, (of_all, False), *parts):
        yield lines
        if not of_file:
            yield re.sub(_GRAPH_OF_LINE, b" .\n", lines)


class _Stream(io.RawIOBase):
    """Pieces as one file to be read; says how many statements a piece has when it begins."""

    def __init__(self, pieces: Iterator[bytes], progress: Progress) -> None:
        self.pieces = pieces
        self.progress = progress
        self.piece = io.BytesIO()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, none at the end."""
        found = self.piece.read(size)
        while not found:
            piece = next(self.pieces, None)
            if piece is None:
                return b""
            self.progress(piece.count(b"\n"))
            self.piece = io.BytesIO(piece)
            found = self.piece.read(size)
        return found


def _as_json(manifest: Manifest) -> bytes:
    from msgspec import json

    return json.format(json.encode(manifest), indent=1)
