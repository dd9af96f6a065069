"""The records and their links as one `networkx.MultiDiGraph`, on which the evidence is analysed.

Edges lead from what is rested on to what rests on it. Analyses look at a part of the graph: the links that carry evidence
(`carrying`), or those that back what stands at their end (`is_support`). The links from a part to its whole are neither:
what backs a facet or a measure does not back its problem or countermeasure (`cbec_kg.evidence.wholes` tells of both).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cbec_kg.model.links import Link
from cbec_kg.model.terms import DIRECT

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def link_graph(links: Iterable[Link]) -> MultiDiGraph:
    """Return links as a graph of record names, whose edges have the `Link` under ``link``.

    The order is kept: of several shortest paths the one with the first links is found.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    graph.add_edges_from((link.start, link.end, {"link": link}) for link in links)
    return graph


def carrying(link: Link) -> bool:
    """Return whether a link carries evidence from its start to its end; parts, causes, addresses and answers do not."""
    return link.relation == "support"


def is_support(link: Link) -> bool:
    """Return whether a link backs what stands at its end: a support in a direct role."""
    return link.relation == "support" and link.role in DIRECT


def selected(graph: MultiDiGraph, wanted: Callable[[Link], bool]) -> MultiDiGraph:
    """Return the part of a graph whose links are wanted, as a view with all nodes."""
    import networkx

    def keep(start: str, end: str, key: int) -> bool:
        return wanted(graph.edges[start, end, key]["link"])

    return networkx.subgraph_view(graph, filter_edge=keep)


def support_components(links: Iterable[Link]) -> list[frozenset[str]]:
    """Return the strongly connected components of the carrying links: statements that rest on one another."""
    import networkx

    graph = link_graph(link for link in links if carrying(link))
    return [frozenset(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1]
