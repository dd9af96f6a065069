"""What each shipped query must answer: worked out from the files of a folder by modules that add theirs to `EXPECTED`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plain_folder import Folder, Record
from test_queries import Cell

Row = tuple[Cell | int, ...]

EXPECTED: dict[str, Callable[[Folder], Iterable[Row]]] = {}


def answers(*names: str) -> Callable[[Callable[[Folder], Iterable[Row]]], Callable[[Folder], Iterable[Row]]]:
    def keep(function: Callable[[Folder], Iterable[Row]]) -> Callable[[Folder], Iterable[Row]]:
        EXPECTED.update(dict.fromkeys(names, function))
        return function

    return keep


def place(record: Record) -> str | None:
    return None if record["place"] == "unspecified" else record["place"]


def role(name: str | None) -> str | None:
    return name and f"role-{name}"
