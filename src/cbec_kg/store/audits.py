"""The audit of a curation folder, kept in the cache like the graph: by a digest of data, ontology and code."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cbec_kg.errors import OutputError
from cbec_kg.store.cache import cache_folder
from cbec_kg.store.digest import folder_digest

_KEPT = 8


def audit_of(folder: Path, make: Callable[[], dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return the audit of a folder as `cbec_kg.audit.values.audit_value` gives it, from the cache where it is kept.

    Parameters
    ----------
    folder : Path
    make : callable or None
        Gives the audit where the cache has none; None to read the folder and audit it.

    Raises
    ------
    UsageError, DataError
        When the folder cannot be read.
    """
    cache = cache_folder()
    make = make or (lambda: _made(folder))
    if cache is None:
        return make()
    with suppress(OSError):
        file = cache / f"audit-{folder_digest(folder, None, cache)}.json"
        with suppress(OSError, ValueError):
            kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            return kept
        made = make()
        with suppress(OSError, OutputError):
            _keep(file, made)
        return made
    return make()


def _made(folder: Path) -> dict[str, Any]:
    from cbec_kg.audit.report import audit
    from cbec_kg.audit.values import audit_value
    from cbec_kg.curation.reader import read_curation

    curation = read_curation(folder)
    return audit_value(audit(curation), curation)


def _keep(file: Path, made: dict[str, Any]) -> None:
    from cbec_kg.io.writing import write_file

    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_file(file, json.dumps(made, ensure_ascii=False, separators=(",", ":")))
    kept = sorted(file.parent.glob("audit-*.json"), key=lambda path: path.stat().st_mtime)
    for old in kept[:-_KEPT]:
        old.unlink(missing_ok=True)
