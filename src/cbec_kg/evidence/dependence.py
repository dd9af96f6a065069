"""What each statement depends on: computed once for a paper, since no question changes it, and cached with its snapshot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from cbec_kg.evidence.critical import cut_sets_of_parts, minimal_cut_sets, single_points
from cbec_kg.evidence.graph import carrying, link_graph, selected
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.joining import with_links
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.personal import rejects
from cbec_kg.model.snapshot import Dependence, Snapshot


def dependences(
    links: Iterable[Link],
    lines: Iterable[EvidenceLine],
    statements: Iterable[str],
    part_of: Mapping[str, str],
    places: Mapping[str, str],
    elsewhere: Collection[str] = (),
) -> dict[str, Dependence]:
    """Return what each statement of one paper depends on, by name, in the order given.

    `part_of` has the whole of each source that is part of another, `places` the place that each statement is about, where it
    names one, `elsewhere` the facets that are no part of the diagnosis.
    """
    import networkx

    known, names = tuple(links), tuple(statements)
    graph = selected(link_graph(known), lambda link: carrying(link) or link.relation in ("cause", "inference"))
    pointers: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        pointers[line.target].update(line.pointers)
    cut_sets, points = minimal_cut_sets(known, names, part_of), single_points(known)
    of_parts = cut_sets_of_parts(known, part_of, elsewhere)
    found = {}
    for name in names:
        below = {name} | (networkx.ancestors(graph, name) if name in graph else set())
        backed = {end for pointer in pointers[name] if pointer in graph for end in graph.successors(pointer) if end in below}
        reach = Counter(places.get(end, "unspecified") for end in backed)
        found[name] = Dependence(dict(sorted(reach.items())), cut_sets[name], points.get(name, ()), of_parts.get(name, ()))
    return found


def without_rejected(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot without the inferred links that readers reject (`cbec_kg.model.personal.rejects`).

    Evidence lines and what each statement depends on are computed anew of the links that are left.
    """
    links = tuple(link for link in snapshot.links if not rejects(snapshot.verdicts_on(link)))
    if len(links) == len(snapshot.links):
        return snapshot
    given = {field: getattr(snapshot, field) for field in snapshot.__struct_fields__ if field != "dependence"}
    lines = tuple(evidence_lines(links, snapshot.statements))
    return with_dependence(
        **given | {"records": with_links(snapshot.records.values(), links), "links": links, "lines": lines}
    )


def with_dependence(**fields: Any) -> Snapshot:
    """Return a snapshot of the given fields, and of what its statements depend on."""
    bare = Snapshot(**fields, dependence={})
    found = dependences(bare.links, bare.lines, bare.statements, bare.part_of, bare.places_of, bare.elsewhere)
    return replace(bare, dependence=found)
