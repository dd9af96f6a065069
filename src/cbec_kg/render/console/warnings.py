"""The short warning beside a statistic that an explanation of the audit blames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.snapshot import Blame, Snapshot


def warning_lines(record: str, snapshot: Snapshot, language: str = "en") -> list[str]:
    """Return one line for each explanation that blames a record, none for a record that nothing blames."""
    return [_line(blame, language) for blame in snapshot.blames(record)]


def _line(blame: Blame, language: str) -> str:
    zh = language == "zh"
    parts = []
    if blame.working:
        parts.append(f"{'与其他数字矛盾：' if zh else 'contradicted: '}{blame.working}")
    if blame.confirmed or not blame.working:
        parts.append(blame.text(language))
    else:
        parts.append("没有得到证实的解释" if zh else "no explanation is confirmed")
    return f"! {('；' if zh else '; ').join(parts)}{'。见' if zh else '. See'} cbec-kg audit"


def warnings_value(records: Iterable[str], snapshot: Snapshot) -> dict[str, Any]:
    """Return the warnings of some records as a value for JSON, by id: the worst verdict and what blames them."""
    return {
        record: {
            "verdict": snapshot.audited[record].verdict,
            "blames": [asdict(blame) for blame in snapshot.blames(record)],
        }
        for record in sorted(set(records))
        if snapshot.blames(record)
    }
