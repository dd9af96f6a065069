"""SPARQL over HTTP: queries by the protocol, the shipped ones by name, and what the endpoint says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from cbec_kg.endpoint.guarding import ProblemResponse
from cbec_kg.endpoint.negotiation import is_known, preferred
from cbec_kg.endpoint.protocol import GRAPH_TYPES, ProtocolError, formats_of, parameters_of, query_request
from cbec_kg.errors import CbecError, LimitError, RefusedError, UnavailableError, UnknownIdError

if TYPE_CHECKING:
    from cbec_kg.api.service import Question, SparqlService

DESCRIPTION_TYPES = {name: form for name, form in GRAPH_TYPES.items() if name not in ("application/json", "application/xml")}
_LARGE = 4_000
"""Characters of a request from which on it is read anew each time."""

CHANGING = "no-cache"
"""Cache-Control of what holds as long as the graph does: a client may keep it, and asks whether it still holds."""


class SparqlResource:
    """The resources of a service; `editor` is where a browser finds an editor for queries."""

    def __init__(self, service: SparqlService, editor: str) -> None:
        self._service = service
        self._editor = editor
        self._read = lru_cache(maxsize=1024)(self._understood)

    async def sparql(self, request: Request) -> Response:
        """Answer the query operation of the SPARQL 1.1 Protocol; without a query, describe the service or show an editor."""
        headers = request.headers
        accept = ", ".join(headers.getlist("accept"))
        try:
            body = await request.body() if request.method == "POST" else b""
            asked = (
                request.method,
                request.scope["query_string"].decode("latin-1"),
                ", ".join(headers.getlist("content-type")),
                body,
            )
            read = self._read if len(asked[1]) + len(body) < _LARGE else self._read.__wrapped__
            found = read(*asked, accept)
            if found is None:
                return await self._described(accept)
            question, types = found
        except ProtocolError as error:
            return ProblemResponse(error.status, error.detail)
        except CbecError as error:
            return problem_of(error, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return await self._answered(request, question, types)

    def _understood(
        self, method: str, query_string: str, content_type: str, body: bytes, accept: str
    ) -> tuple[Question, Mapping[str, str]] | None:
        """Return what a request asks, and the media types of its answer; None when it asks about the service."""
        asked = query_request(method, query_string, content_type, body)
        if asked is None:
            return None
        forms, types = formats_of(accept)
        return self._service.question(asked.text, forms, asked.default_graphs, asked.named_graphs), types

    async def shipped(self, request: Request) -> Response:
        """Answer a shipped query, its parameters bound by those of the request."""
        given: dict[str, str] = {}
        try:
            for name, value in parameters_of(request.url.query):
                if name in given:
                    raise ProtocolError(HTTPStatus.BAD_REQUEST, f"{name} is given twice. Give it once.")
                given[name] = value
            forms, types = formats_of(", ".join(request.headers.getlist("accept")))
            name = request.path_params["name"]
            if name not in {query.name for query in self._service.queries}:
                return ProblemResponse(HTTPStatus.NOT_FOUND, "there is no such query. They are listed at /queries.")
            question = await run_in_threadpool(self._service.shipped, name, given, forms)
        except ProtocolError as error:
            return ProblemResponse(error.status, error.detail)
        except CbecError as error:
            return problem_of(error, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return await self._answered(request, question, types)

    async def catalogue(self, request: Request) -> Response:
        """List the shipped queries, as JSON or as examples in RDF."""
        accept = ", ".join(request.headers.getlist("accept"))
        chosen = preferred(accept, ("application/json", *DESCRIPTION_TYPES))
        if chosen in DESCRIPTION_TYPES:
            content = await run_in_threadpool(self._service.examples, DESCRIPTION_TYPES[chosen])
            return Response(content, media_type=_typed(chosen), headers={"Vary": "Accept"})
        listed = [
            {"name": query.name, "zh": query.zh, "en": query.en, "columns": query.columns,
             "parameters": dict(query.parameters), "sparql": query.text}
            for query in self._service.queries
        ]  # fmt: skip
        return JSONResponse(listed, headers={"Vary": "Accept"})

    async def _described(self, accept: str) -> Response:
        chosen = preferred(accept, ("text/turtle", *DESCRIPTION_TYPES, "text/html"))
        if chosen == "text/html":
            return RedirectResponse(self._editor, HTTPStatus.SEE_OTHER, {"Vary": "Accept"})
        form = DESCRIPTION_TYPES[chosen or "text/turtle"]
        content = await run_in_threadpool(self._service.description, form)
        return Response(content, media_type=_typed(chosen or "text/turtle"), headers={"Vary": "Accept"})

    async def _answered(self, request: Request, question: Question, types: Mapping[str, str]) -> Response:
        try:
            given = await self._service.ask(question)
        except CbecError as error:
            return problem_of(error, HTTPStatus.SERVICE_UNAVAILABLE)
        tag = f'"{given.digest}-{given.format}"'
        headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": CHANGING}
        if is_known(tag, request.headers.get("if-none-match", "")):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(given.content, media_type=_typed(types[given.form]), headers=headers)


def problem_of(error: CbecError, limit: HTTPStatus) -> ProblemResponse:
    """Return what is answered to an error of the API; `limit` is the status of a limit that was reached."""
    from cbec_kg.api.service import BusyError, UnwantedFormError

    if isinstance(error, BusyError):
        return ProblemResponse(HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"Retry-After": "5"})
    if isinstance(error, LimitError):
        return ProblemResponse(limit, str(error))
    if isinstance(error, UnavailableError):
        return ProblemResponse(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if isinstance(error, UnwantedFormError):
        return ProblemResponse(HTTPStatus.NOT_ACCEPTABLE, str(error))
    if isinstance(error, RefusedError):
        return ProblemResponse(HTTPStatus.FORBIDDEN, str(error))
    if isinstance(error, UnknownIdError):
        return ProblemResponse(HTTPStatus.NOT_FOUND, str(error))
    return ProblemResponse(HTTPStatus.BAD_REQUEST, str(error))


def _typed(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
