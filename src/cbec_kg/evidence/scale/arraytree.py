"""The dominator tree of a support graph without cycles, in arrays: one pass, level by level; needs numpy.

The immediate dominator of a node is the deepest node of the tree that is above all it rests on. All nodes of a level are
worked out at once: what each rests on is put together two by two, so that a node with k in-edges takes log2 k rounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cbec_kg.evidence.scale.arrayorder import ArrayOrder, Numbers


def dominator_levels(order: ArrayOrder, sources: Numbers, targets: Numbers) -> tuple[Numbers, NDArray[np.int32]]:
    """Return the dominator tree under a root that stands before all sources.

    Parameters
    ----------
    order : ArrayOrder
        Of a graph of n nodes without cycles.
    sources : array, shape (s,)
    targets : array
        Nodes on which nothing rests are worked out only where they are among these.

    Returns
    -------
    tree : array, shape (n + 1,)
        Immediate dominator of each node; n for the root, -1 where no source reaches the node.
    depth : array, shape (n + 1,)
        Number of steps to the root.
    """
    tree = np.full(order.size + 1, -1, dtype=np.int64)
    depth = np.zeros(order.size + 1, dtype=np.int32)
    tree[sources] = tree[order.size] = order.size
    depth[sources] = 1
    for level in (*order.levels, order.last(targets)):
        _join(tree, depth, np.repeat(level.several, level.lengths), level.several_origins)
        above = depth[level.single_origins]
        tree[level.single] = np.where(above > 0, level.single_origins, -1)
        depth[level.single] = above + (above > 0)
    return tree, depth


def _join(tree: Numbers, depth: NDArray[np.int32], rows: Numbers, origins: Numbers) -> None:
    """Set the immediate dominator of each row's node to the deepest common node above its origins; rows are sorted."""
    reached = np.flatnonzero(depth[origins])
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


def _common(tree: Numbers, depth: NDArray[np.int32], one: Numbers, other: Numbers) -> Numbers:
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


def climb(tree: Numbers, depth: NDArray[np.int32], nodes: Numbers) -> tuple[Numbers, Numbers]:
    """Return pairs of a row (a number in `nodes`) and a dominator of the node, the root's side first."""
    root = len(tree) - 1
    rows = np.arange(len(nodes))
    lengths = np.maximum(depth[nodes] - 1, 0)
    ends = np.cumsum(lengths)
    found = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    slot, here = ends - 1, tree[nodes]
    while True:
        inner = np.flatnonzero((here >= 0) & (here < root))
        if not len(inner):
            return np.repeat(rows, lengths), found
        slot, here = slot[inner], here[inner]
        found[slot] = here
        slot, here = slot - 1, tree[here]
