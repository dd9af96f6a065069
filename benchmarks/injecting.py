"""Faults on purpose: the n-th call that writes fails, or ends the process, as a full disk or a kill would.

What is counted are the calls below Python's files and folders: making, opening, writing, flushing, linking, renaming,
removing, changing permissions, and the C library's exchange of two names and flush of a file system.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cbec_kg.io import durable

_CALLS = ("mkdir", "rmdir", "unlink", "remove", "rename", "replace", "link", "fsync", "chmod", "chown", "utime", "truncate")
_WRITING = frozenset("wxa+")


class Fault:
    """Fails the n-th call under some folders with an error number, all later ones too where it `lasts`; counts them all.

    With the number None the process kills itself instead.
    """

    def __init__(self, at: int, number: int | None, lasts: bool = False) -> None:
        self.at = at
        self.number = number
        self.lasts = lasts
        self.calls = 0
        self.hit: str = ""

    def count(self, name: str) -> None:
        """Count a call, and let it fail if it is its turn."""
        self.calls += 1
        if self.calls == self.at or (self.lasts and self.calls > self.at):
            self.hit = self.hit or name
            if self.number is None:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(self.number, os.strerror(int(self.number or 0)))

    def failed(self, name: str) -> bool:
        """Count a call of the C library, and return whether it fails."""
        try:
            self.count(name)
        except OSError as error:
            ctypes.set_errno(error.errno or errno.EIO)
            return True
        return False


class _Raw(io.FileIO):
    """A file each of whose writes is counted."""

    fault: Fault

    def write(self, data: Any, /) -> int:
        self.fault.count("write")
        return int(super().write(data) or 0)


def _opened(fault: Fault, real: Callable[..., Any]) -> Callable[..., Any]:
    def opened(file: Any, mode: str = "r", *arguments: Any, **settings: Any) -> Any:
        if not _WRITING & set(mode) or isinstance(file, int):
            return real(file, mode, *arguments, **settings)
        fault.count("open")
        if settings.get("opener") is not None:  # a file without a name
            return real(file, mode, *arguments, **settings)
        raw = _Raw(file, mode.replace("b", "").replace("t", ""))
        raw.fault = fault
        buffered = io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding=settings.get("encoding") or "utf-8")

    return opened


def _counted(fault: Fault, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*arguments: Any, **settings: Any) -> Any:
        fault.count(name)
        return real(*arguments, **settings)

    return counted


def _os_open(fault: Fault, real: Callable[..., int]) -> Callable[..., int]:
    def opened(path: Any, flags: int, *arguments: Any, **settings: Any) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            fault.count("open")
        return real(path, flags, *arguments, **settings)

    return opened


@contextmanager
def injected(fault: Fault) -> Iterator[Fault]:
    """Let the calls of this process go through a fault."""
    call = durable._libc_call  # there is no public place to stand between

    def libc(name: str) -> Callable[..., int] | None:
        real = call(name)
        return None if real is None else lambda *arguments: -1 if fault.failed(name) else real(*arguments)

    with ExitStack() as patches:
        for name in _CALLS:
            patches.enter_context(patch.object(os, name, _counted(fault, name, getattr(os, name))))
        patches.enter_context(patch.object(os, "open", _os_open(fault, os.open)))
        patches.enter_context(patch.object(io, "open", _opened(fault, io.open)))
        patches.enter_context(patch.object(builtins, "open", _opened(fault, builtins.open)))
        patches.enter_context(patch.object(durable, "_libc_call", libc))
        yield fault


def killed(work: Callable[[], object], at: int) -> bool:
    """Do some work in a process of its own that kills itself at its n-th call; return whether it came so far."""
    child = os.fork()
    if child == 0:  # pragma: no cover  # ends by os._exit
        code = 1
        try:
            with injected(Fault(at, None)):
                work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def tree(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder; of a link, where it leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[path.relative_to(folder).as_posix()] = b"-> " + os.fsencode(path.readlink())
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
