"""Folders that are filled beside their place, flushed to disk and renamed: what is there under its name is whole.

Unlike `cbec_kg.io.writing`, which writes what a user asked for, this also survives a power failure file by file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".part-"
"""How the names of folders begin that are not in their place; whoever may write there may remove them."""


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
    """Flush all of a folder to disk and rename it to its place, where anything that is there is removed before.

    Raises
    ------
    OSError
        When that fails.
    """
    for found in (*part.rglob("*"), part):
        _flush(found)
    remove_tree(place)
    part.rename(place)
    _flush(place.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder as far as that is possible."""
    shutil.rmtree(folder, ignore_errors=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
