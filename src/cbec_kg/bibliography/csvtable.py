"""The table of the template, filled in, as entries: one row a reference, authors separated by semicolons."""

from __future__ import annotations

import csv

from cbec_kg.bibliography.bibtex import bare_doi
from cbec_kg.bibliography.dates import csl_date
from cbec_kg.bibliography.entries import TYPES, Entry, Item
from cbec_kg.bibliography.names import names_of, one_line
from cbec_kg.bibliography.numbers import hints_of
from cbec_kg.errors import Problem

NAMES = ("author", "editor", "translator")
DATES = ("issued", "accessed")
TEXTS = ("title", "container-title", "volume", "issue", "page", "genre", "edition", "publisher", "publisher-place", "DOI",
         "URL")  # fmt: skip
COLUMNS = ("number", "type", "author", "title", "container-title", "issued", "volume", "issue", "page", "editor",
           "translator", "genre", "edition", "publisher", "publisher-place", "DOI", "URL", "accessed",
           "cited-in")  # fmt: skip


def read_csv_table(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of a table with the columns of the template, in any order; what is wrong is added to `problems`."""
    reader = csv.reader(text.splitlines(keepends=True))
    entries: list[Entry] = []
    try:
        heading = [one_line(cell) for cell in next(reader, [])]
        wrong = [cell for cell in heading if cell not in COLUMNS]
        if "number" not in heading or wrong or len(set(heading)) != len(heading):
            said = f"unknown: {', '.join(wrong)[:80]}" if wrong else "each once, number among them"
            problems.append(Problem(name, 1, f"the columns must be those of the template ({said}): {', '.join(COLUMNS)}."))
            return entries
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(heading):
                    problems.append(Problem(name, line, f"has {len(cells)} cells; the heading names {len(heading)}."))
                else:
                    entries.append(_entry(dict(zip(heading, cells, strict=True)), line, name, problems))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, f"no valid CSV: {error}."))
    return entries


def _entry(row: dict[str, str], line: int, name: str, problems: list[Problem]) -> Entry:
    number = one_line(row["number"])
    item: Item = {}
    for field in TEXTS:
        text = one_line(row.get(field, ""))
        if text:
            item[field] = bare_doi(text) if field == "DOI" else text
    for field in NAMES:
        names = names_of(row.get(field, ""))
        if names:
            item[field] = names
    for field in DATES:
        date = csl_date(row.get(field, ""))
        if date is not None:
            item[field] = date
    kind = one_line(row.get("type", ""))
    if kind and kind not in TYPES:
        problems.append(Problem(name, line, f"type: {kind[:60]!r} is no type of CSL, such as article-journal or book."))
    elif item:
        item = {"type": kind or "document", **item}
    hints = hints_of(("number", number))
    if number and not hints:
        problems.append(Problem(name, line, f"number: {number[:40]!r} is no number of a reference."))
    return Entry(number, line, item, tuple(hints))
