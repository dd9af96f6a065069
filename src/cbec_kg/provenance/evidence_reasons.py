"""From which links an evidence line follows, from which lines a grade, and from what a withdrawal's outcome.

A line follows from any path of the line's role and basis, from the source to the statement, and each of these paths is a
minimal set: without any of its links it joins nothing. They are found the shortest first, by what is at least still needed
from each place on, so that few are found soon though there may be more than anyone can list. A grade follows from lines; an
outcome from what was withdrawn, and from the paths that this takes away and leaves. What holds of fewer links is asked of
the engines themselves (`cbec_kg.evidence`). Out of scope: where a link is written (`cbec_kg.provenance.curated_statements`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from cbec_kg.evidence.grades import GRADES, Grade, grade_of
from cbec_kg.evidence.graph import carrying
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import Outcome, State, with_parts, withdraw
from cbec_kg.model.links import EvidenceLine, Link, link_order
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import BASES, DIRECT, ROLES, Basis, Role
from cbec_kg.provenance.minimal import Expired, minimal_set, minimal_sets, never

Path = tuple[Link, ...]
"""The links from a source to a statement, that to the pointer first."""

MOST = 8
"""Most minimal sets that are given of one answer, where nothing else is asked."""

_CAUSAL: Mapping[str, tuple[tuple[bool, Role], ...]] = {
    "cause": ((True, "cause"), (False, "effect")),
    "inference": ((True, "premise"),),
}
"""Roles in which evidence goes over a link of each relation: from its start on, or from its end back."""


@dataclass(frozen=True)
class LineReason:
    """Why a source bears on a statement as an evidence line says: paths, each a minimal set of links from which it follows.

    `number` is how many paths there are, None where that is not known; all of them are given where `complete` says so.
    """

    line: EvidenceLine
    paths: tuple[Path, ...]
    number: int | None
    complete: bool


@dataclass(frozen=True)
class GradeReason:
    """Why a statement has its grade: minimal sets of its evidence lines that give it alone; none are needed for ``none``."""

    grade: Grade
    sets: tuple[tuple[EvidenceLine, ...], ...]
    complete: bool


@dataclass(frozen=True)
class OutcomeReason:
    """Why a statement falls, is weakened or stands without what was withdrawn.

    `outcome` has the paths that it loses and has left, one for each place in the text. `because` are the minimal parts of
    what was withdrawn (sources and kinds of basis) without which the same would not happen: by each of them alone it falls,
    or loses something; none where nothing is lost.
    """

    outcome: Outcome
    withdrawn: tuple[str, ...]
    because: tuple[tuple[str, ...], ...]
    complete: bool


class _State(NamedTuple):
    """Where a path has come to: a record, and the ranks of its role and basis so far; `causal` when nothing may follow."""

    record: str
    role: int
    basis: int
    causal: bool = False


_Step = tuple[Link, _State]


class LinePaths:
    """The paths of evidence among some links."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.links = tuple(sorted(links, key=link_order))
        self._into: dict[str, list[Link]] = defaultdict(list)
        self._onward: dict[str, list[Link]] = defaultdict(list)
        self._causal: dict[str, list[tuple[Link, str, Role]]] = defaultdict(list)
        self._pointers: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if link.relation == "pointer":
                self._pointers[link.start].append(link)
            if link.relation == "pointer" or carrying(link):
                self._into[link.end].append(link)
                self._onward[link.start].append(link)
            for from_start, role in _CAUSAL.get(link.relation, ()):
                here, there = (link.start, link.end) if from_start else (link.end, link.start)
                self._causal[here].append((link, there, role))

    def bearing_on(self, target: str) -> tuple[Link, ...]:
        """Return the links over which evidence may come to a statement, in their order; no other plays any part."""
        causal = {link: here for here, found in self._causal.items() for link, there, _ in found if there == target}
        front, seen, found = deque([target, *causal.values()]), {target, *causal.values()}, set(causal)
        while front:
            for link in self._into.get(front.popleft(), ()):
                found.add(link)
                if link.start not in seen:
                    seen.add(link.start)
                    front.append(link.start)
        return tuple(sorted(found, key=link_order))

    def reason(self, line: EvidenceLine, expired: Expired = never, most: int = MOST) -> LineReason:
        """Return why a line is there: paths, the shortest first, at most so many, and those found when the time is over."""
        wanted = (ROLES.index(line.role), BASES.index(line.basis))
        search = _Search(self, line.source, line.target, *wanted)
        paths, complete = search.paths(expired, most)
        if complete and not paths:  # statements that rest on one another in a large circle: a path may pass one twice
            found = minimal_set(self.bearing_on(line.target), lambda some: has_line(some, line), expired, monotone=False)
            return LineReason(line, (found.items,) if found else (), None, False)
        return LineReason(line, paths, len(paths) if complete else search.number(), complete)

    def steps(self, state: _State, target: str) -> Iterator[_Step]:
        """Yield where a path may go on from a place, to a statement and no further."""
        if state.causal or (state.record == target and state.role >= 0):
            return
        for link in self._onward.get(state.record, ()):
            if link.role is not None:
                rank = ROLES.index(link.role)
                role = rank if state.role < 0 or ROLES[state.role] in DIRECT else max(rank, state.role)
                yield link, _State(link.end, role, max(state.basis, BASES.index(link.basis)))
        for link, there, causal_role in self._causal.get(state.record, ()) if state.role >= 0 else ():
            if there == target:
                role, basis = max(state.role, ROLES.index(causal_role)), max(state.basis, BASES.index(link.basis))
                yield link, _State(there, role, basis, causal=True)

    def starts(self, source: str) -> list[_Step]:
        """Return the pointers of a source, of which no role is known yet."""
        return [(link, _State(link.end, -1, 0)) for link in self._pointers.get(source, ())]


class _Search:
    """The search for the paths from one source to one statement that have a role and a basis."""

    def __init__(self, graph: LinePaths, source: str, target: str, role: int, basis: int) -> None:
        self.graph, self.source, self.target, self.role, self.basis = graph, source, target, role, basis
        self.left = self._least_left()

    def _accepted(self, state: _State) -> bool:
        return state.record == self.target and state.role == self.role and state.basis <= self.basis

    def _least_left(self) -> dict[_State, int]:
        """Return, for each place from which the search can end, how many links that takes at least."""
        before: dict[_State, list[_State]] = defaultdict(list)
        front = deque(state for _, state in self.graph.starts(self.source))
        seen = set(front)
        while front:
            here = front.popleft()
            for _, state in self.graph.steps(here, self.target):
                if state.basis <= self.basis:
                    before[state].append(here)
                    if state not in seen:
                        seen.add(state)
                        front.append(state)
        left = {state: 0 for state in seen if self._accepted(state)}
        front = deque(left)
        while front:
            here = front.popleft()
            for state in before[here]:
                if state not in left:
                    left[state] = left[here] + 1
                    front.append(state)
        return left

    def paths(self, expired: Expired, most: int) -> tuple[tuple[Path, ...], bool]:
        """Return paths, the shortest first, and whether these are all."""
        ties, found = count(), list[Path]()
        heap: list[tuple[int, int, int, Path, _State]] = []
        for link, state in self.graph.starts(self.source):
            if state in self.left:
                heappush(heap, (1 + self.left[state], -1, next(ties), (link,), state))
        while heap:
            if len(found) == most or (found and expired()):
                return tuple(found), False
            *_, path, here = heappop(heap)
            if self._accepted(here):
                found.append(path)
                continue
            passed = {link.end for link in path}
            for link, state in self.graph.steps(here, self.target):
                if state in self.left and state.record not in passed:
                    length = len(path) + 1  # of equally short paths those that are nearly done come first
                    heappush(heap, (length + self.left[state], -length, next(ties), (*path, link), state))
        return tuple(found), True

    def number(self) -> int | None:
        """Return how many paths there are, None where statements rest on one another."""
        from graphlib import CycleError, TopologicalSorter

        steps = {
            here: [state for _, state in self.graph.steps(here, self.target) if state in self.left] for here in self.left
        }
        try:
            order = [*TopologicalSorter(steps).static_order()]
        except CycleError:
            return None
        onward: dict[_State, int] = {}
        for here in order:
            onward[here] = 1 if self._accepted(here) else sum(onward[state] for state in steps[here])
        return sum(onward.get(state, 0) for _, state in self.graph.starts(self.source))


def has_line(links: Iterable[Link], line: EvidenceLine) -> bool:
    """Return whether some links alone make a source bear on a statement in a line's role, on its basis or a stronger one."""
    return any(
        (found.source, found.role) == (line.source, line.role) and BASES.index(found.basis) <= BASES.index(line.basis)
        for found in evidence_lines(links, {line.target: ""})
    )


def grade_reason(lines: Sequence[EvidenceLine], expired: Expired = never, most: int = MOST) -> GradeReason:
    """Return from which of a statement's lines its grade follows: from fewer of them follows a worse one, or the same."""
    grade = grade_of(lines)
    least = GRADES.index(grade)
    found = minimal_sets(tuple(lines), lambda some: GRADES.index(grade_of(some)) <= least, expired, most=most)
    return GradeReason(grade, tuple(one.items for one in found.sets if not one.undecided), found.complete)


def outcome_reason(
    snapshot: Snapshot,
    statement: str,
    withdrawn: Sequence[str] = (),
    without: Sequence[Basis] = (),
    expired: Expired = never,
    most: int = MOST,
) -> OutcomeReason:
    """Return why a statement itself falls, is weakened or stands without some sources, and without links of some bases."""
    relevant = LinePaths(snapshot.links).bearing_on(statement)

    def outcome(items: Collection[str]) -> Outcome:
        sources = with_parts([name for name in withdrawn if name in items], snapshot.part_of)
        bases = [basis for basis in without if basis in items]
        return withdraw(relevant, {statement: "statement"}, sources, bases)[0]

    items = tuple(dict.fromkeys((*withdrawn, *without)))
    whole = outcome(items)
    if not whole.lost:
        return OutcomeReason(whole, items, (), True)
    worse: tuple[State, ...] = ("falls",) if whole.state == "falls" else ("falls", "weakened")
    found = minimal_sets(items, lambda some: outcome(some).state in worse, expired, most=most)
    because = tuple(one.items for one in found.sets if not one.undecided)
    return OutcomeReason(whole, items, because, found.complete)
