"""How the shipped queries grow with the number of papers, and how they compare with rdflib on one.

    python benchmarks/queries.py [--papers 1 10 100 1000] [--seconds 60] [--only NAME ...] [--folder FOLDER]

The papers are copies of the bundled one under ids of their own, loaded into store directories as `cbec-kg load` does it. A
query runs in a process of its own, with a limit; its mean processor time counts, of as many runs as fit into a quarter of a
second, after one that does not count unless it takes longer. *Growth* of a whole query (^) is the exponent with which that
grows from the second smallest to the largest number of papers: 1 is linear. A query with a parameter is also asked about one
record of one paper; there growth (x) is the time among most papers over that among fewest. rdflib has the paper in memory.
Each line is printed when it is known; what an interrupted run knew is summed up.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from resource import RLIMIT_CPU, setrlimit
from signal import SIGKILL
from typing import Any, NamedTuple

from paper_copies import AT, copies
from pyoxigraph import NamedNode
from rdflib import Graph

from cbec_kg.api.entry import bundled_folder
from cbec_kg.model.iris import BASE
from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.store.loads import load
from cbec_kg.store.sparql import bind, run
from cbec_kg.store.staging import GRAPH, ONTOLOGY_GRAPH, all_staged
from cbec_kg.store.stored import StoredPapers

PAPER = f"{BASE}copy-0/"
"""What the IRIs of the records of the paper begin with that is asked about."""

OF_GRAPHS = {"problem": "problem-talent", "source": "ref-09"}
"""Records to ask about where the answer is a graph."""

ENOUGH = 0.25
"""Seconds of processor after which a query is not run again."""


class Question(NamedTuple):
    """What is asked: a shipped query, whole or bound to a record of one paper."""

    name: str
    text: str
    of_record: bool


class Timed(NamedTuple):
    """Milliseconds of a question by number of papers, None where over the limit; by rdflib, at most those of the limit."""

    question: Question
    taken: dict[int, float | None]
    rdflib: float | None

    def growth(self) -> float | None:
        """Return the exponent of a whole query, the factor of one about a record; None where it was over the limit."""
        sizes = sorted(self.taken)
        many, few = sizes[-1], sizes[0] if self.question.of_record else sizes[min(1, len(sizes) - 2)]
        last, first = self.taken[many], self.taken[few]
        if last is None or first is None:
            return None
        return last / first if self.question.of_record else math.log(last / first) / math.log(many / few)

    def ratio(self) -> float | None:
        """Return how many times longer rdflib takes, None where the store was over the limit or rdflib was not asked."""
        one = self.taken[1]
        return None if one is None or self.rdflib is None else self.rdflib / one


def in_a_process(work: Callable[[], Any], seconds: int | None = None) -> Any:
    """Return what some work gives in a process of its own, None when it takes more seconds of processor."""
    receive, send = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        if seconds is not None:
            setrlimit(RLIMIT_CPU, (seconds, seconds))
        send.send(work())

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    send.close()
    try:
        found = receive.recv()
    except EOFError:
        found = None
    process.join()
    assert process.exitcode == 0 or (seconds is not None and process.exitcode == -SIGKILL), f"exit code {process.exitcode}"
    return found


def fill(folder: Path, sizes: list[int]) -> dict[int, Path]:
    """Load copies of the bundled paper into a store for each number of papers, unless it is there; print what it took."""
    one, stores = folder / "one", {size: folder / f"papers-{size}" for size in sizes}
    if not one.is_dir():
        load(one, [bundled_folder()], at=AT)
    for size, store in stores.items():
        if not store.is_dir():
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                statements = copies(one, Path(scratch) / "copies", size)
                begun = time.perf_counter()
                load(Path(scratch) / "store", [Path(scratch) / "copies"], at=AT)
                (Path(scratch) / "store").rename(store)
            size_on_disk = sum(path.stat().st_size for path in store.rglob("database/*")) / 2**20
            seconds = time.perf_counter() - begun
            print(
                f"{size:,} papers: {statements:,} statements, loaded in {seconds:,.1f} s, {size_on_disk:,.0f} MiB",
                flush=True,
            )
    return stores


def questions(store: Path, only: list[str]) -> list[Question]:
    """Return what is asked: each query whole, and bound to the first record of each of its parameters."""

    def found() -> Iterator[Question]:
        opened = StoredPapers(store).opened().store
        for query in read_catalogue():
            if only and query.name not in only:
                continue
            yield Question(query.name, query.text, False)
            answer = run(opened, query.text) if query.parameters else None
            for parameter in query.parameters:
                assert answer is not None
                if answer.form == "construct":
                    record = PAPER + OF_GRAPHS[parameter]
                else:
                    column = answer.columns.index(parameter)
                    record = next(row[column].value for row in answer.rows if isinstance(row[column], NamedNode))
                yield Question(f"{query.name} {parameter}=", bind(query.text, {parameter: record}), record.startswith(PAPER))

    return list(found())


def usual(ask: Callable[[], Any]) -> float:
    """Return the milliseconds of processor of a run: the mean of some, since a virtual machine counts few of short ones."""
    begun = time.process_time()
    ask()
    first = time.process_time() - begun
    if first >= ENOUGH:
        return 1000 * first
    begun, runs = time.process_time(), 0
    while runs == 0 or (runs < 200 and time.process_time() - begun < ENOUGH):
        ask()
        runs += 1
    return max(1000 * (time.process_time() - begun) / runs, 0.001)


def of_store(store: Path, text: str) -> float:
    opened = StoredPapers(store).opened().store
    return usual(lambda: run(opened, text))


def of_rdflib(graph: Graph, text: str) -> float:
    return usual(lambda: list(graph.query(text)))


def as_graph(store: Path) -> Graph:
    """Return the paper of a store, and the ontology, as one graph of rdflib."""
    (paper,) = all_staged(StoredPapers(store).directory)
    lines = (paper.lines(GRAPH) + paper.lines(ONTOLOGY_GRAPH)).decode().splitlines()
    return Graph().parse(data="".join(f"{line.rpartition(' <')[0]} .\n" for line in lines), format="nt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--seconds", type=int, default=20, help="limit of processor time of one query")
    parser.add_argument("--only", nargs="+", default=[], help="names of queries")
    parser.add_argument("--without-rdflib", action="store_true", help="ask the stores alone")
    parser.add_argument("--folder", type=Path, help="where the stores stand, or are made to be used again")
    options = parser.parse_args()
    sizes = sorted({1, *options.papers})
    if len(sizes) == 1:
        parser.error("--papers: name more than one paper, so that growth can be seen")
    load_average = os.getloadavg()[0]
    print(f"python {platform.python_version()}, {os.cpu_count()} processors, load {load_average:.1f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="cbec-kg-queries-") as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        measured: list[Timed] = []
        try:
            for timed in measure(folder, sizes, options.only, options.seconds, not options.without_rdflib):
                measured.append(timed)
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
        summarise(measured, sizes[-1])


def measure(folder: Path, sizes: list[int], only: list[str], limit: int, with_rdflib: bool) -> Iterator[Timed]:
    """Yield how long each question takes, and print it; everything that opens a database is a process of its own."""
    stores = in_a_process(lambda: fill(folder, sizes))
    asked = in_a_process(lambda: questions(stores[1], only))
    graph = as_graph(stores[1]) if with_rdflib else None
    print(f"{'query':46}" + "".join(f"{f'{size:,} ms':>12}" for size in sizes) + f"{'growth':>10}{'x rdflib':>10}")
    for question in asked:
        taken = {size: in_a_process(partial(of_store, store, question.text), limit) for size, store in stores.items()}
        other = in_a_process(partial(of_rdflib, graph, question.text), limit) or 1000 * limit if graph is not None else None
        timed = Timed(question, taken, other)
        growth, ratio = timed.growth(), timed.ratio()
        shown = "".join(f"{'over' if value is None else f'{value:,.1f}':>12}" for value in taken.values())
        grown = "" if growth is None else f"x {growth:.2f}" if question.of_record else f"^ {growth:.2f}"
        print(f"{question.name:46}{shown}{grown:>10}{'' if ratio is None else f'{ratio:.1f}':>10}", flush=True)
        yield timed


def summarise(measured: list[Timed], most: int) -> None:
    """Print how the figures spread, and which miss a goal."""
    for of_record, what, goal, longest in (
        (False, "whole corpus: exponent", 1.1, 3000),
        (True, "one record: growth", 1.5, 50),
    ):
        some = [timed for timed in measured if timed.question.of_record is of_record]
        if not some:
            continue
        growths = {timed.question.name: timed.growth() for timed in some}
        known = [growth for growth in growths.values() if growth is not None]
        times = {timed.question.name: timed.taken[most] for timed in some}
        print(f"\n{what}: median {statistics.median(known or [0]):.2f}, goal {goal} at most")
        tell("over it", {name: growth for name, growth in growths.items() if growth is None or growth > goal})
        print(f"time at {most:,} papers: median {statistics.median(value or math.inf for value in times.values()):,.1f} ms")
        tell(f"over {longest:,} ms", {name: value for name, value in times.items() if value is None or value > longest})
    ratios = {timed.question.name: ratio for timed in measured if (ratio := timed.ratio()) is not None}
    if ratios:
        print(f"\nrdflib over the store at one paper: median {statistics.median(ratios.values()):.0f}, goal 20 at least")
        tell("slower than rdflib", {name: ratio for name, ratio in ratios.items() if ratio < 1})


def tell(what: str, values: dict[str, float | None]) -> None:
    """Print how many questions there are of a kind, and which with their figures."""
    named = (f"{name} {'over the limit' if value is None else f'{value:,.2f}'}" for name, value in sorted(values.items()))
    print(f"{what}: {len(values)}{': ' if values else ''}{'; '.join(named)}")


if __name__ == "__main__":
    main()
