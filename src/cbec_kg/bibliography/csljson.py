"""CSL-JSON as entries, and the check of one CSL item that the stored bibliography uses too."""

from __future__ import annotations

from typing import Any

from cbec_kg.bibliography.dates import csl_date, is_date
from cbec_kg.bibliography.entries import DATE_FIELDS, NAME_FIELDS, NAME_PARTS, TEXT_FIELDS, TYPES, Entry, Item, entry_of
from cbec_kg.bibliography.jsontext import read_json_list
from cbec_kg.bibliography.names import one_line
from cbec_kg.bibliography.numbers import hints_of, split_note
from cbec_kg.errors import Problem

_NOT_VARIABLES = frozenset(("id", "type", "citation-number", "citation-key", "custom"))


def read_csljson(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of CSL-JSON text; what is wrong is added to `problems`.

    Raises
    ------
    DataError
        When the text is not a JSON list.
    """
    entries = []
    for line, value in read_json_list(text, name):
        if not isinstance(value, dict):
            problems.append(Problem(name, line, "each item of the list must be an object, one entry."))
            continue
        identifier, number = _plain(value.get("id")), _plain(value.get("citation-number"))
        messages: list[str] = []
        item, left_out = csl_item(value, messages)
        problems += [Problem(name, line, f"{identifier or 'entry'}.{message}") for message in messages]
        rest, note_hints = split_note(item.get("note", ""))
        if note_hints and rest:
            item["note"] = rest
        elif note_hints:
            del item["note"]
        key = identifier or _plain(value.get("citation-key"))
        hints = [*hints_of(("citation-number", number), ("id", identifier)), *note_hints]
        entries.append(entry_of(key, line, item, hints, left_out))
    return entries


def csl_item(value: dict[str, Any], problems: list[str]) -> tuple[Item, set[str]]:
    """Return what CSL 1.0.2 knows of an object, and the names of its other fields; empty values count as absent.

    Parameters
    ----------
    value : dict
        An object of CSL-JSON.
    problems : list of str
        What is wrong is added to it, each as ``field: fact. Next step.``
    """
    item: Item = {}
    left_out: set[str] = set()
    kind = _plain(value.get("type"))
    if kind and kind not in TYPES:
        problems.append(f"type: {kind[:60]!r} is not a type of CSL. Use one such as article-journal, book, thesis, webpage.")
    elif kind:
        item["type"] = kind
    for field, content in value.items():
        if field in _NOT_VARIABLES:
            continue
        if field in NAME_FIELDS:
            read: Any = _names(field, content, problems)
        elif field in DATE_FIELDS:
            read = _date(field, content, problems)
        elif field in TEXT_FIELDS:
            read = _text(field, content, problems)
        else:
            left_out.add(field)
            continue
        if read:
            item[field] = read
    if item and "type" not in item and set(item) != {"type"}:
        item = {"type": "document", **item}
    return item, left_out


def _plain(value: Any) -> str:
    return one_line(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _text(field: str, content: Any, problems: list[str]) -> str:
    if content is None:
        return ""
    if isinstance(content, bool) or not isinstance(content, str | int | float):
        problems.append(f"{field}: must be text.")
        return ""
    return one_line(str(content))


def _names(field: str, content: Any, problems: list[str]) -> list[dict[str, Any]]:
    names: list[dict[str, Any]] = []
    if content is None:
        return names
    if not isinstance(content, list):
        problems.append(f"{field}: must be a list of names, each with family and given, or literal.")
        return names
    for name in content:
        if not isinstance(name, dict) or not all(isinstance(part, str | bool | int) for part in name.values()):
            problems.append(f"{field}: each name must be an object with family and given, or literal.")
            continue
        parts = {part: one_line(str(name[part])) for part in sorted(NAME_PARTS - {"static-ordering", "parse-names"})
                if part in name and one_line(str(name[part]))}  # fmt: skip
        if parts.keys() & {"family", "given", "literal"}:
            names.append({"literal": parts["literal"]} if "literal" in parts else parts)
    return names


def _date(field: str, content: Any, problems: list[str]) -> dict[str, Any] | None:
    if isinstance(content, str | int) and not isinstance(content, bool):
        return csl_date(str(content))
    if content is None:
        return None
    if not isinstance(content, dict):
        problems.append(f'{field}: must be a date such as {{"date-parts": [[2019, 3]]}}.')
        return None
    for written in ("raw", "literal"):
        if isinstance(content.get(written), str) and content[written].strip():
            return csl_date(content[written]) if written == "raw" else {"literal": one_line(content[written])}
    dates = [date for date in _lists(content.get("date-parts")) if date]
    read = [[int(part) for part in date if _is_whole(part)] for date in dates]
    if any(len(whole) != len(date) or not is_date(whole) or len(whole) > 3 for whole, date in zip(read, dates, strict=True)):
        problems.append(f"{field}: {str(content.get('date-parts'))[:60]} is not a calendar date. Correct or remove it.")
        return None
    if not read:
        return None
    found: dict[str, Any] = {"date-parts": read[:2]}
    return found | ({"circa": True} if content.get("circa") else {})


def _lists(value: Any) -> list[list[Any]]:
    """Return a list of lists without the empty parts that some exporters write."""
    if not isinstance(value, list):
        return []
    return [[part for part in inner if part not in ("", None)] for inner in value if isinstance(inner, list)]


def _is_whole(part: Any) -> bool:
    if isinstance(part, str):
        return part.isascii() and part.isdigit() and len(part) < 5
    return isinstance(part, int) and not isinstance(part, bool) and abs(part) < 10_000
