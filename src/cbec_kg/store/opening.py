"""A curation folder as a store that answers queries at once.

The graph of a folder is built once and kept in the user's cache as an Oxigraph database, named by a digest of all that it
was made from: the folder's files, the ontology and this package's own code. A change in any of them gives another name, so
a stale answer cannot be given. Without a writable cache the graph is built in memory each time.

In every store opened here the default graph has each statement once, whatever named graphs it is in, so that a query without
GRAPH need not join them.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from cbec_kg.errors import UsageError
from cbec_kg.model.iris import resource_iri, split_iri
from cbec_kg.store.cache import cache_folder, drop_database, find_database, keep_database
from cbec_kg.store.digest import folder_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pyoxigraph import Store

    from cbec_kg.model.snapshot import Snapshot


class OpenStore:
    """A store and the folder ids that its resources' IRIs carry.

    A record is named by its id; in a store of several folders by ``FOLDER:ID``, so that equal ids are kept apart.

    Parameters
    ----------
    store : pyoxigraph.Store or None
        None for a cached database that is opened when first asked.
    folder_ids : tuple of str
    place : Path or None
        The cached database, and beside it the snapshot of its evidence.
    build : callable or None
        Gives the store anew when the cached database turns out to be damaged.
    """

    def __init__(
        self,
        store: Store | None,
        folder_ids: tuple[str, ...],
        place: Path | None = None,
        build: Callable[[], Store] | None = None,
    ) -> None:
        self._store = store
        self.folder_ids = folder_ids
        self.place = place
        self._build = build
        self._ground: Snapshot | None = None

    @property
    def store(self) -> Store:
        """Return the store, opened now if need be; a damaged database is removed and built anew."""
        if self._store is None:
            from pyoxigraph import Store

            assert self.place is not None and self._build is not None  # a cached database has both
            try:
                self._store = Store.read_only(str(self.place))
            except (OSError, RuntimeError):
                drop_database(self.place)
                self._store = self._build()
        return self._store

    @property
    def snapshot(self) -> Snapshot:
        """Return what the evidence analysis works on: as kept beside the cached database, or else by query."""
        if self._ground is None and self.place is not None:
            from cbec_kg.store.codec import FILE, from_bytes

            with suppress(OSError, ValueError):
                self._ground = from_bytes((self.place / FILE).read_bytes())
        if self._ground is None:
            from cbec_kg.store.retrieval import read_snapshot

            self._ground = read_snapshot(self)
        return self._ground

    def name(self, iri: str) -> str | None:
        """Return the name of the record that an IRI stands for, None when it stands for none."""
        folder, local = split_iri(iri)
        if not local:
            return None
        return local if len(self.folder_ids) == 1 else f"{folder}:{local}"

    def iri(self, record: str) -> str:
        """Return the IRI of the record that a user means (`cbec_kg.model.resolve`).

        Raises
        ------
        UnknownIdError
            When the store has no such record; the nearest names are offered.
        UsageError
            When several are meant.
        """
        from cbec_kg.model.resolve import resolve

        folder, _, local = resolve(record, self.snapshot).rpartition(":")
        return resource_iri(folder or self.folder_ids[0], local)


def open_store(
    folders: Sequence[Path], say: Callable[[str], None] = lambda message: None, bibliography: Path | None = None
) -> OpenStore:
    """Return the graph of one or more curation folders, ready to be queried.

    Parameters
    ----------
    folders : sequence of Path
        Curation folders; several are joined in memory from their cached graphs.
    say : callable
        Told, in a few words, when a graph must be built first.
    bibliography : Path or None
        Supplied references to use with the one folder; None for the folder's own ``bibliography.json`` where it has one.

    Raises
    ------
    UsageError, DataError
        When a folder cannot be read, or two have the same id, or a bibliography is named for several.
    """
    if bibliography is not None and len(folders) > 1:
        raise UsageError("--bibliography goes with one folder: its numbers are of one article. Name one with --data.")
    opened = [_open_folder(folder, say, bibliography) for folder in folders]
    if len(opened) == 1:
        return opened[0]
    from pyoxigraph import Store

    ids = [folder_id for one in opened for folder_id in one.folder_ids]
    for folder_id in ids:
        if ids.count(folder_id) > 1:
            raise UsageError(f"two folders have the id {folder_id!r}. Give the article of one of them another id.")
    joined = Store()
    for one in opened:
        joined.bulk_extend(one.store)
    return OpenStore(joined, tuple(ids))


def _open_folder(folder: Path, say: Callable[[str], None], bibliography: Path | None) -> OpenStore:
    cache = cache_folder()
    if cache is None:
        return _in_memory(folder, bibliography)
    digest = _digest(folder, bibliography, cache)
    found = find_database(cache, digest)
    if found is not None:
        place, folder_id = found
        return OpenStore(None, (folder_id,), place, lambda: _built(folder, say, bibliography, cache, digest).store)
    return _built(folder, say, bibliography, cache, digest)


def _built(folder: Path, say: Callable[[str], None], bibliography: Path | None, cache: Path, digest: str) -> OpenStore:
    """Return the graph of a folder built now, and keep it in the cache where that can be written."""
    say("building the graph (once; later calls answer at once) ...")
    built = _in_memory(folder, bibliography)
    _keep(built, cache, digest)
    return built


def _digest(folder: Path, bibliography: Path | None, cache: Path) -> str:
    try:
        return folder_digest(folder, bibliography, cache)
    except OSError as error:
        what = error.filename or folder
        raise UsageError(f"{what}: cannot be read: {error.strerror or error}. Check the path.") from None


def _in_memory(folder: Path, bibliography: Path | None) -> OpenStore:
    from cbec_kg.rdf.project import build_project

    project = build_project(folder, bibliography=bibliography)
    return OpenStore(load_nquads(project.nquads()), (project.curation.folder_id,))


def load_nquads(nquads: str) -> Store:
    """Return a store in memory with the statements of named graphs, and each of them once in the default graph."""
    from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

    store = Store()
    store.bulk_load(nquads.encode(), format=RdfFormat.N_QUADS)
    default = DefaultGraph()
    store.bulk_extend({Quad(quad.subject, quad.predicate, quad.object, default) for quad in store})
    return store


def keep_store(folder: Path, nquads: str, folder_id: str, bibliography: Path | None = None) -> OpenStore:
    """Return the store of a graph that was just built, put into the cache so that the next query is answered at once."""
    cache, built = cache_folder(), OpenStore(load_nquads(nquads), (folder_id,))
    if cache is not None:
        _keep(built, cache, _digest(folder, bibliography, cache))
    return built


def _keep(built: OpenStore, cache: Path, digest: str) -> None:
    """Put a database and its snapshot into the cache where that can be written."""
    from cbec_kg.store.codec import FILE, to_bytes

    with suppress(OSError):
        keep_database(cache, digest, built.folder_ids[0], built.store, {FILE: to_bytes(built.snapshot)})
