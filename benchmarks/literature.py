"""How the engines grow on tables of edges up to a hundred million, against one sequential pass over the table.

    python benchmarks/literature.py [--edges 1e6 1e7 1e8] [--engines local duckdb] [--questions whatif] [--memory 4GB]

Each question is the command's own, in a process of its own with its answer written to a Parquet file; its peak of memory is
the process's; its *work* is the time of all processors, by which passes and growth are reckoned, since it depends little
on what else runs. The pass, measured in the same run, reads every edge once: ``SELECT sum(origin), sum(target) FROM edges``
in DuckDB with the same limits. `networkx` answers the closure of the smallest table.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import networkx
import numpy as np
from corpus import KINDS, make_corpus, measure_shape

from cbec_kg.literature.edge_table import EDGES, NODES, quoted

BLOCK = 10_000
"""Papers that are made at a time."""
_KIND_NAMES = [kind.lower() for kind in KINDS]

_SAY = """
def say(rows):
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(time.perf_counter() - begin, time.process_time() - worked, most, rows)
begin, worked = time.perf_counter(), time.process_time()
"""
ASK = f"""
import resource, sys, time
from cbec_kg.api.literature import ask_literature
{_SAY}
table, question, engine, memory, out, *without = sys.argv[1:]
answer = ask_literature(table, question, engine=engine, memory=memory, out=out, without=without)
say(answer.number)
"""
PASS = f"""
import resource, sys, time, duckdb
{_SAY}
con = duckdb.connect(config={{"memory_limit": sys.argv[2]}})
con.execute("SET enable_progress_bar = false")  # it would stand among the figures
con.execute(f"SELECT sum(origin), sum(target) FROM read_parquet('{{sys.argv[1]}}/**/edges.parquet')").fetchall()
say(0)
"""


def make_table(edges: int, place: Path, data: Path) -> int:
    """Write a table of at least so many edges, block by block, and return how many it has."""
    shape = measure_shape(data)
    a_paper = sum(len(starts) for starts, _ in shape.links.values())
    papers, made, first, written = -(-edges // a_paper), 0, 0, 0
    connection = duckdb.connect()
    while made < papers:
        some = make_corpus(shape, min(BLOCK, papers - made), seed=made + 1)
        block = place / f"block-{made}"
        block.mkdir(parents=True)
        nodes = {"node": np.arange(some.size) + first, "kind": np.asarray(_KIND_NAMES, dtype=object)[some.kinds]}
        connection.register("nodes", nodes)
        named = "SELECT node, 'p:' || node AS name, kind, NULL::BIGINT AS whole FROM nodes"
        connection.execute(f"COPY ({named}) TO {quoted(block / NODES)} (FORMAT parquet, COMPRESSION zstd)")
        connection.register("edges", {"origin": some.starts + first, "target": some.ends + first})
        linked = "SELECT origin, target, 'statement' AS role, 'stated' AS basis FROM edges"
        connection.execute(f"COPY ({linked}) TO {quoted(block / EDGES)} (FORMAT parquet, COMPRESSION zstd)")
        made, first, written = made + some.papers, first + some.size, written + len(some.starts)
    return written


def measured(program: str, *arguments: str) -> tuple[float, float, float, int]:
    """Return seconds, seconds of the processors, gigabytes and rows of a program run in a process of its own."""
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr.strip().splitlines()[-1]}")
    seconds, work, memory, rows = done.stdout.split()
    return float(seconds), float(work), float(memory), int(rows)


def with_networkx(table: Path) -> float:
    """Return the seconds that networkx takes for the closure: load, and the descendants of every source."""
    edges = duckdb.execute(f"SELECT origin, target FROM read_parquet('{table}/**/{EDGES}')").fetchall()
    kinds = "kind IN ('reference', 'source')"
    sources = duckdb.execute(f"SELECT DISTINCT node FROM read_parquet('{table}/**/{NODES}') WHERE {kinds}").fetchall()
    begin = time.perf_counter()
    graph = networkx.DiGraph(edges)
    for (source,) in sources:
        if source in graph:
            networkx.descendants(graph, source)
    return time.perf_counter() - begin


def main() -> None:
    """Print the machine and one table: milliseconds, memory, passes, growth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--edges", type=float, nargs="+", default=[1e6, 1e7, 1e8])
    parser.add_argument("--engines", nargs="+", default=["local", "duckdb"])
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--questions", nargs="+", default=["critical", "whatif", "closure"])
    parser.add_argument("--local-most", type=float, default=2e7, help="largest table that arrays are asked of")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args()
    versions = f"python {platform.python_version()}, duckdb {duckdb.__version__}"
    print(f"{versions}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, memory limit {options.memory}")
    print(f"{'edges':>12}  engine    question   {'s':>9}  {'work s':>9}  {'passes':>8}  {'GB':>5}  {'rows':>12}  growth")
    before: dict[tuple[str, str], tuple[float, float]] = {}
    for number, edges in enumerate(map(int, options.edges)):
        with tempfile.TemporaryDirectory() as scratch:
            table = Path(scratch) / "table"
            size = make_table(edges, table, options.data)
            passed, pass_work, memory, _ = measured(PASS, str(table), options.memory)
            one = f"{size:>12,}  {'duckdb':8}  {'one pass':9}  {passed:9.2f}  {pass_work:9.2f}  {1:8.1f}  {memory:5.2f}"
            print(one, flush=True)
            if number == 0 and size < 2e6:
                print(f"{size:>12,}  {'networkx':8}  {'closure':9}  {with_networkx(table):9.2f}", flush=True)
            for engine in options.engines:
                if engine == "local" and size > options.local_most:
                    continue
                for question in options.questions:
                    out = Path(scratch) / "answer.parquet"
                    without = ["p:0", "p:1", "p:2"] if question == "whatif" else []
                    taken, work, memory, rows = measured(
                        ASK, str(table), question, engine, options.memory, str(out), *without
                    )
                    last = before.get((engine, question))
                    growth = f"{np.log(work / last[1]) / np.log(size / last[0]):.2f}" if last else ""
                    before[engine, question] = (size, work)
                    print(
                        f"{size:>12,}  {engine:8}  {question:9}  {taken:9.2f}  {work:9.2f}  {work / pass_work:8.1f}  "
                        f"{memory:5.2f}  {rows:>12,}  {growth}",
                        flush=True,
                    )
                    out.unlink()
            shutil.rmtree(table)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
