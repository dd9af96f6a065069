"""Which sources reach which node, in words of 64 bits kept only where a bit is set.

A cell is a block number b and a word; bit k of the word stands for the source of rank ``64 * b + k``. The cells of a node
stand one after the other by ascending block. A node that rests on one other node points to that node's cells.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cbec_kg.literature.arrays.arrayorder import ArrayOrder, Level, Numbers, sorting, spread

SHIFT = 24
"""Bits for the number of a node's cells, enough for a billion sources."""


class Cells:
    """The cells of the nodes of an order, filled in from the sources on, level by level.

    Attributes
    ----------
    held : array, shape (n,)
        Number of each node's first cell, shifted by `SHIFT`, and how many it has, so that one look gets both.
    """

    def __init__(self, order: ArrayOrder, sources: Numbers) -> None:
        ranks = np.arange(len(sources))
        self._order = order
        self._blocks = int(len(sources) >> 6) + 1
        self._block: Numbers = ranks >> 6
        self._word: NDArray[np.uint64] = np.uint64(1) << (ranks & 63).astype(np.uint64)
        self._used = len(sources)
        self.held = np.zeros(order.size, dtype=np.int64)
        self.held[sources] = ranks << SHIFT | 1

    def fill(self, level: Level) -> None:
        """Give each node of a level the cells of the one that it rests on, or the union of those of several."""
        self.held[level.single] = self.held[level.single_origins]
        owners, cells = self._spread(np.repeat(level.several, level.lengths), self.held[level.several_origins])
        if not len(owners):
            return
        blocks = self._block[cells]
        keys = owners * self._blocks + blocks
        if (keys[1:] < keys[:-1]).any():
            by_key = sorting(keys)
            keys, owners, blocks, cells = keys[by_key], owners[by_key], blocks[by_key], cells[by_key]
        words = self._word[cells]
        cuts = np.flatnonzero(np.diff(keys, prepend=-1))
        owners = owners[cuts]
        self._append(blocks[cuts], np.bitwise_or.reduceat(words, cuts))
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        firsts = starts + (self._used - len(owners))
        self.held[owners[starts]] = firsts << SHIFT | np.diff(starts, append=len(owners))

    def _spread(self, owners: Numbers, held: Numbers) -> tuple[Numbers, Numbers]:
        """Return pairs of an owner and the number of a cell that it holds."""
        some = np.flatnonzero(held)
        owners, held = owners[some], held[some]
        counts = held & (1 << SHIFT) - 1
        held >>= SHIFT
        if (counts == 1).all():
            return owners, held
        return np.repeat(owners, counts), spread(held, counts)

    def _append(self, blocks: Numbers, words: NDArray[np.uint64]) -> None:
        used = self._used + len(blocks)
        if used > len(self._block):
            room = max(used, 2 * len(self._block)) - self._used
            self._block = np.concatenate((self._block[: self._used], np.empty(room, dtype=np.int64)))
            self._word = np.concatenate((self._word[: self._used], np.empty(room, dtype=np.uint64)))
        self._block[self._used : used] = blocks
        self._word[self._used : used] = words
        self._used = used

    def sweep(self, targets: Numbers) -> None:
        """Fill in the cells of every node on which something rests, and of the targets among the others."""
        for level in self._order.levels:
            self.fill(level)
        self.fill(self._order.last(targets))

    def bits(self, nodes: Numbers) -> tuple[Numbers, Numbers]:
        """Return pairs of a row (a number in `nodes`) and the rank of a source that reaches the node, sorted."""
        rows, cells = self._spread(np.arange(len(nodes)), self.held[nodes])
        words, bases = self._word[cells], self._block[cells] << 6
        found: list[tuple[Numbers, Numbers]] = []
        while len(words):
            rest = words & (words - np.uint64(1))
            # The lowest bit is a power of two, and the exponent of a float says which.
            lowest = ((words ^ rest).astype(np.float64).view(np.int64) >> 52) - 1023
            found.append((rows, bases + lowest))
            more = np.flatnonzero(rest)
            rows, bases, words = rows[more], bases[more], rest[more]
        if len(found) == 1:
            return found[0]
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        keys = np.sort(np.concatenate([rows << 32 | ranks for rows, ranks in found]))
        return keys >> 32, keys & 0xFFFFFFFF
