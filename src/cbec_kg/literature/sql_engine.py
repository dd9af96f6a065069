"""The engine for one machine beyond its memory: DuckDB goes over the edges level by level, and spills to disk.

Every question is one of two loops over a frontier. `labels` gives each node the least and the greatest label of the sources
that reach it: a node that hangs on one source has that as both. `pairs` lists the sources of each statement, some sources at
a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Say = Callable[[str], None]

BATCH = 20_000_000
"""Edges for which the pairs of all sources are held at once; of a larger table the sources are taken part by part."""

_FIRST_LABELS = """
CREATE OR REPLACE TEMP TABLE frontier AS
SELECT target AS node, min(label) AS low, max(label) AS high
FROM edges JOIN label ON label.source = edges.origin
GROUP BY target"""

_NEXT_LABELS = """
CREATE OR REPLACE TEMP TABLE arrived AS
SELECT target AS node, min(low) AS low, max(high) AS high
FROM edges JOIN frontier ON frontier.node = edges.origin
GROUP BY target"""

_CHANGED = """
CREATE OR REPLACE TEMP TABLE frontier AS
SELECT arrived.node, least(arrived.low, coalesce(reached.low, arrived.low)) AS low,
  greatest(arrived.high, coalesce(reached.high, arrived.high)) AS high
FROM arrived LEFT JOIN reached USING (node)
WHERE reached.node IS NULL OR arrived.low < reached.low OR arrived.high > reached.high"""

_MERGED = """
CREATE OR REPLACE TEMP TABLE reached AS
SELECT node, min(low) AS low, max(high) AS high
FROM (SELECT * FROM reached UNION ALL SELECT * FROM frontier) GROUP BY node"""

_FIRST_PAIRS = """
CREATE OR REPLACE TEMP TABLE frontier AS
SELECT DISTINCT origin AS source, target AS node
FROM edges JOIN sources ON sources.source = edges.origin
WHERE origin % {parts} = {part}"""

_NEXT_PAIRS = """
CREATE OR REPLACE TEMP TABLE frontier AS
SELECT DISTINCT frontier.source, target AS node
FROM edges JOIN frontier ON frontier.node = edges.origin
ANTI JOIN pairs ON pairs.source = frontier.source AND pairs.node = target"""


class SqlEngine:
    """Answers for one table, level by level."""

    def __init__(self, connection: DuckDBPyConnection, say: Say) -> None:
        self._connection = connection
        self._say = say

    def labels(self) -> None:
        """Fill the table ``reached`` (node, low, high) from the table ``label`` (source, label)."""
        self._connection.execute(_FIRST_LABELS)
        self._connection.execute("CREATE OR REPLACE TEMP TABLE reached AS SELECT * FROM frontier")
        while nodes := self._count("frontier"):
            self._say(f"{nodes} nodes on the frontier")
            self._connection.execute(_NEXT_LABELS)
            self._connection.execute(_CHANGED)
            self._connection.execute(_MERGED)

    def pairs(self) -> None:
        """Fill the table ``closure`` (source, statement) with each source and each node that a path leads to from it."""
        parts = max(1, -(-self._count("edges") // BATCH))
        self._connection.execute("CREATE OR REPLACE TEMP TABLE closure (source BIGINT, statement BIGINT)")
        for part in range(parts):
            self._say(f"sources, part {part + 1} of {parts}")
            self._connection.execute(_FIRST_PAIRS.format(parts=parts, part=part))
            self._connection.execute("CREATE OR REPLACE TEMP TABLE pairs AS SELECT * FROM frontier")
            while self._count("frontier"):
                self._connection.execute(_NEXT_PAIRS)
                self._connection.execute("INSERT INTO pairs SELECT * FROM frontier")
            self._connection.execute("INSERT INTO closure SELECT source, node FROM pairs")

    def _count(self, table: str) -> int:
        found = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found[0]) if found else 0
