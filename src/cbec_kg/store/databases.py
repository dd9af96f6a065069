"""Databases in the cache folder: each is a folder ``DIGEST-FOLDERID``, trusted only where this user alone can write."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from cbec_kg.io.cache import make_private, remove, remove_oldest
from cbec_kg.io.trust import is_ours, read_ours

if TYPE_CHECKING:
    from pyoxigraph import Store


_LIST = "files"
"""Name of the list of a database's files, with sizes and checksums."""

_CHECKED_ELSEWHERE = (".msgpack",)
"""Ending of the file whose content is checked when it is read: the snapshot."""


def _listing(database: str) -> bytes | None:
    """Return what a database has: of each file its name, size and checksum; None where one is not this user's.

    The engine takes a list of its tables that ends early for a whole one, and a query that sorts never ends over a damaged
    block.
    """
    lines = []
    with os.scandir(database) as entries:
        for entry in entries:
            if entry.name != _LIST:
                state = entry.stat(follow_symlinks=False)
                checked = not entry.name.endswith(_CHECKED_ELSEWHERE)
                content = read_ours(entry.path) if checked else None
                if not stat.S_ISREG(state.st_mode) or not is_ours(state) or (checked and content is None):
                    return None
                lines.append(f"{entry.name} {state.st_size} {crc32(content[0]) if content else ''}")
    return "\n".join(sorted(lines)).encode()


def _is_whole(database: str) -> bool:
    """Return whether a database is a folder of this user's with the files that it was written with."""
    state = os.lstat(database)
    if not stat.S_ISDIR(state.st_mode) or not is_ours(state):
        return False
    written = read_ours(f"{database}/{_LIST}")
    return written is not None and written[0] == _listing(database)


def find_database(cache: Path, digest: str) -> tuple[Path, str] | None:
    """Return the whole, trusted database of a digest and the folder id that its records carry, None where there is none."""
    try:
        for name in os.listdir(cache):  # noqa: PTH208  # the folder is checked, and a glob compiles a pattern
            found, dash, folder_id = name.partition("-")
            if found == digest and dash and _is_whole(f"{cache}/{name}"):
                return cache / name, folder_id
    except OSError:
        return None
    return None


def has_database(cache: Path, digest: str) -> bool:
    """Return whether the cache has a database of a digest at all, whole and trusted or not."""
    return any(cache.glob(f"{digest}-*"))


def add_database(cache: Path, digest: str, folder_id: str, store: Store, beside: dict[str, bytes]) -> None:
    """Write a database and the files beside it; whoever comes second leaves the first one's, unless it is not trusted.

    Raises
    ------
    OSError, RuntimeError
        When the cache cannot be written.
    """
    import shutil
    import tempfile

    from pyoxigraph import RdfFormat, Store

    target = cache / f"{digest}-{folder_id}"
    if find_database(cache, digest):
        return
    remove(target)
    make_private(cache)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=cache))
    try:
        database = Store(str(part))
        database.bulk_load(store.dump(format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
        database.optimize()
        database.flush()
        del database
        for file in (part / "LOG", *part.glob("OPTIONS-*")):  # what the engine says of its work, which is not read again
            file.unlink(missing_ok=True)
        for name, content in beside.items():
            (part / name).write_bytes(content)
        for file in part.iterdir():
            file.chmod(0o600)
        (part / _LIST).write_bytes(_listing(str(part)) or b"")
        (part / _LIST).chmod(0o600)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    remove_oldest(cache, target)
