"""How a statement is tied to each source, and how strongly: the chain, its weakest link, and the reach of the evidence.

A chain leads from a statement over what it rests on to a pointer and its source; what a facet rests on is a chain of the
facet, not of its problem, and so with measures. Its weakest link is the one with the
weakest basis. Its **reach** compares the place (and the population) of the statement that the pointer backs with those of
the statement at the top: evidence about all of a country for a claim about one city is wider than the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cbec_kg.evidence.chains import Step, Trace
from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Node, Snapshot
from cbec_kg.model.terms import BASES

SCOPES = ("place", "population")
"""What the reach of evidence compares."""


@dataclass(frozen=True)
class Chain:
    """One path from a statement to a source.

    `nodes` lead from the statement at the top to the one that the pointer backs, `links` between them and to the pointer, in
    that order; `weakest` is the first link with the weakest basis. `place` and `population` say how the evidence reaches:
    ``same``, ``wider``, ``narrower``, ``other`` or ``unspecified``.
    """

    source: Node
    pointer: Node
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    weakest: Link
    place: str
    population: str


def chains_of(trace: Trace, snapshot: Snapshot) -> list[Chain]:
    """Return every chain of a trace, those of the statement itself before those of its parts, each the weakest first.

    A chain of a part begins at the part. Chains through causes, effects and premises are left out: they back another
    statement.
    """
    parts = [step for step in trace.back if step.link.relation in ("facet", "measure")]
    below = [_chains(step.steps, step.node, snapshot) for step in parts]
    return [*_chains(trace.back, trace.node, snapshot), *(chain for chains in below for chain in chains)]


def _chains(steps: tuple[Step, ...], top: Node, snapshot: Snapshot) -> list[Chain]:
    chains = [_chain(path, top, snapshot) for path in _paths(steps, ())]
    order = sorted(chains, key=lambda c: (-BASES.index(c.weakest.basis), c.source.id, c.pointer.id, len(c.links)))
    return list({(chain.pointer.id, tuple(node.id for node in chain.nodes)): chain for chain in order}.values())


def _paths(steps: tuple[Step, ...], above: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    for step in steps:
        if step.link.relation not in ("pointer", "support"):
            continue
        if step.link.relation == "pointer":
            yield (*above, step)
        else:
            yield from _paths(step.steps, (*above, step))


def _chain(path: tuple[Step, ...], top: Node, snapshot: Snapshot) -> Chain:
    *middle, last = path
    pointer = middle[-1].node if middle else top
    statements = (top, *(step.node for step in middle[:-1]))
    links = tuple(step.link for step in path[:-1])
    weakest = max(links, key=lambda link: BASES.index(link.basis), default=last.link)
    place, population = (_reach(scope_of(statements[-1], name), scope_of(top, name), snapshot) for name in SCOPES)
    return Chain(last.node, pointer, statements, links, weakest, place, population)


def scope_of(statement: Node, name: str) -> str | None:
    """Return the place or population that a statement is about, None where it is not specified."""
    scope = getattr(statement.record, name, None)
    return None if scope == "unspecified" else scope


def _reach(evidence: str | None, claim: str | None, snapshot: Snapshot) -> str:
    """Return how the place or population of the evidence compares with that of the claim, by ``broader``."""
    if evidence is None or claim is None:
        return "unspecified"
    if evidence == claim:
        return "same"
    if evidence in _above(claim, snapshot):
        return "wider"
    return "narrower" if claim in _above(evidence, snapshot) else "other"


def _above(entity: str, snapshot: Snapshot) -> set[str]:
    found: set[str] = set()
    here = snapshot.records.get(entity)
    while (name := getattr(here, "broader", None)) is not None and name not in found:
        found.add(name)
        here = snapshot.records.get(name)
    return found
