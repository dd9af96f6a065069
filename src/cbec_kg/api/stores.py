"""Stores of many papers: loaded from folders, listed, and opened to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg.api.workings import Progress, Workings
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.results.base import Table
    from cbec_kg.api.results.written import Loaded
    from cbec_kg.store.opening import OpenStore
    from cbec_kg.store.stored import StoredPapers


class StoredWorkings(Workings):
    """The workings of one paper of a store: graph, snapshot and audit are read from it, the rest is made of its folder."""

    def __init__(self, papers: StoredPapers, paper: str, progress: Progress | None = None) -> None:
        super().__init__(papers.staged(paper).data, None, progress)
        self._papers = papers
        self._paper = paper

    @cached_property
    def opened(self) -> OpenStore:
        """Return the graph as a store with its snapshot."""
        return self._papers.opened([self._paper])

    @cached_property
    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values."""
        return self._papers.staged(self._paper).audit()


def open_store(
    store: str | Path,
    *,
    papers: Iterable[str] = (),
    mappings: str | Path | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the papers of a store directory as one graph, as `open_corpus` does those of folders.

    What is read stays as it is when others load meanwhile. `UsageError` is raised when there is no store, it is damaged or
    of another version, or it does not have a paper.

    Parameters
    ----------
    store : path
        A folder that `load_store` made.
    papers : iterable of str, optional
        Ids of papers; all without.
    mappings, progress
        As for `open_corpus`.
    """
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.store.stored import StoredPapers

    stored = StoredPapers(Path(store))
    chosen = list(papers)
    workings = [StoredWorkings(stored, paper, progress) for paper in stored.ids(chosen)]
    return Corpus(workings, None if mappings is None else Path(mappings), stored.opened(chosen))


def open_stored_paper(store: str | Path, paper: str | None = None, *, progress: Progress | None = None) -> Paper:
    """Return one paper of a store directory, the only one where none is named; the errors are those of `open_store`."""
    from cbec_kg.api.papers import Paper
    from cbec_kg.store.stored import StoredPapers

    stored = StoredPapers(Path(store))
    ids = stored.ids([] if paper is None else [paper])
    if len(ids) > 1:
        raise UsageError(f"{store}: has {len(ids)} papers, and one is expected. Name it with --paper-id: {', '.join(ids)}.")
    return Paper(StoredWorkings(stored, ids[0], progress))


def load_store(
    store: str | Path,
    sources: Iterable[str | Path] = (),
    *,
    at: str,
    remove: Sequence[str] = (),
    fast: bool = False,
    rebuild: bool = False,
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
) -> Loaded:
    """Load curation folders, and the papers of other stores, into a store directory, which is made where it is missing.

    A paper that is there is replaced unless its digest is the same. All counts at once, or nothing does: `UsageError`,
    `DataError`, `OutputError` or `UnavailableError` is raised with the store as it was.

    Parameters
    ----------
    sources : iterable of paths
        Curation folders and store directories.
    at : str
        The time of the load, as ISO 8601 with its offset.
    remove : sequence of str
        Ids of papers that are removed.
    fast : bool
        Leave out the SHACL shapes and the checks of the data cube.
    rebuild : bool
        Make the database anew from the papers that were checked.
    progress : callable
        Called with what is done (``checking`` papers, ``loading`` statements), how many are done, and of how many.
    """
    from cbec_kg.api.results.written import Loaded
    from cbec_kg.store.loads import load

    place = Path(store)
    changes = load(
        place, [Path(source) for source in sources], at=at, remove=remove, checked=not fast, rebuild=rebuild,
        progress=progress,
    )  # fmt: skip
    return Loaded(place, tuple((one.what, one.paper.id, one.paper.statements, one.paper.source) for one in changes))


def stored_papers(store: str | Path) -> Table:
    """Return the papers of a store: id, statements, when each was loaded, by which version, its digest and its source."""
    from cbec_kg.api.results.base import Table
    from cbec_kg.store.layout import StoreDirectory

    generation, lock = StoreDirectory(Path(store)).open_to_read()
    times = {load.number: load.at for load in generation.manifest.loads}
    rows = []
    for one in generation.manifest.papers:
        checked = "yes" if one.checked else "no"
        rows.append((one.id, str(one.statements), times.get(one.load, ""), one.version, checked, one.digest, one.source))
    lock.close()
    return Table(("paper", "statements", "loaded", "version", "checked", "digest", "source"), tuple(rows))
