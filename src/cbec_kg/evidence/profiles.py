"""What each problem rests on, facet by facet, from the evidence lines: values that a matrix and a reading are made from.

Out of scope: how the lines come about (`lines`) and how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cbec_kg.model.links import EvidenceLine, line_order
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import DIRECT


class Profile(NamedTuple):
    """What bears on one statement; names are sorted.

    Attributes
    ----------
    lines : tuple of EvidenceLine
        By strength of role, basis, length, source; every line of the statement.
    measuring, setting : tuple of str
        Figures that measure this very thing, and figures that only set its context; a problem's facets included.
    claims, echoes : tuple of str
        Claims and facets that it rests on directly, and those of them that say the same elsewhere.
    causes : tuple of str
        What the article or the curator names as its causes.
    reach : dict of str to int
        As `cbec_kg.model.snapshot.Dependence` has it.
    parts : tuple of Profile
        Facets of a problem, measures of a countermeasure, sorted by id.
    """

    id: str
    lines: tuple[EvidenceLine, ...]
    measuring: tuple[str, ...]
    setting: tuple[str, ...]
    claims: tuple[str, ...]
    echoes: tuple[str, ...]
    causes: tuple[str, ...]
    reach: Mapping[str, int]
    parts: tuple[Profile, ...]

    @property
    def direct(self) -> tuple[EvidenceLine, ...]:
        """Return the lines that back the statement itself, not its cause, needs, effects or setting."""
        return tuple(line for line in self.lines if line.role in DIRECT)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the references and named sources that bear on it in any role, sorted."""
        return tuple(sorted({line.source for line in self.lines}))

    @property
    def unsupported(self) -> tuple[Profile, ...]:
        """Return the parts on which no reference and no named source bears in any role."""
        return tuple(part for part in self.parts if not part.lines)


def profile(snapshot: Snapshot, statement: str) -> Profile:
    """Return what bears on a statement, with the profiles of its parts."""
    kinds, within = snapshot.kinds, snapshot.incoming.get(statement, ())
    support = [link for link in within if link.relation == "support"]
    parts = [profile(snapshot, link.start) for link in within if link.relation in ("facet", "measure")]
    figures = [link for link in support if kinds.get(link.start) == "statistic"]
    backing = [link for link in support if kinds.get(link.start) in ("claim", "facet")]
    return Profile(
        id=statement,
        lines=tuple(snapshot.lines_to.get(statement, ())),
        measuring=_ids((link.start for link in figures if link.role == "measures"), (part.measuring for part in parts)),
        setting=_ids((link.start for link in figures if link.role != "measures"), (part.setting for part in parts)),
        claims=_ids(link.start for link in backing),
        echoes=_ids(link.start for link in backing if link.role == "echo"),
        causes=_ids(link.start for link in within if link.relation == "cause"),
        reach=snapshot.dependence[statement].reach if statement in snapshot.dependence else {},
        parts=tuple(sorted(parts, key=lambda part: part.id)),
    )


def _ids(own: Iterable[str], parts: Iterable[tuple[str, ...]] = ()) -> tuple[str, ...]:
    return tuple(sorted({*own, *(name for part in parts for name in part)}))


def strongest(lines: Iterable[EvidenceLine]) -> dict[str, EvidenceLine]:
    """Return the strongest line of each source, by source."""
    best: dict[str, EvidenceLine] = {}
    for line in sorted(lines, key=line_order):
        best.setdefault(line.source, line)
    return best
