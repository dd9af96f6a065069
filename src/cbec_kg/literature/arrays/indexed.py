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

from cbec_kg.literature.arrays.arrayorder import ArrayOrder, Numbers, as_numbers, order_graph, unique
from cbec_kg.literature.arrays.cells import Cells
from cbec_kg.literature.arrays.rows import NodeNumbers, Rows, number_error


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
    """
    heads, tails = as_numbers(starts), as_numbers(ends)
    roots = unique(as_numbers(sources))
    order = order_graph(size, heads, tails, roots)
    return IndexedSupport(order, roots)


@dataclass(frozen=True, eq=False)
class IndexedSupport:
    """A support graph that is ordered and ready to be asked; made by `index_edges` or `index_links`.

    Nodes are given and answered by the numbers under which they were loaded. Targets may stand in any order and repeat;
    rows come in the order of the targets, and the values of a row in ascending order.
    """

    order: ArrayOrder
    origins: Numbers

    @property
    def size(self) -> int:
        """Return the number of nodes."""
        return self.order.size

    @property
    def sources(self) -> array[int]:
        """Return the sources, ascending."""
        return _array(self.origins)

    def closure(self, targets: Iterable[int]) -> Rows:
        """Return the sources from which a path leads to each target: one row a target."""
        wanted = self._nodes(targets, "targets")
        rows, numbers = self._reached(wanted)
        return Rows(_offsets(rows, len(wanted)), _array(self.origins[numbers]))

    def spans(self, labels: NodeNumbers) -> tuple[Numbers, Numbers]:
        """Return the least and the greatest label of the sources from which a path leads to each node.

        A node that hangs on one source alone has one label; with labels 0 for sources that are withdrawn and 1 for others,
        what falls has 0 and 0.

        Parameters
        ----------
        labels : sequence of int or numpy array of int64, shape (s,)
            Of each source, in the order of `sources`.

        Returns
        -------
        low, high : array of int64, shape (n,)
            The least is greater than the greatest where no source leads to a node.

        Examples
        --------
        >>> low, high = index_edges(4, [0, 2, 1], [2, 3, 3], [0, 1]).spans([5, 7])
        >>> low[2:].tolist(), high[2:].tolist()
        ([5, 5], [5, 7])
        """
        given, order = as_numbers(labels), self.order
        if len(given) != len(self.origins):
            raise ValueError(f"{len(given)} labels for {len(self.origins)} sources; each has one")
        standing = order.standing(np.arange(order.size))
        found = []
        for most, reduce in ((np.iinfo(np.int64).max, np.minimum), (np.iinfo(np.int64).min, np.maximum)):
            label = np.full(order.size, most, dtype=np.int64)
            label[self.origins] = given
            for level in (*order.levels, order.last(standing)):
                label[level.single] = label[level.single_origins]
                if len(level.several):
                    label[level.several] = reduce.reduceat(label[level.several_origins], level.cuts)
            found.append(label[standing])
        return found[0], found[1]

    def _nodes(self, numbers: Iterable[int], name: str) -> Numbers:
        found = as_numbers(numbers if isinstance(numbers, (np.ndarray, array)) else list(numbers))
        wrong = (found < 0) | (found >= self.size)
        if wrong.any():
            raise number_error(name, int(found[wrong][0]), self.size)
        return found

    def _reached(self, targets: Numbers) -> tuple[Numbers, Numbers]:
        """Return pairs of a target's row and the rank of a source that reaches it, sorted."""
        standing = self.order.standing(targets)
        cells = Cells(self.order, self.origins)
        cells.sweep(standing)
        return cells.bits(standing)


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
