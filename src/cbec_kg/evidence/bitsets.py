"""The bitset engine of the indexed support graph: whole numbers of plain Python as sets of sources.

Nodes that are tied together by anything else than a shared source form a **group** (one paper, as a rule, or a part of
one); the bits of a node's set are numbered within its group, so that sets stay short however many papers there are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cbec_kg.evidence.circles import unfold
from cbec_kg.evidence.dominators import UNREACHED, dominator_pass, dominators_with_circles, points_above
from cbec_kg.evidence.listorder import ListOrder, order_nodes
from cbec_kg.evidence.rows import Outcome, Rows, Withdrawals, number_error, rows_of, source_error

WINDOW = 4096
"""Bits of a group's sets that are worked out at a time, so that memory stays linear where one group holds everything."""

ALIVE, LOST = 1, 2


@dataclass(frozen=True, eq=False)
class BitsetSupport:
    """A support graph in lists; see `cbec_kg.evidence.indexed.IndexedSupport`.

    All numbers but `sources` and `edges` are places in the order.

    Attributes
    ----------
    order : ListOrder
    sources : array of int
    groups : list of tuple of int
        Sources (as loaded) that touch each group, ascending; bit k of a set stands for the k-th.
    group : list of int
        Group of each node.
    entries : list of (int, tuple of int)
        Nodes that rest on sources, with the bits of these.
    steps : list of (int, int, tuple of int)
        Nodes on which something rests and that rest on supported nodes other than sources: one of these, and the others.
    last : dict of int to tuple of int
        The same for nodes on which nothing rests.
    edges : (sequence of int, sequence of int), optional
        Starts and ends as loaded, kept only where there are circles.
    """

    order: ListOrder
    sources: array[int]
    groups: list[tuple[int, ...]]
    group: list[int]
    entries: list[tuple[int, tuple[int, ...]]]
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
        place = self.order.place
        places = [place[target] for target in self._nodes(targets, "targets")]
        windows = range(0, max(map(len, self.groups), default=0), WINDOW)
        rows = list(self._window(places, 0))
        for window in windows[1:]:
            rows = [row + more for row, more in zip(rows, self._window(places, window), strict=True)]
        own = {place[source]: source for source in self.sources}
        return rows_of([own[here]] if here in own else row for here, row in zip(places, rows, strict=True))

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
        found = [int(number) for number in numbers]
        for number in found:
            if not 0 <= number < self.size:
                raise number_error(name, number, self.size)
        return found

    def _statements(self, statements: Iterable[int] | None) -> list[int]:
        if statements is not None:
            return sorted(set(self._nodes(statements, "statements")))
        known = set(self.sources)
        return [node for node in range(self.size) if node not in known]

    def _window(self, places: Iterable[int], window: int) -> Iterator[list[int]]:
        """Return for each place the sources whose bits, within the group, are among the `WINDOW` from `window` on."""
        sets = self._sets(window)
        last, group, groups = self.last, self.group, self.groups
        for here in places:
            bits = sets[here]
            if here in last:
                for origin in last[here]:
                    bits |= sets[origin]
            row: list[int] = []
            if bits:
                named = groups[group[here]]
                while bits:
                    row.append(named[window + (bits & -bits).bit_length() - 1])
                    bits &= bits - 1
            yield row

    def _sets(self, window: int) -> list[int]:
        """Return the set of sources of every node, but of those in `last` only what they rest on directly."""
        sets = [0] * self.size
        for here, bits in self.entries:
            for bit in bits:
                if window <= bit < window + WINDOW:
                    sets[here] |= 1 << bit - window
        for here, origin, others in self.steps:
            bits = sets[origin]
            for other in others:
                bits |= sets[other]
            sets[here] |= bits
        return sets


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
        inner = [origin for origin in origins if supported[origin] and origin not in source_at]
        supported[here] = bool(direct or inner)
        if inner and leads[here]:
            steps.append((here, inner[0], tuple(inner[1:])))
        elif inner:
            last[here] = tuple(inner)
    groups: list[tuple[int, ...]] = []
    numbers: dict[int, int] = {}
    for root, touched in touching.items():
        numbers[root] = len(groups)
        groups.append(tuple(sorted(touched)))
    bit_of = [{source: bit for bit, source in enumerate(named)} for named in groups]
    entries = [(here, tuple(bit_of[numbers[roots_of[here]]][source] for source in set(direct))) for here, direct in entering]
    group = [numbers.get(root, -1) for root in roots_of]
    return BitsetSupport(order, known, groups, group, entries, steps, last, (starts, ends) if order.circles else None)


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
