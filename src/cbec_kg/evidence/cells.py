"""Which sources reach which node, in words of 64 bits kept only where a bit is set; for the numpy engine.

A cell is a block number b and a word; bit k of the word stands for the source of rank ``64 * b + k``. The cells of a node
stand one after the other by ascending block. A node that rests on one other node points to that node's cells.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cbec_kg.evidence.arrayorder import ArrayOrder, Numbers, spread


class Cells:
    """The cells of the nodes at the places of an order, filled in from the sources on, level by level.

    Attributes
    ----------
    first, count : array, shape (n,)
        Number of each node's first cell, and how many it has.
    """

    def __init__(self, order: ArrayOrder, sources: Numbers) -> None:
        ranks = np.arange(len(sources))
        self._order = order
        self._blocks = int(len(sources) >> 6) + 1
        self._block: Numbers = ranks >> 6
        self._word: NDArray[np.uint64] = np.uint64(1) << (ranks & 63).astype(np.uint64)
        self._used = len(sources)
        self.first = np.zeros(order.size, dtype=np.int64)
        self.count = np.zeros(order.size, dtype=np.int64)
        self.first[sources] = ranks
        self.count[sources] = 1

    def copy(self, places: Numbers | slice, origins: Numbers) -> None:
        """Give each node the cells of the one node that it rests on."""
        self.first[places] = self.first[origins]
        self.count[places] = self.count[origins]

    def join(self, places: Numbers, lengths: Numbers, origins: Numbers) -> None:
        """Give each node the union of the cells of those that it rests on; `lengths` of `origins` belong to each."""
        counts = self.count[origins]
        owners = np.repeat(np.repeat(places, lengths), counts)
        if not len(owners):
            return
        cells = spread(self.first[origins], counts)
        blocks, words = self._block[cells], self._word[cells]
        keys = owners * self._blocks + blocks
        if (keys[1:] < keys[:-1]).any():
            by_key = np.argsort(keys, kind="stable")
            keys, owners, blocks, words = keys[by_key], owners[by_key], blocks[by_key], words[by_key]
        cuts = np.flatnonzero(np.diff(keys, prepend=-1))
        owners = owners[cuts]
        self._append(blocks[cuts], np.bitwise_or.reduceat(words, cuts))
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self.first[owners[starts]] = self._used - len(owners) + starts
        self.count[owners[starts]] = np.diff(starts, append=len(owners))

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
        order = self._order
        for level in order.levels[:-1]:
            lengths = np.diff(order.cuts(level.start, level.middle))
            self.join(np.arange(level.start, level.middle), lengths, order.edges(level.start, level.middle))
            self.copy(slice(level.middle, level.end), order.edges(level.middle, level.end))
        if not order.levels:
            return
        last = order.levels[-1]
        wanted = np.zeros(order.size - last.start, dtype=bool)
        wanted[targets[targets >= last.start] - last.start] = True
        ends = np.flatnonzero(wanted) + last.start
        several, single = ends[ends < last.middle], ends[ends >= last.middle]
        firsts = order.offsets[several - order.roots]
        lengths = order.offsets[several - order.roots + 1] - firsts
        self.join(several, lengths, order.origins[spread(firsts, lengths)])
        self.copy(single, order.origins[order.offsets[single - order.roots]])

    def bits(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return pairs of a row (a number in `places`) and the rank of a source that reaches the node there, sorted."""
        counts = self.count[places]
        rows = np.repeat(np.arange(len(places)), counts)
        cells = spread(self.first[places], counts)
        words, bases = self._word[cells], self._block[cells] << 6
        found: list[tuple[Numbers, Numbers]] = []
        while len(words):
            rest = words & (words - np.uint64(1))
            # The lowest bit is a power of two, which a float holds exactly.
            lowest = np.frexp((words ^ rest).astype(np.float64))[1] - 1
            found.append((rows, bases + lowest))
            more = np.flatnonzero(rest)
            rows, bases, words = rows[more], bases[more], rest[more]
        if len(found) == 1:
            return found[0]
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        keys = np.sort(np.concatenate([rows << 32 | ranks for rows, ranks in found]))
        return keys >> 32, keys & 0xFFFFFFFF
