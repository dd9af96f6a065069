"""Notices about what papers cite: retractions, concerns, corrections, and what they come to on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult, context_of

if TYPE_CHECKING:
    from cbec_kg.bibliography.noticed import Noticed, State
    from cbec_kg.bibliography.notices import Notice
    from cbec_kg.errors import Problem
    from cbec_kg.model.snapshot import Snapshot


@dataclass(frozen=True, repr=False)
class PublishedNotices(TableResult):
    """Which notices are about which references, a row each; proposals, which are only near, say what is not the same.

    `day` is that of the question, empty for all notices; `counts` has how many references there are, how many notices were
    read, and how many rows say nothing of trust; `problems` what could not be read.
    """

    found: tuple[Noticed, ...]
    day: str
    counts: tuple[int, int, int]
    problems: tuple[Problem, ...]
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    @cached_property
    def states(self) -> Mapping[str, tuple[State, Notice | None]]:
        """Return what the notices of each reference come to on the day, and by which, sorted; proposals do not count."""
        from cbec_kg.bibliography.noticed import state_at

        of: dict[str, list[Notice]] = {}
        for one in self.found:
            if not one.proposed:
                of.setdefault(one.reference, []).append(one.notice)
        return {name: state_at(notices, self.day) for name, notices in sorted(of.items())}

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Return the ids of the references that are retracted or withdrawn on the day, and not reinstated, sorted."""
        return tuple(name for name, (state, _) in self.states.items() if state == "withdrawn")

    @property
    def proposed(self) -> tuple[Noticed, ...]:
        """Return the notices that may be about a reference, for a person to decide."""
        return tuple(one for one in self.found if one.proposed)

    def summary(self, language: str = "en") -> str:
        """Return in one line how many notices are about what is cited, and how many works are withdrawn."""
        from cbec_kg.render.language.catalogue import words

        counted = words("notices", language)
        return counted(
            "summary", n=len(self.found) - len(self.proposed), withdrawn=len(self.withdrawn), near=len(self.proposed)
        )

    def _cells(self, language: str = "en") -> Cells:
        about = ("reference", "state", "by", "not the same", "kind", "day")
        columns = (*about, "DOI", "notice", "title", "reason", "file", "line")

        def cells(one: Noticed) -> tuple[object, ...]:
            notice = one.notice
            state = "" if one.proposed else self.states[one.reference][0]
            about = (one.reference, state, one.by, one.proposed, notice.kind, notice.day)
            return (*about, notice.doi, notice.notice, notice.title, notice.reason, notice.file, notice.line)

        rows = map(cells, self.found)
        return columns, rows

    def _render(self, form: str, language: str) -> Any:
        if form != "text":
            return super()._render(form, language)
        from cbec_kg.render.console.notice_texts import render_notices

        return render_notices(
            self.found, self.states, self.day, self.counts, self.problems, context_of(self.snapshot, language)
        )
