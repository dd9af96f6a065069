"""RIS as entries. Each record is cut out with its line and given to rispy; text that rispy would drop is reported."""

from __future__ import annotations

import re
from typing import Any

from cbec_kg.bibliography.entries import NUMBERED, Entry, Item, entry_of
from cbec_kg.bibliography.fields import bare_doi, csl_date, hints_of, name_of, one_line, split_note
from cbec_kg.errors import Problem

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)$")
_COUNTER = re.compile(r"\d{1,6}\.?")

_TYPES = {
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "COMP": "software",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "DATA": "dataset", "DICT": "entry-dictionary", "EBOOK": "book",
    "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
    "GEN": "document", "GOVDOC": "report", "ICOMM": "post", "INPR": "article-journal", "JFULL": "periodical",
    "JOUR": "article-journal", "LEGAL": "regulation", "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "PAMP": "pamphlet", "PAT": "patent", "RPRT": "report", "STAND": "standard",
    "STAT": "legislation", "THES": "thesis", "UNPB": "manuscript",
}  # fmt: skip

_FIELDS = {
    "title": ("title", "primary_title"),
    "container-title": ("secondary_title", "journal_name", "alternate_title3", "alternate_title2", "alternate_title1"),
    "volume": ("volume",), "publisher": ("publisher",), "publisher-place": ("place_published",), "edition": ("edition",),
    "DOI": ("doi",), "language": ("language",), "title-short": ("short_title",), "number-of-volumes": ("number_of_volumes",),
    "call-number": ("call_number",), "genre": ("type_of_work",), "collection-title": ("tertiary_title",),
}  # fmt: skip
"""CSL variables by rispy's names, the better name first."""

_NAMES = {"author": ("first_authors", "authors"), "editor": ("secondary_authors",),
          "collection-editor": ("tertiary_authors",)}  # fmt: skip
_READ_ELSEWHERE = {"type_of_reference", "id", "label", "number", "start_page", "end_page", "year", "publication_year",
                   "date", "access_date", "urls", "issn", "notes", "unknown_tag"}  # fmt: skip


def read_ris(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of RIS text; what is wrong is added to `problems`."""
    import rispy

    entries = []
    for line, lines in _records(text, name, problems).items():
        read = rispy.loads("\n".join(lines), enforce_list_tags=False, delimiter_tags_mapping={})
        entries.append(_entry(read[0], line, name, problems))
    return entries


def _records(text: str, name: str, problems: list[Problem]) -> dict[int, list[str]]:
    """Return the records between TY and ER by line, continued lines joined; note all text that belongs to none."""
    records: dict[int, list[str]] = {}
    begun, lines = 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip()
        match = _TAG.fullmatch(line.lstrip())
        tag, content = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag == "TY":
            if begun:
                problems.append(Problem(name, begun, "this record has no ER line before the next TY. Add 'ER  - '."))
            begun, lines = number, [f"TY  - {content}"]
        elif not begun:
            if content and not _COUNTER.fullmatch(content):
                problems.append(Problem(name, number, f"text outside a record: {content[:40]!r}. Begin with 'TY  - '."))
                if len(problems) > 50:
                    return records
        elif tag == "ER":
            records[begun] = [*lines, "ER  - "]
            begun = 0
        elif tag and tag != "UK":  # rispy keeps what it does not know under that name and fails on the tag itself
            lines.append(f"{tag}  - {content}")
        elif content:
            lines[-1] += f" {content}"
    if begun:
        problems.append(Problem(name, begun, "this record has no ER line at its end. Add 'ER  - '."))
    return records


def _entry(read: dict[str, Any], line: int, name: str, problems: list[Problem]) -> Entry:
    others = read.get("unknown_tag", {})
    key = _one(read, "id") or _one(read, "label")
    for field in (*(first for fields in _FIELDS.values() for first in fields), "id", "number", "start_page", "end_page"):
        values = read.get(field)
        if isinstance(values, list) and len({one_line(value) for value in values}) > 1:
            problems.append(Problem(name, line, f"{key or 'record'} gives its {field.replace('_', ' ')} twice. Keep one."))
    item = _item(read)
    notes = [split_note(note) for note in _all(read, "notes")]
    if any(rest for rest, _ in notes):
        item["note"] = "; ".join(rest for rest, _ in notes if rest)
    users = [("U1", text) for text in others.get("U1", ())]
    hints = {number: field for _, found in notes for number, field in found.items()}
    hints |= hints_of(("ID", _one(read, "id")), ("LB", _one(read, "label")), *users)
    known = {field for fields in (*_FIELDS.values(), *_NAMES.values()) for field in fields} | _READ_ELSEWHERE
    left_out = {field for field in read if field not in known} | {tag for tag in others if tag != "U1"}
    return entry_of(key, line, item, hints, left_out)


def _item(read: dict[str, Any]) -> Item:
    kind = _TYPES.get(str(read["type_of_reference"]).strip().upper(), "document")
    item: Item = {"type": kind}
    for variable, fields in _FIELDS.items():
        item[variable] = next((found for field in fields if (found := _one(read, field))), "")
    for variable, fields in _NAMES.items():
        item[variable] = [name for field in fields for text in _all(read, field) if (name := name_of(text)) is not None]
    item["page"] = "-".join(dict.fromkeys(page for field in ("start_page", "end_page") if (page := _one(read, field))))
    item["number" if kind in NUMBERED else "issue"] = _one(read, "number")
    item["URL"] = _one(read, "urls")
    item["ISBN" if kind in ("book", "chapter") else "ISSN"] = _one(read, "issn")
    item["DOI"] = bare_doi(item["DOI"])
    item["issued"] = max((csl_date(_one(read, field)) for field in ("date", "year", "publication_year")), key=_precision)
    item["accessed"] = csl_date(_one(read, "access_date"))
    return {variable: value for variable, value in item.items() if value}


def _precision(date: dict[str, Any] | None) -> int:
    """Return how precise a date is: a text that is not a date more than nothing, a day more than a year."""
    return 0 if date is None else 1 + len(date.get("date-parts", [[]])[0])


def _all(read: dict[str, Any], field: str) -> list[str]:
    value = read.get(field, [])
    values = value if isinstance(value, list) else [value]
    return [text for text in (one_line(str(part)) for part in values) if text]


def _one(read: dict[str, Any], field: str) -> str:
    return next(iter(_all(read, field)), "")
