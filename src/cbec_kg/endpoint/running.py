"""An application on a socket, by uvicorn: patient with clients for a while, and stopped once its answers are out."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from cbec_kg.errors import OutputError

_LAST_ANSWERS = 5
"""Seconds that answers may still take once the server is to stop."""

_LEAST_READ = 100_000
"""Bytes that a client must read within its patience: a slow line has more."""

_MOST_CONNECTIONS = 1_000
_WAITING = 128


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket that is bound, to any free port for 0.

    Raises
    ------
    OutputError
        When it cannot be.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(_WAITING)  # who connects before the server runs is answered when it does
        except OSError:
            made.close()
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"port {port} on {host}: {reason}. Name another, or 0 for one that is free.") from None
    return made


class Running:
    """A server on a bound socket; `patience` is how many seconds a client may take to send a request or read an answer."""

    def __init__(self, app: ASGIApp, bound: socket.socket, patience: float) -> None:
        config = uvicorn.Config(
            app, http=_patient(patience), ws="none", log_config=None, access_log=False, server_header=False,
            limit_concurrency=_MOST_CONNECTIONS, timeout_graceful_shutdown=_LAST_ANSWERS, lifespan="on", proxy_headers=False,
        )  # fmt: skip
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
        self._server = _Server(config)
        self._bound = bound

    def serve(self) -> None:
        """Answer requests until `stop` is called."""
        asyncio.run(self._server.serve([self._bound]))

    def stop(self) -> None:
        """End `serve` when the answers that are under way are out; the second time, at once. A signal may call it."""
        if self._server.should_exit:
            self._server.force_exit = True
        self._server.should_exit = True


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to who runs the server."""
        yield


def _patient(patience: float) -> type[H11Protocol]:
    class Patient(H11Protocol):
        """HTTP as uvicorn speaks it, without end for no client."""

        _unread: asyncio.TimerHandle | None = None
        _unsent: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._await_request()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._await_request()

        def connection_lost(self, exc: Exception | None) -> None:
            for timer in (self._unread, self._unsent):
                if timer is not None:
                    timer.cancel()
            super().connection_lost(exc)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._await_reading(self.transport.get_write_buffer_size())

        def _await_reading(self, left: int) -> None:
            """Give the client a while to read what is left, and another when it has read some of it."""

            def look() -> None:
                now = self.transport.get_write_buffer_size()
                if now > left - _LEAST_READ:
                    self.transport.abort()
                else:
                    self._await_reading(now)

            self._unread = self.loop.call_later(patience, look)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._unread is not None:
                self._unread.cancel()
                self._unread = None

        def _await_request(self) -> None:
            """Give the client a while for the head of a request, counted from its first byte or the connection."""
            if self.cycle is None or self.cycle.response_complete:
                self._unsent = self._unsent or self.loop.call_later(patience, self.transport.abort)
            elif self._unsent is not None:
                self._unsent.cancel()
                self._unsent = None

    return Patient
