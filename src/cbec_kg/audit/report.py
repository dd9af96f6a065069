"""The whole audit of a curation: all checks, and the inconsistent ones grouped by what may have caused them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from cbec_kg.audit.checks import Check
from cbec_kg.audit.diagnosis import Doubts, components, fewest_doubts, minimal_conflicts, shrunk, smallest_hitting_sets
from cbec_kg.audit.duplicates import Resemblance, resemblances
from cbec_kg.audit.facts import facts_of
from cbec_kg.audit.incremental import Evaluation
from cbec_kg.audit.repairs import Key, Repair, Trials, convincing
from cbec_kg.audit.rules import unrelated
from cbec_kg.model.records import Curation

_SHOWN = 6
"""Repairs that are kept of each cause."""


@dataclass(frozen=True)
class Cause:
    """Findings that one cause may explain.

    Attributes
    ----------
    checks : tuple of Check
        The inconsistent checks that belong together.
    conflicts : tuple of tuple of str
        The smallest sets of statistics that cannot hold together.
    doubts : Doubts
        The fewest statistics without which these conflicts are gone.
    repairs : tuple of Repair
        Hypotheses, the best first.
    explained : bool
        The first repair is confirmed by other figures, and so taken as the explanation.
    blamed : tuple of str
        Statistics that the explanation would read in another way; without one, those to doubt first.
    """

    checks: tuple[Check, ...]
    conflicts: tuple[tuple[str, ...], ...]
    doubts: Doubts
    repairs: tuple[Repair, ...]
    explained: bool
    blamed: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return a name that depends on the findings and on what is blamed alone."""
        names = (*(check.id for check in self.checks), *self.blamed)
        return f"cause-{sha256(' '.join(names).encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Audit:
    """The audit of one curation.

    Attributes
    ----------
    checks : tuple of Check
        Every relation that was worked out, with those that cannot be; each statistic is in one at least.
    conflicts : tuple of tuple of str
        The smallest sets of statistics that cannot hold together.
    doubts : Doubts
        The fewest statistics to doubt so that all the rest holds together.
    causes : tuple of Cause
        The inconsistent checks by cause, those of the best explanation first.
    resemblances : tuple of Resemblance
        Groups of figures that repeat others under another name, year or unit.
    """

    checks: tuple[Check, ...]
    conflicts: tuple[tuple[str, ...], ...]
    doubts: Doubts
    causes: tuple[Cause, ...]
    resemblances: tuple[Resemblance, ...]

    @property
    def inconsistent(self) -> tuple[Check, ...]:
        """Return the checks that cannot be true."""
        return tuple(check for check in self.checks if check.verdict == "inconsistent")

    def blamed(self) -> dict[str, tuple[Cause, ...]]:
        """Return, for each statistic that some cause blames, those causes."""
        found: dict[str, tuple[Cause, ...]] = {}
        for cause in self.causes:
            for name in cause.blamed:
                found[name] = (*found.get(name, ()), cause)
        return found


def audit(curation: Curation) -> Audit:
    """Return the audit of a curation.

    Everything follows from the statistics, indicators, units, places and tables; notes are not read.
    """
    facts = facts_of(curation)
    evaluation = Evaluation(facts)
    checks = evaluation.checks
    conflicts = minimal_conflicts(checks)
    doubts = _all_doubts(evaluation, conflicts)
    alike = tuple(resemblances(facts))
    causes = tuple(_causes(evaluation, alike))
    rest = unrelated(facts, checks)
    return Audit((*checks, *rest), _tuples(shrunk(facts, conflicts)), doubts, causes, alike)


def _all_doubts(evaluation: Evaluation, conflicts: list[frozenset[str]]) -> Doubts:
    """Return the fewest doubts over all components, as one; the sets are joined only where one component has several."""
    parts = [fewest_doubts(evaluation, group) for group in components(conflicts)]
    joined: list[tuple[str, ...]] = [()]
    for part in parts:
        joined = [(*known, *chosen) for known in joined for chosen in part.sets][:65]
    sets = tuple(tuple(sorted(chosen)) for chosen in joined[:64]) if parts else ()
    return Doubts(sum(part.size for part in parts), sets, any(part.cut for part in parts) or len(joined) > 64)


def _causes(evaluation: Evaluation, alike: tuple[Resemblance, ...]) -> Iterable[Cause]:
    original: dict[Key, list[Check]] = {}
    for check in evaluation.checks:
        if check.verdict == "inconsistent":
            original.setdefault(check.key, []).append(check)
    vouched = Counter(name for check in evaluation.checks if check.verdict == "consistent" for name in check.inputs)
    trials, printed = Trials(), evaluation.facts
    explanations: list[list[Repair]] = []
    while True:
        suspects = {name for conflict in minimal_conflicts(evaluation.checks) for name in conflict}
        tried = trials.repairs(evaluation, suspects)
        chosen = convincing(tried)
        if chosen is None:
            break
        best, changes = chosen
        rivals = [other for other, _ in tried if other is not best and set(other.cleared) & set(best.cleared)]
        explanations.append([best, *rivals])
        evaluation = evaluation.after(changes)
    shares = _shared_out(original, [ranked[0] for ranked in explanations])
    for ranked, keys in zip(explanations, shares, strict=True):
        found = [check for key in keys for check in original[key]]
        conflicts = shrunk(printed, minimal_conflicts(found))
        size, sets = smallest_hitting_sets(conflicts)
        doubts = Doubts(size, _tuples(sets[:64]), len(sets) > 64)
        yield Cause(tuple(found), _tuples(conflicts), doubts, tuple(ranked[:_SHOWN]), True, ranked[0].statistics)
    explained = {key for keys in shares for key in keys}
    left = [check for key, same in original.items() if key not in explained for check in same]
    yield from _unexplained(evaluation, left, [repair for repair, _ in tried], vouched, alike)


def _shared_out(original: Mapping[Key, list[Check]], best: list[Repair]) -> list[list[Key]]:
    """Return, for each explanation, the checks that it clears, each once.

    Where several explanations touch a check, it goes to the one that reads the stated figure anew, or else to the one of
    whose statistics it names the greatest part.
    """
    shares: list[list[Key]] = [[] for _ in best]
    for key, (check, *_) in original.items():
        clearing = [number for number, repair in enumerate(best) if key in repair.cleared or set(repair.statistics) & key[1]]
        clearing = [number for number in clearing if any(key in repair.cleared for repair in best)]
        if clearing:
            shares[max(clearing, key=lambda number: (*_hold(best[number], check), -number))].append(key)
    return shares


def _hold(repair: Repair, check: Check) -> tuple[bool, float]:
    """Return whether a repair reads the stated figure of a check anew, and which part of its statistics the check names."""
    names = set(repair.statistics)
    return check.inputs[0] in names, len(names & set(check.inputs)) / len(names)


def _unexplained(
    evaluation: Evaluation,
    left: list[Check],
    tried: list[Repair],
    vouched: Counter[str],
    alike: tuple[Resemblance, ...],
) -> Iterable[Cause]:
    """Yield one cause for each group of conflicts that no confirmed repair explains."""
    now = minimal_conflicts(evaluation.checks)
    for group in components(now):
        members = {name for conflict in group for name in conflict}
        own = [check for check in left if set(check.inputs) & members and not (set(check.inputs) - members)]
        own = own or [check for check in left if set(check.inputs) & members]
        doubts = fewest_doubts(evaluation, group)
        hints = tuple(repair for repair in tried if {n for key in repair.cleared for n in key[1]} & members)
        yield Cause(
            tuple(own),
            _tuples(shrunk(evaluation.facts, group)),
            doubts,
            hints[:_SHOWN],
            False,
            _first_to_doubt(doubts, vouched, alike),
        )


def _first_to_doubt(doubts: Doubts, vouched: Counter[str], alike: tuple[Resemblance, ...]) -> tuple[str, ...]:
    """Return the set of doubts that departs from a resemblance, or else the one that fewest other checks speak for."""
    departing = {name for resemblance in alike for name, _ in resemblance.departing}

    def weight(chosen: tuple[str, ...]) -> tuple[int, int]:
        return (-len(departing & set(chosen)), sum(vouched[name] for name in chosen))

    if not doubts.sets:
        return ()
    least = min(weight(chosen) for chosen in doubts.sets)
    return tuple(sorted({name for chosen in doubts.sets if weight(chosen) == least for name in chosen}))


def _tuples(conflicts: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(conflict)) for conflict in conflicts)
