"""What each problem rests on, facet by facet, from the evidence lines: values that a matrix and a reading are made from.

Out of scope: how the lines come about (`lines`) and how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cbec_kg.evidence.lines import DIRECT, EvidenceLine, line_order
from cbec_kg.evidence.links import Link


@dataclass(frozen=True)
class Profile:
    """What bears on one statement.

    Attributes
    ----------
    id : str
    lines : tuple of EvidenceLine
        By strength of role, basis, length, source; every line of the statement.
    statistics, claims : tuple of str
        Figures and claims that it rests on directly, sorted.
    parts : tuple of Profile
        Facets of a problem, measures of a countermeasure, sorted by id.
    """

    id: str
    lines: tuple[EvidenceLine, ...]
    statistics: tuple[str, ...]
    claims: tuple[str, ...]
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


def profile_of(statement: str, lines: Iterable[EvidenceLine], links: Sequence[Link], kinds: Mapping[str, str]) -> Profile:
    """Return the evidence profile of a statement.

    Parameters
    ----------
    statement : str
        Id of a problem, facet, countermeasure, measure, claim or statistic.
    lines : iterable of EvidenceLine
    links : sequence of Link
    kinds : mapping of str to str
        Kind of each record by id.
    """
    by_target: dict[str, list[EvidenceLine]] = {}
    for line in lines:
        by_target.setdefault(line.target, []).append(line)
    return _profile(statement, by_target, links, kinds)


def _profile(
    statement: str, by_target: Mapping[str, list[EvidenceLine]], links: Sequence[Link], kinds: Mapping[str, str]
) -> Profile:
    support = sorted({link.start for link in links if link.end == statement and link.relation == "support"})
    parts = sorted(link.start for link in links if link.end == statement and link.relation in ("facet", "measure"))
    return Profile(
        id=statement,
        lines=tuple(sorted(by_target.get(statement, ()), key=line_order)),
        statistics=tuple(record for record in support if kinds.get(record) == "statistic"),
        claims=tuple(record for record in support if kinds.get(record) in ("claim", "facet")),
        parts=tuple(_profile(part, by_target, links, kinds) for part in parts),
    )


def strongest(lines: Iterable[EvidenceLine]) -> dict[str, EvidenceLine]:
    """Return the strongest line of each source, by source."""
    best: dict[str, EvidenceLine] = {}
    for line in sorted(lines, key=line_order):
        best.setdefault(line.source, line)
    return best
