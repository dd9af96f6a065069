"""What comes in: the files of a data folder, and the bytes of a reader's own paper.

Sizes are bounded, encodings are strict, YAML stays text. Out of scope: what the content means.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, NamedTuple

from cbec_kg.errors import DataError, Problem, UsageError

MAX_DATA_BYTES = 32 * 1024 * 1024
MAX_PAPER_BYTES = 256 * 1024 * 1024
MAX_DEPTH = 24

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_bytes(path: Path, limit: int = MAX_DATA_BYTES) -> bytes:
    """Return the content of a regular file of at most `limit` bytes; UsageError when it cannot be read or is larger."""
    with open_regular(path) as file:
        too_large = os.fstat(file.fileno()).st_size > limit
        content = b"" if too_large else file.read(limit + 1)
    if too_large or len(content) > limit:
        most = f"{limit // (1024 * 1024)} MiB" if limit >= 1024 * 1024 else f"{limit // 1024} KiB"
        raise UsageError(f"{path}: larger than {most}, the limit for this kind of file.")
    return content


def first_bytes(path: Path, count: int) -> bytes:
    """Return how a regular file of any size begins; UsageError when it cannot be read."""
    with open_regular(path) as file:
        return file.read(count)


def is_there(path: Path) -> bool:
    """Return whether anything has this name, be it a link that leads nowhere: then reading it says what is wrong with it."""
    return path.exists() or path.is_symlink()


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file to read.

    UsageError when it cannot be read, or is something else that has a name: a pipe or device, which might never end.
    """
    try:
        _refuse_other_kinds(path, os.stat(path))  # noqa: PTH116  # fast; before opening, which may do something to a device
        handle = os.open(path, os.O_RDONLY | _AT_ONCE)
        with open(handle, "rb") as file:  # noqa: PTH123  # of a handle
            _refuse_other_kinds(path, os.fstat(handle))
            yield file
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}. Check the path.") from None


def _refuse_other_kinds(path: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(state.st_mode)), "a file of another kind")
        raise UsageError(f"{path}: cannot be read: is {kind}. Name a regular file.")


def refuse_no_folder(path: Path) -> None:
    """Raise UsageError unless there is a folder of this name: it says what else is there, if anything."""
    try:
        state = os.stat(path)  # noqa: PTH116  # likewise
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}. Check the path.") from None
    if not stat.S_ISDIR(state.st_mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(state.st_mode)), "a file")
        raise UsageError(f"{path}: cannot be read: is {kind}. Name a folder.")


def refuse_bomb(path: Path, content: bytes, most: int, step: str) -> None:
    """Raise UsageError for an archive that is damaged, or unpacks to more than `most` bytes; `step` says what to do then.

    The sizes that an archive declares are a bound: what unpacks to more is cut off there.
    """
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UsageError(f"{path}: is damaged, or no file of its kind. Save it again.") from None
    if size > most:
        raise UsageError(f"{path}: unpacks to {size // 2**20:,} MiB; at most {most // 2**20:,} are read. {step}")


def decode_utf8(content: bytes, name: str) -> str:
    """Return bytes as text, which must be UTF-8 (a byte order mark is allowed); see `read_utf8`."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError([Problem(name, line, "not UTF-8. Save the file as UTF-8.")]) from None


def read_utf8(path: Path, name: str) -> str:
    """Return the text of a data file, which must be UTF-8 (a byte order mark is allowed).

    DataError has the line of the first byte that is not; `name` is how the file is called there.
    """
    return checked_text(read_bytes(path), name)


def checked_text(content: bytes, name: str) -> str:
    """Return the content of a data file as text; see `read_utf8`."""
    text = decode_utf8(content, name)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError([Problem(name, line, "contains a NUL character. Remove it.")])
    return text


def decode_text(content: bytes, path: Path) -> str:
    """Return a reader's own text from its bytes: UTF-8 with or without byte order mark, UTF-16 with one, or GB18030.

    New lines stay as they are, so that offsets count what is in the file; a byte order mark is not counted. UsageError is
    for bytes in none of these encodings, and for what is no text.
    """
    encodings = ["utf-16"] if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise UsageError(f"{path}: has no text. Give the article's text.")
        if "\0" in text:
            raise UsageError(f"{path}: is not a text file. Give the article's text.")
        return text
    raise UsageError(f"{path}: is neither UTF-8, UTF-16 nor GB18030. Save it as UTF-8.")


class YamlText(NamedTuple):
    """A scalar, exactly as written."""

    text: str
    line: int


class YamlList(NamedTuple):
    """A list, with its line."""

    items: tuple[YamlNode, ...]
    line: int


class YamlMap(NamedTuple):
    """A mapping; keys in order, none twice."""

    items: dict[str, YamlNode]
    line: int
    key_lines: dict[str, int]


YamlNode = YamlText | YamlList | YamlMap


def parse_yaml(text: str, name: str) -> YamlNode | None:
    """Return a YAML file's text with every scalar as the text that was written; None when it is empty.

    `561.20` stays `561.20` and `no` stays `no`. Anchors, aliases, tags, several documents, repeated keys and keys that
    are not plain text are refused.

    DataError has file and line of all that was refused.
    """
    import yaml

    events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    builder = _YamlBuilder(name, events)
    try:
        node = builder.document()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise DataError([Problem(name, line, "has half of a surrogate pair, which is no character. Remove it.")]) from None
    except yaml.YAMLError as error:
        line, what = 0, " ".join(str(error).split())
        if isinstance(error, yaml.MarkedYAMLError):
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            what = " ".join(part for part in (error.context, error.problem) if part)
        raise DataError([Problem(name, line, f"not valid YAML: {what}. Correct the syntax.")]) from None
    if builder.problems:
        raise DataError(builder.problems)
    return node


class _YamlBuilder:
    """Builds nodes from a parser's events, in one pass; `problems` has what was refused."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self.name = name
        self.events = events
        self.problems: list[Problem] = []

    def refuse(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, message))

    def document(self) -> YamlNode | None:
        roots: list[YamlNode] = []
        for event in self.events:
            if type(event).__name__ == "DocumentStartEvent":
                if len(roots) == 1:
                    self.refuse(event.start_mark.line + 1, "has a second YAML document. Keep one list a file.")
                roots.append(self.node(next(self.events), 1))
        return roots[0] if roots else None

    def node(self, event: Any, depth: int) -> YamlNode:
        """Return the node that an event begins; its other events are taken from the parser."""
        line, kind = event.start_mark.line + 1, type(event).__name__
        if event.anchor is not None:
            self.refuse(line, "has a YAML anchor or alias. Write the value out.")
        elif event.tag not in (None, "!"):
            self.refuse(line, f"has the YAML tag {event.tag}. Remove it.")
        if kind == "ScalarEvent":
            return YamlText(event.value, line)
        if depth > MAX_DEPTH:
            raise DataError([Problem(self.name, line, f"nested deeper than {MAX_DEPTH} levels. Flatten it.")])
        if kind == "SequenceStartEvent":
            return YamlList(tuple(self.node(item, depth + 1) for item in self.until("SequenceEndEvent")), line)
        if kind == "MappingStartEvent":
            return self.mapping(line, depth)
        return YamlText("", line)  # an alias, refused above

    def mapping(self, line: int, depth: int) -> YamlMap:
        items, lines = dict[str, YamlNode](), dict[str, int]()
        for event in self.until("MappingEndEvent"):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, YamlText):
                self.refuse(key.line, "has a key that is not plain text. Name the field.")
                continue
            if key.text in items:
                self.refuse(key.line, f"repeats the key {key.text!r}. Keep one.")
            items[key.text], lines[key.text] = value, key.line
        return YamlMap(items, line, lines)

    def until(self, end: str) -> Iterator[Any]:
        """Yield the events that begin the parts of a collection."""
        while type(event := next(self.events)).__name__ != end:
            yield event


def parse_csv(text: str, name: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file's text as (line, cells by heading), all cells as text.

    DataError is for a missing or repeated heading, and for each row whose number of cells differs from the heading's.
    """
    import csv
    import io

    reader = csv.reader(io.StringIO(text, newline=""))
    problems: list[Problem] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        heading = next(reader, [])
        if not heading or len(set(heading)) != len(heading) or not all(heading):
            raise DataError([Problem(name, 1, "the first line must name each column once.")])
        for cells in reader:
            if len(cells) != len(heading):
                problems.append(Problem(name, reader.line_num, f"has {len(cells)} cells; the heading names {len(heading)}."))
            else:
                rows.append((reader.line_num, dict(zip(heading, cells, strict=True))))
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, f"not valid CSV: {error}."))
    if problems:
        raise DataError(problems)
    return rows
