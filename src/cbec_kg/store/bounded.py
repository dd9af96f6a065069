"""Queries that nobody vouches for, each in a process that is ended when its time or memory is over.

A process answers one query after another; after a limit, the next query gets a new one. Out of scope: which queries are let
in at all (`cbec_kg.store.sparql`).
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any, NamedTuple

from cbec_kg.errors import LimitError, QueryError
from cbec_kg.store.sparql import DamagedError, Dataset
from cbec_kg.store.worker import DATA, HEAD

MEGABYTE = 1 << 20


class Limits(NamedTuple):
    """What a query may take: seconds (0 for no limit), bytes of memory, rows, and bytes of its answer."""

    seconds: float = 30.0
    memory: int = 512 * MEGABYTE
    rows: int = 1_000_000
    output: int = 64 * MEGABYTE


class Question(NamedTuple):
    """A query that was let in, with the prefixes that it may use, the graphs that it is asked of, if not all, and the format
    of its answer by its form; lines where there is none.
    """

    text: str
    prefixes: Mapping[str, str] = {}
    dataset: Dataset | None = None
    forms: Mapping[str, str] = {}


class UnwantedFormError(QueryError):
    """A query of a form that the asker takes in none of its formats."""

    def __init__(self, form: str, forms: Mapping[str, str]) -> None:
        self.form = form
        super().__init__(
            f"the query is a {form.upper()}, whose formats are none of: {', '.join(sorted(set(forms.values())))}."
        )


class Reply(NamedTuple):
    """The answer of a query: its form (``select``, ``ask``, ``construct``), as bytes, and how many rows they hold."""

    form: str
    content: bytes
    rows: int


class Worker:
    """A process that answers queries of a database on disk, or of N-Quads that a callable gives; it starts when asked."""

    def __init__(self, graph: Path | Callable[[], bytes], memory: int) -> None:
        self.memory = memory
        self._graph = graph
        self._process: subprocess.Popen[bytes] | None = None
        self._closing: weakref.finalize[Any, Any] | None = None

    def ask(self, question: Question, limits: Limits) -> Reply:
        """Return the answer of a query, within limits of time, rows and bytes.

        Raises
        ------
        QueryError
            When the engine cannot read or run it.
        DamagedError
            When the database on disk is damaged.
        LimitError
            When time, memory, rows or bytes are used up.
        """
        process = self._process or self._started()
        late: list[bool] = []

        def end() -> None:
            late.append(True)
            process.kill()

        timer = Timer(limits.seconds, end)
        timer.daemon = True
        if limits.seconds:
            timer.start()
        try:
            return self._asked(process, question, limits)
        except (EOFError, BrokenPipeError):
            code = self.close()
            raise LimitError(_over_time(limits) if late else _ended(code, self.memory)) from None
        except (QueryError, LimitError):
            raise
        except BaseException:
            self.close()  # whatever it writes now is the answer of a question that nobody waits for
            raise
        finally:
            timer.cancel()

    def close(self) -> int:
        """End the process, and return how it ended."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if self._closing is not None:
            self._closing.detach()
        return _end(process)

    def _started(self) -> subprocess.Popen[bytes]:
        on_disk = isinstance(self._graph, Path)
        nquads = b"" if on_disk else self._graph()  # type: ignore[operator]  # a callable
        opening = {"database": str(self._graph)} if on_disk else {"length": len(nquads)}
        self._process = process = subprocess.Popen(
            [sys.executable, "-P", "-m", "cbec_kg.store.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._closing = weakref.finalize(self, _end, process)
        _write(process, json.dumps({**opening, "memory": self.memory}).encode() + b"\n" + nquads)
        _, end = _read(process.stdout)
        if "damaged" in end:
            self.close()
            raise DamagedError(f"the database cannot be opened: {end['damaged']}")
        return process

    def _asked(self, process: subprocess.Popen[bytes], question: Question, limits: Limits) -> Reply:
        asked = question._asdict() | {"rows": limits.rows, "bytes": limits.output}
        _write(process, json.dumps(asked).encode() + b"\n")
        content, end = _read(process.stdout)
        if end["last"] or "damaged" in end:
            self.close()
        if "error" in end:
            raise QueryError(end["error"])
        if "damaged" in end:
            raise DamagedError(end["damaged"])
        if "full" in end:
            raise LimitError(_full(end["full"], limits, self.memory))
        if "unwanted" in end:
            raise UnwantedFormError(end["form"], question.forms)
        return Reply(end["form"], content, end["rows"])


def _write(process: subprocess.Popen[bytes], content: bytes) -> None:
    assert process.stdin is not None  # it is a pipe
    process.stdin.write(content)
    process.stdin.flush()


def _read(output: IO[bytes] | None) -> tuple[bytes, dict[str, Any]]:
    """Return an answer and how it ended; EOFError when the process ended instead."""
    assert output is not None  # it is a pipe
    parts: list[bytes] = []
    while True:
        head = output.read(HEAD.size)
        if len(head) < HEAD.size:
            raise EOFError
        kind, length = HEAD.unpack(head)
        content = output.read(length)
        if len(content) < length:
            raise EOFError
        if kind != DATA:
            return b"".join(parts), json.loads(content)
        parts.append(content)


def _end(process: subprocess.Popen[bytes]) -> int:
    """Kill a process unless it has ended, and return how it did."""
    with suppress(OSError):
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe
    code = process.poll()
    if code is None:
        try:
            code = process.wait(0.05)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
    process.stdout.close()  # type: ignore[union-attr]  # it is a pipe
    return code


def _over_time(limits: Limits) -> str:
    return f"the query took over {limits.seconds:g} s and was ended. Narrow it, or allow more with --timeout."


def _ended(code: int, memory: int) -> str:
    """Return why a process ended in the middle of a query: the engine aborts where memory is refused to it."""
    if code in (-signal.SIGSEGV, -signal.SIGBUS):
        return "the query nests deeper than the engine can follow, which ended it. Flatten it."
    return f"the query took over {memory // MEGABYTE:,} MB of memory and was ended. Narrow it, or allow more with --memory."


def _full(what: str, limits: Limits, memory: int) -> str:
    if what == "rows":
        return f"the query gives over {limits.rows:,} rows. Narrow it or add LIMIT."
    if what == "bytes":
        return f"the answer has over {limits.output // MEGABYTE:,} MB. Narrow the query or add LIMIT."
    return _ended(0, memory)
