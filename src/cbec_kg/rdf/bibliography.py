"""The graph ``bibliography``: what the user supplied for references, each record with where it comes from.

A reference has one status. While nothing is supplied it is ``unknown``, in the graph ``curation``; once a record is
supplied, that triple is replaced by ``asserted`` or ``verified`` in the graph ``bibliography``. The `cbec:Unknown` of the
reference stays: the article's text still does not give the metadata, whoever else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import quote

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Dataset, Literal, Namespace, URIRef

from cbec_kg.bibliography.entries import Bibliography, Item, Provenance, Supplied
from cbec_kg.bibliography.fields import OTHERS, display_name
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import graph_iri
from cbec_kg.model.records import Reference
from cbec_kg.model.references import ordinals
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.vocabulary import CBEC
from cbec_kg.rdf.writer import Writer

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
    if not bibliography:
        return
    curated = dataset.graph(URIRef(graph_iri(curation.folder_id, "curation")))
    references = {number: name for name, number in ordinals(curation.of(Reference)).items()}
    supplied = _Supplied(dataset, curation.folder_id, "bibliography")
    label = Bilingual("用户提供的著录信息", "Bibliographic data supplied by the user")
    supplied.add(supplied.name, (RDF.type, PROV.Entity), (RDFS.label, label))
    for number, known in bibliography.items():
        curated.remove((supplied.reference(references[number], known), CBEC.metadataStatus, None))


class _Supplied(Writer):
    """Adds the triples of each supplied record."""

    def reference(self, record: str, supplied: Supplied) -> URIRef:
        work = self.work(f"{record}/work", supplied.item)
        self.add(work, (PROV.wasDerivedFrom, self.entry(record, supplied.provenance)))
        return self.add(self.iri(record), (CBEC.metadataStatus, supplied.status), (BIRO.references, work))

    def work(self, name: str, item: Item) -> URIRef:
        kind = item.get("type", "document")
        texts = ((predicate, str(item[field])) for field, predicate in _TEXTS.items() if field in item)
        of_kind = (RDF.type, SCHEMA[CLASSES.get(kind, "CreativeWork")])
        work = self.node(name, FABIO.Expression, of_kind, *_dates(item), *texts)
        if "DOI" in item:
            address = URIRef(f"https://doi.org/{quote(item['DOI'], safe='/:;()._-')}")
            self.add(work, (DCTERMS.identifier, f"doi:{item['DOI']}"), (SCHEMA.sameAs, address))
        if "PMID" in item:
            self.add(work, (DCTERMS.identifier, f"pmid:{item['PMID']}"))
        for field, predicate in (("author", DCTERMS.creator), ("editor", SCHEMA.editor)):
            for place, person in enumerate((name for name in item.get(field, ()) if name != OTHERS), 1):
                self.add(work, (predicate, self.person(f"{name}/{field}-{place}", person, place)))
        if "container-title" in item:
            container, title = SCHEMA[CONTAINERS.get(kind, "CreativeWork")], (DCTERMS.title, str(item["container-title"]))
            self.add(work, (DCTERMS.isPartOf, self.node(f"{name}/container", container, title)))
        if "publisher" in item:
            town = item.get("publisher-place")
            facts = (SCHEMA.name, str(item["publisher"])), (SCHEMA.location, None if town is None else str(town))
            self.add(work, (DCTERMS.publisher, self.node(f"{name}/publisher", SCHEMA.Organization, *facts)))
        return work

    def person(self, local: str, name: dict[str, str], place: int) -> URIRef:
        """Add a name; whether a name in one piece is a person's or a body's is not known."""
        in_parts = "literal" not in name
        parts = ((SCHEMA.familyName, name.get("family")), (SCHEMA.givenName, name.get("given"))) if in_parts else ()
        kind = SCHEMA.Person if in_parts else SCHEMA.Thing
        return self.node(local, kind, (SCHEMA.name, display_name(name)), (SCHEMA.position, place), *parts)

    def entry(self, record: str, origin: Provenance) -> URIRef:
        """Add an entry of the user's file, the file, the import and, where it is known, who did it; return the entry."""
        about = (RDFS.label, origin.source), (SCHEMA.sha256, origin.sha256)
        file = self.node(f"bibliography/file-{origin.sha256[:16]}", PROV.Entity, *about)
        self.add(self.name, (PROV.wasDerivedFrom, file))
        agent = None
        if origin.by is not None:
            agent = self.node(f"bibliography/agent-{_short(origin.by)}", PROV.Agent, (RDFS.label, origin.by))
        name = f"bibliography/import-{_short(origin.sha256, origin.date, origin.by or '')}"
        day = (DCTERMS.date, Literal(origin.date, datatype=XSD.date) if origin.date else None)
        activity = self.node(name, PROV.Activity, (PROV.used, file), day, (PROV.wasAssociatedWith, agent))
        derived = (PROV.wasDerivedFrom, file), (PROV.wasGeneratedBy, activity), (PROV.wasAttributedTo, agent)
        return self.node(f"{record}/entry", PROV.Entity, (RDFS.label, origin.key or record), *derived)


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
