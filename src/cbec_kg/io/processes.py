"""Processes that do what is not trusted, and can be ended: how much memory one may take, and how long another may run.

A process limits itself, once it has loaded what it needs; who started it ends it when its time is over. Limits of memory
hold where the system has them for a process, as Linux does.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def run_bounded(
    command: Sequence[str],
    content: bytes,
    seconds: float,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Return how a program ended that was given `content`; it is killed after `seconds`.

    Raises
    ------
    TimeoutError
        When it was killed.
    OSError
        When it cannot be started.
    """
    try:
        return subprocess.run(
            command, input=content, capture_output=True, timeout=seconds, check=False, env=environment, cwd=folder
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"{command[0]} took over {seconds:g} s") from None


def bound_memory(most: int) -> None:
    """Let this process take at most so many bytes more than it has; what asks for more ends it, or raises MemoryError."""
    try:
        import resource
    except ImportError:  # no limits for a process here
        return
    with suppress(ValueError, OSError):  # a lower limit is set already
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        limit = _data_bytes(resource.getpagesize()) + most
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def bound_work(seconds: float) -> None:
    """Let this process, and each that it starts, work for so many seconds at most, whatever becomes of who started it."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):  # a lower limit is set already
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))


def deepen_stack(most: int) -> None:
    """Let the main thread's stack grow to so many bytes, as far as the system allows."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_STACK, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _data_bytes(page: int) -> int:
    """Return what counts towards the limit already; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * page
    except (OSError, ValueError, IndexError):
        return 0
