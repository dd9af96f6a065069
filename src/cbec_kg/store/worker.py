"""The process that queries run in: ``python -m cbec_kg.store.worker``. It reads one store, and one query after another.

On standard input comes a line of JSON that names a database on disk, or says how many bytes of N-Quads follow; then a line
for each query. On standard output goes, for each, the answer in parts: a letter (``d`` for data, ``e`` for the end), a
length in four bytes, and so many bytes; those of the end are JSON. A query that takes too much memory ends the process.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from threading import Thread
from typing import TYPE_CHECKING, Any

from cbec_kg.errors import QueryError
from cbec_kg.io.processes import bound_memory, deepen_stack
from cbec_kg.store.encoding import encoded, form_of, write_lines
from cbec_kg.store.sparql import DamagedError, Dataset, engine_errors, evaluated

if TYPE_CHECKING:
    from pyoxigraph import Store

HEAD = struct.Struct(">cI")
DATA, END = b"d", b"e"
_PART = 1 << 16
_STACK = 512 << 20
_GROWN = 96 << 20
"""Bytes beyond its beginning from which on a process ends after an answer: its memory is in pieces by then."""


class _FullError(Exception):
    """More rows or bytes than are allowed; says which."""


class _Lines:
    """Collects an answer in lines, or sends it on in parts, and counts both."""

    def __init__(self, rows: int, most: int, send: bool) -> None:
        self.rows, self.most, self.send = rows, most, send
        self.lines = self.bytes = 0
        self.parts: list[bytes] = []
        self.waiting = 0

    def write(self, data: bytes) -> int:
        self.lines += data.count(b"\n")
        self.bytes += len(data)
        self.waiting += len(data)
        if self.lines > self.rows:
            raise _FullError("rows")
        if self.bytes > self.most:
            raise _FullError("bytes")
        self.parts.append(bytes(data))
        if self.send and self.waiting >= _PART:
            self.pass_on()
        return len(data)

    def flush(self) -> None:
        """Leave it: the end of an answer sends what is left."""

    def taken(self) -> bytes:
        content = b"".join(self.parts)
        self.parts, self.waiting = [], 0
        return content

    def pass_on(self) -> None:
        send(DATA, self.taken())


def send(kind: bytes, content: bytes) -> None:
    """Write one part of an answer."""
    sys.stdout.buffer.write(HEAD.pack(kind, len(content)))
    sys.stdout.buffer.write(content)


def main() -> None:
    """Answer queries until standard input ends."""
    Thread(target=_end_with_parent, daemon=True).start()
    requests = sys.stdin.buffer
    opening = json.loads(requests.readline())
    try:
        store = _opened(opening, requests.read(opening.get("length", 0)))
    except (OSError, RuntimeError) as error:
        _finish({"damaged": str(error)})
        return
    deepen_stack(_STACK)
    bound_memory(opening["memory"])
    begun = _peak()
    _finish({})
    for line in requests:
        end = _answered(store, json.loads(line))
        end["last"] = _peak() > begun + _GROWN
        _finish(end)
        if end["last"]:
            return


def _opened(opening: dict[str, Any], nquads: bytes) -> Store:
    from pyoxigraph import RdfFormat, Store

    if "database" in opening:
        return Store.read_only(opening["database"])
    store = Store()
    store.bulk_load(nquads, format=RdfFormat.N_QUADS)
    return store


def _answered(store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    """Send the answer of a query, and return how it ended."""
    text, prefixes = asked["text"], asked["prefixes"]
    dataset = Dataset(*map(tuple, asked["dataset"])) if asked["dataset"] else None
    wanted = asked["forms"]
    lines = _Lines(asked["rows"] + 1, asked["bytes"], not wanted)  # a table has a line for its heading
    try:
        with engine_errors(text, prefixes):
            result = evaluated(store, text, prefixes, dataset)
            form = form_of(result)
            if wanted and form not in wanted:
                return {"form": form, "rows": 0, "unwanted": True}
            lines.rows -= form == "construct"
            write_lines(result, lines)  # type: ignore[arg-type]  # it writes, which is all that is asked of it
            if wanted:
                ready = encoded(form, lines.taken(), wanted[form])
                for start in range(0, len(ready), _PART):
                    send(DATA, ready[start : start + _PART])
            else:
                lines.pass_on()
            return {"form": form, "rows": lines.lines - (form == "select")}
    except _FullError as error:
        return {"full": str(error)}
    except DamagedError as error:
        return {"damaged": str(error)}
    except QueryError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"full": "memory"}


def _finish(end: dict[str, Any]) -> None:
    send(END, json.dumps(end).encode())
    sys.stdout.buffer.flush()


def _peak() -> int:
    """Return the most bytes of memory that the process ever had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _end_with_parent() -> None:
    """End the process when the one that asks is gone, in the middle of a query too."""
    try:
        from select import poll
    except ImportError:  # a system without it; there the end of the limit of time is waited for
        return
    waiting = poll()
    waiting.register(0, 0)  # a pipe whose other end is closed is reported without being asked for
    waiting.poll()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
