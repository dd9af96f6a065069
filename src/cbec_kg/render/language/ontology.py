"""What the ontology calls its classes, properties and closed terms, and what it says they mean, for pages and tables.

Read from the shipped ontology, so that graph, page and documents use the same words. Out of scope: what a curation says, and
the texts of a page's own controls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from cbec_kg.assets import asset_folder
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import TERM
from cbec_kg.model.terms import Bilingual

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_USED = {f"{_RDFS}label": "label", f"{_SKOS}definition": "definition", f"{_SKOS}notation": "notation"}


@dataclass
class _Found:
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    notation: str = ""
    scheme: str = ""


@dataclass(frozen=True)
class Term:
    """Label of a term of the ontology, and its definition where it has one."""

    label: Bilingual
    definition: Bilingual | None


@cache
def ontology_terms() -> Mapping[str, Term]:
    """Return the terms of the ontology by local name: ``Facet``, ``indicator``, ``role-headline``."""
    return {name: _term(found) for name, found in _read().items() if ("label", "en") in found.texts}


@cache
def scheme_terms(scheme: str) -> Mapping[str, Term]:
    """Return the terms of a closed list by notation: ``scheme_terms("RoleScheme")["headline"]``."""
    return {found.notation: ontology_terms()[name] for name, found in _read().items() if found.scheme == scheme}


def _term(found: _Found) -> Term:
    def both(what: str) -> Bilingual | None:
        zh, en = found.texts.get((what, "zh")), found.texts.get((what, "en"))
        return Bilingual(zh, en) if zh and en else None

    label = both("label")
    assert label is not None  # a test of the ontology holds every term to two labels
    return Term(label, both("definition"))


@cache
def _read() -> Mapping[str, _Found]:
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    found: dict[str, _Found] = {}
    for file in ("cbec.ttl", "schemes.ttl"):
        for quad in parse(read_bytes(asset_folder("ontology") / file), format=RdfFormat.TURTLE):
            if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(TERM):
                continue
            entry = found.setdefault(quad.subject.value.removeprefix(TERM), _Found())
            name = _USED.get(quad.predicate.value)
            if name == "notation" and isinstance(quad.object, Literal):
                entry.notation = quad.object.value
            elif name and isinstance(quad.object, Literal):
                entry.texts[name, quad.object.language or ""] = quad.object.value
            elif quad.predicate.value == f"{_SKOS}inScheme" and isinstance(quad.object, NamedNode):
                entry.scheme = quad.object.value.removeprefix(TERM)
    return found
