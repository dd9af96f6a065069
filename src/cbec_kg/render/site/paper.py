"""One paper with what its pages need of it: the answers of the queries, the order of its records, what is in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Protocol

from cbec_kg.alignment.matches import Alignment, Match, paper_of
from cbec_kg.audit.report import Audit, Cause
from cbec_kg.bibliography.entries import Bibliography, Supplied
from cbec_kg.model import records, table_lines
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import BASE, resource_iri
from cbec_kg.model.printed_tables import rows_of
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.records import Record
from cbec_kg.model.references import ordinals
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.findings import finding_id
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import LANGUAGES
from cbec_kg.render.published_texts import published_lines
from cbec_kg.render.site.graph_index import GraphIndex
from cbec_kg.render.site.query_rows import QueryRows, Row
from cbec_kg.render.site.schemaorg import Value, documents
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
    """A paper, the graph of the whole site and what its papers have in common. Records are named by their IRIs."""

    source: Sourced
    graph: GraphIndex
    alignment: Alignment

    @property
    def snapshot(self) -> Snapshot:
        """Return the records and what was computed of them."""
        return self.source.snapshot

    @cached_property
    def article(self) -> records.Article:
        """Return the article's record."""
        return self.snapshot.article

    @cached_property
    def folder(self) -> str:
        """Return the folder's id."""
        return self.snapshot.folder_id

    @cached_property
    def space(self) -> str:
        """Return what the IRIs of all records begin with."""
        return f"{BASE}{self.folder}/"

    @cached_property
    def home(self) -> tuple[str, Bilingual]:
        """Return the path of the paper's first page, and what the paper is called."""
        return f"{self.folder}/index.html", self.graph.label(self.iri(self.article.id))

    @cached_property
    def cited_as(self) -> str:
        """Return the address under which the article is cited: its DOI, or its IRI."""
        return f"https://doi.org/{self.article.doi}" if self.article.doi else self.iri(self.article.id)

    def rows(self, table: str) -> tuple[table_lines.Row, ...]:
        """Return the rows of a printed table."""
        record = self.snapshot.records[table]
        assert isinstance(record, records.Table)
        return rows_of(record, self.snapshot.of(records.Statistic))

    def iri(self, record: str) -> str:
        """Return the IRI of a record or of a part of one."""
        return resource_iri(self.folder, record)

    @cached_property
    def answers(self) -> QueryRows:
        """Return what the shipped queries answer about this paper alone."""
        return QueryRows(self.source.nquads)

    @cached_property
    def described(self) -> Mapping[str, Value]:
        """Return what schema.org's words say of each record."""
        return documents(self.answers.triples("schema-org"))

    @cached_property
    def by_iri(self) -> Mapping[str, Record | Passage]:
        """Return all records and passages."""
        found = {**self.snapshot.records, **{passage.id: passage for passage in self.snapshot.passages}}
        return {self.iri(name): record for name, record in found.items()}

    @cached_property
    def lists(self) -> Mapping[str, Sequence[str]]:
        """Return the records of each list that has any, in the order of the text."""
        order, paper = reading_order(self.snapshot), self.snapshot

        def key(record: Record) -> tuple[object, ...]:
            number = getattr(record, "number", None)
            return number if isinstance(number, int) else 0, *order(record), record.id

        found = {
            name: paper.passages if kind is Passage else sorted(paper.of(kind), key=key) for name, kind in LISTS.items()
        }
        return {name: [self.iri(one.id) for one in listed] for name, listed in found.items() if listed}

    def position(self, iri: str) -> tuple[int, str]:
        """Return the key of a record's place among all: list by list, each in the order of the text."""
        return self._positions.get(iri, len(self._positions)), iri

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {iri: at for at, iri in enumerate(iri for iris in self.lists.values() for iri in iris)}

    @cached_property
    def around(self) -> Mapping[str, tuple[str, str, str]]:
        """Return the records before and after each one of its list, empty at the ends, and the list's name."""
        found: dict[str, tuple[str, str, str]] = {}
        for name, iris in self.lists.items():
            ends = ["", *iris, ""]
            found |= {iri: (ends[at], ends[at + 2], name) for at, iri in enumerate(iris)}
        return found

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """Return the sections by number."""
        return {section.number: self.iri(section.id) for section in self.snapshot.of(records.Section)}

    def in_section(self, number: str) -> Sequence[str]:
        """Return the passages of a section, in the order of the text."""
        return [self.iri(passage.id) for passage in self.snapshot.passages if passage.section == number]

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """Return the section in which each record and passage stands first."""
        within = {passage.locator: self.sections.get(passage.section, "") for passage in self.snapshot.passages}
        places = {iri: [one] if isinstance(one, Passage) else getattr(one, "at", ()) for iri, one in self.by_iri.items()}
        return {iri: within.get(at[0].locator, "") for iri, at in places.items() if at}

    @cached_property
    def doubts(self) -> Mapping[str, Sequence[Mapping[str, str]]]:
        """Return, by statistic, why it is in doubt in each language; of one that only carries doubt, by which path."""
        found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        for iri in map(self.iri, self.snapshot.audited):
            rows: list[Sequence[Row]] = [
                self.answers.rows("blamed-statistics", language, statistic=iri) for language in ("zh", "en")
            ]
            for zh, en in zip(*rows, strict=True):
                found[iri].append({"zh": zh.get("path") or zh["label"], "en": en.get("path") or en["label"]})
        return found

    @cached_property
    def same(self) -> Mapping[str, Mapping[str, Match | None]]:
        """Return, by record, those of other papers that are the same or proposed as such, by which match; None for one that
        is the same by several. What is the same comes first.
        """
        matches = [(pair, match) for match in self.alignment.matches for pair in permutations(match[:2])]
        exact, close = ([one for one in matches if one[1].predicate == kind] for kind in ("exact", "close"))
        groups = sorted(set(self.alignment.groups.values()))
        found: dict[str, dict[str, Match | None]] = defaultdict(dict)
        for (name, other), match in [*exact, *((pair, None) for group in groups for pair in permutations(group, 2)), *close]:
            if paper_of(name) == self.folder != paper_of(other):
                here, there = (resource_iri(*one.split(":", 1)) for one in (name, other))
                found[here].setdefault(there, match)
        return found

    def findings_of(self, cause: Cause) -> Collection[str]:
        """Return the findings that a cause explains."""
        return {self.iri(finding_id(check)) for check in cause.checks}

    @cached_property
    def _contexts(self) -> Mapping[str, RenderContext]:
        return {language: RenderContext(self.snapshot, language) for language in LANGUAGES}

    def published(self, iri: str, language: str) -> list[str]:
        """Return what is published about a reference or source, or what becomes of a statement by that, in lines."""
        name = iri.removeprefix(self.space)
        return published_lines(name, self._contexts[language]) if self.snapshot.notices else []

    def supplied(self, reference: str) -> Supplied | None:
        """Return what a user supplied of a reference."""
        return self.source.bibliography.get(self._ordinals[reference])

    @cached_property
    def _ordinals(self) -> Mapping[str, int]:
        return {self.iri(name): number for name, number in ordinals(self.snapshot.of(records.Reference)).items()}

    @cached_property
    def formatted(self) -> Mapping[str, Mapping[int, str]]:
        """Return the supplied references by number in each style, by the style's name; without any where none can be had."""
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
