"""The door for what goes out: a file appears whole or not at all, and what stood there before survives a failure.

Each file is written beside its place, flushed to disk and renamed. Text is UTF-8 with new lines as given, whatever the
locale.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cbec_kg.errors import OutputError, UsageError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole, or leave what was there.

    Folders above it are made when missing; the file gets the permissions that the process' umask gives new files.

    Raises
    ------
    OutputError
        When the folder or file cannot be written: one line that names it and says why.
    """
    data = content.encode() if isinstance(content, str) else content
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path = path.resolve()
        if path.exists() and not path.is_file():
            raise OSError(22, "is a folder" if path.is_dir() else "is no regular file")
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise


def make_folder(path: Path) -> None:
    """Make a folder that can be written to, its parents included.

    Raises
    ------
    OutputError
        When it cannot be made or written to.
    """
    with _told(path):
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass


def refuse_full(path: Path) -> None:
    """Raise unless a folder can be made at `path`: nothing stands there, or an empty folder.

    Raises
    ------
    UsageError
        When a file stands there, or a folder that holds anything.
    """
    if path.is_dir() and not any(path.iterdir()):
        return
    if path.exists() or path.is_symlink():
        fact = "is not empty" if path.is_dir() else "is a file"
        raise UsageError(f"{path}: {fact}; nothing was written. Name a new folder.")


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill beside `path`, which takes its place when all went well and is removed when not.

    Raises
    ------
    UsageError
        When `path` is there and not an empty folder.
    OutputError
        When the folder cannot be made or put in its place.
    """
    refuse_full(path)
    with _told(path):
        path = path.absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    try:
        yield beside
        with _told(path):
            beside.chmod(0o777 & ~_umask())
            if path.is_dir():
                path.rmdir()
            beside.rename(path)
    except BaseException:
        import shutil

        shutil.rmtree(beside, ignore_errors=True)
        raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{path}: not written: {reason}. Choose another place or make room, then try again.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
