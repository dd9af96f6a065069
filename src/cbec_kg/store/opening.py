"""A curation folder as a store that answers queries at once.

The graph of a folder is built once and kept in the user's cache as an Oxigraph database, named by a digest of all that it
was made from: the folder's files, the ontology and this package's own code. A change in any of them gives another name, so
a stale answer cannot be given. Without a writable cache the graph is built in memory each time.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import UnknownIdError, UsageError
from cbec_kg.graph.names import resource_iri, split_iri
from cbec_kg.store.freshness import folder_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyoxigraph import NamedNode, Store

_KEPT = 8
"""Databases that stay in the cache; the oldest others are removed when a new one is added."""


class OpenStore:
    """A store and the folder ids that its resources' IRIs carry.

    A record is named by its id; in a store of several folders by ``FOLDER:ID``, so that equal ids are kept apart.

    Parameters
    ----------
    store : pyoxigraph.Store or None
        None for a cached database that is opened when first asked.
    folder_ids : tuple of str
    place : Path or None
        The cached database, and beside it the ground of its evidence (`cbec_kg.store.ground`).
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

    @property
    def store(self) -> Store:
        """Return the store, opened now if need be; a damaged database is removed and built anew."""
        if self._store is None:
            from pyoxigraph import Store

            assert self.place is not None and self._build is not None  # a cached database has both
            try:
                self._store = Store.read_only(str(self.place))
            except (OSError, RuntimeError):
                import shutil

                shutil.rmtree(self.place, ignore_errors=True)
                self._store = self._build()
        return self._store

    def name(self, iri: str) -> str | None:
        """Return the name of the record that an IRI stands for, None when it stands for none."""
        folder, local = split_iri(iri)
        if not local:
            return None
        return local if len(self.folder_ids) == 1 else f"{folder}:{local}"

    def iri(self, record: str) -> str:
        """Return the IRI of a record by its name; the id alone will do where only one folder has it.

        Raises
        ------
        UnknownIdError
            When the store has no such record; the nearest names are offered.
        UsageError
            When several folders have it.
        """
        from pyoxigraph import NamedNode

        folder, colon, local = record.rpartition(":")
        found = []
        for folder_id in [folder] if colon else self.folder_ids:
            with suppress(ValueError):
                iri = resource_iri(folder_id, local)
                if any(True for _ in self.store.quads_for_pattern(NamedNode(iri), _record_id(), None)):
                    found.append(iri)
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{record}: several folders have it. Name one of: {', '.join(map(str, map(self.name, found)))}."
            )
        raise UnknownIdError(record, nearest(record, self.names()))

    def names(self) -> list[str]:
        """Return the names of all records, sorted."""
        quads = self.store.quads_for_pattern(None, _record_id(), None)
        return sorted(filter(None, (self.name(quad.subject.value) for quad in quads)))  # type: ignore[union-attr]


def _record_id() -> NamedNode:
    from pyoxigraph import NamedNode

    from cbec_kg.graph.names import TERM

    return NamedNode(f"{TERM}recordId")


def nearest(unknown: str, ids: list[str]) -> list[str]:
    """Return up to five ids that look like an unknown one, nearest first.

    Examples
    --------
    >>> nearest("problem-talents", ["problem-talent", "problem-credit", "ref-01"])[0]
    'problem-talent'
    """
    from difflib import get_close_matches

    wanted = unknown.strip().lower()
    numbered = wanted.strip("[]")
    if numbered.isdigit():
        wanted = f"ref-{int(numbered):02d}"
    containing = [known for known in ids if len(wanted) > 3 and wanted in known]
    close = get_close_matches(wanted, ids, n=5, cutoff=0.55)
    return list(dict.fromkeys([*close, *containing]))[:5]


def cache_folder() -> Path | None:
    """Return the folder of cached databases, None when ``CBEC_KG_CACHE`` is set to nothing.

    ``CBEC_KG_CACHE`` names it; else it is ``cbec-kg`` in ``XDG_CACHE_HOME`` or in ``~/.cache``.
    """
    named = os.environ.get("CBEC_KG_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(base) / "cbec-kg"


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
    for place in cache.glob(f"{digest}-*"):
        if place.is_dir():
            folder_id = place.name.removeprefix(f"{digest}-")
            return OpenStore(None, (folder_id,), place, lambda: _built(folder, say, bibliography, cache, digest).store)
    return _built(folder, say, bibliography, cache, digest)


def _built(folder: Path, say: Callable[[str], None], bibliography: Path | None, cache: Path, digest: str) -> OpenStore:
    """Return the graph of a folder built now, and keep it in the cache where that can be written."""
    say("building the graph (once; later calls answer at once) ...")
    built = _in_memory(folder, bibliography)
    with suppress(OSError):
        _keep(built, cache, digest)
    return built


def _digest(folder: Path, bibliography: Path | None, cache: Path) -> str:
    try:
        return folder_digest(folder, bibliography, cache)
    except OSError as error:
        what = error.filename or folder
        raise UsageError(f"{what}: cannot be read: {error.strerror or error}. Check the path.") from None


def store_of(nquads: str) -> Store:
    """Return a store in memory with a graph given as N-Quads."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(nquads.encode(), format=RdfFormat.N_QUADS)
    return store


def _in_memory(folder: Path, bibliography: Path | None) -> OpenStore:
    from cbec_kg.graph.project import build_project

    project = build_project(folder, bibliography=bibliography)
    return OpenStore(store_of(project.nquads()), (project.curation.folder_id,))


def keep_store(folder: Path, nquads: str, folder_id: str, bibliography: Path | None = None) -> None:
    """Put a graph that was just built into the cache, so that the next query is answered at once."""
    cache = cache_folder()
    if cache is not None:
        with suppress(OSError):
            _keep(OpenStore(store_of(nquads), (folder_id,)), cache, _digest(folder, bibliography, cache))


def _keep(built: OpenStore, cache: Path, digest: str) -> None:
    """Write a database beside its place and rename it; whoever comes second leaves the first one's."""
    import re
    import shutil
    import tempfile

    from pyoxigraph import Store

    from cbec_kg.store.ground import ground_file, to_json
    from cbec_kg.store.reading import read_ground

    target = cache / f"{digest}-{built.folder_ids[0]}"
    if target.exists():
        return
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=cache))
    try:
        database = Store(str(part))
        database.bulk_extend(built.store)
        database.optimize()
        database.flush()
        del database
        ground_file(part).write_text(to_json(read_ground(built)), encoding="utf-8")
        part.rename(target)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    ours = re.compile(r"[0-9a-f]{32}-.+")
    kept = [place for place in cache.iterdir() if ours.fullmatch(place.name) and place != target and place.is_dir()]
    kept.sort(key=lambda place: place.stat().st_mtime)
    for place in kept[: max(0, len(kept) - _KEPT + 1)]:
        shutil.rmtree(place, ignore_errors=True)
