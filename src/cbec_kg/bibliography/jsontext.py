"""A JSON list with the line of each of its items; strict where Python's reader is not."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from cbec_kg.bibliography.entries import MAX_ENTRIES
from cbec_kg.errors import DataError, Problem, UsageError

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
    place = _after_space(text, 0)
    if text[place : place + 1] != "[":
        raise DataError([Problem(name, _line(text, place), "a JSON list of entries is expected: it begins with '['.")])
    place = _after_space(text, place + 1)
    line, counted = 1, 0
    try:
        while text[place : place + 1] != "]" or items:
            line, counted = line + text.count("\n", counted, place), place
            value, place = decoder.raw_decode(text, place)
            items.append((line, value))
            if len(items) > MAX_ENTRIES:
                raise UsageError(f"{name}: more than {MAX_ENTRIES:,} entries. Export only the references of the article.")
            place = _after_space(text, place)
            if text[place : place + 1] == "]":
                break
            if text[place : place + 1] != ",":
                raise json.JSONDecodeError("',' or ']' expected", text, place)
            place = _after_space(text, place + 1)
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
    values = dict(pairs)
    if len(values) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} is repeated; keep one")
    return values


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a JSON number")


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    assert match is not None  # it matches the empty text too
    return match.end()


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
