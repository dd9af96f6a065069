"""Databases in the cache folder: each is a folder ``DIGEST-FOLDERID``, trusted only where this user alone can write."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.io.cache import is_ours, remove, remove_oldest

if TYPE_CHECKING:
    from pyoxigraph import Store


def _is_trusted(database: Path) -> bool:
    """Return whether a database is a folder of this user's, and all files in it are; their modes do not matter in there."""
    own = os.lstat(database)
    if not stat.S_ISDIR(own.st_mode) or not is_ours(own):
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
    remove_oldest(cache, f"{'[0-9a-f]' * 32}-*", target)
