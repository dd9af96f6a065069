"""A curation as an rdflib Dataset: the graphs of what the article states and the curator adds, and the evidence lines.

What the article states goes to the graph ``article``; what the curator inferred or carried over, and the curator's notes
and citation functions, to ``curation``; what is computed to ``derived`` (`add_evidence` and the normalised values). Fields
become triples as `cbec_kg.rdf.properties` declares; here stands what is more than a field. Modules of their own add the data
cube, the findings and the bibliography. No blank nodes, no clock: the same curation gives the same triples.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec import Struct
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, URIRef

from cbec_kg import __version__
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import BASE, PREFIXES, expanded, graph_iri, resource_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.links import EvidenceLine, Link, links_of
from cbec_kg.model.records import (
    AnchorText,
    Article,
    Attribution,
    Citation,
    Claim,
    Exemption,
    FieldNote,
    Figure,
    Record,
    Reference,
    Section,
    Statistic,
    Table,
    Unit,
)
from cbec_kg.model.terms import Basis, Bilingual
from cbec_kg.rdf.properties import LINK_CLASSES, PART_PROPERTIES, class_name, properties_of
from cbec_kg.rdf.vocabulary import CBEC, CITO, FROM, concept

LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")

GRAPH_LABELS = {
    "article": Bilingual("文章所述", "What the article states"),
    "curation": Bilingual("整理者的推断与注记", "What the curator inferred and noted"),
    "derived": Bilingual("由程序计算", "What was computed"),
}

_PATHS = {"support": "{end}/rests-on/{start}/{role}", "cause": "{start}/leads-to/{end}",
          "address": "{start}/addresses/{end}", "answer": "{start}/answers/{end}"}  # fmt: skip
"""Local name of a link's node."""


def build_dataset(curation: Curation, lines: Iterable[EvidenceLine] = ()) -> Dataset:
    """Return the named graphs of a curation.

    Parameters
    ----------
    curation : Curation
        As read; its links are known to lead somewhere.
    lines : iterable of EvidenceLine
        What the analysis computed: which source bears on which statement.

    Returns
    -------
    rdflib.Dataset
        With the graphs ``article``, ``curation`` and ``derived``; the default graph is empty. The ontology is not in it.
    """
    builder = _Builder(curation)
    builder.add_passages()
    for record in curation.records.values():
        if not isinstance(record, Exemption):  # an exemption says what is not in the graph, and why
            builder.add_record(record)
    builder.add_anchors()
    for link in links_of(curation):
        builder.add_link(link)
    builder.add_evidence(lines)
    builder.add_provenance()
    return builder.dataset


def period_years(period: str) -> tuple[int, int] | None:
    """Return the first and last year of a period as curated, None when it is unknown.

    Examples
    --------
    >>> period_years("2016/2020"), period_years("2014-12-31"), period_years("unknown")
    ((2016, 2020), (2014, 2014), None)
    """
    if period == "unknown":
        return None
    first, _, last = period.partition("/")
    return int(first[:4]), int((last or first)[:4])


class _Builder:
    """Adds the triples of each kind of thing; `dataset` has what has been added so far."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation
        self.dataset = Dataset()
        for prefix, namespace in PREFIXES.items():
            self.dataset.bind(prefix, namespace)
        self.graphs = {name: self.dataset.graph(URIRef(graph_iri(curation.folder_id, name))) for name in GRAPH_LABELS}
        self.stated, self.curated, self.derived = self.graphs.values()
        self.article = self.iri(curation.article.id)

    def iri(self, record: str) -> URIRef:
        return URIRef(resource_iri(self.curation.folder_id, record))

    def graph_of(self, basis: Basis) -> Graph:
        """Return the graph that a link belongs to: what the article does not state itself is the curator's."""
        return self.stated if basis == "stated" else self.curated

    def text(self, graph: Graph, subject: URIRef, predicate: URIRef, text: Bilingual | None) -> None:
        if text is not None:
            graph.add((subject, predicate, Literal(text.zh, lang="zh")))
            graph.add((subject, predicate, Literal(text.en, lang="en")))

    def plain(self, subject: URIRef, predicate: URIRef, value: str | int | Decimal | None) -> None:
        if value is not None:
            self.stated.add((subject, predicate, _literal(value)))

    def add_fields(self, subject: URIRef, thing: Struct) -> None:
        """Add the fields of a record, a column or a trend that are properties."""
        for name, (declared, form, _) in properties_of(type(thing)).items():
            value = getattr(thing, name)
            graph, predicate = self.graphs[declared.graph], URIRef(expanded(declared.predicate))
            for item in value if isinstance(value, tuple) else (value,):
                if item is None or (form == "record" and item == "unspecified"):
                    continue
                if form == "text":
                    self.text(graph, subject, predicate, item)
                else:
                    graph.add((subject, predicate, self.term(form, declared.scheme, item)))

    def term(self, form: str, scheme: str, value: Any) -> URIRef | Literal:
        """Return a field's value as a term of the graph."""
        if form == "record":
            return self.iri(value)
        if form == "concept":
            return concept(scheme, value)
        if form == "function":
            return CITO[value]
        if form == "flag":
            return Literal(value == "yes")
        if form == "year":
            return Literal(str(value), datatype=XSD.gYear)
        return _literal(str(value) if form == "digits" else value)

    # Records

    def add_record(self, record: Record) -> None:
        """Add a record with its fields, its label, its place in the text, and what its class has besides."""
        subject, label = self.iri(record.id), label_of(record, self.curation)
        self.stated.add((subject, RDF.type, CBEC[class_name(record)]))
        self.plain(subject, CBEC.recordId, record.id)
        self.text(self.stated, subject, RDFS.label, label)
        self.add_fields(subject, record)
        if "place" in record.__struct_fields__ and not isinstance(record, Statistic | Table):
            self.text(self.stated, subject, CBEC.paraphrase, label)
        for anchor in getattr(record, "at", ()):
            self.stated.add((subject, CBEC.statedIn, self.passage(anchor.locator)))
            if not self.curation.places:
                self.add_unplaced(record, anchor)
        more = getattr(self, f"add_{type(record).__name__.lower()}", None)
        if more is not None:
            more(subject, record)

    def add_article(self, subject: URIRef, record: Article) -> None:
        for note in record.derived:
            self.curated.add((subject, CBEC.derivedField, Literal(note.field)))
            node = self.noted(CBEC.DerivedField, CBEC.derivedOf, f"{record.id}/derived/{note.field}", subject, note)
            self.curated.add((node, CBEC.derivedField, Literal(note.field)))
        for note in record.unknown:
            self.add_unknown(record, note)

    def add_unknown(self, record: Record, note: FieldNote) -> None:
        """Add a fact that the source text does not give, so that a query can ask for it."""
        name = f"{record.id}/unknown/{note.field}"
        node = self.noted(CBEC.Unknown, CBEC.unknownOf, name, self.iri(record.id), note)
        self.curated.add((node, CBEC.unknownField, Literal(note.field)))

    def noted(self, kind: URIRef, of: URIRef, name: str, subject: URIRef, note: FieldNote) -> URIRef:
        node = self.iri(name)
        self.curated.add((node, RDF.type, kind))
        self.curated.add((node, of, subject))
        self.text(self.curated, node, SKOS.note, note.why)
        return node

    def add_section(self, subject: URIRef, record: Section) -> None:
        self.stated.add((subject, CBEC.partOfArticle, self.article))

    def add_reference(self, subject: URIRef, record: Reference) -> None:
        self.stated.add((subject, CBEC.partOfArticle, self.article))
        self.add_unknown(record, FieldNote(field="metadata", why=record.why))

    def add_figure(self, subject: URIRef, record: Figure) -> None:
        self.add_unknown(record, FieldNote(field="values", why=record.why))

    def add_citation(self, subject: URIRef, record: Citation) -> None:
        self.curated.add((self.article, CITO[record.function], self.iri(record.reference)))

    def add_attribution(self, subject: URIRef, record: Attribution) -> None:
        self.curated.add((self.article, CITO[record.function], self.iri(record.source)))

    def add_claim(self, subject: URIRef, record: Claim) -> None:
        for number, trend in enumerate(record.trends, 1):
            node = self.iri(f"{record.id}/trend-{number}")
            self.stated.add((node, RDF.type, CBEC.Trend))
            self.stated.add((node, CBEC.trendOf, subject))
            self.add_fields(node, trend)
            self.years(self.stated, node, trend.period)

    def add_table(self, subject: URIRef, record: Table) -> None:
        for number, column in enumerate(record.columns, 1):
            node = self.column(record, column.key)
            self.stated.add((node, RDF.type, CBEC.Column))
            self.stated.add((node, CBEC.columnOf, subject))
            self.plain(node, CBEC.number, number)
            self.text(self.stated, node, RDFS.label, Bilingual(column.zh, column.en))
            self.add_fields(node, column)
        for total in record.sums:
            for part in total.parts:
                self.stated.add((self.column(record, total.whole), CBEC.sumOf, self.column(record, part)))

    def column(self, table: Table, key: str) -> URIRef:
        return self.iri(f"{table.id}/column/{key}")

    def add_statistic(self, subject: URIRef, record: Statistic) -> None:
        graph = self.graph_of(record.period_basis)
        if record.period != "unknown":
            graph.add((subject, CBEC.basis, concept("basis", record.period_basis)))
        years = self.years(graph, subject, record.period)
        self.text(self.curated, subject, SKOS.note, record.note)
        self.text(self.curated, subject, SKOS.note, record.why)
        if record.base == "previous-year" and years is not None:
            self.derived.add((subject, CBEC.baseYear, _literal(years[0] - 1)))
        elif record.base is not None and record.base.isdigit():
            self.derived.add((subject, CBEC.baseYear, _literal(int(record.base))))
        unit = self.curation.records[record.unit]
        if isinstance(unit, Unit) and unit.base != "unknown":
            value = Literal(plain_decimal(record.value * unit.factor), datatype=XSD.decimal)
            self.derived.add((subject, CBEC.normalisedValue, value))

    def years(self, graph: Graph, subject: URIRef, period: str) -> tuple[int, int] | None:
        """Add a period and its first and last year, and return these, None where it is unknown."""
        graph.add((subject, CBEC.period, Literal(period)))
        years = period_years(period)
        for predicate, year in zip((CBEC.startYear, CBEC.endYear), years or (), strict=False):
            graph.add((subject, predicate, _literal(year)))
        return years

    # Passages and anchors

    def passage(self, locator: str) -> URIRef:
        subject = self.iri(f"passage-{locator}")
        self.stated.add((subject, RDF.type, CBEC.Passage))
        self.plain(subject, CBEC.locator, locator)
        return subject

    def add_passages(self) -> None:
        sections = {section.number: section for section in self.curation.of(Section)}
        previous: URIRef | None = None
        for passage in self.curation.passages:
            subject = self.passage(passage.locator)
            self.plain(subject, CBEC.recordId, f"passage-{passage.locator}")
            self.text(self.stated, subject, RDFS.label, Bilingual(f"段落{passage.locator}", f"Passage {passage.locator}"))
            self.stated.add((subject, CBEC.passageKind, concept("passage", passage.kind)))
            self.stated.add((subject, CBEC.inSection, self.iri(sections[passage.section].id)))
            self.plain(subject, CBEC.normalisedLength, passage.length)
            self.plain(subject, CBEC.sha256, passage.sha256)
            self.add_selectors(subject, passage)
            if previous is not None:
                self.stated.add((previous, CBEC.nextPassage, subject))
            previous = subject

    def add_selectors(self, subject: URIRef, at: Any) -> None:
        """Add where a passage or an anchor stands, and the fragment with its context."""
        self.plain(subject, CBEC.start, at.start)
        self.plain(subject, CBEC.end, at.end)
        self.plain(subject, CBEC.normalisedOffset, at.offset)
        for name in ("fragment", "prefix", "suffix"):
            self.plain(subject, CBEC[name], getattr(at, name) or None)

    def anchor(self, record: str, number: int, locator: str) -> URIRef:
        subject = self.iri(f"{record}/anchor-{number}")
        self.stated.add((subject, RDF.type, CBEC.Anchor))
        self.stated.add((subject, CBEC.anchorOf, self.iri(record)))
        self.stated.add((subject, CBEC.inPassage, self.passage(locator)))
        return subject

    def add_anchors(self) -> None:
        """Add the places of all fragments, numbered as the record gives them."""
        order: dict[tuple[str, str, str], int] = {}
        for record in self.curation.records.values():
            for number, at in enumerate(getattr(record, "at", ()), 1):
                order[record.id, at.locator, at.fragment] = number
        for place in self.curation.places:
            if not isinstance(self.curation.records[place.record], Exemption):
                number = order[place.record, place.locator, place.fragment]
                self.add_selectors(self.anchor(place.record, number, place.locator), place)

    def add_unplaced(self, record: Record, anchor: AnchorText) -> None:
        """Add an anchor of a folder that has no computed offsets yet."""
        subject = self.anchor(record.id, getattr(record, "at").index(anchor) + 1, anchor.locator)  # noqa: B009
        self.plain(subject, CBEC.fragment, anchor.fragment)

    # Links and evidence lines

    def add_link(self, link: Link) -> None:
        """Add a link: those between statements as a node with its role, basis and reason, and all as a property."""
        start, end, graph = self.iri(link.start), self.iri(link.end), self.graph_of(link.basis)
        if link.relation in PART_PROPERTIES:
            part, whole = (end, start) if link.relation == "pointer" else (start, end)
            graph.add((part, CBEC[PART_PROPERTIES[link.relation]], whole))
            if link.relation != "pointer":
                graph.add((whole, CBEC[f"has{link.relation.capitalize()}"], part))
            return
        node = self.iri(_PATHS[link.relation].format(start=link.start, end=link.end, role=link.role))
        graph.add((node, RDF.type, CBEC[LINK_CLASSES[link.relation]]))
        graph.add((node, FROM, start))
        graph.add((node, CBEC.to, end))
        graph.add((node, CBEC.basis, concept("basis", link.basis)))
        self.text(graph, node, SKOS.note, link.why)
        if link.role is not None:
            graph.add((node, CBEC.role, concept("role", link.role)))
            graph.add((end, CBEC.restsOn, start))
        else:
            verb = {"cause": CBEC.leadsTo, "address": CBEC.addresses, "answer": CBEC.answers}[link.relation]
            graph.add((start, verb, end))

    def add_evidence(self, lines: Iterable[EvidenceLine]) -> None:
        """Add what the analysis found: which source bears on which statement, in which role, on which basis."""
        for line in lines:
            node = self.iri(f"{line.target}/evidence/{line.source}/{line.role}")
            self.derived.add((node, RDF.type, CBEC.EvidenceLine))
            self.derived.add((node, CBEC.target, self.iri(line.target)))
            self.derived.add((node, CBEC.source, self.iri(line.source)))
            self.derived.add((node, CBEC.role, concept("role", line.role)))
            self.derived.add((node, CBEC.basis, concept("basis", line.basis)))
            self.derived.add((node, CBEC.length, _literal(line.length)))
            for pointer in line.pointers:
                self.derived.add((node, CBEC.via, self.iri(pointer)))
            self.derived.add((self.iri(line.source), CBEC.bearsOn, self.iri(line.target)))

    def add_provenance(self) -> None:
        """Say of each graph what it holds and what it comes from, in the graph itself."""
        for name, graph in self.graphs.items():
            subject = URIRef(graph_iri(self.curation.folder_id, name))
            graph.add((subject, RDF.type, PROV.Entity))
            graph.add((subject, DCTERMS.license, LICENCE))
            self.text(graph, subject, RDFS.label, GRAPH_LABELS[name])
        stated, curated, derived = (URIRef(graph_iri(self.curation.folder_id, name)) for name in self.graphs)
        self.stated.add((stated, PROV.wasDerivedFrom, self.article))
        self.curated.add((curated, PROV.wasDerivedFrom, self.article))
        self.derived.add((derived, PROV.wasDerivedFrom, stated))
        self.derived.add((derived, PROV.wasDerivedFrom, curated))
        tool = URIRef(f"{BASE}cbec-kg-{__version__}")
        self.derived.add((derived, PROV.wasAttributedTo, tool))
        self.derived.add((tool, RDF.type, PROV.SoftwareAgent))
        self.text(self.derived, tool, RDFS.label, Bilingual(f"cbec-kg {__version__}", f"cbec-kg {__version__}"))


def _literal(value: str | int | Decimal) -> Literal:
    """Return a string, an integer or a decimal as a literal of that type."""
    datatype = {int: XSD.integer, Decimal: XSD.decimal}.get(type(value))
    return Literal(value, datatype=datatype)


def plain_decimal(value: Decimal) -> Decimal:
    """Return a Decimal without exponent and without trailing zeros, so that its text is canonical.

    Examples
    --------
    >>> plain_decimal(Decimal("134700000000.00")), plain_decimal(Decimal("2.30"))
    (Decimal('134700000000'), Decimal('2.3'))
    """
    short = value.normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]
