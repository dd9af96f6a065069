"""A curation as an rdflib Dataset: the graphs of what the article states and the curator adds, and the evidence lines.

What the article states goes to the graph ``article``; what the curator inferred or carried over, and the curator's notes
and citation functions, to ``curation``; what is computed to ``derived`` (`add_evidence` and the normalised values). Fields
become triples as `cbec_kg.rdf.properties` declares; here stands what is more than a field. Modules of their own add the data
cube, the findings and the bibliography. No blank nodes, no clock: the same curation gives the same triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from msgspec import Struct
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Dataset, Literal, URIRef

from cbec_kg import __version__
from cbec_kg.audit.periods import base_period
from cbec_kg.model import records as r
from cbec_kg.model.curated import AnchorPlace, Curation, Passage
from cbec_kg.model.iris import BASE, PREFIXES, expanded
from cbec_kg.model.iris import LICENCE as LICENCE_IRI
from cbec_kg.model.kinds import KIND_PREFIX
from cbec_kg.model.labels import label_of
from cbec_kg.model.links import EvidenceLine, Link, link_path, links_of
from cbec_kg.model.records import Record
from cbec_kg.model.schema import UNSPECIFIED, items_of
from cbec_kg.model.table_lines import TableLine
from cbec_kg.model.terms import Basis, Bilingual
from cbec_kg.rdf.properties import LINK_CLASSES, PART_PROPERTIES, class_name, properties_of
from cbec_kg.rdf.vocabulary import CBEC, CITO, FROM, concept
from cbec_kg.rdf.writer import Value, Writer

LICENCE = URIRef(LICENCE_IRI)
TOOL = URIRef(f"{BASE}cbec-kg-{__version__}")

GRAPH_LABELS = {
    "article": Bilingual("文章所述", "What the article states"),
    "curation": Bilingual("整理者的推断与注记", "What the curator inferred and noted"),
    "derived": Bilingual("由程序计算", "What was computed"),
}


KINDS_LABEL = Bilingual("本论文自有的类别", "The kinds of this folder's own")


def build_dataset(curation: Curation, lines: Iterable[EvidenceLine] = ()) -> Dataset:
    """Return the graphs ``article``, ``curation`` and ``derived`` of a curation; the default graph is empty.

    `lines` are what the analysis computed: which source bears on which statement.
    """
    builder = _Builder(curation)
    builder.add_passages()
    for record in curation.records.values():
        if not isinstance(record, r.Exemption):  # an exemption says what is not in the graph, and why
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
        self.graphs = {name: Writer(self.dataset, curation.folder_id, name) for name in GRAPH_LABELS}
        self.stated, self.curated, self.derived = self.graphs.values()
        self.iri = self.stated.iri
        self.article = self.iri(curation.article.id)

    def graph_of(self, basis: Basis) -> Writer:
        """Return the graph that a link belongs to: what the article does not state itself is the curator's."""
        return self.stated if basis == "stated" else self.curated

    def add_fields(self, subject: URIRef, thing: Struct) -> None:
        for name, (declared, form, _) in properties_of(type(thing)).items():
            scope = getattr(thing, f"{name}_basis", None)
            own = scope if isinstance(scope, r.ScopeBasis) else None
            graph = self.graphs[declared.graph] if own is None else self.graph_of(own.basis)
            predicate = URIRef(expanded(declared.predicate))
            for item in items_of(getattr(thing, name)):
                if form != "record" or item != UNSPECIFIED:
                    graph.add(subject, (predicate, self.term(form, declared.scheme, item)))

    def term(self, form: str, scheme: str, value: Any) -> Value:
        match form:
            case "record":
                return self.iri(value)
            case "concept":
                return self.kind(scheme, value)
            case "iri":
                return URIRef(value)
            case "function":
                return CITO[value]
            case "flag":
                return Literal(value == "yes")
            case "year":
                return Literal(str(value), datatype=XSD.gYear)
            case "digits":
                return str(value)
        return value  # type: ignore[no-any-return]  # a text or a plain value

    def kind(self, scheme: str, value: str) -> URIRef:
        """Return a concept by its notation: of the ontology's scheme, or of the folder's own kinds."""
        own = self.curation.records.get(f"{KIND_PREFIX}{value}")
        return self.iri(own.id) if isinstance(own, r.Kind) and own.of == scheme else concept(scheme, value)

    # Records

    def add_record(self, record: Record) -> None:
        """Add a record with its fields, its label, its place in the text, and what its class has besides."""
        label = label_of(record, self.curation)
        paraphrased = "place" in record.__struct_fields__ and not isinstance(record, r.Statistic | r.Table)
        subject = self.stated.node(
            record.id, CBEC[class_name(record)], (CBEC.recordId, record.id), (RDFS.label, label),
            (CBEC.paraphrase, label if paraphrased else None),
        )  # fmt: skip
        self.add_fields(subject, record)
        self.add_scopes(subject, record)
        for number, anchor in enumerate(getattr(record, "at", ()), 1):
            self.stated.add(subject, (CBEC.statedIn, self.passage(anchor.locator)))
            if not self.curation.places:  # a folder that has no computed offsets yet
                self.anchor(record.id, number, anchor.locator, (CBEC.fragment, anchor.fragment))
        more = getattr(self, f"add_{type(record).__name__.lower()}", None)
        if more is not None:
            more(subject, record)

    def add_scopes(self, subject: URIRef, record: Record) -> None:
        """Add how it is known that a statement is about its place and population: stated where nothing else is said."""
        for name in ("place", "population"):
            if f"{name}_basis" in record.__struct_fields__ and getattr(record, name) not in (None, UNSPECIFIED):
                scope = getattr(record, f"{name}_basis") or r.ScopeBasis(basis="stated")
                self.graph_of(scope.basis).add(
                    subject, (CBEC[f"{name}Basis"], concept("basis", scope.basis)), (CBEC[f"{name}Reason"], scope.why),
                    (CBEC[f"{name}Passage"], None if scope.passage is None else self.passage(scope.passage)),
                )  # fmt: skip

    def add_article(self, subject: URIRef, record: r.Article) -> None:
        self.stated.add(subject, (CBEC.authorList, "; ".join(record.authors) or None))
        self.curated.add(subject, (CBEC.textsIn, record.texts_in))
        for note in record.derived:
            self.curated.add(subject, (CBEC.derivedField, note.field))
            about = (CBEC.derivedOf, subject), (CBEC.derivedField, note.field), (SKOS.note, note.why)
            self.curated.node(f"{record.id}/derived/{note.field}", CBEC.DerivedField, *about)
        for note in record.unknown:
            self.add_unknown(record, note.field, note.why)

    def add_unknown(self, record: Record, field: str, why: Bilingual) -> None:
        """Add a fact that the source text does not give, so that a query can ask for it."""
        about = (CBEC.unknownOf, self.iri(record.id)), (CBEC.unknownField, field), (SKOS.note, why)
        self.curated.node(f"{record.id}/unknown/{field}", CBEC.Unknown, *about)

    def add_section(self, subject: URIRef, record: r.Section) -> None:
        self.stated.add(subject, (CBEC.partOfArticle, self.article))

    def add_reference(self, subject: URIRef, record: r.Reference) -> None:
        self.stated.add(subject, (CBEC.partOfArticle, self.article))
        self.add_unknown(record, "metadata", record.why)

    def add_kind(self, subject: URIRef, record: r.Kind) -> None:
        scheme = self.curated.node("kinds", SKOS.ConceptScheme, (RDFS.label, KINDS_LABEL))
        name = Bilingual(record.zh, record.en)
        broader = None if record.kind_of is None else self.kind(record.of, record.kind_of)
        self.curated.add(
            subject, (RDF.type, SKOS.Concept), (SKOS.inScheme, scheme), (SKOS.prefLabel, name),
            (SKOS.notation, record.id.removeprefix(KIND_PREFIX)), (SKOS.broader, broader),
        )  # fmt: skip

    def add_figure(self, subject: URIRef, record: r.Figure) -> None:
        self.add_unknown(record, "values", record.why)

    def add_citation(self, subject: URIRef, record: r.Citation) -> None:
        self.curated.add(self.article, (CITO[record.function], self.iri(record.reference)))

    def add_attribution(self, subject: URIRef, record: r.Attribution) -> None:
        self.curated.add(self.article, (CITO[record.function], self.iri(record.source)))

    def add_claim(self, subject: URIRef, record: r.Claim) -> None:
        for number, trend in enumerate(record.trends, 1):
            node = self.stated.node(f"{record.id}/trend-{number}", CBEC.Trend, (CBEC.trendOf, subject))
            self.add_fields(node, trend)
            self.years(self.stated, node, trend.period)

    def add_table(self, subject: URIRef, record: r.Table) -> None:
        lines: tuple[tuple[str, URIRef, URIRef, tuple[TableLine, ...]], ...] = (
            ("column", CBEC.Column, CBEC.columnOf, record.columns), ("row", CBEC.Row, CBEC.rowOf, record.rows),
        )  # fmt: skip
        for name, kind, of, found in lines:
            for number, line in enumerate(found, 1):
                about = (of, subject), (CBEC.number, number), (RDFS.label, Bilingual(line.zh, line.en))
                self.add_fields(self.stated.node(f"{record.id}/{name}/{line.key}", kind, *about), line)
        columns = {column.key for column in record.columns}
        for total in record.sums:
            name = "column" if total.whole in columns else "row"
            whole, parts = (
                self.iri(f"{record.id}/{name}/{total.whole}"),
                (f"{record.id}/{name}/{one}" for one in total.parts),
            )
            self.stated.links(whole, CBEC.sumOf, *parts)

    def add_statistic(self, subject: URIRef, record: r.Statistic) -> None:
        graph = self.graph_of(record.period_basis)
        if record.period != "unknown":
            graph.add(subject, (CBEC.basis, concept("basis", record.period_basis)))
        years = self.years(graph, subject, record.period)
        self.curated.add(subject, (SKOS.note, record.note), (SKOS.note, record.why))
        if record.base == "previous-year" and years is not None:
            self.derived.add(subject, (CBEC.baseYear, years[0] - 1))
        elif record.base is not None and (base := base_period(record)) is not None:
            self.derived.add(subject, (CBEC.baseYear, int(base[:4])))
        unit = self.curation.records[record.unit]
        if isinstance(unit, r.Unit) and unit.base != "unknown":
            self.derived.add(subject, (CBEC.normalisedValue, plain_decimal(record.value * unit.factor)))

    def years(self, graph: Writer, subject: URIRef, period: str) -> tuple[int, int] | None:
        """Add a period and its first and last year, and return these, None where it is unknown."""
        start, goes_on, _ = period.partition("/..")  # a trend may have no last year
        years = period_years(start)
        first, last = years or (None, None)
        last = None if goes_on else last
        graph.add(subject, (CBEC.period, period), (CBEC.startYear, first), (CBEC.endYear, last))
        return years

    # Passages and anchors

    def passage(self, locator: str, *statements: tuple[URIRef, Value]) -> URIRef:
        return self.stated.node(f"passage-{locator}", CBEC.Passage, (CBEC.locator, locator), *statements)

    def add_passages(self) -> None:
        sections = {section.number: section.id for section in self.curation.of(r.Section)}
        previous: URIRef | None = None
        for passage in self.curation.passages:
            subject = self.passage(
                passage.locator, *_selectors(passage), (CBEC.recordId, f"passage-{passage.locator}"),
                (RDFS.label, Bilingual(f"段落{passage.locator}", f"Passage {passage.locator}")),
                (CBEC.passageKind, concept("passage", passage.kind)), (CBEC.inSection, self.iri(sections[passage.section])),
                (CBEC.normalisedLength, passage.length), (CBEC.sha256, passage.sha256),
            )  # fmt: skip
            if previous is not None:
                self.stated.add(previous, (CBEC.nextPassage, subject))
            previous = subject

    def anchor(self, record: str, number: int, locator: str, *statements: tuple[URIRef, Value]) -> None:
        about = (CBEC.anchorOf, self.iri(record)), (CBEC.inPassage, self.passage(locator))
        self.stated.node(f"{record}/anchor-{number}", CBEC.Anchor, *about, *statements)

    def add_anchors(self) -> None:
        """Add the places of all fragments, numbered as the record gives them."""
        order: dict[tuple[str, str, str], int] = {}
        for record in self.curation.records.values():
            for number, at in enumerate(getattr(record, "at", ()), 1):
                order[record.id, at.locator, at.fragment] = number
        for place in self.curation.places:
            if not isinstance(self.curation.records[place.record], r.Exemption):
                number = order[place.record, place.locator, place.fragment]
                self.anchor(place.record, number, place.locator, *_selectors(place))

    # Links and evidence lines

    def add_link(self, link: Link) -> None:
        """Add a link: those between statements as a node with its role, basis and reason, and all as a property."""
        start, end, graph = self.iri(link.start), self.iri(link.end), self.graph_of(link.basis)
        if link.relation in PART_PROPERTIES:
            part, whole = (end, start) if link.relation == "pointer" else (start, end)
            graph.add(part, (CBEC[PART_PROPERTIES[link.relation]], whole))
            if link.relation != "pointer":
                graph.add(whole, (CBEC[f"has{link.relation.capitalize()}"], part))
            return
        role = None if link.role is None else concept("role", link.role)
        graph.node(
            link_path(link),
            CBEC[LINK_CLASSES[link.relation]], (FROM, start), (CBEC.to, end), (CBEC.basis, concept("basis", link.basis)),
            (SKOS.note, link.why), (CBEC.doubt, link.doubt), (CBEC.role, role),
        )  # fmt: skip
        if role is not None:
            graph.add(end, (CBEC.restsOn, start))
        elif link.relation == "inference":
            graph.add(end, (CBEC.concludedFrom, start))
        else:
            verb = {"cause": CBEC.leadsTo, "address": CBEC.addresses, "answer": CBEC.answers}[link.relation]
            graph.add(start, (verb, end))

    def add_evidence(self, lines: Iterable[EvidenceLine]) -> None:
        for line in lines:
            target, source = self.iri(line.target), self.iri(line.source)
            node = self.derived.node(
                f"{line.target}/evidence/{line.source}/{line.role}", CBEC.EvidenceLine, (CBEC.target, target),
                (CBEC.source, source), (CBEC.role, concept("role", line.role)), (CBEC.basis, concept("basis", line.basis)),
                (CBEC.length, line.length),
            )  # fmt: skip
            self.derived.links(node, CBEC.via, *line.pointers)
            self.derived.add(source, (CBEC.bearsOn, target))

    def add_provenance(self) -> None:
        """Say of each graph what it holds and what it comes from, in the graph itself."""
        for name, graph in self.graphs.items():
            graph.add(graph.name, (RDF.type, PROV.Entity), (DCTERMS.license, LICENCE), (RDFS.label, GRAPH_LABELS[name]))
        for graph in (self.stated, self.curated):
            graph.add(graph.name, (PROV.wasDerivedFrom, self.article))
            self.derived.add(self.derived.name, (PROV.wasDerivedFrom, graph.name))
        label = Bilingual(f"cbec-kg {__version__}", f"cbec-kg {__version__}")
        self.derived.add(TOOL, (RDF.type, PROV.SoftwareAgent), (RDFS.label, label))
        self.derived.add(self.derived.name, (PROV.wasAttributedTo, TOOL))


def _selectors(at: Passage | AnchorPlace) -> Iterator[tuple[URIRef, Value]]:
    yield from ((CBEC.start, at.start), (CBEC.end, at.end), (CBEC.normalisedOffset, at.offset))
    yield from ((CBEC[name], getattr(at, name) or None) for name in ("fragment", "prefix", "suffix"))


def plain_decimal(value: Decimal) -> Decimal:
    """Return a Decimal without exponent and without trailing zeros, so that its text is canonical.

    Examples
    --------
    >>> plain_decimal(Decimal("134700000000.00")), plain_decimal(Decimal("2.30"))
    (Decimal('134700000000'), Decimal('2.3'))
    """
    short = value.normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]
