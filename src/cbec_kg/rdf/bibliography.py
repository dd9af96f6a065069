"""The graph ``bibliography``: what the user supplied for references, each record with where it comes from.

A reference has one status. While nothing is supplied it is ``unknown``, in the graph ``curation``; once a record is
supplied, that triple is replaced by ``asserted`` or ``verified`` in the graph ``bibliography``. The `cbec:Unknown` of the
reference stays: the article's text still does not give the metadata, whoever else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import quote

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Dataset, Graph, Literal, Namespace, URIRef

from cbec_kg.bibliography.entries import Bibliography, Item, Provenance, Supplied
from cbec_kg.bibliography.fields import OTHERS, display_name
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import graph_iri, resource_iri
from cbec_kg.model.records import Reference
from cbec_kg.rdf.vocabulary import CBEC

BIRO = Namespace("http://purl.org/spar/biro/")
FABIO = Namespace("http://purl.org/spar/fabio/")
SCHEMA = Namespace("https://schema.org/")

CLASSES = {
    "article": "Article", "article-journal": "ScholarlyArticle", "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book", "chapter": "Chapter", "dataset": "Dataset", "legislation": "Legislation", "map": "Map",
    "paper-conference": "ScholarlyArticle", "periodical": "Periodical", "post-weblog": "BlogPosting", "report": "Report",
    "software": "SoftwareApplication", "thesis": "Thesis", "webpage": "WebPage",
}  # fmt: skip
"""Classes of schema.org by CSL type; CreativeWork for the others."""

CONTAINERS = {"article-journal": "Periodical", "article-magazine": "Periodical", "article-newspaper": "Newspaper",
              "chapter": "Book", "webpage": "WebSite"}  # fmt: skip

_TEXTS = {
    "title": DCTERMS.title, "language": DCTERMS.language, "volume": SCHEMA.volumeNumber, "issue": SCHEMA.issueNumber,
    "page": SCHEMA.pagination, "edition": SCHEMA.bookEdition, "URL": SCHEMA.url, "genre": SCHEMA.genre,
    "ISBN": SCHEMA.isbn, "ISSN": SCHEMA.issn,
}  # fmt: skip


def add_bibliography(dataset: Dataset, curation: Curation, bibliography: Bibliography) -> None:
    """Add the graph of a bibliography to the dataset of its curation; nothing is added when it is empty."""
    if bibliography:
        _Builder(dataset, curation).run(bibliography)


class _Builder:
    """Adds the triples of each supplied record; no blank nodes, no clock."""

    def __init__(self, dataset: Dataset, curation: Curation) -> None:
        self.folder = curation.folder_id
        self.references = {record.number: record.id for record in curation.of(Reference)}
        self.name = URIRef(graph_iri(self.folder, "bibliography"))
        self.graph: Graph = dataset.graph(self.name)
        self.curated: Graph = dataset.graph(URIRef(graph_iri(self.folder, "curation")))

    def iri(self, record: str) -> URIRef:
        return URIRef(resource_iri(self.folder, record))

    def run(self, bibliography: Bibliography) -> None:
        labels = (Literal("用户提供的著录信息", lang="zh"), Literal("Bibliographic data supplied by the user", lang="en"))
        self.add(self.name, PROV.Entity, *((RDFS.label, label) for label in labels))
        for number, supplied in bibliography.items():
            self.reference(self.references[number], supplied)

    def add(self, subject: URIRef, kind: URIRef, *statements: tuple[URIRef, object]) -> URIRef:
        """Add a node with its class and its statements; text becomes a literal, and None adds nothing. Return the node."""
        self.graph.add((subject, RDF.type, kind))
        for predicate, value in statements:
            if value is not None:
                self.graph.add((subject, predicate, value if isinstance(value, URIRef | Literal) else Literal(str(value))))
        return subject

    def reference(self, record: str, supplied: Supplied) -> None:
        subject, work = self.iri(record), self.iri(f"{record}/work")
        self.curated.remove((subject, CBEC.metadataStatus, None))
        self.graph.add((subject, CBEC.metadataStatus, Literal(supplied.status)))
        self.graph.add((subject, BIRO.references, work))
        self.work(work, f"{record}/work", supplied.item)
        self.graph.add((work, PROV.wasDerivedFrom, self.entry(record, supplied.provenance)))

    def work(self, work: URIRef, name: str, item: Item) -> None:
        """Add what the record says of the work that is referenced."""
        kind = item.get("type", "document")
        self.add(work, FABIO.Expression, (RDF.type, SCHEMA[CLASSES.get(kind, "CreativeWork")]), *_dates(item))
        for field, predicate in _TEXTS.items():
            if field in item:
                self.graph.add((work, predicate, Literal(str(item[field]))))
        if "DOI" in item:
            self.graph.add((work, DCTERMS.identifier, Literal(f"doi:{item['DOI']}")))
            self.graph.add((work, SCHEMA.sameAs, URIRef(f"https://doi.org/{quote(item['DOI'], safe='/:;()._-')}")))
        for field, predicate in (("author", DCTERMS.creator), ("editor", SCHEMA.editor)):
            for place, person in enumerate((name for name in item.get(field, ()) if name != OTHERS), 1):
                node = self.person(self.iri(f"{name}/{field}-{place}"), person, place)
                self.graph.add((work, predicate, node))
        if "container-title" in item:
            container, title = SCHEMA[CONTAINERS.get(kind, "CreativeWork")], (DCTERMS.title, item["container-title"])
            self.graph.add((work, DCTERMS.isPartOf, self.add(self.iri(f"{name}/container"), container, title)))
        if "publisher" in item:
            facts = (SCHEMA.name, item["publisher"]), (SCHEMA.location, item.get("publisher-place"))
            publisher = self.add(self.iri(f"{name}/publisher"), SCHEMA.Organization, *facts)
            self.graph.add((work, DCTERMS.publisher, publisher))

    def person(self, node: URIRef, name: dict[str, str], place: int) -> URIRef:
        """Add a name; whether a name in one piece is a person's or a body's is not known."""
        in_parts = "literal" not in name
        parts = ((SCHEMA.familyName, name.get("family")), (SCHEMA.givenName, name.get("given"))) if in_parts else ()
        position = Literal(place, datatype=XSD.integer)
        kind = SCHEMA.Person if in_parts else SCHEMA.Thing
        return self.add(node, kind, (SCHEMA.name, display_name(name)), (SCHEMA.position, position), *parts)

    def entry(self, record: str, origin: Provenance) -> URIRef:
        """Add an entry of the user's file, the file, the import and, where it is known, who did it; return the entry."""
        file = self.iri(f"bibliography/file-{origin.sha256[:16]}")
        self.add(file, PROV.Entity, (RDFS.label, origin.source), (SCHEMA.sha256, origin.sha256))
        self.graph.add((self.name, PROV.wasDerivedFrom, file))
        agent = None
        if origin.by is not None:
            agent = self.add(self.iri(f"bibliography/agent-{_short(origin.by)}"), PROV.Agent, (RDFS.label, origin.by))
        activity = self.iri(f"bibliography/import-{_short(origin.sha256, origin.date, origin.by or '')}")
        day = Literal(origin.date, datatype=XSD.date)
        self.add(activity, PROV.Activity, (PROV.used, file), (DCTERMS.date, day), (PROV.wasAssociatedWith, agent))
        derived = (PROV.wasDerivedFrom, file), (PROV.wasGeneratedBy, activity), (PROV.wasAttributedTo, agent)
        return self.add(self.iri(f"{record}/entry"), PROV.Entity, (RDFS.label, origin.key or record), *derived)


def _dates(item: Item) -> Iterator[tuple[URIRef, Literal]]:
    """Yield the year, and the day or month where the record has it; a date in words stays words."""
    issued = item.get("issued", {})
    parts = issued.get("date-parts", [[]])[0]
    if parts:
        yield DCTERMS.issued, Literal(f"{parts[0]:04d}", datatype=XSD.gYear)
        written = "-".join((f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])))
        datatype = (XSD.gYear, XSD.gYearMonth, XSD.date)[len(parts) - 1]
        yield SCHEMA.datePublished, Literal(written, datatype=datatype, normalize=False)
    elif "literal" in issued:
        yield SCHEMA.datePublished, Literal(issued["literal"])


def _short(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:16]
