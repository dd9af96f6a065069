"""One paper with the indexes that its pages need: mentions, places, and where its records have their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cbec_kg.audit.report import Audit
from cbec_kg.bibliography.entries import Bibliography
from cbec_kg.model import records
from cbec_kg.model.curated import AnchorPlace, Passage
from cbec_kg.model.iris import TERM, resource_iri
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.records import AnchorText, Record
from cbec_kg.model.references import ordinals
from cbec_kg.model.snapshot import Snapshot, grouped
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.site.addresses import Address, Addresses
from cbec_kg.render.site.graph_index import TYPE, GraphIndex
from cbec_kg.render.site.parts import Cell, Link, Plain, heading, same, text

NAMING_FIELDS = (
    "place", "population", "about", "actors", "instruments", "counterpart", "members", "indicator", "unit", "whole",
    "whole_place", "publisher", "part_of", "broader", "table",
)  # fmt: skip
"""Fields that name another record and are no link of evidence."""

LISTS: Mapping[str, type[Record]] = {
    "problems": records.Problem, "facets": records.Facet, "countermeasures": records.Countermeasure,
    "measures": records.Measure, "claims": records.Claim, "statistics": records.Statistic, "tables": records.Table,
    "figures": records.Figure, "references": records.Reference, "sources": records.Source, "citations": records.Citation,
    "attributions": records.Attribution, "sections": records.Section, "passages": Passage,
    "entities": records.Entity, "indicators": records.Indicator, "units": records.Unit,
}  # fmt: skip
"""The lists of a folder in the order in which they are offered: the names of their files, and what is on them."""


def title(name: str) -> Bilingual:
    """Return the title of a list: what the ontology calls its class; in English the plural, as the file has it.

    Of what is no list of records, the catalogue's text.

    Examples
    --------
    >>> title("claims")
    Bilingual(zh='论断', en='Claims')
    """
    return Bilingual(heading(LISTS[name].__name__).zh, name.capitalize()) if name in LISTS else text(name)


@dataclass(frozen=True)
class Source:
    """What a site is made from: one paper, computed; its graph with the ontology in it as N-Quads, files to offer, content
    by name, and its interactive page.
    """

    snapshot: Snapshot
    bibliography: Bibliography
    audit: Audit
    nquads: str
    downloads: Mapping[str, str]
    explorer: str


@dataclass(frozen=True)
class Paper:
    """A paper, the graph of the whole site, and the addresses of its pages."""

    source: Source
    graph: GraphIndex
    addresses: Addresses

    @property
    def snapshot(self) -> Snapshot:
        """Return the records and what was computed of them."""
        return self.source.snapshot

    @cached_property
    def article(self) -> records.Article:
        """Return the article's record."""
        return self.snapshot.article

    @property
    def folder(self) -> str:
        """Return the folder's id."""
        return self.snapshot.folder_id

    def listed(self, name: str) -> Sequence[Record]:
        """Return what is on a list, passages in the order of the text and all else by id."""
        return self.snapshot.passages if name == "passages" else self.snapshot.of(LISTS[name])

    @cached_property
    def lines_from(self) -> Mapping[str, Sequence[EvidenceLine]]:
        """Return the evidence lines of each source, by statement, the strongest first."""
        return grouped(self.snapshot.lines, lambda line: line.source)

    @cached_property
    def ordinals(self) -> Mapping[str, int]:
        """Return the number of each reference, by id, under which what was supplied of it is kept."""
        return ordinals(self.snapshot.of(records.Reference))

    @cached_property
    def formatted(self) -> Mapping[str, Mapping[int, str]]:
        """Return the supplied references by number in each style, by the style's name; without any where none can be had."""
        if not self.source.bibliography:
            return {}
        from cbec_kg.bibliography.styles import TITLES, format_supplied

        found = {title: format_supplied(self.source.bibliography, style) for style, title in TITLES.items()}
        missing = next((word for _, word in found.values() if word), "")
        return {"CSL": found["GB/T 7714"][0]} if missing else {title: texts for title, (texts, _) in found.items()}

    @cached_property
    def mentions(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Return by record the records that name it, sorted, with the fields in which they do."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for record in self.snapshot.records.values():
            for field, name in _named(record):
                if name in self.snapshot.records:
                    found[name][record.id].append(field)
        return found

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """Return by locator the ids of the records that have a place there, in the order of the text."""
        found: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for record in self.snapshot.records.values():
            for anchor in getattr(record, "at", ()):
                place = self.place(record.id, anchor)
                found[anchor.locator].add((place.start if place else 0, record.id))
        return {locator: list(dict.fromkeys(name for _, name in sorted(entries))) for locator, entries in found.items()}

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """Return the ids of the sections by number."""
        return {section.number: section.id for section in self.snapshot.of(records.Section)}

    def place(self, record: str, anchor: AnchorText) -> AnchorPlace | None:
        """Return the computed place of one anchor of a record."""
        where = (anchor.locator, anchor.fragment)
        return next((one for one in self.snapshot.anchors.get(record, ()) if (one.locator, one.fragment) == where), None)

    def iri(self, record: str) -> str:
        """Return the IRI of a record or of a part of one."""
        return resource_iri(self.folder, record)

    def address(self, record: str) -> Address:
        """Return where a record is described."""
        found = self.addresses.of(self.iri(record))
        assert found is not None  # it is one of ours
        return found

    def link(self, record: str) -> Link:
        """Return a link to a record's page, under its label."""
        return self._link(self.iri(record))

    def term(self, name: str) -> Link:
        """Return a link to a term of the ontology, such as ``role-facet``, under its label."""
        return self._link(f"{TERM}{name}")

    def _link(self, iri: str) -> Link:
        found = self.addresses.of(iri)
        assert found is not None  # it is one of ours
        return Link(found.page, self.graph.label(iri), found.fragment)

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


def _named(record: Record) -> Iterator[tuple[str, str]]:
    """Yield each record that another names, after the field in which it does; a cell's table is shown with the cell."""
    for field in NAMING_FIELDS:
        given = getattr(record, field, None) or ()
        if not (field == "table" and isinstance(record, records.Statistic)):
            yield from ((field, name) for name in ((given,) if isinstance(given, str) else given))
    if isinstance(record, records.Table):
        yield from {("column", name) for column in record.columns for name in (column.indicator, column.unit)}
