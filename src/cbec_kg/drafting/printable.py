"""Drafted texts without characters that print nothing: a file may hide some in a title, a heading or a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

T = TypeVar("T")


def printable(value: T) -> T:
    """Return a text, or all texts of records, without control characters and the like; any white space is a blank.

    Examples
    --------
    >>> printable([{"zh": "\\x02水\\t车 ", "number": 2}])
    [{'zh': '水 车', 'number': 2}]
    """
    found: Any = value
    if isinstance(value, str):
        found = "".join(" " if one.isspace() else one for one in value if one.isspace() or one.isprintable()).strip()
    elif isinstance(value, Mapping):
        found = {key: printable(item) for key, item in value.items()}
    elif isinstance(value, list):
        found = [printable(item) for item in value]
    return cast(T, found)
