"""The cache folder: databases and small files under digests, which are trusted only where this user alone can write them.

A database is a folder ``DIGEST-FOLDERID``; all else is a file with a checksum before its content. Each is written beside its
place and renamed, so that nobody sees half of it, and the oldest of a kind are removed when a new one is added.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from pyoxigraph import Store

_MOST = 8
"""Entries of a kind that stay in the cache."""


def cache_folder(say: Callable[[str], None] = lambda message: None) -> Path | None:
    """Return the folder of the cache, which need not be there; None when it is switched off or not to be trusted.

    ``CBEC_KG_CACHE`` names it, and switches it off when set to nothing; else it is ``cbec-kg`` in ``XDG_CACHE_HOME``, or in
    the place that the platform has for caches. `say` is called with one sentence when others can write to the folder.
    """
    named, base = os.environ.get("CBEC_KG_CACHE"), os.environ.get("XDG_CACHE_HOME")
    if named is not None:
        folder = Path(named) if named else None
    elif base or sys.platform == "linux":  # where platformdirs says the same, and its import would take a tenth of a query
        folder = Path(base or Path("~/.cache").expanduser()) / "cbec-kg"
    else:
        import platformdirs

        folder = platformdirs.user_cache_path("cbec-kg", appauthor=False)
    if folder is None or not folder.exists() or _is_ours(os.stat(folder)):  # noqa: PTH116  # likewise below: plain calls are fast
        return folder
    say(f"{folder}: not used as cache: another user owns it or can write to it. Run chmod go-w, or set CBEC_KG_CACHE.")
    return None


def _is_ours(state: os.stat_result) -> bool:
    """Return whether a file belongs to this user and nobody else may write to it; true where the platform has no uids."""
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _is_trusted(database: Path) -> bool:
    """Return whether a database is a folder of this user's, and all files in it are; their modes do not matter in there."""
    own = os.lstat(database)
    if not stat.S_ISDIR(own.st_mode) or not _is_ours(own):
        return False
    with os.scandir(database) as entries:
        return all(entry.stat(follow_symlinks=False).st_uid == own.st_uid for entry in entries)


def find_database(cache: Path, digest: str) -> tuple[Path, str] | None:
    """Return the trusted database of a digest and the folder id that its records carry, None where there is none."""
    try:
        for name in os.listdir(cache):  # noqa: PTH208  # the folder is small, and a glob compiles a pattern
            found, dash, folder_id = name.partition("-")
            if found == digest and dash and _is_trusted(cache / name):
                return cache / name, folder_id
    except OSError:
        return None
    return None


def add_database(cache: Path, digest: str, folder_id: str, store: Store, beside: dict[str, bytes]) -> None:
    """Write a database and the files beside it; whoever comes second leaves the first one's, unless it is not trusted.

    Raises
    ------
    OSError
        When the cache cannot be written.
    """
    import shutil
    import tempfile

    from pyoxigraph import RdfFormat, Store

    target = cache / f"{digest}-{folder_id}"
    if find_database(cache, digest):
        return
    remove(target)
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=cache))
    try:
        database = Store(str(part))
        database.bulk_load(store.dump(format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
        database.optimize()
        database.flush()
        del database
        for name, content in beside.items():
            (part / name).write_bytes(content)
        part.rename(target)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _remove_oldest(cache, f"{'[0-9a-f]' * 32}-*", target)


def read_entry(cache: Path, name: str) -> tuple[bytes, int] | None:
    """Return a file's content and when it was written (nanoseconds), None where it is missing, damaged or not trusted."""
    try:
        with open(f"{cache}/{name}", "rb") as file:  # noqa: PTH123  # likewise
            state, content = os.fstat(file.fileno()), file.read()
    except OSError:
        return None
    if not _is_ours(state) or content[:4] != crc32(content[4:]).to_bytes(4, "big"):
        return None
    return content[4:], state.st_mtime_ns


def write_entry(cache: Path, name: str, content: bytes) -> None:
    """Write a file that `read_entry` reads; its name is a kind, a dash and what tells it from others of that kind.

    Raises
    ------
    OSError
        When the cache cannot be written.
    """
    import tempfile

    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=cache)  # readable and writable by this user alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(crc32(content).to_bytes(4, "big") + content)
        Path(part).replace(cache / name)
    except OSError:
        remove(Path(part))
        raise
    _remove_oldest(cache, f"{name.partition('-')[0]}-*", cache / name)


def remove(place: Path) -> None:
    """Remove an entry that is damaged, of another version or not trusted, as far as that is possible."""
    import shutil
    from contextlib import suppress

    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def _remove_oldest(cache: Path, pattern: str, newest: Path) -> None:
    """Remove the oldest entries of a kind, and what a process that was ended left half written a day ago."""
    found = sorted((place.lstat().st_mtime, place) for place in cache.glob(pattern) if place != newest)
    for _, place in found[: max(0, len(found) - _MOST + 1)]:
        remove(place)
    day_before = newest.lstat().st_mtime - 24 * 3600
    for place in cache.glob(".part-*"):
        if place.lstat().st_mtime < day_before:
            remove(place)
