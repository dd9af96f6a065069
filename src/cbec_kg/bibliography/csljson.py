"""CSL-JSON as entries, and the check of one CSL item that the stored bibliography uses too.

Stricter than Python's reader of JSON: no repeated keys, no NaN; and each item of a list comes with its line.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from cbec_kg.bibliography.entries import DATE_FIELDS, MAX_ENTRIES, NAME_FIELDS, TEXT_FIELDS, TYPES, Entry, Item, entry_of
from cbec_kg.bibliography.fields import csl_date, hints_of, is_date, one_line, split_note
from cbec_kg.errors import DataError, Problem, UsageError

_NOT_VARIABLES = frozenset(("id", "type", "citation-number", "citation-key", "custom"))
_NAME_PARTS = ("comma-suffix", "dropping-particle", "family", "given", "literal", "non-dropping-particle", "suffix")
_SPACE = re.compile(r"[ \t\n\r]*")


def read_json_list(text: str, name: str) -> list[tuple[int, Any]]:
    """Return the items of a JSON list, each with the line on which it begins.

    Raises
    ------
    DataError
        For anything but one list, a repeated key, NaN, a number too long, or nesting too deep.
    UsageError
        For more than `MAX_ENTRIES` items.
    """
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
    items: list[tuple[int, Any]] = []
    counted = _after_space(text, 0)
    line = text.count("\n", 0, counted) + 1
    if text[counted : counted + 1] != "[":
        raise DataError([Problem(name, line, "a JSON list of entries is expected: it begins with '['.")])
    place = _after_space(text, counted + 1)
    ended = text[place : place + 1] == "]"
    try:
        while not ended:
            line, counted = line + text.count("\n", counted, place), place
            value, place = decoder.raw_decode(text, place)
            items.append((line, value))
            if len(items) > MAX_ENTRIES:
                raise UsageError(f"{name}: more than {MAX_ENTRIES:,} entries. Export only the references of the article.")
            place = _after_space(text, place)
            ended = text[place : place + 1] == "]"
            if not ended and text[place : place + 1] != ",":
                raise json.JSONDecodeError("',' or ']' expected", text, place)
            place = place if ended else _after_space(text, place + 1)
        if text[place + 1 :].strip():
            raise json.JSONDecodeError("text after the list", text, _after_space(text, place + 1))
    except json.JSONDecodeError as error:
        raise DataError([Problem(name, error.lineno, f"not valid JSON: {error.msg}. Correct the syntax.")]) from None
    except ValueError as error:
        raise DataError([Problem(name, line, f"not valid JSON in the entry that begins here: {error}.")]) from None
    except RecursionError:
        raise DataError([Problem(name, line, "the entry that begins here is nested too deep. Flatten it.")]) from None
    return items


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise ValueError(f"the key {key!r} is repeated; keep one")
        read[key] = value
    return read


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a JSON number")


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


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
        item, left_out = csl_item(_with_note(value), messages)
        if messages:
            problems += [Problem(name, line, f"{identifier or 'entry'}.{message}") for message in messages]
            continue
        rest, note_hints = split_note(item.pop("note", ""))
        if rest:
            item["note"] = rest
        hints = hints_of(("citation-number", number), ("id", identifier)) | note_hints
        entries.append(entry_of(identifier or _plain(value.get("citation-key")), line, item, hints, left_out))
    return entries


def _with_note(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with what Zotero writes as lines ``page: 288`` of the note in its own fields, where it has none."""
    note = value.get("note")
    if not isinstance(note, str):
        return value
    found, rest = dict[str, Any](), []
    for line in note.split("\n"):
        field, colon, text = line.partition(": ")
        known = field in TEXT_FIELDS - {"note"} or field in DATE_FIELDS or (field == "type" and text.strip() in TYPES)
        if colon and known and text.strip():
            found[field] = {"raw": text.strip()} if field in DATE_FIELDS else text.strip()
        else:
            rest.append(line)
    given = {field: content for field, content in value.items() if content not in ("", None, [])}
    return (
        found
        | given
        | {field: found[field] for field in ("type", *DATE_FIELDS) if field in found}
        | {"note": "\n".join(rest)}
    )


def csl_item(value: dict[str, Any], problems: list[str]) -> tuple[Item, set[str]]:
    """Return what CSL 1.0.2 knows of an object, and the names of its other fields; empty values count as absent.

    What is wrong is added to `problems`, each as ``field: fact. Next step.``
    """
    item: Item = {}
    left_out: set[str] = set()
    kind = _plain(value.get("type"))
    if kind and kind not in TYPES:
        problems.append(f"type: {kind[:60]!r} is not a type of CSL. Use one such as article-journal, book, thesis, webpage.")
    elif kind:
        item["type"] = kind
    for field, content in value.items():
        read: Any = None
        if field in NAME_FIELDS:
            read = _names(field, content, problems)
        elif field in DATE_FIELDS:
            read = _date(field, content, problems)
        elif field in TEXT_FIELDS:
            read = _text(field, content, problems)
        elif field not in _NOT_VARIABLES:
            left_out.add(field)
        if read:
            item[field] = read
    if item and "type" not in item:
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
        parts = {part: text for part in _NAME_PARTS if (text := one_line(str(name.get(part, ""))))}
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
    given = content.get("date-parts")
    lists = [part for part in given if isinstance(part, list)] if isinstance(given, list) else []
    # some exporters write empty parts
    dates = [date for part in lists if (date := [value for value in part if value not in ("", None)])]
    read = [[int(part) for part in date if _is_whole(part)] for date in dates]
    if any(len(whole) != len(date) or not is_date(whole) or len(whole) > 3 for whole, date in zip(read, dates, strict=True)):
        problems.append(f"{field}: {str(given)[:60]} is not a calendar date. Correct or remove it.")
        return None
    if not read:
        return None
    return {"date-parts": read[:2], **({"circa": True} if content.get("circa") else {})}


def _is_whole(part: Any) -> bool:
    if isinstance(part, str):
        return part.isascii() and part.isdigit() and len(part) < 5
    return isinstance(part, int) and not isinstance(part, bool) and abs(part) < 10_000
