"""The links between records, defined here and nowhere else: what rests on what, who points where, what causes what.

`links_of` reads them off the records; a store gives the same values back. Analyses and views work on these alone. An
evidence line, which `cbec_kg.evidence.lines` computes, is a value of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from cbec_kg.model.curated import WithRecords
from cbec_kg.model.kinds import kind_of
from cbec_kg.model.records import (
    Attribution,
    BasisLink,
    Citation,
    Countermeasure,
    Facet,
    Measure,
    Premise,
    Record,
    SupportLink,
)
from cbec_kg.model.terms import BASES, ROLES, Basis, Bilingual, Role

Relation = Literal["support", "cause", "inference", "facet", "measure", "pointer", "address", "answer"]
"""``support``: from evidence to statement; ``cause``: from cause to effect; ``inference``: from premise to conclusion;
``facet``: from facet to problem; ``measure``: from measure to countermeasure; ``pointer``: from reference or named source to
the place that points to it; ``address``: from measure to facet; ``answer``: from countermeasure to problem."""

_PATHS = {
    "support": "{end}/rests-on/{start}/{role}", "cause": "{start}/leads-to/{end}", "address": "{start}/addresses/{end}",
    "answer": "{start}/answers/{end}", "inference": "{end}/concluded-from/{start}",
}  # fmt: skip
"""Local name of each relation's links; the others are said by one triple."""

STATEMENT_KINDS = ("claim", "countermeasure", "facet", "measure", "problem", "statistic")
"""Kinds of record that state something."""


class Link(Struct, frozen=True, omit_defaults=True):
    """One link between two records; `start` is what the other end depends on, `why` the reason why the curator drew it.

    `doubt` is the reason why a conclusion does not follow from its premise, in the curator's reading.
    """

    start: str
    end: str
    relation: Relation
    role: Role | None = None
    basis: Basis = "stated"
    why: Bilingual | None = None
    doubt: Bilingual | None = None


class EvidenceLine(Struct, frozen=True):
    """One reference or named source bears on one statement in one role.

    Role and basis are the weakest of the best path, which has `length` links, the pointer's included; `pointers` are the
    citations and attributions through which paths of this role and basis pass, sorted.
    """

    target: str
    source: str
    role: Role
    basis: Basis
    length: int
    pointers: tuple[str, ...]


def links_of(curation: WithRecords) -> tuple[Link, ...]:
    """Return every link of the records of a curation, each once, sorted by `link_order`."""
    return tuple(sorted({link for record in curation.records.values() for link in _links(record)}, key=link_order))


def statements_of(curation: WithRecords) -> dict[str, str]:
    """Return the kind of every statement by its id: claim, countermeasure, facet, measure, problem or statistic."""
    kinds = {name: kind_of(name) for name in curation.records}
    return {name: kind for name, kind in kinds.items() if kind in STATEMENT_KINDS}


def link_order(link: Link) -> tuple[str, str, str, str]:
    """Return the sort key of links: start, end, relation, role."""
    return link.start, link.end, link.relation, link.role or ""


def line_order(line: EvidenceLine) -> tuple[str, int, int, int, str]:
    """Return the sort key of lines: target, then strength of role, basis, length, source."""
    return line.target, ROLES.index(line.role), BASES.index(line.basis), line.length, line.source


def link_path(link: Link) -> str:
    """Return the local name of a link: ``facet-x/rests-on/citation-01-1/facet``."""
    return _PATHS[link.relation].format(start=link.start, end=link.end, role=link.role)


def linked_fields(record: Record, incoming: Iterable[Link], outgoing: Iterable[Link]) -> dict[str, tuple[object, ...]]:
    """Return the fields of a record that hold links, filled from the links at both of its ends, sorted.

    A causal link stands in the fields of both its records, as far as they have such a field; of the others each stands in
    one. So records say the same whichever of the two files a curator wrote a link in.
    """
    into, out = tuple(incoming), tuple(outgoing)

    def basis(links: Iterable[Link], relation: Relation, end: Literal["start", "end"]) -> tuple[BasisLink, ...]:
        found = [link for link in links if link.relation == relation]
        return tuple(BasisLink(id=getattr(link, end), basis=link.basis, why=link.why) for link in found)

    supports = [link for link in into if link.relation == "support" and link.role is not None]
    fields: dict[str, tuple[object, ...]] = {
        "rests_on": tuple(
            SupportLink(on=link.start, role=link.role, basis=link.basis, why=link.why)  # type: ignore[arg-type]  # just asked
            for link in supports
        ),
        "caused_by": basis(into, "cause", "start"),
        "concluded_from": tuple(
            Premise(id=link.start, basis=link.basis, why=link.why, doubt=link.doubt)
            for link in into
            if link.relation == "inference"
        ),
        "leads_to": basis(out, "cause", "end"),
        "addresses": basis(out, "address", "end"),
        "answers": basis(out, "answer", "end"),
    }
    return {name: value for name, value in fields.items() if name in record.__struct_fields__}


def _links(record: Record) -> Iterator[Link]:
    for support in getattr(record, "rests_on", ()):
        yield Link(support.on, record.id, "support", support.role, support.basis, support.why)
    for cause in getattr(record, "caused_by", ()):
        yield Link(cause.id, record.id, "cause", None, cause.basis, cause.why)
    for effect in getattr(record, "leads_to", ()):
        yield Link(record.id, effect.id, "cause", None, effect.basis, effect.why)
    for premise in getattr(record, "concluded_from", ()):
        yield Link(premise.id, record.id, "inference", None, premise.basis, premise.why, premise.doubt)
    if isinstance(record, Citation):
        yield Link(record.reference, record.id, "pointer")
    elif isinstance(record, Attribution):
        yield Link(record.source, record.id, "pointer")
    elif isinstance(record, Facet):
        yield Link(record.id, record.problem, "facet")
    elif isinstance(record, Measure):
        yield Link(record.id, record.countermeasure, "measure")
        for address in record.addresses:
            yield Link(record.id, address.id, "address", None, address.basis, address.why)
    elif isinstance(record, Countermeasure):
        for answer in record.answers:
            yield Link(record.id, answer.id, "answer", None, answer.basis, answer.why)
