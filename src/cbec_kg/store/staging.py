"""A paper that was checked, in a store's folder of papers: put there whole, under its digest, and read from there.

What stands under a digest was built and checked by this very code from these very files, so it is never checked again; its
files are held against their SHA-256 each time that they are loaded.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg import __version__
from cbec_kg.errors import DataError, OutputError, UsageError
from cbec_kg.io.digest_list import is_below
from cbec_kg.io.durable import link_or_copy, part_folder, put_in_place, write_flushed
from cbec_kg.io.loading import open_regular
from cbec_kg.model.iris import BASE, ONTOLOGY
from cbec_kg.store.digest import content_digest, source_files
from cbec_kg.store.layout import FORMAT, RECEIPT, Receipt, StoreDirectory

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.rdf.project import Project

DATA, GRAPH, ONTOLOGY_GRAPH, SNAPSHOT, AUDIT = "data", "graph.nq.gz", "ontology.nq.gz", "snapshot.msgpack", "audit.msgpack"

_MOST_LINES = 1 << 30
"""Bytes of statements that a paper may have: a store of others could pack far more into a small file."""

OF_THE_STORE = "store"
"""The id that a store's own statements have in their IRIs; no paper can have it."""


@dataclass(frozen=True)
class StagedPaper:
    """A checked paper in its folder of the store."""

    folder: Path
    receipt: Receipt

    @property
    def is_file(self) -> bool:
        """Return whether it is an RDF file, which has statements and nothing else."""
        return SNAPSHOT not in self.receipt.files

    @property
    def data(self) -> Path:
        """Return the copy of the curation folder."""
        return self.folder / DATA

    def lines(self, name: str = GRAPH) -> bytes:
        """Return the statements of the paper's own graphs, or of the ontology, as sorted N-Quads.

        Raises
        ------
        UsageError
            When the file is damaged.
        """
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(self._read(name))) as file:
                found = file.read(_MOST_LINES + 1)
        except (OSError, EOFError, ValueError) as error:
            raise self._damaged(name, str(error)) from None
        if len(found) > _MOST_LINES:
            raise self._damaged(name, f"unpacks to more than {_MOST_LINES >> 20:,} MiB")
        return found

    def snapshot(self) -> Snapshot:
        """Return the snapshot; UsageError when it is damaged."""
        from msgspec import MsgspecError

        from cbec_kg.model.snapshot import from_bytes

        try:
            return from_bytes(self._read(SNAPSHOT))
        except (OSError, ValueError, MsgspecError) as error:
            raise self._damaged(SNAPSHOT, str(error)) from None

    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values; UsageError when it is damaged."""
        from msgspec import DecodeError

        from cbec_kg.store.audits import audit_from_bytes

        try:
            return audit_from_bytes(self._read(AUDIT))
        except (OSError, DecodeError) as error:
            raise self._damaged(AUDIT, str(error)) from None

    def is_whole(self, of_data: bool = False) -> bool:
        """Return whether every file, or every one of the curation folder, has the content that it was written with."""
        try:
            return all(
                sha256(self._read(name)).hexdigest() == digest
                for name, digest in self.receipt.files.items()
                if name.startswith(f"{DATA}/") or not of_data
            )
        except OSError:
            return False

    def _read(self, name: str) -> bytes:
        """Return a file's content; OSError where it is none, or one that never ends."""
        path = self.folder / name
        if path.exists() and not path.is_file():
            raise OSError("is no regular file")
        return path.read_bytes()

    def _damaged(self, name: str, why: str) -> UsageError:
        return UsageError(
            f"{self.folder / name}: cannot be read ({why}); version {self.receipt.version} wrote it. Make it again from the "
            f"store's own copy of the folder: cbec-kg load {self.folder.parents[1]} --rebuild"
        )


def find_staged(directory: StoreDirectory, digest: str) -> StagedPaper | None:
    """Return the paper that stands under a digest, None where there is none."""
    from msgspec import DecodeError, json

    folder = directory.paper(digest)
    try:
        receipt = json.decode((folder / RECEIPT).read_bytes() if (folder / RECEIPT).is_file() else b"", type=Receipt)
    except (OSError, DecodeError, RecursionError):
        return None
    ours = receipt.format == FORMAT and receipt.digest == digest
    return StagedPaper(folder, receipt) if ours and all(map(is_below, receipt.files)) else None


def all_staged(directory: StoreDirectory) -> Iterator[StagedPaper]:
    """Yield every paper that stands in a store's folder of papers, by digest."""
    for entry in sorted(directory.papers.iterdir()) if directory.papers.is_dir() else ():
        found = find_staged(directory, entry.name)
        if found is not None:
            yield found


def stage(
    directory: StoreDirectory, folder: Path, *, checked: bool = True, say: Callable[[str], None] = lambda step: None
) -> StagedPaper:
    """Return a curation folder as a checked paper of a store: what stands there under its digest, or built and checked now.

    Without `checked` the SHACL shapes and the checks of the data cube are left out.

    Raises
    ------
    UsageError, DataError
        When the folder cannot be read, or has a problem; files are named with the folder.
    OutputError
        When the store cannot be written.
    """
    with new_part(directory) as part:
        _copy_sources(folder, part / DATA)
        digest = content_digest(part / DATA)
        found = find_staged(directory, digest)
        if found is not None and (found.receipt.checked or not checked) and found.is_whole():
            return found
        project = _checked_project(part / DATA, folder, checked, say)
        files = _files_of(project)
        for path in sorted((part / DATA).rglob("*")):
            if path.is_file():
                files[path.relative_to(part).as_posix()] = path.read_bytes()
        return put(directory, part, files, digest, project.curation.folder_id, checked)


def put(
    directory: StoreDirectory, part: Path, files: Mapping[str, bytes], digest: str, paper: str, checked: bool
) -> StagedPaper:
    """Write a paper's files into a folder of the store, flushed to disk, and rename it to its place.

    Raises
    ------
    OutputError
        When the store cannot be written.
    """
    from msgspec import json

    if paper == OF_THE_STORE:
        raise UsageError(f"the id {paper!r} is that of a store's own statements. Give the article another id.")
    receipt = Receipt(
        format=FORMAT, id=paper, digest=digest, version=__version__, checked=checked,
        statements=gzip.decompress(files[GRAPH]).count(b"\n"),
        files={name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    )  # fmt: skip
    place = directory.paper(digest)
    for name, content in {**files, RECEIPT: json.format(json.encode(receipt), indent=1)}.items():
        write_flushed(part / name, content)
    put_in_place(part, place)
    return StagedPaper(place, receipt)


@contextmanager
def new_part(directory: StoreDirectory) -> Iterator[Path]:
    """Give a new folder within the store's folder of papers, which is removed unless it was renamed."""
    try:
        with part_folder(directory.papers) as part:
            yield part
    except OSError as error:
        raise OutputError(
            f"{directory.folder}: not written: {(error.strerror or str(error)).lower()}; the store is as it was. Make room, "
            "then load again: what was checked is not checked again."
        ) from None


def _copy_sources(folder: Path, place: Path) -> None:
    """Copy the files of a curation folder that its graph is made from."""
    from cbec_kg.curation.folder_files import refuse_no_curation

    refuse_no_curation(folder)
    for name, path in source_files(folder):
        if name.startswith(f"{DATA}/"):
            with open_regular(Path(path)) as file:
                write_flushed(place.parent / name, file.read())


def _checked_project(data: Path, folder: Path, checked: bool, say: Callable[[str], None]) -> Project:
    from cbec_kg.rdf.project import build_project
    from cbec_kg.rdf.validate import validate
    from cbec_kg.rdf.wellformed import require_well_formed

    try:
        project = build_project(data, say)
        if checked:
            say("checking")
            validate(project)
            require_well_formed(project)
    except DataError as error:
        raise DataError([one._replace(file=f"{folder}/{one.file}") for one in error.problems]) from None
    return project


def _files_of(project: Project) -> dict[str, bytes]:
    """Return what is stored of a project, by name: its statements as the engine writes them, its snapshot, its audit.

    What else is worked out of a paper once, and read for many, belongs here: it stands under the paper's digest and is held
    against its own.
    """
    from pyoxigraph import RdfFormat, Store

    from cbec_kg.audit.values import audit_value
    from cbec_kg.store.audits import audit_bytes

    store = Store()
    store.bulk_load(project.dataset.serialize(format="nquads").encode(), format=RdfFormat.N_QUADS)
    lines = sorted((store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    ontology = f" <{ONTOLOGY}> .\n".encode()
    own = f" <{BASE}{project.curation.folder_id}/".encode()
    of_ontology = [line for line in lines if line.endswith(ontology)]
    of_paper = [line for line in lines if line[line.rindex(b" <") :].startswith(own)]
    if len(of_ontology) + len(of_paper) != len(lines):
        raise AssertionError("a statement is in a graph of neither the paper nor the ontology")
    return {
        GRAPH: packed_lines(of_paper),
        ONTOLOGY_GRAPH: packed_lines(of_ontology),
        SNAPSHOT: project.snapshot.to_bytes(),
        AUDIT: audit_bytes(audit_value(project.audit, project.curation)),
    }


def packed_lines(lines: list[bytes]) -> bytes:
    """Return lines compressed; the same lines give the same bytes."""
    return gzip.compress(b"".join(lines), 6, mtime=0)


def copy_staged(directory: StoreDirectory, other: StoreDirectory, digest: str) -> StagedPaper:
    """Return a paper of another store, copied with its digests unless it is here already.

    Raises
    ------
    UsageError
        When the other store's files are damaged.
    OutputError
        When this store cannot be written.
    """
    found = find_staged(directory, digest)
    if found is not None and found.is_whole():
        return found
    there = find_staged(other, digest)
    if there is None or not there.is_whole():
        raise other.damaged(f"papers/{digest}")
    with new_part(directory) as part:
        for name in (*there.receipt.files, RECEIPT):
            link_or_copy(there.folder / name, part / name)
        put_in_place(part, directory.paper(digest))
    return StagedPaper(directory.paper(digest), there.receipt)
