"""Adding triples to one named graph of a folder: the builders of all graphs write through this."""

from __future__ import annotations

from decimal import Decimal

from rdflib import RDF, XSD, Dataset, Graph, Literal, URIRef

from cbec_kg.model.iris import graph_iri, resource_iri
from cbec_kg.model.terms import Bilingual

Value = URIRef | Literal | Bilingual | str | bool | int | Decimal | None
"""What a statement says of its subject: a term as it is, a text once in each language, a plain value as a literal of its
type; None says nothing."""


class Writer:
    """Writes to the graph of a name; no blank nodes, no clock."""

    def __init__(self, dataset: Dataset, folder_id: str, name: str) -> None:
        self.folder_id = folder_id
        self.name = URIRef(graph_iri(folder_id, name))
        self.graph: Graph = dataset.graph(self.name)

    def iri(self, local: str) -> URIRef:
        """Return the IRI of a resource of the folder by its local name."""
        return URIRef(resource_iri(self.folder_id, local))

    def add(self, subject: URIRef, *statements: tuple[URIRef, Value]) -> URIRef:
        """Add what is said of a subject, and return the subject."""
        return added(self.graph, subject, *statements)

    def node(self, local: str, kind: URIRef, *statements: tuple[URIRef, Value]) -> URIRef:
        """Add a resource of a class with what is said of it, and return it."""
        return self.add(self.iri(local), (RDF.type, kind), *statements)

    def links(self, subject: URIRef, predicate: URIRef, *records: str) -> None:
        """Add that a subject is related to records."""
        self.add(subject, *((predicate, self.iri(record)) for record in records))


def added(graph: Graph, subject: URIRef, *statements: tuple[URIRef, Value]) -> URIRef:
    """Add what is said of a subject to a graph, and return the subject."""
    for predicate, value in statements:
        if isinstance(value, Bilingual):
            graph.add((subject, predicate, Literal(value.zh, lang="zh")))
            graph.add((subject, predicate, Literal(value.en, lang="en")))
        elif value is not None:
            graph.add((subject, predicate, value if isinstance(value, URIRef | Literal) else literal(value)))
    return subject


def literal(value: str | bool | int | Decimal) -> Literal:
    """Return a plain value as a literal of its type."""
    return Literal(value, datatype={bool: XSD.boolean, int: XSD.integer, Decimal: XSD.decimal}.get(type(value)))
