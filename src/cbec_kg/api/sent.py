"""Papers as another process has them, without a folder, store or endpoint of its own: for all questions but SPARQL."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg.api.corpus import Corpus
from cbec_kg.api.workings import Workings
from cbec_kg.errors import CbecError
from cbec_kg.store import transfer

if TYPE_CHECKING:
    from cbec_kg.curation.field_lines import FieldLines
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.store.opening import OpenStore


def packed(papers: Corpus) -> bytes:
    """Return papers, analysed, as bytes that `unpacked` reads."""
    parts = [(one.snapshot, one.audit, _texts(one)) for one in papers._workings]
    return transfer.packed(parts, papers._stated, transfer.sent_graph(papers._opened))


def _texts(paper: Workings) -> dict[str, str]:
    """Return the texts of a paper's folder; none of one that was broken since: only its lines are then missing."""
    try:
        return paper.written.texts()
    except CbecError:
        return {}


def unpacked(content: bytes) -> Corpus:
    """Return the papers that were packed; there is no folder, and the graph is opened when it is first asked for."""
    from cbec_kg.store.opening import OpenStore, join_stores

    parts, stated, graph = transfer.unpacked(content)
    workings = [_SentWorkings(*part) for part in parts]
    joint = join_stores([one.opened for one in workings])
    papers = Corpus(workings, opened=OpenStore(graph.open, joint.folder_ids, lambda: joint.snapshot))
    papers.__dict__["_stated"] = stated
    return papers


class _SentWorkings(Workings):
    """The workings of one paper that was sent."""

    has_folder = False

    def __init__(self, snapshot: Snapshot, audit: dict[str, Any], texts: dict[str, str]) -> None:
        super().__init__(Path())
        self._sent, self._audit, self._texts = snapshot, audit, texts

    @cached_property
    def opened(self) -> OpenStore:
        """Return the snapshot in a store without a graph."""
        from cbec_kg.store.opening import OpenStore, load_nquads

        return OpenStore(lambda: load_nquads(""), self._sent.papers, lambda: self._sent)

    @cached_property
    def written(self) -> FieldLines:
        """Return in which lines of the folder's files the records stand, with their fields."""
        from cbec_kg.curation.field_lines import FieldLines

        return FieldLines(self._texts.get)

    @property
    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values."""
        return self._audit
