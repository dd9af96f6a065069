"""The engine for what fits into memory: the support graph as arrays of numbers (`cbec_kg.literature.arrays`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cbec_kg.literature.arrays.arrayorder import Numbers
    from cbec_kg.literature.arrays.indexed import IndexedSupport

Say = Callable[[str], None]


class ArrayEngine:
    """Answers for one table; the graph is ordered once."""

    def __init__(self, connection: DuckDBPyConnection, say: Say) -> None:
        self._connection = connection
        self._nodes, self._index = _indexed(connection)
        say(f"{self._index.size} nodes in order")

    def labels(self) -> None:
        """Fill the table ``reached`` (node, low, high) from the table ``label`` (source, label)."""
        import numpy as np

        label = self._connection.execute("SELECT source, label FROM label ORDER BY source").fetchnumpy()
        low, high = self._index.spans(label["label"][np.searchsorted(label["source"], self._nodes[self._sources])])
        some = low <= high
        some[self._sources] = False
        self._fill("reached", {"node": self._nodes[some], "low": low[some], "high": high[some]})

    def pairs(self) -> None:
        """Fill the table ``closure`` (source, statement) with each source and each node that a path leads to from it."""
        import numpy as np

        targets = np.ones(self._index.size, dtype=bool)
        targets[self._sources] = False
        found = self._index.closure(np.flatnonzero(targets))
        rows = np.repeat(np.flatnonzero(targets), np.diff(np.asarray(found.offsets)))
        self._fill("closure", {"source": self._nodes[np.asarray(found.values)], "statement": self._nodes[rows]})

    @property
    def _sources(self) -> Numbers:
        import numpy as np

        return np.asarray(self._index.sources)

    def _fill(self, table: str, columns: dict[str, Numbers]) -> None:
        self._connection.register("columns", columns)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM columns")
        self._connection.unregister("columns")


def _indexed(connection: DuckDBPyConnection) -> tuple[Numbers, IndexedSupport]:
    """Return the numbers of all nodes, ascending, and the graph in which each goes by its place."""
    import numpy as np

    from cbec_kg.literature.arrays.indexed import index_edges

    edges = connection.execute("SELECT origin, target FROM edges").fetchnumpy()
    sources = connection.execute("SELECT source FROM sources").fetchnumpy()["source"]
    nodes = np.unique(np.concatenate((edges["origin"], edges["target"], sources)))
    starts, ends, roots = (np.searchsorted(nodes, part) for part in (edges["origin"], edges["target"], sources))
    return nodes, index_edges(len(nodes), starts, ends, roots)
