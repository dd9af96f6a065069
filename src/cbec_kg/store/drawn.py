"""Pages that take long to draw, cached like the graph: under a digest of data, ontology and all code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from cbec_kg.errors import UsageError
from cbec_kg.io.cache import cache_folder, found_or_made
from cbec_kg.store.digest import folder_digest

_DRAWS = Path(__file__).parents[1] / "render"
"""The code, scripts and texts that draw, which no graph depends on."""


def explorer_of(folder: Path, bibliography: Path | None, endpoint: str, make: Callable[[], str]) -> str:
    """Return the interactive page of a folder whose queries an endpoint answers, from the cache where it has one.

    Otherwise `make` draws it.
    """
    place = cache_folder()
    if place is None:
        return make()
    try:
        digests = f"{folder_digest(folder, bibliography, place)} {_drawing_digest()}"
    except (OSError, UsageError):
        return make()  # which says what cannot be read
    name = f"explorer-{sha256(f'{digests} {endpoint}'.encode()).hexdigest()[:32]}"
    return found_or_made(place, name, _text, make, str.encode)


@cache
def _drawing_digest() -> str:
    total = sha256()
    for path in sorted(path for path in _DRAWS.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        content = path.read_bytes()
        total.update(f"{path.relative_to(_DRAWS).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
