"""The folder of cached databases: where it is, which database belongs to a digest, and how a new one gets in.

A database is a folder ``DIGEST-FOLDERID``. It is written beside its place and renamed, so that nobody sees half of it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Store

_KEPT = 8
"""Databases that stay in the cache; the oldest others are removed when a new one is added."""


def cache_folder() -> Path | None:
    """Return the folder of cached databases, None when ``CBEC_KG_CACHE`` is set to nothing.

    ``CBEC_KG_CACHE`` names it; else it is ``cbec-kg`` in ``XDG_CACHE_HOME`` or in ``~/.cache``.
    """
    named = os.environ.get("CBEC_KG_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(base) / "cbec-kg"


def find_database(cache: Path, digest: str) -> tuple[Path, str] | None:
    """Return the database of a digest and the folder id that its records carry, None where there is none."""
    try:
        names = os.listdir(cache)  # noqa: PTH208  # the folder is small, and a glob compiles a pattern
    except OSError:
        return None
    for name in names:
        kept, dash, folder_id = name.partition("-")
        if kept == digest and dash and (cache / name).is_dir():
            return cache / name, folder_id
    return None


def keep_database(cache: Path, digest: str, folder_id: str, store: Store, beside: dict[str, bytes]) -> None:
    """Write a database and the files beside it; whoever comes second leaves the first one's.

    Raises
    ------
    OSError
        When the cache cannot be written.
    """
    import re
    import shutil
    import tempfile

    from pyoxigraph import Store

    target = cache / f"{digest}-{folder_id}"
    if target.exists():
        return
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=cache))
    try:
        database = Store(str(part))
        database.bulk_extend(store)
        database.optimize()
        database.flush()
        del database
        for name, content in beside.items():
            (part / name).write_bytes(content)
        part.rename(target)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    ours = re.compile(r"[0-9a-f]{32}-.+")
    kept = [place for place in cache.iterdir() if ours.fullmatch(place.name) and place != target and place.is_dir()]
    kept.sort(key=lambda place: place.stat().st_mtime)
    for place in kept[: max(0, len(kept) - _KEPT + 1)]:
        shutil.rmtree(place, ignore_errors=True)


def drop_database(place: Path) -> None:
    """Remove a database that turned out to be damaged."""
    import shutil

    shutil.rmtree(place, ignore_errors=True)
