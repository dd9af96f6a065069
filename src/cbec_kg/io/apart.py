"""Functions of this package called in a process apart, for files that nobody vouches for: ``python -m cbec_kg.io.apart``.

On standard input come a line of JSON, which names the function, and the file's bytes; on standard output goes JSON. What the
file does to the process that reads it, it does to nobody else: time, memory and output are limited.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import cbec_kg.errors
from cbec_kg.errors import CbecError, DataError, LimitError, Problem, UnavailableError, UsageError, beginning
from cbec_kg.io.processes import bound_memory, bound_work, run_bounded

_MEGABYTE = 1 << 20
_SECONDS = 90.0
MEMORY_VARIABLE = "CBEC_KG_MEMORY"
"""Variable of the environment that has the megabytes which reading a file may take."""

_OF_MEMORY = (-signal.SIGABRT, -signal.SIGKILL)
"""How a process ends that is refused memory by a library that cannot go on, or ended by a system that has none left."""

_OUT_OF_MEMORY = re.compile(rb"MemoryError|bad_alloc|[Cc]annot allocate|out of memory")


class ApartLimits(NamedTuple):
    """What reading one file may take: seconds, bytes of memory beyond those of an idle process, bytes of output.

    `step` is what to do where it takes more; `raised_by` what lets it take more memory, empty where nothing does.
    """

    seconds: float
    memory: int = 512 * _MEGABYTE
    output: int = 128 * _MEGABYTE
    step: str = "Give the article alone, or its text"
    raised_by: str = MEMORY_VARIABLE


def limits_of_environment() -> ApartLimits:
    """Return the limits, the memory as the user's environment says; UsageError where that is no number of megabytes."""
    given = os.environ.get(MEMORY_VARIABLE, "")
    if not given:
        return ApartLimits(_SECONDS)
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 8 and int(given)):
        raise UsageError(f"{MEMORY_VARIABLE} is {given!r}; a number of megabytes is expected, such as 1024.")
    return ApartLimits(_SECONDS, int(given) * _MEGABYTE)


def call_apart(function: str, content: bytes, arguments: Sequence[Any], file: str, limits: ApartLimits) -> Any:
    """Return what a function, named ``module:name``, makes of a file's bytes and of arguments, all of them JSON.

    `file` is how messages call the file.

    Raises
    ------
    CbecError
        As the function raises it.
    LimitError
        When time, memory or output are used up.
    UnavailableError
        When no process can be started.
    """
    asked = {
        "function": function, "arguments": arguments, "seconds": limits.seconds, "memory": limits.memory,
        "output": limits.output,
    }  # fmt: skip
    command = [sys.executable, "-P", "-m", "cbec_kg.io.apart"]
    try:
        done = run_bounded(command, json.dumps(asked).encode() + b"\n" + content, limits.seconds)
    except TimeoutError:
        raise LimitError(_over(file, f"{limits.seconds:g} s", limits)) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnavailableError(f"{file}: no process of its own can be started for this: {reason}. Try again.") from None
    if done.returncode == -signal.SIGXCPU:
        raise LimitError(_over(file, f"{2 * limits.seconds:g} s of work", limits))
    if done.returncode in _OF_MEMORY or (done.returncode and _OUT_OF_MEMORY.search(done.stderr)):
        raise LimitError(_over_memory(file, limits))
    if done.returncode:
        raise UsageError(_faulty(file, _last_line(done.stderr)))
    ended = json.loads(done.stdout)
    match ended:
        case {"value": value}:
            return value
        case {"full": "memory"}:
            raise LimitError(_over_memory(file, limits))
        case {"fault": fault}:
            raise UsageError(_faulty(file, fault))
        case {"full": "output"}:
            raise LimitError(_over(file, f"{limits.output // _MEGABYTE:,} MB of what is read", limits))
    raise _error_of(ended)


def _faulty(file: str, fault: str) -> str:
    named = f" ({fault})" if fault else ""
    return f"{file}: cannot be read: its reader ended in a fault{named}. Save it again or extract its text."


def _last_line(content: bytes) -> str:
    """Return what a process said at its end, for a message."""
    return beginning(content.decode(errors="replace").strip().rpartition("\n")[2], 120)


def _over(file: str, most: str, limits: ApartLimits) -> str:
    return f"{file}: reading it took over {most} and was ended. {limits.step}."


def _over_memory(file: str, limits: ApartLimits) -> str:
    most = f"{limits.memory // _MEGABYTE:,} MB of memory"
    more = f", or allow more: {limits.raised_by}={2 * limits.memory // _MEGABYTE}" if limits.raised_by else "."
    return f"{_over(file, most, limits)[:-1]}{more}"


def _error_of(ended: dict[str, Any]) -> CbecError:
    if ended["problems"]:
        return DataError([Problem(*problem) for problem in ended["problems"]])
    kind: type[CbecError] = getattr(cbec_kg.errors, ended["kind"], UsageError)
    return kind(ended["message"])


def main() -> None:
    """Call the function that standard input names, and write what it returns or raises."""
    asked = json.loads(sys.stdin.buffer.readline())
    module, _, name = asked["function"].partition(":")
    function = getattr(import_module(module), name)
    bound_memory(asked["memory"])
    bound_work(2 * asked["seconds"])
    try:
        answer = json.dumps({"value": function(sys.stdin.buffer.read(), *asked["arguments"])}).encode()
        if len(answer) > asked["output"]:
            answer = b'{"full": "output"}'
    except CbecError as error:
        problems = list(error.problems) if isinstance(error, DataError) else []
        answer = json.dumps({"kind": type(error).__name__, "message": str(error), "problems": problems}).encode()
    except MemoryError:
        answer = b'{"full": "memory"}'
    except Exception as error:  # a library's, of a file that it was not made for
        fault = beginning(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__, 120)
        answer = json.dumps({"fault": fault}).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
