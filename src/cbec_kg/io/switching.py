"""How new files take the place of old ones in a folder that is there: by one exchange of two folders, else file by file.

For the exchange everything else in the folder gets a second name in the new one, by hard links. Where that does not go (the
folder is one that a file system is mounted on, or its parent cannot be written to, or too much else is in it), the new files
are made within the folder and renamed one by one; the next run ends that if the process was ended in between.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from cbec_kg.io.digest_list import SUMS, is_below, read_list, state_of
from cbec_kg.io.durable import exchange, flush_all, folder_beside, umask

_PART, _READY = ".cbec-kg.part", ".cbec-kg.ready"
"""Where the files are made within the folder; its name once all are there, from which on they count."""

_MOST_CARRIED = 10_000
"""Files of others that get a second name; with more the files are renamed one by one."""


def fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, not flushed; ValueError for a name that leads out of it, OSError when it fails."""
    for name, content in files.items():
        if not is_below(name):
            raise ValueError(f"{name!r} leads out of the folder")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)


def make_whole(place: Path, files: Mapping[str, bytes]) -> bool:
    """Make a folder with files where nothing is; return whether it took its place, which another process may have taken.

    Raises
    ------
    OSError
        When it cannot be made.
    """
    with folder_beside(place) as beside:
        fill(beside, files)
        beside.chmod(0o777 & ~umask())
        flush_all(beside)
        try:
            beside.rename(place)
        except OSError:
            if not place.is_dir():
                raise
            return False
    return True


def switch(place: Path, files: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Put files into a folder, and take others out, all at once; what else is in it stays.

    Raises
    ------
    OSError
        When that fails; the folder is as it was.
    """
    if not _switched_whole(place, files, {*files, *gone}):
        _switch_within(place, files)


def _switched_whole(place: Path, files: Mapping[str, bytes], apart: Collection[str]) -> bool:
    """Exchange the folder for a new one, unless that does not go; `apart` are the files that are not carried over."""
    if _is_within(place) or not os.access(place.parent, os.W_OK | os.X_OK) or place.is_mount():
        return False
    with folder_beside(place) as beside:
        fill(beside, files)
        if not _carried(place, beside, apart):
            return False
        flush_all(beside)
        if not exchange(beside, place):
            return False
        _take_late(beside, place, apart)
    return True


def _is_within(place: Path) -> bool:
    """Return whether this process stands in the folder, as then its shell does: exchanged, it would see the old one."""
    try:
        return Path.cwd().is_relative_to(place)
    except FileNotFoundError:
        return False


def _entries(folder: Path) -> Iterator[tuple[Path, list[str], bool]]:
    """Yield every folder below one, itself first, by its path within; with what in it is no folder, and whether it is empty.

    Raises
    ------
    OSError
        When one cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise error

    for top, folders, files in os.walk(folder, onerror=refuse):
        links = [name for name in folders if os.path.islink(os.path.join(top, name))]  # noqa: PTH114, PTH118
        yield Path(top).relative_to(folder), files + links, not files and not folders


def _carried(place: Path, beside: Path, apart: Collection[str]) -> bool:
    """Give all in a folder that is not `apart` a second name in another one, and return whether that went."""
    count = 0
    try:
        for within, names, empty in _entries(place):
            if not os.access(place / within, os.R_OK | os.W_OK | os.X_OK):
                return False
            carried = [name for name in names if (within / name).as_posix() not in apart]
            carried = [name for name in carried if not os.path.lexists(beside / within / name)]
            count += len(carried)
            if count > _MOST_CARRIED:
                return False
            if carried or empty:
                (beside / within).mkdir(parents=True, exist_ok=True)
            for name in carried:
                os.link(place / within / name, beside / within / name, follow_symlinks=False)
        made = [within for within, _, _ in _entries(beside)]
        for within in reversed(made):
            if (place / within).is_dir() and not (place / within).is_symlink():
                _like(place / within, beside / within)
    except OSError:
        return False
    return True


def _like(folder: Path, other: Path) -> None:
    """Give a folder the owner and the permissions of another; OSError when that is not allowed."""
    wanted, found = folder.stat(), other.stat()
    if (wanted.st_uid, wanted.st_gid) != (found.st_uid, found.st_gid):
        os.chown(other, wanted.st_uid, wanted.st_gid)
    shutil.copystat(folder, other)
    os.utime(other)


def _take_late(old: Path, new: Path, apart: Collection[str]) -> None:
    """Move what came into the old folder, or was saved there, after its files were carried over."""
    with suppress(OSError):
        for within, names, _ in _entries(old):
            for name in names:
                there, place = old / within / name, new / within / name
                if (within / name).as_posix() in apart or place.is_dir():
                    continue
                with suppress(OSError):
                    if not os.path.lexists(place) or there.lstat().st_ino != place.lstat().st_ino:
                        place.parent.mkdir(parents=True, exist_ok=True)
                        there.replace(place)


def _switch_within(place: Path, files: Mapping[str, bytes]) -> None:
    part = place / _PART
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        fill(part, files)
        flush_all(part)
        part.rename(place / _READY)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finish_within(place)


def is_unfinished(place: Path) -> bool:
    """Return whether files of an earlier run are still to be renamed into their places."""
    return (place / _READY).is_dir() and not (place / _READY).is_symlink()


def finish_within(place: Path) -> None:
    """End what a run began that renamed files one by one, and remove what one left before it got so far.

    Raises
    ------
    OSError
        When that fails; the next call goes on.
    """
    if not (place / _PART).is_symlink():
        shutil.rmtree(place / _PART, ignore_errors=True)
    if not is_unfinished(place):
        return
    ready, old = place / _READY, read_list(place)
    new = read_list(ready) or old
    if old is not None and new is not None and old.heading == new.heading:
        for name in sorted(old.digests.keys() - new.digests.keys()):
            if state_of(place, name, old.digests[name]) == "same":
                (place / name).unlink()
                with suppress(OSError):
                    (place / name).parent.rmdir()
    made = [within / name for within, names, _ in _entries(ready) for name in names]
    for path in sorted(made, key=lambda path: (str(path) == SUMS, path)):  # the list last: until then the old one counts
        _make_folders(place, path.parent)
        (ready / path).replace(place / path)
    shutil.rmtree(ready, ignore_errors=True)


def _make_folders(place: Path, within: Path) -> None:
    """Make a folder within a folder; a link or a file in the place of one is removed."""
    for part in within.parts:
        place /= part
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            place.unlink()
        place.mkdir(exist_ok=True)
