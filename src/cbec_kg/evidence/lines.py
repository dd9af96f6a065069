"""Which reference or named source bears on which statement.

An evidence line joins a statement to a source through pointers (citations, attributions). Its **role** is that of the last
support on the path, unless a weaker one came before it that is not direct: a figure which only sets a claim's context is
still context for the facet that rests on that claim. Its **basis** is the weakest basis on the path. Of several paths the
one with the strongest role counts, then the strongest basis, then the fewest links; one line is kept for each role.

Rules:

* support links carry evidence as far as they go; the links from a facet to its problem and from a measure to its
  countermeasure carry none, since evidence for a part is not evidence for the whole: each has lines of its own;
* evidence for a cause of a facet, claim or measure bears on it in the role ``cause``, and evidence for an effect in the
  role ``effect``, on the causal link's basis: one causal link only, since what backs the cause of a cause backs neither;
* evidence for a premise bears on what is concluded from it in the role ``premise``, never the other way round.

Statements may rest on one another: a path never passes one twice. The traversal is our own, since networkx has no shortest
paths by several criteria, and to list its simple paths and pick the best takes many times longer (`benchmarks/`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from cbec_kg.evidence.graph import carrying, support_components
from cbec_kg.model.links import EvidenceLine, Link, line_order, link_order
from cbec_kg.model.terms import BASES, DIRECT, ROLES

if TYPE_CHECKING:
    from cbec_kg.model.terms import Basis, Role

MAX_COMPONENT = 12
"""Statements of a strongly connected component up to which every path is tried; in a larger one some may be passed twice."""


class _Reach(NamedTuple):
    """How a pointer reaches a statement: ranks of the weakest role and basis so far, links, cyclic statements passed."""

    role: int
    basis: int
    length: int
    cyclic: frozenset[str] = frozenset()

    def covers(self, other: _Reach) -> bool:
        """Return whether whatever goes on from `other` goes on at least as well from this."""
        return (
            self.role == other.role
            and self.basis <= other.basis
            and self.length <= other.length
            and self.cyclic <= other.cyclic
        )


def evidence_lines(links: Iterable[Link], statements: Mapping[str, str]) -> list[EvidenceLine]:
    """Return all evidence lines of the statements, sorted by target, then by strength of role, basis, length, source."""
    support = _Support(links)
    best: dict[tuple[str, str, Role], dict[str, _Reach]] = {}
    for pointer, source in sorted(support.pointers.items()):
        for target, reaches in support.reaches(pointer).items():
            for reach in reaches if target in statements else ():
                known = best.setdefault((target, source, ROLES[reach.role]), {})
                known[pointer] = min(reach, known.get(pointer, reach), key=_strength)
    lines = []
    for (target, source, role), found in best.items():
        top = min(found.values(), key=_strength)
        through = tuple(sorted(pointer for pointer, reach in found.items() if reach.basis == top.basis))
        lines.append(EvidenceLine(target, source, role, BASES[top.basis], top.length, through))
    return sorted(lines, key=line_order)


def _strength(reach: _Reach) -> tuple[int, int, int]:
    return reach.role, reach.basis, reach.length


_Reaches = dict[str, list[_Reach]]


def _keep(reaches: _Reaches, target: str, reach: _Reach) -> bool:
    known = reaches.setdefault(target, [])
    if any(other.covers(reach) for other in known):
        return False
    known[:] = [other for other in known if not reach.covers(other)]
    known.append(reach)
    return True


class _Support:
    """The links of a graph as the lines need them: those that carry evidence, and causes read from either end."""

    def __init__(self, links: Iterable[Link]) -> None:
        ordered = sorted(links, key=link_order)
        self.pointers = {link.end: link.start for link in ordered if link.relation == "pointer"}
        self.onward: dict[str, list[Link]] = defaultdict(list)
        for link in filter(carrying, ordered):
            self.onward[link.start].append(link)
        self.causal: dict[str, list[tuple[str, str, Basis, Literal["cause", "effect", "premise"]]]] = defaultdict(list)
        for link in ordered:
            if link.relation == "cause":
                self.causal[link.start].append((link.start, link.end, link.basis, "cause"))
                self.causal[link.end].append((link.end, link.start, link.basis, "effect"))
            elif link.relation == "inference":
                self.causal[link.start].append((link.start, link.end, link.basis, "premise"))
        small = (component for component in support_components(ordered) if len(component) <= MAX_COMPONENT)
        self.cyclic = frozenset(name for component in small for name in component)
        """Statements that rest on themselves by way of others, in components small enough to try every path."""

    def reaches(self, pointer: str) -> _Reaches:
        """Return how a pointer reaches every statement: by supports, and by one causal link after them."""
        supported = self._supported(pointer)
        found: _Reaches = {target: list(known) for target, known in supported.items()}
        causal = {link for target in supported for link in self.causal.get(target, ())}
        for target, end, basis, role in sorted(causal):
            before = self._supported(pointer, end) if end in supported else supported
            for reach in before.get(target, ()):
                step = _Reach(max(reach.role, ROLES.index(role)), max(reach.basis, BASES.index(basis)), reach.length + 1)
                _keep(found, end, step)
        return found

    def _supported(self, pointer: str, avoid: str = "") -> _Reaches:
        """Return how a pointer reaches every statement by support links, on paths that do not pass `avoid`."""
        reaches: _Reaches = {}

        def step(reach: _Reach, link: Link) -> _Reach | None:
            if link.end == avoid or link.end in reach.cyclic:
                return None
            rank = ROLES.index(cast("Role", link.role))
            role = rank if ROLES[reach.role] in DIRECT else max(rank, reach.role)
            basis = max(reach.basis, BASES.index(link.basis))
            cyclic = reach.cyclic | {link.end} if link.end in self.cyclic else reach.cyclic
            return _Reach(role, basis, reach.length + 1, cyclic)

        front = deque([(pointer, _Reach(0, 0, 1))])
        while front:
            here, reach = front.popleft()
            for link in self.onward.get(here, ()):
                longer = step(reach, link)
                if longer is not None and _keep(reaches, link.end, longer):
                    front.append((link.end, longer))
        return reaches
