"""Locks on files and folders, which end with the process that has them, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cbec_kg.errors import OutputError, UnavailableError


@contextmanager
def written_by_one(lock: Path, holder: str) -> Iterator[None]:
    """Let this process alone write what a lock's file stands for; `holder` says who that is to whoever comes meanwhile.

    UnavailableError names the one that has the lock; OutputError when the file cannot be written.
    """
    import fcntl

    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(f"{lock.parent}: cannot be written: {(error.strerror or str(error)).lower()}.") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(handle, 300).decode(errors="replace").strip() or "another process"
            raise UnavailableError(
                f"{lock.parent}: is being written by {who}; nothing was changed. Try again when that has ended."
            ) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{holder}\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def lock_at_once(path: str | Path, *, anyway: bool = False) -> int | None:
    """Return a handle that has the only lock on a file or folder, None where another process has it or nothing is there.

    Where there are no locks, None too, or with `anyway` a handle without one. It is given up by closing it.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_ino == os.lstat(path).st_ino:  # else it was moved before the lock held
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except (OSError, ImportError):  # a file system, or a system, without such locks
        if anyway:
            return handle
    os.close(handle)
    return None


@contextmanager
def folder_written_by_one(folder: Path) -> Iterator[None]:
    """Let this process alone write a folder, which may be moved meanwhile; another one is awaited for ten seconds.

    UnavailableError when the other one takes longer.
    """
    for _ in range(200):
        handle = lock_at_once(folder, anyway=True)
        if handle is not None:
            try:
                yield
            finally:
                os.close(handle)
            return
        time.sleep(0.05)
    raise UnavailableError(
        f"{folder}: is being written by another process; nothing was changed. Try again when that has ended."
    )


class ReadLock:
    """Keeps a folder from being moved by `move_unread` until it is closed, or nothing refers to it any more."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def close(self) -> None:
        """Give the folder up."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close()


def lock_to_read(folder: Path) -> ReadLock | None:
    """Return a lock on a folder that is to be read, None when there is no such folder any more."""
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    lock = ReadLock(handle)
    fcntl.flock(handle, fcntl.LOCK_SH)
    if folder.exists() and os.fstat(handle).st_ino == folder.stat().st_ino:
        return lock
    lock.close()  # it was moved before the lock held
    return None


def move_unread(folder: Path, place: Path) -> bool:
    """Rename a folder unless a process has it locked by `lock_to_read`, and return whether that was done."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.rename(place)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
