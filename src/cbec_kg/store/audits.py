"""The audit of a curation folder, cached like the graph: under a digest of data, ontology and code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict

from cbec_kg.io.cache import cache_folder, read_entry, write_entry
from cbec_kg.store.digest import folder_digest


class _Audit(TypedDict):
    """The fields of an audit as `cbec_kg.audit.values.audit_value` gives it; what the cache has must have them."""

    article: str
    summary: dict[str, int]
    units: dict[str, dict[str, str]]
    statistics: dict[str, dict[str, Any]]
    checks: list[dict[str, Any]]
    verdicts: list[dict[str, Any]]
    open: list[dict[str, Any]]
    conflicts: list[list[str]]
    doubts: dict[str, Any]
    causes: list[dict[str, Any]]
    certificates: list[dict[str, Any]]
    duplicates: list[dict[str, Any]]


def audit_of(folder: Path, make: Callable[[], dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return the audit of a folder as `cbec_kg.audit.values.audit_value` gives it, from the cache where it has one.

    Otherwise `make` gives it; without that the folder is read and audited.

    Raises
    ------
    UsageError, DataError
        When the folder cannot be read.
    """
    from msgspec import DecodeError

    make = make or (lambda: _made(folder))
    cache = cache_folder()
    if cache is None:
        return make()
    try:
        name = f"audit-{folder_digest(folder, None, cache)}"
    except OSError:
        return make()  # which says what cannot be read
    entry = read_entry(cache, name)
    if entry is not None:
        with suppress(DecodeError):  # a ValidationError is one
            return audit_from_bytes(entry[0])
    audited = make()
    with suppress(OSError):
        write_entry(cache, name, audit_bytes(audited))
    return audited


def audit_bytes(audited: dict[str, Any]) -> bytes:
    """Return an audit as MessagePack, which `audit_from_bytes` reads."""
    from msgspec import msgpack

    return msgpack.encode(audited)


def audit_from_bytes(content: bytes) -> dict[str, Any]:
    """Return the audit that `audit_bytes` wrote; `msgspec.DecodeError` when it is damaged."""
    from msgspec import msgpack

    return dict(msgpack.decode(content, type=_Audit))


def _made(folder: Path) -> dict[str, Any]:
    from cbec_kg.audit.report import audit
    from cbec_kg.audit.values import audit_value
    from cbec_kg.curation.reader import read_curation

    curation = read_curation(folder)
    return audit_value(audit(curation), curation)
