"""IRIs of resources and named graphs; the one place that turns a record's id into an IRI and back.

Plain strings, so that it can be imported without rdflib.
"""

from __future__ import annotations

BASE = "https://w3id.org/cbec-kg/"
ONTOLOGY = f"{BASE}ontology"
TERM = f"{ONTOLOGY}#"
CERTIFICATES = f"{ONTOLOGY}/certificates#"

_SDMX = "http://purl.org/linked-data/sdmx/2009/"

PREFIXES = {
    "bibo": "http://purl.org/ontology/bibo/",
    "biro": "http://purl.org/spar/biro/",
    "c4o": "http://purl.org/spar/c4o/",
    "cbec": TERM,
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "deo": "http://purl.org/spar/deo/",
    "doco": "http://purl.org/spar/doco/",
    "fabio": "http://purl.org/spar/fabio/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    **{f"sdmx-{part}": f"{_SDMX}{part}#" for part in ("attribute", "code", "concept", "dimension", "measure")},
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Namespaces of the graph by their prefix."""

CORPUS = "corpus"
"""The id that resources of several papers together carry where those of a paper carry the folder's."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the graphs and of what is made of them: CC BY 4.0; it is not that of the article's text."""

GRAPHS = ("article", "curation", "derived", "cube", "bibliography", "notices", "verdicts", "external")
"""Named graphs of a folder: stated by the article, inferred by the curator, computed, the statistics as a data cube,
supplied by the user of references and of notices about them, decided by readers, external."""

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-")
"""Characters of an id; the first is a letter or a digit."""


def expanded(name: str) -> str:
    """Return the IRI of a term by its prefix and local name; KeyError for an unknown prefix.

    Examples
    --------
    >>> expanded("skos:broader")
    'http://www.w3.org/2004/02/skos/core#broader'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def resource_iri(folder_id: str, record_id: str) -> str:
    """Return the IRI of a record.

    Raises
    ------
    ValueError
        When an id has characters that an IRI's path may not have as they are.

    Examples
    --------
    >>> resource_iri("ass-2021-108287", "problem-talent")
    'https://w3id.org/cbec-kg/ass-2021-108287/problem-talent'
    """
    if not _is_plain(folder_id) or not _is_plain(record_id) or "/" in folder_id:
        raise ValueError(f"{folder_id!r}, {record_id!r}: no ids of a record")
    return f"{BASE}{folder_id}/{record_id}"


def _is_plain(text: str) -> bool:
    return text != "" and text[0] not in "._/-" and _PLAIN.issuperset(text)


def record_id(iri: str) -> str | None:
    """Return the id of the record that an IRI names, None when it names none.

    Examples
    --------
    >>> record_id("https://w3id.org/cbec-kg/ass-2021-108287/problem-talent")
    'problem-talent'
    """
    return split_iri(iri)[1] or None


def split_iri(iri: str) -> tuple[str, str]:
    """Return the folder id and the record id of a resource's IRI; both empty when it is none.

    Examples
    --------
    >>> split_iri("https://w3id.org/cbec-kg/ass-2021-108287/problem-talent")
    ('ass-2021-108287', 'problem-talent')
    """
    if not iri.startswith(BASE) or iri.startswith(ONTOLOGY):
        return "", ""
    folder, _, local = iri.removeprefix(BASE).partition("/")
    return (folder, local) if local else ("", "")


def graph_iri(folder_id: str, name: str) -> str:
    """Return the IRI of one of a folder's named graphs; ValueError for a name not in `GRAPHS`."""
    if name not in GRAPHS:
        raise ValueError(f"{name!r} is none of {GRAPHS}")
    return resource_iri(folder_id, f"graph/{name}")
