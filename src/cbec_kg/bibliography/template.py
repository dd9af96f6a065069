"""A skeleton of the list of references to fill in: every number, and where each is cited; its table, read when filled in.

In the table a row is a reference, and semicolons separate names.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from typing import Any

from cbec_kg.bibliography.csljson import csl_item
from cbec_kg.bibliography.entries import Entry, entry_of
from cbec_kg.bibliography.fields import bare_doi, hints_of, name_of, one_line
from cbec_kg.bibliography.listing import Listed, cited_in
from cbec_kg.errors import Problem
from cbec_kg.io.writing import csv_text

FORMS = ("bib", "csl-json", "csv")

_COLUMNS = ("number", "type", "author", "title", "container-title", "issued", "volume", "issue", "page", "editor",
            "translator", "genre", "edition", "publisher", "publisher-place", "DOI", "URL", "accessed",
            "cited-in")  # fmt: skip
_NAMES = ("author", "editor", "translator")
_DATES = ("issued", "accessed")

_BIB_FIELDS = ("author", "title", "journal", "year", "volume", "number", "pages", "school", "publisher", "address", "doi",
               "url")  # fmt: skip
_BIB_HEAD = """% Fill in what you know and leave the rest empty: an empty field stays unknown.
% Change misc to article, book, phdthesis, mastersthesis, inproceedings, techreport, newspaper or online.
% Authors: {family, given and family, given}; bodies in braces of their own: {{World Tea Bank}}.
"""


def render_template(listed: Sequence[Listed], form: str) -> str:
    """Return the skeleton in a format; filled in, it can be imported, and entries left empty are ignored.

    `form` is one of `FORMS`.
    """
    if form == "bib":
        return _BIB_HEAD + "".join(_bib(entry) for entry in listed)
    if form == "csl-json":
        return json.dumps([_csl(entry) for entry in listed], ensure_ascii=False, indent=2) + "\n"
    empty = [""] * (len(_COLUMNS) - 2)
    return csv_text(_COLUMNS, [[entry.number, *empty, cited_in(entry)] for entry in listed])


def _bib(entry: Listed) -> str:
    places = cited_in(entry).replace("@", "(at)")  # an @ would open an entry, even in a comment
    fields = "".join(f"  {field} = {{}},\n" for field in _BIB_FIELDS)
    return f"\n% [{entry.number}] cited in {places or 'no place'}\n@misc{{{entry.id},\n{fields}}}\n"


def _csl(entry: Listed) -> dict[str, Any]:
    texts = ("container-title", "volume", "issue", "page", "publisher", "publisher-place", "DOI", "URL")
    return {
        "id": entry.id,
        "citation-number": entry.number,
        "type": "",
        "author": [{"family": "", "given": ""}],
        "title": "",
        "issued": {"date-parts": [[]]},
        **dict.fromkeys(texts, ""),
        "custom": {"cited-in": cited_in(entry)},
    }


def read_csv_table(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of a table with the columns of the template, in any order; what is wrong is added to `problems`."""
    reader = csv.reader(text.splitlines(keepends=True))
    entries: list[Entry] = []
    try:
        heading = [one_line(cell) for cell in next(reader, [])]
        wrong = [cell for cell in heading if cell not in _COLUMNS]
        if "number" not in heading or wrong or len(set(heading)) != len(heading):
            fact = f"unknown: {', '.join(wrong)[:80]}" if wrong else "each once, number among them"
            problems.append(Problem(name, 1, f"the columns must be those of the template ({fact}): {', '.join(_COLUMNS)}."))
            return entries
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells) and len(cells) != len(heading):
                problems.append(Problem(name, line, f"has {len(cells)} cells; the heading names {len(heading)}."))
            elif any(cell.strip() for cell in cells):
                entries.append(_entry(dict(zip(heading, cells, strict=True)), line, name, problems))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, f"not valid CSV: {error}."))
    return entries


def _entry(row: dict[str, str], line: int, name: str, problems: list[Problem]) -> Entry:
    number = one_line(row.pop("number"))
    row.pop("cited-in", None)
    value: dict[str, Any] = row | {"DOI": bare_doi(row.get("DOI", ""))}
    for field in _NAMES:
        value[field] = [found for part in re.split(r"[;；]", row.get(field, "")) if (found := name_of(part)) is not None]
    value |= {field: {"raw": row.get(field, "")} for field in _DATES}
    messages: list[str] = []
    item, _ = csl_item(value, messages)
    hints = hints_of(("number", number))
    if number and not hints:
        messages.append(f"number: {number[:40]!r} is not the number of a reference.")
    problems += [Problem(name, line, message) for message in messages]
    return entry_of(number, line, item, hints)
