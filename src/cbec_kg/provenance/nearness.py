"""Links that are not there and could be: which would join a source to a statement, the nearest in the text first.

Only such links are named as the model allows (`cbec_kg.model.schema.TARGETS`), in the role that is direct between these two
kinds of record; none between records that have a link in another role, from a part to its whole, or by which a statement
would rest on itself. Whether the article bears one out is a curator's to say. Out of scope: what a link would change.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from cbec_kg.evidence.graph import is_support
from cbec_kg.model.kinds import CLASSES
from cbec_kg.model.links import STATEMENT_KINDS, Link
from cbec_kg.model.schema import TARGETS
from cbec_kg.model.snapshot import Place, Snapshot
from cbec_kg.model.terms import Role
from cbec_kg.provenance.minimal import Expired, never

_FAR = 1 << 40
"""Characters between what stands nowhere."""

LEVELS = ("passage", "paragraph", "section", "article")
"""What two records have in common at least, the nearest first."""


class Missing(NamedTuple):
    """A link that is not there and would back its end; `shares` is the least part of the text that has both records."""

    link: Link
    shares: str


class Joinable:
    """What could be joined in a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._support = [link for link in snapshot.links if is_support(link)]

    @cached_property
    def _onward(self) -> Mapping[str, Sequence[str]]:
        return _grouped((link.start, link.end) for link in self._support)

    @cached_property
    def _back(self) -> Mapping[str, Sequence[str]]:
        return _grouped((link.end, link.start) for link in self._support)

    @cached_property
    def _linked(self) -> set[tuple[str, str]]:
        joined = ("support", "facet", "measure")
        return {(link.start, link.end) for link in self.snapshot.links if link.relation in joined}

    @cached_property
    def _section(self) -> dict[tuple[str, str], str]:
        return {(_paper(one.id), one.locator): one.section for one in self.snapshot.passages}

    def backed_by(self, source: str) -> set[str]:
        """Return the pointers of a source, and all that they back."""
        return _reached(
            {link.end for link in self.snapshot.outgoing.get(source, ()) if link.relation == "pointer"}, self._onward
        )

    def backing(self, statement: str) -> set[str]:
        """Return a statement and all that backs it."""
        return _reached({statement}, self._back)

    def missing(self, statement: str, sources: Collection[str], expired: Expired = never) -> list[Missing]:
        """Return the single links that would join some sources to a statement, the nearest first; some when time is over."""
        below, found = self.backing(statement), set[Link]()
        onward = {name: _reached({name}, self._onward) for name in below}
        for source in sources:
            if expired():
                break
            for start in self.backed_by(source) - below:
                for end in below:
                    if self._allowed(start, end) and start not in onward[end]:
                        found.add(
                            Link(start, end, "support", direct_role(self.snapshot.kinds[start], self.snapshot.kinds[end]))
                        )
        return [
            one for _, one in sorted((self._nearness(link, statement), Missing(link, self._shared(link))) for link in found)
        ]

    def _allowed(self, start: str, end: str) -> bool:
        kinds = self.snapshot.kinds
        return (
            start != end
            and (start, end) not in self._linked
            and _paper(start) == _paper(end)
            and issubclass(CLASSES[kinds[start]], TARGETS["on"])
            and "rests_on" in CLASSES[kinds[end]].__struct_fields__
            and kinds[end] in STATEMENT_KINDS
        )

    def _nearness(self, link: Link, statement: str) -> tuple[int, int, bool, bool, str, str]:
        """Return the sort key: what both share, the characters between them, whether it is of the statement itself."""
        pointer = self.snapshot.kinds[link.start] in ("citation", "attribution")
        between = min((_between(one, other) for one, other in self._pairs(link)), default=_FAR)
        return LEVELS.index(self._shared(link)), between, link.end != statement, not pointer, link.end, link.start

    def _pairs(self, link: Link) -> Iterator[tuple[Place, Place]]:
        start, end = (self.snapshot.node(name).places for name in (link.start, link.end))
        return ((one, other) for one in start for other in end)

    def _shared(self, link: Link) -> str:
        levels = [self._level(one.locator, other.locator, _paper(link.end)) for one, other in self._pairs(link)]
        return min(levels, key=LEVELS.index, default=LEVELS[-1])

    def _level(self, one: str, other: str, paper: str) -> str:
        if one == other:
            return "passage"
        if "." in one and one.rpartition(".")[0] == other.rpartition(".")[0]:
            return "paragraph"
        sections = {self._section.get((paper, locator), locator) for locator in (one, other)}
        return "section" if len(sections) == 1 else "article"


def direct_role(start: str, end: str) -> Role:
    """Return the role in which a record of one kind backs one of another directly.

    Examples
    --------
    >>> direct_role("citation", "problem"), direct_role("statistic", "facet"), direct_role("claim", "statistic")
    ('headline', 'measures', 'value')
    """
    if end == "statistic":
        return "value"
    if start == "statistic":
        return "measures"
    if end == "facet":
        return "facet"
    return "headline" if end in ("problem", "countermeasure") else "statement"


def _between(one: Place, other: Place) -> int:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return _FAR
    return max(one.start - other.end, other.start - one.end, 0)


def _reached(begin: Collection[str], steps: Mapping[str, Sequence[str]]) -> set[str]:
    front, found = deque(begin), set(begin)
    while front:
        new = [name for name in steps.get(front.popleft(), ()) if name not in found]
        found.update(new)
        front.extend(new)
    return found


def _grouped(pairs: Iterator[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def _paper(name: str) -> str:
    return name.rpartition(":")[0]
