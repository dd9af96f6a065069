"""Loads a support graph into arrays: nodes in topological order, level by level, each with the nodes that it rests on.

Needs numpy. A node on which something rests stands in the level that is its longest way to a node on which nothing rests;
levels come from the highest down, so that a node comes after all that it rests on. Nodes on which nothing rests, most of a
corpus, are the last level; it is made at the question, for the nodes asked about. Within a level the nodes with several
in-edges are kept apart from those with one: what one node hands on to another is then a plain copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cbec_kg.literature.arrays.components import find_components
from cbec_kg.literature.arrays.rows import number_error, source_error

Numbers = NDArray[np.int64]


SCAN = 16
"""A level with more than one in so many of all nodes as origins is followed up by looking at all nodes."""


@dataclass(frozen=True, eq=False)
class Level:
    """Nodes that rest on none of each other.

    Attributes
    ----------
    several, lengths : array, shape (k,)
        Nodes with several in-edges, and how many each has.
    several_origins : array, shape (sum of lengths,)
        What these rest on, one after the other.
    single, single_origins : array, shape (l,)
        Nodes with one in-edge, and what each rests on.
    """

    several: Numbers
    lengths: Numbers
    several_origins: Numbers
    single: Numbers
    single_origins: Numbers

    @property
    def cuts(self) -> Numbers:
        """Return where each node's part of `several_origins` begins."""
        return np.cumsum(self.lengths) - self.lengths


@dataclass(frozen=True, eq=False)
class ArrayOrder:
    """The order of a support graph of n nodes and m edges; a strongly connected component is one node, its smallest.

    Attributes
    ----------
    size : int
    levels : tuple of Level
        Of all nodes on which something rests and that rest on something themselves.
    is_end : array of bool, shape (n,)
        Nodes that rest on something and on which nothing rests.
    firsts, lengths : array, shape (n,)
        Node k rests on ``origins[firsts[k]:firsts[k] + lengths[k]]``.
    origins : array, shape (m,) or shorter by the edges within cycles
    joined : array, shape (n,), optional
        The node that stands for each node, where there are cycles.
    components : tuple of tuple of int
    """

    size: int
    levels: tuple[Level, ...]
    is_end: NDArray[np.bool_]
    firsts: Numbers
    lengths: Numbers
    origins: Numbers
    joined: Numbers | None = None
    components: tuple[tuple[int, ...], ...] = ()

    def standing(self, nodes: Numbers) -> Numbers:
        """Return the nodes that stand for some nodes: others than themselves only in cycles."""
        return nodes if self.joined is None else self.joined[nodes]

    def last(self, nodes: Numbers) -> Level:
        """Return the last level, with those of some nodes on which nothing rests; the nodes stand for themselves."""
        return self.level(unique(nodes[self.is_end[nodes]]))

    def level(self, nodes: Numbers) -> Level:
        """Return nodes, each of which rests on something, as a level."""
        lengths = self.lengths[nodes]
        more = lengths > 1
        return self.split(nodes[np.flatnonzero(~more)], nodes[np.flatnonzero(more)])

    def split(self, single: Numbers, several: Numbers) -> Level:
        """Return nodes with one and with several in-edges as a level."""
        lengths = self.lengths[several]
        several_origins = self.origins[spread(self.firsts[several], lengths)]
        return Level(several, lengths, several_origins, single, self.origins[self.firsts[single]])


def as_numbers(values: Iterable[int] | Numbers) -> Numbers:
    """Return numbers as an array, the same one where it is one already."""
    found: Numbers = np.asarray(values, dtype=np.int64)
    return found


def spread(firsts: Numbers, lengths: Numbers) -> Numbers:
    """Return ``first, first + 1, ...`` for each first and length, one after the other.

    Examples
    --------
    >>> spread(np.array([7, 0]), np.array([2, 3])).tolist()
    [7, 8, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    numbers = np.repeat(firsts - (ends - lengths), lengths)
    numbers += np.arange(total)
    return numbers


def unique(numbers: Numbers) -> Numbers:
    """Return numbers from 0 on ascending, each once; `numpy.unique` hashes, which is up to a hundred times slower here."""
    if not (numbers[1:] > numbers[:-1]).all():
        numbers = np.sort(numbers)
        numbers = numbers[np.flatnonzero(np.diff(numbers, prepend=-1))]
    return numbers


def sorting(keys: Numbers) -> Numbers:
    """Return the positions that sort keys from 0 on.

    Examples
    --------
    >>> sorting(np.array([7, 0, 7])).tolist()
    [1, 0, 2]
    """
    bits = len(keys).bit_length()
    if not len(keys) or int(keys.max()).bit_length() + bits > 63:
        return np.argsort(keys, kind="stable")
    # Sorting key and position as one number is several times faster than an argsort.
    found = np.sort(keys << bits | np.arange(len(keys)))
    found &= (1 << bits) - 1
    return found


def order_graph(size: int, starts: Numbers, ends: Numbers, sources: Numbers) -> ArrayOrder:
    """Return the order of a graph.

    Raises
    ------
    ValueError
        If starts and ends differ in length, a number is out of range, or an edge ends in a source.
    """
    _check(size, starts, ends, sources)
    order, left = _peeled(size, starts, ends)
    wrong = sources[order.lengths[sources] > 0]
    if len(wrong):
        raise source_error(int(wrong.min()))
    if left is None:
        return order
    following: dict[int, list[int]] = {}
    inside = left[starts] & left[ends]
    for start, end in zip(starts[inside].tolist(), ends[inside].tolist(), strict=True):
        following.setdefault(start, []).append(end)
    components = find_components(sorted(following), following)
    joined = np.arange(size)
    for members in components:
        joined[list(members)] = members[0]
    starts, ends = joined[starts], joined[ends]
    apart = starts != ends
    order, _ = _peeled(size, starts[apart], ends[apart])
    return replace(order, joined=joined, components=components)


def _check(size: int, starts: Numbers, ends: Numbers, sources: Numbers) -> None:
    if len(starts) != len(ends):
        raise ValueError(f"{len(starts)} starts of edges and {len(ends)} ends; each edge has one of both")
    for name, numbers in (("starts", starts), ("ends", ends), ("sources", sources)):
        if len(numbers) and not (numbers.min() >= 0 and numbers.max() < size):
            raise number_error(name, int(numbers[(numbers < 0) | (numbers >= size)][0]), size)


def _peeled(size: int, starts: Numbers, ends: Numbers) -> tuple[ArrayOrder, NDArray[np.bool_] | None]:
    """Return the order of the nodes from which no cycle is reached, and the other nodes where there are any."""
    if (ends[1:] < ends[:-1]).any():
        # Sorting start and end as one number is five times faster than an argsort of the ends.
        keys = np.sort(ends << 32 | starts)
        starts, ends = keys & 0xFFFFFFFF, keys >> 32
    lengths = np.bincount(ends, minlength=size)
    leads = np.zeros(size, dtype=bool)
    leads[starts] = True
    resting = lengths > 0
    order = ArrayOrder(size, (), ~leads & resting, np.cumsum(lengths) - lengths, lengths, starts)
    inner = leads & resting
    waiting = np.bincount(starts[np.flatnonzero(np.repeat(leads, lengths))], minlength=size).astype(np.int32)
    several = lengths > 1
    levels: list[Level] = []
    front = inner & (waiting == 0)
    level = order.split(np.flatnonzero(front & ~several), np.flatnonzero(front & several))
    while len(level.single) or len(level.several):
        levels.append(level)
        waiting[level.single] = waiting[level.several] = -1
        origins = np.concatenate((level.several_origins, level.single_origins))
        np.subtract.at(waiting, origins, np.int32(1))
        if SCAN * len(origins) > size:
            # Looking at every node in turn is faster than at the ends of many edges.
            front = inner & (waiting == 0)
            level = order.split(np.flatnonzero(front & ~several), np.flatnonzero(front & several))
        else:
            level = order.level(unique(origins[(waiting[origins] == 0) & inner[origins]]))
    left = waiting > 0
    return replace(order, levels=tuple(levels[::-1])), left if left.any() else None
