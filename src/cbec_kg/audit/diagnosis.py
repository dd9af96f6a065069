"""Statements that cannot hold together, and the fewest that one would have to doubt.

A conflict is a set of statistics that an inconsistent check names, and that holds no smaller one. To doubt a statistic from
each conflict is to hit all of them; when doubting opens a relation that was hidden, its conflicts are added and the search
goes on (implicit hitting sets: Moreno-Centeno and Karp, The Implicit Hitting Set Approach, 2013).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.incremental import Evaluation
from cbec_kg.audit.rules import all_checks

_MOST = 64
"""Most sets of doubts that are told apart; an article that has more of them says that they are cut off."""
_ROUNDS = 50


@dataclass(frozen=True)
class Doubts:
    """The fewest statistics without which all the rest holds together.

    Attributes
    ----------
    size : int
        How many statistics each set has; 0 when nothing is in conflict.
    sets : tuple of tuple of str
        Every such set, sorted; none holds a statistic in vain.
    cut : bool
        There are more sets than are given.
    """

    size: int
    sets: tuple[tuple[str, ...], ...]
    cut: bool = False


def minimal_conflicts(checks: Iterable[Check]) -> list[frozenset[str]]:
    """Return the sets of statistics that an inconsistent check names, without those that hold another, smallest first."""
    return _smallest(frozenset(check.inputs) for check in checks if check.verdict == "inconsistent" and check.inputs)


def shrunk(facts: Facts, conflicts: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return conflicts without the statistics that they do not need: of what is left, no part is in conflict by itself.

    A check may name more than it needs, as where some of the years of a sum exceed it already.
    """
    return _smallest(_shrunk(facts, conflict) for conflict in conflicts)


def _shrunk(facts: Facts, conflict: frozenset[str]) -> frozenset[str]:
    for name in sorted(conflict, key=facts.position.__getitem__, reverse=True):
        rest = conflict - {name}
        if any(check.verdict == "inconsistent" for check in all_checks(facts.only(rest))):
            conflict = rest
    return conflict


def _smallest(found: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    ordered = sorted(set(found), key=_size_and_names)
    kept: list[frozenset[str]] = []
    for conflict in ordered:
        if not any(smaller <= conflict for smaller in kept):
            kept.append(conflict)
    return kept


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


def fewest_doubts(evaluation: Evaluation, conflicts: Sequence[frozenset[str]]) -> Doubts:
    """Return the fewest statistics without which the rules find no conflict any more.

    Parameters
    ----------
    evaluation : Evaluation
    conflicts : sequence of frozenset of str
        Those to be hit; conflicts of other statistics are left alone.
    """
    known = list(conflicts)
    elsewhere = {c for c in minimal_conflicts(evaluation.checks) if c not in set(conflicts)}
    for _ in range(_ROUNDS):
        size, sets = smallest_hitting_sets(known)
        kept, opened = [], []
        for doubted in sets[:_MOST]:
            left = [c for c in minimal_conflicts(_without(evaluation, doubted)) if c not in elsewhere]
            opened += left
            if not left:
                kept.append(tuple(sorted(doubted)))
        if kept:
            return Doubts(size, tuple(sorted(kept)), len(sets) > _MOST)
        known += dict.fromkeys(opened)
    everything = sorted({name for conflict in known for name in conflict})
    return Doubts(len(everything), (tuple(everything),), cut=True)


def _without(evaluation: Evaluation, doubted: Collection[str]) -> list[Check]:
    return evaluation.after(dict.fromkeys(doubted)).checks


def smallest_hitting_sets(conflicts: Sequence[frozenset[str]]) -> tuple[int, list[frozenset[str]]]:
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
    """Return how many conflicts, taken greedily, share no statistic: so many doubts are needed at least."""
    taken: set[str] = set()
    count = 0
    for conflict in conflicts:
        if not conflict & taken:
            taken |= conflict
            count += 1
    return count
