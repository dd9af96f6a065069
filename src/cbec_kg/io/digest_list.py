"""The list of digests that a folder written by a command has, and what in the folder is not as the list says.

What the list names, with the digest that it names, was written by that command. All else was put there, or changed, by
somebody else.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from cbec_kg.errors import UsageError, some_of
from cbec_kg.io.loading import open_regular, read_bytes

SUMS = "SHA256SUMS"
"""Name of the list of digests: what it names is what may be replaced."""

_LARGEST_LIST = 256 * 1024 * 1024
_LINE = re.compile(r"[0-9a-f]{64}  ")


@dataclass(frozen=True)
class Writer:
    """A command that writes folders, whether it writes beside files of others, and whether it has ``--force``."""

    command: str
    beside_others: bool
    has_force: bool = True

    @property
    def heading(self) -> str:
        """Return the first line of the list of digests."""
        return f"# Written by {self.command}. Check with: sha256sum -c {SUMS}"


BUILD, SITE, AUDIT = Writer("cbec-kg build", True), Writer("cbec-kg site", False), Writer("cbec-kg audit", False, False)
NANOPUBS = Writer("cbec-kg nanopubs", False)
OBSIDIAN, OPENCITATIONS = Writer("cbec-kg export obsidian", True), Writer("cbec-kg export opencitations", True)


@dataclass(frozen=True)
class DigestList:
    """Which files a command wrote: the first line, and the digest of each file by its path below the folder."""

    heading: str
    digests: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """Return the list as ``sha256sum`` reads it, sorted by name."""
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self.digests.items()))
        return "".join([f"{self.heading}\n", *lines]).encode()


def read_list(folder: Path) -> DigestList | None:
    """Return the list of a folder, None where it has none that a command wrote."""
    if not (folder / SUMS).is_file() or (folder / SUMS).is_symlink():
        return None
    try:
        heading, *lines = read_bytes(folder / SUMS, _LARGEST_LIST).decode().splitlines() or [""]
    except (UsageError, UnicodeDecodeError):
        return None
    if _LINE.match(heading):  # version 0.2 wrote the list of a site so
        heading, lines = SITE.heading, [heading, *lines]
    if not heading.startswith("# Written by cbec-kg "):
        return None
    parts = (line.partition("  ") for line in lines)
    return DigestList(heading, {name: digest for digest, _, name in parts if is_below(name)})


def is_below(name: str) -> bool:
    """Return whether a name, with ``/`` between its parts, leads to something below a folder, whatever a list says."""
    return not any(part in ("", ".", "..") for part in name.split("/"))


def state_of(folder: Path, name: str, digest: str) -> str:
    """Return what stands under a name below a folder, where no link is followed.

    ``missing``; a ``link``, also in place of a folder above it; a ``folder``; the ``same`` as the digest says; ``other``.
    """
    *above, last = name.split("/")
    path = folder
    for part in above:
        path /= part
        mode = _mode(path)
        if mode is None or not stat.S_ISDIR(mode):
            return "missing" if mode is None else "link" if stat.S_ISLNK(mode) else "other"
    path /= last
    mode = _mode(path)
    if mode is None:
        return "missing"
    if not stat.S_ISREG(mode):
        return "link" if stat.S_ISLNK(mode) else "folder" if stat.S_ISDIR(mode) else "other"
    try:
        with open_regular(path) as file:
            return "same" if file_digest(file, "sha256").hexdigest() == digest else "other"
    except UsageError:
        return "other"


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def left_over(folder: Path, written: Mapping[str, str], writer: Writer) -> set[str]:
    """Return the files that the writer wrote into a folder before, which nobody changed and it writes no more.

    `written` has the digests of what it writes.
    """
    own = _own(folder, writer)
    return {name for name in own if name not in written and state_of(folder, name, own[name]) == "same"}


def _own(folder: Path, writer: Writer) -> Mapping[str, str]:
    found = read_list(folder)
    return found.digests if found is not None and found.heading == writer.heading else {}


def refuse_changed(path: Path, folder: Path, writer: Writer) -> None:
    """Raise UsageError when the writer would not write to a folder, whatever it writes.

    Somebody changed a file that it wrote, or there is a file of others and it writes beside none. `path` is what the user
    calls the folder.
    """
    own = _own(folder, writer)
    changed = [name for name in sorted(own) if state_of(folder, name, own[name]) in ("other", "folder")]
    if changed:
        raise _refused(path, writer, f"{_some(changed)} changed since {writer.command} wrote it")
    if not writer.beside_others:
        above = {str(parent) for name in own for parent in PurePosixPath(name).parents}  # a link there is replaced
        others = sorted(name for name in _names_in(folder) if name not in own and name != SUMS and name not in above)
        if others and not own:
            step = "Name a new folder, or write into it with --force." if writer.has_force else "Name a new folder."
            raise UsageError(f"{path}: is not empty; nothing was written. {step}")
        if others:
            raise _refused(path, writer, f"contains {_some(others)}, which {writer.command} did not write")


def refuse_foreign(path: Path, folder: Path, written: Mapping[str, str], writer: Writer, force: bool) -> None:
    """Raise UsageError when something of somebody else stands where the writer writes, and without `force`.

    A folder in the place of a file is refused in any case, a file with the content that is written in none. `written` has
    the digests of all that is written.
    """
    own = _own(folder, writer)
    states = {name: state_of(folder, name, digest) for name, digest in written.items() if name != SUMS or not own}
    folders = sorted(name for name, state in states.items() if state == "folder")
    if folders:
        raise UsageError(f"{path}: a file is to be written in place of the folder {_some(folders)}. Move that away.")
    foreign = sorted(name for name, state in states.items() if state == "other" and name not in own)
    if foreign and not force:
        raise _refused(path, writer, f"contains {_some(foreign)}, which {writer.command} did not write")


def _names_in(folder: Path) -> Iterable[str]:
    """Yield the path of every file and link below a folder."""
    for top, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        yield from ((Path(top) / name).relative_to(folder).as_posix() for name in (*files, *links))


def _some(names: list[str]) -> str:
    return some_of([repr(name) for name in names])


def _refused(path: Path, writer: Writer, fact: str) -> UsageError:
    step = "Name another folder, or replace what is there with --force." if writer.has_force else "Name another folder."
    return UsageError(f"{path}: {fact}; nothing was changed. {step}")
