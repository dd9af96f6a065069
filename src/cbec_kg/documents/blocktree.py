"""The elements of pandoc's tree, for those that look for something in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def elements(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every element of a tree, in order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one[::-1]
        elif isinstance(one, dict):
            if "t" in one:
                yield one
            waiting.append(one.get("c"))
