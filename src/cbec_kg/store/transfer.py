"""Papers, analysed, as bytes for another process: snapshots, audits, lines of folders, and what is stated of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import msgpack

from cbec_kg.alignment.sssom import Stated
from cbec_kg.model.snapshot import Snapshot, from_bytes
from cbec_kg.model.terms import Where
from cbec_kg.model.written_lines import Written
from cbec_kg.store.audits import audit_bytes, audit_from_bytes

Papers = Sequence[tuple[Snapshot, dict[str, Any], Written]]


def packed(papers: Papers, stated: Stated) -> bytes:
    """Return papers as bytes that `unpacked` reads."""
    parts = [
        (snapshot.to_bytes(), audit_bytes(audit), {name: dict(lines) for name, lines in written.items()})
        for snapshot, audit, written in papers
    ]
    return msgpack.encode((parts, stated))


def unpacked(content: bytes) -> tuple[Papers, Stated]:
    """Return what was packed."""
    papers, stated = msgpack.decode(content, type=tuple[list[tuple[bytes, bytes, dict[str, dict[str, Where]]]], Stated])
    return [(from_bytes(snapshot), audit_from_bytes(audit), written) for snapshot, audit, written in papers], stated
