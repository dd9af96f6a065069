"""What goes out: a file appears whole or not at all, and what was there before survives a failure.

Each file is written beside its place, flushed to disk and renamed. Text is UTF-8 with new lines as given, whatever the
locale.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import StringIO
from pathlib import Path

from cbec_kg.errors import OutputError, UsageError


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a heading and rows as CSV, each line ended by a new line alone."""
    output = StringIO()
    csv.writer(output, lineterminator="\n").writerows([columns, *rows])
    return output.getvalue()


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole, or leave what was there.

    Folders above it are made when missing; the file gets the permissions that the process' umask gives new files.

    OutputError names the folder or file that cannot be written and says why.
    """
    data = content.encode() if isinstance(content, str) else content
    with _as_output_error(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path = path.resolve()
        if path.exists() and not path.is_file():
            raise OSError(22, "is a folder" if path.is_dir() else "is not a regular file")
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


def remove_file(path: Path) -> None:
    """Remove a file, if it is there; OutputError when that is not allowed."""
    with _as_output_error(path):
        path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder that can be written to, its parents included; OutputError when it cannot be made or written to."""
    with _as_output_error(path):
        path.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()


def refuse_full(path: Path) -> None:
    """Raise UsageError unless a folder can be made at `path`: nothing is there, or an empty folder."""
    empty = path.is_dir() and not any(path.iterdir())
    if not empty and (path.exists() or path.is_symlink()):
        fact = "is not empty" if path.is_dir() else "is a file"
        raise UsageError(f"{path}: {fact}; nothing was written. Name a new folder.")


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill beside `path`, which takes its place when all went well and is removed when not.

    Raises UsageError when `path` is there and not an empty folder, OutputError when it cannot be made or put in its place.
    """
    refuse_full(path)
    with _folder_beside(path) as beside:
        path = path.absolute()
        yield beside
        with _as_output_error(path):
            beside.chmod(0o777 & ~_umask())
            if path.is_dir():
                path.rmdir()
            beside.rename(path)


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """Give a new folder next to a place; it is removed afterwards unless it was moved."""
    with _as_output_error(path):
        path = path.absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


SUMS = "SHA256SUMS"
"""Name of the list of digests that a folder written whole carries: what it names is what may be replaced."""


def write_folder(path: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a folder whole: all its files with a list of their digests, or leave what was there.

    A folder that an earlier call wrote is replaced, when it still contains what was written and nothing else. Files are not
    flushed to disk one by one, which takes as long as all the rest; after a power failure the digests show what is damaged.

    `files` has the content by path below the folder, with ``/`` between its parts.

    Raises UsageError when something else is there, or the folder contains anything that it was not written with; OutputError
    when it cannot be written: what was there before is untouched.
    """
    refuse_other(path)
    data = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(data.items()))
    with _folder_beside(path) as beside, _as_output_error(path):
        for name, content in (*data.items(), (SUMS, sums.encode())):
            _write_below(beside, name, content)
        beside.chmod(0o777 & ~_umask())
        _put_in_place(beside, path.absolute())


def _write_below(folder: Path, name: str, content: bytes) -> None:
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{name!r} leads out of the folder")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


def refuse_other(path: Path) -> None:
    """Raise unless a folder can be made at `path`, or one is there as `write_folder` left it."""
    sums = path / SUMS
    if path.is_symlink() or not sums.is_file() or sums.is_symlink():
        refuse_full(path)
        return
    with _as_output_error(path):
        lines = (line.partition("  ") for line in sums.read_text(encoding="utf-8").splitlines())
        listed = {name: digest for digest, _, name in lines}
        for found in sorted(path.rglob("*")):
            name = found.relative_to(path).as_posix()
            if name != SUMS and (found.is_symlink() or not found.is_dir()):
                own = name in listed and not found.is_symlink() and found.is_file()
                if not own or sha256(found.read_bytes()).hexdigest() != listed[name]:
                    raise UsageError(
                        f"{path}: contains {name!r}, which is not as this command wrote it; nothing was changed. "
                        "Move it away, or name a new folder."
                    )


def _put_in_place(beside: Path, path: Path) -> None:
    """Rename a folder to its place; one that is there is moved aside, and moved back when the renaming fails."""
    if not path.exists():
        beside.rename(path)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".old", dir=path.parent))
    path.rename(old)
    try:
        beside.rename(path)
    except BaseException:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _as_output_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{path}: not written: {reason}. Choose another place or make room, then try again.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
