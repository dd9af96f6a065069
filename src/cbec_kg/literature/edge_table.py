"""The support graph of papers as a table of edges in Parquet, paper by paper, and DuckDB's views of it.

A table is a folder with, for each paper, in a folder of any name, ``nodes.parquet`` (``node``, ``name``, ``kind``,
``whole``) and ``edges.parquet`` (``origin``, ``target``, ``role``, ``basis``): ``target`` rests on ``origin``. A node's
number is the first 63 bits of the SHA-256 digest of its name, ``PAPER:ID``, so that papers are written without knowing of
one another; `check_numbers` refuses a table in which two have one number. ``whole`` is the source that a source is part
of. At the top ``same.parquet`` (``node``, ``first``), where it exists, tells which sources of several papers are the same.

Only what supports is there: pointers, and links in a direct role, as `cbec_kg.evidence.support` counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg.errors import LimitError, OutputError, UsageError
from cbec_kg.evidence.graph import is_support
from cbec_kg.io.writing import as_output_error, file_in_place
from cbec_kg.model.links import STATEMENT_KINDS
from cbec_kg.model.snapshot import Snapshot

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOURCE_KINDS = ("reference", "source")
NODES, EDGES, SAME = "nodes.parquet", "edges.parquet", "same.parquet"

_NODE_COLUMNS = {"node": "BIGINT", "name": "VARCHAR", "kind": "VARCHAR", "whole": "BIGINT"}
_EDGE_COLUMNS = {"origin": "BIGINT", "target": "BIGINT", "role": "VARCHAR", "basis": "VARCHAR"}
_SAME_COLUMNS = {"node": "BIGINT", "first": "BIGINT"}


def number_of(name: str) -> int:
    """Return the number of a node by its name.

    Examples
    --------
    >>> number_of("tea-2020:ref-05") == number_of("tea-2020:ref-05") != number_of("tea-2020:ref-06")
    True
    """
    return int.from_bytes(sha256(name.encode()).digest()[:8]) >> 1


MEMORY = "4GB"
"""Most memory of DuckDB where nothing else is said."""


def connect(memory: str = MEMORY, threads: int | None = None, scratch: Path | None = None) -> DuckDBPyConnection:
    """Return a DuckDB in memory that holds at most so much there, and puts the rest into a folder.

    UsageError when DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise UsageError("DuckDB is not installed. Get it: pip install 'cbec-kg[scale]'") from None
    settings: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory, "preserve_insertion_order": "false"}
    settings |= {"threads": str(threads)} if threads else {}
    settings |= {"temp_directory": str(scratch)} if scratch else {}
    try:
        connection = duckdb.connect(config=settings)
        connection.execute("SET enable_progress_bar = false")
    except (duckdb.Error, RuntimeError) as error:  # a name that is no text, too
        raise UsageError(f"DuckDB cannot be opened with memory {memory!r}: {str(error).splitlines()[0]}") from None
    return connection


def is_writable() -> bool:
    """Return whether what writes a table, DuckDB, is installed."""
    return find_spec("duckdb") is not None


def write_paper(connection: DuckDBPyConnection, snapshot: Snapshot, folder: Path) -> None:
    """Write the edges of one paper into a folder, which must exist."""
    (paper,) = snapshot.papers
    write_rows(connection, folder / NODES, _NODE_COLUMNS, node_rows(snapshot, f"{paper}:"))
    write_rows(connection, folder / EDGES, _EDGE_COLUMNS, edge_rows(snapshot, f"{paper}:"))


def write_same(connection: DuckDBPyConnection, groups: Mapping[str, tuple[str, ...]], folder: Path) -> None:
    """Write which sources are the same: `groups` has all names of each, the first one standing for all."""
    rows = ((number_of(name), number_of(group[0])) for name, group in sorted(groups.items()))
    write_rows(connection, folder / SAME, _SAME_COLUMNS, rows)


def node_rows(snapshot: Snapshot, prefix: str = "") -> Iterator[tuple[int, str, str, int | None]]:
    """Yield sources, pointers and statements of a snapshot."""
    whole = snapshot.part_of
    for name, kind in snapshot.kinds.items():
        if kind in (*SOURCE_KINDS, *STATEMENT_KINDS, "citation", "attribution"):
            yield number_of(prefix + name), prefix + name, kind, number_of(prefix + whole[name]) if name in whole else None


def edge_rows(snapshot: Snapshot, prefix: str = "") -> Iterator[tuple[int, int, str, str]]:
    """Yield the links of a snapshot that support: from a source to its pointers, and those in a direct role."""
    for link in snapshot.links:
        if link.relation == "pointer" or is_support(link):
            yield number_of(prefix + link.start), number_of(prefix + link.end), link.role or "pointer", link.basis


def write_rows(
    connection: DuckDBPyConnection, file: Path, columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Write rows to a Parquet file: beside first, then in its place."""
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    lists = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in columns.items())
    # As lists: row by row a paper would take a second.
    connection.execute(f"CREATE OR REPLACE TEMP TABLE written AS SELECT {lists}", values)
    with as_output_error(file), file_in_place(file) as part:
        connection.execute(f"COPY written TO {quoted(part)} (FORMAT parquet, COMPRESSION zstd)")


def quoted(path: Path) -> str:
    """Return a path as a text of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def open_table(connection: DuckDBPyConnection, folder: Path) -> None:
    """Make the views ``nodes``, ``edges`` and ``sources`` of a table, in which each source goes by its group's first.

    UsageError for a folder without a table, or one that is damaged.
    """
    import duckdb

    for name in (NODES, EDGES):
        if next(folder.rglob(name), None) is None:
            raise UsageError(
                f"{folder}: has no {name} and is no store. Write the table: cbec-kg corpus edges {folder} --data FOLDER"
            )
    odd = next((path for path in folder.rglob("*.parquet") if not path.is_file()), None)
    if odd is not None:
        raise UsageError(f"{odd}: is no regular file. Write the table anew.")
    same = f"read_parquet({quoted(folder / SAME)})" if (folder / SAME).exists() else _NONE_THE_SAME
    places = {name: f"read_parquet({quoted(folder / '**' / name)})" for name in (NODES, EDGES)}
    try:
        connection.execute(_VIEWS.format(same=same, nodes=places[NODES], edges=places[EDGES]))
    except duckdb.Error as error:
        message = str(error).splitlines()[0]
        raise UsageError(f"{folder}: cannot be read as a table of edges: {message}. Write the table anew.") from None


def check_numbers(connection: DuckDBPyConnection, folder: Path) -> None:
    """Raise LimitError when two names of a table have one number: with a hundred million nodes once in a thousand tables."""
    open_table(connection, folder)
    twice = connection.execute(_ONE_NUMBER).fetchone()
    if twice is not None:
        raise LimitError(f"{folder}: {twice[0]} and {twice[1]} have one number. Rename one of the records.")


_NONE_THE_SAME = "(SELECT NULL::BIGINT AS node, NULL::BIGINT AS first WHERE false)"

_VIEWS = """
CREATE TABLE same AS SELECT node, first FROM {same};
CREATE VIEW nodes AS SELECT node, name, kind, whole FROM {nodes};
CREATE VIEW edges AS
  SELECT coalesce(first, origin) AS origin, target FROM {edges} LEFT JOIN same ON same.node = origin;
CREATE TABLE sources AS
  SELECT DISTINCT coalesce(first, node) AS source FROM nodes LEFT JOIN same USING (node)
  WHERE kind IN ('reference', 'source');
CREATE TABLE wholes AS
  SELECT DISTINCT coalesce(a.first, nodes.node) AS part, coalesce(b.first, whole) AS whole
  FROM nodes LEFT JOIN same a ON a.node = nodes.node LEFT JOIN same b ON b.node = whole WHERE whole IS NOT NULL"""

_ONE_NUMBER = """SELECT min(name), max(name) FROM nodes
WHERE node IN (SELECT node FROM nodes GROUP BY node HAVING count(*) > 1) GROUP BY node LIMIT 1"""


@contextmanager
def engine_errors(table: Path, memory: str = MEMORY, step: str = "Take fewer papers at once") -> Iterator[None]:
    """Turn DuckDB's own errors into ours: LimitError for memory, OutputError for what cannot be written.

    `step` is what to do where the memory is too little.
    """
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        raise LimitError(f"the engine needs more than {memory} of memory. {step}.") from None
    except duckdb.IOException as error:
        raise OutputError(f"{str(error).splitlines()[0]} Look for space and rights.") from None
    except duckdb.Error as error:
        raise UsageError(f"{table}: the engine cannot go on: {str(error).splitlines()[0]} Write the table anew.") from None
