"""The dominator tree of a support graph without circles, in arrays: one pass, level by level; needs numpy.

The immediate dominator of a node is the deepest node of the tree that is above all it rests on. All nodes of a level are
worked out at once: what each rests on is put together two by two, so that a node with k in-edges takes log2 k rounds.
"""

from __future__ import annotations

import numpy as np

from cbec_kg.evidence.arrayorder import ArrayOrder, Numbers


def dominator_levels(order: ArrayOrder, sources: Numbers) -> tuple[Numbers, Numbers]:
    """Return the dominator tree by place, under a root that stands before all sources.

    Parameters
    ----------
    order : ArrayOrder
        Of a graph of n nodes without circles.
    sources : array, shape (s,)
        Places of the sources.

    Returns
    -------
    tree : array, shape (n + 1,)
        Place of each immediate dominator; n for the root, -1 where no source reaches the node.
    depth : array, shape (n + 1,)
        Number of steps to the root.
    """
    tree = np.full(order.size + 1, -1, dtype=np.int64)
    depth = np.zeros(order.size + 1, dtype=np.int64)
    tree[sources] = tree[order.size] = order.size
    depth[sources] = 1
    for level in order.levels:
        if level.middle > level.start:
            rows = np.repeat(np.arange(level.start, level.middle), np.diff(order.cuts(level.start, level.middle)))
            _join(tree, depth, rows, order.edges(level.start, level.middle))
        origins = order.edges(level.middle, level.end)
        reached = tree[origins] >= 0
        tree[level.middle : level.end] = np.where(reached, origins, -1)
        depth[level.middle : level.end] = (depth[origins] + 1) * reached
    return tree, depth


def _join(tree: Numbers, depth: Numbers, rows: Numbers, origins: Numbers) -> None:
    """Set the immediate dominator of each row's node to the deepest common node above its origins; rows are sorted."""
    reached = tree[origins] >= 0
    rows, above = rows[reached], origins[reached]
    while True:
        firsts = np.flatnonzero(np.diff(rows, prepend=-1))
        lengths = np.diff(firsts, append=len(rows))
        if not len(rows) or lengths.max() == 1:
            break
        rank = np.arange(len(rows)) - np.repeat(firsts, lengths)
        left = np.flatnonzero((rank & 1) == 0)
        paired = left[left + 1 < len(rows)]
        paired = paired[rows[paired + 1] == rows[paired]]
        above[paired] = _common(tree, depth, above[paired], above[paired + 1])
        rows, above = rows[left], above[left]
    tree[rows] = above
    depth[rows] = depth[above] + 1


def _common(tree: Numbers, depth: Numbers, one: Numbers, other: Numbers) -> Numbers:
    """Return the deepest node that is above or equal to both, pair by pair."""
    found = one.copy()
    todo = np.arange(len(one))
    while True:
        different = np.flatnonzero(one != other)
        same = np.flatnonzero(one == other)
        found[todo[same]] = one[same]
        if not len(different):
            return found
        todo, one, other = todo[different], one[different], other[different]
        difference = depth[one] - depth[other]
        one, other = np.where(difference >= 0, tree[one], one), np.where(difference <= 0, tree[other], other)


def climb(tree: Numbers, depth: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    """Return pairs of a row (a number in `places`) and the place of a dominator of the node there, root's side first."""
    root = len(tree) - 1
    rows = np.arange(len(places))
    lengths = np.maximum(depth[places] - 1, 0)
    ends = np.cumsum(lengths)
    found = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    slot, here = ends - 1, tree[places]
    while True:
        inner = np.flatnonzero((here >= 0) & (here < root))
        if not len(inner):
            return np.repeat(rows, lengths), found
        slot, here = slot[inner], here[inner]
        found[slot] = here
        slot, here = slot - 1, tree[here]
