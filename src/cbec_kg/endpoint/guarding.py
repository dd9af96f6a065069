"""What every request and answer passes: own hosts alone, bounded bodies, the headers of security, and a line in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from traceback import format_exception
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cbec_kg.errors import shown
from cbec_kg.serving.security import HEADERS, NOTHING, OWN_ALONE, is_own_host

_LEFT = {"Connection": "close"}
"""What is said where the rest of a request is not read."""

Log = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Guarding:
    """How a server guards itself.

    Attributes
    ----------
    hosts : tuple of str
        The Host headers that it answers to, in lower case; every numeric address, too, if `any_address`.
    origins : tuple of str
        Origins whose pages may read its answers; ``*`` for all.
    body : int
        Most bytes of a request's body.
    patience : float
        Seconds that a body may take to come.
    log : callable
        Is given what happened, as plain values.
    """

    hosts: tuple[str, ...]
    any_address: bool = False
    origins: tuple[str, ...] = ()
    body: int = 1_000_000
    patience: float = 30.0
    log: Log = lambda entry: None


class ProblemResponse(JSONResponse):
    """What went wrong, as RFC 9457 has it: what was asked goes back as JSON text alone, cut and without raw controls."""

    media_type = "application/problem+json"

    def __init__(self, status: HTTPStatus, detail: str, headers: dict[str, str] | None = None) -> None:
        value = {"title": status.phrase, "status": int(status), "detail": shown(detail)}
        super().__init__(value, int(status), {"Cache-Control": "no-store", **(headers or {})})


class Guarded:
    """An application behind its guard."""

    def __init__(self, app: ASGIApp, guarding: Guarding) -> None:
        self._app, self._guarding = app, guarding
        headers = HEADERS | ({} if guarding.origins else OWN_ALONE) | {"Content-Security-Policy": NOTHING}
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        clock = asyncio.get_running_loop().time
        began, status, sent = clock(), 0, 0

        async def guarded_send(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message["headers"])
                known = {name for name, _ in headers}
                message["headers"] = headers + [pair for pair in self._headers if pair[0] not in known]
            sent += len(message.get("body", b""))
            await send(message)

        problem = _unreadable(scope["headers"]) or self._refused(scope)
        try:
            if problem is not None:
                await problem(scope, receive, guarded_send)
            else:
                await self._app(scope, self._bounded(receive), guarded_send)
        except Exception as error:  # its answer is out; what it was goes into the log, and no further
            self._guarding.log({"event": "defect", "error": "".join(format_exception(error))})
        finally:
            client = scope.get("client") or ("", 0)
            milliseconds = round((clock() - began) * 1000, 1)
            self._guarding.log({
                "event": "request", "method": shown(scope["method"]), "path": shown(scope["path"]), "status": status,
                "bytes": sent, "ms": milliseconds, "client": client[0],
            })  # fmt: skip

    def _refused(self, scope: Scope) -> ProblemResponse | None:
        """Return why a request is not answered, None when it is."""
        guarding, headers = self._guarding, scope["headers"]
        hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
        if len(hosts) != 1 or not is_own_host(hosts[0], guarding.hosts, any_address=guarding.any_address):
            return ProblemResponse(HTTPStatus.MISDIRECTED_REQUEST, "this server is not called by that name.")
        length = next((value.decode("latin-1") for name, value in headers if name == b"content-length"), "0")
        if not (length.isascii() and length.isdecimal() and len(length) < 16) or int(length) > guarding.body:
            return ProblemResponse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large(guarding.body), _LEFT)
        return None

    def _bounded(self, receive: Receive) -> Receive:
        """Return what gives the body of a request, and raises when it is too long or too slow."""
        got = 0
        whole = False
        end = asyncio.get_running_loop().time() + self._guarding.patience

        async def bounded() -> Message:
            nonlocal got, whole
            if whole:  # what comes now is the end of the connection, for which nobody need be quick
                return await receive()
            try:
                async with asyncio.timeout_at(end):
                    message = await receive()
            except TimeoutError:
                raise _BodyError(HTTPStatus.REQUEST_TIMEOUT, "the body did not come in time. Send it again.") from None
            got += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if got > self._guarding.body:
                raise _BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large(self._guarding.body))
            return message

        return bounded


def _unreadable(headers: Iterable[tuple[bytes, bytes]]) -> ProblemResponse | None:
    """Return why a body is not read however short it is, None when it is: one that is compressed, or has two lengths."""
    names = {name for name, _ in headers}
    if {b"content-length", b"transfer-encoding"} <= names:  # a proxy before this server could see another end of it
        return ProblemResponse(HTTPStatus.BAD_REQUEST, "a body has one length. Send it in chunks or not.", _LEFT)
    if any(name == b"content-encoding" and value.strip().lower() != b"identity" for name, value in headers):
        detail = "a body is read as it is. Send it without a Content-Encoding."
        return ProblemResponse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, {"Accept-Encoding": "identity", **_LEFT})
    return None


class _BodyError(HTTPException):
    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(status, detail, _LEFT)


def _too_large(most: int) -> str:
    return f"a body of at most {most:,} bytes is read. Send a shorter one."
