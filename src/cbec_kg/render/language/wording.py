"""What kinds, roles, bases, functions and fields are called in Chinese and English on pages for readers.

Words come from the ontology; the catalogue ``pages`` has what it does not name: functions of citations, which are terms of
CiTO, a few fields of pages, and the words for what is left open. Out of scope: what a curation says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from msgspec.structs import asdict

from cbec_kg.model.closed_lists import CitationFunction
from cbec_kg.model.curated import WithRecords
from cbec_kg.model.kinds import KIND_PREFIX, OPEN_LISTS
from cbec_kg.model.records import Claim, Entity, Kind, Source
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.ontology import Term, ontology_terms, scheme_terms
from cbec_kg.render.language.catalogue import in_both

_CLASSES: Mapping[str, str] = {
    "problem": "Problem", "facet": "Facet", "countermeasure": "Countermeasure", "measure": "Measure", "claim": "Claim",
    "statistic": "Statistic", "figure": "Figure", "table": "Table", "reference": "Reference", "source": "Source",
    "citation": "Citation", "attribution": "Attribution", "indicator": "Indicator", "org": "Organisation",
    "platform": "Platform", "place": "Place", "law": "Law", "concept": "Concept",
}  # fmt: skip
_SCHEMES: Mapping[str, str] = {
    "role": "RoleScheme", "basis": "BasisScheme", "claim": "ClaimKindScheme", "source": "SourceKindScheme",
    "statistic": "StatisticKindScheme", "operator": "OperatorScheme", "problem": "ProblemStatusScheme",
    "modality": "ModalityScheme", "quantifier": "QuantifierScheme",
}  # fmt: skip
_KINDS = ("mentioned", "source")
"""What a page tells apart and the ontology does not, and where its word would be taken for another: `source` alone."""

_PROPERTIES: Mapping[str, str] = {
    "about": "about", "actors": "actor", "base": "comparisonPeriod", "categories": "category", "column": "tableColumn",
    "counterpart": "counterpart", "function": "citationFunction", "indicator": "indicator", "instruments": "instrument",
    "members": "member", "modality": "modality", "operator": "operator", "period": "period", "place": "place",
    "points_to": "pointsTo", "population": "population", "quantifier": "quantifier", "row": "tableRow",
    "section": "inSection", "stands_alone": "standsAlone", "status": "problemStatus", "table": "inTable", "unit": "unit",
    "value": "value", "whole": "whole",
}  # fmt: skip
_FACTS = ("also", "broader", "definition", "kind", "metadata", "note", "part_of", "publisher", "values", "year")
"""Fields of pages that are no property of ours."""


def open_word(name: str) -> dict[str, str]:
    """Return the words for what is left open: ``unknown``, ``unspecified``, ``previous-year``, ``no-label``, ``others``."""
    return in_both("pages", f"open-{name}")


def function_word(function: str) -> dict[str, str]:
    """Return what a function of citations is called."""
    return in_both("pages", f"function-{function}")


def word_for(vocabulary: str, term: str) -> dict[str, str]:
    """Return the label of a term of one of the ontology's closed lists, as the mapping that pages carry.

    Examples
    --------
    >>> word_for("basis", "inferred")
    {'zh': '推断', 'en': 'inferred'}
    """
    return asdict(scheme_terms(_SCHEMES[vocabulary])[term].label)


def kind_word(curation: WithRecords, record: Claim | Source | Entity) -> dict[str, str]:
    """Return what the kind of a claim, source or entity is called, in the words of its folder where it is of its own."""
    vocabulary, kind = OPEN_LISTS[type(record)].name, record.kind or ""
    if kind in OPEN_LISTS[type(record)].values:
        return word_for(vocabulary, kind)
    folder, colon, _ = record.id.rpartition(":")
    own = curation.records.get(f"{folder}{colon}{KIND_PREFIX}{kind}")
    return {"zh": own.zh, "en": own.en} if isinstance(own, Kind) else {"zh": kind, "en": kind}


def field_word(field: str) -> dict[str, str]:
    """Return the name of a field of pages; of an unknown one, its own.

    Examples
    --------
    >>> field_word("note")
    {'zh': '说明', 'en': 'Note'}
    """
    if field in _PROPERTIES:
        return asdict(term_heading(_PROPERTIES[field]))
    return in_both("pages", f"fact-{field}") if field in _FACTS else {"zh": field, "en": field}


def vocabulary() -> dict[str, dict[str, Any]]:
    """Return all closed vocabularies as plain values: vocabulary, term, language.

    Terms of the ontology's lists carry what they mean besides, under ``means``.
    """
    terms = ontology_terms()
    kinds = {kind: asdict(terms[name].label) for kind, name in _CLASSES.items()}
    found: dict[str, dict[str, Any]] = {
        "kind": kinds | {kind: in_both("pages", f"kind-{kind}") for kind in _KINDS},
        "fact": {fact: field_word(fact) for fact in (*_PROPERTIES, *_FACTS)},
        "function": {function: function_word(function) for function in get_args(CitationFunction)},
    }
    for name, scheme in _SCHEMES.items():
        found[name] = {notation: _meant(term) for notation, term in scheme_terms(scheme).items()}
    return found


def term_heading(term: str) -> Bilingual:
    """Return the label of a class or property as the name of a field: ``has unit`` is ``Unit`` there."""
    label = ontology_terms()[term].label
    english = label.en.removeprefix("has ")
    return Bilingual(label.zh, english[0].upper() + english[1:])


def _meant(term: Term) -> dict[str, Any]:
    """Return a term's label and its definition without the full stop, to be used within a sentence."""
    if not term.definition:
        return asdict(term.label)
    meaning = {"zh": term.definition.zh.removesuffix("。"), "en": term.definition.en.removesuffix(".")}
    return asdict(term.label) | {"means": meaning}
