"""A server for one page on this machine: on the loopback address alone, behind a token, for its own page alone.

A request is answered only when its Host is the server's own (no name that another site made point here), its path begins
with the token, and its Origin, where it has one, is the page's own; what changes anything must have one and must be JSON. No
path is a file's: what is not in the table of answers is not there. Nothing is fetched, and nothing is logged.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from cbec_kg.errors import OutputError
from cbec_kg.serving.security import HEADERS, NOTHING, OWN_ALONE, is_own_host

LARGEST = 1_000_000
"""Most bytes of a request's body."""

_PATIENCE = 30
"""Seconds after which a connection that sends nothing is closed."""

_LENGTH = re.compile(r"[0-9]{1,9}", re.ASCII)
"""A Content-Length that may be read as a number: Python refuses one of thousands of digits."""
_HEADERS = {"Cache-Control": "no-store", **HEADERS, **OWN_ALONE}


class Answer(NamedTuple):
    """What a request gets: a page with its Content-Security-Policy, or a value as JSON."""

    status: HTTPStatus
    value: Any
    policy: str = NOTHING
    page: bool = False


Read = Callable[[], Answer]
Act = Callable[[Any], Answer]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a browser that went away; anything else is a defect and shows itself."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Loopback:
    """A server that is bound and not yet serving; `address` is what a browser opens, token included.

    Parameters
    ----------
    reads : mapping of str to function
        Answers to GET by name below the token; the empty name is the page.
    acts : mapping of str to function
        Answers to POST, each given the request's JSON. One is run at a time.
    port : int
        0 for any that is free; OutputError when it is taken.
    """

    def __init__(self, reads: Mapping[str, Read], acts: Mapping[str, Act], port: int = 0) -> None:
        self._token = secrets.token_urlsafe(24)
        self._lock = threading.Lock()
        self._reads, self._acts = reads, acts
        try:
            self._server = _Server(("127.0.0.1", port), _handler_of(self))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"port {port} on 127.0.0.1: {reason}. Name another, or none for one that is free.") from None
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.address = f"http://{self.host}/{self._token}/"

    def serve(self) -> None:
        """Answer requests until `stop` is called or the process is interrupted."""
        try:
            self._server.serve_forever(poll_interval=0.2)
        finally:
            self._server.server_close()

    def stop(self) -> None:
        """End `serve`, which runs in another thread."""
        self._server.shutdown()

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return what a request gets; refused is what does not come from the server's own page."""
        host, origin = headers.get("Host", ""), headers.get("Origin")
        if not is_own_host(host, (self.host,)):
            return _refusal(HTTPStatus.MISDIRECTED_REQUEST, "another host")
        token, slash, name = path.removeprefix("/").partition("/")
        if not slash or not hmac.compare_digest(token.encode(), self._token.encode()):
            return _refusal(HTTPStatus.NOT_FOUND, "no such page")
        if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") or origin not in (
            None,
            f"http://{self.host}",
        ):
            return _refusal(HTTPStatus.FORBIDDEN, "another origin")
        if method == "GET":
            with self._lock:
                return self._reads[name]() if name in self._reads else _refusal(HTTPStatus.NOT_FOUND, "no such page")
        if name not in self._acts:
            return _refusal(HTTPStatus.NOT_FOUND, "no such act")
        if origin is None:
            return _refusal(HTTPStatus.FORBIDDEN, "no origin")
        if headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return _refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not JSON")
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            return _refusal(HTTPStatus.BAD_REQUEST, "not JSON")
        with self._lock:
            return self._acts[name](given)


def _refusal(status: HTTPStatus, fact: str) -> Answer:
    return Answer(status, {"error": fact})


def _handler_of(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _PATIENCE

        def do_GET(self) -> None:
            self._send(loopback.answer("GET", self.path, self._headers(), b""))

        def do_POST(self) -> None:
            length = self._headers().get("Content-Length", "")
            if "Transfer-Encoding" in self.headers:  # where such a body ends is not read
                self.close_connection = True
                self._send(_refusal(HTTPStatus.LENGTH_REQUIRED, "a body of one length, not in chunks"))
                return
            if not _LENGTH.fullmatch(length) or int(length) > LARGEST:
                self.close_connection = True
                self._send(_refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {LARGEST} bytes"))
                return
            self._send(loopback.answer("POST", self.path, self._headers(), self.rfile.read(int(length))))

        def _headers(self) -> dict[str, str]:
            """Return the headers, those that are sent twice as one text that equals nothing that is expected."""
            return {name.title(): ", ".join(self.headers.get_all(name, [])) for name in self.headers}

        def _send(self, answer: Answer) -> None:
            content = answer.value.encode() if answer.page else json.dumps(answer.value, ensure_ascii=False).encode()
            self.send_response(answer.status)
            kind = "text/html" if answer.page else "application/json"
            sent = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(content))}
            for name, value in (_HEADERS | sent | {"Content-Security-Policy": answer.policy}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def version_string(self) -> str:
            return "cbec-kg"

        def log_message(self, format: str, *arguments: Any) -> None:
            """Log nothing: the address has the token."""

    return Handler
