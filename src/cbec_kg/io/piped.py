"""A process that answers one question after another over its pipes, and that can be ended in the middle of one.

On its standard input comes a line of JSON that says how many bytes follow, what it works on, and then a line for each
question; a number calls off so many of those before it, as far as they are not begun. On its standard output goes, for
each, the answer in parts: a letter (``d`` for data, ``e`` for the end), a length in four bytes, and so many bytes; those of
the end are JSON. What takes too much memory ends the process.
"""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import Thread, Timer
from typing import Any

from cbec_kg.errors import UnavailableError
from cbec_kg.io.processes import bound_memory, deepen_stack

HEAD = struct.Struct(">cI")
DATA, END = b"d", b"e"
PART = 1 << 16
"""Bytes of an answer that are written, and read, at once."""

_STACK = 512 << 20
_GROWN = 96 << 20
"""Bytes beyond its beginning from which on a process ends after an answer: its memory is in pieces by then."""

Found = tuple[bytes, dict[str, Any]]
"""An answer, and what was written at its end."""


class EndedError(Exception):
    """The process ended in the middle of a question: over its time (`late`), or with a code of its own."""

    def __init__(self, late: bool, code: int) -> None:
        self.late, self.code = late, code
        super().__init__(f"ended with {code}")


class PipedProcess:
    """A process that answers questions, one at a time; it starts when it is first asked, and anew when it has ended.

    Parameters
    ----------
    module : str
        Which module of this package it runs; that calls `answer_questions`.
    opening : callable
        Gives what it works on, as plain values and bytes.
    memory : int
        Bytes that it may take beyond what it has once it is ready.
    """

    def __init__(self, module: str, opening: Callable[[], tuple[Mapping[str, Any], bytes]], memory: int) -> None:
        self.memory = memory
        self._module, self._opening = module, opening
        self._process: subprocess.Popen[bytes] | None = None
        self._closing: weakref.finalize[Any, Any] | None = None
        self._got = bytearray()
        self._parts: list[bytes] = []

    def exchange(self, question: bytes, seconds: float) -> Found:
        """Return the answer of a question, a line; the process is ended when it takes over `seconds`, if any.

        Raises
        ------
        EndedError
            When the process ended instead.
        """
        if self._process is None:
            self.start()
        late: list[bool] = []

        def end() -> None:
            late.append(True)
            with suppress(EOFError):
                self.kill()

        timer = Timer(seconds, end)
        timer.daemon = True
        if seconds:
            timer.start()
        try:
            self.write(question)
            while not (found := self.read()):
                pass
            if "last" in found[0][1]:
                self.close()
            return found[0]
        except (EOFError, BrokenPipeError):
            raise EndedError(bool(late), self.close(ending=True)) from None
        except BaseException:
            self.close()  # whatever it writes now is the answer of a question that nobody waits for
            raise
        finally:
            timer.cancel()

    @property
    def runs(self) -> bool:
        """Return whether there is a process, which may be ending."""
        return self._process is not None

    def start(self) -> None:
        """Start the process, and wait until it is ready.

        `EndedError` is raised when it ended instead, `UnavailableError` when there can be none; `opened` raises what it made
        of what it works on.
        """
        opening, content = self._opening()
        try:
            self._process = process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnavailableError(f"no process of its own can be started for this: {reason}. Try again.") from None
        self._closing = weakref.finalize(self, _end, process)
        head = json.dumps({**opening, "length": len(content), "memory": self.memory}).encode()
        try:
            self.write(head + b"\n" + content)
            while not (found := self.read()):
                pass
            self.opened(found[0][1])
        except (EOFError, BrokenPipeError):
            raise EndedError(False, self.close(ending=True)) from None
        except BaseException:
            self.close()
            raise

    def opened(self, end: dict[str, Any]) -> None:
        """Raise what is wrong with what the process works on."""

    def write(self, line: bytes) -> None:
        """Send a question; BrokenPipeError when the process has ended."""
        process = self._running()
        assert process.stdin is not None  # it is a pipe
        process.stdin.write(line)
        process.stdin.flush()

    @property
    def output(self) -> int:
        """Return the descriptor of what `read` reads."""
        process = self._running()
        assert process.stdout is not None  # it is a pipe
        return process.stdout.fileno()

    def read(self) -> list[Found]:
        """Wait for something to read, and return the answers that it completes; EOFError when the process has ended."""
        part = os.read(self.output, PART)
        if not part:
            raise EOFError
        got, found = self._got, []
        got += part
        while len(got) >= HEAD.size:
            kind, length = HEAD.unpack_from(got)
            end = HEAD.size + length
            if len(got) < end:
                break
            content = bytes(got[HEAD.size : end])
            del got[:end]
            if kind == DATA:
                self._parts.append(content)
            else:
                found.append((b"".join(self._parts), json.loads(content)))
                self._parts.clear()
        return found

    def kill(self) -> None:
        """Kill the process: its output ends with it."""
        self._running().kill()

    def close(self, *, ending: bool = False) -> int:
        """End the process, and return how it ended: of one that is `ending` that is waited for."""
        process, self._process = self._process, None
        self._got.clear()
        self._parts.clear()
        if process is None:
            return 0
        if self._closing is not None:
            self._closing.detach()
        return _end(process, ending)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise EOFError
        return self._process


def _end(process: subprocess.Popen[bytes], ending: bool = False) -> int:
    """Kill a process, unless it is ending, and return how it ended."""
    with suppress(OSError):
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe
    with suppress(subprocess.TimeoutExpired):
        process.wait(1 if ending else 0)
    process.kill()
    code = process.wait()
    process.stdout.close()  # type: ignore[union-attr]  # it is a pipe
    return code


Answered = Callable[[Any], dict[str, Any]]
"""Sends the answer of a question, and returns what is written at its end."""


def answer_questions(opened: Callable[[dict[str, Any], bytes], Answered]) -> None:
    """Answer questions on standard input until it ends; `opened` is given what they are about.

    What it raises is written as ``damaged``.
    """
    Thread(target=_end_with_parent, daemon=True).start()
    requests = sys.stdin.buffer
    opening = json.loads(requests.readline())
    try:
        answered = opened(opening, requests.read(opening["length"]))
    except (OSError, RuntimeError) as error:
        _finish({"damaged": str(error)})
        return
    deepen_stack(_STACK)
    bound_memory(opening["memory"])
    begun = _peak()
    _finish({})
    for line in _questions():
        end = answered(json.loads(line)) if line else {"called off": True}
        if _peak() > begun + _GROWN:
            end["last"] = True
        _finish(end)
        if "last" in end:
            return


def _questions() -> Iterator[bytes]:
    """Read questions until standard input ends; one that was called off is empty."""
    lines: deque[bytes] = deque()
    rest = b""
    more = select.poll()
    more.register(0, select.POLLIN)
    while True:
        if not lines or more.poll(0):
            part = os.read(0, PART)
            if not part:
                return
            *whole, rest = (rest + part).split(b"\n")
            for line in whole:
                if not line.isdigit():
                    lines.append(line)
                    continue
                for place in range(max(0, len(lines) - int(line)), len(lines)):
                    lines[place] = b""
        else:
            yield lines.popleft()


def send(content: bytes, kind: bytes = DATA) -> None:
    """Write one part of an answer."""
    sys.stdout.buffer.write(HEAD.pack(kind, len(content)))
    sys.stdout.buffer.write(content)


def _finish(end: dict[str, Any]) -> None:
    send(json.dumps(end).encode(), END)
    sys.stdout.buffer.flush()


def _peak() -> int:
    """Return the most bytes of memory that the process ever had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _end_with_parent() -> None:
    """End the process when the one that asks is gone, in the middle of a question too."""
    waiting = select.poll()
    waiting.register(0, 0)  # a pipe whose other end is closed is reported without being asked for
    waiting.poll()
    os.kill(os.getpid(), signal.SIGKILL)
