"""The cache folder: small files under digests, which are trusted only where this user alone can write them.

Each has a checksum before its content, is written beside its place and renamed, so that nobody sees half of it, and the
oldest of a kind are removed when a new one is added.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

_MOST = 8
"""Entries of a kind that stay in the cache."""


def cache_folder(say: Callable[[str], None] = lambda message: None) -> Path | None:
    """Return the folder of the cache, which need not be there; None when it is switched off or not to be trusted.

    ``CBEC_KG_CACHE`` names it, and switches it off when set to nothing; else it is ``cbec-kg`` in ``XDG_CACHE_HOME``, or in
    the place that the platform has for caches. `say` is called with one sentence when others can write to the folder, or the
    user has no home to have it in.
    """
    named, base = os.environ.get("CBEC_KG_CACHE"), os.environ.get("XDG_CACHE_HOME")
    if named is not None:
        folder = Path(named) if named else None
    elif base or sys.platform == "linux":  # where platformdirs says the same, and its import would take a tenth of a query
        try:
            folder = Path(base or Path("~/.cache").expanduser()) / "cbec-kg"
        except RuntimeError:
            say("nothing is cached: this user has no home. Set CBEC_KG_CACHE to a folder of your own.")
            return None
    else:
        import platformdirs

        folder = platformdirs.user_cache_path("cbec-kg", appauthor=False)
    if folder is None or not folder.exists() or is_ours(os.stat(folder)):  # noqa: PTH116  # likewise below: plain calls are fast
        return folder
    say(f"{folder}: not used as cache: another user owns it or can write to it. Run chmod go-w, or set CBEC_KG_CACHE.")
    return None


def state_folder() -> Path | None:
    """Return the folder of what is remembered, which need not be there; None when it is switched off.

    ``CBEC_KG_STATE`` names it, and switches it off when set to nothing; else the place that the platform has for it.
    """
    named = os.environ.get("CBEC_KG_STATE")
    if named is not None:
        return Path(named) if named else None
    import platformdirs

    try:
        return platformdirs.user_state_path("cbec-kg", appauthor=False)
    except RuntimeError:  # a user without a home
        return None


def is_ours(state: os.stat_result) -> bool:
    """Return whether a file belongs to this user and nobody else may write to it; true where the platform has no uids."""
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def read_entry(cache: Path, name: str) -> tuple[bytes, int] | None:
    """Return a file's content and when it was written (nanoseconds), None where it is missing, damaged or not trusted."""
    try:
        with open(f"{cache}/{name}", "rb") as file:  # noqa: PTH123  # likewise
            state, content = os.fstat(file.fileno()), file.read()
    except OSError:
        return None
    if not is_ours(state) or content[:4] != crc32(content[4:]).to_bytes(4, "big"):
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
    remove_oldest(cache, f"{name.partition('-')[0]}-*", cache / name)


def remove(place: Path) -> None:
    """Remove an entry that is damaged, of another version or not trusted, as far as that is possible."""
    import shutil
    from contextlib import suppress

    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def remove_oldest(cache: Path, pattern: str, newest: Path) -> None:
    """Remove the oldest entries of a kind, and what a process that was ended left half written a day ago."""
    found = sorted((place.lstat().st_mtime, place) for place in cache.glob(pattern) if place != newest)
    for _, place in found[: max(0, len(found) - _MOST + 1)]:
        remove(place)
    day_before = newest.lstat().st_mtime - 24 * 3600
    for place in cache.glob(".part-*"):
        if place.lstat().st_mtime < day_before:
            remove(place)
