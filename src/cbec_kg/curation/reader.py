"""Read a curation folder into frozen records: strict, and all that is wrong at once.

Fields and types come from the classes in `records`; relations between records are checked by `rules`. The result of a
folder with any problem is an error, never half a curation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from cbec_kg.curation import rules
from cbec_kg.errors import DataError, Problem, UsageError
from cbec_kg.io.loading import YamlList, YamlMap, YamlNode, YamlText, read_csv, read_yaml
from cbec_kg.model.records import (
    FILES,
    PREFIXES,
    AnchorPlace,
    AnchorText,
    Article,
    Curation,
    Passage,
    Record,
    Statistic,
    Table,
    Where,
)

_ID = re.compile(r"[a-z]+(-[a-z0-9]+)+")
_LOCATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")


class _Refused(Exception):
    """Ends the conversion of one value; its problem has been noted."""


class _Reader:
    """Converts YAML nodes of one file to records and notes what is wrong."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def refuse(self, line: int, message: str) -> _Refused:
        self.problems.append(Problem(self.file, line, message))
        return _Refused()

    def record(self, kind: type[Any], node: YamlNode, name: str = "") -> Any:
        """Return `node` as an instance of a record or link class; raises `_Refused` when anything is wrong."""
        if not isinstance(node, YamlMap):
            raise self.refuse(node.line, f"{name or kind.__name__.lower()} must be a mapping of fields.")
        given = node.items.get("id")
        if not name and isinstance(given, YamlText):
            name = given.text
        hints = get_type_hints(kind)
        known = {field.name: field for field in fields(kind) if field.name not in _COMPUTED.get(kind, ())}
        values: dict[str, Any] = {"where": Where(self.file, node.line)} if "where" in known else {}
        failed = False
        for key, value in node.items.items():
            if key not in known or key == "where":
                expected = ", ".join(sorted(set(known) - {"where"}))
                self.refuse(node.key_lines[key], f"{name} has the unknown field {key!r}; it may have: {expected}.")
                failed = True
                continue
            try:
                values[key] = self.value(hints[key], value, f"{name}.{key}")
            except _Refused:
                failed = True
        for key, field in known.items():
            if key not in values and key not in node.items and field.required:
                self.refuse(node.line, f"{name} lacks the field {key!r}. Add it.")
                failed = True
        if failed:
            raise _Refused
        if kind is Statistic:
            values["value_text"] = node.items["value"].text  # type: ignore[union-attr]  # just read as a number
        return kind(**values)

    def value(self, hint: Any, node: YamlNode, name: str) -> Any:
        """Return `node` as a value of a field's type."""
        if get_origin(hint) in (Union, UnionType):
            hint = next(part for part in get_args(hint) if part is not NoneType)
        if get_origin(hint) is tuple:
            if not isinstance(node, YamlList):
                raise self.refuse(node.line, f"{name} must be a list.")
            return self.items(get_args(hint)[0], node, name)
        if hint is AnchorText:
            return self.anchor(node, name)
        if isinstance(hint, type) and issubclass(hint, Struct):
            return self.record(cast(type[Any], hint), node, name)
        if not isinstance(node, YamlText):
            raise self.refuse(node.line, f"{name} must be one plain value.")
        text = node.text
        if not text.strip():
            raise self.refuse(node.line, f"{name} is empty. Fill it or leave the field out.")
        if text != text.strip() or any(ord(character) < 32 or ord(character) == 127 for character in text):
            raise self.refuse(node.line, f"{name} has white space at an end or a control character. Remove it.")
        return self.scalar(hint, text, node.line, name)

    def scalar(self, hint: Any, text: str, line: int, name: str) -> Any:
        if get_origin(hint) is Literal:
            if text not in get_args(hint):
                raise self.refuse(line, f"{name} is {text!r}; it must be one of: {', '.join(get_args(hint))}.")
            return text
        if hint is int:
            if not _WHOLE.fullmatch(text):
                raise self.refuse(line, f"{name} is {text!r}; it must be a whole number.")
            return int(text)
        if hint is Decimal:
            if not _NUMBER.fullmatch(text):
                raise self.refuse(line, f"{name} is {text!r}; it must be a number such as 561.20, no separators.")
            return Decimal(text)
        return text

    def items(self, hint: Any, node: YamlList, name: str) -> tuple[Any, ...]:
        values, failed = [], False
        for number, item in enumerate(node.items, 1):
            try:
                values.append(self.value(hint, item, f"{name}[{number}]"))
            except _Refused:
                failed = True
        if failed:
            raise _Refused
        return tuple(values)

    def anchor(self, node: YamlNode, name: str) -> AnchorText:
        text = node.text if isinstance(node, YamlText) else ""
        locator, _, fragment = text.partition(" ")
        if not _LOCATOR.fullmatch(locator) or not fragment.strip():
            raise self.refuse(node.line, f"{name} must be LOCATOR FRAGMENT, such as '4.2.p1.s1 增长较快'.")
        return AnchorText(locator, fragment.strip(), Where(self.file, node.line))


_COMPUTED: dict[type[Any], tuple[str, ...]] = {Statistic: ("value_text", "table", "row", "column")}


def read_curation(folder: Path, *, computed: bool = True) -> Curation:
    """Return all records of a curation folder.

    Parameters
    ----------
    folder : Path
        Holds ``article.yaml`` and the other files of the field dictionary; files that are not there count as empty.
    computed : bool
        Whether to read ``passages.csv`` and ``anchors.csv`` too; not wanted when they are to be computed anew.

    Raises
    ------
    UsageError
        When `folder` is no folder or has no ``article.yaml``.
    DataError
        With every problem of every file.
    """
    if not (folder / "article.yaml").is_file():
        raise UsageError(f"{folder}: no curation folder: article.yaml is missing. Name a folder that has it.")
    problems: list[Problem] = []
    found: list[Record] = []
    for file, kind in FILES.items():
        found += _read_file(folder, file, kind, problems)
    problems += _unexpected_files(folder)
    for table in [record for record in found if isinstance(record, Table)]:
        found += _read_cells(folder, table, problems)
    passages: list[Passage] = []
    places: list[AnchorPlace] = []
    if computed:
        passages, places = _computed(folder, problems)
    records: dict[str, Record] = {}
    for record in found:
        if record.id in records:
            first = records[record.id].where
            message = f"{record.id} stands already at {first.file}:{first.line}. Give each record its own id."
            problems.append(Problem(record.where.file, record.where.line, message))
        records.setdefault(record.id, record)
    articles = [record for record in found if isinstance(record, Article)]
    if not articles and not any(problem.file == "article.yaml" for problem in problems):
        problems.append(Problem("article.yaml", 1, "holds no article. Fill in its fields."))
    for more in articles[1:]:
        problems.append(Problem("article.yaml", more.where.line, "holds a second article. Keep one a folder."))
    if not articles:
        raise DataError(problems)
    ordered = dict(sorted(records.items()))
    curation = Curation(articles[0], ordered, tuple(passages), tuple(sorted(places, key=lambda p: (p.record, p.start))))
    problems += rules.disagreements(curation)
    if problems:
        raise DataError(problems)
    return curation


def read_places(folder: Path) -> tuple[Article, list[Passage], list[AnchorPlace]]:
    """Return the article's record and the computed files of a folder alone, which is all that locating takes.

    Raises
    ------
    UsageError
        When `folder` has no ``article.yaml`` or no ``passages.csv``.
    DataError
        With every problem of these files.
    """
    for file in ("article.yaml", "passages.csv"):
        if not (folder / file).is_file():
            raise UsageError(f"{folder}: {file} is missing. Name a curation folder; cbec-kg anchor --write makes the file.")
    problems: list[Problem] = []
    articles = _read_file(folder, "article.yaml", Article, problems)
    passages, places = _computed(folder, problems)
    if not articles and not problems:
        problems.append(Problem("article.yaml", 1, "holds no article. Fill in its fields."))
    if problems or not isinstance(articles[0], Article):
        raise DataError(problems)
    return articles[0], passages, places


def _computed(folder: Path, problems: list[Problem]) -> tuple[list[Passage], list[AnchorPlace]]:
    passages = _read_computed(folder, "passages.csv", Passage, lambda row: f"passage-{row['locator']}", problems)
    places = _read_computed(
        folder,
        "anchors.csv",
        AnchorPlace,
        lambda row: f"anchor-{row['record']}-{row['locator']}-{row['start']}",
        problems,
    )
    return passages, places


def _read_file(folder: Path, file: str, kind: type[Record], problems: list[Problem]) -> list[Record]:
    if not (folder / file).is_file():
        return []
    try:
        node = read_yaml(folder / file, file)
    except DataError as error:
        problems += error.problems
        return []
    reader = _Reader(file, problems)
    if node is None:
        return []
    if kind is not Article and not isinstance(node, YamlList):
        problems.append(Problem(file, node.line, "must be a list of records, each opening with '- id:'."))
        return []
    nodes = node.items if isinstance(node, YamlList) else (node,)
    records: list[Record] = []
    for item in nodes:
        try:
            record = reader.record(kind, item)
        except _Refused:
            continue
        prefixes = PREFIXES[kind]
        if not _ID.fullmatch(record.id) or record.id.split("-")[0] not in prefixes:
            wanted = " or ".join(f"{prefix}-" for prefix in prefixes)
            message = f"the id {record.id!r} must be kebab-case and open with {wanted}."
            problems.append(Problem(file, record.where.line, message))
            continue
        if records and record.id < records[-1].id:
            message = f"{record.id} stands after {records[-1].id}. Sort the records by id."
            problems.append(Problem(file, record.where.line, message))
        records.append(record)
    return records


def _unexpected_files(folder: Path) -> list[Problem]:
    known = {*FILES, "passages.csv", "anchors.csv", "README.md"}
    return [
        Problem(path.name, 0, f"is no file of a curation folder. Known are: {', '.join(sorted(FILES))}.")
        for path in sorted(folder.glob("*.y*ml"))
        if path.name not in known
    ]


def _read_cells(folder: Path, table: Table, problems: list[Problem]) -> list[Record]:
    """Return one statistic a cell of a table: ``stat-table-1-2019-export``."""
    path = (folder / table.file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        message = f"{table.id}.file {table.file!r} is no file within the folder. Correct 'file'."
        problems.append(Problem(table.where.file, table.where.line, message))
        return []
    try:
        rows = read_csv(path, table.file)
    except DataError as error:
        problems += error.problems
        return []
    cells: list[Record] = []
    keys = {column.key for column in table.columns}
    for column in table.columns:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", column.key):
            message = f"{table.id}: the column key {column.key!r} must be kebab-case: it becomes a part of ids."
            problems.append(Problem(column.where.file, column.where.line, message))
            return []
    for line, row in rows:
        if set(row) != {"period", *keys}:
            message = f"the columns must be: period, {', '.join(column.key for column in table.columns)}."
            problems.append(Problem(table.file, 1, message))
            return []
        if not rules.PERIOD.fullmatch(row["period"]) or "/" in row["period"]:
            problems.append(Problem(table.file, line, f"period is {row['period']!r}; a year such as 2018 is expected."))
            continue
        for column in table.columns:
            printed = row[column.key]
            digits = printed.replace(",", "")
            value = Decimal(digits) if _NUMBER.fullmatch(digits) else None
            if value is None:
                problems.append(Problem(table.file, line, f"{column.key} is {printed!r}; a number is expected."))
                continue
            where = Where(table.file, line)
            cells.append(
                Statistic(
                    id=f"stat-{table.id}-{row['period']}-{column.key}",
                    where=where,
                    printed=printed,
                    value=value,
                    value_text=digits,
                    operator="equal",
                    unit=column.unit,
                    indicator=column.indicator,
                    kind=column.kind,
                    place=table.place,
                    period=row["period"],
                    base=column.base,
                    at=(AnchorText(f"{table.locator}.{row['period']}", printed, where),),
                    rests_on=table.rests_on,
                    table=table.id,
                    row=row["period"],
                    column=column.key,
                )
            )
    return cells


def _read_computed(
    folder: Path, file: str, kind: type[Any], name: Callable[[dict[str, str]], str], problems: list[Problem]
) -> list[Any]:
    """Return the rows of a computed CSV file as records; an absent file counts as empty."""
    if not (folder / file).is_file():
        return []
    try:
        rows = read_csv(folder / file, file)
    except DataError as error:
        problems += error.problems
        return []
    hints = get_type_hints(kind)
    wanted = [field.name for field in fields(kind) if field.name not in ("id", "where")]
    reader = _Reader(file, problems)
    records = []
    for line, row in rows:
        if list(row) != wanted:
            problems.append(Problem(file, 1, f"the columns must be: {', '.join(wanted)}. Write the file anew."))
            return []
        try:
            values = {
                key: row[key] if hints[key] is str else reader.scalar(hints[key], row[key], line, key) for key in wanted
            }
        except _Refused:
            continue
        records.append(kind(id=name(row), where=Where(file, line), **values))
    return records
