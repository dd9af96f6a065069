"""Names of persons and bodies: from the texts of RIS and tables to CSL.

A Chinese name without a comma is not taken apart: how long its family name is would be a guess.
"""

from __future__ import annotations

import re
from typing import Any

from cbec_kg.text.normalise import has_chinese

OTHERS = {"literal": "others"}
"""The last of a list of names that is not complete."""

_COMMA = re.compile(r"\s*[,，]\s*")


def one_line(text: str) -> str:
    """Return a text without white space at its ends and with each run of white space as one space."""
    return " ".join(text.split())


def name_of(text: str) -> dict[str, Any] | None:
    """Return a name given as one text, such as in RIS; None when it is empty.

    Examples
    --------
    >>> name_of("欧阳, 青"), name_of("茶 小明"), name_of("World Tea Bank")
    ({'family': '欧阳', 'given': '青'}, {'literal': '茶小明'}, {'literal': 'World Tea Bank'})
    >>> name_of("Teller, Ann B., Jr.")
    {'family': 'Teller', 'given': 'Ann B.', 'suffix': 'Jr.'}
    """
    parts = [part for part in _COMMA.split(one_line(text)) if part]
    if not parts:
        return None
    if len(parts) == 1 or len(parts) > 3:
        return {"literal": joined(parts[0]) if len(parts) == 1 else one_line(text)}
    return dict(zip(("family", "given", "suffix"), parts, strict=False))


def names_of(text: str) -> list[dict[str, Any]]:
    """Return the names of a text that separates them by semicolons.

    Examples
    --------
    >>> names_of("欧阳, 青；茶小明; ")
    [{'family': '欧阳', 'given': '青'}, {'literal': '茶小明'}]
    """
    return [name for part in re.split(r"[;；]", text) if (name := name_of(part)) is not None]


def joined(name: str) -> str:
    """Return a name without the spaces that some exporters put into Chinese ones."""
    return name.replace(" ", "") if has_chinese(name) and not re.search(r"[A-Za-z]", name) else name


def display_name(name: dict[str, Any]) -> str:
    """Return a CSL name as read: Chinese family name first and without space, others given name first.

    Examples
    --------
    >>> display_name({"family": "欧阳", "given": "青"}), display_name({"family": "Tea", "given": "Jan"})
    ('欧阳青', 'Jan Tea')
    """
    if "literal" in name:
        return str(name["literal"])
    family, given = str(name.get("family", "")), str(name.get("given", ""))
    if has_chinese(family + given):
        return family + given
    parts = (given, name.get("dropping-particle"), name.get("non-dropping-particle"), family, name.get("suffix"))
    return " ".join(str(part) for part in parts if part)
