"""The checks of facts, of which after a change only those are made again that could differ.

A rule looks facts up in few places (`cbec_kg.audit.memo`). A statistic that is read in another way changes what is found in
the places where it was and where it comes to be, and with them only the checks that looked there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts, Lookup, lookups_of
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.rules import Task, tasks, tasks_of, tasks_of_series
from cbec_kg.model.records import Statistic

Changes = Mapping[str, Statistic | None]
"""Statistics that are read in another way, by id, or left out."""


class Difference(NamedTuple):
    """What a change of some statistics does to the checks.

    Attributes
    ----------
    facts : Facts
        After the change.
    before, after : list of Check
        The checks that could differ, as they were and as they are; some of them twice.
    moved : set of Lookup
        Where the changed statistics were found, and where they are found now.
    rests_on : set of Lookup
        What the checks looked up, before or after.
    """

    facts: Facts
    before: list[Check]
    after: list[Check]
    moved: set[Lookup]
    rests_on: set[Lookup]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """All checks of some facts."""

    facts: Facts

    @cached_property
    def checks(self) -> list[Check]:
        """Return every check, each once."""
        return [*{check.id: check for task in tasks(self.facts) for check in task.done(self.facts)[0]}.values()]

    @cached_property
    def _dependants(self) -> dict[Lookup, list[Task]]:
        found: dict[Lookup, list[Task]] = {}
        for task in tasks(self.facts):
            for lookup in task.done(self.facts)[1]:
                found.setdefault(lookup, []).append(task)
        return found

    def difference(self, changes: Changes) -> Difference:
        """Return what a change would do to the checks."""
        old, new = self.facts, self.facts.with_changes(changes)
        affected = dict.fromkeys(task for lookup in new.memo.changed for task in self._dependants.get(lookup, ()))
        came = [new.readings[name] for name, item in changes.items() if item is not None]
        affected |= dict.fromkeys(tasks_of_series(new, {reading.series for reading in came}.difference(old.series)))
        lasting = [task for task in affected if not (isinstance(task.subject, Reading) and task.subject.id in changes)]
        went = [old.readings[name] for name in changes]
        before = [task.done(old) for task in (*lasting, *(task for reading in went for task in tasks_of(reading)))]
        after = [task.done(new) for task in (*lasting, *(task for reading in came for task in tasks_of(reading)))]
        return Difference(
            new,
            [check for checks, _ in before for check in checks],
            [check for checks, _ in after for check in checks],
            {lookup for reading in (*went, *came) for lookup in lookups_of(reading)},
            set().union(*(lookups for _, lookups in (*before, *after))),
        )

    def after(self, changes: Changes) -> Evaluation:
        """Return the evaluation of the changed facts."""
        facts = self.facts.with_changes(changes)
        return Evaluation(replace(facts, memo=facts.memo.settled()))
