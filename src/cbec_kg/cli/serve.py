"""``cbec-kg serve`` and ``cbec-kg mcp``: the graph for other programs."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

import cbec_kg.cli.options as options
from cbec_kg.errors import UsageError

_SECONDS = options.Seconds(min=0.1, max=86_400)
_JSON = json.JSONEncoder(ensure_ascii=False).encode
_NAME = r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?"
_ORIGIN = rf"\*|https?://({_NAME})"
_ADDRESS = rf"https?://({_NAME})(/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*)?"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other machines in.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name that the server is called by, with its port.")
@click.option("--base", metavar="IRI", help="Where clients find it, behind a proxy [default: by host and port].")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="An origin whose pages may read it; * for all.")
@click.option("--timeout", type=_SECONDS, default=10.0, show_default=True, help="Seconds a query.")
@click.option("--memory", type=click.IntRange(min=16), default=512, show_default=True, help="Megabytes a query.")
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True, help="Rows an answer.")
@click.option("--output", type=click.IntRange(min=1), default=16, show_default=True, help="Megabytes an answer.")
@click.option("--processes", type=click.IntRange(1, 256), default=4, show_default=True, help="Queries at once.")
@click.option("--patience", type=_SECONDS, default=30.0, show_default=True, help="Seconds for a slow client.")
@options.bibliography_option
@options.folders_option
def serve(
    folders: options.Folders, port: int, host: str, names: options.Names, base: str | None, origins: options.Names,
    timeout: float, memory: int, rows: int, output: int, processes: int, patience: float, bibliography: Path | None,
    data: options.Folders,
) -> None:  # fmt: skip
    """Serve papers over HTTP, to this machine alone unless told otherwise.

    At / is the explorer; each record has a page, and Turtle, N-Triples and JSON-LD; /sparql is a SPARQL 1.1 endpoint with
    an editor; /queries has the shipped queries and /api the questions of the commands, both as JSON (/openapi.json).
    Nothing can be changed. Each query runs in a process of its own, which is ended when it takes too much. The log goes to
    standard error, a line of JSON a request. Ctrl-C or SIGTERM stop it.

    \b
    Examples:
      cbec-kg serve
      cbec-kg serve mypaper --port 8080
      cbec-kg serve --host 0.0.0.0 --name kg.example.org --base https://kg.example.org/
    """
    _need("starlette", "uvicorn", extra="serve")
    from cbec_kg.api.service import limits_of
    from cbec_kg.api.stores import copied
    from cbec_kg.endpoint.application import Serving, application
    from cbec_kg.endpoint.guarding import Guarding
    from cbec_kg.endpoint.running import Running, bound_socket

    _refuse("--base", [base] if base else [], _ADDRESS, "an address, such as https://kg.example.org/")
    _refuse("--name", names, _NAME, "a host with its port, such as kg.example.org:8000")
    _refuse("--cors", origins, _ORIGIN, "an origin, such as https://kg.example.org, or *")
    papers = copied(options.papers_at((*folders, *data), bibliography))
    bound = bound_socket(host, port)
    port = bound.getsockname()[1]
    called = f"[{host}]" if ":" in host else host
    address = f"http://{called}:{port}/"
    hosts = [f"{name}:{port}" for name in (*_LOOPBACK[:2], "[::1]", called)]
    hosts += [name for name in (*_LOOPBACK[:2], "[::1]", called) if port == 80]
    guarding = Guarding(
        (*hosts, *(name.lower() for name in names)), host not in _LOOPBACK, origins, patience=patience, log=_log
    )
    serving = Serving(_ended(base or address), guarding, limits_of(timeout, memory, rows, output), processes)
    running = Running(application(papers, serving), bound, patience)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: running.stop())
    options.echo(f"Open {address}\nEnd with Ctrl-C.\n")
    sys.stdout.flush()
    _log({"event": "start", "address": address, "papers": list(papers.ids)})
    running.serve()
    _log({"event": "stop"})


@click.command()
@options.bibliography_option
@options.folders_option
def mcp(bibliography: Path | None, data: options.Folders) -> None:
    """Offer the questions of the commands to an assistant, as tools of the Model Context Protocol.

    The assistant starts this command and speaks to it on standard input and output. It can search, follow evidence, withdraw
    sources, list gaps and audit figures; it can change nothing, and read nothing else. Every sentence that it is given
    comes with the record's id, its place in the article and its basis.
    """
    _need("mcp", extra="mcp")
    from cbec_kg.endpoint.assistants import run_tools

    run_tools(options.papers_at(data, bibliography))


def _need(*packages: str, extra: str) -> None:
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise UsageError(f"{', '.join(missing)} is not installed. Install it: pip install 'cbec-kg[{extra}]'")


def _refuse(option: str, values: Iterable[str], pattern: str, expected: str) -> None:
    for value in values:
        if not re.fullmatch(pattern, value):
            raise UsageError(f"{option} {value!r}: {expected} is expected.")


def _ended(base: str) -> str:
    return base if base.endswith("/") else f"{base}/"


def _log(entry: dict[str, Any]) -> None:
    """Write a line of JSON on standard error."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    with suppress(OSError, ValueError):  # nobody reads it: the answers go on
        sys.stderr.write(f"{_JSON({'time': at, **entry})}\n")
