"""How the fields of records stand in the graph, declared once: `build` writes by it, `cbec_kg.store.retrieval` reads by it.

What kind of value a property has follows from the field's type and from `cbec_kg.model.schema.TARGETS`; here stand only the
property, the named graph and, for a closed list, the scheme. Fields that are not here stand as nodes of their own: anchors,
links, trends, rows and columns of tables, and what is unknown or derived. No rdflib, so that a store can be read without it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from cbec_kg.model import records as r
from cbec_kg.model.closed_lists import Yes
from cbec_kg.model.links import Relation
from cbec_kg.model.records import Record
from cbec_kg.model.schema import TARGETS
from cbec_kg.model.table_lines import Column, Row
from cbec_kg.model.terms import Bilingual

Form = Literal["literal", "digits", "flag", "year", "text", "record", "concept", "function", "iri"]
"""``literal``: string, integer or decimal by the field's type; ``digits``: an integer as a string; ``flag``: yes or no as a
boolean; ``year``: xsd:gYear; ``text``: in Chinese and English; ``record``: the IRI of a record; ``concept``: of a scheme;
``function``: a property of CiTO; ``iri``: a concept elsewhere."""


class Property(NamedTuple):
    """Where a field stands in the graph: a predicate with its prefix, and the named graph.

    `scheme` is the first part of the names of a closed list's concepts; ``cito`` and ``gYear`` for functions and years.
    """

    predicate: str
    graph: Literal["article", "curation"] = "article"
    scheme: str = ""


def _curated(predicate: str, scheme: str = "") -> Property:
    return Property(predicate, "curation", scheme)


_SHARED = {
    **{
        name: Property(f"cbec:{name}")
        for name in (
            "about",
            "cases",
            "category",
            "counterpart",
            "factor",
            "flow",
            "indicator",
            "journal",
            "number",
            "place",
            "population",
            "printed",
            "step",
            "symbol",
            "unit",
            "value",
            "whole",
        )
    },
    "abstract": Property("dcterms:abstract"),
    "title": Property("dcterms:title"),
    "keywords": Property("schema:keywords"),
    "argument": _curated("cbec:argument"),
    "identifiers": _curated("cbec:externalIdentifier"),
    "actors": Property("cbec:actor"),
    "also": Property("skos:altLabel"),
    "base": Property("cbec:comparisonPeriod"),
    "bases": Property("cbec:declaredBase"),
    "broader": Property("skos:broader"),
    "categories": Property("cbec:category"),
    "column": Property("cbec:tableColumn"),
    "countermeasure": Property("cbec:measureOf"),
    "definition": _curated("skos:definition"),
    "exact_match": _curated("skos:exactMatch", "iri"),
    "direction": Property("cbec:direction", scheme="direction"),
    "doi": Property("dcterms:identifier"),
    "first_author": Property("cbec:firstAuthor"),
    "flows": Property("cbec:declaredFlow"),
    "from_least": Property("cbec:rankedFromLeast"),
    "function": _curated("cbec:citationFunction", "cito"),
    "further_authors": Property("cbec:furtherAuthors"),
    "heading_asserts": _curated("cbec:headingAsserts"),
    "instruments": Property("cbec:instrument"),
    "issue": Property("schema:issueNumber"),
    "key": Property("cbec:columnKey"),
    "kind": Property("cbec:statisticKind", scheme="statistic"),
    "language": Property("dcterms:language"),
    "locator": Property("cbec:tableLocator"),
    "modality": Property("cbec:modality", scheme="modality"),
    "modal_word": Property("cbec:modalWord"),
    "members": Property("cbec:member"),
    "members_open": Property("cbec:membersOpen"),
    "metadata": _curated("cbec:metadataStatus"),
    "nature": Property("cbec:stockOrFlow"),
    "note": _curated("skos:note"),
    "operator": Property("cbec:operator", scheme="operator"),
    "pages_seen": Property("cbec:pageSeen"),
    "parent": Property("cbec:parentSection"),
    "problem": Property("cbec:facetOf"),
    "publisher": Property("dcterms:publisher"),
    "quantifier": Property("cbec:quantifier", scheme="quantifier"),
    "quantifier_word": Property("cbec:quantifierWord"),
    "reference": Property("cbec:denotes"),
    "row": Property("cbec:tableRow"),
    "section": Property("cbec:inSection"),
    "source": Property("cbec:attributedTo"),
    "stands_alone": _curated("cbec:standsAlone"),
    "status": Property("cbec:problemStatus", scheme="problem"),
    "sum_of": Property("cbec:totalOf"),
    "table": Property("cbec:inTable"),
    "upper": Property("cbec:upperValue"),
    "value_text": Property("cbec:valueText"),
    "volume": Property("schema:volumeNumber"),
    "whole_place": Property("cbec:wholePlace"),
}
"""The property of each field, whatever the class that has it; fields that are not here or below are left out."""

_OWN: dict[type[Any], dict[str, Property | None]] = {
    r.Article: {"year": Property("schema:datePublished", scheme="gYear")},
    r.Section: {"number": Property("cbec:sectionNumber"), "kind": _curated("cbec:sectionKind", "section")},
    r.Source: {
        "kind": _curated("cbec:sourceKind", "source"),
        "part_of": Property("dcterms:isPartOf"),
        "year": Property("cbec:period", scheme="digits"),
    },
    r.Reference: {"key": Property("cbec:citationKey")},
    r.Claim: {"kind": _curated("cbec:claimKind", "claim")},
    r.Entity: {"kind": _curated("cbec:entityKind", "entity")},
    r.Kind: {"of": _curated("cbec:kindOf")},
    r.Statistic: {"why": _curated("cbec:periodReason"), "note": None},  # which the builder adds among other notes
    r.Indicator: {"part_of": Property("cbec:partOf")},
    Column: {"period": Property("cbec:period")},
    Row: {"key": Property("cbec:rowKey"), "period": Property("cbec:period"), "locator": None},
    r.Table: {"period": Property("cbec:period")},
    r.Unit: {"base": Property("cbec:baseUnit")},
}
"""Fields that have another property in one class than in others; None for one that is left out there."""

ENTITY_CLASSES = {
    "org": "Organisation", "platform": "Platform", "place": "Place", "law": "Law", "concept": "Concept",
}  # fmt: skip
"""The class of an entity by the first word of its id."""

LINK_CLASSES: dict[Relation, str] = {
    "support": "Support",
    "cause": "CausalLink",
    "inference": "Inference",
    "address": "Address",
    "answer": "Answer",
}
"""The class of the node of each relation between statements; the other relations are single properties."""

PART_PROPERTIES: dict[Relation, str] = {"facet": "facetOf", "measure": "measureOf", "pointer": "pointsTo"}
"""The property of the relations that are single properties, from the part or pointer on."""


@cache
def properties_of(kind: type[Any]) -> dict[str, tuple[Property, Form, Any]]:
    """Return, for each field of a class that is a property, the property, the form of its value, and its plain type."""
    declared, found = {**_SHARED, **_OWN.get(kind, {})}, {}
    for name, hint in get_type_hints(kind).items():
        if (property_ := declared.get(name)) is not None:
            plain = _plain(hint)
            found[name] = (property_, _form(name, property_, plain), plain)
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
    if declared.scheme:
        special: dict[str, Form] = {"cito": "function", "gYear": "year", "digits": "digits", "iri": "iri"}
        return special.get(declared.scheme, "concept")
    if plain is Bilingual:
        return "text"
    return "flag" if plain == Yes else "literal"
