"""The engine for many machines: a Spark cluster goes over the edges, partitioned by their origin, level by level.

The same two loops over a frontier as in `cbec_kg.literature.sql_engine`, as joins of data frames. Every level is written to
the scratch folder before the next is begun, so that a worker that is lost costs its part of one level. The table, and the
scratch folder within it, must be readable and writable by all workers at the same path.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cbec_kg.errors import LimitError, OutputError, UsageError
from cbec_kg.literature.edge_table import EDGES, SAME, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyspark.sql import DataFrame, SparkSession

Say = Callable[[str], None]

_PARTITION_BYTES = 64 << 20
"""Bytes of Parquet for which there is a partition."""


class SparkEngine:
    """Answers for one table by a cluster; `close` ends the session and removes the scratch folder."""

    def __init__(self, connection: DuckDBPyConnection, say: Say, table: Path, master: str) -> None:
        self._connection = connection
        self._say = say
        size = sum(file.stat().st_size for file in table.rglob(EDGES))
        with ExitStack() as opened:
            self._spark = _session(master, max(4, -(-size // _PARTITION_BYTES)))
            opened.callback(self._spark.stop)
            try:
                self._scratch = Path(opened.enter_context(TemporaryDirectory(prefix=".spark-", dir=table.absolute())))
            except OSError as error:
                reason = error.strerror or error
                raise OutputError(f"{table}: the cluster's answers cannot be put there: {reason}.") from None
            self._spark.sparkContext.setCheckpointDir(str(self._scratch / "levels"))
            self._edges = self._partitioned(table.absolute())
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Remove the scratch folder and end the session."""
        self._opened.close()

    def labels(self) -> None:
        """Fill the table ``reached`` (node, low, high) from the table ``label`` (source, label)."""
        from pyspark.sql import functions as f

        label = self._shared("SELECT source AS origin, label FROM label", "label")
        spans = (f.min("low").alias("low"), f.max("high").alias("high"))
        firsts = self._edges.join(label, "origin").groupBy(f.col("target").alias("node"))
        frontier = firsts.agg(f.min("label").alias("low"), f.max("label").alias("high")).checkpoint()
        reached = frontier
        while nodes := frontier.count():
            self._say(f"{nodes} nodes on the frontier")
            arrived = self._next(frontier).groupBy("node").agg(*spans)
            known = reached.select("node", f.col("low").alias("had_low"), f.col("high").alias("had_high"))
            news = arrived.join(known, "node", "left")
            changed = f.col("had_low").isNull() | (f.col("low") < f.col("had_low")) | (f.col("high") > f.col("had_high"))
            frontier = news.where(changed).select("node", "low", "high").checkpoint()
            reached = reached.unionByName(frontier).groupBy("node").agg(*spans).checkpoint()
        self._fill("reached", reached)

    def pairs(self) -> None:
        """Fill the table ``closure`` (source, statement) with each source and each node that a path leads to from it."""
        from pyspark.sql import functions as f

        sources = self._shared("SELECT source AS origin FROM sources", "sources")
        first = self._edges.join(sources, "origin")
        frontier = first.select(f.col("origin").alias("source"), f.col("target").alias("node")).distinct().checkpoint()
        pairs = frontier
        while number := frontier.count():
            self._say(f"{number} pairs on the frontier")
            news = self._next(frontier).select("source", "node").distinct()
            frontier = news.join(pairs, ["source", "node"], "left_anti").checkpoint()
            pairs = pairs.unionByName(frontier).checkpoint()
        self._fill("closure", pairs.select("source", f.col("node").alias("statement")))

    def _partitioned(self, table: Path) -> DataFrame:
        """Return the edges by their origin, in which each source goes by its group's first."""
        from pyspark.sql import functions as f

        reading = self._spark.read.option("recursiveFileLookup", "true").option("pathGlobFilter", EDGES)
        edges = reading.parquet(str(table)).select("origin", "target")
        if (table / SAME).exists():
            same = self._spark.read.parquet(str(table / SAME)).select(f.col("node").alias("origin"), "first")
            named = f.coalesce("first", "origin").alias("origin")
            edges = edges.join(f.broadcast(same), "origin", "left").select(named, "target")
        return edges.repartition("origin").persist()

    def _next(self, frontier: DataFrame) -> DataFrame:
        """Return what the edges from a frontier lead to, as ``node``, with the frontier's other columns."""
        joined = self._edges.join(frontier.withColumnRenamed("node", "origin"), "origin")
        return joined.drop("origin").withColumnRenamed("target", "node")

    def _shared(self, query: str, name: str) -> DataFrame:
        """Return the answer of a query of DuckDB as a data frame, handed over by a file that all workers read."""
        file = self._scratch / f"{name}-{uuid4().hex[:8]}.parquet"
        self._connection.execute(f"COPY ({query}) TO {quoted(file)} (FORMAT parquet)")
        return self._spark.read.parquet(str(file))

    def _fill(self, table: str, frame: DataFrame) -> None:
        """Give a data frame to DuckDB as a table."""
        folder = self._scratch / f"{table}-{uuid4().hex[:8]}"
        frame.write.parquet(str(folder))
        parts = f"read_parquet({quoted(folder / '*.parquet')})"
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM {parts}")


def _session(master: str, partitions: int) -> SparkSession:
    """Return a session of a cluster; UsageError when Spark or Java is missing, or the master cannot be reached."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("Spark is not installed. Get it: pip install 'cbec-kg[spark]'; it needs Java 17.") from None
    if shutil.which("java") is None:
        raise UsageError("Spark needs Java 17, and there is no java on the PATH. Install a Java runtime.")
    host, _, port = master.removeprefix("spark://").partition(":")
    try:
        socket.create_connection((host, int(port or 7077)), timeout=10).close()
    except (OSError, ValueError, OverflowError):
        raise UsageError(f"{master}: no Spark master can be reached there. Start it, or correct the address.") from None
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": str(partitions), "spark.log.level": "ERROR"}
    settings |= {"spark.driver.host": host} if host in ("127.0.0.1", "localhost") else {}
    builder: Any = SparkSession.builder
    builder = builder.master(master).appName("cbec-kg")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session: SparkSession = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise UsageError(f"Spark cannot be started: {str(error).splitlines()[0]} Look at the Java that it finds.") from None
    return session


@contextmanager
def spark_errors() -> Iterator[None]:
    """Turn what Spark gave up on into LimitError, with its own first line."""
    try:
        yield
    except Exception as error:  # py4j and pyspark have no base in common, and need not be installed
        if type(error).__module__.partition(".")[0] not in ("py4j", "pyspark"):
            raise
        first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        message = f"the cluster gave up: {first[:300]} Look at its workers; the table is as it was."
        raise LimitError(message) from None
