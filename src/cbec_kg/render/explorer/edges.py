"""The links among records and the evidence lines as plain values, as the explorer carries them.

A link through a citation or attribution is one link from its source, ``via`` the pointer. Out of scope: how a picture draws
them (`explorer`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.links import EvidenceLine, links_of, statements_of
from cbec_kg.model.records import (
    Attribution,
    BasisLink,
    Citation,
    Countermeasure,
    Curation,
    Facet,
    Measure,
    Record,
    SupportLink,
)
from cbec_kg.model.terms import Basis, Role
from cbec_kg.render.explorer.facts import Payload, text_of


def edge_values(curation: Curation) -> list[Payload]:
    """Return the links between records; a link through a citation goes from its reference, ``via`` the citation."""
    found: dict[tuple[str, ...], Payload] = {}
    for record in curation.records.values():
        for edge in _edges_of(curation, record):
            if edge["from"] in curation.records and edge["to"] in curation.records:
                key = (edge["kind"], edge["from"], edge["to"], edge.get("via", ""), edge.get("role", ""), edge["basis"])
                found.setdefault(key, edge)
    return list(found.values())


def _edges_of(curation: Curation, record: Record) -> Iterator[Payload]:
    for support in getattr(record, "rests_on", ()):
        yield _support(curation, support, record.id)
    yield from (_linked("cause", link.id, record.id, link) for link in getattr(record, "caused_by", ()))
    yield from (_linked("cause", record.id, link.id, link) for link in getattr(record, "leads_to", ()))
    if isinstance(record, Facet):
        yield _plain("part", record.id, record.problem, "stated")
    elif isinstance(record, Measure):
        yield _plain("part", record.id, record.countermeasure, "stated")
        yield from (_linked("address", record.id, link.id, link) for link in record.addresses)
    elif isinstance(record, Countermeasure):
        yield from (_linked("answer", record.id, link.id, link) for link in record.answers)


def _support(curation: Curation, support: SupportLink, end: str) -> Payload:
    edge = _linked("support", support.on, end, support) | {"role": support.role}
    pointer = curation.records.get(support.on)
    if isinstance(pointer, Citation | Attribution):
        edge |= {"from": pointer.reference if isinstance(pointer, Citation) else pointer.source, "via": pointer.id}
    return edge


def _linked(kind: str, start: str, end: str, link: BasisLink | SupportLink) -> Payload:
    return _plain(kind, start, end, link.basis) | ({"why": text_of(link.why)} if link.why else {})


def _plain(kind: str, start: str, end: str, basis: Basis) -> Payload:
    return {"kind": kind, "from": start, "to": end, "basis": basis}


def line_values(curation: Curation, lines: Sequence[EvidenceLine]) -> list[Payload]:
    """Return evidence lines; ``without`` says what becomes of a line's basis when a set of bases counts no more."""
    links, statements = links_of(curation), statements_of(curation)
    others: dict[str, dict[tuple[str, str, Role], Basis]] = {}
    for bases in (("inherited",), ("inferred",), ("inferred", "inherited")):
        left = evidence_lines((link for link in links if link.basis not in bases), statements)
        others[" ".join(bases)] = {(line.target, line.source, line.role): line.basis for line in left}
    shown = []
    for line in lines:
        key = (line.target, line.source, line.role)
        value = {"from": line.source, "to": line.target, "role": line.role, "basis": line.basis, "via": list(line.pointers)}
        changed = {name: left.get(key) for name, left in others.items() if left.get(key) != line.basis}
        shown.append(value | ({"without": changed} if changed else {}))
    return shown
