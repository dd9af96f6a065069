"""How the fields of records stand in the graph, declared once: `build` writes by it, `cbec_kg.store.retrieval` reads by it.

What kind of value a property has follows from the field's type and from `cbec_kg.model.schema.TARGETS`; here stand only the
property, the named graph and, for a closed list, the scheme. Fields that are not here stand as nodes of their own: anchors,
links, trends, columns of tables, and what is unknown or derived. No rdflib, so that a store can be read without it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from cbec_kg.model import records as r
from cbec_kg.model.records import Record
from cbec_kg.model.schema import TARGETS
from cbec_kg.model.terms import Bilingual

Form = Literal["literal", "digits", "flag", "year", "text", "record", "concept", "function"]
"""``literal``: string, integer or decimal by the field's type; ``digits``: an integer as a string; ``flag``: yes or no as a
boolean; ``year``: xsd:gYear; ``text``: in Chinese and English; ``record``: the IRI of a record; ``concept``: of a scheme;
``function``: a property of CiTO."""


class Property(NamedTuple):
    """Where a field stands in the graph: a predicate with its prefix, and the named graph.

    `scheme` is the first part of the names of a closed list's concepts; ``cito`` and ``gYear`` for functions and years.
    """

    predicate: str
    graph: Literal["article", "curation"] = "article"
    scheme: str = ""


def _curated(predicate: str, scheme: str = "") -> Property:
    return Property(predicate, "curation", scheme)


_STATEMENT = {
    "place": Property("cbec:place"),
    "population": Property("cbec:population"),
    "about": Property("cbec:about"),
}

PROPERTIES: dict[type[Any], dict[str, Property]] = {
    r.Article: {
        "doi": Property("dcterms:identifier"),
        "language": Property("dcterms:language"),
        "journal": Property("cbec:journal"),
        "year": Property("schema:datePublished", scheme="gYear"),
        "volume": Property("schema:volumeNumber"),
        "issue": Property("schema:issueNumber"),
        "number": Property("cbec:number"),
        "first_author": Property("cbec:firstAuthor"),
        "further_authors": Property("cbec:furtherAuthors"),
        "pages_seen": Property("cbec:pageSeen"),
    },
    r.Section: {
        "number": Property("cbec:sectionNumber"),
        "kind": _curated("cbec:sectionKind", "section"),
        "parent": Property("cbec:parentSection"),
        "heading_asserts": _curated("cbec:headingAsserts"),
    },
    r.Reference: {"number": Property("cbec:number"), "metadata": _curated("cbec:metadataStatus")},
    r.Source: {
        "kind": _curated("cbec:sourceKind", "source"),
        "publisher": Property("dcterms:publisher"),
        "part_of": Property("dcterms:isPartOf"),
        "year": Property("cbec:period", scheme="digits"),
        "note": _curated("skos:note"),
    },
    r.Citation: {
        "reference": Property("cbec:denotes"),
        "function": _curated("cbec:citationFunction", "cito"),
        "note": _curated("skos:note"),
    },
    r.Attribution: {
        "source": Property("cbec:attributedTo"),
        "function": _curated("cbec:citationFunction", "cito"),
        "note": _curated("skos:note"),
    },
    r.Claim: {**_STATEMENT, "kind": _curated("cbec:claimKind", "claim")},
    r.Statistic: {
        **_STATEMENT,
        "kind": Property("cbec:statisticKind", scheme="statistic"),
        "operator": Property("cbec:operator", scheme="operator"),
        "printed": Property("cbec:printed"),
        "value": Property("cbec:value"),
        "value_text": Property("cbec:valueText"),
        "unit": Property("cbec:unit"),
        "indicator": Property("cbec:indicator"),
        "counterpart": Property("cbec:counterpart"),
        "whole": Property("cbec:whole"),
        "whole_place": Property("cbec:wholePlace"),
        "table": Property("cbec:inTable"),
        "members": Property("cbec:member"),
        "members_open": Property("cbec:membersOpen"),
        "row": Property("cbec:tableRow"),
        "column": Property("cbec:tableColumn"),
        "base": Property("cbec:comparisonPeriod"),
        "why": _curated("cbec:periodReason"),
    },
    r.Table: {
        "number": Property("cbec:number"),
        "section": Property("cbec:inSection"),
        "locator": Property("cbec:tableLocator"),
        "place": Property("cbec:place"),
    },
    r.Column: {
        "key": Property("cbec:columnKey"),
        "indicator": Property("cbec:indicator"),
        "kind": Property("cbec:statisticKind", scheme="statistic"),
        "unit": Property("cbec:unit"),
        "base": Property("cbec:comparisonPeriod"),
    },
    r.Trend: {
        "indicator": Property("cbec:indicator"),
        "place": Property("cbec:place"),
        "direction": Property("cbec:direction", scheme="direction"),
    },
    r.Figure: {"number": Property("cbec:number"), "section": Property("cbec:inSection")},
    r.Indicator: {
        "definition": _curated("skos:definition"),
        "part_of": Property("cbec:partOf"),
        "flow": Property("cbec:flow"),
    },
    r.Unit: {"symbol": Property("cbec:symbol"), "factor": Property("cbec:factor"), "base": Property("cbec:baseUnit")},
    r.Problem: {
        **_STATEMENT,
        "status": Property("cbec:problemStatus", scheme="problem"),
        "section": Property("cbec:inSection"),
    },
    r.Facet: {**_STATEMENT, "problem": Property("cbec:facetOf")},
    r.Countermeasure: {**_STATEMENT, "section": Property("cbec:inSection")},
    r.Measure: {
        **_STATEMENT,
        "countermeasure": Property("cbec:measureOf"),
        "actors": Property("cbec:actor"),
        "instruments": Property("cbec:instrument"),
    },
    r.Entity: {
        "broader": Property("skos:broader"),
        "also": Property("skos:altLabel"),
        "definition": _curated("skos:definition"),
    },
}
"""The property of each field, by class of record; fields that a class does not have are left out."""

ENTITY_CLASSES = {
    "org": "Organisation", "platform": "Platform", "place": "Place", "law": "Law", "concept": "Concept",
}  # fmt: skip
"""The class of an entity by the first word of its id."""

LINK_CLASSES = {"support": "Support", "cause": "CausalLink", "address": "Address", "answer": "Answer"}
"""The class of the node of each relation between statements; the other relations are single properties."""

PART_PROPERTIES = {"facet": "facetOf", "measure": "measureOf", "pointer": "pointsTo"}
"""The property of the relations that are single properties, from the part or pointer on."""


@cache
def properties_of(kind: type[Any]) -> dict[str, tuple[Property, Form, Any]]:
    """Return, for each field of a class that is a property, the property, the form of its value, and its plain type."""
    hints, found = get_type_hints(kind), {}
    for name, declared in PROPERTIES[kind].items():
        if name in hints:
            plain = _plain(hints[name])
            found[name] = (declared, _form(name, declared, plain), plain)
    return found


def class_name(record: Record) -> str:
    """Return the local name of a record's class in the ontology."""
    return ENTITY_CLASSES[record.id.partition("-")[0]] if isinstance(record, r.Entity) else type(record).__name__


def _plain(hint: Any) -> Any:
    """Return the type of a field's single value: of ``str | None`` and of ``tuple[str, ...]``, ``str``."""
    if get_origin(hint) is tuple:
        return get_args(hint)[0]
    if type(None) in get_args(hint):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _form(name: str, declared: Property, plain: Any) -> Form:
    if name in TARGETS or name in ("part_of", "table"):
        return "record"
    if declared.scheme == "cito":
        return "function"
    if declared.scheme == "gYear":
        return "year"
    if declared.scheme == "digits":
        return "digits"
    if declared.scheme:
        return "concept"
    if plain is Bilingual:
        return "text"
    return "flag" if plain == r.Yes else "literal"
