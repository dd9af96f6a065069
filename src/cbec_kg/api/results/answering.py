"""What a query gives: rows as plain values, and the same terms in the formats of the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult
from cbec_kg.errors import UsageError
from cbec_kg.model.iris import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph

    from cbec_kg.store.sparql import Answer


@dataclass(frozen=True, repr=False)
class QueryAnswer(TableResult):
    """The answer of a SPARQL query.

    `rows` has plain values: an int, Decimal, float or bool for a literal of such a type, the id of a record, a prefixed
    name or an IRI for a resource, text for all else, None where a variable is unbound. `bool` of an answer is that of an
    ASK, else whether there is any row. `answer` has the engine's own terms; its ``form`` is ``select``, ``ask`` or
    ``construct``. `notes` say what the query names that the ontology does not have.
    """

    answer: Answer
    record: Callable[[str], str | None] = field(compare=False)
    notes: tuple[str, ...] = ()
    forms: ClassVar[tuple[str, ...]] = (*TABLE, "turtle", "json-ld", "ntriples")

    def _cells(self, language: str = "en") -> Cells:
        if self.answer.form == "ask":
            return ("answer",), ((self.answer.truth,),)
        return self.answer.columns, ([_value(term, self.record) for term in row] for row in self.answer.rows)

    def __bool__(self) -> bool:
        return self.answer.truth if self.answer.form == "ask" else bool(self.answer.rows)

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.answers import render_answer

        return render_answer(self.answer, form, self.record)

    def text(self, language: str = "en") -> str:
        """Return the answer as the command prints it: a table, or Turtle for CONSTRUCT and DESCRIBE."""
        return self.render("turtle" if self.answer.form == "construct" else "table")

    def to_json(self) -> str:
        """Return SPARQL 1.1 results JSON, or JSON-LD for CONSTRUCT and DESCRIBE."""
        return self.render("json-ld" if self.answer.form == "construct" else "json")

    def graph(self, form: str = "turtle") -> str:
        """Return a CONSTRUCT or DESCRIBE as ``turtle``, ``json-ld`` or ``ntriples``; `UsageError` for another query."""
        return self.render(form)

    def to_rdflib(self) -> Graph:
        """Return a CONSTRUCT or DESCRIBE as an `rdflib.Graph` of its own; `UsageError` for another query."""
        if self.answer.form != "construct":
            raise UsageError(f"a graph comes of CONSTRUCT and DESCRIBE; this is a {self.answer.form.upper()} query.")
        from rdflib import Graph

        return Graph().parse(data=self.graph("ntriples"), format="nt")


def _value(term: Any, record: Callable[[str], str | None]) -> Any:
    """Return a term of the engine as a plain value."""
    if term is None:
        return None
    if type(term).__name__ != "Literal":
        from cbec_kg.render.console.answers import short_name

        return short_name(term, record)
    kind = term.datatype.value.removeprefix(PREFIXES["xsd"])
    if kind == "boolean":
        return term.value in ("true", "1")
    if kind not in ("integer", "decimal", "double", "float"):
        return term.value
    from decimal import Decimal

    read: Callable[[str], Any] = {"integer": int, "decimal": Decimal}.get(kind, float)
    try:
        return read(term.value)
    except (ValueError, ArithmeticError):  # a literal may be ill-typed
        return term.value
