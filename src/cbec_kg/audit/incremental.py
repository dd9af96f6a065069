"""The checks of facts, with what each was made from, so that after a change only those that could differ are made anew.

A rule looks at facts in few places (`cbec_kg.audit.facts.Look`). What it looked at is kept with its checks; a statistic that
is read in another way changes the places where it was and where it comes to be, and with them only the checks that looked
there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts, Look, looks, series_of
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.rules import Unit, units

Name = tuple[object, ...]
"""What a unit of work is called: the rule, and the subject or its id."""


@dataclass(frozen=True)
class Done:
    """The checks that one rule made of one subject, and where it looked."""

    unit: Unit
    checks: tuple[Check, ...]
    looked: frozenset[Look]


@dataclass(frozen=True)
class Work:
    """All checks of some facts, by rule and subject."""

    facts: Facts
    done: Mapping[Name, Done]

    @cached_property
    def checks(self) -> list[Check]:
        """Return every check, each once."""
        return [*{check.id: check for done in self.done.values() for check in done.checks}.values()]

    @cached_property
    def _looking(self) -> dict[Look, list[Name]]:
        found: dict[Look, list[Name]] = {}
        for name, done in self.done.items():
            for look in done.looked:
                found.setdefault(look, []).append(name)
        return found

    @cached_property
    def _of_statistic(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name, done in self.done.items():
            if isinstance(done.unit.subject, Reading):
                found.setdefault(done.unit.subject.statistic.id, []).append(name)
        return found

    def redone(self, facts: Facts, changed: Collection[str]) -> dict[Name, Done]:
        """Return the work that other facts could make differ.

        Parameters
        ----------
        facts : Facts
            The same, but for some statistics.
        changed : collection of str
            Ids of the statistics that are read in another way there, or left out.
        """
        places = frozenset(moved(self.facts, facts, changed))
        names = dict.fromkeys(name for look in places for name in self._looking.get(look, ()))
        names |= dict.fromkeys(name for statistic in changed for name in self._of_statistic.get(statistic, ()))
        again = [self.done[name].unit for name in names]
        new = {series_of(facts.readings[name].statistic) for name in changed if name in facts.readings}
        if not new <= set(self.facts.series):
            again += [unit for unit in units(facts) if unit.name not in self.done]
        return _made(facts, filter(None, (_renewed(unit, facts) for unit in again)))

    def after(self, facts: Facts, changed: Collection[str]) -> Work:
        """Return the work of other facts, of which only the statistics in `changed` differ."""
        gone = {name for statistic in changed for name in self._of_statistic.get(statistic, ())}
        kept = {name: done for name, done in self.done.items() if name not in gone}
        return Work(facts, {**kept, **self.redone(facts, changed)})


def worked(facts: Facts) -> Work:
    """Return all checks of facts."""
    return Work(facts, _made(facts, units(facts)))


def moved(old: Facts, new: Facts, changed: Iterable[str]) -> Iterator[Look]:
    """Yield the places where changed statistics were, and where they are."""
    for name in changed:
        for facts in (old, new):
            if name in facts.readings:
                yield from looks(facts.readings[name].statistic)


def _renewed(unit: Unit, facts: Facts) -> Unit | None:
    """Return the same work on other facts, None when its statistic is left out there."""
    if not isinstance(unit.subject, Reading):
        return unit
    reading = facts.readings.get(unit.subject.statistic.id)
    return None if reading is None else unit._replace(subject=reading)


def _made(facts: Facts, todo: Iterable[Unit]) -> dict[Name, Done]:
    watch: set[Look] = set()
    watched = replace(facts, known=facts.readings, watch=watch)
    found = {}
    for unit in todo:
        watch.clear()
        checks = tuple(unit.rule(watched, unit.subject))
        found[unit.name] = Done(unit, checks, frozenset(watch))
    return found
