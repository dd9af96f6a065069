"""One paper with what its pages need of it: the answers of the queries, the order of its records, where they have pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from cbec_kg.audit.report import Audit
from cbec_kg.bibliography.entries import Bibliography
from cbec_kg.model import records
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import resource_iri
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.records import Record
from cbec_kg.model.references import ordinals
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.site.addresses import Addresses
from cbec_kg.render.site.graph_index import GraphIndex
from cbec_kg.render.site.query_rows import QueryRows
from cbec_kg.render.site.texts import heading

LISTS: Mapping[str, type[Record]] = {
    "problems": records.Problem, "facets": records.Facet, "countermeasures": records.Countermeasure,
    "measures": records.Measure, "claims": records.Claim, "statistics": records.Statistic, "tables": records.Table,
    "figures": records.Figure, "references": records.Reference, "sources": records.Source, "citations": records.Citation,
    "attributions": records.Attribution, "sections": records.Section, "passages": Passage,
    "entities": records.Entity, "indicators": records.Indicator, "units": records.Unit, "kinds": records.Kind,
}  # fmt: skip
"""The lists of a folder in the order in which they are offered: the names of their files, and what is on them."""


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


class Sourced(Protocol):
    """What has the values of a `Source`, made when they are first asked for or before."""

    @property
    def snapshot(self) -> Snapshot: ...  # noqa: D102  # said in the docstring of `Source`
    @property
    def bibliography(self) -> Bibliography: ...  # noqa: D102  # likewise
    @property
    def audit(self) -> Audit: ...  # noqa: D102  # likewise
    @property
    def nquads(self) -> str: ...  # noqa: D102  # likewise
    @property
    def downloads(self) -> Mapping[str, str]: ...  # noqa: D102  # likewise
    @property
    def explorer(self) -> str: ...  # noqa: D102  # likewise


@dataclass(frozen=True)
class Paper:
    """A paper, the graph of the whole site, and the addresses of its pages."""

    source: Sourced
    graph: GraphIndex
    addresses: Addresses

    @property
    def snapshot(self) -> Snapshot:
        """Return the records and what was computed of them."""
        return self.source.snapshot

    @property
    def article(self) -> records.Article:
        """Return the article's record."""
        return self.snapshot.article

    @property
    def folder(self) -> str:
        """Return the folder's id."""
        return self.snapshot.folder_id

    def iri(self, record: str) -> str:
        """Return the IRI of a record or of a part of one."""
        return resource_iri(self.folder, record)

    @cached_property
    def answers(self) -> QueryRows:
        """Return what the shipped queries answer about this paper alone."""
        return QueryRows(self.source.nquads)

    @cached_property
    def lists(self) -> Mapping[str, Sequence[str]]:
        """Return the names of the records of each list that has any, in the order of the text."""
        order = reading_order(self.snapshot)

        def key(record: Record) -> tuple[object, ...]:
            number = getattr(record, "number", None)
            return number if isinstance(number, int) else 0, *order(record), record.id

        found: dict[str, Sequence[str]] = {}
        for name, kind in LISTS.items():
            if kind is Passage:
                found[name] = [passage.id for passage in self.snapshot.passages]
            else:
                found[name] = [record.id for record in sorted(self.snapshot.of(kind), key=key)]
        return {name: names for name, names in found.items() if names}

    def position(self, iri: str) -> tuple[int, str]:
        """Return the key of a record's place among all: list by list, each in the order of the text."""
        return self._positions.get(iri, len(self._positions)), iri

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {self.iri(name): at for at, name in enumerate(name for names in self.lists.values() for name in names)}

    @cached_property
    def list_of(self) -> Mapping[str, str]:
        """Return the list on which each record stands."""
        return {name: title for title, names in self.lists.items() for name in names}

    @cached_property
    def around(self) -> Mapping[str, tuple[str, str]]:
        """Return the records before and after each one of its list; empty at the ends."""
        found: dict[str, tuple[str, str]] = {}
        for names in self.lists.values():
            ends = ["", *names, ""]
            found |= {name: (ends[at], ends[at + 2]) for at, name in enumerate(names)}
        return found

    @cached_property
    def ordinals(self) -> Mapping[str, int]:
        """Return the number of each reference, by id, under which what was supplied of it is kept."""
        return ordinals(self.snapshot.of(records.Reference))

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """Return the ids of the sections by number."""
        return {section.number: section.id for section in self.snapshot.of(records.Section)}

    def in_section(self, number: str) -> Sequence[Passage]:
        """Return the passages of a section, in the order of the text."""
        return [passage for passage in self.snapshot.passages if passage.section == number]

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """Return the id of the section in which each record and passage stands first, by its IRI."""
        within = {passage.locator: self.sections.get(passage.section, "") for passage in self.snapshot.passages}
        found = {self.iri(passage.id): within[passage.locator] for passage in self.snapshot.passages}
        for name, record in self.snapshot.records.items():
            for anchor in getattr(record, "at", ())[:1]:
                found[self.iri(name)] = within.get(anchor.locator, "")
        return found

    @cached_property
    def doubts(self) -> Mapping[str, Sequence[Mapping[str, str]]]:
        """Return, by statistic, why it is in doubt in each language; of one that only carries doubt, by which path."""
        found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        for name in self.snapshot.audited:
            iri = self.iri(name)
            rows = [self.answers.rows("blamed-statistics", language, statistic=iri) for language in ("zh", "en")]
            for zh, en in zip(*rows, strict=True):
                found[iri].append({"zh": zh.get("path") or zh["label"], "en": en.get("path") or en["label"]})
        return found

    @cached_property
    def formatted(self) -> Mapping[str, Mapping[int, str]]:
        """Return the supplied references by number in each style, by the style's name; without any where none can be had."""
        if not self.source.bibliography:
            return {}
        from cbec_kg.bibliography.styles import TITLES, format_supplied

        found = {title: format_supplied(self.source.bibliography, style) for style, title in TITLES.items()}
        missing = next((word for _, word in found.values() if word), "")
        return {"CSL": found["GB/T 7714"][0]} if missing else {title: texts for title, (texts, _) in found.items()}


def list_title(name: str) -> Bilingual:
    """Return the title of a list: what the ontology calls its class; in English the plural, as the file has it.

    Examples
    --------
    >>> list_title("claims")
    Bilingual(zh='论断', en='Claims')
    """
    return Bilingual(heading(LISTS[name].__name__).zh, name.capitalize())
