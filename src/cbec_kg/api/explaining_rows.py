"""Why a shipped query gives a row, and why it does not give another: rows are chosen and values read as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from cbec_kg.api.explaining import Explaining, checked
from cbec_kg.api.questions import bound
from cbec_kg.errors import UnknownIdError, UsageError

if TYPE_CHECKING:
    from cbec_kg.api.questions import Named, Questions
    from cbec_kg.api.results.explained_rows import RowAbsence, RowExplanation
    from cbec_kg.provenance.answer_rows import Rows
    from cbec_kg.store.sparql import Answer

_NEAR = 3

Row = int | Mapping[str, "Named"] | None
"""The number of a row from 1 on, values of some of its columns, or None where there is one alone."""


class ExplainingRows(Explaining):
    """The questions that ask why a query gives what it gives; see `cbec_kg.Corpus`."""

    def why_row(
        self,
        query: str,
        row: Row = None,
        /,
        parameters: Mapping[str, Named] | None = None,
        *,
        most: int = 3,
        timeout: float = 60.0,
        **named: Named,
    ) -> RowExplanation:
        """Return from which lines of the folder a row of a shipped query follows: minimal sets of curated statements.

        Each set suffices with the ontology, and none of its statements can be left out; evidence lines are computed anew
        from the links that are left, and what the audit computed needs the figures that it is derived from. The answer says
        also which conditions hold because something is not there. `UsageError` or `UnknownIdError` is raised for an unknown
        query, parameter or column, and where no row or more than one is meant.

        Parameters
        ----------
        row : int or mapping, optional
            Its number in the answer, from 1 on; or values of some columns, as they are shown or by any name of a record.
        parameters, **named
            As for `query`.
        most : int
            Sets that are looked for.
        timeout : float
            Seconds, 0 for no limit; of what is not decided by then the set says so.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> found = open_paper().why_row("unsupported-measures", 1)
        >>> [(one.file, one.field) for one in found.sets[0]]
        [('measures.yaml', 'countermeasure'), ('measures.yaml', 'zh'), ('measures.yaml', 'en')]
        """
        from cbec_kg.api.results.explained_rows import RowExplanation
        from cbec_kg.provenance.minimal import time_limit

        rows, answer = _asked(self, query, {**(parameters or {}), **named})
        chosen = _chosen(self, query, answer, row)
        with time_limit(checked(timeout, most)) as expired:
            reasons = rows.why(chosen, answer.columns, expired, most)
        return RowExplanation(query, _shown(self, answer.columns, chosen), reasons, self._curated, timeout)

    def why_not_row(
        self,
        query: str,
        values: Mapping[str, Named],
        /,
        parameters: Mapping[str, Named] | None = None,
        *,
        timeout: float = 60.0,
        **named: Named,
    ) -> RowAbsence:
        """Return what is missing for a row of a shipped query that has some values; true where there is such a row.

        That are the fewest parts of the query without which there would be one: statements that are missing, with the field
        of the record in which each would be written, or conditions that keep it out, with what stands against it. A value
        that is nowhere in the graph is told with near ones.

        Parameters
        ----------
        values : mapping
            Of some columns of the row; a value is written as `query` shows it, or any name of a record.
        parameters, timeout, **named
            As for `why_row`.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> found = open_paper().why_not_row("conclusions", {"conclusion": "problem-talent"})
        >>> ((missing,),) = found.absence.choices
        >>> missing.kind, missing.where.record, missing.where.field
        ('statement', 'problem-talent', 'concluded_from')
        """
        from cbec_kg.api.results.explained_rows import RowAbsence
        from cbec_kg.provenance.absent import why_not
        from cbec_kg.provenance.minimal import time_limit

        rows, answer = _asked(self, query, {**(parameters or {}), **named})
        if answer.form != "select":
            raise UsageError(f"why-not asks for rows of a table; the answer of {query} is a graph.")
        if not values:
            raise UsageError(f"name values of the row that is absent; {query} has: {', '.join(answer.columns)}.")
        wanted = {name: str(value) for name, value in values.items()}
        found = tuple(_shown(self, answer.columns, row) for row in _matching(self, query, answer, values))
        terms = {} if found else {name: _term(self, rows, value) for name, value in wanted.items()}
        unknown = {name: _near(self, answer, name, wanted[name]) for name, term in terms.items() if term is None}
        absence = None
        if not found and not unknown:
            with time_limit(checked(timeout, 1)) as expired:
                absence = why_not(rows, terms, expired)
        return RowAbsence(query, wanted, found, unknown, absence, self._curated, timeout, self._opened.name)


def names_query(name: str) -> bool:
    """Return whether there is a shipped query of a name."""
    from cbec_kg.queries.catalogue import is_shipped

    return is_shipped(name)


def row_of(values: Sequence[str], option: str) -> int | dict[str, str] | None:
    """Return the row that texts mean: its number, or values of columns as COLUMN=VALUE; None for no text."""
    if len(values) == 1 and values[0].isdecimal() and len(values[0]) < 10:
        return int(values[0])
    return bound(values, option, "COLUMN=VALUE") if values else None


def _asked(papers: Questions, query: str, parameters: Mapping[str, Named]) -> tuple[Rows, Answer]:
    """Return a shipped query with its parameters bound, ready to explain its rows, and its whole answer."""
    from cbec_kg.model.iris import PREFIXES
    from cbec_kg.provenance.answer_rows import Rows
    from cbec_kg.queries.catalogue import read_query
    from cbec_kg.store.opening import OpenStore

    shipped, opened = read_query(query), papers._opened
    if not isinstance(opened, OpenStore):
        raise UsageError("why a row is given is asked where the graph is: of a folder or of a store, not of an endpoint.")
    for name in parameters:
        if name not in shipped.parameters:
            may = ", ".join(shipped.parameters) or "none"
            raise UsageError(f"the query {query} has no such parameter {name!r}; it has: {may}.")
    text = opened.bind(shipped.text, {name: opened.iri(str(value)) for name, value in parameters.items()})
    answer = opened.answer(text, PREFIXES, None)
    return Rows(opened, opened.store, text), answer


def _chosen(papers: Questions, query: str, answer: Answer, row: Row) -> tuple[Any, ...]:
    """Return the one row that is meant."""
    if answer.form == "ask":
        if not answer.truth:
            raise UsageError(f"the answer of {query} is no: nothing makes it so.")
        return ()
    number = len(answer.rows)
    instead = f"Name one by its number from 1 to {number}, or by values of: {', '.join(answer.columns)}."
    if isinstance(row, int):
        if not 1 <= row <= number:
            raise UsageError(f"the query {query} gives {number} rows, none with the number {row}. {instead}")
        return answer.rows[row - 1]
    found = answer.rows if row is None else _matching(papers, query, answer, row)
    if not found:
        raise UsageError(f"no row of {query} has these values. Ask what is missing: cbec-kg why-not {query}")
    if len(set(found)) > 1:
        raise UsageError(f"{len(set(found))} rows of {query} are meant. {instead}")
    return found[0]


def _matching(papers: Questions, query: str, answer: Answer, values: Mapping[str, Named]) -> list[tuple[Any, ...]]:
    """Return the rows that have some values, as they are shown, or by any name of a record."""
    columns = answer.columns
    for name in values:
        if name not in columns:
            raise UsageError(f"the query {query} has no column {name!r}; it has: {', '.join(columns)}.")
    wanted = [(columns.index(name), _readings(papers, str(value))) for name, value in values.items()]
    return [row for row in answer.rows if all(_is_one_of(papers, row[place], texts) for place, texts in wanted)]


def _is_one_of(papers: Questions, term: Any, texts: frozenset[str]) -> bool:
    from cbec_kg.render.console.answers import plain_value, short_name

    return plain_value(term) in texts or short_name(term, papers._opened.name) in texts


def _readings(papers: Questions, value: str) -> frozenset[str]:
    """Return a value, with the IRI of the record that it may name."""
    with suppress(UnknownIdError, UsageError):
        return frozenset((value, papers._opened.iri(value)))
    return frozenset((value,))


def _term(papers: Questions, rows: Rows, value: str) -> Any:
    """Return what a value is in the graph: a record, a term, or a literal with that text; None where there is none."""
    from cbec_kg.model.iris import PREFIXES
    from cbec_kg.store.selected import is_resource, named, statements_of

    prefix, _, local = value.partition(":")
    texts = _readings(papers, value) | ({PREFIXES[prefix] + local} if prefix in PREFIXES else set())
    for text in [*sorted(texts - {value}), value]:
        if ":" in text and " " not in text:
            with suppress(ValueError):
                node = named(text)
                if next(statements_of(rows.store, node), None) or next(statements_of(rows.store, None, None, node), None):
                    return node
    literals = {one.object for one in statements_of(rows.store) if not is_resource(one.object) and one.object.value == value}
    return min(literals, key=lambda term: (term.language or "", str(term)), default=None)


def _near(papers: Questions, answer: Answer, column: str, value: str) -> tuple[str, ...]:
    """Return what is near a value that is nowhere: values of the column, and names of records."""
    from cbec_kg.render.console.answers import short_name

    place = answer.columns.index(column)
    shown = {short_name(row[place], papers._opened.name) for row in answer.rows}
    return tuple(get_close_matches(value, sorted(shown | set(papers._snapshot.records)), n=_NEAR, cutoff=0.5))


def _shown(papers: Questions, columns: Iterable[str], row: tuple[Any, ...]) -> dict[str, str | None]:
    """Return a row as it is shown, by the names of its columns."""
    from cbec_kg.render.console.answers import short_name

    cells = zip(columns, row, strict=False)
    return {name: None if term is None else short_name(term, papers._opened.name) for name, term in cells}
