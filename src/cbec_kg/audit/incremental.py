"""The checks of facts, of which after a change only those are made again that could differ.

A rule looks facts up in few places (`cbec_kg.audit.memo`). A change of a statistic alters what is found in
the places where it was and where it comes to be, and with them only the checks that looked there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts, Lookup, lookups_of
from cbec_kg.audit.joint import JOINT, held_together, joint_relations
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.rules import Task, all_checks, single_checks, tasks, tasks_of, tasks_of_series
from cbec_kg.model.records import Statistic

Changes = Mapping[str, Statistic | None]
"""Changed statistics by id; None for one that is left out."""


class Affected(NamedTuple):
    """What a change of some statistics could make differ.

    In `tasks` stands what could give other checks, of the facts before the change and of those after it, `facts`; in `moved`
    where the changed statistics were found, and where they are found now.
    """

    facts: Facts
    tasks: list[tuple[Task, Task]]
    moved: set[Lookup]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """All checks of some facts.

    `joint` has what is followed of the contradictions of several rules at once, where these are changed facts: those of the
    facts as printed, and those that an explanation has raised since.
    """

    facts: Facts
    joint: tuple[Check, ...] | None = None

    @cached_property
    def checks(self) -> list[Check]:
        """Return every check, each once."""
        if self.joint is None:
            return all_checks(self.facts)
        single = single_checks(self.facts)
        before = {name for check in self.joint for name in check.inputs}
        return [*single, *(check for check in joint_relations(self.facts, single) if before & set(check.inputs))]

    @cached_property
    def _dependants(self) -> dict[Lookup, list[Task]]:
        found: dict[Lookup, list[Task]] = {}
        for task in tasks(self.facts):
            for lookup in task.done(self.facts)[1]:
                found.setdefault(lookup, []).append(task)
        return found

    def affected(self, changes: Mapping[str, Statistic]) -> Affected:
        """Return what a change of some statistics, none of which gets another kind, could make differ."""
        new = self.facts.with_changes(changes)
        went, came = ([facts.readings[name] for name in changes] for facts in (self.facts, new))
        again = dict.fromkeys(task for lookup in new.memo.changed for task in self._dependants.get(lookup, ()))
        again |= dict.fromkeys(tasks_of_series(new, {reading.series for reading in came}.difference(self.facts.series)))
        pairs = [(task, task) for task in again if not (isinstance(task.subject, Reading) and task.subject.id in changes)]
        for old, now in zip(went, came, strict=True):
            pairs += zip(tasks_of(old), tasks_of(now), strict=True)
        return Affected(new, pairs, {lookup for reading in (*went, *came) for lookup in lookups_of(reading)})

    def after(self, changes: Changes, raised: Iterable[Check] = ()) -> Evaluation:
        """Return the evaluation of the changed facts; of what they have `raised`, several rules at once are followed."""
        facts = self.facts.with_changes(changes)
        joint = (*self._joint, *(check for check in raised if check.rule == JOINT))
        return Evaluation(replace(facts, memo=facts.memo.settled()), joint)

    @cached_property
    def _joint(self) -> tuple[Check, ...]:
        if self.joint is not None:
            return self.joint
        return tuple(check for check in self.checks if check.rule == JOINT)

    def jointly(self, changes: Mapping[str, Statistic]) -> tuple[list[Check], list[Check]]:
        """Return the contradictions of several rules at once that a change would clear, and those that it would raise.

        They are looked for among the figures that then belong together with a changed one and of which no single rule fails.
        Where figures contradict one another before and after, nothing is cleared or raised.
        """
        new = self.after(changes).facts
        before = [check for check in self.checks if check.rule == JOINT]
        cleared: list[Check] = []
        raised: list[Check] = []
        for figures, found in held_together(new, single_checks(new), changes):
            old = [check for check in before if not figures.isdisjoint(check.inputs)]
            if found is None:
                cleared += [check for check in old if check not in cleared]
            elif not old:
                raised.append(found)
        return cleared, raised
