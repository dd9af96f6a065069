"""Which reference or named source bears on which statement: computed with networkx on the support graph.

An evidence line joins a statement to a source through pointers (citations, attributions). Its **role** is that of the last
support on the way, unless a weaker one came before it that is not direct: a figure which only sets a claim's context is
still context for the facet that rests on that claim. Its **basis** is the weakest basis on the way. Of several ways the one
with the strongest role counts, then the strongest basis, then the fewest links; one line is kept for each role.

Rules:

* support links carry evidence as far as they go; so do the links from a facet to its problem and from a measure to its
  countermeasure;
* evidence for a cause of a facet, claim or measure bears on it in the role ``cause``, and evidence for an effect in the
  role ``effect``, on the causal link's basis: one causal link only, since what backs the cause of a cause backs neither;
* causes and effects of its facets bear on a problem in the same way.

Circles among supports are allowed: a way never passes a statement twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from cbec_kg.evidence.links import Link, link_order

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from cbec_kg.curation.terms import Basis, Role

ROLES: tuple[Role, ...] = (
    "headline", "facet", "measures", "statement", "value", "cause", "requirement", "effect", "echo", "context", "generic",
)  # fmt: skip
"""From the strongest to the weakest. The first five are direct: they back the statement itself."""

DIRECT: frozenset[Role] = frozenset(("headline", "facet", "measures", "statement", "value"))

MAX_CIRCLE = 12
"""Statements of a circle of supports up to which every way is tried; in larger ones a way may pass a statement twice."""

BASES: tuple[Basis, ...] = ("stated", "inherited", "inferred")
"""From the strongest to the weakest."""


class EvidenceLine(NamedTuple):
    """One source bears on one statement in one role.

    Attributes
    ----------
    target, source : str
        Ids of the statement and of the reference or named source.
    role, basis
        The weakest of the best way.
    length : int
        Number of links on that way, the pointer's included.
    pointers : tuple of str
        Citations and attributions through which ways of this role and basis pass, sorted.
    """

    target: str
    source: str
    role: Role
    basis: Basis
    length: int
    pointers: tuple[str, ...]


class _Reach(NamedTuple):
    """How a pointer reaches a statement: ranks of the weakest role and basis so far, number of links, circles entered."""

    role: int
    basis: int
    length: int
    circled: frozenset[str] = frozenset()

    def covers(self, other: _Reach) -> bool:
        """Return whether whatever goes on from `other` goes on at least as well from this."""
        return (
            self.role == other.role
            and self.basis <= other.basis
            and self.length <= other.length
            and self.circled <= other.circled
        )


def support_graph(links: Iterable[Link]) -> MultiDiGraph:
    """Return the links as a directed multigraph, evidence pointing to what rests on it.

    Nodes are ids; each edge has the attributes ``relation``, ``role`` and ``basis``.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for number, link in enumerate(sorted(links, key=link_order)):
        graph.add_edge(link.start, link.end, key=number, relation=link.relation, role=link.role, basis=link.basis)
    return graph


def evidence_lines(links: Iterable[Link], statements: Mapping[str, str]) -> list[EvidenceLine]:
    """Return all evidence lines, sorted by target, then by strength of role, basis, length, source.

    Parameters
    ----------
    links : iterable of Link
        As `cbec_kg.evidence.links.links_of` gives them.
    statements : mapping of str to str
        Kind of each statement by id.
    """
    graph = support_graph(links)
    circles = _circles(graph)
    pointers = {end: start for start, end, data in graph.edges(data=True) if data["relation"] == "pointer"}
    best: dict[tuple[str, str, Role], dict[str, _Reach]] = {}
    for pointer, source in sorted(pointers.items()):
        for target, reaches in _reaches(graph, pointer, circles).items():
            for reach in reaches if target in statements else ():
                known = best.setdefault((target, source, ROLES[reach.role]), {})
                known[pointer] = min(reach, known.get(pointer, reach))
    lines = []
    for (target, source, role), ways in best.items():
        top = min(ways.values())
        through = tuple(sorted(pointer for pointer, reach in ways.items() if reach.basis == top.basis))
        lines.append(EvidenceLine(target, source, role, BASES[top.basis], top.length, through))
    return sorted(lines, key=line_order)


def line_order(line: EvidenceLine) -> tuple[str, int, int, int, str]:
    """Return the sort key of lines: target, then strength of role, basis, length, source."""
    return line.target, ROLES.index(line.role), BASES.index(line.basis), line.length, line.source


_Reaches = dict[str, list[_Reach]]


def _circles(graph: MultiDiGraph) -> frozenset[str]:
    """Return the statements that rest on themselves by way of others, in circles small enough to try every way."""
    import networkx

    carrying = networkx.DiGraph()
    for start, end, data in graph.edges(data=True):
        if data["relation"] in ("support", "facet", "measure"):
            carrying.add_edge(start, end)
    parts = networkx.strongly_connected_components(carrying)
    return frozenset(node for part in parts if 1 < len(part) <= MAX_CIRCLE for node in part)


def _keep(reaches: _Reaches, target: str, reach: _Reach) -> bool:
    known = reaches.setdefault(target, [])
    if any(other.covers(reach) for other in known):
        return False
    known[:] = [other for other in known if not reach.covers(other)]
    known.append(reach)
    return True


def _supported(graph: MultiDiGraph, pointer: str, circles: frozenset[str], avoid: str = "") -> _Reaches:
    """Return how a pointer reaches every statement by support and part links, on ways that do not pass `avoid`."""
    reaches: _Reaches = {}
    front = deque([(pointer, _Reach(0, 0, 1))])
    while front:
        here, reach = front.popleft()
        for _, end, data in graph.out_edges(here, data=True):
            if end == avoid or end in reach.circled:
                continue
            step = _step(reach, data["relation"], data["role"], data["basis"])
            if step is not None and end in circles:
                step = _Reach(step.role, step.basis, step.length, step.circled | {end})
            if step is not None and _keep(reaches, end, step):
                front.append((end, step))
    return reaches


def _step(reach: _Reach, relation: str, role: Role | None, basis: Basis) -> _Reach | None:
    """Return the reach after one more link, None where the link does not carry evidence."""
    weakest_basis = max(reach.basis, BASES.index(basis))
    if relation == "support":
        rank = ROLES.index(cast("Role", role))
        if ROLES[reach.role] not in DIRECT:
            rank = max(rank, reach.role)
        return _Reach(rank, weakest_basis, reach.length + 1, reach.circled)
    if relation in ("facet", "measure"):
        return _Reach(reach.role, weakest_basis, reach.length + 1, reach.circled)
    return None


def _reaches(graph: MultiDiGraph, pointer: str, circles: frozenset[str]) -> dict[str, list[_Reach]]:
    """Return how a pointer reaches every statement: by supports, and by one causal link after them."""
    supported = _supported(graph, pointer, circles)
    found: _Reaches = {target: list(known) for target, known in supported.items()}
    causal: set[tuple[str, str, Basis, Literal["cause", "effect"]]] = set()
    for target in supported:
        for _, end, data in graph.out_edges(target, data=True):
            if data["relation"] == "cause":
                causal.add((target, end, data["basis"], "cause"))
        for start, _, data in graph.in_edges(target, data=True):
            if data["relation"] == "cause":
                causal.add((target, start, data["basis"], "effect"))
    for target, end, basis, role in sorted(causal):
        before = _supported(graph, pointer, circles, end) if end in supported else supported
        for reach in before.get(target, ()):
            rank = max(reach.role, ROLES.index(role))
            step = _Reach(rank, max(reach.basis, BASES.index(basis)), reach.length + 1)
            _keep(found, end, step)
            for _, whole, data in graph.out_edges(end, data=True):
                if data["relation"] in ("facet", "measure"):
                    _keep(found, whole, _Reach(step.role, step.basis, step.length + 1))
    return found
