"""The audit of a curation folder, cached like the graph: under a digest of data, ontology and code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cbec_kg.errors import UsageError
from cbec_kg.io.cache import cache_folder, found_or_made
from cbec_kg.store.digest import folder_digest


def audit_of(
    folder: Path, make: Callable[[], dict[str, Any]] | None = None, say: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Return the audit of a folder as `cbec_kg.audit.values.audit_value` gives it, from the cache where it has one.

    Otherwise `make` gives it; without that the folder is read and audited. `say` is told when the cache is not used.

    Raises
    ------
    UsageError, DataError
        When the folder cannot be read.
    """
    make = make or (lambda: _made(folder))
    cache = cache_folder(say)
    if cache is None:
        return make()
    try:
        name = f"audit-{folder_digest(folder, None, cache)}"
    except (OSError, UsageError):
        return make()  # which says what cannot be read
    return found_or_made(cache, name, _decoded, make, audit_bytes)


def _decoded(content: bytes) -> dict[str, Any] | None:
    from msgspec import DecodeError

    try:
        return audit_from_bytes(content)
    except DecodeError:  # a ValidationError is one
        return None


def audit_bytes(audited: dict[str, Any]) -> bytes:
    """Return an audit as MessagePack, which `audit_from_bytes` reads."""
    from msgspec import msgpack

    return msgpack.encode(audited)


def audit_from_bytes(content: bytes) -> dict[str, Any]:
    """Return the audit that `audit_bytes` wrote; `msgspec.DecodeError` when it is damaged or of another shape."""
    from msgspec import DecodeError, msgpack

    from cbec_kg.audit.plain_audit import PlainAudit

    try:
        return dict(msgpack.decode(content, type=PlainAudit))
    except RecursionError:
        raise DecodeError("its values are nested deeper than an audit's") from None


def _made(folder: Path) -> dict[str, Any]:
    from cbec_kg.audit.report import audit
    from cbec_kg.audit.values import audit_value
    from cbec_kg.curation.reader import read_curation

    curation = read_curation(folder)
    return audit_value(audit(curation), curation)
