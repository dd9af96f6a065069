"""What goes out: a file appears whole or not at all, and what was there before survives a failure.

Each file is written beside its place, flushed to disk and renamed; a link in its place is replaced, not followed. Text is
UTF-8 with new lines as given, whatever the locale. Folders that are written as a whole: `cbec_kg.io.folders`.
"""

from __future__ import annotations

import csv
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from cbec_kg.errors import OutputError, UsageError
from cbec_kg.io.durable import file_beside


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a heading and rows as CSV, each line ended by a new line alone."""
    output = StringIO()
    csv.writer(output, lineterminator="\n").writerows([columns, *rows])
    return output.getvalue()


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole, or leave what was there; what is named as a pipe or device is written to.

    Folders above it are made when missing; the file gets the permissions that the process' umask gives new files.

    OutputError names the folder or file that cannot be written and says why.
    """
    data = content.encode() if isinstance(content, str) else content
    with as_output_error(path):
        if _is_stream(path):
            _write_to(path, data)
            return
        with file_in_place(path) as part:
            part.write_bytes(data)


def write_result(path: Path, content: str | bytes) -> None:
    """Write a file that a user named for a result, as `write_file` does.

    UsageError when that would replace a file of a curation folder.
    """
    above = (path.absolute().parent, path.absolute().parent.parent)
    curated = path.suffix.lower() in (".yaml", ".yml", ".csv") and any((one / "article.yaml").is_file() for one in above)
    if curated and path.is_file():
        raise UsageError(f"{path}: is a file of a curation folder; nothing was written. Name another file.")
    write_file(path, content)


@contextmanager
def file_in_place(path: Path) -> Iterator[Path]:
    """Give an empty file to fill beside `path`, which takes its place when all went well; see `write_file`.

    Raises
    ------
    OSError
        When it cannot be made, or put in its place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise OSError(21, "is a folder")
    if _is_stream(path) or (path.exists() and not path.is_file()):
        raise OSError(22, "is not a regular file")
    with file_beside(path) as part:
        yield part


def _is_stream(path: Path) -> bool:
    """Return whether a path is that of a pipe or device, such as /dev/stdout whatever that leads to."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or str(path.absolute()).startswith(("/dev/std", "/dev/fd/", "/proc/"))


def _write_to(path: Path, data: bytes) -> None:
    """Write to a pipe or device; OSError where nobody reads the pipe."""
    handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def remove_file(path: Path) -> None:
    """Remove a file, if it is there; OutputError when that is not allowed."""
    with as_output_error(path):
        path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder that can be written to, its parents included; OutputError when it cannot be made or written to."""
    with as_output_error(path):
        path.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()


@contextmanager
def as_output_error(path: Path) -> Iterator[None]:
    """Turn an OSError of what is done within into the one line that says of `path` why it was not written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{path}: not written: {reason}. Choose another place or make room, then try again.") from None
