"""Answers of queries as text: SPARQL results formats, tables with short names, and RDF for CONSTRUCT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cbec_kg.errors import UsageError
from cbec_kg.model.iris import PREFIXES, TERM, record_id
from cbec_kg.render.console.tables import render_table
from cbec_kg.store.sparql import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})

GRAPH_FORMATS = ("turtle", "json-ld", "ntriples")


def render_answer(answer: Answer, form: str, record: Callable[[str], str | None] = record_id) -> str:
    """Return an answer as text.

    Parameters
    ----------
    form : str
        ``table``, ``markdown`` and ``csv-excel`` show short names; ``csv``, ``tsv`` and ``json`` are the W3C SPARQL 1.1
        results formats with whole IRIs; ``turtle``, ``json-ld`` and ``ntriples`` are for CONSTRUCT and DESCRIBE.
    record : callable
        What is shown for the IRI of a record, None for other IRIs: `OpenStore.name` keeps the records of several folders
        apart.

    Raises
    ------
    UsageError
        When the format does not fit the form of the query.
    """
    if form in GRAPH_FORMATS:
        if answer.form != "construct":
            raise UsageError(f"--format {form} is for CONSTRUCT and DESCRIBE; this is a {answer.form.upper()} query.")
        from pyoxigraph import Triple

        from cbec_kg.store.encoding import encoded_graph

        return encoded_graph((Triple(*row) for row in answer.rows), form).decode()  # type: ignore[arg-type]  # terms
    if answer.form == "ask":
        if form == "json":
            return f'{{"head": {{}}, "boolean": {str(answer.truth).lower()}}}\n'
        return f"{str(answer.truth).lower()}\n"
    if form == "json":
        if answer.form == "construct":
            raise UsageError("--format json is for SELECT and ASK; use json-ld for CONSTRUCT and DESCRIBE.")
        return _render_json(answer)
    if form == "tsv":
        heading = [f"?{column}" for column in answer.columns]
        lines = ["\t".join("" if term is None else str(term).translate(_ESCAPES) for term in row) for row in answer.rows]
        return "\n".join(["\t".join(heading), *lines]) + "\n"
    short = form in ("table", "markdown", "csv-excel")
    rows = [[short_name(term, record) if short else plain_value(term) for term in row] for row in answer.rows]
    return render_table(answer.columns, rows, form)


def plain_value(term: Any) -> str:
    """Return a term as a CSV cell: the IRI or the literal's text; empty when unbound."""
    return "" if term is None else str(getattr(term, "value", term))


def short_name(term: Any, record: Callable[[str], str | None] = record_id) -> str:
    """Return a term for reading: what `record` shows for a record, a prefixed name, or a literal's text."""
    value = plain_value(term)
    if type(term).__name__ != "NamedNode":
        return value
    if value.startswith(TERM):
        return f"cbec:{value.removeprefix(TERM)}"
    local = record(value)
    if local is not None:
        return local
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value


def _render_json(answer: Answer) -> str:
    import json

    bindings = [
        {name: _json_term(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    value = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Any) -> dict[str, Any]:
    kind = type(term).__name__
    if kind == "NamedNode":
        return {"type": "uri", "value": term.value}
    if kind == "BlankNode":
        return {"type": "bnode", "value": term.value}
    if kind == "Triple":
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    result = {"type": "literal", "value": term.value}
    if term.language:
        result["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        result["datatype"] = term.datatype.value
    return result
