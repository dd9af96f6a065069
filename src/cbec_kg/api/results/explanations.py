"""Why something follows, why a statement does not rest on a source, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Result, context_of

if TYPE_CHECKING:
    from cbec_kg.provenance.curated_statements import Statements
    from cbec_kg.provenance.evidence_reasons import GradeReason, LineReason, OutcomeReason
    from cbec_kg.provenance.smallest_changes import Changes
    from cbec_kg.provenance.unsupported import Unsupported
    from cbec_kg.provenance.verdicts import VerdictChanges, VerdictReason
    from cbec_kg.render.console.reasons import Reasons


@dataclass(frozen=True)
class Asked:
    """What was asked for: the seconds that the search may take (0 for no limit), and the sets of a kind that are given."""

    seconds: float
    most: int


@dataclass(frozen=True, repr=False)
class _Explained(Result):
    """What all explanations have: `statements` says where links are written, `figures` where fields of figures are."""

    asked: Asked
    statements: Statements = field(compare=False)
    figures: Statements = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", "json")

    def _complete(self) -> bool:
        raise NotImplementedError

    @property
    def complete(self) -> bool:
        """Return whether all was found: the time lasted, and there are no more sets of any kind than are given."""
        return self._complete()

    def _lines(self, reasons: Reasons, figures: Reasons) -> Iterator[str]:
        raise NotImplementedError

    def _value(self) -> dict[str, Any]:
        raise NotImplementedError

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            return {**self._value(), "complete": self.complete}
        from cbec_kg.render.console.reasons import Reasons
        from cbec_kg.render.console.tables import visible_lines

        reasons, figures = (Reasons(one, context_of(one.snapshot, language)) for one in (self.statements, self.figures))
        partial = [] if self.complete else [reasons.partial(self.asked.seconds, self.asked.most)]
        return visible_lines([*self._lines(reasons, figures), *partial])


@dataclass(frozen=True, repr=False)
class Why(_Explained):
    """From what something follows.

    Of a statement: `lines` has, for each of its evidence lines, the minimal sets of links from which it follows, `grade` the
    minimal sets of lines that give its grade; `outcome` tells why it falls, is weakened or stands without some sources, if
    that was asked. Of a finding, or of the worst findings on a figure, `verdicts` has the minimal conflicts and the fields
    from which each follows.
    """

    subject: str
    lines: tuple[LineReason, ...] = ()
    grade: GradeReason | None = None
    outcome: OutcomeReason | None = None
    verdicts: tuple[VerdictReason, ...] = ()

    def _complete(self) -> bool:
        parts = (*self.lines, self.grade, self.outcome, *self.verdicts)
        return all(part.complete for part in parts if part is not None)

    def _lines(self, reasons: Reasons, figures: Reasons) -> Iterator[str]:
        yield reasons.heading(self.subject) if self.grade or self.outcome else self.subject
        if self.outcome is not None:
            yield from reasons.outcome(self.outcome)
        if self.grade is not None:
            yield from reasons.grade(self.grade)
        for line in self.lines:
            yield from reasons.lines(line)
        for verdict in self.verdicts:
            yield from figures.verdict(verdict)

    def _value(self) -> dict[str, Any]:
        from cbec_kg.render.console import reason_values as values

        if self.grade is None and self.outcome is None:
            found: dict[str, Any] = {"finding": self.subject}
        else:
            found = values.named_value(self.subject, self.statements.snapshot)
        if self.grade is not None:
            lines = [values.line_value(line, self.statements) for line in self.lines]
            found |= {"grade": values.grade_value(self.grade), "lines": lines}
        if self.outcome is not None:
            found["outcome"] = values.outcome_value(self.outcome, self.statements)
        if self.verdicts:
            found["verdicts"] = [values.verdict_value(verdict, self.figures) for verdict in self.verdicts]
        return found


@dataclass(frozen=True, repr=False)
class WhyNot(_Explained):
    """Why a statement does not rest on a source, and the smallest additions by which it would; true where it does."""

    found: Unsupported

    def __bool__(self) -> bool:
        return bool(self.found.rests)

    def _complete(self) -> bool:
        return self.found.complete

    def _lines(self, reasons: Reasons, figures: Reasons) -> Iterator[str]:
        yield f"{reasons.heading(self.found.statement)} ← {self.found.source}  {reasons.context.text(self.found.source)}"
        yield from reasons.unsupported(self.found)

    def _value(self) -> dict[str, Any]:
        from cbec_kg.render.console.reason_values import unsupported_value

        return unsupported_value(self.found, self.statements)


@dataclass(frozen=True, repr=False)
class WhatChanges(_Explained):
    """What would change a grade, the outcome of a withdrawal, or findings: the smallest withdrawals, additions and other
    readings. `hypotheses` has, by finding, those of the audit that clear it.
    """

    subject: str
    grade: Changes | None = None
    outcome: Changes | None = None
    verdicts: tuple[VerdictChanges, ...] = ()
    hypotheses: dict[str, list[dict[str, Any]]] = field(default_factory=dict, compare=False)

    def _complete(self) -> bool:
        return all(part.complete for part in (self.grade, self.outcome, *self.verdicts) if part is not None)

    def _lines(self, reasons: Reasons, figures: Reasons) -> Iterator[str]:
        yield reasons.heading(self.subject) if self.outcome else self.subject
        for changes in (self.grade, self.outcome):
            if changes is not None:
                yield from reasons.changes(changes)
        for verdict in self.verdicts:
            yield from figures.verdict_changes(verdict, self.hypotheses.get(verdict.check.id, []))

    def _value(self) -> dict[str, Any]:
        from cbec_kg.render.console import reason_values as values

        if self.outcome is None:
            found: dict[str, Any] = {"finding": self.subject}
        else:
            found = values.named_value(self.subject, self.statements.snapshot)
        for name, changes in (("grade", self.grade), ("outcome", self.outcome)):
            if changes is not None:
                found[name] = values.changes_value(changes, self.statements)
        if self.verdicts:
            found["verdicts"] = [
                values.verdict_changes_value(one, self.hypotheses.get(one.check.id, [])) for one in self.verdicts
            ]
        return found
