"""Why a query gives a row and what is missing for another, in words and as values for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cbec_kg.provenance.absent import Absence, Missing
from cbec_kg.provenance.answer_rows import RowReasons
from cbec_kg.provenance.curated_statements import Statements
from cbec_kg.provenance.derivation import Source
from cbec_kg.render.console.answers import short_name
from cbec_kg.render.console.reasons import Reasons
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.context import RenderContext

Plain = dict[str, Any]
Row = Mapping[str, str | None]


def row_value(query: str, row: Row, reasons: RowReasons, statements: Statements) -> Plain:
    """Return why a row is given as an object for JSON."""

    def plain(sources: Iterable[Source]) -> list[Plain]:
        return [one.plain for one in statements.of_sources(sources)]

    return {
        "query": query,
        "row": dict(row),
        "sets": [{"needed": plain(one.needed), "undecided": plain(one.undecided)} for one in reasons.found.sets],
        "withdrawals": [plain(cut) for cut in reasons.found.cuts],
        "absent": reasons.absent,
        "total": reasons.total,
        "complete": reasons.found.complete,
    }


def row_why(
    query: str, row: Row, reasons: RowReasons, statements: Statements, context: RenderContext, seconds: float
) -> str:
    """Return why a row is given, in words."""
    words, writer = context.words("row_reasons"), Reasons(statements, context)
    lines = [_heading(query, row), ""]
    for number, one in enumerate(reasons.found.sets):
        if one.undecided:
            lines.append(words("needed", n=len(one.needed)))
            lines += writer.written(statements.of_sources(one.needed), "  ")
            lines.append(words("undecided", n=len(one.undecided), seconds=f"{seconds:g}"))
            lines += writer.written(statements.of_sources(one.undecided), "  ")
            continue
        lines.append(words("always" if not one.items else "or" if number else "follows", n=len(one.items)))
        lines += writer.written(statements.of_sources(one.needed), "  ")
    if not reasons.found.sets:
        lines.append(words("untraced"))
    lines += [words("absent"), *(f"  {text}" for text in reasons.absent)] if reasons.absent else []
    lines += [words("total")] if reasons.total else []
    smallest = [cut for cut in reasons.found.cuts if len(cut) == 1]
    if len(reasons.found.sets) > 1 and smallest:
        lines.append(words("in-all", n=len(smallest)))
        lines += writer.written(statements.of_sources(one for cut in smallest for one in cut), "  ")
    lines += [] if reasons.found.complete or not reasons.found.sets else [words("may-be-more")]
    return visible_lines(lines)


def _heading(query: str, row: Mapping[str, str | None]) -> str:
    cells = (f"{name}={value}" for name, value in row.items() if value is not None)
    return f"{query}: {'  '.join(cells)}" if row else query


class Absent:
    """Writes what is missing for a row; `record` gives what is shown for the IRI of a record."""

    def __init__(self, statements: Statements, context: RenderContext, record: Callable[[str], str | None]) -> None:
        self.statements, self.context, self.record = statements, context, record
        self.words = context.words("row_reasons")

    def value(
        self, query: str, wanted: Mapping[str, str], rows: Iterable[Row], unknown: Mapping[str, tuple[str, ...]],
        absence: Absence | None,
    ) -> Plain:  # fmt: skip
        """Return it as an object for JSON."""
        return {
            "query": query,
            "wanted": dict(wanted),
            "rows": [dict(row) for row in rows],
            "unknown": dict(unknown),
            "missing": [] if absence is None else [[self._plain(one) for one in parts] for parts in absence.choices],
            "near": [] if absence is None else [[self._shown(term) for term in row] for row in absence.near],
            "complete": absence is None or absence.complete,
        }

    def text(
        self, query: str, wanted: Mapping[str, str], rows: Iterable[Row], unknown: Mapping[str, tuple[str, ...]],
        absence: Absence | None, seconds: float,
    ) -> str:  # fmt: skip
        """Return it in words."""
        words, lines = self.words, [_heading(query, wanted), ""]
        for row in rows:
            lines.append(words("is-there", row=_heading(query, row)))
        for name, near in unknown.items():
            lines.append(words("nowhere", value=wanted[name]))
            lines += [f"  {words('near', names=self.context.words('common')('items').join(near))}"] if near else []
        if absence is not None:
            for number, parts in enumerate(absence.choices):
                lines += [words("other")] if number else []
                for one in parts:
                    lines += self._missing(one)
            lines += [f"  {words('near-row', row='  '.join(map(self._shown, row)))}" for row in absence.near]
            lines += [] if absence.choices else [words("untraced")]
            lines += [] if absence.complete else [words("not-all", seconds=f"{seconds:g}")]
        return visible_lines(lines)

    def _missing(self, one: Missing) -> Iterator[str]:
        words = self.words
        yield words(f"missing-{one.kind}", part=one.part)
        for statement in one.statements:
            yield f"  {'  '.join(map(self._shown, statement))}"
        if one.where is not None:
            place = self.statements.of_field(*one.where)
            where = f"{place.file}:{place.line}" if place.file else "—"
            yield f"  {words('written-in', where=where, record=place.record, field=place.field)}"
        elif one.statements:
            yield f"  {self._unwritten(one)}"
        if one.because:
            yield f"  {words('because')}"
            yield from Reasons(self.statements, self.context).written(self.statements.of_sources(one.because), "    ")

    def _unwritten(self, one: Missing) -> str:
        ends = {self._shown(predicate): self._shown(value) for _, predicate, value in one.statements if value is not None}
        target, source = ends.get("cbec:target"), ends.get("cbec:source")
        return self.words("computed-line", target=target, source=source) if target and source else self.words("unwritten")

    def _plain(self, one: Missing) -> Plain:
        where = None if one.where is None else self.statements.of_field(*one.where).plain
        because = [place.plain for place in self.statements.of_sources(one.because)]
        shown = [[self._shown(term) for term in statement] for statement in one.statements]
        return {"part": one.part, "kind": one.kind, "statements": shown, "where": where, "because": because}

    def _shown(self, term: Any) -> str:
        return "…" if term is None else short_name(term, self.record)
