"""Records of one kind as a spreadsheet and back: a row a record, a column a field, conflicts told by cell.

A cell has a field as text: several items a line each, links and other parts in a row of YAML. The last column has a digest
of each cell as it was exported, so that a cell that only one side changed is told from one that both did. Pure: text in and
out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from cbec_kg.curation.yaml_text import Plain, row_yaml
from cbec_kg.editing.changes import Change, Record, field_order, plain_of
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import parse_csv, parse_yaml
from cbec_kg.io.writing import csv_text
from cbec_kg.model.schema import Field, fields_of
from cbec_kg.model.terms import Bilingual

EXPORTED = "exported"
"""The column of digests, which is not for editing."""

_FORMULA = re.compile(r"'*[=+@\t\r-]")


class Conflict(NamedTuple):
    """A cell that was changed both in the spreadsheet and in the folder since the export."""

    line: int
    record: str
    column: str
    folder: str
    spreadsheet: str


class Imported(NamedTuple):
    """What a spreadsheet changes: records by id, and the conflicts for which nothing may be written."""

    changes: dict[str, Change]
    conflicts: tuple[Conflict, ...]


def exported(kind: type[Any], records: Mapping[str, Record]) -> str:
    """Return the records of one kind as CSV, sorted by id."""
    columns = columns_of(kind)
    rows = []
    for _, fields in sorted(records.items()):
        cells = cells_of(kind, fields)
        rows.append([*(_guarded(cells[column]) for column in columns), _digests(cells.values())])
    return csv_text([*columns, EXPORTED], rows)


def columns_of(kind: type[Any]) -> list[str]:
    """Return the columns of a kind of record in writing order: ``note.zh`` and ``note.en`` for a text in both languages."""
    return [column for name in field_order(kind) for column in _columns(fields_of(kind)[name])]


def _columns(field: Field) -> list[str]:
    both = field.type is Bilingual and not field.many
    return [f"{field.name}.{language}" for language in ("zh", "en")] if both else [field.name]


def cells_of(kind: type[Any], fields: Record) -> dict[str, str]:
    """Return the cells of a record by column, empty ones included."""
    cells = dict.fromkeys(columns_of(kind), "")
    for name, value in fields.items():
        if isinstance(value, str):
            cells[name] = value
        elif isinstance(value, Mapping):
            parts = {column: value.get(column.rpartition(".")[2]) for column in _columns(fields_of(kind)[name])}
            cells |= (
                {column: str(part or "") for column, part in parts.items()} if name not in parts else {name: row_yaml(value)}
            )
        else:
            cells[name] = "\n".join(item if isinstance(item, str) else row_yaml(item) for item in value)
    return cells


def imported(kind: type[Any], file: str, text: str, records: Mapping[str, Record]) -> Imported:
    """Return what an edited spreadsheet changes in the records of its kind.

    A cell that is as it was exported leaves the folder's value; a row without digests is a new record; a record without a
    row stays as it is. DataError has each cell that cannot be read, and a row twice.
    """
    columns = columns_of(kind)
    problems: list[Problem] = []
    changes: dict[str, Change] = {}
    conflicts: list[Conflict] = []
    seen: set[str] = set()
    rows = parse_csv(text, file)
    if rows and (missing := [column for column in (*columns, EXPORTED) if column not in rows[0][1]]):
        raise DataError([Problem(file, 1, f"lacks the columns {', '.join(missing)}. Export again and edit that.")])
    for line, row in rows:
        cells = {column: _unguarded(row[column]).replace("\r\n", "\n").strip() for column in columns}
        name = cells["id"]
        if not name or name in seen:
            problems.append(Problem(file, line, f"{name} is there twice. Keep one row." if name else "has no id. Give one."))
            continue
        seen.add(name)
        if name not in records and row[EXPORTED]:
            problems.append(
                Problem(file, line, f"{name} is no longer in the folder, or its id was changed. Change ids on the page.")
            )
            continue
        now = cells_of(kind, records[name]) if name in records else dict.fromkeys(columns, "")
        then = dict(zip(columns, row[EXPORTED].split(), strict=False))
        merged = dict(now)
        for column in columns:
            given, there, base = cells[column], now[column], then.get(column, "")
            if given == there or _digest(given) == base:
                continue
            if name in records and base != _digest(there):
                conflicts.append(Conflict(line, name, column, there, given))
            merged[column] = given
        if merged != now:
            try:
                changes[name] = _record(kind, merged, file, line)
            except DataError as error:
                problems += error.problems
    if problems:
        raise DataError(problems)
    return Imported(changes, tuple(conflicts))


def _record(kind: type[Any], cells: Mapping[str, str], file: str, line: int) -> dict[str, Plain]:
    record: dict[str, Plain] = {}
    for name in field_order(kind):
        field = fields_of(kind)[name]
        parts = {column: cells[column] for column in _columns(field) if cells[column]}
        if not parts:
            continue
        if name not in parts:
            record[name] = {column.rpartition(".")[2]: text for column, text in parts.items()}
        elif field.many or hasattr(field.type, "__struct_fields__"):
            items = [_item(field, item.strip(), file, line) for item in parts[name].split("\n") if item.strip()]
            record[name] = items if field.many else items[0]
        else:
            record[name] = parts[name]
    return record


def _item(field: Field, text: str, file: str, line: int) -> Plain:
    if not text.startswith("{"):
        return text
    try:
        return plain_of(parse_yaml(text, file))
    except DataError as error:
        message = error.problems[0].message
        raise DataError([Problem(file, line, f"{field.name}: {text!r} {message}")]) from None


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before it where it begins like one."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _digests(cells: Any) -> str:
    return " ".join(map(_digest, cells))


def _digest(cell: str) -> str:
    return sha256(cell.encode()).hexdigest()[:8]


def conflict_lines(file: str, conflicts: Sequence[Conflict]) -> list[str]:
    """Return conflicts in words, a line each."""
    return [
        f"{file}:{one.line}: {one.record}, {one.column}: the folder has {one.folder!r} since the export, the spreadsheet "
        f"{one.spreadsheet!r}. Make them equal in one of them."
        for one in conflicts
    ]
