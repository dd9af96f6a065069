"""Closed namespaces, read from the ontology: a term that it does not have raises AttributeError where it is used."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Namespace, URIRef
from rdflib.namespace import ClosedNamespace

from cbec_kg.assets import asset_folder
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import TERM

CITO = Namespace("http://purl.org/spar/cito/")
SDMX_ATTRIBUTE = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
SDMX_MEASURE = Namespace("http://purl.org/linked-data/sdmx/2009/measure#")


def closed(namespace: str, *files: str) -> ClosedNamespace:
    """Return a namespace of ours that has the terms of some files of the ontology, and no other."""
    found = set()
    for file in files:
        for quad in parse(read_bytes(asset_folder("ontology") / file), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(namespace):
                found.add(quad.subject.value.removeprefix(namespace))
    return ClosedNamespace(namespace, sorted(found))


CBEC = closed(TERM, "cbec.ttl", "cube.ttl")
"""The terms of ``ontology/cbec.ttl`` and ``ontology/cube.ttl``; concepts of its schemes are made by `concept`."""

FROM = CBEC["from"]
"""``cbec:from``; its name is a keyword of Python."""


def concept(scheme: str, notation: str) -> URIRef:
    """Return the concept of a scheme by its notation: ``concept("role", "facet")`` is ``cbec:role-facet``.

    The notations come from the closed types of `cbec_kg.model.records`; a test holds them against the ontology.
    """
    return URIRef(f"{TERM}{scheme}-{notation}")
