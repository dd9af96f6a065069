"""How a statement is tied to each source, and how strongly: the chain, its weakest link, and the reach of the evidence.

A chain leads from a statement over what it rests on to a pointer and its source. Its weakest link is the one with the
weakest basis. Its **reach** compares the place (and the population) of the statement that the pointer backs with those of
the statement at the top: evidence about all of a country for a claim about one city is wider than the claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cbec_kg.evidence.chains import Step, Trace
from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Node

BASES = ("stated", "inherited", "inferred")


@dataclass(frozen=True)
class Chain:
    """One way from a statement to a source.

    Attributes
    ----------
    source, pointer : Node
        The reference or named source, and the place in the text that points to it.
    nodes : tuple of Node
        From the statement at the top to the one that the pointer backs.
    links : tuple of Link
        Between them and to the pointer, in that order.
    weakest : Link
        The first link with the weakest basis.
    place, population : str
        How the evidence reaches: ``same``, ``wider``, ``narrower``, ``other`` or ``unspecified``.
    """

    source: Node
    pointer: Node
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    weakest: Link
    place: str
    population: str


def chains_of(trace: Trace, nodes: Mapping[str, Node]) -> list[Chain]:
    """Return every chain of a trace, those with the weakest links first.

    Chains through causes and effects are left out: they back another statement.
    """
    chains = [_chain(steps, trace.node, nodes) for steps in _ways(trace.back, ())]
    order = sorted(chains, key=lambda c: (-BASES.index(c.weakest.basis), c.source.id, c.pointer.id, len(c.links)))
    return list({(chain.pointer.id, tuple(node.id for node in chain.nodes)): chain for chain in order}.values())


def _ways(steps: tuple[Step, ...], above: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    for step in steps:
        if step.link.relation == "cause":
            continue
        if step.link.relation == "pointer":
            yield (*above, step)
        else:
            yield from _ways(step.steps, (*above, step))


def _chain(way: tuple[Step, ...], top: Node, nodes: Mapping[str, Node]) -> Chain:
    *middle, last = way
    pointer = middle[-1].node if middle else top
    statements = (top, *(step.node for step in middle[:-1]))
    links = tuple(step.link for step in way[:-1])
    weakest = max(links, key=lambda link: BASES.index(link.basis), default=last.link)
    backed = statements[-1]
    place = _reach(backed.notes.get("place"), top.notes.get("place"), nodes)
    population = _reach(backed.notes.get("population"), top.notes.get("population"), nodes)
    return Chain(last.node, pointer, statements, links, weakest, place, population)


def _reach(evidence: str | None, claim: str | None, nodes: Mapping[str, Node]) -> str:
    """Return how the place or population of the evidence stands to that of the claim, by ``broader``."""
    if evidence is None or claim is None:
        return "unspecified"
    if evidence == claim:
        return "same"
    if evidence in _above(claim, nodes):
        return "wider"
    return "narrower" if claim in _above(evidence, nodes) else "other"


def _above(entity: str, nodes: Mapping[str, Node]) -> set[str]:
    found: set[str] = set()
    here = nodes[entity].notes.get("broader") if entity in nodes else None
    while here and here not in found:
        found.add(here)
        here = nodes[here].notes.get("broader") if here in nodes else None
    return found
