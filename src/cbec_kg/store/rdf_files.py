"""The door for foreign RDF: files of other makers, as a store that answers queries.

A file is untrusted. Its size is bounded, its encoding is UTF-8, its syntax is held to by the engine's parser in a process of
its own (`cbec_kg.store.rdf_reader`), whose memory and time are bounded; nothing that it names is fetched. Queries of it run
within limits, the shipped ones too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from cbec_kg.errors import DataError, Problem, UnknownIdError, UsageError
from cbec_kg.io.apart import ApartLimits, call_apart
from cbec_kg.io.loading import read_bytes
from cbec_kg.store.opening import OpenStore

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.store.bounded import Limits, Worker
    from cbec_kg.store.sparql import Answer

MAX_BYTES = 64 * 1024 * 1024
LIMITS = ApartLimits(300.0, 2 << 30, 512 << 20, "Split it", "")
"""What reading one file may take."""

FORMATS = {
    ".ttl": "TURTLE", ".trig": "TRIG", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".jsonld": "JSON_LD", ".json": "JSON_LD",
    ".rdf": "RDF_XML", ".owl": "RDF_XML", ".xml": "RDF_XML",
}  # fmt: skip
"""Formats by how a file's name ends."""


class RdfRead(NamedTuple):
    """What files say: their statements as sorted N-Quads, and notes about literals that are no values of their types."""

    nquads: bytes
    notes: tuple[str, ...]


def format_of(path: Path) -> str:
    """Return the format of a file by its name; UsageError for a name that tells none."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"{path}: the name tells no format; it ends with none of: {', '.join(FORMATS)}. Rename or convert it."
        ) from None


def read_rdf(paths: Sequence[Path]) -> RdfRead:
    """Return what RDF files say, read strictly.

    Raises
    ------
    UsageError
        When a file cannot be read, is larger than 64 MiB, or its format is not known.
    DataError
        With the first fault of each file: its line and column, as far as they are known.
    LimitError
        When reading one takes over 2 GiB of memory, 300 s, or 512 MiB of statements.
    """
    files = [(path, format_of(path)) for path in paths]
    lines, notes, faults = set[str](), list[str](), list[Problem]()
    for path, form in files:
        try:
            read = read_statements(path, form, read_bytes(path, MAX_BYTES))
        except DataError as error:
            faults += error.problems
            continue
        lines.update(read.lines)
        notes += read.notes
    if faults:
        raise DataError(faults)
    return RdfRead("".join(sorted(lines)).encode(), tuple(notes))


class FileStatements(NamedTuple):
    """What one file says: its statements as lines of N-Quads, and notes."""

    lines: list[str]
    notes: list[str]


def read_statements(path: Path, form: str, content: bytes) -> FileStatements:
    """Return what a file says, whose format and content are known; the errors are those of `read_rdf`."""
    arguments = [str(path), form, base_of(path)]
    read = call_apart("cbec_kg.store.rdf_reader:file_value", content, arguments, str(path), LIMITS)
    if "fault" in read:
        file, line, column, message = read["fault"]
        raise DataError([Problem(file, line, message, column)])
    return FileStatements(read["lines"], read["notes"])


def base_of(path: Path) -> str:
    """Return the IRI that completes the relative ones of a file."""
    return path.absolute().as_uri()


def _named(paths: Sequence[Path]) -> str:
    return ", ".join(map(str, paths))


class RdfStore(OpenStore):
    """RDF files as one store, in memory.

    Each statement is in the default graph once, in whatever graphs it is besides, as in every store. A record is named by
    its id where the files have an article of ours, else a resource is named by its IRI; there are no records to analyse.
    """

    def __init__(self, paths: Sequence[Path], say: Callable[[str], None] = lambda note: None) -> None:
        self.paths = tuple(paths)
        read = read_rdf(paths)
        for note in read.notes:
            say(note)
        self.nquads = read.nquads
        super().__init__(self._loaded, ())
        self.folder_ids = self._papers()

    def new_worker(self, limits: Limits) -> Worker:
        """Return one more process for queries, which loads the statements itself."""
        from cbec_kg.store.bounded import Worker

        return Worker(self._dumped, limits.memory)

    def _loaded(self) -> Store:
        from pyoxigraph import RdfFormat, Store

        store = Store()
        store.bulk_load(self._dumped(), format=RdfFormat.N_QUADS)
        return store

    def _dumped(self) -> bytes:
        from pyoxigraph import DefaultGraph, RdfFormat, parse

        quads = parse(self.nquads, format=RdfFormat.N_QUADS)
        named = (f"{quad.triple} .\n".encode() for quad in quads if not isinstance(quad.graph_name, DefaultGraph))
        return self.nquads + b"".join(named)

    def _papers(self) -> tuple[str, ...]:
        from cbec_kg.model.iris import TERM, split_iri

        if f"<{TERM}Article>".encode() not in self.nquads:
            return ()
        rows = self.answer(f"SELECT DISTINCT ?s {{ ?s a <{TERM}Article> FILTER(ISIRI(?s)) }}", {}, None).rows
        return tuple(sorted({split_iri(term.value)[0] for (term,) in rows} - {""}))  # type: ignore[attr-defined]  # a NamedNode

    def answer(self, text: str, prefixes: Mapping[str, str], limits: Limits | None) -> Answer:
        """Return the answer of a query, as `OpenStore.answer` does, always within limits."""
        from cbec_kg.store.bounded import Limits

        return super().answer(text, prefixes, limits or Limits())

    def iri(self, record: str) -> str:
        """Return the IRI that a name means: itself, or that of a record by its id; UnknownIdError for neither."""
        from pyoxigraph import NamedNode

        if ":" in record and "//" in record:
            try:
                return NamedNode(record).value
            except ValueError:
                raise UsageError(f"{record!r} is no IRI. Name a resource by its whole IRI.") from None
        exact = self._exact(record)
        if exact is None:
            raise UnknownIdError(record, (), f"{_named(self.paths)}: name a resource by its whole IRI.")
        return exact

    @cached_property
    def snapshot(self) -> Snapshot:
        """Raise UsageError: files of RDF are asked, and not analysed."""
        self._no_records()

    def _no_records(self) -> NoReturn:
        raise UsageError(
            f"{_named(self.paths)}: is RDF, of which queries alone can be asked. Name a curation folder with --data."
        )
