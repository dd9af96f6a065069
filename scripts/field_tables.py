"""Writes the field tables of data/README.md: which fields each kind of record has, which are needed, what each may hold.

The columns `field`, `needed` and `value` come from the schema of the records; the column `meaning` is written by hand and
stays; it may be empty where the common fields or the value say it all. ``--check`` writes nothing and ends with 1 where a
table differs from the schema or a field has no meaning.
"""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from cbec_kg.model import curated, line_readings, personal, records
from cbec_kg.model.kinds import PREFIXES
from cbec_kg.model.schema import UNSPECIFIED, Field, fields_of
from cbec_kg.model.terms import Bilingual

README = Path(__file__).resolve().parents[1] / "data" / "README.md"

_TABLE = re.compile(r"<!-- fields of (\w+) -->\n(.*?)<!-- end of fields -->\n", re.DOTALL)
_ROW = re.compile(r"^\| `(\w+)` \|[^|]*\|[^|]*\| *(.*?) *\|$", re.MULTILINE)
_COMMON = (
    "id", "zh", "en", "at", "place", "place_basis", "population", "population_basis", "section", "rests_on",
    "concluded_from", "modality", "modal_word", "quantifier", "quantifier_word", "stands_alone",
)  # fmt: skip
_CLASSES = {**vars(records), **vars(curated), **vars(personal), **vars(line_readings)}
_COMPUTED = (curated.Passage, curated.AnchorPlace)
_TYPES: dict[Any, tuple[str, str]] = {
    str: ("text", "texts"),
    int: ("whole number", "whole numbers"),
    Decimal: ("number", "numbers"),
    Bilingual: ("`{zh, en}`", "`{zh, en}`"),
    records.AnchorText: ("anchor", "anchors"),
    records.SupportLink: ("support link", "support links"),
}
"""What a value is called, one and several."""


def value_of(kind: type[Any], field: Field) -> str:
    """Return what a field may hold, in words."""
    if field.name == "id" and kind in PREFIXES:
        return " ".join(f"`{prefix}-…`" for prefix in PREFIXES[kind])
    targets = " or ".join(f"`{target.__name__.lower()}`" for target in field.targets)
    if field.open_list:
        return " ".join(
            [*(f"`{value}`" for value in field.values), "or" * bool(field.values), "a `kind` of the folder's own"]
        ).strip()
    if field.values:
        return " ".join(f"`{value}`" for value in field.values)
    if isinstance(field.type, type) and issubclass(field.type, records.BasisLink):
        text = f"`{{{', '.join(fields_of(field.type))}}}` to {targets}"
    elif field.targets:
        text = f"{targets} {'ids' if field.many else 'id'}{f' or `{UNSPECIFIED}`' if field.name == 'place' else ''}"
    elif field.type in _TYPES:
        text = _TYPES[field.type][field.many]
    else:
        text = f"`{{{', '.join(fields_of(field.type))}}}`"
    return f"list of {text}" if field.many else text


def table_of(kind: type[Any], meanings: dict[str, str]) -> str:
    """Return the table of a record class, with the meanings given by field."""
    rows = [
        f"| `{field.name}` | {'yes' if field.required else ''} | {value_of(kind, field)} | {meanings.get(field.name, '')} |"
        for field in fields_of(kind).values()
        if kind not in _COMPUTED or field.name != "id"
    ]
    return "\n".join(["| field | needed | value | meaning |", "| --- | --- | --- | --- |", *rows, ""])


def with_tables(text: str) -> str:
    """Return the field dictionary with its tables as the schema has them."""

    def table(match: re.Match[str]) -> str:
        kind = _CLASSES[match[1]]
        return f"<!-- fields of {match[1]} -->\n{table_of(kind, dict(_ROW.findall(match[2])))}<!-- end of fields -->\n"

    return _TABLE.sub(table, text)


def without_meaning(text: str) -> list[str]:
    """Return the fields of the tables that need a meaning and have none, as ``Claim.about``."""
    found = []
    for name, rows in _TABLE.findall(text):
        fields = fields_of(_CLASSES[name])
        for field, meaning in _ROW.findall(rows):
            clear = field in _COMMON or fields[field].values or fields[field].targets
            found += [] if meaning or clear else [f"{name}.{field}"]
    return found


def main(arguments: list[str]) -> int:
    """Write the tables, or compare them with the schema; return the exit code."""
    old = README.read_text(encoding="utf-8")
    new = with_tables(old)
    if "--check" not in arguments:
        README.write_text(new, encoding="utf-8", newline="\n")
    missing = without_meaning(new)
    if missing:
        print(f"{README}: these fields have no meaning: {', '.join(missing)}. Write it.", file=sys.stderr)
    if "--check" in arguments and old != new:
        print(f"{README}: the tables differ from the schema. Run: nox -s fields", file=sys.stderr)
        return 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
