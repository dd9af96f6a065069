"""Loads a support graph into arrays: nodes in topological order, level by level, each with the nodes that it rests on.

Needs numpy. A node's level is the longest way from it to an end of the graph; roots, which rest on nothing, come first in the
order, then the levels from the highest to 0, so that a node comes after all that it rests on. Within a level the nodes with
several in-edges come before those with exactly one: what one node hands on to another is then a plain copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cbec_kg.evidence.circles import find_circles
from cbec_kg.evidence.rows import number_error, source_error

Numbers = NDArray[np.int64]


SCAN = 16
"""A level with more than one in so many of all nodes as origins is followed up by looking at all nodes."""


@dataclass(frozen=True)
class Level:
    """Nodes that rest on none of each other, as places: ``several`` in-edges from `start` to `middle`, one up to `end`."""

    start: int
    middle: int
    end: int


@dataclass(frozen=True, eq=False)
class ArrayOrder:
    """The order of a support graph of n nodes and m edges; a circle is one node, its smallest.

    Attributes
    ----------
    size : int
    place : array, shape (n,)
        Place of each node in the order; all nodes of a circle have the same.
    node : array, shape (n,)
        Node at each place. Where there are circles, their other nodes have places of their own, without edges.
    roots : int
        Nodes that rest on nothing; they have the places below this number.
    levels : tuple of Level
    offsets : array, shape (n - roots + 1,)
        The node at place p rests on the places ``origins[offsets[p - roots]:offsets[p - roots + 1]]``.
    origins : array, shape (m,) or shorter by the edges within circles
    circles : tuple of tuple of int
    """

    size: int
    place: Numbers
    node: Numbers
    roots: int
    levels: tuple[Level, ...]
    offsets: Numbers
    origins: Numbers
    circles: tuple[tuple[int, ...], ...]

    def edges(self, start: int, end: int) -> Numbers:
        """Return what the nodes at the places from start to end rest on, one after the other."""
        return self.origins[self.offsets[start - self.roots] : self.offsets[end - self.roots]]

    def cuts(self, start: int, end: int) -> Numbers:
        """Return where each node's part of `edges` begins, and the length of all; shape (end - start + 1,)."""
        some = self.offsets[start - self.roots : end - self.roots + 1]
        return some - some[0]


def as_numbers(values: Sequence[int] | Numbers) -> Numbers:
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


def order_graph(size: int, starts: Numbers, ends: Numbers, sources: Numbers) -> ArrayOrder:
    """Return the order of a graph.

    Raises
    ------
    ValueError
        If starts and ends differ in length, a number is out of range, or an edge ends in a source.
    """
    _check(size, starts, ends, sources)
    circles: tuple[tuple[int, ...], ...] = ()
    fronts, left = _peel(size, starts, ends)
    joined = None
    if left is not None:
        inside = left[starts] & left[ends]
        following: dict[int, list[int]] = {}
        for start, end in zip(starts[inside].tolist(), ends[inside].tolist(), strict=True):
            following.setdefault(start, []).append(end)
        circles = find_circles(sorted(following), following)
        joined = np.arange(size)
        for members in circles:
            joined[list(members)] = members[0]
        starts, ends = joined[starts], joined[ends]
        kept = starts != ends
        fronts, _ = _peel(size, starts[kept], ends[kept])
    return _placed(size, fronts, joined, circles)


def _check(size: int, starts: Numbers, ends: Numbers, sources: Numbers) -> None:
    if len(starts) != len(ends):
        raise ValueError(f"{len(starts)} starts of edges and {len(ends)} ends; each edge has one of both")
    for place, numbers in (("starts", starts), ("ends", ends), ("sources", sources)):
        if len(numbers) and not (0 <= numbers.min() and numbers.max() < size):
            raise number_error(place, int(numbers[(numbers < 0) | (numbers >= size)][0]), size)
    is_source = np.zeros(size, dtype=bool)
    is_source[sources] = True
    wrong = is_source[ends]
    if wrong.any():
        raise source_error(int(ends[wrong].min()))


_Front = tuple[Numbers, Numbers, Numbers, Numbers]
"""Nodes with several in-edges, numbers of their in-edges, nodes with one, starts of all their in-edges in that order."""


def _peel(size: int, starts: Numbers, ends: Numbers) -> tuple[list[_Front], NDArray[np.bool_] | None]:
    """Return the nodes that rest on something, level by level from 0, and which nodes are left over because of circles.

    The left-over nodes are those in circles and those from which a circle is reached.
    """
    if len(ends) and (ends[1:] < ends[:-1]).any():
        # Sorting start and end as one number is five times faster than an argsort of the ends.
        keys = np.sort((ends << 32) | starts)
        starts, ends = keys & 0xFFFFFFFF, keys >> 32
    lengths = np.bincount(ends, minlength=size)
    firsts = np.cumsum(lengths) - lengths
    is_single, is_several = lengths == 1, lengths > 1
    waiting = np.bincount(starts, minlength=size).astype(np.int32)
    fronts: list[_Front] = []
    ready = waiting == 0
    single, several = np.flatnonzero(ready & is_single), np.flatnonzero(ready & is_several)
    while len(single) or len(several):
        some = lengths[several]
        origins = np.concatenate((starts[spread(firsts[several], some)], starts[firsts[single]]))
        fronts.append((several, some, single, origins))
        waiting[single] = waiting[several] = -1
        np.subtract.at(waiting, origins, np.int32(1))
        if SCAN * len(origins) > size:
            # Looking at every node in turn is faster than at the ends of many edges.
            ready = waiting == 0
            single, several = np.flatnonzero(ready & is_single), np.flatnonzero(ready & is_several)
        else:
            front = unique(origins[waiting[origins] == 0])
            single, several = front[is_single[front]], front[is_several[front]]
    left = waiting > 0
    return fronts, left if left.any() else None


def unique(numbers: Numbers) -> Numbers:
    """Return numbers from 0 on ascending, each once; `numpy.unique` hashes, which is up to a hundred times slower here."""
    if not (numbers[1:] > numbers[:-1]).all():
        numbers = np.sort(numbers)
        numbers = numbers[np.flatnonzero(np.diff(numbers, prepend=-1))]
    return numbers


def _placed(
    size: int, fronts: list[_Front], joined: Numbers | None, circles: tuple[tuple[int, ...], ...]
) -> ArrayOrder:
    fronts = fronts[::-1]
    resting = [part for several, _, single, _ in fronts for part in (several, single)]
    is_root = np.ones(size, dtype=bool)
    for part in resting:
        is_root[part] = False
    node = np.concatenate((np.flatnonzero(is_root), *resting))
    roots = size - sum(map(len, resting))
    place = np.empty(size, dtype=np.int64)
    place[node] = np.arange(size)
    lengths = [part for _, some, single, _ in fronts for part in (some, np.ones(len(single), dtype=np.int64))]
    offsets = np.zeros(size - roots + 1, dtype=np.int64)
    if lengths:
        np.cumsum(np.concatenate(lengths), out=offsets[1:])
    origins = place[np.concatenate([part for *_, part in fronts])] if fronts else np.zeros(0, dtype=np.int64)
    levels, start = [], roots
    for several, _, single, _ in fronts:
        middle = start + len(several)
        levels.append(Level(start, middle, middle + len(single)))
        start = middle + len(single)
    if joined is not None:
        place = place[joined]
    return ArrayOrder(size, place, node, roots, tuple(levels), offsets, origins, circles)
