"""The bitset engine of the indexed support graph, in plain Python: sets of sources are whole numbers, from `sets`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cbec_kg.evidence.scale.components import unfold
from cbec_kg.evidence.scale.dominators import UNREACHED, dominator_pass, dominators_with_cycles, points_above
from cbec_kg.evidence.scale.listorder import ListOrder, order_nodes
from cbec_kg.evidence.scale.rows import NodeNumbers, Outcome, Rows, Withdrawals, number_error, rows_of, source_error
from cbec_kg.evidence.scale.sets import BitRows, Sets, collect_sets

ALIVE, LOST = 1, 2


def order_lists(size: int, starts: NodeNumbers, ends: NodeNumbers, sources: NodeNumbers) -> BitsetSupport:
    """Return a support graph for the bitset engine; see `cbec_kg.evidence.scale.indexed.index_edges`."""
    heads, tails = _numbers(starts), _numbers(ends)
    known = array("q", sorted(set(_numbers(sources))))
    order = order_nodes(size, heads, tails, known)
    edges = (heads, tails) if order.components else None
    return BitsetSupport(order, known, collect_sets(order, known), edges)


@dataclass(frozen=True, eq=False)
class BitsetSupport:
    """A support graph in lists; see `cbec_kg.evidence.scale.indexed.IndexedSupport`.

    `edges` are the starts and ends as loaded, kept only where there are cycles.
    """

    order: ListOrder
    sources: array[int]
    sets: Sets
    edges: tuple[Sequence[int], Sequence[int]] | None

    @property
    def size(self) -> int:
        """Return the number of nodes."""
        return len(self.order.place)

    @property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """Return the nodes that rest on one another."""
        return self.order.components

    def closure(self, targets: Iterable[int]) -> Rows:
        """Return the sources from which a path leads to each target: one row a target."""
        return self.sets.rows(self._nodes(targets, "targets"))

    def closure_bits(self, targets: Iterable[int]) -> BitRows:
        """Return the same as `closure`, as bits that are not written out."""
        return self.sets.bits(self._nodes(targets, "targets"))

    def reach(self, target: int) -> array[int]:
        """Return all nodes from which a path leads to a target, ascending; itself only where it is in a cycle."""
        self._nodes([target], "targets")
        order = self.order
        start = order.place[target]
        seen, front = {start}, [start]
        while front:
            new = set(order.into[front.pop()]) - seen
            seen |= new
            front.extend(new)
        return array("q", unfold((order.node[place] for place in seen), order.node[start], self.components))

    def single_withdrawals(self, statements: Iterable[int] | None = None) -> Withdrawals:
        """Return for every source what falls and what is weakened when it alone is withdrawn."""
        wanted = self._statements(statements)
        falls: dict[int, list[int]] = {source: [] for source in self.sources}
        weakened: dict[int, list[int]] = {source: [] for source in self.sources}
        found = self.closure(wanted)
        values, start = found.values.tolist(), 0
        for statement, end in zip(wanted, found.offsets[1:], strict=True):
            if end == start + 1:
                falls[values[start]].append(statement)
            elif end > start:
                for source in values[start:end]:
                    weakened[source].append(statement)
            start = end
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
            return dominators_with_cycles(self.size, *self.edges, self.sources)
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
        """Return the immediate dominators by place, where there are no cycles."""
        tree = [UNREACHED] * self.size
        for source in self.sources:
            tree[self.order.place[source]] = -1
        dominator_pass(tree, self.order.resting())
        return tree

    def _nodes(self, numbers: Iterable[int], name: str) -> list[int]:
        found = _numbers(numbers)
        if found and not (min(found) >= 0 and max(found) < self.size):
            raise number_error(name, next(number for number in found if not 0 <= number < self.size), self.size)
        return found

    def _statements(self, statements: Iterable[int] | None) -> list[int]:
        if statements is not None:
            return sorted(set(self._nodes(statements, "statements")))
        known = set(self.sources)
        return [node for node in range(self.size) if node not in known]


def _numbers(values: Iterable[int]) -> list[int]:
    found: list[int] = values.tolist() if hasattr(values, "tolist") else list(values)
    return found
