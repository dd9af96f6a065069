"""Records as YAML text in the style of a curation folder: one field a line, lists of anchors below, the rest in a row."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

Item = str | Mapping[str, str | Mapping[str, str]]
"""An item of a list: an anchor, or a mapping in a row."""

Value = str | int | Mapping[str, str] | list[str] | list[Item]
Fields = Mapping[str, Value]
"""One record: its fields in order."""

_PLAIN = re.compile(r"(?=[A-Za-z0-9\u4e00-\u9fff])[A-Za-z0-9\u4e00-\u9fff ._%()（）；，。-]*(?<! )")


def scalar(value: str | int) -> str:
    """Return a scalar as YAML: plain where nothing in it has a meaning in YAML, in double quotes otherwise.

    Examples
    --------
    >>> print(scalar("茶叶增长 4.40%"), scalar("2.p1.s1 增长[1]"), scalar("- a: b"))
    茶叶增长 4.40% "2.p1.s1 增长[1]" "- a: b"
    """
    text = str(value)
    if _PLAIN.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in quoted)


def _row(value: int | Item) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_row(item)}" for key, item in value.items()) + "}"
    return scalar(value)


def mapping_yaml(fields: Fields, indent: str = "") -> str:
    """Return one record; a list of mappings or of several anchors is written below its field, an item a line."""
    lines = []
    for key, value in fields.items():
        if not isinstance(value, list):
            lines.append(f"{indent}{key}: {_row(value)}")
        elif len(value) == 1 and isinstance(value[0], str):
            lines.append(f"{indent}{key}: [{_row(value[0])}]")
        else:
            lines += [f"{indent}{key}:", *(f"{indent}  - {_row(item)}" for item in value)]
    return "\n".join(lines) + "\n"


def records_yaml(records: Sequence[Fields]) -> str:
    """Return a file of records, sorted by id."""
    ordered = sorted(records, key=lambda record: str(record["id"]))
    return "".join(f"- {mapping_yaml(record, '  ')[2:]}" for record in ordered)
