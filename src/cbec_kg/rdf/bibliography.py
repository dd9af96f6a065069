"""The graph ``bibliography``: what the user supplied for references, each record with where it comes from.

A reference has one status. While nothing is supplied it is ``unknown``, in the graph ``curation``; once a record is
supplied, that triple gives way to ``asserted`` or ``verified`` in the graph ``bibliography``. The `cbec:Unknown` of the
reference stays: the article's text still does not give the metadata, whoever else does.
"""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Dataset, Graph, Literal, Namespace, URIRef

from cbec_kg.bibliography.entries import Bibliography, Provenance, Supplied
from cbec_kg.bibliography.names import OTHERS, display_name
from cbec_kg.model.iris import graph_iri, resource_iri
from cbec_kg.model.records import Curation, Reference
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
        self.graph.add((self.name, RDF.type, PROV.Entity))
        self.graph.add((self.name, RDFS.label, Literal("用户提供的著录信息", lang="zh")))
        self.graph.add((self.name, RDFS.label, Literal("Bibliographic data supplied by the user", lang="en")))
        for number, supplied in bibliography.items():
            self.reference(self.references[number], supplied)

    def reference(self, record: str, supplied: Supplied) -> None:
        subject, work = self.iri(record), self.iri(f"{record}/work")
        self.curated.remove((subject, CBEC.metadataStatus, None))
        self.graph.add((subject, CBEC.metadataStatus, Literal(supplied.status)))
        self.graph.add((subject, BIRO.references, work))
        self.work(work, f"{record}/work", supplied)
        self.graph.add((work, PROV.wasDerivedFrom, self.entry(record, supplied.provenance)))

    def text(self, subject: URIRef, predicate: URIRef, value: object) -> None:
        self.graph.add((subject, predicate, Literal(str(value))))

    def work(self, work: URIRef, name: str, supplied: Supplied) -> None:
        """Add what the record says of the work that the reference stands for."""
        item, kind = supplied.item, supplied.item.get("type", "document")
        self.graph.add((work, RDF.type, FABIO.Expression))
        self.graph.add((work, RDF.type, SCHEMA[CLASSES.get(kind, "CreativeWork")]))
        for field, predicate in _TEXTS.items():
            if field in item:
                self.text(work, predicate, item[field])
        if "DOI" in item:
            self.text(work, DCTERMS.identifier, f"doi:{item['DOI']}")
            self.graph.add((work, SCHEMA.sameAs, URIRef(f"https://doi.org/{quote(item['DOI'], safe='/:;()._-')}")))
        self.date(work, item.get("issued", {}))
        for field, predicate, word in (("author", DCTERMS.creator, "author"), ("editor", SCHEMA.editor, "editor")):
            for place, person in enumerate((name for name in item.get(field, ()) if name != OTHERS), 1):
                node = self.iri(f"{name}/{word}-{place}")
                self.graph.add((work, predicate, node))
                self.person(node, person, place)
        if "container-title" in item:
            container = self.iri(f"{name}/container")
            self.graph.add((work, DCTERMS.isPartOf, container))
            self.graph.add((container, RDF.type, SCHEMA[CONTAINERS.get(kind, "CreativeWork")]))
            self.text(container, DCTERMS.title, item["container-title"])
        if "publisher" in item:
            publisher = self.iri(f"{name}/publisher")
            self.graph.add((work, DCTERMS.publisher, publisher))
            self.graph.add((publisher, RDF.type, SCHEMA.Organization))
            self.text(publisher, SCHEMA.name, item["publisher"])
            if "publisher-place" in item:
                self.text(publisher, SCHEMA.location, item["publisher-place"])

    def date(self, work: URIRef, issued: dict[str, list[list[int]]]) -> None:
        """Add the year, and the day or month where the record has it; a date in words stays words."""
        parts = issued.get("date-parts", [[]])[0]
        if not parts:
            if "literal" in issued:
                self.text(work, SCHEMA.datePublished, issued["literal"])
            return
        self.graph.add((work, DCTERMS.issued, Literal(f"{parts[0]:04d}", datatype=XSD.gYear)))
        written = "-".join((f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])))
        datatype = (XSD.gYear, XSD.gYearMonth, XSD.date)[len(parts) - 1]
        self.graph.add((work, SCHEMA.datePublished, Literal(written, datatype=datatype, normalize=False)))

    def person(self, node: URIRef, name: dict[str, str], place: int) -> None:
        """Add a name; whether a name in one piece is a person's or a body's is not known."""
        parted = "literal" not in name
        self.graph.add((node, RDF.type, SCHEMA.Person if parted else SCHEMA.Thing))
        self.text(node, SCHEMA.name, display_name(name))
        self.graph.add((node, SCHEMA.position, Literal(place, datatype=XSD.integer)))
        for part, predicate in (("family", SCHEMA.familyName), ("given", SCHEMA.givenName)):
            if parted and part in name:
                self.text(node, predicate, name[part])

    def entry(self, record: str, origin: Provenance) -> URIRef:
        """Add an entry of the user's file, the file, the import and, where it is known, who did it; return the entry."""
        entry, file = self.iri(f"{record}/entry"), self.iri(f"bibliography/file-{origin.sha256[:16]}")
        made = _short(origin.sha256, origin.date, origin.by or "")
        activity = self.iri(f"bibliography/import-{made}")
        for node in (entry, file):
            self.graph.add((node, RDF.type, PROV.Entity))
        self.text(entry, RDFS.label, origin.key or record)
        self.text(file, RDFS.label, origin.source)
        self.text(file, SCHEMA.sha256, origin.sha256)
        self.graph.add((entry, PROV.wasDerivedFrom, file))
        self.graph.add((entry, PROV.wasGeneratedBy, activity))
        self.graph.add((self.name, PROV.wasDerivedFrom, file))
        self.graph.add((activity, RDF.type, PROV.Activity))
        self.graph.add((activity, PROV.used, file))
        self.graph.add((activity, DCTERMS.date, Literal(origin.date, datatype=XSD.date)))
        if origin.by is not None:
            agent = self.iri(f"bibliography/agent-{_short(origin.by)}")
            self.graph.add((agent, RDF.type, PROV.Agent))
            self.text(agent, RDFS.label, origin.by)
            self.graph.add((activity, PROV.wasAssociatedWith, agent))
            self.graph.add((entry, PROV.wasAttributedTo, agent))
        return entry


def _short(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:16]
