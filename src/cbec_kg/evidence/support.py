"""What supports a statement: the support paths from sources to it, and what is left when some are withdrawn.

A path supports a statement when each of its links backs what stands at its end in a direct role. What backs a facet or a
measure does not support its problem or countermeasure: of these the parts are counted apart (`cbec_kg.evidence.wholes`).
What backs a cause, a need, an effect or the setting supports nothing: evidence for which talent is needed does not show
that talent is short. Nor does an echo: the article that says a thing twice agrees with itself, and the source of the other
place was given for the other sentence; that it covers this one too is a reading, and no statement may stand on its own
repetition. So a statement is supported exactly where an evidence line of a direct role bears on it, and withdrawals,
critical sources, grades, gaps and the shipped queries count alike.

Every path counts: a statement falls only when none is left. Statements that rest on one another do no harm, since a path
begins at a source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from cbec_kg.evidence.graph import is_support, link_graph, selected
from cbec_kg.evidence.wholes import WHOLES, Parts, counted, parts_of
from cbec_kg.model.links import Link
from cbec_kg.model.terms import BASES, Basis

if TYPE_CHECKING:
    from networkx import MultiDiGraph

State = Literal["falls", "weakened", "stands", "unsupported"]
"""``falls``: nothing left; ``weakened``: something lost, something left; ``stands``: nothing lost; ``unsupported``: nothing
supported it in the first place."""

STATES: tuple[State, ...] = ("falls", "weakened", "stands", "unsupported")


class SupportPath(NamedTuple):
    """One path that supports a statement: records from the source over the pointer to the statement, and its links."""

    records: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def source(self) -> str:
        """Return the reference or named source at its beginning."""
        return self.records[0]

    @property
    def basis(self) -> Basis:
        """Return the weakest basis on the path."""
        return max((link.basis for link in self.links), key=BASES.index, default="stated")


class Outcome(NamedTuple):
    """What becomes of one statement: its state, and one shortest path for each place in the text, lost and left.

    State and paths are those of the statement itself; `parts` tells of the parts of a problem or countermeasure, and is None
    for what has none.
    """

    statement: str
    state: State
    lost: tuple[SupportPath, ...]
    left: tuple[SupportPath, ...]
    parts: Parts | None = None

    @property
    def changed(self) -> bool:
        """Return whether the statement itself, or a part of it, loses something that backed it."""
        return bool(self.lost) or (self.parts is not None and self.parts.lost > 0)


class SupportPaths:
    """The shortest support paths of a graph of links, those of some bases left out."""

    def __init__(self, links: Iterable[Link], without: Collection[Basis] = ()) -> None:
        graph = link_graph(links)
        self.graph: MultiDiGraph = selected(graph, lambda link: link.basis not in without and is_support(link))
        self.pointers: dict[str, list[str]] = defaultdict(list)
        for start, end, link in graph.edges(data="link"):
            if link.relation == "pointer":
                self.pointers[start].append(end)

    def paths(self, source: str) -> dict[str, dict[str, SupportPath]]:
        """Return the shortest path from a source to each statement that it supports, by statement and pointer."""
        import networkx

        found: dict[str, dict[str, SupportPath]] = defaultdict(dict)
        for pointer in self.pointers.get(source, ()):
            for statement, records in networkx.single_source_shortest_path(self.graph, pointer).items():
                if statement != pointer:
                    links = tuple(self._link(*pair) for pair in pairwise(records))
                    found[statement][pointer] = SupportPath((source, *records), links)
        return dict(found)

    def _link(self, start: str, end: str) -> Link:
        """Return the first of the links from one record to another."""
        link: Link = next(iter(self.graph[start][end].values()))["link"]
        return link

    def all_paths(self) -> dict[str, dict[str, SupportPath]]:
        """Return the shortest path from each pointer to each statement, by statement and pointer."""
        found: dict[str, dict[str, SupportPath]] = defaultdict(dict)
        for source in self.pointers:
            for statement, paths in self.paths(source).items():
                found[statement] |= paths
        return dict(found)


def withdraw(
    links: Collection[Link],
    statements: Mapping[str, str],
    withdrawn: Collection[str] = (),
    without: Collection[Basis] = (),
    elsewhere: Collection[str] = (),
) -> list[Outcome]:
    """Return what becomes of every statement itself when sources are withdrawn, sorted by state and id.

    Parameters
    ----------
    statements : mapping of str to str
        Kind of each statement by id.
    withdrawn : collection of str
        Ids of references and named sources, their parts included (`with_parts`).
    without : collection of str
        Bases whose links count no more: ``inherited``, ``inferred``.
    elsewhere : collection of str
        Facets that the article first states elsewhere than in the diagnosis.
    """
    before = SupportPaths(links).all_paths()
    after = before if not without else SupportPaths(links, without).all_paths()
    gone, parts = set(withdrawn), parts_of(links)
    left_of = {
        statement: {pointer: path for pointer, path in paths.items() if path.source not in gone}
        for statement, paths in after.items()
    }
    backed = {statement for statement, left in left_of.items() if left}
    outcomes = []
    for statement, kind in statements.items():
        paths, left = before.get(statement, {}), left_of.get(statement, {})
        lost = tuple(path for pointer, path in sorted(paths.items()) if pointer not in left)
        state: State = "unsupported" if not paths else "falls" if not left else "weakened" if lost else "stands"
        within = counted(parts.get(statement, ()), elsewhere, before, backed) if kind in WHOLES else None
        outcomes.append(Outcome(statement, state, lost, tuple(path for _, path in sorted(left.items())), within))
    return sorted(outcomes, key=lambda outcome: (STATES.index(outcome.state), outcome.statement))


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
