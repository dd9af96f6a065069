"""What is offered over HTTP, as a document of OpenAPI 3.1: made of the operations and the shipped queries, never by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cbec_kg import __version__
from cbec_kg.endpoint.operations import MOST_CHARACTERS, MOST_VALUES, Operation, Parameter
from cbec_kg.endpoint.protocol import DIRECT, FORM, GRAPH_TYPES, SOLUTION_TYPES

if TYPE_CHECKING:
    from cbec_kg.api.service import ShippedQuery

Plain = dict[str, Any]

_TEXT = {"schema": {"type": "string"}}
_GRAPHS: Plain = {"type": "array", "items": {"type": "string", "format": "uri"}}
_ANSWERS: Plain = {name: {} for name in (*SOLUTION_TYPES, *GRAPH_TYPES)}
"""The formats of a query's answer."""


def openapi_document(base: str, queries: Iterable[ShippedQuery], operations: Iterable[Operation]) -> Plain:
    """Return the document of a server at a base, with a slash at its end."""
    paths: dict[str, Plain] = {
        "/health": {"get": _get("health", "Whether the server answers", [], {"application/json": {}})},
        "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
        "/queries": {"get": _get("queries", "The shipped queries", [], {"application/json": {}, "text/turtle": _TEXT})},
    }
    for query in queries:
        parameters = [
            _parameter(Parameter(name, "text", f"{meaning}: a record's id")) for name, meaning in query.parameters.items()
        ]
        get = _get(f"query-{query.name}", query.en, parameters, _ANSWERS)
        paths[f"/queries/{query.name}"] = {"get": get | {"description": f"{query.zh}\n\n{query.columns}"}}
    for operation in operations:
        parameters = [_parameter(parameter) for parameter in operation.parameters]
        paths[f"/api/{operation.name}"] = {
            "get": _get(operation.name, operation.title, parameters, {name: {} for name in operation.forms})
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "cbec-kg", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": base.removesuffix("/")}],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}, "responses": {"Problem": _PROBLEM_RESPONSE}},
    }


_PROBLEM: Plain = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
}
_PROBLEM_RESPONSE: Plain = {
    "description": "What went wrong, and what is expected instead",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def _get(name: str, summary: str, parameters: list[Plain], content: Plain) -> Plain:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": summary, "content": content},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _parameter(parameter: Parameter) -> Plain:
    one: Plain = {"type": "boolean"} if parameter.kind == "flag" else {"type": "string", "maxLength": MOST_CHARACTERS}
    if parameter.known:
        one["enum"] = list(parameter.known)
    several = {"type": "array", "maxItems": MOST_VALUES, "items": one}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "required": parameter.required,
        "schema": several if parameter.kind == "texts" else one,
    }


def _dataset() -> list[Plain]:
    return [
        {"name": f"{kind}-graph-uri", "in": "query", "schema": _GRAPHS, "description": f"{kind} graphs of the query"}
        for kind in ("default", "named")
    ]


def _sparql_get() -> Plain:
    query = {
        "name": "query",
        "in": "query",
        "schema": {"type": "string"},
        "description": "SPARQL 1.1; none: about the service",
    }
    return _get("sparql", "A SPARQL query", [query, *_dataset()], {name: {} for name in (*SOLUTION_TYPES, *GRAPH_TYPES)})


def _sparql_post() -> Plain:
    form = {"schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}}
    body = {"required": True, "content": {DIRECT: _TEXT, FORM: form}}
    return _get("sparql-post", "A SPARQL query, as a form or by itself", _dataset(), _ANSWERS) | {"requestBody": body}
