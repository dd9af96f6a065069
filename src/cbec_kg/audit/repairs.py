"""What hypotheses would do to the findings: which they clear, raise, confirm and lose, the best first.

A repair never changes the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from cbec_kg.audit.checks import Check
from cbec_kg.audit.diagnosis import conflicts_of
from cbec_kg.audit.facts import Facts, Lookup, lookups_of
from cbec_kg.audit.hypotheses import hypotheses
from cbec_kg.audit.hypothesis import KINDS, Hypothesis, Kind
from cbec_kg.audit.incremental import Changes, Evaluation
from cbec_kg.audit.intervals import Interval
from cbec_kg.model.records import Statistic
from cbec_kg.model.snapshot import VERDICTS
from cbec_kg.model.terms import Bilingual

_WEAK = frozenset({"comparison-period", "possible-range", "list-count", "part-within-whole", "series-direction"})
"""Rules whose consent is easily had, and so confirms nothing."""

_FINE = ("consistent", "within-rounding")

_FOLLOWED = 6
"""Most hypotheses of each round of which several rules at once are followed."""

Key = tuple[str, frozenset[str]]
"""A check by its rule and its statistics."""


class Change(NamedTuple):
    """One field of a statistic that a hypothesis changes."""

    statistic: str
    field: str
    printed: str
    hypothesis: str


class Effects(NamedTuple):
    """What a hypothesis would do to the checks, each sorted by rule and statistics.

    Attributes
    ----------
    cleared, raised
        Inconsistent checks that would go, as they are; and that would come, as they would be.
    confirmed, lost
        Checks of exact figures that would newly come out right, as they would be; checks that would no longer, or could no
        longer be made, as they are.
    """

    cleared: tuple[Check, ...]
    raised: tuple[Check, ...]
    confirmed: tuple[Check, ...]
    lost: tuple[Check, ...]


@dataclass(frozen=True)
class Repair:
    """What a hypothesis would do to the findings.

    Attributes
    ----------
    statistics : tuple of str
        Those that it changes, sorted; field by field in `changes`.
    effects : Effects
        The checks that it would clear, raise, confirm and lose; `cleared`, `raised`, `confirmed`, `lost` are their keys.
    agreeing : int
        Columns of a table that ask for the same factor, or figures that agree with those repeated.
    together : bool
        The figures of a whole passage get another period or indicator: a sentence names these once for all of them.
    times : Interval or None
        The factor between the printed unit and the other one, where the figures ask for one.
    """

    kind: Kind
    statistics: tuple[str, ...]
    text: Bilingual
    effects: Effects
    changes: tuple[Change, ...]
    agreeing: int = 0
    together: bool = False
    times: Interval | None = None

    @cached_property
    def cleared(self) -> tuple[Key, ...]:
        """Return the inconsistent checks that would go."""
        return tuple(check.key for check in self.effects.cleared)

    @cached_property
    def raised(self) -> tuple[Key, ...]:
        """Return the inconsistent checks that would come."""
        return tuple(check.key for check in self.effects.raised)

    @cached_property
    def confirmed(self) -> tuple[Key, ...]:
        """Return the checks of exact figures that would newly come out right."""
        return tuple(check.key for check in self.effects.confirmed)

    @cached_property
    def lost(self) -> tuple[Key, ...]:
        """Return the checks that would no longer come out right, or could no longer be made."""
        return tuple(check.key for check in self.effects.lost)

    @property
    def weight(self) -> int:
        """Return the evidence for it: checks confirmed and columns agreeing, less checks lost."""
        return len(self.confirmed) + self.agreeing - len(self.lost)

    @property
    def rank(self) -> tuple[bool, int, int, bool, int, int]:
        """Return the sort key: those with weight first, then most cleared less raised, most weight, fewest statistics."""
        net = len(self.cleared) - len(self.raised)
        size = len(self.statistics)
        return (self.weight <= 0, -net, -self.weight, not self.together, size, KINDS.index(self.kind))


def convincing(ranked: Sequence[tuple[Repair, Changes]]) -> tuple[Repair, Changes] | None:
    """Return the best repair that other figures confirm, None where there is none.

    Two that are equally good and read other figures anew cancel each other out; a transcription error needs two relations.
    """
    passed: set[Key] = set()
    for repair, changes in ranked:
        if repair.weight <= 0:
            break
        rivals = [other for other, _ in ranked if other.rank == repair.rank and set(other.cleared) & set(repair.cleared)]
        alone = all(other.statistics == repair.statistics for other in rivals)
        confirmed = repair.kind != "value" or len(repair.confirmed) > 1
        if alone and confirmed and not passed & set(repair.cleared):
            return repair, changes
        passed |= set(repair.cleared)
    return None


class _Trial(NamedTuple):
    """What a hypothesis would do, None where it clears no more than it raises; and all lookups that this depends on."""

    repair: Repair | None
    moved: set[Lookup]
    rests_on: set[Lookup]


class Trials:
    """Tries hypotheses, and remembers what each would do as long as nothing changes that this depends on."""

    def __init__(self) -> None:
        self._known: dict[tuple[Change, ...], _Trial] = {}
        self._facts: Facts | None = None

    def repairs(self, evaluation: Evaluation) -> list[tuple[Repair, Changes]]:
        """Return the repairs that clear more findings than they raise, best first, each with what it changes."""
        facts = evaluation.facts
        if self._facts is not None:
            self._forget(self._facts, evaluation)
        self._facts = facts
        found: dict[tuple[Change, ...], tuple[Repair, Changes]] = {}
        suspects = {name for conflict in conflicts_of(evaluation.checks) for name in conflict}
        for hypothesis in hypotheses(facts, evaluation.checks, suspects) if suspects else ():
            touched = {name: hypothesis.change(facts.readings[name].statistic) for name in hypothesis.statistics}
            fields = tuple(_changes(facts, touched))
            if fields in found or not fields:
                continue
            if fields not in self._known:
                self._known[fields] = _tried(hypothesis, evaluation, touched, fields)
            repair = self._known[fields].repair
            if repair is not None:
                found[fields] = (repair, touched)
        return _followed(_ranked(found.values(), facts), evaluation)

    def _forget(self, old: Facts, evaluation: Evaluation) -> None:
        """Forget what hypotheses would do that look where facts have changed since, or change what is looked at only now."""
        readings = evaluation.facts.readings
        changed = [name for name, reading in readings.items() if old.readings.get(name) is not reading]
        places = {lookup for name in changed for of in (old.readings, readings) for lookup in lookups_of(of[name])}
        newly = evaluation.facts.memo.renewed(old.memo)
        self._known = {
            fields: trial
            for fields, trial in self._known.items()
            if trial.rests_on.isdisjoint(places) and trial.moved.isdisjoint(newly)
        }


def _ranked(found: Iterable[tuple[Repair, Changes]], facts: Facts) -> list[tuple[Repair, Changes]]:
    return sorted(
        found, key=lambda pair: (*pair[0].rank, [facts.position[name] for name in pair[0].statistics], pair[0].text.en)
    )


def _followed(ranked: list[tuple[Repair, Changes]], evaluation: Evaluation) -> list[tuple[Repair, Changes]]:
    """Return ranked repairs, the best with the contradictions of several rules at once that they clear and raise too.

    To follow these takes longer than all single rules, so only those are followed that could be taken as the explanation.
    """
    best = [pair for pair in ranked[:_FOLLOWED] if pair[0].weight > 0]
    known = []
    for repair, changes in best:
        cleared, raised = evaluation.jointly({name: item for name, item in changes.items() if item is not None})
        effects = repair.effects
        both = Effects((*effects.cleared, *cleared), (*effects.raised, *raised), effects.confirmed, effects.lost)
        known.append((replace(repair, effects=both), changes))
    return _ranked([*known, *ranked[len(best) :]], evaluation.facts)


def _tried(
    hypothesis: Hypothesis, evaluation: Evaluation, touched: Mapping[str, Statistic], changes: tuple[Change, ...]
) -> _Trial:
    """Return what a hypothesis would do; it is given up as soon as it raises as much as it could still clear."""
    affected = evaluation.affected(touched)
    results = [(task.done(evaluation.facts), again) for task, again in affected.tasks]
    before = _by_key(check for (checks, _), _ in results for check in checks)
    rests_on = affected.moved.union(*(lookups for (_, lookups), _ in results))
    failing = {key for key, check in before.items() if check.verdict == "inconsistent"}
    cleared, raised, made = set(failing), set[Key](), list[Check]()
    if not failing:
        return _Trial(None, affected.moved, rests_on)
    for _, task in sorted(results, key=lambda result: not any(check.key in failing for check in result[0][0])):
        checks, lookups = task.done(affected.facts)
        failed = {check.key for check in checks if check.verdict == "inconsistent"}
        cleared -= failed
        raised |= failed - failing
        made += checks
        rests_on |= lookups
        if len(cleared) <= len(raised):
            return _Trial(None, affected.moved, rests_on)
    after, fine = _by_key(made), {key for key, check in before.items() if check.verdict in _FINE}
    firm = {name for name in touched if evaluation.facts.readings[name].statistic.operator == "equal"}
    confirmed = [
        key for key, check in after.items()
        if check.verdict in _FINE and key not in fine and key[0] not in _WEAK
        and key[1] & touched.keys() and key[1] & touched.keys() <= firm
    ]  # fmt: skip
    lost = [key for key in fine if (key not in after or after[key].verdict not in _FINE) and key[0] not in _WEAK]
    effects = Effects(_sorted(before, cleared), _sorted(after, raised), _sorted(after, confirmed), _sorted(before, lost))
    more = hypothesis.agreeing, hypothesis.together, hypothesis.times
    repair = Repair(hypothesis.kind, hypothesis.statistics, hypothesis.text, effects, changes, *more)
    return _Trial(repair, affected.moved, rests_on)


def _by_key(checks: Iterable[Check]) -> dict[Key, Check]:
    """Return checks by their keys; of one that holds in some reading and not in another, the worst."""
    found: dict[Key, Check] = {}
    for check in checks:
        if check.key not in found or VERDICTS.index(check.verdict) < VERDICTS.index(found[check.key].verdict):
            found[check.key] = check
    return found


def _changes(facts: Facts, touched: Mapping[str, Statistic]) -> Iterator[Change]:
    for name, new in touched.items():
        old = facts.readings[name].statistic
        for field in ("value_text", "unit", "indicator", "period", "base", "operator"):
            before, after = getattr(old, field), getattr(new, field)
            if before != after:
                yield Change(name, field, str(before or ""), str(after or ""))


def _sorted(checks: Mapping[Key, Check], keys: Iterable[Key]) -> tuple[Check, ...]:
    return tuple(checks[key] for key in sorted(keys, key=lambda key: (key[0], sorted(key[1]))))
