"""Loads a support graph into lists of plain Python: nodes in topological order, each with the nodes that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cbec_kg.evidence.scale.components import find_components
from cbec_kg.evidence.scale.rows import number_error, source_error


@dataclass(frozen=True, eq=False)
class ListOrder:
    """The order of a support graph of n nodes; a strongly connected component is one node, its smallest.

    Attributes
    ----------
    place : sequence of int
        Place of each node in the order; all nodes of a component have the same.
    node : sequence of int
        Node at each place. Where there are cycles, their other nodes have places of their own, without edges.
    into : list of sequence of int
        Places on which the node at each place rests; all lower than its own.
    components : tuple of tuple of int
    """

    place: Sequence[int]
    node: Sequence[int]
    into: list[Sequence[int]]
    components: tuple[tuple[int, ...], ...]

    def resting(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Return the places that rest on something, in order, each with those on which it rests."""
        return ((here, origins) for here, origins in enumerate(self.into) if origins)


def order_nodes(size: int, starts: Sequence[int], ends: Sequence[int], sources: Sequence[int]) -> ListOrder:
    """Return the order of a graph; nodes that are already numbered in topological order keep their numbers as places.

    Raises
    ------
    ValueError
        If starts and ends differ in length, a number is out of range, or an edge ends in a source.
    """
    _check(size, starts, ends, sources)
    into = _into(size, starts, ends)
    if all(start < end for start, end in zip(starts, ends, strict=True)):
        return ListOrder(range(size), range(size), into, ())
    node = _sorted(size, starts, into)
    components: tuple[tuple[int, ...], ...] = ()
    joined: Sequence[int] = range(size)
    if len(node) < size:
        left = set(range(size)) - set(node)
        following: dict[int, list[int]] = {}
        for start, end in zip(starts, ends, strict=True):
            if start in left:
                following.setdefault(start, []).append(end)
        components = find_components(sorted(following), following)
        joined = list(range(size))
        for members in components:
            for member in members:
                joined[member] = members[0]
        pairs = {(joined[start], joined[end]) for start, end in zip(starts, ends, strict=True)}
        apart = sorted((start, end) for start, end in pairs if start != end)
        starts = [start for start, _ in apart]
        into = _into(size, starts, [end for _, end in apart])
        node = _sorted(size, starts, into)
    place = [0] * size
    for here, number in enumerate(node):
        place[number] = here
    ordered: list[Sequence[int]] = [[place[origin] for origin in into[number]] for number in node]
    return ListOrder([place[number] for number in joined], node, ordered, components)


def _check(size: int, starts: Sequence[int], ends: Sequence[int], sources: Sequence[int]) -> None:
    if len(starts) != len(ends):
        raise ValueError(f"{len(starts)} starts of edges and {len(ends)} ends; each edge has one of both")
    for name, numbers in (("starts", starts), ("ends", ends), ("sources", sources)):
        if numbers and not (min(numbers) >= 0 and max(numbers) < size):
            raise number_error(name, next(number for number in numbers if not 0 <= number < size), size)
    wrong = set(sources).intersection(ends)
    if wrong:
        raise source_error(min(wrong))


def _into(size: int, starts: Sequence[int], ends: Sequence[int]) -> list[Sequence[int]]:
    into: list[list[int] | tuple[()]] = [()] * size
    for start, end in zip(starts, ends, strict=True):
        origins = into[end]
        if isinstance(origins, list):
            origins.append(start)
        else:
            into[end] = [start]
    return [*into]


def _sorted(size: int, starts: Sequence[int], into: Sequence[Sequence[int]]) -> list[int]:
    """Return the nodes that are neither in a cycle nor led to from one, each after those on which it rests."""
    following: dict[int, list[int]] = {start: [] for start in starts}
    for end, origins in enumerate(into):
        for start in origins:
            following[start].append(end)
    waiting = [len(origins) for origins in into]
    ready = [node for node in range(size) if not waiting[node]]
    for node in ready:
        for end in following.get(node, ()):
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    return ready
