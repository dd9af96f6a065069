"""Pages that take long to draw, cached like the graph: under a digest of data, ontology and code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cbec_kg.io.cache import cache_folder, read_entry, write_entry
from cbec_kg.store.digest import folder_digest


def explorer_of(folder: Path, bibliography: Path | None, endpoint: str, make: Callable[[], str]) -> str:
    """Return the interactive page of a folder whose queries an endpoint answers, from the cache where it has one.

    Otherwise `make` draws it.
    """
    cache = cache_folder()
    if cache is None:
        return make()
    try:
        digest = folder_digest(folder, bibliography, cache)
    except OSError:
        return make()  # which says what cannot be read
    name = f"explorer-{sha256(f'{digest} {endpoint}'.encode()).hexdigest()[:32]}"
    entry = read_entry(cache, name)
    if entry is not None:
        with suppress(UnicodeDecodeError):
            return entry[0].decode()
    drawn = make()
    with suppress(OSError):
        write_entry(cache, name, drawn.encode())
    return drawn
