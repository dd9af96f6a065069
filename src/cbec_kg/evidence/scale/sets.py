"""Which sources reach which node, as whole numbers of plain Python in which each bit is a source; for the bitset engine.

Nodes that are tied together by anything else than a shared source form a **group** (one paper, as a rule, or a part of
one); bits are numbered within the group, so that sets stay short however many papers there are. A node that rests on one
other node alone has that node's set.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cbec_kg.evidence.scale.listorder import ListOrder
from cbec_kg.evidence.scale.rows import Rows, rows_of

WINDOW = 4096
"""Bits of a set that are worked out at a time, so that memory stays linear where one group holds everything."""

_PIECE = 13
"""Bits that are looked up at once when a set is written out: two looks for a paper of 26 sources."""


class _Positions(dict[int, tuple[int, ...]]):
    """Which bits of a piece are set, ascending; each piece is worked out once."""

    def __missing__(self, piece: int) -> tuple[int, ...]:
        found = self[piece] = tuple(position for position in range(piece.bit_length()) if piece >> position & 1)
        return found


_POSITIONS = _Positions()


@dataclass(frozen=True, eq=False)
class BitRows:
    """Rows of sources as sets of bits: bit k of ``bits[row]`` stands for the source ``named[sets[row]][k]``.

    How many sources a row has is ``bits[row].bit_count()``; only rows of the same group can be compared bit by bit.
    """

    bits: list[int]
    sets: list[int]
    named: list[tuple[int, ...]]

    def rows(self) -> Rows:
        """Return the rows written out."""
        return rows_of(
            [source for position, source in enumerate(self.named[number]) if bits >> position & 1]
            for bits, number in zip(self.bits, self.sets, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Sets:
    """How the sets of sources come about, one from the other; sets are numbered, and 0 is the empty one.

    Attributes
    ----------
    set_of : list of int, length n
        Number of each node's set, by node as loaded.
    named : list of tuple of int
        By set: the sources that touch its group, ascending; bit k stands for the k-th.
    plain : list of (tuple of int or None)
        By set: its sources, ascending, where it takes in no other set; else None.
    inner : list of int
        By set: first `WINDOW` bits, without those that it takes in by `last`.
    wide : list of (int, tuple of int)
        Further bits that come from sources on which the set's node rests itself: set and numbers of the bits.
    steps : list of (int, int, tuple of int)
        Sets that take in others, after these: the set, one of the others, the rest of them.
    last : list of tuple of int
        By set: those that it takes in where no other takes it in; worked out only where it is asked about.
    """

    set_of: list[int]
    named: list[tuple[int, ...]]
    plain: list[tuple[int, ...] | None]
    inner: list[int]
    wide: list[tuple[int, tuple[int, ...]]]
    steps: list[tuple[int, int, tuple[int, ...]]]
    last: list[tuple[int, ...]]

    def rows(self, nodes: Iterable[int]) -> Rows:
        """Return the sources that reach each node."""
        wanted = [self.set_of[node] for node in nodes]
        found = self._written(wanted, self.inner, self.plain)
        windows = self._windows()
        if windows:
            plain = [None if known is None else () for known in self.plain]
            for window in windows:
                further = self._written(wanted, self._entered(window), plain, window)
                found = rows_of(row + more for row, more in zip(found, further, strict=True))
        return found

    def bits(self, nodes: Iterable[int]) -> BitRows:
        """Return the same as `rows`, as bits that are not written out."""
        wanted = [self.set_of[node] for node in nodes]
        bits = self._joined(wanted, self.inner)
        for window in self._windows():
            further = self._joined(wanted, self._entered(window))
            bits = [some | more << window for some, more in zip(bits, further, strict=True)]
        return BitRows(bits, wanted, self.named)

    def _windows(self) -> range:
        """Return the numbers of the first bits of the further windows; none as a rule."""
        return range(WINDOW, 1 + max((max(bits) for _, bits in self.wide), default=0), WINDOW)

    def _entered(self, window: int) -> list[int]:
        """Return what `inner` is for a further window."""
        entered = [0] * len(self.inner)
        for number, bits in self.wide:
            entered[number] = sum(1 << bit - window for bit in bits if window <= bit < window + WINDOW)
        return _stepped(entered, self.steps)

    def _joined(self, wanted: Sequence[int], inner: Sequence[int]) -> list[int]:
        found, last = [], self.last
        for number in wanted:
            bits = inner[number]
            for origin in last[number]:
                bits |= inner[origin]
            found.append(bits)
        return found

    def _written(
        self, wanted: Sequence[int], inner: Sequence[int], plain: Sequence[tuple[int, ...] | None], first: int = 0
    ) -> Rows:
        """Return the sources of sets; `first` is the number for which the lowest bit stands.

        One loop, since a call for each row would take as long as the row.
        """
        values: list[int] = []
        offsets = [0]
        append, extend, close = values.append, values.extend, offsets.append
        last, every, positions, lowest = self.last, self.named, _POSITIONS, (1 << _PIECE) - 1
        for number in wanted:
            known = plain[number]
            if known is not None:
                extend(known)
            else:
                bits, names, base = inner[number], every[number], first
                for origin in last[number]:
                    bits |= inner[origin]
                while bits:
                    for position in positions[bits & lowest]:
                        append(names[base + position])
                    bits >>= _PIECE
                    base += _PIECE
            close(len(values))
        return Rows(array("q", offsets), array("q", values))


def _stepped(entered: list[int], steps: Iterable[tuple[int, int, tuple[int, ...]]]) -> list[int]:
    """Return the bits of sets, in place, with those of the sets that they take in."""
    for number, origin, others in steps:
        bits = entered[number] | entered[origin]
        for other in others:
            bits |= entered[other]
        entered[number] = bits
    return entered


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
    taking = {number for number, _, _ in steps}
    entered, wide = [], []
    for number, (group, direct) in enumerate(zip(group_of, direct_of, strict=True)):
        bits = {bit_of[group][source] for source in direct}
        entered.append(sum(1 << bit for bit in bits if bit < WINDOW))
        if any(bit >= WINDOW for bit in bits):
            wide.append((number, tuple(bit for bit in bits if bit >= WINDOW)))
    plain = [
        None if last[number] or number in taking else tuple(sorted(set(direct))) for number, direct in enumerate(direct_of)
    ]
    return Sets(set_of, [named[group] for group in group_of], plain, _stepped(entered, steps), wide, steps, last)


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
