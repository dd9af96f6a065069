"""The links among records, the evidence lines and the support paths as plain values, as the explorer carries them.

All of it is read from `cbec_kg.model.links` and `cbec_kg.evidence`; nothing is analysed here. A link through a citation or
attribution is one edge from its source, ``via`` the pointer. Out of scope: how a picture draws them (`appearance`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from cbec_kg.alignment.matches import Match
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import SupportPath, SupportPaths
from cbec_kg.model.links import EvidenceLine, Link, link_path
from cbec_kg.model.terms import Basis, Role
from cbec_kg.provenance.evidence_reasons import LinePaths
from cbec_kg.render.explorer.record_facts import Payload, text_of
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES
from cbec_kg.render.match_texts import match_text

_DASHES = {"exact": (), "close": (1.5, 4)}

_SETS = 4
"""Most sets of links that a page has of one evidence line."""

LEFT_OUT: tuple[tuple[Basis, ...], ...] = (("inherited",), ("inferred",), ("inferred", "inherited"))
"""Sets of bases that a reader can leave out, each sorted."""


def edge_values(
    links: Iterable[Link], records: Collection[str], verdicts: Mapping[str, list[Payload]] | None = None
) -> tuple[list[Payload], dict[Link, int]]:
    """Return an edge for each link between two records but those to pointers, sorted, and the number of each link's edge.

    Links that differ in their reasons alone have one edge. `verdicts` has what readers decided, by the path of the link.
    """
    known = list(links)
    source_of = {link.end: link.start for link in known if link.relation == "pointer"}
    edge_of = {
        link: _edge(link, source_of, verdicts or {})
        for link in known
        if link.relation != "pointer" and link.start in records and link.end in records
    }
    shown: dict[tuple[str, ...], Payload] = {}
    for link in sorted(edge_of, key=lambda link: (_order(edge_of[link]), link.why.zh if link.why else "")):
        shown.setdefault(_order(edge_of[link]), edge_of[link])
    numbers = {order: number for number, order in enumerate(shown)}
    return list(shown.values()), {link: numbers[_order(edge)] for link, edge in edge_of.items()}


def match_values(matches: Iterable[Match], records: Collection[str]) -> list[Payload]:
    """Return an edge for each match between two records, sorted; exact ones are solid, proposals dotted."""
    return [
        {
            "kind": "same", "from": match.subject, "to": match.object, "exact": match.predicate == "exact",
            "why": {language: shown_text(match_text(match, language)) for language in LANGUAGES},
            "dashes": list(_DASHES[match.predicate]),
        }
        for match in sorted(matches)
        if match.subject in records and match.object in records
    ]  # fmt: skip


def _edge(link: Link, source_of: Mapping[str, str], verdicts: Mapping[str, list[Payload]]) -> Payload:
    kind = "part" if link.relation in ("facet", "measure") else link.relation
    edge: Payload = {"kind": kind, "from": source_of.get(link.start, link.start), "to": link.end, "basis": link.basis}
    if link.why:
        edge["why"] = text_of(link.why)
    if link.doubt:
        edge["doubt"] = text_of(link.doubt)
    if link.basis == "inferred" and (judged := verdicts.get(link_path(link))):
        edge["verdicts"] = judged
    if link.role:
        edge["role"] = link.role
    return edge | ({"via": link.start} if link.start in source_of else {})


def _order(edge: Payload) -> tuple[str, ...]:
    return tuple(edge.get(name, "") for name in ("kind", "from", "to", "via", "role", "basis"))


def line_values(
    lines: Iterable[EvidenceLine], links: Collection[Link], statements: Mapping[str, str], number_of: Mapping[Link, int]
) -> list[Payload]:
    """Return evidence lines with the minimal sets of links from which each follows, as numbers of edges, the shortest first.

    ``without`` says what becomes of a line's basis when a set of bases counts no more.
    """
    graph = LinePaths(links)
    others: dict[str, dict[tuple[str, str, Role], Basis]] = {}
    for bases in LEFT_OUT:
        left = evidence_lines((link for link in links if link.basis not in bases), statements)
        others[" ".join(bases)] = {(line.target, line.source, line.role): line.basis for line in left}
    shown = []
    for line in lines:
        key = (line.target, line.source, line.role)
        value = {"from": line.source, "to": line.target, "role": line.role, "basis": line.basis, "via": list(line.pointers)}
        value["sets"] = [[number_of[link] for link in path[1:]] for path in graph.reason(line, most=_SETS).paths]
        changed = {name: left.get(key) for name, left in others.items() if left.get(key) != line.basis}
        shown.append(value | ({"without": changed} if changed else {}))
    return shown


def path_values(links: Collection[Link], number_of: Mapping[Link, int]) -> Payload:
    """Return the support paths of each statement, one for each pointer, sorted by pointer, from numbers as in `edge_values`.

    Returns
    -------
    dict
        By statement: ``""``, its paths, each the numbers of its edges; and, by a set of bases that is left out
        (``inferred inherited``), its paths then, where they are not those of the former that do without these bases.
    """
    before = SupportPaths(links).all_paths()

    def listed(paths: Mapping[str, SupportPath]) -> list[list[int]]:
        return [[number_of[link] for link in path.links] for _, path in sorted(paths.items())]

    found: Payload = {statement: {"": listed(paths)} for statement, paths in sorted(before.items())}
    for bases in LEFT_OUT:
        after = SupportPaths(links, bases).all_paths()
        for statement, paths in before.items():
            left = after.get(statement, {})
            unbroken = {name: path for name, path in paths.items() if not any(link.basis in bases for link in path.links)}
            if listed(left) != listed(unbroken):
                found[statement][" ".join(bases)] = listed(left)
    return found
