"""A curation folder as a store that answers queries at once, and as the snapshot that analyses read.

The graph of a folder is built once and cached as an Oxigraph database with the snapshot beside it, named by a digest of all
that it was made from: the folder's files, the ontology and this package's own code. A change in any of them gives another
name, so a stale answer cannot be given. Without a writable cache the graph is built in memory each time.

In every store opened here the default graph has each statement once, whatever named graphs it is in, so that a query without
GRAPH need not join them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from cbec_kg.errors import QueryError, UsageError, beginning
from cbec_kg.io.cache import cache_folder, mark_used, remove
from cbec_kg.model.iris import CORPUS, resource_iri, split_iri
from cbec_kg.store.databases import add_database, find_database, has_database
from cbec_kg.store.digest import folder_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Store

    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.rdf.project import Project
    from cbec_kg.store.bounded import Limits, Worker
    from cbec_kg.store.sparql import Answer

T = TypeVar("T")

_SNAPSHOT = "snapshot.msgpack"
"""Name of the snapshot's file within a cached database's folder."""

_AGAIN = "building the graph again: the cached one cannot be read ..."


class OpenStore:
    """A store, the folder ids that its resources' IRIs carry, and its snapshot.

    A record is named by its id; in a store of several folders by ``FOLDER:ID``, so that equal ids are kept apart. A callable
    gives the store, and the snapshot, when it is first asked for; without one for the snapshot it is read from the store.
    `rebuilt` gives the store anew when a query finds it damaged; `database` is where it is on disk, None for one in memory.
    """

    def __init__(
        self,
        store: Store | Callable[[], Store],
        folder_ids: tuple[str, ...],
        snapshot: Callable[[], Snapshot] | None = None,
        rebuilt: Callable[[], Store] | None = None,
        database: Path | None = None,
    ) -> None:
        self._store = store
        self._database = database
        self._snapshot = snapshot
        self._rebuilt = rebuilt
        self.folder_ids = folder_ids
        self._worker: Worker | None = None

    @cached_property
    def store(self) -> Store:
        """Return the store, opened now if need be."""
        return self._store() if callable(self._store) else self._store

    def answer(self, text: str, prefixes: Mapping[str, str], limits: Limits | None) -> Answer:
        """Return the answer of a query: within limits in a process of its own, without any in this one.

        A damaged database is built anew first.
        """
        from cbec_kg.store.sparql import Answer, run

        if limits is None:
            return self._mended(lambda: run(self.store, text, prefixes))
        from cbec_kg.store.bounded import Question
        from cbec_kg.store.encoding import read_lines
        from cbec_kg.store.sparql import check_query, is_suspect, named_graphs

        check_query(text, self.read(named_graphs) if is_suspect(text) else ())
        reply = self._mended(lambda: self.worker(limits).ask(Question(text, prefixes), limits))
        try:
            return Answer(reply.form, *read_lines(reply.form, reply.content))
        except (SyntaxError, ValueError) as error:
            fact = beginning(str(getattr(error, "msg", error)), 90)
            raise QueryError(
                f"the query cannot be run: a term of its answer cannot be read ({fact}). Simplify it."
            ) from None

    @property
    def database(self) -> Path | None:
        """Return where the store is on disk, None where it is in memory."""
        return self._database

    def worker(self, limits: Limits) -> Worker:
        """Return the process that queries of this store run in, with the memory that these limits allow."""

        if self._worker is None or self._worker.memory != limits.memory:
            self._worker = self.new_worker(limits)
        return self._worker

    def new_worker(self, limits: Limits) -> Worker:
        """Return one more process for queries of this store."""
        from cbec_kg.store.bounded import Worker

        return Worker(self._database or (lambda: self.read(dumped)), limits.memory)

    def read(self, taken: Callable[[Store], T]) -> T:
        """Return what a function takes of the store; a damaged database is built anew first."""
        from cbec_kg.store.sparql import engine_errors

        def asked() -> T:
            with engine_errors(""):
                return taken(self.store)

        return self._mended(asked)

    def _mended(self, asked: Callable[[], T]) -> T:
        """Return what is asked of the store, once more from one that is built anew where it is damaged."""
        from cbec_kg.store.sparql import DamagedError

        try:
            return asked()
        except DamagedError:
            if self._rebuilt is None:
                raise
            self.store = self._rebuilt()
            self._database = self._worker = None
            return asked()

    def bind(self, text: str, values: Mapping[str, str]) -> str:
        """Return a query in which variables are bound to IRIs by their names."""
        from cbec_kg.store.sparql import bind

        return bind(text, values)

    def _exact(self, record: str) -> str | None:
        """Return the IRI of a record whose whole name is given, None where there is none; a quick look before `resolve`.

        A single paper's records are read at once, so that it would save nothing there.
        """
        if len(self.folder_ids) == 1 and self._snapshot is not None:
            return None
        paper, _, local = record.rpartition(":")
        try:
            iri = resource_iri(paper or (self.folder_ids[0] if len(self.folder_ids) == 1 else ""), local)
        except ValueError:
            return None
        return iri if self.answer(f"ASK {{ <{iri}> ?p ?o }}", {}, None).truth else None

    @cached_property
    def snapshot(self) -> Snapshot:
        """Return what analyses and views read."""
        if self._snapshot is not None:
            return self._snapshot()
        from cbec_kg.store.retrieval import read_snapshot

        return read_snapshot(self)

    def name(self, iri: str) -> str | None:
        """Return the name of the record that an IRI stands for, None when it stands for none."""
        folder, local = split_iri(iri)
        if not local:
            return None
        return local if len(self.folder_ids) == 1 else f"{folder}:{local}"

    def iri(self, record: str) -> str:
        """Return the IRI of the record that a user means (`cbec_kg.search.resolve`).

        Raises
        ------
        UnknownIdError
            When the store has no such record; the nearest names are offered.
        UsageError
            When several are meant.
        """
        exact = self._exact(record)
        if exact is not None:
            return exact
        from cbec_kg.search.resolve import resolve

        folder, _, local = resolve(record, self.snapshot).rpartition(":")
        return resource_iri(folder or self.folder_ids[0], local)


def join_stores(opened: Sequence[OpenStore], beside: Callable[[], str] = lambda: "") -> OpenStore:
    """Return the graphs of several papers as one, joined in memory when they are first asked; one stays as it is.

    `beside` gives further statements about the papers together, as N-Quads.

    Raises
    ------
    UsageError
        When two have the same id.
    """
    if len(opened) == 1:
        return opened[0]
    ids = tuple(folder_id for one in opened for folder_id in one.folder_ids)
    refuse_equal_ids(ids)

    def store() -> Store:
        from pyoxigraph import RdfFormat, Store

        joint = Store()
        for one in opened:
            joint.bulk_load(one.read(dumped), format=RdfFormat.N_QUADS)
        nquads = beside()
        for content, form in ((nquads, RdfFormat.N_QUADS), (_triples(nquads), RdfFormat.N_TRIPLES)):
            joint.bulk_load(content.encode(), format=form)
        return joint

    def snapshot() -> Snapshot:
        from cbec_kg.model.joining import joined

        return joined([one.snapshot for one in opened])

    return OpenStore(store, ids, snapshot)


def dumped(store: Store) -> bytes:
    """Return all statements of a store as N-Quads, those of the default graph too."""
    from pyoxigraph import RdfFormat

    return store.dump(format=RdfFormat.N_QUADS) or b""


def refuse_equal_ids(ids: Sequence[str]) -> None:
    """Raise UsageError unless the folders' ids differ."""
    for folder_id in ids:
        if ids.count(folder_id) > 1:
            raise UsageError(f"two folders have the id {folder_id!r}. Give the article of one of them another id.")
        if folder_id == CORPUS and len(ids) > 1:
            raise UsageError(
                f"a folder has the id {CORPUS!r}, which is that of several papers together. Give it another id."
            )


def opened_project(project: Project) -> OpenStore:
    """Return a project's graph in memory, with its snapshot."""
    return OpenStore(lambda: load_nquads(project.nquads()), (project.curation.folder_id,), lambda: project.snapshot)


def keep_project(folder: Path, project: Project, bibliography: Path | None = None) -> OpenStore:
    """Return a graph that was just built, put into the cache so that the next query is answered at once."""
    cache, opened = cache_folder(), opened_project(project)
    return opened if cache is None else _keep(opened, cache, _digest(folder, bibliography, cache))


def load_nquads(nquads: str) -> Store:
    """Return a store in memory with the statements of named graphs, and each of them once in the default graph."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(nquads.encode(), format=RdfFormat.N_QUADS)
    store.bulk_load(_triples(nquads).encode(), format=RdfFormat.N_TRIPLES)
    return store


def dump_nquads(store: Store) -> str:
    """Return the statements of the named graphs of a store as N-Quads, sorted."""
    from pyoxigraph import RdfFormat

    lines: list[str] = []
    for graph in store.named_graphs():
        dumped = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
        lines += (f"{line[:-1]}{graph} .\n" for line in dumped.decode().splitlines())
    return "".join(sorted(lines))


def _triples(nquads: str) -> str:
    """Return each statement once, without its graph, as N-Triples: a line of N-Quads ends with its graph's IRI."""
    return "\n".join({f"{line.rpartition(' <')[0]} ." for line in nquads.strip().split("\n") if line})


def open_folder(
    folder: Path,
    say: Callable[[str], None] = lambda message: None,
    bibliography: Path | None = None,
    project: Callable[[], Project] | None = None,
) -> OpenStore:
    """Return the graph of one folder; `project` gives it where it must be built, None to build it here."""
    cache = cache_folder(say)

    def built() -> OpenStore:
        from cbec_kg.rdf.project import build_project

        return opened_project(project() if project else build_project(folder, bibliography=bibliography))

    if cache is None:
        return built()
    digest = _digest(folder, bibliography, cache)
    found = find_database(cache, digest)
    if found is None:
        say(_AGAIN if has_database(cache, digest) else "building the graph (once; later calls answer at once) ...")
        return _keep(built(), cache, digest)
    place, folder_id = found
    mark_used(place)

    def rebuilt() -> OpenStore:
        say(_AGAIN)
        remove(place)
        return _keep(built(), cache, digest)

    def store() -> Store:
        from pyoxigraph import Store

        try:
            return Store.read_only(str(place))
        except (OSError, RuntimeError):
            return rebuilt().store

    def snapshot() -> Snapshot:
        from msgspec import MsgspecError

        from cbec_kg.model.snapshot import from_bytes

        try:
            return from_bytes((place / _SNAPSHOT).read_bytes(), lambda: rebuilt().snapshot.records)
        except (OSError, ValueError, MsgspecError, RecursionError):
            return rebuilt().snapshot

    return OpenStore(store, (folder_id,), snapshot, lambda: rebuilt().store, place)


def _digest(folder: Path, bibliography: Path | None, cache: Path) -> str:
    try:
        return folder_digest(folder, bibliography, cache)
    except OSError as error:
        what = error.filename or folder
        raise UsageError(f"{what}: cannot be read: {error.strerror or error}. Check the path.") from None


def _keep(built: OpenStore, cache: Path, digest: str) -> OpenStore:
    """Put a database and its snapshot into the cache where that can be written, and return what was built."""
    with suppress(OSError, RuntimeError):  # the engine raises either when the disk is full
        add_database(cache, digest, built.folder_ids[0], built.store, {_SNAPSHOT: built.snapshot.to_bytes()})
    return built
