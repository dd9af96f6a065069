"""Critical sources: minimal cut sets of sources, single points of failure, and what each source carries.

Source: minimal hitting sets by Berge's multiplication (C. Berge, Hypergraphs, 1989, chapter 2); dominators by networkx
(Cooper, Harvey and Kennedy, A Simple, Fast Dominance Algorithm, 2001).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from cbec_kg.evidence.graph import is_support
from cbec_kg.evidence.support import SupportPaths, with_parts
from cbec_kg.evidence.wholes import Parts, counted, parts_of
from cbec_kg.model.links import Link

_ROOT = ""


@dataclass(frozen=True)
class Load:
    """What one source carries: statements that fall without it themselves, statements that lose something themselves, and
    problems and countermeasures of which parts fall, each with its counts.
    """

    source: str
    falls: tuple[str, ...]
    weakened: tuple[str, ...]
    parts: tuple[tuple[str, Parts], ...]


def minimal_cut_sets(
    links: Iterable[Link], statements: Iterable[str], part_of: Mapping[str, str] | None = None
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, for each statement itself, every minimal set of sources whose withdrawal leaves no support path; none without
    any.

    `part_of` has the whole of each source that is part of another; withdrawing the whole breaks the part's paths too.
    """
    found = {}
    for statement, sources in supporting_sources(SupportPaths(links), statements).items():
        withdrawn = [_wholes(source, part_of or {}) for source in sources]
        found[statement] = tuple(minimal_hitting_sets(withdrawn)) if sources else ()
    return found


def cut_sets_of_parts(
    links: Collection[Link], part_of: Mapping[str, str] | None = None, elsewhere: Collection[str] = ()
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, for each whole, every minimal set of sources without which none of its parts has a support path.

    Of a problem the facets of the diagnosis count, not those of `elsewhere`. A whole is left out when no part is backed.
    """
    parts = {whole: [part for part in found if part not in elsewhere] for whole, found in parts_of(links).items()}
    supporting = supporting_sources(SupportPaths(links), {part for found in parts.values() for part in found})
    backing = {whole: {source for part in found for source in supporting[part]} for whole, found in parts.items()}
    return {
        whole: tuple(minimal_hitting_sets(_wholes(source, part_of or {}) for source in sources))
        for whole, sources in backing.items()
        if sources
    }


def supporting_sources(paths: SupportPaths, statements: Iterable[str]) -> dict[str, set[str]]:
    """Return the sources from which a path leads to each statement."""
    found = paths.all_paths()
    return {name: {path.source for path in found.get(name, {}).values()} for name in statements}


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
    """Return, for each supported record, the records that all its paths pass, from the source on; itself excepted."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_node(_ROOT)
    for link in links:
        if link.relation == "pointer":
            graph.add_edge(_ROOT, link.start)
        if link.relation == "pointer" or is_support(link):
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


def loads(
    links: Collection[Link],
    statements: Collection[str],
    part_of: Mapping[str, str] | None = None,
    elsewhere: Collection[str] = (),
) -> list[Load]:
    """Return what each source carries, the most load-bearing first.

    A source that carries nothing is listed too, with empty tuples. `elsewhere` are the facets that the article first states
    elsewhere than in the diagnosis.
    """
    paths, found = SupportPaths(links), []
    supporting = supporting_sources(paths, statements)
    parts = {whole: names for whole, names in parts_of(links).items() if whole in supporting}
    backing = supporting_sources(paths, {part for names in parts.values() for part in names})
    before = {part for part, sources in backing.items() if sources}
    for source in sorted(paths.pointers):
        gone = with_parts([source], part_of or {})
        falls = tuple(sorted(name for name, sources in supporting.items() if sources and sources <= gone))
        weakened = tuple(sorted(name for name, sources in supporting.items() if sources & gone and not sources <= gone))
        after = {part for part in before if not backing[part] <= gone}
        counts = {whole: counted(names, elsewhere, before, after) for whole, names in sorted(parts.items())}
        losing = tuple((whole, count) for whole, count in counts.items() if count.lost)
        found.append(Load(source, falls, weakened, losing))
    return sorted(found, key=lambda load: (-len(load.falls), -len(load.weakened), -len(load.parts), load.source))


class Shared(NamedTuple):
    """Two problems with sources in common: those that support both themselves, and further ones that support of one of them,
    or of both, a part.
    """

    problems: tuple[str, str]
    itself: tuple[str, ...]
    parts: tuple[str, ...]


def shared_sources(links: Collection[Link], problems: Iterable[str]) -> list[Shared]:
    """Return the sources that pairs of problems share, for each pair that shares any, sorted by the pair."""
    paths, names, parts = SupportPaths(links), sorted(problems), parts_of(links)
    itself = supporting_sources(paths, names)
    of_part = supporting_sources(paths, {part for name in names for part in parts.get(name, ())})
    all_of = {name: itself[name].union(*(of_part[part] for part in parts.get(name, ()))) for name in names}
    found = []
    for a, b in combinations(names, 2):
        both = itself[a] & itself[b]
        found.append(Shared((a, b), tuple(sorted(both)), tuple(sorted((all_of[a] & all_of[b]) - both))))
    return [shared for shared in found if shared.itself or shared.parts]
