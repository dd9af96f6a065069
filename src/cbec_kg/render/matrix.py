"""The evidence matrix that the terminal and the picture draw: its rows, columns, headings, and what its letters mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count, product
from typing import NamedTuple

from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.context import RenderContext

LETTERS = {
    "headline": "H", "facet": "F", "measures": "M", "statement": "S", "value": "V", "cause": "C", "requirement": "R",
    "effect": "E", "premise": "P", "echo": "e", "context": "x", "generic": "g",
}  # fmt: skip
"""One letter a role; capitals for the stronger ones."""

BASIS_MARKS = {"stated": "", "inherited": "'", "inferred": "?"}
"""After the letter: nothing for stated, ' for inherited, ? for inferred."""


class Row(NamedTuple):
    """A problem, or a facet of it: its profile, the strongest line of each source that bears on it itself, and how many of
    its parts each source backs directly.
    """

    profile: Profile
    is_part: bool
    cells: Mapping[str, EvidenceLine]
    parts: Mapping[str, int]

    def cell(self, source: str) -> str:
        """Return the content of a cell: the mark of the line to the statement itself, the number of parts in brackets."""
        mark = mark_of(self.cells[source]) if source in self.cells else ""
        return " ".join(filter(None, (mark, f"({self.parts[source]})" if source in self.parts else "")))


def matrix_rows(profiles: Sequence[Profile]) -> list[Row]:
    """Return a row a profile, followed by a row for each of its parts."""
    return [Row(row, row is not top, strongest(row.lines), _parts(row)) for top in profiles for row in (top, *top.parts)]


def _parts(profile: Profile) -> dict[str, int]:
    return Counter(source for part in profile.parts for source in {line.source for line in part.direct})


def sources_of(rows: Sequence[Row], snapshot: Snapshot) -> list[str]:
    """Return the sources that bear on any of the rows: references by number, then others in the order of the paper."""
    order = reading_order(snapshot)
    found = {source for row in rows for source in row.cells}
    return sorted(found, key=lambda name: (*order(snapshot.records[name]), name))


def mark_of(line: EvidenceLine) -> str:
    """Return the letter of a line's role and the mark of its basis."""
    return LETTERS[line.role] + BASIS_MARKS[line.basis]


def headings(names: Mapping[str, str], is_long: Callable[[str], bool]) -> tuple[dict[str, str], list[str]]:
    """Return the heading of each column, a letter for a long name, and the lines that say what the letters stand for.

    Examples
    --------
    >>> headings({"ref-01": "[1]", "source-customs": "statistics of the customs"}, lambda name: len(name) > 9)
    ({'ref-01': '[1]', 'source-customs': 'a'}, ['a  statistics of the customs'])
    """
    letters = dict(zip((source for source, name in names.items() if is_long(name)), _letters(), strict=False))
    key = [f"{letter}  {names[source]}" for source, letter in letters.items()]
    return {source: letters.get(source, name) for source, name in names.items()}, key


def _letters() -> Iterator[str]:
    for length in count(1):
        yield from map("".join, product("abcdefghijklmnopqrstuvwxyz", repeat=length))


def legend(context: RenderContext, roles: Collection[str], bases: Collection[str]) -> tuple[list[str], list[str]]:
    """Return what the letters of some roles and the marks of some bases mean, a line each."""
    phrases = context.words("evidence")
    meanings = [
        f"{letter} {context.pair(context.term(f'role-{role}'), phrases(f'role-{role}'))}"
        for role, letter in LETTERS.items()
        if role in roles
    ]
    marks = {basis: mark for basis, mark in BASIS_MARKS.items() if mark and basis in bases}
    return meanings, [f"{mark} {context.term(f'basis-{basis}')}" for basis, mark in marks.items()]
