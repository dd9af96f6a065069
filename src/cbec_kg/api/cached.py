"""What is cached on this machine: looked at and cleared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg.api.results.base import TableResult
from cbec_kg.errors import OutputError, RefusedError

if TYPE_CHECKING:
    from cbec_kg.api.results.base import Cells
    from cbec_kg.io.cache import Entry


@dataclass(frozen=True, repr=False)
class Cached(TableResult):
    """The entries of the cache, what was used longest ago first; `folder` is None where the cache is switched off.

    `at` is the time that ages are counted to, in seconds since 1970.
    """

    folder: Path | None
    entries: tuple[Entry, ...]
    at: float

    @property
    def heading(self) -> str:
        """Return where the cache is, how many entries it has and how large they are, as one line."""
        if self.folder is None:
            return "The cache is switched off: CBEC_KG_CACHE is set to nothing, or this user has no home folder."
        return f"{self.folder}: {_counted(self.entries)}"

    def _cells(self, language: str = "en") -> Cells:
        rows = [(kind, place.name, str(size), _day(used), _age(self.at - used)) for place, kind, size, used in self.entries]
        return ("kind", "entry", "bytes", "used", "age"), rows

    def _render(self, form: str, language: str) -> Any:
        shown: str = super()._render(form, language)
        if form != "table":
            return shown
        return f"{self.heading}\n{shown}" if self.entries else f"{self.heading}\n"


def cached(at: float) -> Cached:
    """Return what the cache has.

    Raises
    ------
    RefusedError
        When others can write to the cache, which is therefore not used.
    """
    from cbec_kg.io.cache import entries

    folder = _folder()
    return Cached(folder, tuple(entries(folder)) if folder else (), at)


def clear_cache() -> str:
    """Remove all that the cache has, and return what was done as one line; other files in its folder stay.

    Raises
    ------
    RefusedError
        When others can write to the cache, which is therefore not used.
    OutputError
        When something cannot be removed.
    """
    from cbec_kg.io.cache import clear, entries

    folder = _folder()
    if folder is None:
        return Cached(None, (), 0).heading
    before = entries(folder)
    left = clear(folder)
    if left:
        raise OutputError(f"{left[0].place}: cannot be removed. Check who may write to {folder}.")
    return f"{folder}: {_counted(before)} removed"


def _folder() -> Path | None:
    from cbec_kg.io.cache import cache_folder, named_cache

    why: list[str] = []
    folder = cache_folder(why.append, again=True)
    if folder is None and named_cache() is not None:
        raise RefusedError(why[0])
    return folder


def _counted(entries: tuple[Entry, ...] | list[Entry]) -> str:
    number = len(entries)
    return f"{number} {'entry' if number == 1 else 'entries'}, {sum(entry.size for entry in entries) / (1 << 20):.1f} MiB"


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _age(seconds: float) -> str:
    """Return an age in the largest unit of which there are two; none is less than nothing, whatever the clock did."""
    for length, unit in ((24 * 3600, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}"
    return f"{max(0, int(seconds))} s"
