"""Why a query gives a row, and why it does not give another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Result, context_of

if TYPE_CHECKING:
    from cbec_kg.provenance.absent import Absence
    from cbec_kg.provenance.answer_rows import RowReasons
    from cbec_kg.provenance.curated_statements import CuratedStatement, Statements


@dataclass(frozen=True, repr=False)
class RowExplanation(Result):
    """The minimal sets of curated statements from which a row follows, with file, line, passage and characters.

    `row` has its values as they are shown, by column; `reasons` what was found in `timeout` seconds
    (`cbec_kg.provenance.answer_rows.RowReasons`).
    """

    query: str
    row: Mapping[str, str | None]
    reasons: RowReasons
    statements: Statements = field(compare=False)
    timeout: float
    forms: ClassVar[tuple[str, ...]] = ("text", "json")

    @property
    def sets(self) -> tuple[tuple[CuratedStatement, ...], ...]:
        """Return the sets: each suffices with the ontology, and none of its statements can be left out where decided."""
        return tuple(self.statements.of_sources(found.items) for found in self.reasons.found.sets)

    @property
    def complete(self) -> bool:
        """Return whether there are no other sets, and nothing is undecided."""
        return self.reasons.found.complete

    def __bool__(self) -> bool:
        return bool(self.reasons.found.sets)

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.row_reasons import row_value, row_why

        if form == "json":
            return row_value(self.query, self.row, self.reasons, self.statements)
        context = context_of(self.statements.snapshot, language)
        return row_why(self.query, self.row, self.reasons, self.statements, context, self.timeout)


@dataclass(frozen=True, repr=False)
class RowAbsence(Result):
    """What is missing for a row that a query does not give; true where it does give it.

    Attributes
    ----------
    wanted : mapping of str to str
        The values of the row, by column.
    rows : tuple of mapping
        The rows that do have them; then nothing is missing.
    unknown : mapping of str to tuple of str
        The columns whose values are nowhere in the graph, with names near them.
    absence : Absence or None
        The parts of the query that keep the row out (`cbec_kg.provenance.absent.Absence`).
    """

    query: str
    wanted: Mapping[str, str]
    rows: tuple[Mapping[str, str | None], ...]
    unknown: Mapping[str, tuple[str, ...]]
    absence: Absence | None
    statements: Statements = field(compare=False)
    timeout: float
    record: Callable[[str], str | None] = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", "json")

    def __bool__(self) -> bool:
        return bool(self.rows)

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.row_reasons import Absent

        context = context_of(self.statements.snapshot, language)
        absent = Absent(self.statements, context, self.record)
        parts = (self.query, self.wanted, self.rows, self.unknown, self.absence)
        return absent.value(*parts) if form == "json" else absent.text(*parts, self.timeout)
