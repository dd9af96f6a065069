"""Minimal conflicts among statistics, and the diagnoses: the fewest statistics that could be wrong.

A conflict is a set of statistics that an inconsistent check names; it is minimal when no part of it is in conflict. A
diagnosis is a set of statistics without which no conflict is left, and so hits every conflict (R. Reiter, A Theory of
Diagnosis from First Principles, 1987); wanted are those of the fewest statistics. When removing a statistic opens a relation
that was hidden, its conflicts are added and the search goes on (implicit hitting sets: Moreno-Centeno and Karp, The Implicit
Hitting Set Approach, 2013).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.memo import remembered
from cbec_kg.audit.rules import all_checks

_MOST = 64
"""Most diagnoses that are returned."""
_ROUNDS = 50


@dataclass(frozen=True)
class Diagnoses:
    """The sets of fewest statistics without which all the rest holds together, sorted.

    `size` is how many statistics each set has, 0 when nothing is in conflict; `truncated`: there are more than are given.
    `opened` are the conflicts that show only once some statistics are left out, and that the sets hit as well.
    """

    size: int
    sets: tuple[tuple[str, ...], ...]
    truncated: bool = False
    opened: tuple[frozenset[str], ...] = ()


def conflicts_of(checks: Iterable[Check]) -> list[frozenset[str]]:
    """Return the sets of statistics that an inconsistent check names, without those that hold another, smallest first."""
    return _smallest(frozenset(check.inputs) for check in checks if check.verdict == "inconsistent" and check.inputs)


def minimal_conflicts(facts: Facts, conflicts: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return conflicts without the statistics that they do not need: of what is left, no part is in conflict by itself.

    A check may name more than it needs, as where some of the years of a sum exceed it already.
    """
    return _smallest(frozenset(_minimal(facts, conflict)) for conflict in conflicts)


@remembered
def _minimal(facts: Facts, conflict: frozenset[str]) -> frozenset[str]:
    for name in sorted(conflict, key=facts.position.__getitem__, reverse=True):
        rest = conflict - {name}
        if any(check.verdict == "inconsistent" for check in all_checks(facts.only(rest))):
            conflict = rest
    return conflict


def _smallest(found: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    smallest: list[frozenset[str]] = []
    for conflict in sorted(set(found), key=_size_and_names):
        if not any(smaller <= conflict for smaller in smallest):
            smallest.append(conflict)
    return smallest


def _size_and_names(conflict: Collection[str]) -> tuple[int, list[str]]:
    return len(conflict), sorted(conflict)


def components(conflicts: Sequence[frozenset[str]]) -> list[list[frozenset[str]]]:
    """Return conflicts grouped so that no two groups share a statistic, in the order of their first conflicts."""
    groups: list[tuple[set[str], list[frozenset[str]]]] = []
    for conflict in conflicts:
        touched = [group for group in groups if group[0] & conflict]
        members, merged = set(conflict), []
        for group in touched:
            members |= group[0]
            merged += group[1]
        groups = [group for group in groups if group not in touched] + [(members, [*merged, conflict])]
    return [sorted(group, key=_size_and_names) for _, group in groups]


def diagnoses_of(facts: Facts) -> Diagnoses:
    """Return the diagnoses of all conflicts: one for each choice of one diagnosis of every component."""
    conflicts = conflicts_of(all_checks(facts))
    parts = [diagnoses_of_component(facts, group) for group in components(conflicts)]
    sets = [tuple(sorted(sum(chosen, ()))) for chosen in islice(product(*(part.sets for part in parts)), _MOST + 1)]
    truncated = any(part.truncated for part in parts) or len(sets) > _MOST
    opened = tuple(conflict for part in parts for conflict in part.opened)
    return Diagnoses(sum(part.size for part in parts), tuple(sets[:_MOST]) if parts else (), truncated, opened)


def diagnoses_of_component(facts: Facts, conflicts: Sequence[frozenset[str]]) -> Diagnoses:
    """Return the diagnoses of some conflicts; those that share no statistic with them are left alone."""
    known = list(conflicts)
    elsewhere = set(conflicts_of(all_checks(facts))).difference(conflicts)
    for _ in range(_ROUNDS):
        size, candidates = minimum_hitting_sets(known)
        found, opened = [], []
        for removed in candidates[:_MOST]:
            left = conflicts_of(all_checks(facts.with_changes(dict.fromkeys(removed))))
            left = [conflict for conflict in left if conflict not in elsewhere]
            opened += left
            if not left:
                found.append(tuple(sorted(removed)))
        if found:
            return Diagnoses(size, tuple(sorted(found)), len(candidates) > _MOST, tuple(known[len(conflicts) :]))
        known += dict.fromkeys(opened)
    everything = sorted({name for conflict in known for name in conflict})
    return Diagnoses(len(everything), (tuple(everything),), truncated=True, opened=tuple(known[len(conflicts) :]))


def diagnoses_of_conflicts(conflicts: Sequence[frozenset[str]]) -> Diagnoses:
    """Return the minimum hitting sets of conflicts, whatever their removal may open."""
    size, sets = minimum_hitting_sets(conflicts)
    return Diagnoses(size, tuple(tuple(sorted(found)) for found in sets[:_MOST]), len(sets) > _MOST)


def minimum_hitting_sets(conflicts: Sequence[frozenset[str]]) -> tuple[int, list[frozenset[str]]]:
    """Return the least number of statistics that hit all conflicts, and up to `_MOST` + 1 sets of that many."""
    size = 0
    while True:
        found = list(islice(_hitting(conflicts, frozenset(), frozenset(), size), _MOST + 1))
        if found:
            return size, found
        size += 1


def _hitting(
    conflicts: Sequence[frozenset[str]], chosen: frozenset[str], passed: frozenset[str], left: int
) -> Iterator[frozenset[str]]:
    """Yield the sets of at most `left` more statistics, none that was passed over, that hit all conflicts; each once."""
    unhit = [conflict for conflict in conflicts if not conflict & chosen]
    if not unhit:
        yield chosen
    elif left and _disjoint(unhit) <= left:
        for member in sorted(min(unhit, key=_size_and_names) - passed):
            yield from _hitting(unhit, chosen | {member}, passed, left - 1)
            passed |= {member}


def _disjoint(conflicts: Sequence[frozenset[str]]) -> int:
    """Return how many conflicts, taken greedily, share no statistic: so many statistics are wrong at least."""
    taken: set[str] = set()
    count = 0
    for conflict in conflicts:
        if not conflict & taken:
            taken |= conflict
            count += 1
    return count
