"""Read a curation folder into frozen records: strict, with all problems reported at once.

Fields and types come from `cbec_kg.model.schema`; relations between records are checked by `rules`. A folder with any
problem gives an error, never half a curation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from cbec_kg.curation import rules, statistic_rules
from cbec_kg.curation.changed_files import ANCHOR
from cbec_kg.curation.folder_files import Folder, content_of, refuse_no_curation
from cbec_kg.curation.kind_rules import unknown_kind
from cbec_kg.curation.reading_rules import reading_problems
from cbec_kg.curation.table_cells import NUMBER, cells_of
from cbec_kg.curation.verdict_rules import verdict_problems
from cbec_kg.errors import DataError, Problem, UsageError
from cbec_kg.io.loading import (
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    is_there,
    parse_csv,
    parse_yaml,
    read_bytes,
)
from cbec_kg.model.curated import AnchorPlace, Curation, Passage
from cbec_kg.model.kinds import FILES, KIND_PREFIX, PREFIXES
from cbec_kg.model.line_readings import READING_FILE, Reading
from cbec_kg.model.personal import VERDICTS_FILE, PersonalVerdict
from cbec_kg.model.records import AnchorText, Article, Record, Statistic, Table
from cbec_kg.model.schema import Field, fields_of
from cbec_kg.model.terms import Bilingual, Where

OwnKinds = tuple[tuple[str, str], ...]
"""The kinds that a folder declares: of what, and what records have as their kind."""

_ID = re.compile(r"[a-z]+(-[a-z0-9]+)+")
_LOCATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_WHOLE_FILE = ""
"""Stands for the ids of a file of which nothing could be read."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class _Refused(Exception):
    """Ends the conversion of one value; its problem has been noted."""


class _Reader:
    """Converts YAML nodes of one file to records and notes what is wrong."""

    def __init__(self, file: str, problems: list[Problem], texts_in: str | None = None, own: OwnKinds = ()) -> None:
        self.file = file
        self.problems = problems
        self.texts_in = texts_in
        self.own = own

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
        known = fields_of(kind)
        self.show_one(known, node)
        before = len(self.problems)
        values: dict[str, Any] = {} if kind is Bilingual else {"where": Where(self.file, node.line)}
        for key, value in node.items.items():
            if key not in known:
                expected = ", ".join(sorted(known))
                self.refuse(node.key_lines[key], f"{name} has the unknown field {key!r}; it may have: {expected}.")
                continue
            try:
                values[key] = self.value(known[key], value, f"{name}.{key}")
            except _Refused:
                continue
        for key, field in known.items():
            if field.required and key not in node.items:
                self.refuse(node.line, f"{name} lacks the field {key!r}. Add it.")
        if len(self.problems) > before:
            raise _Refused
        if kind is Statistic:
            values["value_text"] = node.items["value"].text  # type: ignore[union-attr]  # just read as a number
            found = Statistic(**values)
            if found.kind == "growth" and found.value > 0 and statistic_rules.says_fall(found):  # given without its minus
                values |= {"value": -found.value, "value_text": f"-{found.value_text}"}
        return kind(**values)

    def show_one(self, known: Mapping[str, Field], node: YamlMap) -> None:
        """Let a text stand for the one in the other language, where the folder says that it has one language alone."""
        if self.texts_in in node.items and {"zh", "en"} <= known.keys():
            for language in ("zh", "en"):
                node.items.setdefault(language, node.items[self.texts_in])

    def value(self, field: Field, node: YamlNode, name: str) -> Any:
        """Return `node` as the value of a field: a tuple where it is a list."""
        if not field.many:
            return self.item(field, node, name)
        if not isinstance(node, YamlList):
            raise self.refuse(node.line, f"{name} must be a list.")
        values = []
        for number, item in enumerate(node.items, 1):
            try:
                values.append(self.item(field, item, f"{name}[{number}]"))
            except _Refused:
                continue
        if len(values) < len(node.items):
            raise _Refused
        return tuple(values)

    def item(self, field: Field, node: YamlNode, name: str) -> Any:
        if field.type is AnchorText:
            return self.anchor(node, name)
        if field.type not in (str, int, Decimal):
            return self.record(field.type, node, name)
        if not isinstance(node, YamlText):
            raise self.refuse(node.line, f"{name} must be one plain value.")
        text = node.text
        if not text.strip():
            raise self.refuse(node.line, f"{name} is empty. Fill it or leave the field out.")
        if text != text.strip() or _CONTROL.search(text):
            raise self.refuse(node.line, f"{name} has white space at an end or a control character. Remove it.")
        return self.scalar(field, text, node.line, name)

    def scalar(self, field: Field, text: str, line: int, name: str) -> Any:
        if field.open_list:
            known = (*field.values, *(name for of, name in self.own if of == field.open_list))
            if text not in known:
                raise self.refuse(line, unknown_kind(name, text, known))
        elif field.values and text not in field.values:
            raise self.refuse(line, f"{name} is {text!r}; it must be one of: {', '.join(field.values)}.")
        if field.type is int:
            if not _WHOLE.fullmatch(text):
                raise self.refuse(line, f"{name} is {text!r}; it must be a whole number.")
            return int(text)
        if field.type is Decimal:
            if not NUMBER.fullmatch(text):
                raise self.refuse(line, f"{name} is {text!r}; it must be a number such as 561.20, no separators.")
            return Decimal(text)
        return text

    def anchor(self, node: YamlNode, name: str) -> AnchorText:
        text = node.text if isinstance(node, YamlText) else ""
        locator, _, fragment = text.partition(" ")
        if not _LOCATOR.fullmatch(locator) or not fragment.strip():
            raise self.refuse(node.line, f"{name} must be LOCATOR FRAGMENT, such as '4.2.p1.s1 增长较快'.")
        return AnchorText(locator, fragment.strip(), Where(self.file, node.line))


def read_curation(folder: Path, *, computed: bool = True, instead: Mapping[str, bytes] | None = None) -> Curation:
    """Return all records of a curation folder: ``article.yaml`` and the other files of the field dictionary, where they are.

    With `computed`, ``passages.csv`` and ``anchors.csv`` are read too: not wanted when they are to be recomputed. Where
    `instead` is given, its contents by name are read instead of these files: an edit is checked before it is written.

    Raises UsageError when `folder` is no folder or has no ``article.yaml``, DataError with every problem of every file.
    """
    source = Folder(folder, instead)
    refuse_no_curation(folder)
    problems: list[Problem] = []
    texts_in, own = _texts_in(source), _own_kinds(source)
    unread: set[str] = set()
    found: list[Record] = []
    for file, kind in FILES.items():
        found += _read_file(source, file, kind, problems, texts_in, own, unread)
    others = (*FILES, READING_FILE, VERDICTS_FILE)
    unexpected = sorted(path.name for path in folder.glob("*.y*ml") if path.name not in others)
    known = ", ".join(sorted(others))
    problems += [Problem(file, 0, f"is not a file of a curation folder. Known files: {known}.") for file in unexpected]
    found += [cell for table in found if isinstance(table, Table) for cell in _read_cells(source, table, problems)]
    passages, places = _computed(source, problems) if computed else ([], [])
    records: dict[str, Record] = {}
    for record in found:
        first = records.setdefault(record.id, record)
        if first is not record:
            message = f"{record.id} is already defined at {first.where.file}:{first.where.line}."
            problems.append(Problem(record.where.file, record.where.line, f"{message} Give each record its own id."))
    article = _article(found, problems)
    ordered = dict(sorted(records.items()))
    verdicts = tuple(_read_verdicts(source, problems))
    _read_reading(source, problems)  # which only who has the text needs
    curation = Curation(
        article, ordered, tuple(passages), tuple(sorted(places, key=lambda p: (p.record, p.start))), verdicts
    )
    if _WHOLE_FILE not in unread:  # what is missing then is no problem of its own
        problems += rules.disagreements(curation, unread)
        problems += verdict_problems(verdicts, records)
    if problems:
        raise DataError(problems)
    return curation


def read_places(folder: Path) -> tuple[Article, list[Passage], list[AnchorPlace]]:
    """Return the article's record and the computed files of a folder alone, which is all that locating takes.

    Raises UsageError when `folder` has no ``article.yaml`` or no ``passages.csv``, DataError with every problem of them.
    """
    refuse_no_curation(folder)
    if not is_there(folder / "passages.csv"):
        raise UsageError(f"{folder}: passages.csv is missing. {ANCHOR}")
    problems: list[Problem] = []
    source = Folder(folder)
    found = _read_file(source, "article.yaml", Article, problems, _texts_in(source))
    passages, places = _computed(source, problems)
    article = _article(found, problems)
    if problems:
        raise DataError(problems)
    return article, passages, places


def _article(found: list[Record], problems: list[Problem]) -> Article:
    """Return the one article's record; without any, all problems are raised, since nothing else can be checked."""
    articles = [record for record in found if isinstance(record, Article)]
    if not articles and not any(problem.file == "article.yaml" for problem in problems):
        problems.append(Problem("article.yaml", 1, "has no article. Fill in its fields."))
    for more in articles[1:]:
        problems.append(Problem("article.yaml", more.where.line, "has a second article. Keep one a folder."))
    if not articles:
        raise DataError(problems)
    return articles[0]


def _texts_in(folder: Folder) -> str | None:
    """Return the language that the folder's texts are in, where its article says that they are in one alone."""
    node = content_of(parse_yaml, folder, "article.yaml", [])  # what is wrong is told when the file is read for its record
    given = node.items.get("texts_in") if isinstance(node, YamlMap) else None
    return given.text if isinstance(given, YamlText) and given.text in ("zh", "en") else None


def _own_kinds(folder: Folder) -> OwnKinds:
    """Return the kinds that a folder declares, as far as they can be read: what is wrong is told with the others."""
    node = content_of(parse_yaml, folder, "kinds.yaml", [])
    items = [item.items for item in node.items if isinstance(item, YamlMap)] if isinstance(node, YamlList) else []
    pairs = [(item.get("of"), item.get("id")) for item in items]
    return tuple(
        (of.text, name.text.removeprefix(KIND_PREFIX))
        for of, name in pairs
        if isinstance(of, YamlText) and isinstance(name, YamlText)
    )


def _read_file(
    folder: Folder,
    file: str,
    kind: type[Record],
    problems: list[Problem],
    texts_in: str | None = None,
    own: OwnKinds = (),
    unread: set[str] | None = None,
) -> list[Record]:
    """Return the records of a file; the ids of those that could not be read go into `unread`."""
    before = len(problems)
    records, found, refused = content_of(partial(_records_of, kind, texts_in, own), folder, file, problems) or ((), (), ())
    if unread is not None:
        unread.update(refused if len(problems) == before else (_WHOLE_FILE,))
    problems += found
    return list(records)


@lru_cache(maxsize=2 * len(FILES))
def _records_of(
    kind: type[Record], texts_in: str | None, own: OwnKinds, text: str, file: str
) -> tuple[tuple[Record, ...], tuple[Problem, ...], tuple[str, ...]]:
    """Return the records of a file's text, and what is wrong with others and their ids; remembered, since most edits leave
    most files.
    """
    node = parse_yaml(text, file)
    if node is None:
        return (), (), ()
    if kind is not Article and not isinstance(node, YamlList):
        return (), (Problem(file, node.line, "must be a list of records, each opening with '- id:'."),), (_WHOLE_FILE,)
    reader = _Reader(file, [], texts_in, own)
    refused: list[str] = []
    records: list[Record] = []
    for item in node.items if isinstance(node, YamlList) else (node,):
        try:
            record: Record = reader.record(kind, item)
        except _Refused:
            given = item.items.get("id") if isinstance(item, YamlMap) else None
            refused += [given.text] if isinstance(given, YamlText) else []
            continue
        line = record.where.line
        if not _ID.fullmatch(record.id) or record.id.split("-")[0] not in PREFIXES[kind]:
            wanted = " or ".join(f"{prefix}-" for prefix in PREFIXES[kind])
            reader.refuse(line, f"the id {record.id!r} must be kebab-case and begin with {wanted}.")
            continue
        if records and record.id < records[-1].id:
            reader.refuse(line, f"{record.id} comes after {records[-1].id}. Sort the records by id.")
        records.append(record)
    return tuple(records), tuple(reader.problems), tuple(refused)


def read_reading(path: Path) -> Reading:
    """Return how a folder says that its text is to be read; an empty reading where it has no ``reading.yaml``.

    `path` is the folder, or the file itself. Raises UsageError for a file that cannot be read, DataError with every problem
    of it.
    """
    problems: list[Problem] = []
    if not path.is_dir():
        read_bytes(path)
    folder, file = (path, READING_FILE) if path.is_dir() else (path.parent, path.name)
    reading = _read_reading(Folder(folder), problems, file)
    if problems:
        raise DataError(problems)
    return reading


def _read_reading(folder: Folder, problems: list[Problem], file: str = READING_FILE) -> Reading:
    node = content_of(parse_yaml, folder, file, problems)
    if node is None:
        return Reading()
    try:
        reading: Reading = _Reader(file, problems).record(Reading, node, "the reading")
    except _Refused:
        return Reading()
    problems += reading_problems(reading)
    return reading


def _read_verdicts(folder: Folder, problems: list[Problem]) -> list[PersonalVerdict]:
    """Return the verdicts of readers, where the folder has any."""
    node = content_of(parse_yaml, folder, VERDICTS_FILE, problems)
    if node is None:
        return []
    if not isinstance(node, YamlList):
        problems.append(Problem(VERDICTS_FILE, node.line, "must be a list of verdicts, each opening with '- on:'."))
        return []
    reader, verdicts = _Reader(VERDICTS_FILE, problems), []
    for number, item in enumerate(node.items, 1):
        try:
            verdicts.append(reader.record(PersonalVerdict, item, f"verdict {number}"))
        except _Refused:
            continue
    return verdicts


def _read_cells(folder: Folder, table: Table, problems: list[Problem]) -> list[Record]:
    """Return one statistic a cell of a table: ``stat-table-1-2019-export``."""
    if not folder.holds(table.file):
        message = f"{table.id}.file {table.file!r} is not a file within the folder. Correct 'file'."
        problems.append(Problem(table.where.file, table.where.line, message))
        return []
    cells, found = cells_of(table, content_of(parse_csv, folder, table.file, problems) or ())
    problems += found
    return list(cells)


def _computed(folder: Folder, problems: list[Problem]) -> tuple[list[Passage], list[AnchorPlace]]:
    passages = _read_computed(folder, "passages.csv", Passage, "passage-{locator}", problems)
    return passages, _read_computed(folder, "anchors.csv", AnchorPlace, "anchor-{record}-{locator}-{start}", problems)


def _read_computed(folder: Folder, file: str, kind: type[Any], name: str, problems: list[Problem]) -> list[Any]:
    """Return the rows of a computed CSV file as records, with ids after the pattern `name`; an absent file is empty."""
    reader = _Reader(file, problems)
    wanted = {key: field for key, field in fields_of(kind).items() if key != "id"}
    records = []
    for line, row in content_of(parse_csv, folder, file, problems) or ():
        if list(row) != list(wanted):
            reader.refuse(1, f"the columns must be: {', '.join(wanted)}. {ANCHOR}")
            return []
        try:
            values = {key: reader.scalar(field, row[key], line, key) for key, field in wanted.items()}
        except _Refused:
            continue
        records.append(kind(id=name.format_map(row), where=Where(file, line), **values))
    return records
