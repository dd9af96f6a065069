"""Which nodes of a directed graph rest on one another: strongly connected components, found without recursion.

Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1(2), 1972.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def find_components(nodes: Iterable[int], following: Mapping[int, Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the components of two nodes or more and the nodes with an edge to themselves; each ascending, sorted.

    Parameters
    ----------
    nodes : iterable of int
    following : mapping of int to sequence of int
        Ends of the edges by start; nodes without edges may be missing.

    Examples
    --------
    >>> find_components([0, 1, 2, 3], {0: [1], 1: [2], 2: [1, 3], 3: [3]})
    ((1, 2), (3,))
    """
    found: dict[int, int] = {}
    lowest: dict[int, int] = {}
    open_nodes: list[int] = []
    done: set[int] = set()
    components = []
    for root in nodes:
        if root in found:
            continue
        found[root] = lowest[root] = len(found)
        open_nodes.append(root)
        work = [(root, iter(following.get(root, ())))]
        while work:
            node, ends = work[-1]
            for end in ends:
                if end not in found:
                    found[end] = lowest[end] = len(found)
                    open_nodes.append(end)
                    work.append((end, iter(following.get(end, ()))))
                    break
                if end not in done:
                    lowest[node] = min(lowest[node], found[end])
            else:
                work.pop()
                if work:
                    before = work[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                if lowest[node] == found[node]:
                    cut = _last(open_nodes, node)
                    members = open_nodes[cut:]
                    del open_nodes[cut:]
                    done.update(members)
                    if len(members) > 1 or node in following.get(node, ()):
                        components.append(tuple(sorted(members)))
    return tuple(sorted(components))


def _last(nodes: Sequence[int], node: int) -> int:
    """Return the place of a node, sought from the end."""
    place = len(nodes) - 1
    while nodes[place] != node:
        place -= 1
    return place
