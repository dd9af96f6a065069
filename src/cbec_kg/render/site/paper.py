"""One curation with the indexes that its pages need: links by either end, mentions, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from cbec_kg.audit.report import Audit
from cbec_kg.bibliography.entries import Bibliography
from cbec_kg.model import records
from cbec_kg.model.iris import TERM, resource_iri
from cbec_kg.model.links import EvidenceLine, line_order, links_of
from cbec_kg.model.links import Link as RecordLink
from cbec_kg.model.records import AnchorPlace, AnchorText, Curation, Record, Section, Statistic, Table
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.site.addresses import Address, Addresses
from cbec_kg.render.site.graph_index import TYPE, GraphIndex
from cbec_kg.render.site.parts import Cell, Link, Plain, heading, same

Key = TypeVar("Key")
Value = TypeVar("Value")

NAMING_FIELDS = (
    "place", "population", "about", "actors", "instruments", "counterpart", "members", "indicator", "unit", "whole",
    "whole_place", "publisher", "part_of", "broader", "table",
)  # fmt: skip
"""Fields that name another record and are no link of evidence."""


LISTS: Mapping[str, type[Record]] = {
    "problems": records.Problem, "facets": records.Facet, "countermeasures": records.Countermeasure,
    "measures": records.Measure, "claims": records.Claim, "statistics": records.Statistic, "tables": records.Table,
    "figures": records.Figure, "references": records.Reference, "sources": records.Source, "citations": records.Citation,
    "attributions": records.Attribution, "sections": records.Section, "passages": records.Passage,
    "entities": records.Entity, "indicators": records.Indicator, "units": records.Unit,
}  # fmt: skip
"""The lists of a folder in the order in which they are offered: the names of their files, and what is on them."""


def title(name: str) -> Bilingual:
    """Return the title of a list: what the ontology calls its class; in English the plural, as the file has it.

    Examples
    --------
    >>> title("claims")
    Bilingual(zh='论断', en='Claims')
    """
    return Bilingual(heading(LISTS[name].__name__).zh, name.capitalize())


@dataclass(frozen=True)
class Source:
    """What a site is made from: one curation, computed and exported.

    Attributes
    ----------
    curation, lines, bibliography, audit
    nquads : str
        The graph, with the ontology in it.
    downloads : mapping of str to str
        Files to offer, content by name.
    explorer : str
        The interactive page.
    """

    curation: Curation
    lines: Sequence[EvidenceLine]
    bibliography: Bibliography
    audit: Audit
    nquads: str
    downloads: Mapping[str, str]
    explorer: str

    @property
    def named(self) -> list[Record]:
        """Return the records that have a page."""
        return [record for record in self.curation.records.values() if not isinstance(record, records.Exemption)]


@dataclass(frozen=True)
class Paper:
    """A curation with its indexes, and where its records have their pages."""

    source: Source
    graph: GraphIndex
    addresses: Addresses

    @property
    def curation(self) -> Curation:
        """Return the records."""
        return self.source.curation

    @cached_property
    def folder(self) -> str:
        """Return the folder's id."""
        return self.curation.folder_id

    def listed(self, name: str) -> Sequence[Record]:
        """Return what is on a list, passages in the order of the text and all else by id."""
        return self.curation.passages if name == "passages" else self.curation.of(LISTS[name])

    @cached_property
    def links(self) -> list[RecordLink]:
        """Return the links between records, sorted."""
        return links_of(self.curation)

    @cached_property
    def links_from(self) -> dict[str, list[RecordLink]]:
        """Return the links by the record that they start at."""
        return _grouped((link.start, link) for link in self.links)

    @cached_property
    def links_into(self) -> dict[str, list[RecordLink]]:
        """Return the links by the record that they lead to."""
        return _grouped((link.end, link) for link in self.links)

    @cached_property
    def lines_from(self) -> dict[str, list[EvidenceLine]]:
        """Return the evidence lines by source, the strongest of each target first."""
        return _grouped((line.source, line) for line in sorted(self.source.lines, key=line_order))

    @cached_property
    def lines_into(self) -> dict[str, list[EvidenceLine]]:
        """Return the evidence lines by statement, the strongest first."""
        return _grouped((line.target, line) for line in sorted(self.source.lines, key=line_order))

    @cached_property
    def mentions(self) -> dict[str, list[tuple[str, str]]]:
        """Return by record the records that name it, with the field in which they do."""
        return _grouped((name, mention) for record in self.source.named for name, mention in self._mentions(record))

    @cached_property
    def stated(self) -> dict[str, list[str]]:
        """Return by locator the ids of the records that have a place there, in the order of the text."""
        found = _grouped(
            (anchor.locator, (place.start if (place := self.place(record.id, anchor)) else 0, record.id))
            for record in self.source.named
            for anchor in getattr(record, "at", ())
        )
        return {locator: list(dict.fromkeys(name for _, name in sorted(entries))) for locator, entries in found.items()}

    @cached_property
    def places(self) -> dict[tuple[str, str, str], AnchorPlace]:
        """Return the computed places by record, locator and fragment."""
        return {(place.record, place.locator, place.fragment): place for place in self.curation.places}

    @cached_property
    def sections(self) -> dict[str, str]:
        """Return the ids of the sections by number."""
        return {section.number: section.id for section in self.curation.of(Section)}

    def place(self, record: str, anchor: AnchorText) -> AnchorPlace | None:
        """Return the computed place of one anchor of a record."""
        return self.places.get((record, anchor.locator, anchor.fragment))

    def iri(self, record: str) -> str:
        """Return the IRI of a record or of a part of one."""
        return resource_iri(self.folder, record)

    def address(self, record: str) -> Address:
        """Return where a record is described."""
        found = self.addresses.of(self.iri(record))
        assert found is not None  # it is one of ours
        return found

    def described(self, name: str) -> Address | None:
        """Return where something is described that the graph may have, such as a finding; None when it has it not."""
        iri = self.iri(name)
        return self.addresses.of(iri) if iri in self.graph.of else None

    def link(self, record: str) -> Link:
        """Return a link to a record's page, under its label."""
        return Link(self.address(record).page, self.graph.label(self.iri(record)))

    def term(self, name: str) -> Link:
        """Return a link to a term of the ontology, such as ``role-facet``, under its label."""
        found = self.addresses.of(f"{TERM}{name}")
        assert found is not None
        return Link(found.page, self.graph.label(f"{TERM}{name}"))

    def class_of(self, iri: str) -> Link | None:
        """Return a link to the ontology's class of a resource, None when it is of none."""
        types = (value.value for value in self.graph.values(iri, TYPE))
        own = [kind for kind in types if kind.startswith(TERM) and self.addresses.of(kind)]
        return self.term(own[0].removeprefix(TERM)) if own else None

    def kind(self, record: str) -> Link:
        """Return a link to the ontology's class of a record."""
        found = self.class_of(self.iri(record))
        assert found is not None  # every record is of a class of the ontology
        return found

    def passage(self, locator: str) -> Cell:
        """Return a link to a passage's page, under its locator."""
        name = f"passage-{locator}"
        known = name in self.addresses.records[self.folder]
        return Link(self.address(name).page, same(locator)) if known else Plain(locator)

    def _mentions(self, record: Record) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield each record that another names, with the field and the one that names it."""
        for field in NAMING_FIELDS:
            given = getattr(record, field, None) or ()
            for name in (given,) if isinstance(given, str) else given:
                if name in self.curation.records and not (field == "table" and isinstance(record, Statistic)):
                    yield name, (field, record.id)
        if isinstance(record, Table):
            for name in {name for column in record.columns for name in (column.indicator, column.unit)}:
                yield name, ("column", record.id)


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
