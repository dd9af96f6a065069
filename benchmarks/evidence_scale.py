"""How long the evidence analysis takes on invented corpora, against networkx and against one pass of numpy over the edges.

    python benchmarks/evidence_scale.py [--papers 1 100 1000 10000] [--runs 9] [--networkx 1000] [--data data]

Every figure is a median of ratios, ours and the other measured in turn (A B A B ...), so that it holds when the machine's
speed drifts. One **pass** is ``numpy.bitwise_or.at(words, ends, words[starts])``: one 64-bit word of each edge's start is
read and put into the word of its end, each edge once, in the order of loading. The **cheap pass** is the same with
``numpy.add.at``, numpy's fastest loop of that kind. The plain networkx way is a `DiGraph` of the same numbers and, for

* closure: ``networkx.ancestors(graph, problem) & sources`` for every problem;
* single points of failure: ``networkx.immediate_dominators(graph, root)`` called for every problem;
* all single withdrawals: for every source, copy the graph, remove the source, walk from all others, compare.

The last two are measured on a few calls and multiplied by the number of all problems or sources. Loading is counted apart
on either side: the graph is built before networkx is asked, the order made before ours is.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx
import numpy as np
from corpus import Corpus, make_corpus, measure_shape, shuffle_corpus

from cbec_kg.literature.arrays.indexed import index_edges

Task = Callable[[], object]


def seconds(task: Task) -> float:
    """Return the wall-clock time of one run."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def ratios(ours: Task, other: Task, runs: int) -> tuple[float, float, float]:
    """Return the medians of ours, of the other, and of other to ours, measured in turn after one run of each."""
    seconds(ours), seconds(other)
    pairs = [(seconds(ours), seconds(other)) for _ in range(runs)]
    return (
        statistics.median(one for one, _ in pairs),
        statistics.median(two for _, two in pairs),
        statistics.median(two / one for one, two in pairs),
    )


def peak(task: Task) -> int:
    """Return the most bytes held at once by what a task allocates, its result included."""
    tracemalloc.start()
    kept = task()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return found


@dataclass(frozen=True)
class Plain:
    """The plain networkx way on one corpus."""

    graph: Any
    problems: list[int]
    sources: list[int]

    @classmethod
    def of(cls, corpus: Corpus) -> Plain:
        """Return the graph of a corpus."""
        graph = networkx.DiGraph()
        graph.add_nodes_from(range(corpus.size))
        graph.add_edges_from(zip(corpus.starts.tolist(), corpus.ends.tolist(), strict=True))
        return cls(graph, corpus.problems.tolist(), corpus.sources.tolist())

    def closure(self) -> dict[int, set[int]]:
        """Return the sources of every problem."""
        sources = set(self.sources)
        return {problem: networkx.ancestors(self.graph, problem) & sources for problem in self.problems}

    def dominators(self, times: int) -> None:
        """Find the immediate dominators once for each of some problems."""
        graph = self.graph.copy()
        graph.add_edges_from((-1, source) for source in self.sources)
        for _ in range(times):
            networkx.immediate_dominators(graph, -1)

    def withdraw(self, sources: Iterable[int]) -> list[set[int]]:
        """Return for each of some sources what is no longer reached when it is withdrawn."""
        before = self._reached(self.graph, self.sources)
        found = []
        for source in sources:
            graph = self.graph.copy()
            graph.remove_node(source)
            found.append(before - self._reached(graph, [other for other in self.sources if other != source]) - {source})
        return found

    @staticmethod
    def _reached(graph: Any, sources: Iterable[int]) -> set[int]:
        reached = set(sources)
        front = list(reached)
        while front:
            new = [end for end in graph[front.pop()] if end not in reached]
            reached.update(new)
            front.extend(new)
        return reached


@dataclass(frozen=True)
class Bench:
    """One corpus and how often each pair of runs is made."""

    corpus: Corpus
    runs: int
    plain: Plain | None

    def passes(self) -> tuple[Task, Task]:
        """Return one pass and one cheap pass over the edges."""
        corpus = self.corpus
        words = np.arange(corpus.size, dtype=np.uint64)
        numbers = np.arange(corpus.size)
        return (
            lambda: np.bitwise_or.at(words, corpus.ends, words[corpus.starts]),
            lambda: np.add.at(numbers, corpus.ends, numbers[corpus.starts]),
        )

    def rows(self, label: str) -> dict[str, float]:
        """Print the rows of a corpus and return the ratios by question: ``name/pass``, ``/cheap`` and ``/networkx``."""
        corpus, found = self.corpus, {}
        sources, problems, statements = corpus.sources, corpus.problems, corpus.statements
        given = (corpus.size, corpus.starts, corpus.ends, sources)
        index = index_edges(*given)
        tasks: dict[str, Task] = {
            "load": lambda: index_edges(*given),
            "closure": lambda: index.closure(problems),
            "load and closure": lambda: index_edges(*given).closure(problems),
            "single points of failure": lambda: index.single_points_of_failure(problems),
            "all single withdrawals": lambda: index.single_withdrawals(statements),
            "three sources withdrawn": lambda: index.withdraw(sources[:3], statements),
        }
        memory = peak(tasks["load and closure"]) / len(corpus.starts)
        pass_, cheap = self.passes()
        for name, task in tasks.items():
            ours, _, by_pass = ratios(task, pass_, self.runs)
            by_cheap = ratios(task, cheap, self.runs)[2]
            found[name + "/pass"], found[name + "/cheap"] = 1 / by_pass, 1 / by_cheap
            against = self.against(name, task, ours)
            if against is not None:
                found[name + "/networkx"] = against
            times = "left out" if against is None and self.plain is None else f"{against:,.1f}" if against else ""
            note = f"{memory:,.0f}" if name == "load and closure" else ""
            print(
                f"{label:>16}  {name:24}  {1000 * ours:10.2f}  {1 / by_pass:9.1f}  {1 / by_cheap:9.1f}  "
                f"{times:>12}  {note:>6}",
                flush=True,
            )
        return found

    def against(self, name: str, task: Task, ours: float) -> float | None:
        """Return the time of the plain networkx way as a multiple of ours, None where it has none or was left out."""
        plain = self.plain
        if plain is None:
            return None
        choice = random.Random(1)
        if name == "closure":
            return ratios(task, plain.closure, min(5, self.runs))[2]
        if name == "load":
            return ratios(task, lambda: Plain.of(self.corpus), min(5, self.runs))[2]
        if name == "load and closure":
            return ratios(task, lambda: Plain.of(self.corpus).closure(), min(5, self.runs))[2]
        if name == "single points of failure":
            times = 3
            return seconds(lambda: plain.dominators(times)) / times * len(plain.problems) / ours
        if name == "all single withdrawals":
            some = choice.sample(plain.sources, min(5, len(plain.sources)))
            return seconds(lambda: plain.withdraw(some)) / len(some) * len(plain.sources) / ours
        return None


def check(corpus: Corpus, plain: Plain) -> None:
    """Stop unless the closure and the dominators are those of networkx."""
    index = index_edges(corpus.size, corpus.starts, corpus.ends, corpus.sources)
    assert index.closure(corpus.problems).lists() == [sorted(sources) for sources in plain.closure().values()]
    graph = plain.graph.copy()
    graph.add_edges_from((-1, source) for source in plain.sources)
    tree = networkx.immediate_dominators(graph, -1)
    assert index.dominators().tolist() == [tree.get(node, -2) for node in range(corpus.size)]


def main() -> None:
    """Print the machine, one table, and the goals with what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--papers", type=int, nargs="+", default=[1, 100, 1000, 10_000])
    parser.add_argument("--runs", type=int, default=9, help="counted pairs of runs a figure")
    parser.add_argument("--networkx", type=int, default=1000, help="largest corpus on which networkx is run")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args()
    versions = f"python {platform.python_version()}, numpy {np.__version__}, networkx {networkx.__version__}"
    print(f"{versions}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {options.runs} pairs a figure")
    shape = measure_shape(options.data)
    found: dict[int, dict[str, float]] = {}
    print(f"{'papers':>16}  {'question':24}  {'ms':>10}  {'passes':>9}  {'cheap p.':>9}  {'x networkx':>12}  {'B/edge':>6}")
    for papers in options.papers:
        corpus = make_corpus(shape, papers)
        plain = Plain.of(corpus) if papers <= options.networkx else None
        if plain is not None:
            check(corpus, plain)
        print(f"{papers:>16,}  {corpus.size:,} nodes, {len(corpus.starts):,} edges, {len(corpus.sources):,} sources")
        found[papers] = Bench(corpus, options.runs, plain).rows(f"{papers:,}")
        if papers == 10_000:
            Bench(shuffle_corpus(corpus), min(5, options.runs), None).rows("10,000 shuffled")
    print_goals(found)


def print_goals(found: dict[int, dict[str, float]]) -> None:
    """Print each goal that the sizes run can show, with the figure and whether it is met."""
    goals: list[tuple[int, str, str, float]] = [
        (10_000, "load and closure/pass", "at most", 10),
        (10_000, "load and closure/cheap", "at most", 10),
        (10_000, "closure/pass", "at most", 3),
        (10_000, "closure/cheap", "at most", 3),
        (100, "closure/networkx", "at least", 15),
        (1000, "closure/networkx", "at least", 15),
        (100, "single points of failure/networkx", "at least", 1000),
        (100, "all single withdrawals/networkx", "at least", 10_000),
    ]
    print("\ngoals")
    for papers, name, bound, goal in goals:
        if name in found.get(papers, {}):
            figure = found[papers][name]
            met = figure <= goal if bound == "at most" else figure >= goal
            print(f"{papers:>7,}  {name:36}  {bound} {goal:>6,}  {figure:>12,.1f}  {'met' if met else 'missed'}")


if __name__ == "__main__":
    main()
