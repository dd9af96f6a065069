"""The stored bibliography: a CSL-JSON list that carries number and provenance, and what an import changes in it.

Each object has the reference's number as ``citation-number`` and, under ``custom``, where CSL-JSON keeps what is not its
own: ``status``, ``source``, ``sha256``, ``key``, ``date`` and, where it is known, ``by``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from cbec_kg.bibliography.csljson import csl_item, read_json_list
from cbec_kg.bibliography.entries import NAME_FIELDS, Bibliography, Item, Provenance, SourceFile, Status, Supplied
from cbec_kg.bibliography.fields import csl_date, display_name
from cbec_kg.bibliography.formats import MAX_BYTES, decode
from cbec_kg.bibliography.matching import Match, number_list
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import is_there, read_bytes

FILE = "bibliography.json"
"""Name of the stored bibliography within a curation folder."""

Result = Literal["added", "unchanged", "replaced", "conflict", "not matched"]
_FIELDS = {"status", "source", "sha256", "key", "date", "by"}


class Outcome(NamedTuple):
    """What an import did with one entry; `why` names the match, or both values of each field in conflict."""

    match: Match
    result: Result
    why: str


def bibliography_path(folder: Path, named: Path | None = None) -> Path | None:
    """Return the bibliography to use with a curation folder: the named one, else the folder's own, else None."""
    own = folder / FILE
    return named if named is not None else own if is_there(own) else None


def read_bibliography(path: Path, known: Collection[int], names: Mapping[int, str] | None = None) -> Bibliography:
    """Return a stored bibliography; a number that is not among the article's, `known`, is a problem.

    `names` has the ids of references that have no number of their own, by their place in the list: they are stored by id.

    Raises UsageError when the file cannot be read, DataError with the line of each object that is wrong.
    """
    text = decode(read_bytes(path, MAX_BYTES), path.name)
    problems: list[Problem] = []
    found: Bibliography = {}
    places = {name: number for number, name in (names or {}).items()}
    for line, value in read_json_list(text, path.name):
        messages: list[str] = []
        supplied = _supplied(value, messages, places)
        if supplied is not None and supplied.number not in known:
            messages.append(f"citation-number: is [{supplied.number}]; the article has {number_list(known)}.")
        elif supplied is not None and supplied.number in found:
            messages.append(f"citation-number: [{supplied.number}] is given twice. Keep one.")
        elif supplied is not None:
            found[supplied.number] = supplied
        problems += [Problem(path.name, line, message) for message in messages]
    if problems:
        raise DataError(problems)
    return dict(sorted(found.items()))


def _supplied(value: Any, messages: list[str], places: Mapping[str, int]) -> Supplied | None:
    if not isinstance(value, dict):
        messages.append("must be an object with citation-number, the fields of CSL-JSON, and custom.")
        return None
    number, custom, name = value.get("citation-number"), value.get("custom"), ""
    if number is None and isinstance(given := value.get("id"), str) and given in places:
        name, number = given, places[given]
    if not isinstance(number, int) or isinstance(number, bool):
        messages.append("citation-number: must be a whole number.")
        return None
    if not isinstance(custom, dict) or not all(isinstance(text, str) for text in custom.values()):
        messages.append(f"custom: must be an object of texts: {', '.join(sorted(_FIELDS))}.")
        return None
    if set(custom) | {"by"} != _FIELDS:
        messages.append(f"custom: must have {', '.join(sorted(_FIELDS - {'by'}))}, may have by, and nothing else.")
    if custom.get("status") not in get_args(Status):
        messages.append(f"custom: status must be {' or '.join(get_args(Status))}.")
    if not re.fullmatch(r"[0-9a-f]{64}", custom.get("sha256", "")):
        messages.append("custom: sha256 must be 64 lower-case hexadecimal digits.")
    if not is_day(custom.get("date", "")) and not (custom.get("status") == "drafted" and custom.get("date") == ""):
        messages.append("custom: date must be a day such as 2021-08-30.")
    item, left_out = csl_item(value, messages)
    if left_out:
        messages.append(f"has fields that CSL-JSON does not have: {', '.join(sorted(left_out))[:80]}. Remove them.")
    if messages:
        return None
    status = custom.pop("status")
    return Supplied(number, item, Provenance(**custom), status, name)


def is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar, ``YYYY-MM-DD``.

    Examples
    --------
    >>> is_day("2021-08-30"), is_day("2021-8-30"), is_day("2021-02-30")
    (True, False, False)
    """
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and "date-parts" in (csl_date(text) or {})


def to_csl(supplied: Supplied) -> dict[str, Any]:
    """Return a supplied reference as the object that is stored, its keys in a fixed order."""
    origin = {field: text for field, text in supplied.provenance._asdict().items() if text is not None}
    number = {} if supplied.name else {"citation-number": supplied.number}
    head = {"id": stored_id(supplied), **number, "type": supplied.item.get("type")}
    fields = {key: supplied.item[key] for key in sorted(supplied.item) if key != "type"}
    return {**head, **fields, "custom": {"status": supplied.status, **origin}}


def stored_id(supplied: Supplied) -> str:
    """Return the id under which a supplied reference is stored and exported: ``ref-05``, or ``ref-low-2019``."""
    return supplied.name or f"ref-{supplied.number:02d}"


def to_json(bibliography: Iterable[Supplied]) -> str:
    """Return supplied references as CSL-JSON in the order of numbers; the same references give the same bytes."""
    objects = [to_csl(supplied) for supplied in sorted(bibliography, key=lambda supplied: supplied.number)]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def merge(
    stored: Bibliography,
    file: SourceFile,
    matches: Iterable[Match],
    *,
    date: str,
    by: str | None,
    replace: bool,
    names: Mapping[int, str] | None = None,
) -> tuple[Bibliography, list[Outcome]]:
    """Return the bibliography with the matched entries added, and the outcome for each entry.

    A reference that was supplied before and is the same stays with its old provenance; one that differs is a conflict and
    stays as it is, unless `replace` is set or it was only drafted. `date` is the day of the import, ``YYYY-MM-DD``; `by`
    supplies the entries;
    `names` is as for `read_bibliography`.
    """
    merged, outcomes = dict(stored), []
    for match in matches:
        entry, number, why = match
        result: Result = "not matched"
        if number is not None:
            old = stored.get(number)
            if old is None:
                result = "added"
            elif old.status == "drafted":
                result, why = "replaced", differences(old.item, entry.item) or "was drafted"
            elif old.item == entry.item:
                result = "unchanged"
            else:
                result, why = "replaced" if replace else "conflict", differences(old.item, entry.item)
            if result in ("added", "replaced"):
                origin = Provenance(file.name, file.sha256, entry.key, date, by)
                merged[number] = Supplied(number, entry.item, origin, name=(names or {}).get(number, ""))
        outcomes.append(Outcome(match, result, why))
    return dict(sorted(merged.items())), outcomes


def differences(old: Item, new: Item) -> str:
    """Return each field in which two items differ, with both values.

    Examples
    --------
    >>> differences({"type": "book", "title": "茶史"}, {"type": "book", "title": "茶事", "volume": "2"})
    "title: '茶史' -> '茶事'; volume: unknown -> '2'"
    """
    fields = [field for field in sorted({*old, *new}) if old.get(field) != new.get(field)]
    return "; ".join(f"{field}: {_shown(field, old)} -> {_shown(field, new)}" for field in fields)


def _shown(field: str, item: Item) -> str:
    value = item.get(field)
    if value is None:
        return "unknown"
    if field in NAME_FIELDS:
        return repr("; ".join(display_name(name) for name in value))
    if isinstance(value, dict):
        dates = ["-".join(f"{part:02d}" for part in date) for date in value.get("date-parts", [])]
        return repr("/".join(dates) or value.get("literal", ""))
    return repr(value)
