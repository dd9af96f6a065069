"""The graph over HTTP: an ASGI application on Starlette that shows pages, answers SPARQL, and has the questions as JSON.

It reads and never writes. Out of scope: the socket, signals and the clock (`cbec_kg.endpoint.running`).
"""

from __future__ import annotations

from asyncio import create_task
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from cbec_kg import __version__
from cbec_kg.endpoint.guarding import Guarded, Guarding, ProblemResponse
from cbec_kg.endpoint.negotiation import is_known, preferred, preferred_language
from cbec_kg.endpoint.openapi import openapi_document
from cbec_kg.endpoint.operation_worker import OperationQuestion, OperationWorker
from cbec_kg.endpoint.operations import OPERATIONS, Asked, Operation, answer, offered, values_of
from cbec_kg.endpoint.protocol import ProtocolError, parameters_of
from cbec_kg.endpoint.sparql_resource import CHANGING, SparqlResource, problem_of
from cbec_kg.errors import CbecError, UsageError

if TYPE_CHECKING:
    from cbec_kg import Corpus
    from cbec_kg.api.served import File, ServedSite
    from cbec_kg.api.service import Limits, Pool

T = TypeVar("T")

RESERVED = frozenset(("api", "health", "openapi.json", "queries", "sparql"))
"""Names at the root that no paper may have as its id."""

TYPES = {
    ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/linkset+json", ".jsonld": "application/ld+json", ".nq": "application/n-quads",
    ".nt": "application/n-triples", ".ttl": "text/turtle; charset=utf-8",
}  # fmt: skip
_DATA = {"text/html": "html", "text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-triples": "nt"}
_VARY = {"Vary": "Accept"}
_MOST_BUILT = 64
"""Most answers that are remembered of those that need folders."""

_WAITING = 64
"""Most questions that wait for a process."""

_OPERATIONS_AT_ONCE = 2
_FRAMED = "frame-ancestors 'none'"
"""Content-Security-Policy of a page in a header: the rest stands in the page, and a page cannot say this one itself."""


class Serving(NamedTuple):
    """How an application serves: its address with a slash at its end, how it is guarded, what queries may take, and how
    many of them run at once.
    """

    base: str
    guarding: Guarding
    limits: Limits
    processes: int = 4


def application(papers: Corpus, serving: Serving) -> ASGIApp:
    """Return the application that serves some papers.

    Raises
    ------
    UsageError
        When a paper's id is a name of the server itself.
    """
    from cbec_kg.api.served import served_site
    from cbec_kg.api.service import Pool, SparqlService

    for paper in papers.ids:
        if paper in RESERVED:
            raise UsageError(f"the paper's id {paper!r} is a name of the server itself. Give the article another id.")
    root = urlsplit(serving.base).path
    site = served_site(papers, serving.base, f"{root}sparql")
    limits, processes = serving.limits, serving.processes
    service = SparqlService(papers, limits, processes, _WAITING, serving.base, lambda: _content(site.file("void.ttl")))
    workers = [OperationWorker(papers, limits.memory) for _ in range(min(processes, _OPERATIONS_AT_ONCE))]
    operations = Pool(workers, limits, _WAITING)
    editor = f"{root}{site.first_explorer}#view=sparql"
    sparql = SparqlResource(service, editor)
    shown = _Shown(papers, site, root, operations, lambda: service.running + operations.running)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        warming = create_task(shown.warm())
        try:
            yield
        finally:
            warming.cancel()
            service.close()
            operations.close()

    document = openapi_document(serving.base, service.queries, offered(papers))
    routes = [
        Route("/sparql", sparql.sparql, methods=["GET", "POST"]),
        Route("/", shown.front),
        Route("/health", shown.health),
        Route("/openapi.json", lambda request: JSONResponse(document)),
        Route("/queries", sparql.catalogue),
        Route("/queries/{name}", sparql.shipped),
        Route("/.well-known/void", lambda request: RedirectResponse(f"{root}void.ttl", HTTPStatus.SEE_OTHER)),
        *(Route(f"/api/{one.name}", shown.operation(one), methods=["GET"]) for one in offered(papers)),
        Route("/{path:path}", shown.file),
    ]
    # each handler takes the class of errors that it stands under, where the annotation of Starlette wants any
    handlers = {HTTPException: _http_problem, ClientDisconnect: _left, Exception: _defect}
    app: ASGIApp = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)  # type: ignore[arg-type]
    guarding = serving.guarding
    if guarding.origins:
        app = CORSMiddleware(
            app, allow_origins=guarding.origins, allow_methods=["GET", "POST"], allow_headers=["Accept", "Content-Type"]
        )
    return Guarded(app, guarding)


class _Shown:
    """What is shown of papers beside SPARQL: pages, data, and the questions as JSON."""

    def __init__(
        self, papers: Corpus, site: ServedSite, root: str, operations: Pool[OperationQuestion], running: Callable[[], int]
    ) -> None:
        self._papers, self._site, self._root = papers, site, root
        self._operations, self._running = operations, running
        self._threads: CapacityLimiter | None = None
        self._building: CapacityLimiter | None = None
        self._made = lru_cache(_MOST_BUILT)(self._make)

    async def _run(self, act: Callable[..., T], *arguments: object) -> T:
        """Return what a function gives, in one of two threads: they never take those of queries."""
        self._threads = self._threads or CapacityLimiter(2)
        return await to_thread.run_sync(act, *arguments, limiter=self._threads)

    async def warm(self) -> None:
        """Make what takes long before anybody asks for it: the explorer, what all pages are made from, and a process."""
        for path in (self._site.first_explorer, "404.html"):
            await to_thread.run_sync(self._site.file, path)
        with suppress(CbecError):
            await self._operations.ask(OperationQuestion("search", (("text", self._papers.ids[0]),)))

    async def health(self, request: Request) -> Response:
        """Say that the server answers, and what it serves."""
        queries = self._running()
        value = {"status": "ok", "version": __version__, "papers": list(self._papers.ids), "queries": queries}
        return JSONResponse(value, headers={"Cache-Control": "no-store"})

    async def front(self, request: Request) -> Response:
        """Show the explorer of the one paper, or the list of several."""
        ids = self._papers.ids
        return await self._sent(request, f"{ids[0]}/explorer.html" if len(ids) == 1 else "index.html")

    async def file(self, request: Request) -> Response:
        """Send a file of the site; of a resource without an ending, say where its page or data are."""
        path = request.path_params["path"]
        if path.endswith("/"):
            return await self._sent(request, f"{path}index.html")
        if await self._run(self._site.stem_of, path) is None:
            return await self._sent(request, path)
        headers = {"Vary": "Accept, Accept-Language"}
        chosen = preferred(", ".join(request.headers.getlist("accept")), list(_DATA))
        if chosen is None:
            return ProblemResponse(HTTPStatus.NOT_ACCEPTABLE, f"it comes as one of: {', '.join(_DATA)}.", headers)
        place = f"{path}.{_DATA[chosen]}"
        if chosen == "text/html":
            language = preferred_language(request.headers.get("accept-language", ""), ("zh", "en"))
            place = await self._run(self._site.placed, path, language)
        return RedirectResponse(f"{self._root}{place}", HTTPStatus.SEE_OTHER, headers)

    def operation(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers an operation: the JSON of the API's own answer."""

        async def asked(request: Request) -> Response:
            kind = "application/json"
            if len(operation.forms) > 1:
                kind = preferred(", ".join(request.headers.getlist("accept")), list(operation.forms)) or ""
            if not kind:
                return ProblemResponse(
                    HTTPStatus.NOT_ACCEPTABLE, f"it comes as one of: {', '.join(operation.forms)}.", _VARY
                )
            form = operation.forms[kind]
            try:
                question = OperationQuestion(operation.name, tuple(parameters_of(request.url.query)), form)
                Asked(operation, values_of(question.given))  # what is wrong with them is told without a process
            except ProtocolError as error:
                return ProblemResponse(error.status, error.detail)
            except CbecError as error:
                return problem_of(error, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            try:
                content = await (self._built(question) if operation.builds else self._asked(question))
            except CbecError as error:
                return problem_of(error, HTTPStatus.SERVICE_UNAVAILABLE)
            return _tagged(request, content, kind, _VARY if len(operation.forms) > 1 else {})

        return asked

    async def _asked(self, question: OperationQuestion) -> bytes:
        return (await self._operations.ask(question)).content

    async def _built(self, question: OperationQuestion) -> bytes:
        """Return an answer that needs the folders, which the processes do not have: it is made here, one at a time."""
        self._building = self._building or CapacityLimiter(1)
        return await to_thread.run_sync(self._made, question, limiter=self._building)

    def _make(self, question: OperationQuestion) -> bytes:
        (operation,) = (one for one in OPERATIONS if one.name == question.name)
        return answer(self._papers, operation, values_of(question.given)).render(question.form).encode()

    async def _sent(self, request: Request, path: str) -> Response:
        found = await self._run(self._site.file, path)
        if found is None:
            missing = await self._run(self._site.file, "404.html")
            offered = ("application/problem+json", "text/html")
            if preferred(", ".join(request.headers.getlist("accept")), offered) == "text/html":
                return Response(_content(missing), HTTPStatus.NOT_FOUND, {"Content-Security-Policy": _FRAMED}, "text/html")
            return ProblemResponse(HTTPStatus.NOT_FOUND, "there is nothing at this address.")
        policy = {"Content-Security-Policy": _FRAMED} if found.ending == ".html" else {}
        return _tagged(request, found.content.encode(), TYPES.get(found.ending, "text/plain; charset=utf-8"), policy)


def _tagged(request: Request, content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = headers | {"ETag": tag, "Cache-Control": CHANGING}
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, headers=headers | {"Content-Type": media_type})


def _content(file: File | None) -> str:
    return file.content if file else ""


async def _http_problem(request: Request, error: HTTPException) -> Response:
    headers = dict(error.headers or {})
    detail = f"use one of: {headers['Allow']}." if "Allow" in headers else error.detail
    return ProblemResponse(HTTPStatus(error.status_code), detail, headers)


async def _left(request: Request, error: ClientDisconnect) -> Response:
    """Answer a client that went before its body had come, so that the log has a line of it and no defect."""
    return ProblemResponse(HTTPStatus.BAD_REQUEST, "the body broke off. Send it again.")


async def _defect(request: Request, error: Exception) -> Response:
    return ProblemResponse(HTTPStatus.INTERNAL_SERVER_ERROR, "a defect of the server; its log has more.")
