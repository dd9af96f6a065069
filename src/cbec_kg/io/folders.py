"""Folders that go out whole: all files of a set are written beside their place, flushed to disk and switched in one step.

After the switch, and before, the folder has all of the new set or all of the old one, whenever the process ends. What was
written is listed with its digests in the folder, so that the next run, and anybody with ``sha256sum -c``, can tell it from
what somebody else put there or changed: that is not touched unless it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from cbec_kg.errors import OutputError, UsageError
from cbec_kg.io.digest_list import SUMS, DigestList, Writer, left_over, read_list, refuse_changed, refuse_foreign
from cbec_kg.io.durable import flush_all, folder_beside, umask
from cbec_kg.io.locking import folder_written_by_one
from cbec_kg.io.switching import finish_within, is_unfinished, make_whole, switch
from cbec_kg.io.writing import as_output_error, write_file


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
    place = path.absolute()
    with as_output_error(path):
        place.parent.mkdir(parents=True, exist_ok=True)
        with folder_beside(place) as beside:
            yield beside
            beside.chmod(0o777 & ~umask())
            flush_all(beside)
            beside.rename(place)  # over an empty folder too; one that was filled meanwhile stays


def write_folder(path: Path, files: Mapping[str, str | bytes], writer: Writer, *, force: bool = False) -> dict[str, int]:
    """Write a folder whole, or leave what was there; return the bytes of each file, the list of digests last.

    What the same writer wrote before is replaced, or removed where it is not written any more. A link in the place of a
    file is replaced. Files of others stay as they are.

    Parameters
    ----------
    files : mapping of str to str or bytes
        The content by path below the folder, with ``/`` between its parts.
    force : bool
        Replace also what somebody else put in the place of a file, or changed, and write beside files of others in any case.

    Raises
    ------
    UsageError
        When something is in the way; nothing was changed.
    UnavailableError
        When another process writes the folder and does not end.
    OutputError
        When it cannot be written: what was there before is untouched.
    """
    data = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
    digests = {name: sha256(content).hexdigest() for name, content in data.items()}
    data[SUMS] = DigestList(writer.heading, digests).to_bytes()
    written = {**digests, SUMS: sha256(data[SUMS]).hexdigest()}
    sizes = {name: len(content) for name, content in data.items()}
    with as_output_error(path):
        place = _place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists() and make_whole(place, data):
            return sizes
        with folder_written_by_one(place):
            finish_within(place)
            if not force:
                refuse_changed(path, place, writer)
            refuse_foreign(path, place, written, writer, force)
            switch(place, data, left_over(place, written, writer))
    return sizes


def refuse_other(path: Path, writer: Writer, force: bool = False) -> None:
    """Raise UsageError for a curation folder, and when `write_folder` certainly would.

    That is, as far as it can be told before the files are known.
    """
    if (path / "article.yaml").exists():
        raise UsageError(f"{path}: is a curation folder. Name another place; nothing was changed.")
    with as_output_error(path):
        place = _place(path)
        if place.exists() and not force and not is_unfinished(place):
            refuse_changed(path, place, writer)


def write_listed(path: Path, content: str) -> None:
    """Write a file whole; where its folder lists it as written by a command, the list follows in the same step.

    OutputError when it cannot be written: what was there before is untouched.
    """
    place = Path(os.path.realpath(path.parent)) / path.name
    found = read_list(place.parent)
    if found is None or path.name not in found.digests or place.is_dir():
        write_file(path, content)
        return
    with as_output_error(path), folder_written_by_one(place.parent):
        finish_within(place.parent)
        found = read_list(place.parent) or found  # as it is now that no other writes
        digests = {**found.digests, path.name: sha256(content.encode()).hexdigest()}
        listed = DigestList(found.heading, digests)
        switch(place.parent, {path.name: content.encode(), SUMS: listed.to_bytes()}, ())


def _place(path: Path) -> Path:
    """Return where the folder is that is called so, which may be a link to it; an error where something else is."""
    place = Path(os.path.realpath(path))
    if place == place.parent:
        raise UsageError(f"{path}: is the root of the file system; nothing was written. Name a folder of its own.")
    if path.is_symlink() and not place.is_dir():
        raise UsageError(f"{path}: is a link that leads to no folder; nothing was written. Remove it, or name a folder.")
    if place.exists() and not place.is_dir():
        raise OutputError(f"{path}: not written: is no folder. Choose another place.")
    return place
