"""Files and folders that are made beside their place, flushed to disk and renamed: under its name each is whole.

What is being made has a name of its own and is locked by the process that makes it, so that the next one can tell what a
process left that was ended, and removes it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from cbec_kg.io.locking import lock_at_once

PART = ".part-"
"""How the names of folders begin that are not in their place; whoever may write there may remove them."""

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def part_folder(parent: Path) -> Iterator[Path]:
    """Give a new folder within another, which is removed unless `put_in_place` moved it.

    Raises
    ------
    OSError
        When it cannot be made.
    """
    part = Path(tempfile.mkdtemp(prefix=PART, dir=parent))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def file_beside(place: Path) -> Iterator[Path]:
    """Give a new file next to a place, which takes that place at the end, flushed to disk; it is removed when that fails.

    What an earlier call for the same place left, whose process was ended, is removed.

    Raises
    ------
    OSError
        When it cannot be made, flushed or renamed: what stands at the place is untouched.
    """
    remove_strays(place)

    def make() -> Path:
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
        os.close(handle)
        return Path(name)

    part, lock = _locked(make)
    try:
        yield part
        _flush(part)
        part.chmod(0o666 & ~umask())
        part.replace(place)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    finally:
        os.close(lock)


@contextmanager
def folder_beside(place: Path) -> Iterator[Path]:
    """Give a new folder next to a place; what is there under its name in the end is removed, unless it was moved.

    What an earlier call for the same place left, whose process was ended, is removed.

    Raises
    ------
    OSError
        When it cannot be made.
    """
    remove_strays(place)
    part, lock = _locked(lambda: Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
        os.close(lock)


def remove_strays(place: Path) -> None:
    """Remove what was made beside a place by processes that were ended, as far as that is possible."""
    name = re.compile(rf"\.{re.escape(place.name)}\.[a-z0-9_]{{8}}\.part")
    try:
        found = [entry.path for entry in os.scandir(place.parent) if name.fullmatch(entry.name)]
    except OSError:
        return
    for path in found:
        with suppress(OSError):
            own = not hasattr(os, "getuid") or os.lstat(path).st_uid == os.getuid()
            lock = lock_at_once(path) if own else None
            if lock is not None:
                if os.path.isdir(path):  # noqa: PTH112  # of a name without a trailing slash
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    os.unlink(path)  # noqa: PTH108  # likewise
                os.close(lock)


def _locked(make: Callable[[], Path]) -> tuple[Path, int]:
    """Return what was made, and the lock on it, which is had before another process takes it for a stray."""
    for _ in range(100):
        part = make()
        lock = lock_at_once(part, anyway=True)
        if lock is not None:
            return part, lock
    raise OSError(11, "is being cleared by other processes")


def write_flushed(path: Path, content: bytes) -> None:
    """Write a file, with the folders above it, and flush it to disk; OSError when that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def link_or_copy(file: Path, place: Path) -> None:
    """Give a file that nobody changes a second place, by a link where the file system allows that; OSError when it fails."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, place)
    except OSError:
        write_flushed(place, file.read_bytes())


def put_in_place(part: Path, place: Path) -> None:
    """Flush all of a folder to disk and rename it to its place; what is there takes its name, or is removed.

    Raises
    ------
    OSError
        When that fails.
    """
    flush_all(part)
    if not exchange(part, place):
        remove_tree(place)
        part.rename(place)
    _flush(place.parent)


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders have each other's name in one step, and return whether that was done.

    It is not where one of them is missing, lies on another file system or is where one is mounted, where their folder
    cannot be written to, or the system has no such step.
    """
    call = _libc_call("renameat2")
    return call is not None and call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0


def flush_all(folder: Path) -> None:
    """Flush a folder and all that is in it to disk: its whole file system at once where that goes, which is far faster.

    Raises
    ------
    OSError
        When that fails.
    """
    call = _libc_call("syncfs")
    if call is None:
        for found in (*folder.rglob("*"), folder):
            if not found.is_symlink() and (found.is_dir() or found.is_file()):
                _flush(found)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if call(handle) != 0:
            import ctypes

            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)


@cache
def _libc_call(name: str) -> Callable[..., int] | None:
    """Return a function of the C library that Python does not offer, None where it has none."""
    import ctypes

    try:
        return getattr(ctypes.CDLL(None, use_errno=True), name, None)
    except (OSError, TypeError):  # a system without such a library
        return None


def remove_tree(folder: Path) -> None:
    """Remove a folder as far as that is possible."""
    shutil.rmtree(folder, ignore_errors=True)


def umask() -> int:
    """Return which permissions new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
