"""The door for foreign RDF: files of other makers, as a store that answers queries.

A file is untrusted. Its size is bounded, its encoding is UTF-8, its syntax is held to by the engine's parser in a process of
its own (`cbec_kg.store.rdf_reader`), whose memory and time are bounded; nothing that it names is fetched. Queries of it run
within limits, the shipped ones too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from cbec_kg.errors import DataError, LimitError, Problem, UnknownIdError, UsageError
from cbec_kg.io.loading import read_bytes
from cbec_kg.io.processes import run_bounded
from cbec_kg.store.opening import OpenStore

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.store.bounded import Limits
    from cbec_kg.store.sparql import Answer

MAX_BYTES = 64 * 1024 * 1024
MAX_MEMORY = 2 * 1024 * 1024 * 1024
MAX_SECONDS = 300.0

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
        When reading takes over 2 GiB of memory or 300 s.
    """
    files = [(path, format_of(path)) for path in paths]
    contents = [read_bytes(path, MAX_BYTES) for path in paths]
    asked = [
        {"name": str(path), "form": form, "length": len(content), "base": path.absolute().as_uri()}
        for (path, form), content in zip(files, contents, strict=True)
    ]
    head = json.dumps({"files": asked, "memory": MAX_MEMORY}).encode()
    command = [sys.executable, "-P", "-m", "cbec_kg.store.rdf_reader"]
    try:
        done = run_bounded(command, b"\n".join([head, b"".join(contents)]), MAX_SECONDS)
    except TimeoutError:
        raise LimitError(f"{_named(paths)}: takes over {MAX_SECONDS:g} s to read. Split it.") from None
    end, _, nquads = done.stdout.partition(b"\n")
    summary = json.loads(end or b'{"full": true}')  # without a word it was ended by what it took
    if "full" in summary:
        raise LimitError(f"{_named(paths)}: takes over {MAX_MEMORY // 2**20:,} MB of memory to read. Split it.")
    if summary["faults"]:
        raise DataError([Problem(file, line, message, column) for file, line, column, message in summary["faults"]])
    return RdfRead(nquads, tuple(summary["notes"]))


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
