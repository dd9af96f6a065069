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

from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.scale.indexed import IndexedSupport, index_edges, index_links
from cbec_kg.model.links import Link, links_of, statements_of

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


@settings(max_examples=200)
@given(ANY)
def test_reach_is_the_ancestors_and_the_target_where_it_is_in_a_cycle(case: Case) -> None:
    graph = case.graph
    for target in case.targets:
        in_cycle = any(target in networkx.descendants(graph, end) | {end} for end in graph[target])
        wanted = sorted(networkx.ancestors(graph, target) | ({target} if in_cycle else set()))
        assert case.index().reach(target).tolist() == wanted


@settings(max_examples=200)
@given(ANY)
def test_components_are_the_strongly_connected_components(case: Case) -> None:
    graph = case.graph
    components = networkx.strongly_connected_components(graph)
    components = [
        tuple(sorted(nodes)) for nodes in components if len(nodes) > 1 or any(graph.has_edge(node, node) for node in nodes)
    ]
    assert case.index().components == tuple(sorted(components))


@settings(max_examples=300)
@given(ANY)
def test_dominators_are_those_of_networkx_under_a_root_before_all_sources(case: Case) -> None:
    graph = case.graph
    graph.add_edges_from(("root", source) for source in case.sources)
    graph.add_node("root")
    tree = networkx.immediate_dominators(graph, "root")
    names = {"root": -1, None: -1}
    wanted = [names.get(tree[node], tree[node]) if node in tree else -2 for node in range(case.size)]
    assert case.index().dominators().tolist() == wanted


@settings(max_examples=150)
@given(ANY)
def test_a_single_point_of_failure_is_a_node_without_which_no_source_reaches_the_target(case: Case) -> None:
    reached = case.reached(set(case.sources))
    rows = case.index().single_points_of_failure(case.targets)
    for target, row in zip(case.targets, rows, strict=True):
        wanted = set()
        for node in set(range(case.size)) - {target} if target in reached else ():
            edges = tuple((start, end) for start, end in case.edges if node not in (start, end))
            without = Case(case.size, edges, case.sources, ())
            if target not in without.reached(set(case.sources) - {node}):
                wanted.add(node)
        assert set(row) == wanted and len(row) == len(wanted)


@settings(max_examples=150)
@given(ANY)
def test_what_falls_is_found_by_trying_every_withdrawal(case: Case) -> None:
    statements = set(range(case.size)) - set(case.sources)
    before = case.reached(set(case.sources))
    index = case.index()
    for count in range(len(case.sources) + 1):
        for gone in combinations(case.sources, count):
            left, lost = case.reached(set(case.sources) - set(gone)), case.reached(set(gone))
            found = index.withdraw(gone)
            assert found.falls.tolist() == sorted(statements & before - left)
            assert found.weakened.tolist() == sorted(statements & left & lost)
            assert found.stands.tolist() == sorted(statements & left - lost)
            assert found.unsupported.tolist() == sorted(statements - before)


@settings(max_examples=150)
@given(ANY)
def test_single_withdrawals_are_each_withdrawal_by_itself(case: Case) -> None:
    index = case.index()
    table = index.single_withdrawals()
    assert table.sources.tolist() == list(case.sources)
    for source, falls, weakened in zip(table.sources, table.falls, table.weakened, strict=True):
        alone = index.withdraw([source])
        assert (alone.falls, alone.weakened) == (falls, weakened)


@settings(max_examples=100)
@given(ANY, st.randoms(use_true_random=False))
def test_withdrawing_more_never_revives_anything(case: Case, choice: Any) -> None:
    some = [source for source in case.sources if choice.random() < 0.5]
    more = sorted({*some, *(source for source in case.sources if choice.random() < 0.5)})
    index = case.index()
    assert set(index.withdraw(some).falls) <= set(index.withdraw(more).falls)


# Larger graphs


def test_a_chain_of_twenty_thousand_is_followed_without_recursion() -> None:
    size = 20_000
    nodes = np.arange(size)
    index = index_edges(size, nodes[:-1], nodes[1:], [0])
    assert index.closure([size - 1]).lists() == [[0]]
    assert len(index.single_points_of_failure([size - 1])[0]) == size - 1


def test_a_cycle_of_twenty_thousand_is_one() -> None:
    size = 20_000
    index = index_edges(size, [0, *range(1, size)], [5, *range(2, size), 1], [0])
    assert index.components == (tuple(range(1, size)),)
    assert index.closure([4]).lists() == [[0]]
    assert index.dominators()[4] == 3


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
    statements = range(sources, size)
    alone = [[node for node in statements if wanted[node] == [source]] for source in case.sources]
    assert index.single_withdrawals().falls.lists() == alone
    gone = set(range(0, sources, 3))
    assert index.withdraw(gone).falls.tolist() == [node for node in statements if wanted[node] and gone >= {*wanted[node]}]
    graph.add_edges_from((-1, source) for source in case.sources)
    tree = networkx.immediate_dominators(graph, -1)
    assert index.dominators().tolist() == [tree.get(node, -2) for node in range(size)]


# Corpora


@pytest.mark.parametrize("papers", [1, 100])
def test_corpora_have_the_closure_and_dominators_of_networkx(corpus_module: ModuleType, papers: int) -> None:
    corpus = corpus_module.make_corpus(corpus_module.measure_shape(ROOT / "data"), papers)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(corpus.size))
    graph.add_edges_from(zip(corpus.starts.tolist(), corpus.ends.tolist(), strict=True))
    sources = set(corpus.sources.tolist())
    wanted = [sorted(networkx.ancestors(graph, problem) & sources) for problem in corpus.problems.tolist()]
    graph.add_edges_from((-1, source) for source in sources)
    tree = networkx.immediate_dominators(graph, -1)
    above = [tree.get(node, -2) for node in range(corpus.size)]
    index = index_edges(corpus.size, corpus.starts, corpus.ends, corpus.sources)
    assert index.closure(corpus.problems).lists() == wanted
    assert index.dominators().tolist() == above
    withdrawn = index.single_withdrawals(corpus.statements)
    for place in range(0, len(sources), 97):
        alone = index.withdraw([withdrawn.sources[place]], corpus.statements)
        assert (alone.falls, alone.weakened) == (withdrawn.falls[place], withdrawn.weakened[place])


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


# Links of a curation


def test_the_papers_closure_is_what_its_evidence_lines_have_without_causes_effects_and_premises() -> None:
    curation = read_curation(ROOT / "data")
    carrying = [link for link in links_of(curation) if link.relation not in ("cause", "inference")]
    wanted: dict[str, set[str]] = {}
    for line in evidence_lines(carrying, statements_of(curation)):
        wanted.setdefault(line.target, set()).add(line.source)
    named = index_links(links_of(curation))
    rows = named.index.closure(range(named.index.size))
    found = {named.names[node]: {named.names[source] for source in row} for node, row in enumerate(rows)}
    statements = statements_of(curation)
    assert {name: row for name, row in found.items() if row and name in statements} == wanted


def test_causes_addresses_and_answers_carry_no_evidence() -> None:
    links = [Link("ref-01", "citation-01-1", "pointer"), Link("citation-01-1", "claim-a", "support", "statement")]
    links += [
        Link("claim-a", "claim-b", "cause"),
        Link("claim-a", "facet-a", "address"),
        Link("claim-a", "problem-a", "answer"),
    ]
    assert index_links(links).names == ("citation-01-1", "claim-a", "ref-01")


# Bad input


def test_an_empty_graph_has_defined_answers() -> None:
    index = index_edges(0, [], [], [])
    assert len(index.closure([])) == len(index.single_withdrawals().falls) == len(index.single_points_of_failure([])) == 0
    assert len(index.withdraw([]).falls) == len(index.dominators()) == 0


def test_withdrawing_everything_leaves_nothing() -> None:
    found = index_edges(4, [0, 1, 1], [2, 2, 3], [0, 1]).withdraw([0, 1])
    assert (found.falls.tolist(), found.weakened.tolist(), found.stands.tolist()) == ([2, 3], [], [])


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
    with pytest.raises(ValueError, match="node 1 is no source"):
        index.withdraw([1])
    with pytest.raises(ValueError, match="2 starts of edges and 1 ends"):
        index_edges(3, [0, 0], [1], [0])
    with pytest.raises(IndexError, match="row 1 of 1"):
        index.closure([1])[1]
