"""Notices about what papers cite: retractions, concerns, corrections, what they come to on a day, and what falls by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, Result, TableResult, context_of

if TYPE_CHECKING:
    from cbec_kg.errors import Problem
    from cbec_kg.evidence.support import Outcome
    from cbec_kg.model.published import NoticeState, ReferenceNotice
    from cbec_kg.model.snapshot import Snapshot


@dataclass(frozen=True, repr=False)
class PublishedNotices(TableResult):
    """Which notices are about which references, a row each; proposals, which are only near, say what is not the same.

    `found` has the notices in order; `day` is that of the question, empty for all notices; `since` a day before it, of which
    the answer tells the difference; `counts` has how many references there are, how many notices were read, and how many
    rows say nothing of trust; `problems` what could not be read, `notes` what may be meant otherwise.
    """

    found: tuple[ReferenceNotice, ...]
    day: str
    since: str
    counts: tuple[int, int, int]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    @cached_property
    def states(self) -> Mapping[str, tuple[NoticeState, ReferenceNotice | None]]:
        """Return what the notices of each reference come to on the day, and by which, sorted; proposals do not count."""
        return self._states(self.day)

    def _states(self, day: str) -> Mapping[str, tuple[NoticeState, ReferenceNotice | None]]:
        from cbec_kg.model.published import states_of

        return states_of(self.found, day)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Return the ids of the references that are retracted or withdrawn on the day, and not reinstated, sorted."""
        return tuple(name for name, (state, _) in self.states.items() if state == "withdrawn")

    @property
    def proposed(self) -> tuple[ReferenceNotice, ...]:
        """Return the notices that may be about a reference, for a person to decide."""
        return tuple(one for one in self.found if one.proposed)

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Return what becomes of each statement that loses something on the day, by name; see `Corpus.what_if`."""
        return self._outcomes(self.day)

    def _outcomes(self, day: str) -> Mapping[str, Outcome]:
        from cbec_kg.evidence.noticed_outcomes import noticed_outcomes
        from cbec_kg.model.joining import with_notices
        from cbec_kg.model.published import is_in_force

        there = tuple(one for one in self.found if is_in_force(one.day, day))
        return noticed_outcomes(with_notices(self.snapshot, there))

    @property
    def falls(self) -> tuple[str, ...]:
        """Return the ids of the statements that have themselves no support left on the day, sorted."""
        return tuple(sorted(name for name, one in self.outcomes.items() if one.state == "falls"))

    @property
    def weakened(self) -> tuple[str, ...]:
        """Return the ids of the statements that lose some of their own support, sorted."""
        return tuple(sorted(name for name, one in self.outcomes.items() if one.state == "weakened"))

    @property
    def changes(self) -> Mapping[str, tuple[str, str]]:
        """Return what has changed from the day `since` on, by reference or statement: its state then and now, sorted."""
        if not self.since:
            return {}
        before, now = self._states(self.since), self.states
        changed: dict[str, tuple[str, str]] = {
            name: (before[name][0], state) for name, (state, _) in now.items() if before[name][0] != state
        }
        then = self._outcomes(self.since)
        for name in sorted({*then, *self.outcomes}):
            old, new = (of[name].state if name in of else "stands" for of in (then, self.outcomes))
            if old != new and {old, new} <= {"falls", "weakened", "stands"}:
                changed[name] = (old, new)
        return changed

    def summary(self, language: str = "en") -> str:
        """Return in one line how many notices are about what is cited, and how many works are withdrawn."""
        from cbec_kg.render.language.catalogue import words

        counted = words("notices", language)
        return counted(
            "summary", n=len(self.found) - len(self.proposed), withdrawn=len(self.withdrawn), near=len(self.proposed)
        )

    def _cells(self, language: str = "en") -> Cells:
        about = ("reference", "state", "by", "not the same", "kind", "day")
        columns = (*about, "identifiers", "notice", "title", "reason", "source", "file", "line")

        def cells(one: ReferenceNotice) -> tuple[object, ...]:
            state = "" if one.proposed else self.states[one.reference][0]
            about = (one.reference, state, one.by, one.proposed, one.kind, one.day, " ".join(one.identifiers))
            return (*about, one.notice, one.title, one.reason, one.source, one.file, one.line)

        return columns, map(cells, self.found)

    def _render(self, form: str, language: str) -> Any:
        if form != "text":
            return super()._render(form, language)
        from cbec_kg.render.console.notice_texts import render_notices

        return render_notices(self, context_of(self.snapshot, language))


@dataclass(frozen=True, repr=False)
class NoticesSaved(Result):
    """Notices that were written into a curation folder: the file, how many are new, how many it has, what was not read."""

    place: Path
    added: int
    number: int
    problems: tuple[Problem, ...]

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.language.catalogue import words

        texts = words("notices", language)
        lines = [texts("saved", place=str(self.place), n=self.added, number=self.number)]
        lines += [texts("problems", n=len(self.problems)), *map(str, self.problems[:10])] if self.problems else []
        return "\n".join(lines) + "\n"
