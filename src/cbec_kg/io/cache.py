"""The cache folder: small files and databases under digests, believed only where this user alone can write them.

A file has a checksum before its content, is written beside its place and renamed, so that nobody sees half of it. What was
used longest ago is removed when something new is added. Who can write to a place, and not a checksum or a signature, decides
whether it is believed: a key would have to lie in a place of the same kind.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

from cbec_kg.io.trust import changeable_by_others, is_ours, read_ours

T = TypeVar("T")

MOST = 64
"""Entries of a kind that stay in the cache."""

MOST_BYTES = 512 << 20
"""Bytes of all entries together."""

_PART = ".part-"
_DAY = 24 * 3600
_COMPLAINTS: set[str] = set()
"""What was complained of in this process: once is enough."""


class Entry(NamedTuple):
    """An entry of the cache: its kind (``graph``, ``audit``, ``explorer``, ``digest``, ``references``, ``unfinished``), its
    bytes, and its last use in seconds since 1970.
    """

    place: Path
    kind: str
    size: int
    used: float


def cache_folder(say: Callable[[str], None] | None = None, again: bool = False) -> Path | None:
    """Return the folder of the cache, which need not be there; None when it is switched off or not to be trusted.

    ``CBEC_KG_CACHE`` names it, and switches it off when set to nothing; else it is ``cbec-kg`` in ``XDG_CACHE_HOME``, or in
    the place that the platform has for caches. `say` is called with one sentence, once in a process, when it is not used
    although it is not switched off; `again` lets that be said again.
    """
    if again:
        _COMPLAINTS.clear()
    folder = named_cache()
    if folder is None:
        if os.environ.get("CBEC_KG_CACHE") is None:
            _say_once(say, "no cache: this user has no home folder. Set CBEC_KG_CACHE to a folder, or to nothing.")
        return None
    try:
        changeable = changeable_by_others(str(folder))
    except OSError as error:
        _say_once(say, f"{folder}: not used as cache: {(error.strerror or str(error)).lower()}. Set CBEC_KG_CACHE.")
        return None
    if changeable is None:
        return folder
    at, there = ("it", "") if changeable == str(folder) else (changeable, " there")
    why = f"another user owns {at} or can write to it. Run chmod go-w{there}, or set CBEC_KG_CACHE."
    _say_once(say, f"{folder}: not used as cache: {why}")
    return None


def named_cache() -> Path | None:
    """Return the folder that is meant as the cache, whether it is to be trusted or not; None where there is none."""
    named, base = os.environ.get("CBEC_KG_CACHE"), os.environ.get("XDG_CACHE_HOME", "")
    if named is not None:
        return Path(os.path.abspath(named)) if named else None  # noqa: PTH100  # a link is looked at, not resolved
    if os.path.isabs(base):  # noqa: PTH117  # plain calls are fast
        return Path(base, "cbec-kg")
    if sys.platform == "linux":  # platformdirs says the same, and its import would take a tenth of a query
        home = os.environ.get("HOME") or _home_of_user()
        return Path(home, ".cache", "cbec-kg") if os.path.isabs(home) else None  # noqa: PTH117
    return _platform_folder("user_cache_path")


def _home_of_user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:  # a user that the system does not know, as in a container
        return ""


def state_folder() -> Path | None:
    """Return the folder of what is remembered, which need not be there; None when it is switched off or no home is known.

    ``CBEC_KG_STATE`` names it, and switches it off when set to nothing; else the place that the platform has for it.
    """
    named = os.environ.get("CBEC_KG_STATE")
    if named is not None:
        return Path(named) if named else None
    return _platform_folder("user_state_path")


def _platform_folder(kind: str) -> Path | None:
    """Return a folder of the platform's, None where this user has no home: some versions raise, some give ``~``."""
    import platformdirs

    try:
        folder: Path = getattr(platformdirs, kind)("cbec-kg", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def _say_once(say: Callable[[str], None] | None, message: str) -> None:
    if say and message not in _COMPLAINTS:
        say(message)
        _COMPLAINTS.add(message)


def read_entry(cache: Path, name: str) -> tuple[bytes, int] | None:
    """Return a file's content and when it was written (nanoseconds), None where it is missing, damaged or not trusted."""
    found = read_ours(f"{cache}/{name}")
    if found is None or found[0][:4] != crc32(found[0][4:]).to_bytes(4, "big"):
        return None
    return found[0][4:], found[1].st_mtime_ns


def mark_used(place: Path | str) -> None:
    """Note that an entry was used now, as far as the cache can be written."""
    with suppress(OSError):
        os.utime(place)


def write_entry(cache: Path, name: str, content: bytes) -> None:
    """Write a file that `read_entry` reads; its name is a kind, a dash and what tells it from others of that kind.

    Raises
    ------
    OSError
        When the cache cannot be written, or somebody else was quicker to make its folder.
    """
    import tempfile

    make_private(cache)
    handle, part = tempfile.mkstemp(prefix=_PART, dir=cache)  # readable and writable by this user alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(crc32(content).to_bytes(4, "big") + content)
        Path(part).replace(cache / name)
    except OSError:
        remove(Path(part))
        raise
    remove_oldest(cache, cache / name)


def make_private(cache: Path) -> None:
    """Make the folder of the cache, and those above it that are missing, for this user alone; OSError when that fails."""
    for folder in (*reversed(cache.parents), cache):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    if not is_ours(cache.stat()):
        raise PermissionError(f"{cache}: belongs to somebody else")


def remove(place: Path) -> None:
    """Remove an entry that is damaged, of another version or not trusted, as far as that is possible.

    A database is renamed before, so that nobody opens half of it.
    """
    import shutil

    if place.is_dir() and not place.is_symlink():
        if not place.name.startswith(_PART):
            with suppress(OSError):
                place = place.rename(place.with_name(f"{_PART}{place.name}"))
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


_KINDS = {
    "graph": re.compile(r"[0-9a-f]{32}-.+", re.DOTALL),
    "audit": re.compile(r"audit-.+"),
    "explorer": re.compile(r"explorer-.+"),
    "digest": re.compile(r"digest-.+"),
    "references": re.compile(r"references-.+"),
    "unfinished": re.compile(rf"{re.escape(_PART)}.+", re.DOTALL),
    "earlier": re.compile(r"\.stamp-[0-9a-f]{16}"),
}
"""Names of what the cache writes, and what an earlier version of it wrote; all else in its folder is not touched."""


def found_or_made(
    cache: Path, name: str, decode: Callable[[bytes], T | None], make: Callable[[], T], encode: Callable[[T], bytes]
) -> T:
    """Return what an entry of the cache has; what is not there, or for which `decode` gives None, is made and put there.

    What cannot be put there is returned all the same.
    """
    entry = read_entry(cache, name)
    found = None if entry is None else decode(entry[0])
    if found is not None:
        mark_used(cache / name)
        return found
    made = make()
    with suppress(OSError):
        write_entry(cache, name, encode(made))
    return made


def entries(cache: Path) -> list[Entry]:
    """Return what is in the cache, what was used longest ago first; other files are left out.

    Raises
    ------
    OSError
        When the folder cannot be read; nothing is returned where there is none.
    """
    if not cache.is_dir():
        return []
    found = []
    for place in cache.iterdir():
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(place.name)), None)
        if kind is not None:
            with suppress(FileNotFoundError):  # another process removed it meanwhile
                found.append(Entry(place, kind, sum(_sizes(place)), place.lstat().st_mtime))
    return sorted(found, key=lambda entry: (entry.used, entry.place))


def _sizes(place: Path) -> Iterator[int]:
    state = place.lstat()
    yield state.st_size
    if place.is_dir() and not place.is_symlink():
        for below in place.iterdir():
            yield below.lstat().st_size


def remove_oldest(cache: Path, newest: Path) -> None:
    """Remove what was used longest ago until number and size are within bounds, and what has been left unfinished for a day.

    A process that is at work has what it writes younger than that, and a clock that went backwards makes it no younger.
    """
    with suppress(OSError):
        found = entries(cache)
        now = newest.lstat().st_mtime
        count, total = Counter(entry.kind for entry in found), sum(entry.size for entry in found)
        for entry in found:
            late = abs(now - entry.used) > _DAY if entry.kind == "unfinished" else entry.kind == "earlier"
            over = entry.kind != "unfinished" and (count[entry.kind] > MOST or total > MOST_BYTES)
            if entry.place != newest and (late or over):
                remove(entry.place)
                count[entry.kind] -= 1
                total -= entry.size


def clear(cache: Path) -> list[Entry]:
    """Remove all that the cache wrote, and nothing else that is in its folder; what could not be removed is returned.

    Raises
    ------
    OSError
        When the folder cannot be read.
    """
    for entry in entries(cache):
        remove(entry.place)
    return entries(cache)
