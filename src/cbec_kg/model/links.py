"""The links of a curation or of a graph as plain values: what rests on what, who points where, what causes what.

The evidence analysis works on these alone, so that it gives the same answer whether they come from a data folder or from
a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from cbec_kg.model.terms import BASES, ROLES

if TYPE_CHECKING:
    from cbec_kg.model.records import Curation, Record
    from cbec_kg.model.terms import Basis, Bilingual, Role

Relation = Literal["support", "cause", "facet", "measure", "pointer", "address", "answer"]
"""``support``: from evidence to statement; ``cause``: from cause to effect; ``facet``: from facet to problem; ``measure``:
from measure to countermeasure; ``pointer``: from reference or named source to the place that points to it; ``address``:
from measure to facet; ``answer``: from countermeasure to problem."""

STATEMENT_KINDS = ("claim", "countermeasure", "facet", "measure", "problem", "statistic")
"""Kinds of record that state something; the classes' names in lower case."""


class Why(NamedTuple):
    """Why the curator drew a link, in Chinese and English."""

    zh: str
    en: str


class Link(NamedTuple):
    """One link between two records; `start` is what the other end depends on."""

    start: str
    end: str
    relation: Relation
    role: Role | None = None
    basis: Basis = "stated"
    why: Why | None = None


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


def links_of(curation: Curation) -> list[Link]:
    """Return every link of a curation, sorted."""
    return sorted(set(_links(curation.records.values())), key=link_order)


def link_order(link: Link) -> tuple[str, str, str, str]:
    """Return the sort key of links: start, end, relation, role."""
    return link.start, link.end, link.relation, link.role or ""


def line_order(line: EvidenceLine) -> tuple[str, int, int, int, str]:
    """Return the sort key of lines: target, then strength of role, basis, length, source."""
    return line.target, ROLES.index(line.role), BASES.index(line.basis), line.length, line.source


def statements_of(curation: Curation) -> dict[str, str]:
    """Return the kind of every statement by its id: claim, countermeasure, facet, measure, problem or statistic."""
    kinds = {record.id: type(record).__name__.lower() for record in curation.records.values()}
    return {name: kind for name, kind in kinds.items() if kind in STATEMENT_KINDS}


def _links(records: Iterable[Record]) -> Iterator[Link]:
    from cbec_kg.model.records import Attribution, Citation, Countermeasure, Facet, Measure

    for record in records:
        for support in getattr(record, "rests_on", ()):
            yield Link(support.on, record.id, "support", support.role, support.basis, _why(support.why))
        for cause in getattr(record, "caused_by", ()):
            yield Link(cause.id, record.id, "cause", None, cause.basis, _why(cause.why))
        for effect in getattr(record, "leads_to", ()):
            yield Link(record.id, effect.id, "cause", None, effect.basis, _why(effect.why))
        if isinstance(record, Citation):
            yield Link(record.reference, record.id, "pointer")
        elif isinstance(record, Attribution):
            yield Link(record.source, record.id, "pointer")
        elif isinstance(record, Facet):
            yield Link(record.id, record.problem, "facet")
        elif isinstance(record, Measure):
            yield Link(record.id, record.countermeasure, "measure")
            for address in record.addresses:
                yield Link(record.id, address.id, "address", None, address.basis, _why(address.why))
        elif isinstance(record, Countermeasure):
            for answer in record.answers:
                yield Link(record.id, answer.id, "answer", None, answer.basis, _why(answer.why))


def _why(text: Bilingual | None) -> Why | None:
    return None if text is None else Why(text.zh, text.en)
