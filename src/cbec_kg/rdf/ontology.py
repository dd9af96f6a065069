"""The shipped ontology: its files, and what it calls its classes, properties and closed terms, and says they mean.

Out of scope: texts of views that the ontology does not name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cbec_kg.assets import asset_folder
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import TERM, expanded
from cbec_kg.model.terms import Bilingual

ONTOLOGY_FILES = ("cbec.ttl", "schemes.ttl", "alignments.ttl", "cube.ttl")


class Term(NamedTuple):
    """A term of the ontology; of a concept, its token too and the local name of the closed list that it belongs to."""

    label: Bilingual
    definition: Bilingual | None
    notation: str
    scheme: str
    is_class: bool


@cache
def ontology_terms() -> Mapping[str, Term]:
    """Return the terms of the ontology by local name (``Facet``, ``role-headline``), in the order of its files."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for file in ONTOLOGY_FILES:
        for quad in parse(read_bytes(asset_folder("ontology") / file), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(TERM):
                facts, predicate, value = found[quad.subject.value.removeprefix(TERM)], quad.predicate.value, quad.object
                if isinstance(value, Literal):
                    facts[predicate, value.language or ""] = value.value
                elif isinstance(value, NamedNode):
                    facts[predicate, value.value if predicate == expanded("rdf:type") else ""] = value.value
    return {name: _term(facts) for name, facts in found.items() if (expanded("rdfs:label"), "en") in facts}


def _term(facts: Mapping[tuple[str, str], str]) -> Term:
    def both(property_: str) -> Bilingual | None:
        zh, en = (facts.get((expanded(property_), language)) for language in ("zh", "en"))
        return Bilingual(zh, en) if zh and en else None

    label = both("rdfs:label")
    assert label is not None  # a test of the ontology requires two labels of every term
    scheme = facts.get((expanded("skos:inScheme"), ""), "").removeprefix(TERM)
    is_class = (expanded("rdf:type"), expanded("owl:Class")) in facts
    return Term(label, both("skos:definition"), facts.get((expanded("skos:notation"), ""), ""), scheme, is_class)


@cache
def scheme_terms(scheme: str) -> Mapping[str, Term]:
    """Return the terms of a closed list by notation: ``scheme_terms("RoleScheme")["headline"]``."""
    return {term.notation: term for term in ontology_terms().values() if term.scheme == scheme}


def term_labels() -> dict[str, tuple[str, str]]:
    """Return the Chinese and English labels of classes, by name in lower case, and of concepts, by name; sorted."""
    terms = {name: term for name, term in sorted(ontology_terms().items()) if term.scheme or term.is_class}
    return {name.lower(): (term.label.zh, term.label.en) for name, term in terms.items()}
