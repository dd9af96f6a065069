"""Stores of many papers: loaded from folders, listed, and opened to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cbec_kg.api.workings import Progress, Workings, silent
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.questions import Questions
    from cbec_kg.api.results.base import Table
    from cbec_kg.api.results.written import Loaded
    from cbec_kg.audit.report import Audit
    from cbec_kg.bibliography.entries import Bibliography
    from cbec_kg.bibliography.noticed import GivenNotices
    from cbec_kg.model.curated import Curation
    from cbec_kg.model.snapshot import Place, Snapshot
    from cbec_kg.store.endpoint import Endpoint
    from cbec_kg.store.opening import OpenStore
    from cbec_kg.store.stored import StoredPapers


class StoredWorkings(Workings):
    """The workings of one paper of a store: graph, snapshot and audit are read from it, the rest is made of its folder."""

    def __init__(self, papers: StoredPapers, paper: str, progress: Progress | None = None) -> None:
        super().__init__(papers.data(paper), None, progress)
        self._papers = papers
        self._paper = paper

    @cached_property
    def opened(self) -> OpenStore:
        """Return the graph as a store with its snapshot."""
        return self._papers.paper(self._paper)

    @cached_property
    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values."""
        return self._papers.staged(self._paper).audit()


class EndpointWorkings(Workings):
    """The workings of one paper of an endpoint: its records are read back from the graph, and analysed here."""

    has_folder = False

    def __init__(
        self, endpoint: Endpoint, paper: str, progress: Progress | None = None, copied: OpenStore | None = None
    ) -> None:
        super().__init__(Path(), None, progress)
        self.place = f"{endpoint.called} ({paper})"
        self._endpoint = endpoint
        self._paper = paper
        self._copied = copied

    @property
    def folder(self) -> NoReturn:
        """Raise `UsageError`: an endpoint has none."""
        raise self._no_folder()

    def require_folder(self) -> NoReturn:
        """Raise `UsageError`: an endpoint has none."""
        raise self._no_folder()

    @property
    def project(self) -> NoReturn:
        """Raise `UsageError`: an endpoint has the graph, and not the folder that it was built of."""
        raise self._no_folder()

    def _no_folder(self) -> UsageError:
        return UsageError(
            f"{self.place}: has the graph of the paper and not its curation folder, which this needs. Name the folder with "
            "--data, or load it into a store: cbec-kg load STORE FOLDER"
        )

    def quote(self, text: Path) -> Callable[[Place], str]:
        """Raise `UsageError`: how a copy is read stands in the folder."""
        raise self._no_folder()

    @cached_property
    def opened(self) -> OpenStore:
        """Return the paper's graphs with their snapshot."""
        if self._copied is not None:
            return self._copied
        return self._endpoint if self._endpoint.folder_ids == (self._paper,) else self._endpoint.part([self._paper])

    @property
    def supplied(self) -> Bibliography:
        """Return nothing: the graph has of a supplied reference what the snapshot has, and not its record."""
        return {}

    @cached_property
    def curation(self) -> Curation:
        """Return the records as they are read back, without places in files."""
        from cbec_kg.model.joining import curation_of

        return curation_of(self.snapshot)

    @property
    def unaudited(self) -> Snapshot:
        """Return what analyses read."""
        return self.snapshot

    @cached_property
    def audited(self) -> Audit:
        """Return the audit of the figures, computed here."""
        from cbec_kg.audit.report import audit

        return audit(self.curation)

    @cached_property
    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values."""
        from cbec_kg.audit.values import audit_value

        return audit_value(self.audited, self.curation)

    def copied(self, graphs: Callable[[str], OpenStore]) -> EndpointWorkings:
        """Return the workings of the paper's graphs as they were copied here."""
        return EndpointWorkings(self._endpoint, self._paper, self.progress, graphs(self._paper))


def copied(papers: Corpus) -> Corpus:
    """Return papers whose graphs are here: those of an endpoint are copied, as they are now; others are as they were.

    `UnavailableError` is raised when an endpoint does not give all of them.
    """
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.store.endpoint import Endpoint

    if not isinstance(papers._opened, Endpoint):
        return papers
    copy = papers._opened.copied()
    workings = [one.copied(copy.part) for one in papers._workings if isinstance(one, EndpointWorkings)]
    return Corpus(workings, papers._mappings, copy)


def open_endpoint(
    url: str, *, papers: Iterable[str] = (), mappings: str | Path | None = None, progress: Progress | None = None
) -> Corpus:
    """Return the papers of a SPARQL endpoint as one graph; analyses read the records back by queries.

    Credentials come from ``CBEC_KG_ENDPOINT_USER`` and ``CBEC_KG_ENDPOINT_PASSWORD``, ``CBEC_KG_ENDPOINT_TOKEN``, or netrc.
    `UsageError` is raised when the URL is none or is no endpoint's, `UnavailableError` when nobody answers.
    """
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.store.endpoint import Endpoint

    endpoint, chosen = Endpoint(url), list(papers)
    asked = endpoint.part(chosen) if chosen else endpoint
    workings = [EndpointWorkings(asked, paper, progress) for paper in asked.folder_ids]
    return Corpus(workings, None if mappings is None else Path(mappings), asked)


def open_rdf(files: Iterable[str | Path], *, progress: Progress | None = None) -> Questions:
    """Return RDF files as one graph that `query` asks: Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML by their names.

    They are read strictly, in a process with limits, and nothing that they name is fetched. `UsageError`, `DataError` (with
    line and column) or `LimitError` is raised when that cannot be; `progress` is called with each note, such as of a literal
    that is no value of its type. Other questions than `query` need a curation folder.
    """
    from cbec_kg.api.questions import Questions
    from cbec_kg.store.rdf_files import RdfStore

    return Questions([], opened=RdfStore([Path(file) for file in files], progress or silent))


def is_url(store: str | Path) -> bool:
    """Return whether a store is named by a URL, which is an endpoint's or none that can be asked."""
    return "://" in str(store)


def is_store(place: str | Path) -> bool:
    """Return whether a folder is a store that `load_store` made."""
    from cbec_kg.store.layout import POINTER

    return (Path(place) / POINTER).is_file()


def open_store(
    store: str | Path,
    *,
    papers: Iterable[str] = (),
    mappings: str | Path | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the papers of a store directory, or of an endpoint by its URL, as one graph.

    What is read stays as it is when others load meanwhile. `UsageError` is raised when there is no store, it is damaged or
    of another version, or it does not have a paper.

    Parameters
    ----------
    store : path
        A folder that `load_store` made.
    papers : iterable of str, optional
        Ids of papers; all without.
    mappings : path, optional
        A mapping set in the place of the one that was loaded, for analyses; queries go by the one that was loaded.
    progress
        As for `open_corpus`.
    """
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.store.stored import StoredPapers

    if is_url(store):
        return open_endpoint(str(store), papers=papers, mappings=mappings, progress=progress)
    stored = StoredPapers(Path(store))
    ids = stored.ids(list(papers))
    workings = [StoredWorkings(stored, paper, progress) for paper in ids]
    stated = stored.generation.mappings if mappings is None else Path(mappings)
    return Corpus(workings, stated, stored.opened() if set(ids) == set(stored.ids()) else None)


def withdrawn_in_store(store: str | Path, given: GivenNotices | None = None) -> tuple[str, ...]:
    """Return the sources that published notices withdraw in a store, named ``PAPER:ID``; one paper after another is read."""
    from cbec_kg.api.notifying import snapshot_with

    found: list[str] = []
    for one in open_store(store)._workings:
        snapshot = one.opened.snapshot if given is None else snapshot_with(one.opened.snapshot, given)
        found += (f"{snapshot.folder_id}:{name}" for name in snapshot.withdrawn)
        one.__dict__.pop("opened")  # what was read of it may go
    return tuple(found)


def open_stored_paper(store: str | Path, paper: str | None = None, *, progress: Progress | None = None) -> Paper:
    """Return one paper of a store or endpoint, the only one where none is named; the errors are those of `open_store`."""
    from cbec_kg.api.papers import Paper
    from cbec_kg.store.endpoint import Endpoint
    from cbec_kg.store.stored import StoredPapers

    chosen = [] if paper is None else [paper]
    found = Endpoint(str(store)) if is_url(store) else StoredPapers(Path(store))
    ids = (found.part(chosen) if chosen else found).folder_ids if isinstance(found, Endpoint) else found.ids(chosen)
    if len(ids) > 1:
        place = found.called if isinstance(found, Endpoint) else store
        raise UsageError(f"{place}: has {len(ids)} papers, and one is expected. Name it with --paper-id: {', '.join(ids)}.")
    if isinstance(found, Endpoint):
        return Paper(EndpointWorkings(found, ids[0], progress))
    return Paper(StoredWorkings(found, ids[0], progress))


def load_store(
    store: str | Path,
    sources: Iterable[str | Path] = (),
    *,
    at: str,
    remove: Sequence[str] = (),
    fast: bool = False,
    rebuild: bool = False,
    mappings: str | Path | None = None,
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
    say: Progress = silent,
) -> Loaded:
    """Load curation folders, RDF files, and the papers of other stores, into a store directory, made where it is missing.

    A paper that is there is replaced unless its digest is the same. All counts at once, or nothing does: `UsageError`,
    `DataError`, `OutputError` or `UnavailableError` is raised with the store as it was.

    Parameters
    ----------
    sources : iterable of paths
        Curation folders, RDF files and store directories.
    at : str
        The time of the load, as ISO 8601 with its offset.
    remove : sequence of str
        Ids of papers, and names of files, that are removed.
    fast : bool
        Leave out the SHACL shapes and the checks of the data cube.
    rebuild : bool
        Make the database anew from the papers that were checked.
    mappings : path, optional
        An SSSOM mapping set about the papers, in the place of the one that was loaded; one without rows takes that out.
    progress : callable
        Called with what is done (``checking`` papers, ``aligning`` them, ``loading`` statements), how many are done, and
        of how many.
    say : callable
        Called with each note about an RDF file, such as a literal that is no value of its type.
    """
    from cbec_kg.api.results.written import Loaded
    from cbec_kg.literature.edge_table import is_writable
    from cbec_kg.store.loads import load

    place = Path(store)
    changes = load(
        place, [Path(source) for source in sources], at=at, remove=remove, checked=not fast, rebuild=rebuild,
        mappings=None if mappings is None else Path(mappings), progress=progress, say=say,
    )  # fmt: skip
    papers = tuple((one.what, one.paper.id, one.paper.statements, one.paper.source) for one in changes)
    return Loaded(place, papers, is_writable(), None if mappings is None else Path(mappings))


def stored_papers(store: str | Path) -> Table:
    """Return the papers and RDF files of a store: id, statements, when each was loaded, by which version, digest, source."""
    from cbec_kg.api.results.base import Table
    from cbec_kg.store.layout import StoreDirectory

    generation, lock = StoreDirectory(Path(store)).open_to_read()
    times = {load.number: load.at for load in generation.manifest.loads}
    rows = []
    for one in generation.manifest.everything.values():
        checked = "yes" if one.checked else "no"
        rows.append((one.id, str(one.statements), times.get(one.load, ""), one.version, checked, one.digest, one.source))
    lock.close()
    return Table(("paper", "statements", "loaded", "version", "checked", "digest", "source"), tuple(rows))
