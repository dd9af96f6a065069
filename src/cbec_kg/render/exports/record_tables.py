"""CSV tables: one a kind of record, one of the links, one of the evidence lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import fields

from cbec_kg.model.curated import Curation
from cbec_kg.model.kinds import FILES
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.published import ReferenceNotice
from cbec_kg.model.records import AnchorText, Article, BasisLink, Exemption, Figure, Record, ScopeBasis, SupportLink, Table
from cbec_kg.model.terms import Bilingual, Where
from cbec_kg.render.console.tables import render_table

_WITHOUT = (Article, Exemption, Figure, Table)
"""Kinds that have no table."""


def record_tables(curation: Curation) -> dict[str, str]:
    """Return one CSV text a kind of record, by file name; a list within a cell is joined by `` | ``."""
    found = {name: curation.of(kind) for name, kind in FILES.items() if kind not in _WITHOUT}
    return {f"{Path(name).stem}.csv": _record_table(records) for name, records in found.items() if records}


def _record_table(records: Sequence[Record]) -> str:
    columns: list[str] = []
    rows = []
    for record in records:
        row = {key: value for field in fields(record) for key, value in _cells(field.name, getattr(record, field.name))}
        columns += [key for key in row if key not in columns]
        rows.append(row)
    # A text in two languages has two columns; the one that a record without the text adds would stay empty.
    columns = [column for column in columns if f"{column}_zh" not in columns]
    return render_table(columns, [[row.get(column, "") for column in columns] for row in rows], "csv")


def _cells(name: str, value: Any) -> Iterable[tuple[str, str]]:
    if isinstance(value, Where):
        return [("file", value.file), ("line", str(value.line))]
    if isinstance(value, Bilingual):
        return [(f"{name}_zh", value.zh), (f"{name}_en", value.en)]
    if isinstance(value, ScopeBasis):
        reason = [cell for cell in _cells(f"{name}_why", value.why) if value.why]
        return [(name, value.basis), (f"{name}_passage", value.passage or ""), *reason]
    if isinstance(value, tuple):
        return [(name, " | ".join(_item(item) for item in value))]
    if isinstance(value, Decimal):
        return [(name, format(value, "f"))]
    return [(name, "" if value is None else str(value))]


def _item(item: Any) -> str:
    if isinstance(item, AnchorText):
        return f"{item.locator} {item.fragment}"
    if isinstance(item, SupportLink):
        return f"{item.on} ({item.role}, {item.basis})"
    if isinstance(item, BasisLink):
        return f"{item.id} ({item.basis})"
    return str(item)


def links_table(links: Iterable[Link]) -> str:
    """Return links: start, end, relation, role, basis, why_zh, why_en, doubt_zh, doubt_en."""
    columns = ["start", "end", "relation", "role", "basis", "why_zh", "why_en", "doubt_zh", "doubt_en"]
    rows = []
    for link in links:
        texts = [part for text in (link.why, link.doubt) for part in ((text.zh, text.en) if text else ("", ""))]
        rows.append([link.start, link.end, link.relation, link.role or "", link.basis, *texts])
    return render_table(columns, rows, "csv")


def evidence_table(lines: Iterable[EvidenceLine]) -> str:
    """Return all evidence lines: statement, source, role, basis, number of links, pointers."""
    columns = ["statement", "source", "role", "basis", "length", "pointers"]
    rows = [[row.target, row.source, row.role, row.basis, str(row.length), " | ".join(row.pointers)] for row in lines]
    return render_table(columns, rows, "csv")


def notices_table(notices: Iterable[ReferenceNotice]) -> str:
    """Return the notices about what is cited: reference, kind, day, how it was matched, and where it stands."""
    columns = ["reference", "kind", "day", "by", "not the same", "identifiers", "notice", "title", "reason", "source"]
    rows = [
        [
            one.reference, one.kind, one.day, one.by, one.proposed, " | ".join(one.identifiers), one.notice, one.title,
            one.reason, one.source, one.file, str(one.line), one.sha256,
        ]
        for one in notices
    ]  # fmt: skip
    return render_table([*columns, "file", "line", "sha256"], rows, "csv")
