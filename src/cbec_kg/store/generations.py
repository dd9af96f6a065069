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
        Papers whose statements are put in; ids of papers whose statements are taken out before.
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

    numbers = [int(entry.name) for entry in directory.generations.iterdir() if entry.name.isdigit()]
    place = directory.generations / f"{max(numbers, default=0) + 1:06d}"
    try:
        with part_folder(directory.generations) as part:
            store = _opened(part / "database", last)
            if last is not None:
                _take_out(
                    store, [*(f"{BASE}{paper}/" for paper in removed), LOADS, MATCHES, *([ONTOLOGY] if ontology else [])]
                )
            of_all = loads_nquads(manifest) + together.nquads()
            stream: Any = _Stream(_lines(added, ontology, of_all), progress)
            store.bulk_load(stream, format=RdfFormat.N_QUADS, lenient=True)  # the engine wrote it: it is valid
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


def _take_out(store: Store, prefixes: Iterable[str]) -> None:
    """Remove the graphs whose IRIs start so, and from the default graph what no other graph has."""
    from pyoxigraph import NamedNode

    named = [graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    gone = sorted({graph for graph in named for prefix in prefixes if graph.startswith(prefix)})
    if not gone:
        return
    listed = ", ".join(f"<{graph}>" for graph in gone)
    for graph in gone:
        store.update(
            f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other NOT IN ({listed})) }} }}"
        )
    for graph in gone:
        store.remove_graph(NamedNode(graph))


def _lines(added: Sequence[StagedPaper], ontology: StagedPaper | None, of_all: bytes) -> Iterator[bytes]:
    """Yield the statements of papers, the ontology and those about all papers, each with its graph and then without."""
    parts = (paper.lines() for paper in added)
    for lines in (*((ontology.lines(ONTOLOGY_GRAPH),) if ontology else ()), of_all, *parts):
        yield lines
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
