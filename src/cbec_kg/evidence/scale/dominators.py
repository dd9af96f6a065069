"""Through which node every way from the sources to another passes: the dominator tree, where there may be cycles.

A root is put before all sources; node u dominates v when every way from the root to v passes u. One pass over the nodes in
an order in which dominators come first is enough without cycles; with cycles it is repeated until nothing changes.

Source: K. D. Cooper, T. J. Harvey and K. Kennedy, A simple, fast dominance algorithm, Rice University TR-06-33870, 2001.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

ROOT = -1
UNREACHED = -2


def _pass(tree: list[int], resting: Iterable[tuple[int, Sequence[int]]]) -> bool:
    """Go through the nodes once and set each one's immediate dominator; return whether anything changed.

    Parameters
    ----------
    tree : list of int
        By rank in an order in which dominators come first: the rank of the immediate dominator as far as known, -1 for the
        root, -2 for nodes not reached so far. Changed in place.
    resting : iterable of (int, sequence of int)
        The nodes that rest on something, by ascending rank, each with the ranks of those on which it rests.
    """
    changed = False
    for rank, origins in resting:
        best = UNREACHED
        for origin in origins:
            if tree[origin] == UNREACHED:
                continue
            if best == UNREACHED:
                best = origin
                continue
            while best != origin:
                if best > origin:
                    best = tree[best]
                else:
                    origin = tree[origin]
        if tree[rank] != best:
            tree[rank] = best
            changed = True
    return changed


def dominators_with_cycles(size: int, starts: Sequence[int], ends: Sequence[int], sources: Sequence[int]) -> array[int]:
    """Return the immediate dominator of every node of a graph that may have cycles.

    Returns
    -------
    array of int, shape (n,)
        -1 where every way has only the root in common, -2 where no way leads from any source.

    Examples
    --------
    >>> dominators_with_cycles(4, [0, 1, 2, 2], [1, 2, 1, 3], [0]).tolist()
    [-1, 0, 1, 2]
    """
    following: list[list[int]] = [[] for _ in range(size)]
    for start, end in zip(starts, ends, strict=True):
        following[start].append(end)
    order = _reverse_postorder(following, sources)
    rank = {node: number for number, node in enumerate(order)}
    origins: list[list[int]] = [[] for _ in order]
    for start, end in zip(starts, ends, strict=True):
        if start in rank:
            origins[rank[end]].append(rank[start])
    tree = [UNREACHED] * len(order)
    for source in sources:
        tree[rank[source]] = ROOT
    resting = [(number, some) for number, some in enumerate(origins) if some]
    while _pass(tree, resting):
        pass
    found = array("q", [UNREACHED]) * size
    for number, node in enumerate(order):
        found[node] = ROOT if tree[number] == ROOT else order[tree[number]]
    return found


def _reverse_postorder(following: Sequence[Sequence[int]], sources: Iterable[int]) -> list[int]:
    """Return the nodes reached from the sources so that a node's dominators come before it."""
    seen: set[int] = set()
    order = []
    for source in sources:
        if source in seen:
            continue
        seen.add(source)
        work = [(source, iter(following[source]))]
        while work:
            node, ends = work[-1]
            for end in ends:
                if end not in seen:
                    seen.add(end)
                    work.append((end, iter(following[end])))
                    break
            else:
                order.append(node)
                work.pop()
    return order[::-1]


def points_above(tree: Sequence[int], target: int) -> list[int]:
    """Return the dominators of a target without itself, from the source's side on; `tree` by node, -1 the root."""
    found = []
    node = tree[target]
    while node >= 0:
        found.append(node)
        node = tree[node]
    return found[::-1]
