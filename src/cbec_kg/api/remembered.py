"""Where the paper of a folder lies on this machine: remembered in the user's own state folder, never in what is published.

A path is remembered with the digest of the file's bytes. One whose file is gone or reads otherwise is forgotten.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cbec_kg.errors import CbecError, UsageError
from cbec_kg.io.cache import state_folder
from cbec_kg.io.loading import MAX_PAPER_BYTES, read_bytes
from cbec_kg.io.trust import is_ours
from cbec_kg.io.writing import write_file

_FILE = "papers.json"
_MOST = 500
"""Folders whose papers are remembered; the oldest go first."""


class Remembered(NamedTuple):
    """The paper of a folder; `forgotten` is why the one that was remembered is no longer, if there was one."""

    paper: Path | None
    forgotten: str = ""


def remember_paper(folder: Path, paper: Path) -> None:
    """Remember that a paper is the text that a folder was anchored in; without a word where the state cannot be written."""
    place = _place()
    if place is None:
        return
    with suppress(CbecError):
        known = _read(place)
        entry = {"paper": str(paper.absolute()), "sha256": _digest(paper)}
        key = _key(folder)
        if known.get(key) != entry:
            known.pop(key, None)
            _write(place, known | {key: entry})


def remembered_paper(folder: Path) -> Remembered:
    """Return the paper that is remembered for a folder; one that is gone or was changed is forgotten."""
    place = _place()
    entry = {} if place is None else _read(place).get(_key(folder), {})
    if place is None or not entry:
        return Remembered(None)
    paper = Path(entry["paper"])
    try:
        same = _digest(paper) == entry["sha256"]
        why = "was changed since"
    except CbecError:
        same, why = False, "cannot be read any more"
    if same:
        return Remembered(paper)
    with suppress(CbecError):
        _write(place, {key: other for key, other in _read(place).items() if key != _key(folder)})
    return Remembered(None, f"{paper}, remembered as the paper of {folder}, {why}: forgotten.")


def _place() -> Path | None:
    folder = state_folder()
    return None if folder is None else folder / _FILE


def _key(folder: Path) -> str:
    return os.path.realpath(folder)


def _digest(paper: Path) -> str:
    return sha256(read_bytes(paper, MAX_PAPER_BYTES)).hexdigest()


def _read(place: Path) -> dict[str, dict[str, str]]:
    """Return what is remembered; nothing where the file is damaged, or others can write to it."""
    try:
        if not is_ours(place.stat()):
            return {}
        found = json.loads(read_bytes(place))
    except (OSError, ValueError, UsageError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {
        key: entry
        for key, entry in entries
        if isinstance(entry, dict) and all(isinstance(entry.get(name), str) for name in ("paper", "sha256"))
    }


def _write(place: Path, known: dict[str, dict[str, str]]) -> None:
    latest = dict(list(known.items())[-_MOST:])
    write_file(place, json.dumps(latest, ensure_ascii=False, indent=1) + "\n")
