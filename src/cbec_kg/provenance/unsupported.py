"""Why a statement does not rest on a source: by what it reaches it all the same, and which links are missing.

A source may bear on a statement in a role that does not support it, back a part of it only, or be joined to it by links
that readers reject. Where there is simply no link, the smallest addition is one, of which the nearest in the text are given;
where no place of the text names the source, such a place is missing first.
"""

from __future__ import annotations

from dataclasses import dataclass

from cbec_kg.evidence.graph import is_support
from cbec_kg.evidence.support import SupportPath, SupportPaths
from cbec_kg.evidence.wholes import parts_of
from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.provenance.evidence_reasons import MOST, LinePaths, LineReason
from cbec_kg.provenance.minimal import Expired, never
from cbec_kg.provenance.nearness import Joinable, Missing
from cbec_kg.provenance.smallest_changes import NEAREST, Change, Changing


@dataclass(frozen=True)
class Unsupported:
    """Why a statement does not rest on a source.

    Attributes
    ----------
    rests : tuple of SupportPath
        The shortest path for each place in the text by which it does rest on it after all; what follows is empty then.
    rejected : tuple of SupportPath
        Paths by which it would, if readers did not reject links of them.
    lines : tuple of LineReason
        The roles, none of them direct, in which the source bears on it.
    parts : tuple of str
        The parts of a problem or countermeasure that rest on the source, which do not make the whole rest on it.
    is_named : bool
        Whether any place of the text names the source.
    rereading : Change or None
        The fewest links that would have to be direct for it to rest on the source.
    missing : tuple of Missing
        The nearest links any one of which would do.
    """

    statement: str
    source: str
    rests: tuple[SupportPath, ...]
    rejected: tuple[SupportPath, ...]
    lines: tuple[LineReason, ...]
    parts: tuple[str, ...]
    is_named: bool
    rereading: Change | None
    missing: tuple[Missing, ...]
    complete: bool


def unsupported(
    snapshot: Snapshot, statement: str, source: str, whole: Snapshot, expired: Expired = never, most: int = MOST
) -> Unsupported:
    """Return why a statement does not rest on a source; `whole` has the links, too, that readers reject."""
    paths = _paths(snapshot.links, source)
    rests = tuple(path for _, path in sorted(paths.get(statement, {}).items()))
    is_named = any(link.relation == "pointer" for link in snapshot.outgoing.get(source, ()))
    if rests:
        return Unsupported(statement, source, rests, (), (), (), is_named, None, (), True)
    rejected = () if whole is snapshot else tuple(_paths(whole.links, source).get(statement, {}).values())
    graph = LinePaths(snapshot.links)
    lines = tuple(
        graph.reason(line, expired, most) for line in snapshot.lines_to.get(statement, ()) if line.source == source
    )
    parts = tuple(part for part in parts_of(snapshot.links).get(statement, ()) if part in paths)
    rereading = Changing(snapshot, statement, expired, most).rereading(source)
    missing = Joinable(snapshot).missing(statement, [source], expired)[:NEAREST]
    complete = all(line.complete for line in lines) and not expired()
    return Unsupported(statement, source, (), rejected, lines, parts, is_named, rereading, tuple(missing), complete)


def _paths(links: tuple[Link, ...], source: str) -> dict[str, dict[str, SupportPath]]:
    return SupportPaths(links).paths(source)


def obstacles(path: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return the links of a path over which evidence comes, and support does not: of other roles, of causes and premises."""
    return tuple(link for link in path if link.relation != "pointer" and not is_support(link))
