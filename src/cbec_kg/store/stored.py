"""The papers of a store directory, opened to be read: all of them by the store's database, one of them in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import UsageError
from cbec_kg.store.layout import Manifest, StoreDirectory, damaged_paper, open_database
from cbec_kg.store.opening import OpenStore, load_nquads
from cbec_kg.store.staging import DATA, ONTOLOGY_GRAPH, StagedPaper, find_staged

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cbec_kg.model.snapshot import Snapshot


class StoredPapers:
    """One generation of a store, which stays as it is while this object is there, whatever is loaded meanwhile.

    Raises
    ------
    UsageError, UnavailableError
        When the store cannot be read (`StoreDirectory.open_to_read`), or has no paper.
    """

    def __init__(self, folder: Path) -> None:
        self.directory = StoreDirectory(folder)
        self.generation, self._lock = self.directory.open_to_read()
        if not self.manifest.everything:
            raise UsageError(f"{folder}: has no paper. Load one: cbec-kg load {folder} FOLDER")

    @property
    def manifest(self) -> Manifest:
        """Return which papers there are, and how they came."""
        return self.generation.manifest

    def ids(self, papers: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the ids of papers, of all where none is named; UsageError for what is none."""
        known = self.manifest.by_id
        for paper in papers:
            if paper not in known:
                raise UsageError(f"{self.directory.folder}: has no paper {paper!r}; it has: {', '.join(known)}.")
        return tuple(dict.fromkeys(papers)) or tuple(known)

    def data(self, paper: str) -> Path:
        """Return where the copy of a paper's curation folder is."""
        return self.directory.paper(self.manifest.by_id[paper].digest) / DATA

    def staged(self, paper: str) -> StagedPaper:
        """Return a paper's files; UsageError when they are not there."""
        found = find_staged(self.directory, self.manifest.by_id[paper].digest)
        if found is None:
            raise damaged_paper(self.directory, self.manifest.by_id[paper])
        return found

    def opened(self) -> OpenStore:
        """Return all papers as one store with its snapshot."""
        ids = self.ids()

        def snapshot() -> Snapshot:
            from cbec_kg.model.joining import joined

            if not ids:
                raise UsageError(
                    f"{self.directory.folder}: has RDF files and no paper. Ask it with: cbec-kg query --store "
                    f"{self.directory.folder}"
                )
            return joined([self.staged(paper).snapshot() for paper in ids])

        def rebuilt() -> Store:
            raise self.directory.damaged("its database")

        database = self.generation.database
        return OpenStore(lambda: open_database(self.directory, self.generation), ids, snapshot, rebuilt, database)

    def paper(self, paper: str) -> OpenStore:
        """Return one paper as a store with its snapshot; it is loaded into memory where there are others."""
        if self.ids() == (paper,):
            return self.opened()
        staged = self.staged(paper)

        def store() -> Store:
            return load_nquads((staged.lines(ONTOLOGY_GRAPH) + staged.lines()).decode())

        return OpenStore(store, (paper,), staged.snapshot)
