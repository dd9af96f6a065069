"""One curation with the ways to look something up in it that its pages need: links by either end, mentions, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cbec_kg.audit.report import Audit
from cbec_kg.bibliography.entries import Bibliography
from cbec_kg.model.iris import resource_iri
from cbec_kg.model.links import EvidenceLine, links_of
from cbec_kg.model.links import Link as EvidenceLink
from cbec_kg.model.records import AnchorPlace, Curation, Exemption, Record, Statistic, Table
from cbec_kg.render.site.addresses import Address, Addresses
from cbec_kg.render.site.parts import Link
from cbec_kg.render.site.statements import Statements

Key = TypeVar("Key")
Value = TypeVar("Value")

NAMING_FIELDS = (
    "place", "population", "about", "actors", "instruments", "counterpart", "members", "indicator", "unit", "whole",
    "whole_place", "publisher", "part_of", "broader", "table",
)  # fmt: skip
"""Fields that name another record and are no link of evidence."""


@dataclass(frozen=True)
class Paper:
    """A curation, its evidence lines, supplied references and audit, indexed; made by `index_paper`.

    Attributes
    ----------
    mentions : dict
        By record, the records that name it with the field in which they do, sorted by id.
    stated : dict
        By locator, the ids of the records that have a place there, in the order of the text.
    places : dict
        By record, locator and fragment, the computed place.
    """

    curation: Curation
    lines: Sequence[EvidenceLine]
    bibliography: Bibliography
    audit: Audit
    statements: Statements
    addresses: Addresses
    links_from: dict[str, list[EvidenceLink]]
    links_into: dict[str, list[EvidenceLink]]
    lines_from: dict[str, list[EvidenceLine]]
    lines_into: dict[str, list[EvidenceLine]]
    mentions: dict[str, list[tuple[str, str]]]
    stated: dict[str, list[str]]
    places: dict[tuple[str, str, str], AnchorPlace]

    @property
    def folder(self) -> str:
        """Return the folder's id."""
        return self.curation.folder_id

    def iri(self, record: str) -> str:
        """Return the IRI of a record or of a part of one."""
        return resource_iri(self.folder, record)

    def address(self, record: str) -> Address:
        """Return where a record is described."""
        return self.addresses.record(self.folder, record)

    def described(self, name: str) -> Address | None:
        """Return where something is described that the graph may have, such as a finding; None when it has it not."""
        iri = self.iri(name)
        return self.addresses.of(iri) if iri in self.statements.of else None

    def link(self, record: str) -> Link:
        """Return a link to a record's page, under its label."""
        iri = self.iri(record)
        return Link(self.address(record).page, self.statements.label(iri))

    def term(self, iri: str) -> Link:
        """Return a link to a term of the ontology."""
        found = self.addresses.of(iri)
        assert found is not None
        return Link(found.page, self.statements.label(iri))


def index_paper(
    curation: Curation,
    lines: Sequence[EvidenceLine],
    bibliography: Bibliography,
    audit: Audit,
    statements: Statements,
    addresses: Addresses,
) -> Paper:
    """Return a curation with its indexes."""
    links = links_of(curation)
    named = [record for record in curation.records.values() if not isinstance(record, Exemption)]
    places = {(place.record, place.locator, place.fragment): place for place in curation.places}
    return Paper(
        curation=curation,
        lines=lines,
        bibliography=bibliography,
        audit=audit,
        statements=statements,
        addresses=addresses,
        links_from=_grouped((link.start, link) for link in links),
        links_into=_grouped((link.end, link) for link in links),
        lines_from=_grouped((line.source, line) for line in lines),
        lines_into=_grouped((line.target, line) for line in lines),
        mentions=_grouped((name, mention) for record in named for name, mention in _mentions(record, curation)),
        stated=_stated(named, places),
        places=places,
    )


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _mentions(record: Record, curation: Curation) -> Iterable[tuple[str, tuple[str, str]]]:
    """Yield each record that another names, with the field and the one that names it."""
    for field in NAMING_FIELDS:
        given = getattr(record, field, None) or ()
        for name in (given,) if isinstance(given, str) else given:
            if name in curation.records and not (field == "table" and isinstance(record, Statistic)):
                yield name, (field, record.id)
    if isinstance(record, Table):
        for name in {name for column in record.columns for name in (column.indicator, column.unit)}:
            yield name, ("column", record.id)


def _stated(records: Iterable[Record], places: dict[tuple[str, str, str], AnchorPlace]) -> dict[str, list[str]]:
    found: dict[str, set[tuple[int, str]]] = {}
    for record in records:
        for anchor in getattr(record, "at", ()):
            place = places.get((record.id, anchor.locator, anchor.fragment))
            found.setdefault(anchor.locator, set()).add((place.start if place else 0, record.id))
    return {locator: list(dict.fromkeys(name for _, name in sorted(entries))) for locator, entries in found.items()}
