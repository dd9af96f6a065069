"""Records as spreadsheets and back: a row a record, a column a field, conflicts told by cell.

A cell has a field as text: several items a line each, links and other parts in a row of YAML. The last column has a digest
of each cell as it was exported, so that a cell that only one side changed is told from one that both did. One kind goes as
CSV, all as a workbook with a sheet a kind. Pure: text or bytes in and out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cbec_kg.curation.yaml_text import Plain, row_yaml
from cbec_kg.editing.changes import Change, Record, field_order, plain_of
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import parse_csv, parse_yaml
from cbec_kg.io.workbook import Cell, Page, Sheet, cell_name, read_workbook, workbook_bytes
from cbec_kg.io.writing import csv_text
from cbec_kg.model.kinds import FILES
from cbec_kg.model.schema import Field, fields_of
from cbec_kg.model.terms import Bilingual

EXPORTED = "exported"
"""The column of digests, which is not for editing."""

_FORMULA = re.compile(r"'*[=+@\t\r-]")
_STEP = "Format the cell as text and type it again."


class Conflict(NamedTuple):
    """A cell that was changed both in the spreadsheet and in the folder since the export; `place` says which."""

    place: str
    record: str
    column: str
    folder: str
    spreadsheet: str


class Imported(NamedTuple):
    """What a spreadsheet changes: records by id, and the conflicts for which nothing may be written."""

    changes: dict[str, Change]
    conflicts: tuple[Conflict, ...]


class _Row(NamedTuple):
    """A row: where each of its columns is told to be, and its cells by column."""

    file: str
    line: int
    places: Mapping[str, str]
    cells: Mapping[str, Cell]

    def problem(self, message: str, column: str = "id") -> Problem:
        place = self.places.get(column, "")
        return Problem(self.file, self.line, f"{place}: {message}" if place else message)

    def place(self, column: str) -> str:
        return f"{self.file}: {self.places[column]}" if self.places else f"{self.file}:{self.line}"


def exported(kind: type[Any], records: Mapping[str, Record]) -> str:
    """Return the records of one kind as CSV, sorted by id."""
    return csv_text([*columns_of(kind), EXPORTED], ([*map(_guarded, row[:-1]), row[-1]] for row in _rows(kind, records)))


def exported_workbook(records: Mapping[str, Mapping[str, Record]]) -> bytes:
    """Return records by the file of their kind as a workbook: a sheet for each kind, also of those without records."""
    pages = {}
    for file, kind in FILES.items():
        choices = {name: field.values for name, field in fields_of(kind).items() if field.values and not field.many}
        heading = [*columns_of(kind), EXPORTED]
        pages[_sheet_of(file)] = Page(heading, list(_rows(kind, records.get(file, {}))), choices, (EXPORTED,))
    return workbook_bytes(pages)


def _sheet_of(file: str) -> str:
    return file.removesuffix(".yaml")


def _rows(kind: type[Any], records: Mapping[str, Record]) -> Iterable[list[str]]:
    for _, fields in sorted(records.items()):
        cells = cells_of(kind, fields)
        yield [*cells.values(), _digests(cells.values())]


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
    """Return what an edited spreadsheet of one kind changes in the records of that kind.

    A cell that is as it was exported leaves the folder's value; a row without digests is a new record; a record without a
    row stays as it is. DataError has each cell that cannot be read, and a row twice.
    """
    columns = [*columns_of(kind), EXPORTED]
    rows = parse_csv(text, file)
    if rows and (missing := [column for column in columns if column not in rows[0][1]]):
        raise DataError([Problem(file, 1, f"lacks the columns {', '.join(missing)}. Export again and edit that.")])
    return _merged(kind, [
        _Row(file, line, {}, {column: Cell(_unguarded(row[column])) for column in columns}) for line, row in rows
    ], records)  # fmt: skip


def imported_workbook(path: Path, content: bytes, records: Mapping[str, Mapping[str, Record]]) -> Imported:
    """Return what an edited workbook changes in the records, which are given by the file of their kind; see `imported`.

    A cell that a spreadsheet program made a number, date or formula of is told, unless it is as it was; so are merged cells
    and sheets of no kind. UsageError is for what is no workbook.
    """
    from cbec_kg.search.resolve import offer_of

    changes: dict[str, Change] = {}
    conflicts: list[Conflict] = []
    problems: list[Problem] = []
    kinds = {_sheet_of(file): file for file in FILES}
    for sheet in read_workbook(path, content):
        file = kinds.get(sheet.name)
        try:
            if file is None:
                offer = offer_of(sheet.name, sorted(kinds))
                message = f"the sheet {sheet.name!r} is of no kind of records.{offer} Rename or delete it."
                raise DataError([Problem(path.name, 0, message)])
            found = _merged(FILES[file], _sheet_rows(path.name, sheet, columns_of(FILES[file])), records.get(file, {}))
        except DataError as error:
            problems += error.problems
        else:
            changes |= found.changes
            conflicts += found.conflicts
    if problems:
        raise DataError(problems)
    return Imported(changes, tuple(conflicts))


def _sheet_rows(name: str, sheet: Sheet, columns: Sequence[str]) -> list[_Row]:
    if sheet.merged:
        message = f"{sheet.name}!{sheet.merged[0]}: merged cells have one value for several records. Split them."
        raise DataError([Problem(name, 0, message)])
    heading = [cell.text.strip() for cell in sheet.heading]
    wanted = [*columns, EXPORTED]
    problems = [
        Problem(
            name, 0, f"{sheet.name}!{cell_name(place, 1)}: {text!r} is no column of {sheet.name}, or stands there twice."
        )
        for place, text in enumerate(heading)
        if text and (text not in wanted or text in heading[:place])
    ]
    if missing := [column for column in wanted if column not in heading]:
        fact = f"the sheet {sheet.name!r} lacks the columns {', '.join(missing)}"
        problems.append(Problem(name, 0, f"{fact}. Export again and edit that."))
    rows = []
    for number, cells in sheet.rows:
        for place, cell in enumerate(cells):
            if cell.text and not (place < len(heading) and heading[place]):
                problems.append(Problem(name, 0, f"{sheet.name}!{cell_name(place, number)}: stands below no column."))
        places = {column: f"{sheet.name}!{cell_name(place, number)}" for place, column in enumerate(heading) if column}
        rows.append(_Row(name, 0, places, {column: cells[place] for place, column in enumerate(heading) if column}))
    if problems:
        raise DataError(problems)
    return rows


def _merged(kind: type[Any], rows: Sequence[_Row], records: Mapping[str, Record]) -> Imported:
    columns = columns_of(kind)
    problems: list[Problem] = []
    changes: dict[str, Change] = {}
    conflicts: list[Conflict] = []
    seen: set[str] = set()
    for row in rows:
        cells = {column: row.cells[column].text.replace("\r\n", "\n").strip() for column in columns}
        name, digests = cells["id"], row.cells[EXPORTED].text
        if not name or name in seen:
            problems.append(row.problem(f"{name} is there twice. Keep one row." if name else "has no id. Give one."))
            continue
        seen.add(name)
        if name not in records and digests:
            message = f"{name} is no longer in the folder, or its id was changed. Change ids on the page."
            problems.append(row.problem(message))
            continue
        now = cells_of(kind, records[name]) if name in records else dict.fromkeys(columns, "")
        then = dict(zip(columns, digests.split(), strict=False))
        merged = dict(now)
        for column in columns:
            given, there, base = cells[column], now[column], then.get(column, "")
            if given == there or _digest(given) == base:
                continue
            if made := row.cells[column].made:
                message = f"{name}, {column}: is {made} ({given[:40]}), not text: what was typed is not known. {_STEP}"
                problems.append(row.problem(message, column))
                continue
            if name in records and base != _digest(there):
                conflicts.append(Conflict(row.place(column), name, column, there, given))
            merged[column] = given
        if merged != now:
            try:
                changes[name] = _record(kind, merged, row)
            except DataError as error:
                problems += error.problems
    if problems:
        raise DataError(problems)
    return Imported(changes, tuple(conflicts))


def _record(kind: type[Any], cells: Mapping[str, str], row: _Row) -> dict[str, Plain]:
    record: dict[str, Plain] = {}
    for name in field_order(kind):
        field = fields_of(kind)[name]
        parts = {column: cells[column] for column in _columns(field) if cells[column]}
        if not parts:
            continue
        if name not in parts:
            record[name] = {column.rpartition(".")[2]: text for column, text in parts.items()}
        elif field.many or hasattr(field.type, "__struct_fields__"):
            items = [_item(field, item.strip(), row) for item in parts[name].split("\n") if item.strip()]
            record[name] = items if field.many else items[0]
        else:
            record[name] = parts[name]
    return record


def _item(field: Field, text: str, row: _Row) -> Plain:
    if not text.startswith("{"):
        return text
    try:
        return plain_of(parse_yaml(text, row.file))
    except DataError as error:
        message = error.problems[0].message
        raise DataError([row.problem(f"{field.name}: {text!r} {message}", field.name)]) from None


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before it where it begins like one."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _digests(cells: Any) -> str:
    return " ".join(map(_digest, cells))


def _digest(cell: str) -> str:
    return sha256(cell.encode()).hexdigest()[:8]


def conflict_lines(conflicts: Sequence[Conflict]) -> list[str]:
    """Return conflicts in words, a line each."""
    return [
        f"{one.place}: {one.record}, {one.column}: the folder has {one.folder!r} since the export, the spreadsheet "
        f"{one.spreadsheet!r}. Make them equal in one of them."
        for one in conflicts
    ]
