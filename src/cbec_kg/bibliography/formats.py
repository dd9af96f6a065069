"""A bibliographic file as entries: its format detected, its text checked, its reader called. All problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from cbec_kg.bibliography.entries import MAX_ENTRIES, MAX_VALUE, Entry, SourceFile
from cbec_kg.errors import DataError, Problem, UsageError
from cbec_kg.io.loading import decode_utf8, read_bytes

MAX_BYTES = 10 * 1024 * 1024
FORMS = ("bibtex", "csl-json", "ris", "csv")

_SUFFIXES = {".bib": "bibtex", ".bibtex": "bibtex", ".json": "csl-json", ".csl": "csl-json", ".ris": "ris", ".csv": "csv"}
_CONTENT = {
    "csl-json": re.compile(r"\A\s*[\[{]"),
    "ris": re.compile(r"^[ \t]*TY {1,2}-", re.MULTILINE),
    "bibtex": re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]", re.MULTILINE),
    "csv": re.compile(r"\A(?=[^\n]*\btitle\b)[^\n]*\bnumber\b[^\n]*,"),
}
_MARKS = {"bibtex": re.compile(r"@\w+\s*[{(]"), "ris": _CONTENT["ris"], "csv": re.compile(r"\n")}
"""What each entry has at least once; counted before a file is given to its reader."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_Reader = Callable[[str, str, list[Problem]], list[Entry]]


def read_file(path: Path, form: str | None = None) -> SourceFile:
    """Return the entries of a bibliographic file.

    The file is UTF-8, with or without byte order mark, of at most 10 MiB; `form` is one of `FORMS`, None to find out from
    content and suffix.

    Raises UsageError when the file cannot be read, is too large, or is in no known format; DataError with file and line of
    all that is wrong: a file without any entry is wrong too.
    """
    content = read_bytes(path, MAX_BYTES)
    name = path.name.encode("utf-8", "backslashreplace").decode()
    text = decode(content, name)
    form = form or detect(text, path.suffix)
    if form is None:
        raise UsageError(f"{path}: neither BibTeX, CSL-JSON, RIS nor the template's CSV. Name its format with --from.")
    if form in _MARKS and sum(1 for _ in islice(_MARKS[form].finditer(text), MAX_ENTRIES + 1)) > MAX_ENTRIES:
        raise UsageError(f"{path}: more than {MAX_ENTRIES:,} entries. Export only the references of the article.")
    problems: list[Problem] = []
    entries = _reader(form)(text, name, problems)
    problems += [Problem(name, entry.line, message) for entry in entries for message in _unfit(entry)]
    if not entries and not problems:
        problems.append(Problem(name, 0, f"no entry found, read as {form}. Check the file, or name its format with --from."))
    if problems:
        raise DataError(problems)
    return SourceFile(name, sha256(content).hexdigest(), form, tuple(entries))


def decode(content: bytes, name: str) -> str:
    """Return the text of a file's bytes; DataError with the line of what is not UTF-8 or is a control character."""
    text = decode_utf8(content, name).replace("\r\n", "\n").replace("\r", "\n")
    found = _CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise DataError([Problem(name, line, f"contains the control character U+{ord(found.group()):04X}. Remove it.")])
    return text


def detect(text: str, suffix: str) -> str | None:
    """Return the format of a text: what the suffix says when the content agrees, else what the content looks like.

    Examples
    --------
    >>> detect("TY  - JOUR", ".txt"), detect("@book{a, title={x}}", ".json"), detect("hello", ".bib"), detect("hello", "")
    ('ris', 'bibtex', 'bibtex', None)
    """
    named = _SUFFIXES.get(suffix.lower())
    looking = [form for form, pattern in _CONTENT.items() if pattern.search(text)]
    return named if named in looking or not looking else looking[0]


def _reader(form: str) -> _Reader:
    if form == "bibtex":
        from cbec_kg.bibliography.bibtex import read_bibtex as reader
    elif form == "ris":
        from cbec_kg.bibliography.ris import read_ris as reader
    elif form == "csv":
        from cbec_kg.bibliography.csvtable import read_csv_table as reader
    elif form == "csl-json":
        from cbec_kg.bibliography.csljson import read_csljson as reader
    else:
        raise UsageError(f"{form!r} is none of the formats: {', '.join(FORMS)}.")
    return reader


def _unfit(entry: Entry) -> list[str]:
    """Return a message for each value that is too long or has a control character, which JSON can hide behind an escape."""
    messages = []
    name = repr(entry.key[:40]) if entry.key else "the entry"
    for field, value in {"its key": entry.key, **entry.item}.items():
        text = _joined(value)
        if found := _CONTROL.search(text):
            messages.append(f"{name} has the control character U+{ord(found.group()):04X} in {field}. Remove it.")
        if len(text) > MAX_VALUE:
            messages.append(f"{name} has {len(text):,} characters in {field}; at most {MAX_VALUE:,} are read. Shorten it.")
    return messages


def _joined(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_joined(part) for part in value.values())
    return " ".join(_joined(part) for part in value) if isinstance(value, list) else str(value)
