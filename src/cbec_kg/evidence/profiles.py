"""What each problem rests on, itself and facet by facet, from the evidence lines: what a matrix and a reading are made from.

Out of scope: how the lines come about (`lines`) and how they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from cbec_kg.evidence.wholes import WHOLES, Parts, counted
from cbec_kg.model.links import EvidenceLine, line_order
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import DIRECT


class Profile(NamedTuple):
    """What bears on one statement itself; names are sorted.

    Attributes
    ----------
    lines : tuple of EvidenceLine
        By strength of role, basis, length, source; every line of the statement.
    measuring, setting : tuple of str
        Figures that measure this very thing, and figures that only set its context.
    claims, echoes : tuple of str
        Claims and facets that it rests on directly, and those of them that say the same elsewhere.
    causes : tuple of str
        What the article or the curator names as its causes.
    reach : dict of str to int
        As `cbec_kg.model.snapshot.Dependence` has it.
    parts : tuple of Profile
        Facets of a problem, measures of a countermeasure: those of the diagnosis first, in the order of the paper.
    counts : Parts or None
        How many of the parts a source backs directly; of a problem or countermeasure alone.
    is_elsewhere : bool
        Whether it is a facet that the article first states elsewhere than in the diagnosis.
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
    counts: Parts | None
    is_elsewhere: bool

    @property
    def direct(self) -> tuple[EvidenceLine, ...]:
        """Return the lines that back the statement itself, not its cause, needs, effects or setting."""
        return tuple(line for line in self.lines if line.role in DIRECT)


def profiles_of(snapshot: Snapshot, statements: Iterable[str]) -> tuple[Profile, ...]:
    """Return what bears on each of some statements, in the order of the paper."""
    in_order = _in_order(snapshot)
    return tuple(_profile(snapshot, name, in_order) for name in sorted(statements, key=in_order))


def profile(snapshot: Snapshot, statement: str) -> Profile:
    """Return what bears on a statement, with the profiles of its parts."""
    return _profile(snapshot, statement, _in_order(snapshot))


def _in_order(snapshot: Snapshot) -> Callable[[str], tuple[Any, ...]]:
    """Return the key of statements by which they are in the order of the paper."""
    order = reading_order(snapshot)
    return lambda name: (*order(snapshot.records[name]), name)


def _profile(snapshot: Snapshot, statement: str, in_order: Callable[[str], tuple[Any, ...]]) -> Profile:
    kinds, within, elsewhere = snapshot.kinds, snapshot.incoming.get(statement, ()), snapshot.elsewhere
    support = [link for link in within if link.relation == "support"]
    names = (link.start for link in within if link.relation in ("facet", "measure"))
    parts = [_profile(snapshot, name, in_order) for name in sorted(names, key=in_order)]
    figures = [link for link in support if kinds.get(link.start) == "statistic"]
    backing = [link for link in support if kinds.get(link.start) in ("claim", "facet")]
    return Profile(
        id=statement,
        lines=tuple(snapshot.lines_to.get(statement, ())),
        measuring=_ids(link.start for link in figures if link.role == "measures"),
        setting=_ids(link.start for link in figures if link.role != "measures"),
        claims=_ids(link.start for link in backing),
        echoes=_ids(link.start for link in backing if link.role == "echo"),
        causes=_ids(link.start for link in within if link.relation == "cause"),
        reach=snapshot.dependence[statement].reach if statement in snapshot.dependence else {},
        parts=tuple(sorted(parts, key=lambda part: part.is_elsewhere)),
        counts=parts_count(snapshot, statement) if kinds[statement] in WHOLES else None,
        is_elsewhere=statement in elsewhere,
    )


def parts_count(snapshot: Snapshot, whole: str) -> Parts:
    """Return of how many of its parts a source backs directly, in a paper of which nothing is withdrawn."""
    parts = [link.start for link in snapshot.incoming.get(whole, ()) if link.relation in ("facet", "measure")]
    backed = {part for part in parts if any(line.role in DIRECT for line in snapshot.lines_to.get(part, ()))}
    return counted(parts, snapshot.elsewhere, backed, backed)


def _ids(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def strongest(lines: Iterable[EvidenceLine]) -> dict[str, EvidenceLine]:
    """Return the strongest line of each source, by source."""
    best: dict[str, EvidenceLine] = {}
    for line in sorted(lines, key=line_order):
        best.setdefault(line.source, line)
    return best
