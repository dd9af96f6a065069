"""Papers, analysed, as bytes for another process: snapshots, audits, texts of folders, the graph, and what is stated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import msgpack

from cbec_kg.alignment.sssom import Stated
from cbec_kg.model.snapshot import Snapshot, from_bytes
from cbec_kg.store.audits import audit_bytes, audit_from_bytes

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cbec_kg.store.opening import OpenStore

Papers = Sequence[tuple[Snapshot, dict[str, Any], dict[str, str]]]
"""Of each paper the snapshot, the audit, and the texts of the files of its folder, by which lines are found."""


_MOST_IN_MEMORY = 4
"""Of how many papers a graph that is not on disk is sent."""


class SentGraph(NamedTuple):
    """Where the graph is on disk, or its statements; neither where it is not sent."""

    database: str = ""
    nquads: bytes = b""

    def open(self) -> Store:
        """Return the graph; an empty one where it was not sent."""
        from pyoxigraph import RdfFormat, Store

        if self.database:
            return Store.read_only(self.database)
        store = Store()
        store.bulk_load(self.nquads, format=RdfFormat.N_QUADS)
        return store


def sent_graph(opened: OpenStore) -> SentGraph:
    """Return the graph of a store, as far as it is on this machine and not too large."""
    from cbec_kg.store.opening import OpenStore, dumped

    if not isinstance(opened, OpenStore):
        return SentGraph()
    if opened.database is not None:
        return SentGraph(str(Path(opened.database).absolute()))
    return SentGraph("", opened.read(dumped)) if len(opened.folder_ids) <= _MOST_IN_MEMORY else SentGraph()


def packed(papers: Papers, stated: Stated, graph: SentGraph) -> bytes:
    """Return papers as bytes that `unpacked` reads."""
    parts = [(snapshot.to_bytes(), audit_bytes(audit), texts) for snapshot, audit, texts in papers]
    return msgpack.encode((parts, stated, graph))


def unpacked(content: bytes) -> tuple[Papers, Stated, SentGraph]:
    """Return what was packed."""
    paper = tuple[bytes, bytes, dict[str, str]]
    papers, stated, graph = msgpack.decode(content, type=tuple[list[paper], Stated, SentGraph])
    return [(from_bytes(snapshot), audit_from_bytes(audit), texts) for snapshot, audit, texts in papers], stated, graph
