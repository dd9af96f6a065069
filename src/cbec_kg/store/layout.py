"""A store directory: which papers it has, in which generation of its database, and where its files are.

    store.json                 format, and the generation that counts; renamed into place, so that a reader sees old or new
    generations/000007/        manifest.json (papers and loads), database/ (Oxigraph), table/ (edges in Parquet) and
                               mappings.sssom.tsv, where one was loaded; never changed once it is named
    papers/DIGEST/             one checked paper: data/ (its folder), graph.nq.gz, ontology.nq.gz, snapshot and audit,
                               and paper.json with the digests of all these files
    lock                       held by the one process that writes

A paper stands under the digest of all that its graph is made from, so what was checked once is known by its name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Meta, Struct

from cbec_kg.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cbec_kg.io.locking import ReadLock

FORMAT = 1
"""Number of this layout; another one is refused."""

POINTER, MANIFEST, RECEIPT = "store.json", "manifest.json", "paper.json"
TABLE, MAPPINGS = "table", "mappings.sssom.tsv"

Digest = Annotated[str, Meta(pattern="^[0-9a-f]{32,64}$")]
Number = Annotated[str, Meta(pattern="^[0-9]{1,12}$")]
"""Names of folders within a store: what a store of others says leads nowhere else."""

T = TypeVar("T", bound=Struct)


class Pointer(Struct, frozen=True):
    """What ``store.json`` says."""

    format: int
    generation: Number


class StoredPaper(Struct, frozen=True, kw_only=True):
    """A paper of a store: its id, the digest that it stands under, where it was loaded from and by which load.

    An RDF file is one whose `graphs` are not None: the IRIs of those that its statements are in; its id is its name.
    """

    id: str
    digest: Digest
    statements: int
    source: str
    version: str
    checked: bool
    load: int
    graphs: tuple[str, ...] | None = None


class Load(Struct, frozen=True, kw_only=True):
    """One change of a store: when, by which version, the digests of the papers that it added and removed, by id, and of the
    mapping set that it put in, or empty.
    """

    number: int
    at: str
    version: str
    added: dict[str, str]
    removed: dict[str, str]
    mappings: str = ""


class Manifest(Struct, frozen=True, dict=True):
    """The papers and RDF files of a generation, each sorted by id, all loads that led to it, the digest whose ontology the
    database has, and that of the mapping set, empty without one.
    """

    papers: tuple[StoredPaper, ...] = ()
    loads: tuple[Load, ...] = ()
    ontology: str = ""
    files: tuple[StoredPaper, ...] = ()
    mappings: str = ""

    @cached_property
    def by_id(self) -> dict[str, StoredPaper]:
        """Return the papers by their ids."""
        return {paper.id: paper for paper in self.papers}

    @cached_property
    def everything(self) -> dict[str, StoredPaper]:
        """Return papers and files by their ids."""
        return {one.id: one for one in (*self.papers, *self.files)}


class Receipt(Struct, frozen=True, kw_only=True):
    """What ``paper.json`` says: what was checked, by which version, and the SHA-256 of every other file of the paper."""

    format: int
    id: str
    digest: Digest
    version: str
    statements: int
    checked: bool
    files: dict[str, str]


@dataclass(frozen=True)
class Generation:
    """One state of a store, which does not change: its folder and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def database(self) -> Path:
        """Return the folder of the database."""
        return self.folder / "database"

    @property
    def table(self) -> Path:
        """Return the folder of the table of edges, which is there where DuckDB was when the generation was made."""
        return self.folder / TABLE

    @property
    def mappings(self) -> Path | None:
        """Return the mapping set that was loaded, None without one."""
        return self.folder / MAPPINGS if self.manifest.mappings else None


class StoreDirectory:
    """The places within a store directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def pointer(self) -> Path:
        """Return the file that names the generation that counts."""
        return self.folder / POINTER

    @property
    def generations(self) -> Path:
        """Return the folder of all generations."""
        return self.folder / "generations"

    @property
    def papers(self) -> Path:
        """Return the folder of the checked papers."""
        return self.folder / "papers"

    def paper(self, digest: str) -> Path:
        """Return the folder of a checked paper."""
        return self.papers / digest

    def current(self) -> Generation | None:
        """Return the generation that counts, None for a store that nothing was loaded into.

        Raises
        ------
        UsageError
            When it is a store of another version, or damaged.
        """
        if not self.pointer.is_file():
            return None
        return self.generation(self._read(self.pointer, Pointer).generation)

    def generation(self, name: str) -> Generation:
        """Return a generation by its name; UsageError when it is damaged."""
        return Generation(self.generations / name, self.manifest(name))

    def regular(self, generation: Generation) -> Generation:
        """Return a generation whose files are regular ones: the engine would wait at a pipe for ever.

        Raises
        ------
        UsageError
            When one is a pipe, a link or the like.
        """
        for place, _, names in os.walk(generation.folder):
            for name in names:
                path = Path(place, name)
                if not stat.S_ISREG(path.lstat().st_mode):
                    raise self.damaged(f"{path.relative_to(self.folder)}: is no regular file")
        return generation

    def manifest(self, generation: str) -> Manifest:
        """Return what a generation has; UsageError when it is damaged."""
        return self._read(self.generations / generation / MANIFEST, Manifest)

    def _read(self, path: Path, kind: type[T]) -> T:
        from msgspec import DecodeError, json

        within = path.relative_to(self.folder)
        if path.exists() and not path.is_file():
            raise self.damaged(f"{within}: is no regular file")
        try:
            content = path.read_bytes()
            found = json.decode(content, type=dict)
            if found.get("format", FORMAT) != FORMAT:
                raise UsageError(
                    f"{self.folder}: is a store of format {found['format']}; this version reads format {FORMAT}. "
                    "Load its papers into a new store."
                )
            return json.decode(content, type=kind)
        except (OSError, DecodeError, RecursionError) as error:
            raise self.damaged(f"{within}: {error}") from None

    def damaged(self, why: str) -> UsageError:
        """Return the error for a store that cannot be read."""
        return UsageError(
            f"{self.folder}: is damaged ({why}). Make the database again from the papers that were checked: "
            f"cbec-kg load {self.folder} --rebuild"
        )

    def open_to_read(self) -> tuple[Generation, ReadLock]:
        """Return the generation that counts, and a lock that keeps it from being removed while this process reads it.

        Raises
        ------
        UsageError
            When there is no store, or one of another version, or a damaged one.
        UnavailableError
            When loads follow each other so fast that none can be held.
        """
        from cbec_kg.io.locking import lock_to_read

        for _ in range(20):
            if not self.pointer.is_file():
                raise UsageError(f"{self.folder}: is no store. Make one: cbec-kg load {self.folder} FOLDER")
            name = self._read(self.pointer, Pointer).generation
            lock = lock_to_read(self.generations / name)
            if lock is not None:
                return self.regular(self.generation(name)), lock
        if self._read(self.pointer, Pointer).generation == name:
            raise self.damaged(f"generation {name} is missing")
        raise UnavailableError(f"{self.folder}: changes too fast to be read. Try again.")


def damaged_paper(directory: StoreDirectory, paper: StoredPaper) -> UsageError:
    """Return the error for a paper whose files are not as they were written."""
    return UsageError(
        f"{directory.paper(paper.digest)}: is damaged. Load the folder of {paper.id} again: "
        f"cbec-kg load {directory.folder} {paper.source}"
    )


def open_database(directory: StoreDirectory, generation: Generation) -> Store:
    """Return the database of a generation, to be read only; UsageError when it is damaged."""
    from pyoxigraph import Store

    try:
        return Store.read_only(str(generation.database))
    except (OSError, RuntimeError) as error:
        raise directory.damaged(str(error).split("\n")[0]) from None


@contextmanager
def locked_to_write(directory: StoreDirectory, since: str) -> Iterator[None]:
    """Let this process alone write a store, which is made where there is none.

    Raises
    ------
    UsageError
        When something else than a store is there.
    UnavailableError, OutputError
        When another process writes it; when it cannot be written.
    """
    import socket

    from cbec_kg.io.durable import remove_strays
    from cbec_kg.io.locking import written_by_one
    from cbec_kg.io.writing import make_folder

    folder = directory.folder
    own = {"store.json", "generations", "papers", "lock"}
    if (folder / "papers").is_dir():
        remove_strays(directory.pointer)  # of a load that was ended
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is no folder. Name a new one, or a store.")
    if folder.exists() and not {entry.name for entry in folder.iterdir()} <= own:
        raise UsageError(f"{folder}: has other files than a store's. Name a new folder, or a store.")
    make_folder(folder)
    with written_by_one(folder / "lock", f"process {os.getpid()} on {socket.gethostname()} since {since}"):
        make_folder(directory.papers)
        make_folder(directory.generations)
        yield
