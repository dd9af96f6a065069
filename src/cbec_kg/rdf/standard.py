"""The classes and properties of others that ours are kinds of, written out beside ours.

The alignments of the ontology say that a `cbec:Citation` is a ``c4o:InTextReferencePointer``; a client that knows C4O and
not our ontology, and reasons over neither, finds one only where it is said of the citation itself. What follows goes to the
named graph of what it follows from. Citing is said as ``cito:cites`` besides its function, and every anchor is the target of
a web annotation whose body is the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rdflib import RDF, Dataset, Graph, Namespace, URIRef
from rdflib.term import Node

from cbec_kg.assets import asset_folder
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import TERM, expanded, graph_iri
from cbec_kg.rdf.vocabulary import CBEC, CITO

OA = Namespace("http://www.w3.org/ns/oa#")


@cache
def broader_terms() -> Mapping[URIRef, tuple[URIRef, ...]]:
    """Return the classes and properties of others that each of ours is a kind of, by the alignments of the ontology."""
    from pyoxigraph import NamedNode, RdfFormat, parse

    relations = {expanded("rdfs:subClassOf"), expanded("rdfs:subPropertyOf")}
    found: dict[URIRef, list[URIRef]] = {}
    for quad in parse(read_bytes(asset_folder("ontology") / "alignments.ttl"), format=RdfFormat.TURTLE):
        ours = isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(TERM)
        if ours and quad.predicate.value in relations and isinstance(quad.object, NamedNode):
            found.setdefault(URIRef(quad.subject.value), []).append(URIRef(quad.object.value))
    return {term: tuple(sorted(broader)) for term, broader in sorted(found.items())}


def add_standard_terms(dataset: Dataset, folder_id: str) -> None:
    """Add to the graphs of a folder what follows from them in the terms of others."""
    for name in ("article", "curation", "derived"):
        graph = dataset.graph(URIRef(graph_iri(folder_id, name)))
        for triple in _following(graph):
            graph.add(triple)


def _following(graph: Graph) -> list[tuple[Node, URIRef, Node]]:
    broader = broader_terms()
    found: list[tuple[Node, URIRef, Node]] = []
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            found += [(subject, RDF.type, kind) for kind in broader.get(URIRef(str(value)), ())]
        elif str(predicate).startswith(str(CITO)):
            found.append((subject, CITO.cites, value))
        elif predicate == CBEC.anchorOf:
            note = URIRef(str(subject).replace("/anchor-", "/annotation-"))
            found += [(note, RDF.type, OA.Annotation), (note, OA.hasBody, value), (note, OA.hasTarget, subject)]
        else:
            found += [(subject, kind, value) for kind in broader.get(URIRef(str(predicate)), ())]
    return found
