"""The table of the template, filled in, as entries: one row a reference, names separated by semicolons."""

from __future__ import annotations

import csv
from typing import Any

from cbec_kg.bibliography.csljson import csl_item
from cbec_kg.bibliography.entries import Entry, entry_of
from cbec_kg.bibliography.fields import bare_doi, hints_of, one_line
from cbec_kg.bibliography.names import names_of
from cbec_kg.errors import Problem

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
            fact = f"unknown: {', '.join(wrong)[:80]}" if wrong else "each once, number among them"
            problems.append(Problem(name, 1, f"the columns must be those of the template ({fact}): {', '.join(COLUMNS)}."))
            return entries
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells) and len(cells) != len(heading):
                problems.append(Problem(name, line, f"has {len(cells)} cells; the heading names {len(heading)}."))
            elif any(cell.strip() for cell in cells):
                entry, messages = _entry(dict(zip(heading, cells, strict=True)), line)
                problems += [Problem(name, line, message) for message in messages]
                entries += [] if messages else [entry]
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, f"not valid CSV: {error}."))
    return entries


def _entry(row: dict[str, str], line: int) -> tuple[Entry, list[str]]:
    """Return the entry of a row, and what is wrong with it."""
    number = one_line(row.pop("number"))
    row.pop("cited-in", None)
    value: dict[str, Any] = row | {"DOI": bare_doi(row.get("DOI", ""))}
    for field in ("author", "editor", "translator"):
        value[field] = names_of(row.get(field, ""))
    value |= {field: {"raw": row.get(field, "")} for field in ("issued", "accessed")}
    messages: list[str] = []
    item, _ = csl_item(value, messages)
    hints = hints_of(("number", number))
    if number and not hints:
        messages.append(f"number: {number[:40]!r} is not the number of a reference.")
    return entry_of(number, line, item, hints), messages
