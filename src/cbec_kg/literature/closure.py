"""What is asked of a table of edges, the same of every engine: closure, withdrawals, and what hangs on each source.

An engine gives labels and pairs; all else is a few joins, done by DuckDB. A source that is withdrawn takes its parts with
it, and in every paper in which it is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Protocol

from cbec_kg.errors import UnknownIdError, UsageError
from cbec_kg.io.writing import as_output_error, file_in_place
from cbec_kg.literature.edge_table import quoted
from cbec_kg.model.links import STATEMENT_KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from cbec_kg.literature.array_engine import Say

STATES = {"falls": "high = 0", "weakened": "low = 0 AND high = 1", "stands": "low = 1"}
"""How the labels of a statement tell its state, where sources that are withdrawn have 0 and others 1."""

_STATEMENT_KINDS = ", ".join(f"'{kind}'" for kind in STATEMENT_KINDS)


class Engine(Protocol):
    """What goes over the edges."""

    def labels(self) -> None:
        """Fill the table ``reached`` (node, low, high) from the table ``label`` (source, label)."""

    def pairs(self) -> None:
        """Fill the table ``closure`` (source, statement) with each source and each node that a path leads to from it."""


@contextmanager
def engine_of(name: str, connection: DuckDBPyConnection, table: Path, say: Say) -> Iterator[Engine]:
    """Give an engine by its name: ``local``, ``duckdb``, or the address of a Spark master, ``spark://HOST:PORT``.

    UsageError for an unknown one; LimitError when a cluster gives up.
    """
    if name == "local":
        from cbec_kg.literature.array_engine import ArrayEngine

        yield ArrayEngine(connection, say)
    elif name == "duckdb":
        from cbec_kg.literature.sql_engine import SqlEngine

        yield SqlEngine(connection, say)
    elif name.startswith("spark://"):
        from cbec_kg.literature.spark_engine import SparkEngine, spark_errors

        with spark_errors(), closing(SparkEngine(connection, say, table, name)) as engine:
            yield engine
    else:
        raise UsageError(f"no engine {name!r}; there are: local, duckdb, spark://HOST:PORT.")


def closure(connection: DuckDBPyConnection, engine: Engine) -> None:
    """Fill the table ``answer`` (source, statement, kind) with the sources that support each statement."""
    engine.pairs()
    connection.execute(f"""CREATE OR REPLACE TEMP VIEW answer AS
      SELECT s.name AS source, n.name AS statement, n.kind
      FROM closure JOIN nodes n ON n.node = statement AND n.kind IN ({_STATEMENT_KINDS}) JOIN nodes s ON s.node = source""")


def withdrawal(connection: DuckDBPyConnection, engine: Engine, names: Iterable[str]) -> tuple[str, ...]:
    """Fill the table ``answer`` (statement, kind, state) for a withdrawal of sources, and return all that are withdrawn.

    UnknownIdError for a name that is none of a source.
    """
    gone = set()
    for name in names:
        found = connection.execute(
            "SELECT coalesce(first, node) FROM nodes LEFT JOIN same USING (node) "
            "WHERE name = ? AND kind IN ('reference', 'source')", [name]
        ).fetchone()  # fmt: skip
        if found is None:
            near = connection.execute(
                "SELECT name FROM nodes WHERE kind IN ('reference', 'source') ORDER BY levenshtein(name, ?), name LIMIT 3",
                [name],
            ).fetchall()
            raise UnknownIdError(name, [one for (one,) in near])
        gone.add(int(found[0]))
    gone |= _parts(connection, gone)
    holes = ", ".join("?" * len(gone)) or "NULL"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE label AS SELECT source, (source NOT IN ({holes}))::BIGINT AS label FROM sources",
        sorted(gone),
    )
    engine.labels()
    cases = " ".join(f"WHEN {test} THEN '{state}'" for state, test in STATES.items())
    connection.execute(f"""CREATE OR REPLACE TEMP VIEW answer AS
      SELECT n.name AS statement, n.kind, CASE {cases} END AS state
      FROM reached JOIN nodes n USING (node) WHERE n.kind IN ({_STATEMENT_KINDS})""")
    withdrawn = connection.execute(
        f"SELECT name FROM nodes LEFT JOIN same USING (node) WHERE coalesce(first, node) IN ({holes}) ORDER BY name",
        sorted(gone),
    ).fetchall()
    return tuple(dict.fromkeys(name for (name,) in withdrawn))


def _parts(connection: DuckDBPyConnection, sources: Iterable[int]) -> set[int]:
    """Return the parts of sources, and theirs."""
    parts: dict[int, list[int]] = {}
    for part, whole in connection.execute("SELECT part, whole FROM wholes").fetchall():
        parts.setdefault(whole, []).append(part)
    found: set[int] = set()
    waiting = list(sources)
    while waiting:
        new = [part for part in parts.get(waiting.pop(), ()) if part not in found]
        found.update(new)
        waiting += new
    return found


def critical(connection: DuckDBPyConnection, engine: Engine) -> None:
    """Fill the table ``answer`` (source, falls, problem, facet, ...) with what falls without each source, most first.

    A statement falls without a source when this and its parts are all that supports it. So the sources are labelled by the
    whole of which they are a part, depth by depth, from the widest on.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE alone (source BIGINT, node BIGINT)")
    chains = _chains(connection)
    for depth in range(max(map(len, chains.values()), default=1)):
        above = {source: chain[min(depth, len(chain) - 1)] for source, chain in chains.items()}
        connection.execute("CREATE OR REPLACE TEMP TABLE above (source BIGINT, whole BIGINT)")
        if above:
            connection.executemany("INSERT INTO above VALUES (?, ?)", list(above.items()))
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE label AS "
            "SELECT source, coalesce(whole, source) AS label FROM sources LEFT JOIN above USING (source)"
        )
        engine.labels()
        connection.execute("INSERT INTO alone SELECT low, node FROM reached WHERE low = high")
    counts = ", ".join(f"count(*) FILTER (n.kind = '{kind}') AS {kind}" for kind in STATEMENT_KINDS)
    connection.execute(f"""CREATE OR REPLACE TEMP VIEW answer AS
      SELECT s.name AS source, count(*) AS falls, {counts}
      FROM (SELECT DISTINCT source, node FROM alone) JOIN nodes n USING (node) JOIN nodes s ON s.node = source
      WHERE n.kind IN ({_STATEMENT_KINDS})
      GROUP BY s.name ORDER BY falls DESC, source""")


def _chains(connection: DuckDBPyConnection) -> Mapping[int, list[int]]:
    """Return for each source that is part of another the wholes above it, the widest first and itself last."""
    above = dict(connection.execute("SELECT part, min(whole) FROM wholes GROUP BY part").fetchall())
    chains = {}
    for source in above:
        chain = [source]
        while chain[-1] in above and above[chain[-1]] not in chain:
            chain.append(above[chain[-1]])
        chains[source] = chain[::-1]
    return chains


def write_answer(connection: DuckDBPyConnection, file: Path) -> None:
    """Write ``answer`` to a Parquet or CSV file, by its ending: beside first, then in its place.

    From a Parquet file ``answer`` is read afterwards, so that it is not worked out again.
    """
    forms = {".parquet": "FORMAT parquet, COMPRESSION zstd", ".csv": "FORMAT csv, HEADER"}
    if file.suffix not in forms:
        raise UsageError(f"{file}: ends with none of {', '.join(forms)}. Name a file that does.")
    with as_output_error(file), file_in_place(file) as part:
        connection.execute(f"COPY (SELECT * FROM answer) TO {quoted(part)} ({forms[file.suffix]})")
    if file.suffix == ".parquet":
        connection.execute(f"CREATE OR REPLACE TEMP VIEW answer AS SELECT * FROM read_parquet({quoted(file)})")
