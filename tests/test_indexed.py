"""The indexed support graph against networkx and against trying everything, on any graph and on corpora."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbec_kg.literature.arrays.indexed import IndexedSupport, index_edges

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Case:
    """A graph with its sources; `targets` may repeat."""

    size: int
    edges: tuple[tuple[int, int], ...]
    sources: tuple[int, ...]
    targets: tuple[int, ...]

    def index(self) -> IndexedSupport:
        return index_edges(self.size, [start for start, _ in self.edges], [end for _, end in self.edges], self.sources)

    @property
    def graph(self) -> Any:
        graph = networkx.DiGraph()
        graph.add_nodes_from(range(self.size))
        graph.add_edges_from(self.edges)
        return graph

    def reached(self, sources: set[int]) -> set[int]:
        graph = self.graph
        return sources.union(*(networkx.descendants(graph, source) for source in sources))


@st.composite
def cases(draw: st.DrawFn, cycles: bool = True) -> Case:
    size = draw(st.integers(1, 16))
    sources = draw(st.sets(st.integers(0, size - 1), max_size=5))
    node = st.integers(0, size - 1)
    edges = draw(st.lists(st.tuples(node, node), max_size=40))
    kept = [(start, end) for start, end in edges if end not in sources and (cycles or start < end)]
    targets = draw(st.lists(node, max_size=6))
    return Case(size, tuple(kept), tuple(sorted(sources)), tuple(targets))


ANY = st.one_of(cases(), cases(cycles=False))


@pytest.fixture(scope="module")
def corpus_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus", ROOT / "benchmarks" / "corpus.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus"] = module
    spec.loader.exec_module(module)
    return module


# Any graph, cycles included


@settings(max_examples=300)
@given(ANY)
def test_closure_is_the_sources_among_the_ancestors(case: Case) -> None:
    graph, sources = case.graph, set(case.sources)
    wanted = [sorted((networkx.ancestors(graph, target) | {target}) & sources) for target in case.targets]
    assert case.index().closure(case.targets).lists() == wanted


@settings(max_examples=150)
@given(ANY, st.data())
def test_spans_are_the_least_and_the_greatest_label_of_the_sources_that_lead_to_a_node(
    case: Case, data: st.DataObject
) -> None:
    labels = data.draw(st.lists(st.integers(-3, 3), min_size=len(case.sources), max_size=len(case.sources)))
    low, high = case.index().spans(labels)
    below = {source: case.reached({source}) for source in case.sources}
    for node in range(case.size):
        found = [label for source, label in zip(case.sources, labels, strict=True) if node in below[source]]
        assert [int(low[node]), int(high[node])] == [min(found), max(found)] if found else low[node] > high[node]


@settings(max_examples=100)
@given(ANY)
def test_what_falls_is_found_by_trying_every_withdrawal(case: Case) -> None:
    statements = set(range(case.size)) - set(case.sources)
    before = case.reached(set(case.sources))
    index = case.index()
    for count in range(len(case.sources) + 1):
        for gone in combinations(case.sources, count):
            left, lost = case.reached(set(case.sources) - set(gone)), case.reached(set(gone))
            low, high = index.spans([int(source not in gone) for source in case.sources])
            found = {
                (low[node], high[node]): {one for one in statements if (low[one], high[one]) == (low[node], high[node])}
                for node in statements
            }
            assert found.get((0, 0), set()) == statements & before - left
            assert found.get((0, 1), set()) == statements & left & lost
            assert found.get((1, 1), set()) == statements & left - lost


# Larger graphs


def test_a_chain_of_twenty_thousand_is_followed_without_recursion() -> None:
    size = 20_000
    nodes = np.arange(size)
    index = index_edges(size, nodes[:-1], nodes[1:], [0])
    assert index.closure([size - 1]).lists() == [[0]]
    assert index.spans([9])[0][-1] == 9


def test_a_cycle_of_twenty_thousand_is_one() -> None:
    size = 20_000
    index = index_edges(size, [0, *range(1, size)], [5, *range(2, size), 1], [0])
    assert index.closure([4]).lists() == [[0]]
    assert index.spans([9])[1][4] == 9


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_graphs_with_hundreds_of_sources_are_those_of_networkx(seed: int) -> None:
    random = np.random.default_rng(seed)
    sources, size = 300, 900
    starts, ends = random.integers(0, size, 2500), random.integers(sources, size, 2500)
    keep = (starts < ends) | (random.random(2500) < 0.02)
    pairs = tuple(zip(starts[keep].tolist(), ends[keep].tolist(), strict=True))
    case = Case(size, pairs, tuple(range(sources)), tuple(range(size)))
    index, graph = case.index(), case.graph
    below = {source: networkx.descendants(graph, source) for source in case.sources}
    wanted = [[source for source in case.sources if node == source or node in below[source]] for node in case.targets]
    assert index.closure(case.targets).lists() == wanted
    low, high = index.spans(range(sources))
    assert [node for node in case.targets if low[node] == high[node]] == [
        node for node in case.targets if len(wanted[node]) == 1
    ]
    assert all((low[node], high[node]) == (min(wanted[node]), max(wanted[node])) for node in case.targets if wanted[node])


# Corpora


@pytest.mark.parametrize("papers", [1, 100])
def test_corpora_have_the_closure_of_networkx(corpus_module: ModuleType, papers: int) -> None:
    corpus = corpus_module.make_corpus(corpus_module.measure_shape(ROOT / "data"), papers)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(corpus.size))
    graph.add_edges_from(zip(corpus.starts.tolist(), corpus.ends.tolist(), strict=True))
    sources = set(corpus.sources.tolist())
    wanted = [sorted(networkx.ancestors(graph, problem) & sources) for problem in corpus.problems.tolist()]
    index = index_edges(corpus.size, corpus.starts, corpus.ends, corpus.sources)
    assert index.closure(corpus.problems).lists() == wanted


def test_a_corpus_keeps_the_shape_of_the_paper_and_is_the_same_each_time(corpus_module: ModuleType) -> None:
    shape = corpus_module.measure_shape(ROOT / "data")
    one, again, three = (corpus_module.make_corpus(shape, papers) for papers in (1, 1, 3))
    assert one.size == sum(shape.counts.values())
    assert np.array_equal(one.starts, again.starts) and np.array_equal(one.ends, again.ends)
    for kind in ("Statistic", "Claim", "Facet", "Problem", "Citation", "Attribution"):
        assert len(three.nodes(kind)) == 3 * shape.counts[kind]
    assert len(three.sources) < 3 * len(one.sources)


def test_numbering_at_random_changes_nothing_but_the_numbers(corpus_module: ModuleType) -> None:
    corpus = corpus_module.make_corpus(corpus_module.measure_shape(ROOT / "data"), 10)
    mixed = corpus_module.shuffle_corpus(corpus)
    lengths = [
        sorted(map(len, index_edges(some.size, some.starts, some.ends, some.sources).closure(some.problems)))
        for some in (corpus, mixed)
    ]
    assert lengths[0] == lengths[1]


# Bad input


def test_an_empty_graph_has_defined_answers() -> None:
    index = index_edges(0, [], [], [])
    assert len(index.closure([])) == 0
    assert [len(part) for part in index.spans([])] == [0, 0]


@pytest.mark.parametrize(
    ("edges", "sources", "message"),
    [
        ([(0, 4)], [0], "ends has node 4; nodes are numbered from 0 to 3"),
        ([(-1, 2)], [0], "starts has node -1"),
        ([(0, 1)], [7], "sources has node 7"),
        ([(1, 0)], [0], "ends in node 0, which is a source"),
    ],
)
def test_edges_that_cannot_be_are_refused(edges: list[tuple[int, int]], sources: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        index_edges(4, [start for start, _ in edges], [end for _, end in edges], sources)


def test_questions_about_nodes_that_are_not_there_are_refused() -> None:
    index = index_edges(3, [0], [1], [0])
    with pytest.raises(ValueError, match="targets has node 3"):
        index.closure([3])
    with pytest.raises(ValueError, match="2 labels for 1 sources"):
        index.spans([1, 2])
    with pytest.raises(ValueError, match="2 starts of edges and 1 ends"):
        index_edges(3, [0, 0], [1], [0])
    with pytest.raises(IndexError, match="row 1 of 1"):
        index.closure([1])[1]
