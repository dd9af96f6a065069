"""Papers, analysed, as bytes for another process: snapshots, audits, texts of folders, and what is stated of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import msgpack

from cbec_kg.alignment.sssom import Stated
from cbec_kg.model.snapshot import Snapshot, from_bytes
from cbec_kg.store.audits import audit_bytes, audit_from_bytes

Papers = Sequence[tuple[Snapshot, dict[str, Any], dict[str, str]]]
"""Of each paper the snapshot, the audit, and the texts of the files of its folder, by which lines are found."""


def packed(papers: Papers, stated: Stated) -> bytes:
    """Return papers as bytes that `unpacked` reads."""
    parts = [(snapshot.to_bytes(), audit_bytes(audit), texts) for snapshot, audit, texts in papers]
    return msgpack.encode((parts, stated))


def unpacked(content: bytes) -> tuple[Papers, Stated]:
    """Return what was packed."""
    papers, stated = msgpack.decode(content, type=tuple[list[tuple[bytes, bytes, dict[str, str]]], Stated])
    return [(from_bytes(snapshot), audit_from_bytes(audit), texts) for snapshot, audit, texts in papers], stated
