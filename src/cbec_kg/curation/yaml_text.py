"""Records as YAML text in the style of a curation folder: one field a line, lists of anchors below, the rest in a row.

The one writer of records: a draft writes whole files with it, an edit the fields that changed (`editing.changes`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

Item = str | Mapping[str, str | Mapping[str, str]]
"""An item of a list: an anchor, or a mapping in a row."""

Value = str | int | Mapping[str, str] | list[str] | list[Item]
Fields = Mapping[str, Value]
"""One record: its fields in order."""

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a field holds, all scalars as text."""

_LINKED = ("on", "id")
"""The first field of a link."""

_FIRST, _REST = r"A-Za-z0-9\u4e00-\u9fff“《", r"\- ._%/;'()（）；，。、：？！”‘’》…·"
_PLAIN = re.compile(rf"[{_FIRST}][{_FIRST}{_REST}]*(?<! )")
_PLAIN_LINE = re.compile(rf"[{_FIRST}][{_FIRST}{_REST}\",]*(?<! )")
"""What needs no quotes: in a row, and alone on a line, where commas part nothing."""


def scalar(value: str | int, *, alone: bool = False) -> str:
    """Return a scalar as YAML: plain where nothing in it has a meaning in YAML, in double quotes otherwise.

    With `alone`, it takes a line to itself.

    Examples
    --------
    >>> print(scalar("茶叶增长 4.40%"), scalar("2.p1.s1 增长[1]"), scalar("- a: b"))
    茶叶增长 4.40% "2.p1.s1 增长[1]" "- a: b"
    """
    text = str(value)
    if (_PLAIN_LINE if alone else _PLAIN).fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in quoted)


def row_yaml(value: int | Plain | Item) -> str:
    """Return a value in a row: ``[a, b]``, ``{zh: 茶, en: tea}``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {row_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, str | int):
        return scalar(value)
    return "[" + ", ".join(map(row_yaml, value)) + "]"


def field_yaml(key: str, value: int | Plain | Value, indent: str = "") -> str:
    """Return one field, without a new line at its end.

    Anchors stand below their field where there are several, links always, an item a line; a link with a reason takes a line
    a field. Other lists and mappings stand in a row.

    Examples
    --------
    >>> print(field_yaml("rests_on", [{"on": "claim-a", "role": "cause", "basis": "stated"}], "  "))
      rests_on:
        - {on: claim-a, role: cause, basis: stated}
    >>> print(field_yaml("about", ["concept-tea", "concept-jar"]))
    about: [concept-tea, concept-jar]
    """
    below = isinstance(value, list | tuple) and value and (isinstance(value[0], Mapping) or (key == "at" and len(value) > 1))
    if not below:
        return f"{indent}{key}: {scalar(value, alone=True) if isinstance(value, str | int) else row_yaml(value)}"
    return "\n".join([f"{indent}{key}:", *(item_yaml(item, f"{indent}  ") for item in value)])  # type: ignore[union-attr]


def item_yaml(item: Plain | Item, indent: str) -> str:
    """Return one item of a list that stands below its field, with its dash."""
    if (
        isinstance(item, Mapping)
        and next(iter(item)) in _LINKED
        and any(isinstance(part, Mapping) for part in item.values())
    ):
        lines = [f"{indent}  {key}: {row_yaml(part)}" for key, part in item.items()]
        return f"{indent}- " + "\n".join(lines)[len(indent) + 2 :]
    return f"{indent}- {row_yaml(item)}"


def mapping_yaml(fields: Fields | Mapping[str, Plain], indent: str = "") -> str:
    """Return one record, a field after another."""
    return "".join(f"{field_yaml(key, value, indent)}\n" for key, value in fields.items())


def record_yaml(fields: Fields | Mapping[str, Plain]) -> str:
    """Return one record with the dash that opens it."""
    return f"- {mapping_yaml(fields, '  ')[2:]}"


def records_yaml(records: Sequence[Fields]) -> str:
    """Return a file of records, sorted by id."""
    return "".join(map(record_yaml, sorted(records, key=lambda record: str(record["id"]))))
