"""What a statement hangs on: minimal sets of sources whose withdrawal leaves it unheld, and single points of failure.

Source: minimal hitting sets by Berge's multiplication (C. Berge, Hypergraphs, 1989, chapter 2); dominators by networkx
(Cooper, Harvey and Kennedy, A Simple, Fast Dominance Algorithm, 2001).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from cbec_kg.evidence.support import SupportPaths, holds, with_parts
from cbec_kg.model.links import Link

_ROOT = ""


@dataclass(frozen=True)
class CriticalSources:
    """What one statement hangs on.

    Attributes
    ----------
    statement : str
    minimal : tuple of tuple of str
        Every minimal set of sources whose withdrawal leaves the statement unheld; empty when nothing holds it.
    points : tuple of str
        Records that every path passes (sources, pointers, claims, facets), the nearest to the statement last.
    """

    statement: str
    minimal: tuple[tuple[str, ...], ...]
    points: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """What one source carries: statements that fall without it, and statements that lose something."""

    source: str
    falls: tuple[str, ...]
    weakened: tuple[str, ...]


def keystones(
    links: Collection[Link], statements: Iterable[str], part_of: Mapping[str, str] | None = None
) -> list[CriticalSources]:
    """Return what each statement hangs on, in the order given.

    Parameters
    ----------
    links : collection of Link
    statements : iterable of str
    part_of : mapping of str to str
        The whole of each source that is part of another; withdrawing the whole breaks the part's paths too.
    """
    paths = SupportPaths(links).all_paths()
    wholes = part_of or {}
    points = single_points(links)
    found = []
    for statement in statements:
        breaking = [_wholes(path.source, wholes) for path in paths.get(statement, {}).values()]
        sets = minimal_hitting_sets(breaking) if breaking else []
        found.append(CriticalSources(statement, tuple(sets), points.get(statement, ())))
    return found


def _wholes(source: str, part_of: Mapping[str, str]) -> frozenset[str]:
    found, here = {source}, part_of.get(source)
    while here is not None and here not in found:
        found.add(here)
        here = part_of.get(here)
    return frozenset(found)


def minimal_hitting_sets(family: Iterable[Collection[str]]) -> list[tuple[str, ...]]:
    """Return every minimal set that meets each set of a family, by size and names.

    Examples
    --------
    >>> minimal_hitting_sets([{"a", "b"}, {"b", "c"}])
    [('b',), ('a', 'c')]
    """
    found: list[frozenset[str]] = [frozenset()]
    for edge in sorted({frozenset(edge) for edge in family}, key=lambda edge: (len(edge), sorted(edge))):
        hit = [known for known in found if known & edge]
        grown = {known | {member} for known in found if not known & edge for member in edge}
        found = hit + [new for new in grown if not any(known <= new for known in hit)]
    return sorted((tuple(sorted(known)) for known in found), key=lambda known: (len(known), known))


def single_points(links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """Return, for each record that is held, the records that all its paths pass, from the source on; itself excepted."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_node(_ROOT)
    for link in links:
        if link.relation == "pointer":
            graph.add_edge(_ROOT, link.start)
        if link.relation == "pointer" or holds(link):
            graph.add_edge(link.start, link.end)
    above: dict[str, str] = networkx.immediate_dominators(graph, _ROOT)
    points: dict[str, tuple[str, ...]] = {}
    for record in above:
        chain, here = [], above[record]
        while here != _ROOT and here is not None and record != _ROOT:
            chain.append(here)
            here = above[here]
        points[record] = tuple(reversed(chain))
    return points


def loads(links: Collection[Link], statements: Collection[str], part_of: Mapping[str, str] | None = None) -> list[Load]:
    """Return what each source carries, the most load-bearing first.

    A source that carries nothing is listed too, with empty tuples.
    """
    paths = SupportPaths(links).all_paths()
    sources = sorted({link.start for link in links if link.relation == "pointer"})
    holders = {name: {path.source for path in paths.get(name, {}).values()} for name in statements}
    found = []
    for source in sources:
        gone = with_parts([source], part_of or {})
        falls = tuple(sorted(name for name, held in holders.items() if held and held <= gone))
        weakened = tuple(sorted(name for name, held in holders.items() if held & gone and not held <= gone))
        found.append(Load(source, falls, weakened))
    return sorted(found, key=lambda load: (-len(load.falls), -len(load.weakened), load.source))


def shared_sources(links: Collection[Link], problems: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the sources that hold up both problems of a pair, for each pair that has any."""
    paths = SupportPaths(links).all_paths()
    held = {problem: {path.source for path in paths.get(problem, {}).values()} for problem in sorted(problems)}
    pairs = ((a, b, held[a] & held[b]) for a, b in combinations(held, 2))
    return {(a, b): tuple(sorted(both)) for a, b, both in pairs if both}
