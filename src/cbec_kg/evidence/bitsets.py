"""The bitset engine of the indexed support graph: whole numbers of plain Python as sets of sources.

Nodes that are tied together by anything else than a shared source form a **group** (one paper, as a rule, or a part of
one); the bits of a node's set are numbered within its group, so that sets stay short however many papers there are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cbec_kg.evidence.circles import unfold
from cbec_kg.evidence.dominators import UNREACHED, dominator_pass, dominators_with_circles, points_above
from cbec_kg.evidence.listorder import ListOrder, order_nodes
from cbec_kg.evidence.rows import Outcome, Rows, Withdrawals, number_error, rows_of, source_error

WINDOW = 4096
"""Bits of a group's sets that are worked out at a time, so that memory stays linear where one group holds everything."""

ALIVE, LOST = 1, 2


@dataclass(frozen=True)
class BitRows:
    """Rows of sources as sets of bits: bit k of ``bits[row]`` stands for the source ``named[row][k]``.

    How many sources a row has is ``bits[row].bit_count()``; only rows of the same group can be compared bit by bit.
    """

    bits: list[int]
    named: list[tuple[int, ...]]

    def rows(self, first: int = 0) -> Rows:
        """Return the rows written out; `first` is the number for which the lowest bit stands."""
        offsets, values = [0], []
        for bits, named in zip(self.bits, self.named, strict=True):
            while bits:
                rest = bits & (bits - 1)
                values.append(named[(bits ^ rest).bit_length() - 1 + first])
                bits = rest
            offsets.append(len(values))
        return Rows(array("q", offsets), array("q", values))


@dataclass(frozen=True, eq=False)
class BitsetSupport:
    """A support graph in lists; see `cbec_kg.evidence.indexed.IndexedSupport`.

    All numbers but in `sources`, `named` and `edges` are places in the order.

    Attributes
    ----------
    order : ListOrder
    sources : array of int
    like : list of int
        By node as loaded: the first node of those that have the same set, for what rests on one other node alone.
    named : list of tuple of int
        Sources (as loaded) that touch each node's group, ascending; bit k of the node's set stands for the k-th.
    entered : list of int
        First `WINDOW` bits of each node's set that come from sources on which the node rests itself.
    wide : list of (int, tuple of int)
        Further ones: node and numbers of the bits.
    steps : list of (int, int, tuple of int)
        Nodes on which something rests and whose set differs from those that they rest on: one of these, and the others.
    last : dict of int to tuple of int
        The same for nodes on which nothing rests.
    edges : (sequence of int, sequence of int), optional
        Starts and ends as loaded, kept only where there are circles.
    """

    order: ListOrder
    sources: array[int]
    like: list[int]
    named: list[tuple[int, ...]]
    entered: list[int]
    wide: list[tuple[int, tuple[int, ...]]]
    steps: list[tuple[int, int, tuple[int, ...]]]
    last: dict[int, tuple[int, ...]]
    edges: tuple[Sequence[int], Sequence[int]] | None

    @property
    def size(self) -> int:
        """Return the number of nodes."""
        return len(self.order.place)

    @property
    def circles(self) -> tuple[tuple[int, ...], ...]:
        """Return the nodes that rest on one another."""
        return self.order.circles

    def closure(self, targets: Iterable[int]) -> Rows:
        """Return the sources from which a way leads to each target: one row a target."""
        places = self._places(targets)
        named = [self.named[here] for here in places]
        found = BitRows(self._bits(places, self.entered), named).rows()
        for window in self._windows():
            further = BitRows(self._bits(places, self._entered(window)), named).rows(window)
            found = rows_of(row + more for row, more in zip(found, further, strict=True))
        return found

    def closure_bits(self, targets: Iterable[int]) -> BitRows:
        """Return the same as `closure`, as sets of bits that are not written out."""
        places = self._places(targets)
        bits = self._bits(places, self.entered)
        for window in self._windows():
            further = self._bits(places, self._entered(window))
            bits = [some | more << window for some, more in zip(bits, further, strict=True)]
        return BitRows(bits, [self.named[here] for here in places])

    def reach(self, target: int) -> array[int]:
        """Return all nodes from which a way leads to a target, ascending; itself only where it is in a circle."""
        self._nodes([target], "targets")
        order = self.order
        start = order.place[target]
        seen, front = {start}, [start]
        while front:
            new = set(order.into[front.pop()]) - seen
            seen |= new
            front.extend(new)
        return array("q", unfold((order.node[place] for place in seen), order.node[start], self.circles))

    def single_withdrawals(self, statements: Iterable[int] | None = None) -> Withdrawals:
        """Return for every source what falls and what is weakened when it alone is withdrawn."""
        wanted = self._statements(statements)
        falls: dict[int, list[int]] = {source: [] for source in self.sources}
        weakened: dict[int, list[int]] = {source: [] for source in self.sources}
        for statement, row in zip(wanted, self.closure(wanted), strict=True):
            for source in row:
                (falls if len(row) == 1 else weakened)[source].append(statement)
        return Withdrawals(self.sources, rows_of(falls.values()), rows_of(weakened.values()))

    def withdraw(self, sources: Iterable[int], statements: Iterable[int] | None = None) -> Outcome:
        """Return what falls, is weakened and stands when the given sources are all withdrawn."""
        gone, known = set(self._nodes(sources, "sources")), set(self.sources)
        for source in sorted(gone - known):
            raise source_error(source, withdrawn=True)
        state = [0] * self.size
        for source in self.sources:
            state[self.order.place[source]] = LOST if source in gone else ALIVE
        for here, origins in enumerate(self.order.into):
            for origin in origins:
                state[here] |= state[origin]
        found: tuple[array[int], ...] = tuple(array("q") for _ in range(4))
        for statement in self._statements(statements):
            found[state[self.order.place[statement]]].append(statement)
        return Outcome(falls=found[LOST], weakened=found[ALIVE | LOST], stands=found[ALIVE], unsupported=found[0])

    def dominators(self) -> array[int]:
        """Return the immediate dominator of every node, -1 where there is none, -2 where no source reaches it."""
        if self.edges is not None:
            return dominators_with_circles(self.size, *self.edges, self.sources)
        node, tree = self.order.node, self._tree()
        return array("q", [node[tree[here]] if tree[here] >= 0 else tree[here] for here in self.order.place])

    def single_points_of_failure(self, targets: Iterable[int]) -> Rows:
        """Return the nodes through which every way to each target passes, from the source's side to the target's."""
        wanted = self._nodes(targets, "targets")
        if self.edges is not None:
            above = self.dominators()
            return rows_of(points_above(above, target) for target in wanted)
        tree, node, place = self._tree(), self.order.node, self.order.place
        return rows_of([node[here] for here in points_above(tree, place[target])] for target in wanted)

    def _tree(self) -> list[int]:
        """Return the immediate dominators by place, where there are no circles."""
        tree = [UNREACHED] * self.size
        for source in self.sources:
            tree[self.order.place[source]] = -1
        dominator_pass(tree, self.order.resting())
        return tree

    def _nodes(self, numbers: Iterable[int], name: str) -> list[int]:
        found = numbers.tolist() if isinstance(numbers, array) else list(map(int, numbers))
        if found and not (min(found) >= 0 and max(found) < self.size):
            raise number_error(name, next(number for number in found if not 0 <= number < self.size), self.size)
        return found

    def _statements(self, statements: Iterable[int] | None) -> list[int]:
        if statements is not None:
            return sorted(set(self._nodes(statements, "statements")))
        known = set(self.sources)
        return [node for node in range(self.size) if node not in known]

    def _places(self, targets: Iterable[int]) -> list[int]:
        like = self.like
        return [like[target] for target in self._nodes(targets, "targets")]

    def _windows(self) -> range:
        """Return the numbers of the first bits of the further windows; none as a rule."""
        return range(WINDOW, 1 + max((max(bits) for _, bits in self.wide), default=0), WINDOW)

    def _entered(self, window: int) -> list[int]:
        entered = [0] * self.size
        for here, bits in self.wide:
            entered[here] = sum(1 << bit - window for bit in bits if window <= bit < window + WINDOW)
        return entered

    def _bits(self, places: list[int], entered: list[int]) -> list[int]:
        """Return the sets of sources of some nodes from what enters each node."""
        sets = entered.copy()
        for here, origin, others in self.steps:
            bits = sets[here] | sets[origin]
            for other in others:
                bits |= sets[other]
            sets[here] = bits
        found, last = [], self.last
        for here in places:
            bits = sets[here]
            if here in last:
                for origin in last[here]:
                    bits |= sets[origin]
            found.append(bits)
        return found


def order_lists(size: int, starts: Sequence[int], ends: Sequence[int], sources: Sequence[int]) -> BitsetSupport:
    """Return a support graph for the bitset engine; see `cbec_kg.evidence.indexed.index_edges`."""
    starts, ends = _numbers(starts), _numbers(ends)
    known = array("q", sorted(set(_numbers(sources))))
    order = order_nodes(size, starts, ends, known)
    source_at = {order.place[source]: source for source in known}
    roots_of = _groups(order, source_at)
    touching: dict[int, set[int]] = {}
    entering: list[tuple[int, list[int]]] = []
    steps, last = [], {}
    like = list(range(size))
    supported = bytearray(size)
    for here in source_at:
        supported[here] = 1
    leads = bytearray(size)
    for _, origins in order.resting():
        for origin in origins:
            leads[origin] = 1
    for here, origins in order.resting():
        direct = [source_at[origin] for origin in origins if origin in source_at]
        if direct:
            entering.append((here, direct))
            touching.setdefault(roots_of[here], set()).update(direct)
        inner = list({like[origin]: 0 for origin in origins if supported[origin] and origin not in source_at})
        supported[here] = bool(direct or inner)
        if len(inner) == 1 and not direct:
            like[here] = inner[0]
        elif inner and leads[here]:
            steps.append((here, inner[0], tuple(inner[1:])))
        elif inner:
            last[here] = tuple(inner)
    groups = {root: tuple(sorted(touched)) for root, touched in touching.items()}
    bits_of = {root: {source: bit for bit, source in enumerate(group)} for root, group in groups.items()}
    named = [groups.get(root, ()) for root in roots_of]
    entered, wide = [0] * size, []
    for here, direct in entering:
        numbers = [bits_of[roots_of[here]][source] for source in set(direct)]
        entered[here] = sum(1 << bit for bit in numbers if bit < WINDOW)
        if max(numbers) >= WINDOW:
            wide.append((here, tuple(bit for bit in numbers if bit >= WINDOW)))
    for here, source in source_at.items():
        named[here], entered[here] = (source,), 1
    edges = (starts, ends) if order.circles else None
    like = [like[here] for here in order.place]
    return BitsetSupport(order, known, like, named, entered, wide, steps, last, edges)


def _numbers(values: Sequence[int]) -> list[int]:
    found: list[int] = values.tolist() if hasattr(values, "tolist") else list(values)
    return found


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
