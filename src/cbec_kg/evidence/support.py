"""What holds a statement up: the paths from sources that carry it, and what is left when some are withdrawn.

A path holds a statement up when each of its links backs what stands at its end: a direct role, or the link from a facet to
its problem or from a measure to its countermeasure. What backs a cause, a need, an effect or the setting holds nothing up:
evidence for which talent is needed does not show that talent is short. Nor does an echo: the article that says a thing twice
agrees with itself, and the source of the other place was given for the other sentence; that it covers this one too is a
reading, and no statement may stand on its own repetition. So a statement is held up exactly where an evidence line of a
direct role bears on it, and withdrawals, keystones, grades, gaps and the shipped queries count alike.

Every path counts: a statement falls only when none is left. Circles are harmless, since a path begins at a source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from cbec_kg.evidence.traversal import by_start, walk
from cbec_kg.model.links import Link
from cbec_kg.model.terms import DIRECT, Basis, Role

CARRIES_SUPPORT: frozenset[Role] = DIRECT
"""Roles of the supports that hold a statement up."""

State = Literal["falls", "weakened", "stands", "unsupported"]
"""``falls``: nothing left; ``weakened``: something lost, something left; ``stands``: nothing lost; ``unsupported``: nothing
held it up in the first place."""


@dataclass(frozen=True)
class SupportPath:
    """One path that holds a statement up: records from the source over the pointer to the statement, and its links."""

    records: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def source(self) -> str:
        """Return the reference or named source at its beginning."""
        return self.records[0]

    @property
    def basis(self) -> Basis:
        """Return the weakest basis on the path."""
        order: tuple[Basis, ...] = ("stated", "inherited", "inferred")
        return max((link.basis for link in self.links), key=order.index, default="stated")


@dataclass(frozen=True)
class Outcome:
    """What becomes of one statement: its state, and one shortest path for each place in the text, lost and kept."""

    statement: str
    state: State
    lost: tuple[SupportPath, ...]
    kept: tuple[SupportPath, ...]


class SupportPaths:
    """The holding links of a graph, indexed by their start.

    Parameters
    ----------
    links : iterable of Link
    without : collection of str
        Bases whose links are left out.
    """

    def __init__(self, links: Iterable[Link], without: Collection[Basis] = ()) -> None:
        known = list(links)
        self.onward = by_start(link for link in known if link.basis not in without and holds(link))
        self.pointers = by_start(link for link in known if link.relation == "pointer")

    def paths(self, source: str) -> dict[str, dict[str, SupportPath]]:
        """Return the shortest path from a source to each statement that it holds up, by statement and pointer."""
        found: dict[str, dict[str, SupportPath]] = defaultdict(dict)

        def first(end: str, path: SupportPath) -> bool:
            pointer = path.records[1]
            return end != pointer and found[end].setdefault(pointer, path) is path

        for link in self.pointers.get(source, ()):
            walk(self.onward, link.end, SupportPath((source, link.end), ()), _longer, first)
        return dict(found)

    def all_paths(self) -> dict[str, dict[str, SupportPath]]:
        """Return the shortest path from each pointer to each statement, by statement and pointer."""
        found: dict[str, dict[str, SupportPath]] = defaultdict(dict)
        for source in self.pointers:
            for statement, paths in self.paths(source).items():
                found[statement] |= paths
        return dict(found)


def _longer(path: SupportPath, link: Link) -> SupportPath:
    return SupportPath((*path.records, link.end), (*path.links, link))


def holds(link: Link) -> bool:
    """Return whether a link carries support from its start to its end."""
    return link.relation in ("facet", "measure") or (link.relation == "support" and link.role in CARRIES_SUPPORT)


def withdraw(
    links: Collection[Link],
    statements: Mapping[str, str],
    withdrawn: Collection[str] = (),
    without: Collection[Basis] = (),
) -> list[Outcome]:
    """Return what becomes of every statement when sources are withdrawn, sorted by state and id.

    Parameters
    ----------
    links : collection of Link
    statements : mapping of str to str
        Kind of each statement by id.
    withdrawn : collection of str
        Ids of references and named sources, their parts included (`with_parts`).
    without : collection of str
        Bases whose links count no more: ``inherited``, ``inferred``.
    """
    before = SupportPaths(links).all_paths()
    after = before if not without else SupportPaths(links, without).all_paths()
    gone = set(withdrawn)
    outcomes = []
    for statement in statements:
        paths = before.get(statement, {})
        left = {pointer: path for pointer, path in after.get(statement, {}).items() if path.source not in gone}
        lost = tuple(path for pointer, path in sorted(paths.items()) if pointer not in left)
        kept = tuple(path for _, path in sorted(left.items()))
        state: State = "unsupported" if not paths else "falls" if not kept else "weakened" if lost else "stands"
        outcomes.append(Outcome(statement, state, lost, kept))
    order: tuple[State, ...] = ("falls", "weakened", "stands", "unsupported")
    return sorted(outcomes, key=lambda outcome: (order.index(outcome.state), outcome.statement))


def with_parts(sources: Iterable[str], part_of: Mapping[str, str]) -> set[str]:
    """Return sources with all sources that are parts of them: a bulletin withdrawn takes its yearly issues with it.

    Examples
    --------
    >>> sorted(with_parts(["source-a"], {"source-a-2020": "source-a", "source-b": "source-c"}))
    ['source-a', 'source-a-2020']
    """
    found = set(sources)
    while True:
        more = {part for part, whole in part_of.items() if whole in found} - found
        if not more:
            return found
        found |= more
