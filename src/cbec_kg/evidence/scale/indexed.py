"""The support graph of many papers as numbers: what reaches what, what a withdrawal takes away, what hangs on one node.

Nodes are sources (references, named sources), pointers (citations, attributions) and statements (statistics, claims, facets,
problems), numbered from 0 in the order in which they are loaded; an edge ``u -> v`` says that v rests on u, which a problem
does not do on its facets. Every way counts: a statement is supported while a path is left to it from a source that is not
withdrawn. Roles and bases are out of scope; `cbec_kg.evidence.lines` has them.

Loading orders the graph once; a strongly connected component counts as one node in that order. Each question is one sweep
through its levels. Which sources reach which node is kept in `cells`, so that work and memory follow what differs from node
to node, not nodes times sources.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cbec_kg.evidence.graph import carrying
from cbec_kg.evidence.scale.arrayorder import ArrayOrder, Numbers, as_numbers, order_graph, unique
from cbec_kg.evidence.scale.arraytree import climb, dominator_levels
from cbec_kg.evidence.scale.cells import Cells
from cbec_kg.evidence.scale.components import unfold
from cbec_kg.evidence.scale.dominators import dominators_with_cycles, points_above
from cbec_kg.evidence.scale.rows import NodeNumbers, Outcome, Rows, Withdrawals, number_error, rows_of, source_error
from cbec_kg.model.links import Link

ALIVE, LOST = 1, 2


def index_edges(size: int, starts: NodeNumbers, ends: NodeNumbers, sources: NodeNumbers) -> IndexedSupport:
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

    Raises
    ------
    ValueError
        If starts and ends differ in length, a number is not in 0..n-1, or an edge ends in a source.

    Examples
    --------
    Node 3 rests on 2 and 1; 2 rests on 0; 0 and 1 are sources.

    >>> index = index_edges(4, [0, 2, 1], [2, 3, 3], [0, 1])
    >>> index.closure([2, 3]).lists()
    [[0], [0, 1]]
    >>> index.single_withdrawals().falls.lists()
    [[2], []]
    """
    heads, tails = as_numbers(starts), as_numbers(ends)
    roots = unique(as_numbers(sources))
    order = order_graph(size, heads, tails, roots)
    return IndexedSupport(order, roots, (heads, tails) if order.components else None)


@dataclass(frozen=True, eq=False)
class IndexedSupport:
    """A support graph that is ordered and ready to be asked; made by `index_edges` or `index_links`.

    Nodes are given and answered by the numbers under which they were loaded. Targets may stand in any order and repeat;
    rows come in the order of the targets, and the values of a row in ascending order where nothing else is said. `edges`
    are the starts and ends as loaded, kept only where there are cycles.
    """

    order: ArrayOrder
    origins: Numbers
    edges: tuple[Numbers, Numbers] | None

    @property
    def size(self) -> int:
        """Return the number of nodes."""
        return self.order.size

    @property
    def sources(self) -> array[int]:
        """Return the sources, ascending."""
        return _array(self.origins)

    @property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """Return the strongly connected components of two nodes or more and nodes that rest on themselves, sorted."""
        return self.order.components

    def closure(self, targets: Iterable[int]) -> Rows:
        """Return the sources from which a path leads to each target: one row a target."""
        wanted = self._nodes(targets, "targets")
        rows, numbers = self._reached(wanted)
        return Rows(_offsets(rows, len(wanted)), _array(self.origins[numbers]))

    def reach(self, target: int) -> array[int]:
        """Return all nodes from which a path leads to a target, ascending; itself only where it is in a cycle."""
        order = self.order
        start = int(order.standing(self._nodes([target], "targets"))[0])
        seen, front = {start}, [start]
        while front:
            node = front.pop()
            first = int(order.firsts[node])
            new = set(order.origins[first : first + int(order.lengths[node])].tolist()) - seen
            seen |= new
            front.extend(new)
        return array("q", unfold(seen, start, self.components))

    def single_withdrawals(self, statements: Iterable[int] | None = None) -> Withdrawals:
        """Return for every source what falls and what is weakened when it alone is withdrawn.

        Parameters
        ----------
        statements : iterable of int, optional
            What may fall; every node that is no source when left out.
        """
        wanted = self._statements(statements)
        rows, numbers = self._reached(wanted)
        alone = np.bincount(rows, minlength=len(wanted))[rows] == 1
        keys = np.sort((((numbers << 1) | alone) << 32) | rows)
        numbers, alone, rows = keys >> 33, ((keys >> 32) & 1).astype(bool), keys & 0xFFFFFFFF
        count = len(self.origins)
        falls = Rows(_offsets(numbers[alone], count), _array(wanted[rows[alone]]))
        weakened = Rows(_offsets(numbers[~alone], count), _array(wanted[rows[~alone]]))
        return Withdrawals(self.sources, falls, weakened)

    def withdraw(self, sources: Iterable[int], statements: Iterable[int] | None = None) -> Outcome:
        """Return what falls, is weakened and stands when the given sources are all withdrawn.

        Raises
        ------
        ValueError
            If one of them is no source.
        """
        gone, order = self._nodes(sources, "sources"), self.order
        wrong = ~np.isin(gone, self.origins)
        if wrong.any():
            raise source_error(int(gone[wrong][0]), withdrawn=True)
        wanted = self._statements(statements)
        standing = order.standing(wanted)
        state = np.zeros(order.size, dtype=np.uint8)
        state[self.origins] = ALIVE
        state[gone] = LOST
        for level in (*order.levels, order.last(standing)):
            state[level.single] = state[level.single_origins]
            if len(level.several):
                state[level.several] = np.bitwise_or.reduceat(state[level.several_origins], level.cuts)
        found = state[standing]
        falls, weakened, stands, unsupported = (_array(wanted[found == code]) for code in (LOST, ALIVE | LOST, ALIVE, 0))
        return Outcome(falls, weakened, stands, unsupported)

    def dominators(self) -> array[int]:
        """Return the immediate dominator of every node: the last node through which every way from any source passes.

        Returns
        -------
        array of int, shape (n,)
            -1 where there is no such node (the ways have nothing in common, or the node is a source), -2 where no way
            leads to the node from any source.
        """
        if self.edges is not None:
            return dominators_with_cycles(self.size, *(part.tolist() for part in (*self.edges, self.origins)))
        tree, _ = dominator_levels(self.order, self.origins, np.arange(self.size))
        tree = tree[:-1]
        return _array(np.where(tree < 0, -2, np.where(tree == self.size, -1, tree)))

    def single_points_of_failure(self, targets: Iterable[int]) -> Rows:
        """Return the nodes through which every way to each target passes, from the source's side to the target's.

        One row a target, without the target itself; empty where the ways have nothing in common and where there is none.
        All rows come out of one pass that finds the dominator tree under a root put before all sources.
        """
        wanted = self._nodes(targets, "targets")
        if self.edges is None:
            rows, nodes = climb(*dominator_levels(self.order, self.origins, wanted), wanted)
            return Rows(_offsets(rows, len(wanted)), _array(nodes))
        above = self.dominators()
        return rows_of(points_above(above, target) for target in wanted.tolist())

    def _nodes(self, numbers: Iterable[int], name: str) -> Numbers:
        found = as_numbers(numbers if isinstance(numbers, (np.ndarray, array)) else list(numbers))
        wrong = (found < 0) | (found >= self.size)
        if wrong.any():
            raise number_error(name, int(found[wrong][0]), self.size)
        return found

    def _statements(self, statements: Iterable[int] | None) -> Numbers:
        if statements is not None:
            return unique(self._nodes(statements, "statements"))
        others = np.ones(self.size, dtype=bool)
        others[self.origins] = False
        return np.flatnonzero(others)

    def _reached(self, targets: Numbers) -> tuple[Numbers, Numbers]:
        """Return pairs of a target's row and the rank of a source that reaches it, sorted."""
        standing = self.order.standing(targets)
        cells = Cells(self.order, self.origins)
        cells.sweep(standing)
        return cells.bits(standing)


@dataclass(frozen=True)
class NamedSupport:
    """An indexed support graph with the ids of its nodes: node k is ``names[k]``."""

    names: tuple[str, ...]
    index: IndexedSupport


def index_links(links: Iterable[Link]) -> NamedSupport:
    """Return the support graph of links by the relations that carry evidence, its nodes numbered by sorted id.

    Sources are the records that pointers point to.
    """
    edges = [link for link in links if link.relation == "pointer" or carrying(link)]
    names = tuple(sorted({name for link in edges for name in (link.start, link.end)}))
    numbers = {name: number for number, name in enumerate(names)}
    sources = sorted({numbers[link.start] for link in edges if link.relation == "pointer"})
    starts = [numbers[link.start] for link in edges]
    ends = [numbers[link.end] for link in edges]
    return NamedSupport(names, index_edges(len(names), starts, ends, sources))


def _offsets(rows: Numbers, count: int) -> array[int]:
    """Return where each of `count` rows begins in sorted row numbers, and the end."""
    offsets = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=offsets[1:])
    return _array(offsets)


def _array(numbers: Numbers) -> array[int]:
    """Return numbers as an array of the standard library."""
    found = array("q")
    found.frombytes(numbers.astype(np.int64, copy=False).tobytes())
    return found
