"""Which sources reach which node, as whole numbers of plain Python in which each bit is a source; for the bitset engine.

Nodes that are tied together by anything else than a shared source form a **group** (one paper, as a rule, or a part of
one); bits are numbered within the group, so that sets stay short however many papers there are. A node that rests on one
other node alone has that node's set.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cbec_kg.evidence.listorder import ListOrder
from cbec_kg.evidence.rows import Rows, rows_of

WINDOW = 4096
"""Bits of a set that are worked out at a time, so that memory stays linear where one group holds everything."""


@dataclass(frozen=True, eq=False)
class BitRows:
    """Rows of sources as sets of bits: bit k of ``bits[row]`` stands for the source ``named[sets[row]][k]``.

    How many sources a row has is ``bits[row].bit_count()``; only rows of the same group can be compared bit by bit.
    """

    bits: list[int]
    sets: list[int]
    named: list[tuple[int, ...]]

    def rows(self, first: int = 0) -> Rows:
        """Return the rows written out; `first` is the number for which the lowest bit stands."""
        offsets, values, named = [0], [], self.named
        for bits, number in zip(self.bits, self.sets, strict=True):
            if bits:
                names = named[number]
                while bits:
                    rest = bits & (bits - 1)
                    values.append(names[(bits ^ rest).bit_length() - 1 + first])
                    bits = rest
            offsets.append(len(values))
        return Rows(array("q", offsets), array("q", values))


@dataclass(frozen=True, eq=False)
class Sets:
    """How the sets of sources come about, one from the other; sets are numbered, and 0 is the empty one.

    Attributes
    ----------
    set_of : list of int, length n
        Number of each node's set, by node as loaded.
    named : list of tuple of int
        By set: the sources that touch its group, ascending; bit k stands for the k-th.
    entered : list of int
        By set: first `WINDOW` bits of those that come from sources on which its node rests itself.
    wide : list of (int, tuple of int)
        Further ones: set and numbers of the bits.
    steps : list of (int, int, tuple of int)
        Sets that take in others, after these: the set, one of the others, the rest of them.
    last : list of tuple of int
        By set: those that it takes in where no other takes it in; worked out only where it is asked about.
    """

    set_of: list[int]
    named: list[tuple[int, ...]]
    entered: list[int]
    wide: list[tuple[int, tuple[int, ...]]]
    steps: list[tuple[int, int, tuple[int, ...]]]
    last: list[tuple[int, ...]]

    def rows(self, nodes: Iterable[int]) -> Rows:
        """Return the sources that reach each node."""
        wanted = [self.set_of[node] for node in nodes]
        found = BitRows(self._filled(wanted, self.entered), wanted, self.named).rows()
        for window in self._windows():
            further = BitRows(self._filled(wanted, self._entered(window)), wanted, self.named).rows(window)
            found = rows_of(row + more for row, more in zip(found, further, strict=True))
        return found

    def bits(self, nodes: Iterable[int]) -> BitRows:
        """Return the same as `rows`, as bits that are not written out."""
        wanted = [self.set_of[node] for node in nodes]
        bits = self._filled(wanted, self.entered)
        for window in self._windows():
            further = self._filled(wanted, self._entered(window))
            bits = [some | more << window for some, more in zip(bits, further, strict=True)]
        return BitRows(bits, wanted, self.named)

    def _windows(self) -> range:
        """Return the numbers of the first bits of the further windows; none as a rule."""
        return range(WINDOW, 1 + max((max(bits) for _, bits in self.wide), default=0), WINDOW)

    def _entered(self, window: int) -> list[int]:
        entered = [0] * len(self.entered)
        for number, bits in self.wide:
            entered[number] = sum(1 << bit - window for bit in bits if window <= bit < window + WINDOW)
        return entered

    def _filled(self, wanted: Sequence[int], entered: Sequence[int]) -> list[int]:
        """Return the bits of some sets from what enters each set."""
        sets = list(entered)
        for number, origin, others in self.steps:
            bits = sets[number] | sets[origin]
            for other in others:
                bits |= sets[other]
            sets[number] = bits
        found, last = [], self.last
        for number in wanted:
            bits = sets[number]
            for origin in last[number]:
                bits |= sets[origin]
            found.append(bits)
        return found


def collect_sets(order: ListOrder, sources: Iterable[int]) -> Sets:
    """Return the sets of sources of the nodes of an order."""
    source_at = {order.place[source]: source for source in sources}
    groups = _groups(order, source_at)
    leads = {origin for _, origins in order.resting() for origin in origins}
    set_at = [0] * len(order.node)
    group_of, direct_of = [-1], [[0][:0]]
    for place, source in source_at.items():
        set_at[place] = len(group_of)
        group_of.append(place)
        direct_of.append([source])
    steps: list[tuple[int, int, tuple[int, ...]]] = []
    last: list[tuple[int, ...]] = [()] * len(group_of)
    for place, origins in order.resting():
        direct = [source_at[origin] for origin in origins if origin in source_at]
        inner = tuple({set_at[origin]: 0 for origin in origins if set_at[origin] and origin not in source_at})
        if len(inner) == 1 and not direct:
            set_at[place] = inner[0]
        elif inner or direct:
            set_at[place] = len(group_of)
            group_of.append(groups[place])
            direct_of.append(direct)
            last.append(() if place in leads else inner)
            if inner and place in leads:
                steps.append((set_at[place], inner[0], inner[1:]))
    return _numbered([set_at[place] for place in order.place], group_of, direct_of, steps, last)


def _numbered(
    set_of: list[int],
    group_of: Sequence[int],
    direct_of: Sequence[Sequence[int]],
    steps: list[tuple[int, int, tuple[int, ...]]],
    last: list[tuple[int, ...]],
) -> Sets:
    """Return the sets with the sources of each group numbered; `group_of` and `direct_of` by set."""
    touching: dict[int, set[int]] = {group: set() for group in group_of}
    for group, direct in zip(group_of, direct_of, strict=True):
        touching[group].update(direct)
    named = {group: tuple(sorted(sources)) for group, sources in touching.items()}
    bit_of: Mapping[int, Mapping[int, int]] = {
        group: {source: bit for bit, source in enumerate(sources)} for group, sources in named.items()
    }
    entered, wide = [], []
    for number, (group, direct) in enumerate(zip(group_of, direct_of, strict=True)):
        bits = {bit_of[group][source] for source in direct}
        entered.append(sum(1 << bit for bit in bits if bit < WINDOW))
        if any(bit >= WINDOW for bit in bits):
            wide.append((number, tuple(bit for bit in bits if bit >= WINDOW)))
    return Sets(set_of, [named[group] for group in group_of], entered, wide, steps, last)


def _groups(order: ListOrder, source_at: Iterable[int]) -> list[int]:
    """Return a node's group as the place of one of its nodes: what is tied together when the sources are taken away."""
    above = list(range(len(order.node)))
    apart = set(source_at)
    for here, origins in order.resting():
        for origin in origins:
            if origin in apart:
                continue
            one, other = here, origin
            while above[one] != one:
                above[one] = one = above[above[one]]
            while above[other] != other:
                above[other] = other = above[above[other]]
            above[one] = other
    for here in range(len(above)):
        root = here
        while above[root] != root:
            root = above[root]
        above[here] = root
    return above
