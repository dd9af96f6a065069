"""The whole audit of a curation: all checks, and the inconsistent ones grouped by what may have caused them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from cbec_kg.audit.checks import Check
from cbec_kg.audit.diagnosis import (
    Diagnoses,
    components,
    conflicts_of,
    diagnoses_of,
    diagnoses_of_component,
    diagnoses_of_conflicts,
    minimal_conflicts,
)
from cbec_kg.audit.doubt import CarriedDoubt, carried_doubts
from cbec_kg.audit.duplicates import Duplicate, duplicates
from cbec_kg.audit.facts import Facts, facts_of
from cbec_kg.audit.incremental import Evaluation
from cbec_kg.audit.misfits import misfits_of
from cbec_kg.audit.repairs import Key, Repair, Trials, convincing
from cbec_kg.audit.rules import unrelated
from cbec_kg.model.curated import Curation

_SHOWN = 6
"""Most repairs that are given for each cause."""


@dataclass(frozen=True)
class Cause:
    """Findings that one cause may explain.

    Attributes
    ----------
    checks, conflicts
        The inconsistent checks that belong together, and their minimal conflicts.
    diagnoses : Diagnoses
        The fewest statistics without which these conflicts are gone.
    repairs : tuple of Repair
        Hypotheses, the best first.
    blamed : tuple of str
        Statistics that the explanation changes; without one, those that are most likely wrong.
    misfits : tuple of tuple of Check
        The checks by what is wrong: the same misfit may be derived in several ways.
    carried : tuple of CarriedDoubt
        The doubt of figures that come from blamed ones.
    explained : bool
        Whether the first repair is confirmed by other figures, and so taken as the explanation.
    """

    checks: tuple[Check, ...]
    conflicts: tuple[tuple[str, ...], ...]
    diagnoses: Diagnoses
    repairs: tuple[Repair, ...]
    blamed: tuple[str, ...]
    explained: bool = False
    misfits: tuple[tuple[Check, ...], ...] = ()
    carried: tuple[CarriedDoubt, ...] = ()

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
        The minimal conflicts: sets of statistics that cannot all be right, while without any one of them they could.
    diagnoses : Diagnoses
        The sets of fewest statistics that must be wrong for all the rest to hold together.
    causes : tuple of Cause
        The inconsistent checks by cause, those of the best explanation first.
    duplicates : tuple of Duplicate
    """

    checks: tuple[Check, ...]
    conflicts: tuple[tuple[str, ...], ...]
    diagnoses: Diagnoses
    causes: tuple[Cause, ...]
    duplicates: tuple[Duplicate, ...]

    @property
    def inconsistent(self) -> tuple[Check, ...]:
        """Return the checks that cannot be true."""
        return tuple(check for check in self.checks if check.verdict == "inconsistent")


def audit(curation: Curation) -> Audit:
    """Return the audit of a curation.

    Everything follows from the statistics, indicators, units, places and tables; notes are not read.
    """
    facts = facts_of(curation)
    evaluation, repeated = Evaluation(facts), tuple(duplicates(facts))
    checks = evaluation.checks
    causes = (_with_doubt(cause, facts, checks) for cause in _causes(evaluation, repeated))
    return Audit(
        checks=(*checks, *unrelated(facts, checks)),
        conflicts=_tuples(minimal_conflicts(facts, conflicts_of(checks))),
        diagnoses=diagnoses_of(facts),
        causes=tuple(causes),
        duplicates=repeated,
    )


def checks_of(curation: Curation) -> tuple[Check, ...]:
    """Return the checks of a curation alone, as `audit` has them: without conflicts and causes, which take much longer."""
    facts = facts_of(curation)
    checks = Evaluation(facts).checks
    return (*checks, *unrelated(facts, checks))


def _with_doubt(cause: Cause, facts: Facts, checks: Iterable[Check]) -> Cause:
    statistics = {name: reading.statistic for name, reading in facts.readings.items()}
    carried = carried_doubts(checks, statistics, cause.blamed, cause.repairs[0] if cause.explained else None)
    return replace(cause, misfits=misfits_of(cause.checks, cause.blamed, facts.readings), carried=carried)


def _causes(printed: Evaluation, repeated: tuple[Duplicate, ...]) -> Iterable[Cause]:
    failing: dict[Key, list[Check]] = {}
    for check in printed.checks:
        if check.verdict == "inconsistent":
            failing.setdefault(check.key, []).append(check)
    explanations: list[tuple[Repair, list[Repair]]] = []
    evaluation, trials = printed, Trials()
    while True:
        tried = trials.repairs(evaluation)
        chosen = convincing(tried)
        if chosen is None:
            break
        best, changes = chosen
        rivals = [other for other, _ in tried if other is not best and set(other.cleared) & set(best.cleared)]
        explanations.append((best, rivals))
        evaluation = evaluation.after(changes, best.effects.raised)
    shares = _shared_out(failing, [best for best, _ in explanations])
    for (best, rivals), keys in zip(explanations, shares, strict=True):
        found = tuple(check for key in keys for check in failing[key])
        conflicts = minimal_conflicts(printed.facts, conflicts_of(found))
        repairs = (best, *rivals)[:_SHOWN]
        yield Cause(found, _tuples(conflicts), diagnoses_of_conflicts(conflicts), repairs, best.statistics, True)
    explained = {key for keys in shares for key in keys}
    left = [check for key, same in failing.items() if key not in explained for check in same]
    confirming = Counter(name for check in printed.checks if check.verdict == "consistent" for name in check.inputs)
    yield from _unexplained(evaluation, left, [repair for repair, _ in tried], confirming, repeated)


def _shared_out(failing: Mapping[Key, list[Check]], best: list[Repair]) -> list[list[Key]]:
    """Return, for each explanation, the checks that it clears, each once.

    Where several explanations touch a check, it goes to the one that reads the stated figure anew, or else to the one of
    whose statistics it names the greatest part.
    """
    shares: list[list[Key]] = [[] for _ in best]
    for key, (check, *_) in failing.items():
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
    confirming: Counter[str],
    repeated: tuple[Duplicate, ...],
) -> Iterable[Cause]:
    """Yield one cause for each group of conflicts that no confirmed repair explains."""
    for group in components(conflicts_of(evaluation.checks)):
        members = {name for conflict in group for name in conflict}
        touching = [check for check in left if set(check.inputs) & members]
        own = [check for check in touching if set(check.inputs) <= members] or touching
        if not own:
            continue  # raised by an explanation, against which it speaks
        hints = tuple(repair for repair in tried if {n for key in repair.cleared for n in key[1]} & members)
        diagnoses = diagnoses_of_component(evaluation.facts, group)
        blamed = _most_likely(diagnoses, confirming, repeated)
        yield Cause(tuple(own), _tuples(minimal_conflicts(evaluation.facts, group)), diagnoses, hints[:_SHOWN], blamed)


def _most_likely(diagnoses: Diagnoses, confirming: Counter[str], repeated: tuple[Duplicate, ...]) -> tuple[str, ...]:
    """Return the diagnoses that depart from a duplicate, or else those that the fewest other checks confirm."""
    departing = {name for duplicate in repeated for name, _ in duplicate.departing}

    def weight(chosen: tuple[str, ...]) -> tuple[int, int]:
        return (-len(departing & set(chosen)), sum(confirming[name] for name in chosen))

    least = min(map(weight, diagnoses.sets), default=None)
    return tuple(sorted({name for chosen in diagnoses.sets if weight(chosen) == least for name in chosen}))


def _tuples(conflicts: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(conflict)) for conflict in conflicts)
