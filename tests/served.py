"""A server that tests ask: the installed command in a process of its own, on a free port of this machine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from cli_calls import PATIENCE, SCRIPT

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Served:
    """A server that runs; `log` gets its lines when it has ended."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2].rstrip("/"))

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **named: str,
    ) -> Reply:
        """Return what a request gets; headers may be named as Python allows: ``content_type``."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = {name.replace("_", "-"): value for name, value in named.items()}
            connection.request(method, quote(path, safe="/?&=%:#+;,[]()'*$@!~"), body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def sparql(self, text: str, accept: str = "application/sparql-results+json", **parameters: Any) -> Reply:
        asked = urlencode(
            {"query": text, **{name.replace("_", "-"): value for name, value in parameters.items()}}, doseq=True
        )
        return self.ask(f"/sparql?{asked}", accept=accept)

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]


@contextmanager
def served(log: Path, *arguments: str | Path) -> Iterator[Served]:
    """Run ``cbec-kg serve`` until the block is left."""
    with log.open("w", encoding="utf-8") as errors:
        command = [str(SCRIPT), "serve", "--port", "0", *map(str, arguments)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("Open http://"), log.read_text(encoding="utf-8")
        yield Served(process, first.removeprefix("Open ").strip(), log)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
