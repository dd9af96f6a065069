"""Answers as bytes, by the engine's own writers: the W3C results formats of SELECT and ASK, RDF for CONSTRUCT and DESCRIBE.

Between processes an answer goes as lines: TSV for a SELECT, N-Triples for a CONSTRUCT. Nothing is lost on the way, and a
line is a row, so that rows can be counted while they pass.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from cbec_kg.model.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

SOLUTIONS = ("json", "xml", "csv", "tsv")
"""Formats of SELECT and ASK; the last is how rows go between processes."""

GRAPHS = ("turtle", "ntriples", "json-ld", "rdf-xml")
"""Formats of CONSTRUCT and DESCRIBE."""


def form_of(result: Any) -> str:
    """Return the form of what the engine gives: ``select``, ``ask`` or ``construct``, which DESCRIBE is, too."""
    return {"QueryTriples": "construct", "QueryBoolean": "ask"}.get(type(result).__name__, "select")


def write_lines(result: Any, output: IO[bytes]) -> None:
    """Write what the engine gives as lines."""
    from pyoxigraph import QueryResultsFormat, RdfFormat

    result.serialize(output, RdfFormat.N_TRIPLES if form_of(result) == "construct" else QueryResultsFormat.TSV)


def read_lines(form: str, lines: bytes) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...], bool]:
    """Return the columns, rows and truth of an answer that was written as lines."""
    from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

    if form == "construct":
        quads = parse(lines, format=RdfFormat.N_TRIPLES)
        triples = sorted({tuple(quad.triple) for quad in quads}, key=str)  # the engine's order is another one each time
        return ("subject", "predicate", "object"), tuple(triples), False
    if form == "ask":
        return (), (), lines.strip() == b"true"
    found: Any = parse_query_results(lines, format=QueryResultsFormat.TSV)
    columns = tuple(variable.value for variable in found.variables)
    return columns, tuple(map(tuple, found)), False


def encoded(form: str, lines: bytes, wanted: str) -> bytes:
    """Return an answer that was written as lines in one of `SOLUTIONS` or `GRAPHS`, as its form has them."""
    from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

    if form == "construct":
        if wanted == "ntriples":
            return b"".join(sorted(set(lines.splitlines(keepends=True))))
        return encoded_graph((quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)), wanted)
    if wanted == "tsv":
        return lines
    format = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "csv": QueryResultsFormat.CSV}[wanted]
    return parse_query_results(lines, format=QueryResultsFormat.TSV).serialize(format=format) or b""


def encoded_graph(triples: Iterable[Triple], wanted: str) -> bytes:
    """Return triples, each once and sorted, in one of `GRAPHS`."""
    from pyoxigraph import RdfFormat, serialize

    unique = sorted(set(triples), key=str)
    if wanted == "ntriples":
        return "".join(f"{triple} .\n" for triple in unique).encode()
    formats = {"turtle": RdfFormat.TURTLE, "json-ld": RdfFormat.JSON_LD, "rdf-xml": RdfFormat.RDF_XML}
    written = serialize(unique, format=formats[wanted], prefixes={**PREFIXES, "kg": BASE}) or b""
    return written + b"\n" * (wanted == "json-ld")


def turtle_as_lines(text: str) -> bytes:
    """Return Turtle as N-Triples."""
    from pyoxigraph import RdfFormat, parse

    return encoded_graph((quad.triple for quad in parse(text, format=RdfFormat.TURTLE)), "ntriples")
