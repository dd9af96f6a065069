"""The query operation of the SPARQL 1.1 Protocol: what a request asks, and in which formats its answer may go out.

Source: https://www.w3.org/TR/sparql11-protocol/, section 2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl

from cbec_kg.endpoint.negotiation import quality_of, ranges_of

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

SOLUTION_TYPES = {
    "application/sparql-results+json": "json", "application/sparql-results+xml": "xml", "text/csv": "csv",
    "text/tab-separated-values": "tsv", "application/json": "json", "application/xml": "xml", "text/xml": "xml",
}  # fmt: skip
GRAPH_TYPES = {
    "text/turtle": "turtle", "application/n-triples": "ntriples", "application/ld+json": "json-ld",
    "application/rdf+xml": "rdf-xml", "application/json": "json-ld", "application/xml": "rdf-xml",
}  # fmt: skip
_MOST_PARAMETERS = 100


class ProtocolError(Exception):
    """A request that is not as the protocol has it: a status, and a sentence that says what is expected."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        self.status, self.detail = status, detail
        super().__init__(detail)


class QueryRequest(NamedTuple):
    """A query, and the graphs that it is asked of; none for the service's own."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def query_request(method: str, query_string: str, content_type: str, body: bytes) -> QueryRequest | None:
    """Return what a request asks; None for a GET without a query, which asks about the service.

    Raises
    ------
    ProtocolError
        With the status to answer.
    """
    if method != "POST":
        given = parameters_of(query_string)
        if not given:
            return None
        return _asked(given, [value for name, value in given if name == "query"])
    kind, charsets = _media(content_type)
    if charsets - {"utf-8", "utf8"}:
        raise ProtocolError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a query is UTF-8. Send it with charset=utf-8.")
    if kind == FORM:
        given = parameters_of(_text(body))
        return _asked(given, [value for name, value in given if name == "query"])
    if kind == DIRECT:
        return _asked(parameters_of(query_string), [_text(body)])
    expected = f"{DIRECT} or {FORM} is expected as Content-Type of a POST."
    raise ProtocolError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, expected)


@lru_cache(maxsize=256)
def formats_of(accept: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return, for each form of a query whose answer has a welcome format, that format and the media type it goes out as.

    Raises
    ------
    ProtocolError
        When no format of any form is welcome.
    """
    ranges = ranges_of(accept)
    forms: dict[str, str] = {}
    types: dict[str, str] = {}
    for form, offered in (("select", SOLUTION_TYPES), ("ask", SOLUTION_TYPES), ("construct", GRAPH_TYPES)):
        best = max(offered, key=lambda name: quality_of(name, ranges))
        if quality_of(best, ranges) > 0:
            forms[form], types[form] = offered[best], best
    if not forms:
        known = ", ".join(dict.fromkeys([*SOLUTION_TYPES, *GRAPH_TYPES]))
        raise ProtocolError(HTTPStatus.NOT_ACCEPTABLE, f"an answer comes as one of: {known}.")
    return forms, types


def _asked(given: list[tuple[str, str]], queries: list[str]) -> QueryRequest:
    names = {name for name, _ in given}
    if "update" in names:
        raise ProtocolError(HTTPStatus.BAD_REQUEST, "the graph is read only; there is no update. Send a query.")
    if len(queries) != 1:
        raise ProtocolError(HTTPStatus.BAD_REQUEST, f"one query is expected, not {len(queries)}. Send it as 'query'.")
    graphs = (tuple(value for name, value in given if name == f"{kind}-graph-uri") for kind in ("default", "named"))
    default, named = graphs
    return QueryRequest(queries[0], default, named)


def _media(content_type: str) -> tuple[str, set[str]]:
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    named = (part.partition("=") for part in parameters)
    return kind, {value.strip().strip('"') for name, _, value in named if name.strip() == "charset"}


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(HTTPStatus.BAD_REQUEST, "the body is not UTF-8. Send it as UTF-8.") from None


def parameters_of(query_string: str) -> list[tuple[str, str]]:
    """Return the parameters of an address or a form in their order; ProtocolError for too many, or what is no UTF-8."""
    try:
        return parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise ProtocolError(HTTPStatus.BAD_REQUEST, "a parameter is not UTF-8. Send it as UTF-8.") from None
    except ValueError:
        detail = f"there are over {_MOST_PARAMETERS} parameters. Send fewer."
        raise ProtocolError(HTTPStatus.BAD_REQUEST, detail) from None
