"""A bibliographic file as entries: its format detected, its text checked, its reader called. All problems at once.

An entry that cannot be read costs no other: what is wrong with it is told beside what was read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from cbec_kg.bibliography.entries import MAX_ENTRIES, MAX_VALUE, Entry, SourceFile
from cbec_kg.errors import DataError, Problem, UsageError
from cbec_kg.io.apart import call_apart, limits_of_environment
from cbec_kg.io.loading import decode_utf8, read_bytes

MAX_BYTES = 10 * 1024 * 1024
FORMS = ("bibtex", "csl-json", "ris", "csv", "endnote", "endnote-xml", "noteexpress", "refworks", "gbt7714")

_SUFFIXES = {
    ".bib": "bibtex", ".bibtex": "bibtex", ".json": "csl-json", ".csl": "csl-json", ".ris": "ris", ".csv": "csv",
    ".enw": "endnote", ".xml": "endnote-xml", ".net": "noteexpress",
}  # fmt: skip
_CONTENT = {
    "noteexpress": re.compile(r"^\{Reference Type\}:", re.MULTILINE),
    "csl-json": re.compile(r"\A\s*(?:\[\s*[{\]]|\{\s*[\"}])"),
    "endnote-xml": re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?<(?:xml|records|!DOCTYPE)\b", re.IGNORECASE),
    "ris": re.compile(r"^[ \t]*TY {1,2}-", re.MULTILINE),
    "endnote": re.compile(r"^%0 ", re.MULTILINE),
    "refworks": re.compile(r"^RT +[A-Z]", re.MULTILINE),
    "bibtex": re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]", re.MULTILINE),
    "csv": re.compile(r"\A(?=[^\n]*\btitle\b)[^\n]*\bnumber\b[^\n]*,"),
    "gbt7714": re.compile(r"^.*\S\s*[\[［](?:[JMCGNDRSPAZ]|DB|DS|CP|EB|CM)(?:/(?:MT|DK|CD|OL))?[\]］]", re.MULTILINE),
}
_MARKS = {"bibtex": re.compile(r"@\w+\s*[{(]"), "csv": re.compile(r"\n"), "gbt7714": re.compile(r"\n")} | {
    form: _CONTENT[form] for form in ("ris", "endnote", "refworks", "noteexpress")
}
"""What each entry has at least once; counted before a file is given to its reader."""

_OLD_ENCODINGS = frozenset(("csv", "endnote", "noteexpress", "refworks", "gbt7714"))
"""Formats that Chinese databases and spreadsheets write in UTF-16 or GB18030 too."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_Reader = Callable[[str, str, list[Problem], list[Problem]], list[Entry]]


def read_apart(path: Path, form: str | None = None) -> SourceFile:
    """Return what `read_file` does, by a process apart.

    Raises LimitError too, when reading takes more time or memory than the limits of the environment.
    """
    content, place = read_bytes(path, MAX_BYTES), f"{__name__}:{source_value.__name__}"
    value = call_apart(place, content, [str(path), form], str(path), limits_of_environment())
    name, digest, form, entries, problems, notes = value
    listed = [tuple(Problem(*one) for one in those) for those in (problems, notes)]
    return SourceFile(name, digest, form, tuple(map(_entry_of, entries)), *listed)


def source_value(content: bytes, path: str, form: str | None) -> list[Any]:
    """Return a bibliographic file as read, as JSON has it; the hints of an entry are pairs."""
    name, digest, form, entries, problems, notes = parse_file(Path(path), content, form)
    values = [(key, line, item, list(hints.items()), *more) for key, line, item, hints, *more in entries]
    return [name, digest, form, values, problems, notes]


def _entry_of(value: list[Any]) -> Entry:
    key, line, item, hints, left_out, notes = value
    return Entry(key, line, item, dict(hints), tuple(left_out), tuple(notes))


def read_file(path: Path, form: str | None = None) -> SourceFile:
    """Return the entries of a bibliographic file, and what of it could not be read.

    The file is UTF-8, with or without byte order mark, of at most 10 MiB; tables and what Chinese databases export may be
    UTF-16 or GB18030. `form` is one of `FORMS`, None to find out from content and suffix.

    Raises UsageError when the file cannot be read, is too large, or is in no known format, or pandoc is needed and missing;
    DataError with file and line of all that is wrong when no entry could be read.
    """
    return parse_file(path, read_bytes(path, MAX_BYTES), form)


def parse_file(path: Path, content: bytes, form: str | None) -> SourceFile:
    """Return what `read_file` does, of a file's bytes."""
    name = path.name.encode("utf-8", "backslashreplace").decode()
    text, form = _text_and_form(content, name, form, path.suffix)
    if form is None:
        raise UsageError(f"{path}: neither BibTeX, CSL-JSON, RIS nor another known format. Name its format with --from.")
    if form in _MARKS and sum(1 for _ in islice(_MARKS[form].finditer(text), MAX_ENTRIES + 1)) > MAX_ENTRIES:
        raise UsageError(f"{path}: more than {MAX_ENTRIES:,} entries. Export only the references of the article.")
    problems, notes = list[Problem](), list[Problem]()
    entries = []
    for entry in _reader(form)(text, name, problems, notes):
        unfit = [Problem(name, entry.line, message) for message in _unfit(entry)]
        problems += unfit
        entries += [] if unfit else [entry]
    if not entries:
        nothing = Problem(name, 0, f"no entry found, read as {form}. Check the file, or name its format with --from.")
        raise DataError([*problems, *notes] or [nothing])
    return SourceFile(name, sha256(content).hexdigest(), form, tuple(entries), tuple(sorted(set(problems))), tuple(notes))


def _text_and_form(content: bytes, name: str, form: str | None, suffix: str) -> tuple[str, str | None]:
    """Return the text of a file and its format, named or found; another encoding than UTF-8 is for some formats alone."""
    try:
        text = decode(content, name)
    except DataError as error:
        old = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "gb18030"
        try:
            text = _checked(content.decode(old), name)
        except UnicodeDecodeError:
            raise error from None
        form = form or detect(text, suffix)
        if form not in _OLD_ENCODINGS:
            raise error from None
    return text, form or detect(text, suffix)


def decode(content: bytes, name: str) -> str:
    """Return the text of a file's bytes; DataError with the line of what is not UTF-8 or is a control character."""
    return _checked(decode_utf8(content, name), name)


def _checked(text: str, name: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
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
    elif form == "csv":
        from cbec_kg.bibliography.csvtable import read_csv_table as reader
    elif form == "csl-json":
        from cbec_kg.bibliography.csljson import read_csljson as reader
    elif form == "endnote-xml":
        from cbec_kg.bibliography.endnotexml import read_endnote_xml as reader
    elif form == "gbt7714":
        from cbec_kg.bibliography.gbt7714 import read_gbt7714 as reader
    elif form in FORMS:
        from cbec_kg.bibliography.tagged import read_tagged

        return partial(read_tagged, form)
    else:
        raise UsageError(f"{form!r} is none of the formats: {', '.join(FORMS)}.")
    return lambda text, name, problems, _: reader(text, name, problems)


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
