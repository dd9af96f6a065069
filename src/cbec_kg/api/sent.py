"""Papers as bytes, so that another process has the questions of the API without a folder, store or endpoint of its own."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import msgpack

from cbec_kg.api.corpus import Corpus
from cbec_kg.api.workings import Workings
from cbec_kg.model.snapshot import from_bytes
from cbec_kg.store.audits import audit_bytes, audit_from_bytes

if TYPE_CHECKING:
    from cbec_kg.store.opening import OpenStore


def packed(papers: Corpus) -> bytes:
    """Return papers, analysed, as bytes that `unpacked` reads."""
    parts = [(one.snapshot.to_bytes(), audit_bytes(one.audit)) for one in papers._workings]
    return msgpack.encode((parts, papers._stated))


def unpacked(content: bytes) -> Corpus:
    """Return papers of which all is asked but by SPARQL: there is no graph, and no folder."""
    from cbec_kg.alignment.sssom import Stated

    parts, stated = msgpack.decode(content, type=tuple[list[tuple[bytes, bytes]], Stated])
    papers = Corpus([_SentWorkings(*part) for part in parts])
    papers.__dict__["_stated"] = stated
    return papers


class _SentWorkings(Workings):
    """The workings of one paper that was sent."""

    has_folder = False

    def __init__(self, snapshot: bytes, audit: bytes) -> None:
        super().__init__(Path())
        self._sent = snapshot, audit

    @cached_property
    def opened(self) -> OpenStore:
        """Return the snapshot in a store without a graph."""
        from cbec_kg.store.opening import OpenStore, load_nquads

        snapshot = from_bytes(self._sent[0])
        return OpenStore(lambda: load_nquads(""), snapshot.papers, lambda: snapshot)

    @cached_property
    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values."""
        return audit_from_bytes(self._sent[1])
