"""The support graph of many papers as numbers: what reaches what, what a withdrawal takes away, what hangs on one node.

Nodes are sources (references, named sources), pointers (citations, attributions) and statements (statistics, claims, facets,
problems), numbered from 0 in the order in which they are loaded; an edge ``u -> v`` says that v rests on u, which a problem
does not do on its facets. Every way counts: a statement is supported while a path is left to it from a source that is not
withdrawn. Roles and bases are out of scope; `cbec_kg.evidence.lines` has them.

Two engines answer alike: ``numpy`` with arrays, and ``bitset`` with whole numbers of plain Python as sets, which needs no
compiled package. Loading orders the graph once; a strongly connected component counts as one node in that order.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal, Protocol

from cbec_kg.evidence.graph import carrying
from cbec_kg.evidence.scale.rows import NodeNumbers, Outcome, Rows, Withdrawals
from cbec_kg.model.links import Link

Engine = Literal["numpy", "bitset"]

SMALL = 10_000
"""Edges below which plain Python has answered before numpy is imported."""


class IndexedSupport(Protocol):
    """A support graph that is ordered and ready to be asked; made by `index_edges` or `index_links`.

    Nodes are given and answered by the numbers under which they were loaded. Targets may stand in any order and repeat;
    rows come in the order of the targets, and the values of a row in ascending order where nothing else is said.

    Attributes
    ----------
    size : int
        Number of nodes n.
    sources : array of int
        Sources, ascending.
    components : tuple of tuple of int
        Nodes that rest on one another: the strongly connected components of two nodes or more and nodes that rest on
        themselves, each ascending, sorted.
    """

    @property
    def size(self) -> int: ...  # noqa: D102  # said in the class docstring

    @property
    def sources(self) -> array[int]: ...  # noqa: D102  # likewise

    @property
    def components(self) -> tuple[tuple[int, ...], ...]: ...  # noqa: D102  # likewise

    def closure(self, targets: Iterable[int]) -> Rows:
        """Return the sources from which a path leads to each target: one row a target."""

    def reach(self, target: int) -> array[int]:
        """Return all nodes from which a path leads to a target, ascending; itself only where it is in a cycle."""

    def single_withdrawals(self, statements: Iterable[int] | None = None) -> Withdrawals:
        """Return for every source what falls and what is weakened when it alone is withdrawn.

        Parameters
        ----------
        statements : iterable of int, optional
            What may fall; every node that is no source when left out.
        """

    def withdraw(self, sources: Iterable[int], statements: Iterable[int] | None = None) -> Outcome:
        """Return what falls, is weakened and stands when the given sources are all withdrawn.

        Raises
        ------
        ValueError
            If one of them is no source.
        """

    def dominators(self) -> array[int]:
        """Return the immediate dominator of every node: the last node through which every way from any source passes.

        Returns
        -------
        array of int, shape (n,)
            -1 where there is no such node (the ways have nothing in common, or the node is a source), -2 where no way
            leads to the node from any source.
        """

    def single_points_of_failure(self, targets: Iterable[int]) -> Rows:
        """Return the nodes through which every way to each target passes, from the source's side to the target's.

        One row a target, without the target itself; empty where the ways have nothing in common and where there is none.
        All rows come out of one pass that finds the dominator tree under a root put before all sources.
        """


@dataclass(frozen=True)
class NamedSupport:
    """An indexed support graph with the ids of its nodes: node k is ``names[k]``."""

    names: tuple[str, ...]
    index: IndexedSupport


def index_edges(
    size: int, starts: NodeNumbers, ends: NodeNumbers, sources: NodeNumbers, engine: Engine | None = None
) -> IndexedSupport:
    """Return a support graph, ordered, from the numbers of its nodes.

    Parameters
    ----------
    size : int
        Number of nodes n.
    starts, ends : sequence of int or numpy array of int64, shape (m,)
        The edges: ``ends[k]`` rests on ``starts[k]``. Arrays are taken as they are, without a copy where possible.
        Parallel edges count once; cycles and edges from a node to itself are allowed.
    sources : sequence of int or numpy array of int64
        Nodes that rest on nothing and support what follows.
    engine : {"numpy", "bitset"}, optional
        By default numpy where it is installed and there are at least `SMALL` edges.

    Raises
    ------
    ValueError
        If starts and ends differ in length, a number is not in 0..n-1, or an edge ends in a source.

    Examples
    --------
    Node 3 rests on 2 and 1; 2 rests on 0; 0 and 1 are sources.

    >>> index = index_edges(4, [0, 2, 1], [2, 3, 3], [0, 1], engine="bitset")
    >>> index.closure([2, 3]).lists()
    [[0], [0, 1]]
    >>> index.single_withdrawals().falls.lists()
    [[2], []]
    """
    if engine is None:
        engine = "numpy" if len(starts) >= SMALL and find_spec("numpy") else "bitset"
    if engine == "numpy":
        from cbec_kg.evidence.scale.arrays import order_arrays

        return order_arrays(size, starts, ends, sources)
    from cbec_kg.evidence.scale.bitsets import order_lists

    return order_lists(size, starts, ends, sources)


def index_links(links: Iterable[Link], engine: Engine | None = None) -> NamedSupport:
    """Return the support graph of links by the relations that carry evidence, its nodes numbered by sorted id.

    Sources are the records that pointers point to.
    """
    edges = [link for link in links if link.relation == "pointer" or carrying(link)]
    names = tuple(sorted({name for link in edges for name in (link.start, link.end)}))
    numbers = {name: number for number, name in enumerate(names)}
    sources = sorted({numbers[link.start] for link in edges if link.relation == "pointer"})
    starts = [numbers[link.start] for link in edges]
    ends = [numbers[link.end] for link in edges]
    return NamedSupport(names, index_edges(len(names), starts, ends, sources, engine))
