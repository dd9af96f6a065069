"""The only place that mints triples: a curation as an rdflib Dataset with the named graphs of the model.

What the article states goes to the graph ``article``; what the curator inferred or carried over, and the curator's notes
and citation functions, to ``curation``; what is computed to ``derived`` (`add_evidence` and the normalised values). No
blank nodes, no clock: the same curation gives the same triples.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, Namespace, URIRef

from cbec_kg import __version__
from cbec_kg.model.iris import BASE, graph_iri, resource_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.records import (
    AnchorText,
    Article,
    Attribution,
    BasisLink,
    Citation,
    Claim,
    Countermeasure,
    Curation,
    Entity,
    Exemption,
    Facet,
    Figure,
    Indicator,
    Measure,
    Problem,
    Record,
    Reference,
    Section,
    Source,
    Statistic,
    SupportLink,
    Table,
    Unit,
)
from cbec_kg.model.terms import Basis, Bilingual
from cbec_kg.rdf.vocabulary import CBEC, CITO, FROM, concept

SCHEMA = Namespace("https://schema.org/")

LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")

GRAPH_LABELS = {
    "article": Bilingual("文章所述", "What the article states"),
    "curation": Bilingual("整理者的推断与注记", "What the curator inferred and noted"),
    "derived": Bilingual("由程序计算", "What was computed"),
}

ENTITY_CLASSES = {
    "org": CBEC.Organisation,
    "platform": CBEC.Platform,
    "place": CBEC.Place,
    "law": CBEC.Law,
    "concept": CBEC.Concept,
}


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
    builder.run()
    builder.add_evidence(lines)
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
    """Adds the triples of each kind of record; `dataset` has what has been added so far."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation
        self.dataset = Dataset()
        names = ("article", "curation", "derived")
        self.graphs = {name: self.dataset.graph(URIRef(graph_iri(curation.folder_id, name))) for name in names}
        self.stated = self.graphs["article"]
        self.curated = self.graphs["curation"]
        self.derived = self.graphs["derived"]

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
            datatype = {int: XSD.integer, Decimal: XSD.decimal}.get(type(value), XSD.string)
            literal = Literal(value, datatype=None if datatype == XSD.string else datatype)
            self.stated.add((subject, predicate, literal))

    def links(self, subject: URIRef, predicate: URIRef, *targets: str | None) -> None:
        for target in targets:
            if target is not None:
                self.stated.add((subject, predicate, self.iri(target)))

    def run(self) -> None:
        for passage in self.curation.passages:
            self.passage(passage.locator)
        self.passages()
        for record in self.curation.records.values():
            if isinstance(record, Exemption):
                continue  # says what is not in the graph, and why
            subject = self.iri(record.id)
            self.plain(subject, CBEC.recordId, record.id)
            self.text(self.stated, subject, RDFS.label, label_of(record, self.curation))
            getattr(self, f"add_{type(record).__name__.lower()}")(subject, record)
            for anchor in getattr(record, "at", ()):
                self.stated.add((subject, CBEC.statedIn, self.passage(anchor.locator)))
                if not self.curation.places:
                    self.unplaced(record, anchor)
        self.anchors()
        self.provenance()

    def provenance(self) -> None:
        """Say of each graph what it holds and what it comes from, in the graph itself."""
        for name, graph in self.graphs.items():
            subject = URIRef(graph_iri(self.curation.folder_id, name))
            graph.add((subject, RDF.type, PROV.Entity))
            graph.add((subject, DCTERMS.license, LICENCE))
            self.text(graph, subject, RDFS.label, GRAPH_LABELS[name])
        stated, curated, derived = (URIRef(graph_iri(self.curation.folder_id, name)) for name in self.graphs)
        self.stated.add((stated, PROV.wasDerivedFrom, self.iri(self.curation.article.id)))
        self.curated.add((curated, PROV.wasDerivedFrom, self.iri(self.curation.article.id)))
        self.derived.add((derived, PROV.wasDerivedFrom, stated))
        self.derived.add((derived, PROV.wasDerivedFrom, curated))
        tool = URIRef(f"{BASE}cbec-kg-{__version__}")
        self.derived.add((derived, PROV.wasAttributedTo, tool))
        self.derived.add((tool, RDF.type, PROV.SoftwareAgent))
        self.text(self.derived, tool, RDFS.label, Bilingual(f"cbec-kg {__version__}", f"cbec-kg {__version__}"))

    # Passages and anchors

    def passage(self, locator: str) -> URIRef:
        subject = self.iri(f"passage-{locator}")
        self.stated.add((subject, RDF.type, CBEC.Passage))
        self.plain(subject, CBEC.locator, locator)
        return subject

    def passages(self) -> None:
        sections = {section.number: section for section in self.curation.of(Section)}
        previous: URIRef | None = None
        for passage in self.curation.passages:
            subject = self.iri(f"passage-{passage.locator}")
            self.plain(subject, CBEC.recordId, f"passage-{passage.locator}")
            self.text(self.stated, subject, RDFS.label, Bilingual(f"段落{passage.locator}", f"Passage {passage.locator}"))
            self.stated.add((subject, CBEC.passageKind, concept("passage", passage.kind)))
            self.stated.add((subject, CBEC.inSection, self.iri(sections[passage.section].id)))
            self.offsets(subject, passage.start, passage.end)
            self.plain(subject, CBEC.sha256, passage.sha256)
            self.fragment(subject, passage.fragment, passage.prefix, passage.suffix)
            if previous is not None:
                self.stated.add((previous, CBEC.nextPassage, subject))
            previous = subject

    def offsets(self, subject: URIRef, start: int, end: int) -> None:
        self.stated.add((subject, CBEC.start, Literal(start, datatype=XSD.integer)))
        self.stated.add((subject, CBEC.end, Literal(end, datatype=XSD.integer)))

    def fragment(self, subject: URIRef, fragment: str, prefix: str, suffix: str) -> None:
        for predicate, text in ((CBEC.fragment, fragment), (CBEC.prefix, prefix), (CBEC.suffix, suffix)):
            self.plain(subject, predicate, text or None)

    def anchor(self, record: str, number: int, locator: str) -> URIRef:
        subject = self.iri(f"{record}/anchor-{number}")
        self.stated.add((subject, RDF.type, CBEC.Anchor))
        self.stated.add((subject, CBEC.anchorOf, self.iri(record)))
        self.stated.add((subject, CBEC.inPassage, self.passage(locator)))
        return subject

    def anchors(self) -> None:
        """Add the places of all fragments, numbered as the record gives them."""
        order: dict[tuple[str, str, str], int] = {}
        for record in self.curation.records.values():
            for number, at in enumerate(getattr(record, "at", ()), 1):
                order[record.id, at.locator, at.fragment] = number
        for place in self.curation.places:
            if isinstance(self.curation.records[place.record], Exemption):
                continue
            number = order[place.record, place.locator, place.fragment]
            subject = self.anchor(place.record, number, place.locator)
            self.offsets(subject, place.start, place.end)
            self.fragment(subject, place.fragment, place.prefix, place.suffix)

    def unplaced(self, record: Record, anchor: AnchorText) -> None:
        """Add an anchor of a folder that has no computed offsets yet."""
        subject = self.anchor(record.id, getattr(record, "at").index(anchor) + 1, anchor.locator)  # noqa: B009
        self.fragment(subject, anchor.fragment, "", "")

    # Links

    def supports(self, subject: URIRef, record: Record) -> None:
        links: tuple[SupportLink, ...] = getattr(record, "rests_on", ())
        for link in links:
            graph = self.graph_of(link.basis)
            node = self.iri(f"{record.id}/rests-on/{link.on}/{link.role}")
            evidence = self.iri(link.on)
            self.link(graph, node, CBEC.Support, evidence, subject, link.basis, link.why)
            graph.add((node, CBEC.role, concept("role", link.role)))
            graph.add((subject, CBEC.restsOn, evidence))

    def causes(self, subject: URIRef, record: Claim | Facet | Measure) -> None:
        for cause in getattr(record, "caused_by", ()):
            self.cause(self.iri(cause.id), subject, cause.id, record.id, cause)
        for effect in record.leads_to:
            self.cause(subject, self.iri(effect.id), record.id, effect.id, effect)

    def cause(self, cause: URIRef, effect: URIRef, cause_id: str, effect_id: str, link: BasisLink) -> None:
        graph = self.graph_of(link.basis)
        node = self.iri(f"{cause_id}/leads-to/{effect_id}")
        self.link(graph, node, CBEC.CausalLink, cause, effect, link.basis, link.why)
        graph.add((cause, CBEC.leadsTo, effect))

    def link(
        self, graph: Graph, node: URIRef, kind: URIRef, start: URIRef, end: URIRef, basis: Basis, why: Bilingual | None
    ) -> None:
        graph.add((node, RDF.type, kind))
        graph.add((node, FROM, start))
        graph.add((node, CBEC.to, end))
        graph.add((node, CBEC.basis, concept("basis", basis)))
        self.text(graph, node, SKOS.note, why)

    # Records: one method a kind, named after its class

    def add_article(self, subject: URIRef, record: Article) -> None:
        self.stated.add((subject, RDF.type, CBEC.Article))
        self.plain(subject, DCTERMS.identifier, record.doi)
        self.plain(subject, DCTERMS.language, record.language)
        self.text(self.stated, subject, CBEC.journal, record.journal)
        if record.year is not None:
            self.stated.add((subject, SCHEMA.datePublished, Literal(str(record.year), datatype=XSD.gYear)))
        self.plain(subject, SCHEMA.volumeNumber, record.volume)
        self.plain(subject, SCHEMA.issueNumber, record.issue)
        self.plain(subject, CBEC.number, record.number)
        self.plain(subject, CBEC.firstAuthor, record.first_author)
        if record.further_authors is not None:
            self.stated.add((subject, CBEC.furtherAuthors, Literal(record.further_authors == "yes")))
        for page in record.pages_seen:
            self.plain(subject, CBEC.pageSeen, page)
        for note in record.derived:
            self.curated.add((subject, CBEC.derivedField, Literal(note.field)))
        for note in record.unknown:
            self.unknown(record.id, note.field, note.why)

    def unknown(self, record: str, field: str, why: Bilingual) -> None:
        """Add a fact that the source text does not give, so that a query can ask for it."""
        node = self.iri(f"{record}/unknown/{field}")
        self.curated.add((node, RDF.type, CBEC.Unknown))
        self.curated.add((node, CBEC.unknownOf, self.iri(record)))
        self.curated.add((node, CBEC.unknownField, Literal(field)))
        self.text(self.curated, node, SKOS.note, why)

    def add_section(self, subject: URIRef, record: Section) -> None:
        self.stated.add((subject, RDF.type, CBEC.Section))
        self.plain(subject, CBEC.sectionNumber, record.number)
        self.curated.add((subject, CBEC.sectionKind, concept("section", record.kind)))
        self.links(subject, CBEC.parentSection, record.parent)
        self.links(subject, CBEC.partOfArticle, self.curation.article.id)
        self.text(self.curated, subject, CBEC.headingAsserts, record.heading_asserts)

    def add_reference(self, subject: URIRef, record: Reference) -> None:
        self.stated.add((subject, RDF.type, CBEC.Reference))
        self.plain(subject, CBEC.number, record.number)
        self.links(subject, CBEC.partOfArticle, self.curation.article.id)
        self.curated.add((subject, CBEC.metadataStatus, Literal(record.metadata)))
        self.unknown(record.id, "metadata", record.why)

    def add_source(self, subject: URIRef, record: Source) -> None:
        self.stated.add((subject, RDF.type, CBEC.Source))
        self.curated.add((subject, CBEC.sourceKind, concept("source", record.kind)))
        self.links(subject, DCTERMS.publisher, record.publisher)
        self.links(subject, DCTERMS.isPartOf, record.part_of)
        self.plain(subject, CBEC.period, None if record.year is None else str(record.year))
        self.text(self.curated, subject, SKOS.note, record.note)

    def add_citation(self, subject: URIRef, record: Citation) -> None:
        self.stated.add((subject, RDF.type, CBEC.Citation))
        self.links(subject, CBEC.denotes, record.reference)
        self.pointer(subject, record.reference, record)

    def add_attribution(self, subject: URIRef, record: Attribution) -> None:
        self.stated.add((subject, RDF.type, CBEC.Attribution))
        self.links(subject, CBEC.attributedTo, record.source)
        self.pointer(subject, record.source, record)

    def pointer(self, subject: URIRef, target: str, record: Citation | Attribution) -> None:
        self.links(subject, CBEC.pointsTo, target)
        self.curated.add((subject, CBEC.citationFunction, CITO[record.function]))
        self.curated.add((self.iri(self.curation.article.id), CITO[record.function], self.iri(target)))
        self.text(self.curated, subject, SKOS.note, record.note)

    def statement(self, subject: URIRef, record: Claim | Facet | Problem | Measure | Countermeasure | Statistic) -> None:
        """Add what all statements have."""
        if record.place != "unspecified":
            self.links(subject, CBEC.place, record.place)
        self.links(subject, CBEC.population, getattr(record, "population", None))
        self.links(subject, CBEC.about, *getattr(record, "about", ()))
        if not isinstance(record, Statistic):
            self.text(self.stated, subject, CBEC.paraphrase, Bilingual(record.zh, record.en))
        if isinstance(record, Claim | Facet | Measure):
            self.causes(subject, record)
        self.supports(subject, record)

    def add_claim(self, subject: URIRef, record: Claim) -> None:
        self.stated.add((subject, RDF.type, CBEC.Claim))
        self.curated.add((subject, CBEC.claimKind, concept("claim", record.kind)))
        self.statement(subject, record)
        for number, trend in enumerate(record.trends, 1):
            node = self.iri(f"{record.id}/trend-{number}")
            self.stated.add((node, RDF.type, CBEC.Trend))
            self.stated.add((node, CBEC.trendOf, subject))
            self.stated.add((node, CBEC.direction, concept("direction", trend.direction)))
            self.links(node, CBEC.indicator, trend.indicator)
            self.links(node, CBEC.place, None if trend.place == "unspecified" else trend.place)
            self.years(self.stated, node, trend.period)

    def add_problem(self, subject: URIRef, record: Problem) -> None:
        self.stated.add((subject, RDF.type, CBEC.Problem))
        self.stated.add((subject, CBEC.problemStatus, concept("problem", record.status)))
        self.links(subject, CBEC.inSection, record.section)
        self.statement(subject, record)

    def add_facet(self, subject: URIRef, record: Facet) -> None:
        self.stated.add((subject, RDF.type, CBEC.Facet))
        self.links(subject, CBEC.facetOf, record.problem)
        self.stated.add((self.iri(record.problem), CBEC.hasFacet, subject))
        self.statement(subject, record)

    def add_countermeasure(self, subject: URIRef, record: Countermeasure) -> None:
        self.stated.add((subject, RDF.type, CBEC.Countermeasure))
        self.links(subject, CBEC.inSection, record.section)
        for answer in record.answers:
            self.response(subject, record.id, "answers", CBEC.Answer, CBEC.answers, answer)
        self.statement(subject, record)

    def add_measure(self, subject: URIRef, record: Measure) -> None:
        self.stated.add((subject, RDF.type, CBEC.Measure))
        self.links(subject, CBEC.measureOf, record.countermeasure)
        self.stated.add((self.iri(record.countermeasure), CBEC.hasMeasure, subject))
        self.links(subject, CBEC.actor, *record.actors)
        self.links(subject, CBEC.instrument, *record.instruments)
        for address in record.addresses:
            self.response(subject, record.id, "addresses", CBEC.Address, CBEC.addresses, address)
        self.statement(subject, record)

    def response(self, subject: URIRef, record: str, verb: str, kind: URIRef, term: URIRef, link: BasisLink) -> None:
        """Add a link from a measure to a facet, or from a countermeasure to a problem."""
        graph, target = self.graph_of(link.basis), self.iri(link.id)
        self.link(graph, self.iri(f"{record}/{verb}/{link.id}"), kind, subject, target, link.basis, link.why)
        graph.add((subject, term, target))

    def add_statistic(self, subject: URIRef, record: Statistic) -> None:
        self.stated.add((subject, RDF.type, CBEC.Statistic))
        self.stated.add((subject, CBEC.statisticKind, concept("statistic", record.kind)))
        self.stated.add((subject, CBEC.operator, concept("operator", record.operator)))
        self.plain(subject, CBEC.printed, record.printed)
        self.plain(subject, CBEC.valueText, record.value_text)
        self.plain(subject, CBEC.value, record.value)
        self.links(subject, CBEC.unit, record.unit)
        self.links(subject, CBEC.indicator, record.indicator)
        self.links(subject, CBEC.counterpart, record.counterpart)
        self.links(subject, CBEC.whole, record.whole)
        self.links(subject, CBEC.wholePlace, record.whole_place)
        self.links(subject, CBEC.inTable, record.table)
        self.links(subject, CBEC.member, *record.members)
        self.plain(subject, CBEC.tableRow, record.row)
        self.plain(subject, CBEC.tableColumn, record.column)
        if record.members_open is not None:
            self.stated.add((subject, CBEC.membersOpen, Literal(record.members_open == "yes")))
        self.period(subject, record)
        self.text(self.curated, subject, SKOS.note, record.note)
        self.text(self.curated, subject, SKOS.note, record.why)
        unit = self.curation.records[record.unit]
        assert isinstance(unit, Unit)
        if unit.base != "unknown":
            value = Literal(plain_decimal(record.value * unit.factor), datatype=XSD.decimal)
            self.derived.add((subject, CBEC.normalisedValue, value))
        self.statement(subject, record)

    def period(self, subject: URIRef, record: Statistic) -> None:
        graph = self.graph_of(record.period_basis)
        if record.period != "unknown":
            graph.add((subject, CBEC.basis, concept("basis", record.period_basis)))
        years = self.years(graph, subject, record.period)
        if record.base is None:
            return
        self.plain(subject, CBEC.comparisonPeriod, record.base)
        if record.base == "previous-year" and years is not None:
            self.derived.add((subject, CBEC.baseYear, Literal(years[0] - 1, datatype=XSD.integer)))
        elif record.base.isdigit():
            self.derived.add((subject, CBEC.baseYear, Literal(int(record.base), datatype=XSD.integer)))

    def years(self, graph: Graph, subject: URIRef, period: str) -> tuple[int, int] | None:
        """Add a period and its first and last year, and return these, None where it is unknown."""
        graph.add((subject, CBEC.period, Literal(period)))
        years = period_years(period)
        for predicate, year in zip((CBEC.startYear, CBEC.endYear), years or (), strict=False):
            graph.add((subject, predicate, Literal(year, datatype=XSD.integer)))
        return years

    def add_table(self, subject: URIRef, record: Table) -> None:
        self.stated.add((subject, RDF.type, CBEC.Table))
        self.plain(subject, CBEC.number, record.number)
        self.links(subject, CBEC.inSection, record.section)
        self.supports(subject, record)

    def add_figure(self, subject: URIRef, record: Figure) -> None:
        self.stated.add((subject, RDF.type, CBEC.Figure))
        self.plain(subject, CBEC.number, record.number)
        self.links(subject, CBEC.inSection, record.section)
        self.unknown(record.id, "values", record.why)
        self.supports(subject, record)

    def add_indicator(self, subject: URIRef, record: Indicator) -> None:
        self.stated.add((subject, RDF.type, CBEC.Indicator))
        self.text(self.curated, subject, SKOS.definition, record.definition)
        self.links(subject, CBEC.partOf, record.part_of)
        self.plain(subject, CBEC.flow, record.flow)

    def add_unit(self, subject: URIRef, record: Unit) -> None:
        self.stated.add((subject, RDF.type, CBEC.Unit))
        self.plain(subject, CBEC.symbol, record.symbol)
        self.plain(subject, CBEC.factor, record.factor)
        self.plain(subject, CBEC.baseUnit, record.base)

    def add_entity(self, subject: URIRef, record: Entity) -> None:
        self.stated.add((subject, RDF.type, ENTITY_CLASSES[record.id.split("-")[0]]))
        self.links(subject, SKOS.broader, record.broader)
        for name in record.also:
            self.plain(subject, SKOS.altLabel, name)
        self.text(self.curated, subject, SKOS.definition, record.definition)

    # Computed

    def add_evidence(self, lines: Iterable[EvidenceLine]) -> None:
        """Add what the analysis found: which source bears on which statement, in which role, on which basis."""
        for line in lines:
            node = self.iri(f"{line.target}/evidence/{line.source}/{line.role}")
            self.derived.add((node, RDF.type, CBEC.EvidenceLine))
            self.derived.add((node, CBEC.target, self.iri(line.target)))
            self.derived.add((node, CBEC.source, self.iri(line.source)))
            self.derived.add((node, CBEC.role, concept("role", line.role)))
            self.derived.add((node, CBEC.basis, concept("basis", line.basis)))
            self.derived.add((node, CBEC.length, Literal(line.length, datatype=XSD.integer)))
            for pointer in line.pointers:
                self.derived.add((node, CBEC.via, self.iri(pointer)))
            self.derived.add((self.iri(line.source), CBEC.bearsOn, self.iri(line.target)))


def plain_decimal(value: Decimal) -> Decimal:
    """Return a Decimal without exponent and without trailing zeros, so that its text is canonical.

    Examples
    --------
    >>> plain_decimal(Decimal("134700000000.00")), plain_decimal(Decimal("2.30"))
    (Decimal('134700000000'), Decimal('2.3'))
    """
    short = value.normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]
