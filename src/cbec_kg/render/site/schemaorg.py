"""A resource as schema.org says it, in JSON-LD with an inline context, for search engines and harvesters.

Only what the curation knows: a title that is not known is left out, a figure that is printed as "more than" becomes a lower
bound and no value, and a decimal keeps its printed digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cbec_kg.model.iris import ONTOLOGY
from cbec_kg.model.records import (
    Article,
    Attribution,
    Citation,
    Claim,
    Entity,
    Facet,
    Figure,
    Indicator,
    Passage,
    Problem,
    Record,
    Reference,
    Section,
    Source,
    Statistic,
    Table,
    Unit,
)
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import both

Value = dict[str, Any]

CONTEXT: Value = {
    "@vocab": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "additionalType": {"@type": "@id"},
    "mainEntityOfPage": {"@type": "@id"},
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "license": {"@type": "@id"},
    "contentUrl": {"@type": "@id"},
    "value": {"@type": "xsd:decimal"},
    "minValue": {"@type": "xsd:decimal"},
    "maxValue": {"@type": "xsd:decimal"},
    "datePublished": {"@type": "xsd:gYear"},
}
"""Inline, so that nothing is fetched; @vocab makes the words schema.org's."""

_ENTITIES = {"org": "Organization", "platform": "Thing", "place": "Place", "law": "Legislation", "concept": "DefinedTerm"}
_BOUNDS = {"more-than": "minValue", "at-least": "minValue", "less-than": "maxValue"}


def texts(text: Bilingual) -> list[Value]:
    """Return a text as language-tagged values."""
    return [{"@value": text.zh, "@language": "zh"}, {"@value": text.en, "@language": "en"}]


def document(iri: str, kind: str | Sequence[str], page: str, values: Mapping[str, Any]) -> Value:
    """Return a JSON-LD document on one resource; values that are empty are left out."""
    known = {key: _shown(value) for key, value in values.items() if value not in (None, "", [], {})}
    return {"@context": CONTEXT, "@id": iri, "@type": kind, "mainEntityOfPage": page, **known}


def _shown(value: Any) -> Any:
    """Return a value with its texts showable."""
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return shown_text(value) if isinstance(value, str) else value


def record_data(paper: Paper, record: Record, page: str) -> Value:
    """Return the description of a record; `page` is the address of its page."""
    kind, values = _described(paper, record)
    common: Value = {
        "name": None if isinstance(record, Article | Reference) else texts(paper.statements.label(paper.iri(record.id))),
        "identifier": record.id,
        "additionalType": _classes(paper, record.id),
        "isPartOf": None if isinstance(record, Article | Entity | Unit | Indicator | Source) else _ref(paper, _whole(paper)),
    }
    return document(paper.iri(record.id), kind, page, common | values)


def passage_data(paper: Paper, passage: Passage, page: str) -> Value:
    """Return the description of a passage, as a part of its section."""
    sections = {section.number: section.id for section in paper.curation.of(Section)}
    name = f"passage-{passage.locator}"
    values = {
        "name": texts(paper.statements.label(paper.iri(name))),
        "identifier": passage.locator,
        "additionalType": _classes(paper, name),
        "isPartOf": _ref(paper, sections[passage.section]),
    }
    return document(paper.iri(name), "CreativeWork", page, values)


def _whole(paper: Paper) -> str:
    return paper.curation.article.id


def _ref(paper: Paper, record: str | None) -> Value | None:
    return {"@id": paper.iri(record)} if record and record in paper.curation.records else None


def _refs(paper: Paper, records: Sequence[str]) -> list[Value]:
    return [{"@id": paper.iri(record)} for record in records if record in paper.curation.records]


def _classes(paper: Paper, record: str) -> list[str]:
    types = paper.statements.values(paper.iri(record), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    return [value.value for value in types if value.value.startswith(ONTOLOGY)]


def _described(paper: Paper, record: Record) -> tuple[str, Value]:
    """Return the class and the values of a record that its kind has."""
    based = {"isBasedOn": _refs(paper, sorted({link.on for link in getattr(record, "rests_on", ())}))}
    if isinstance(record, Article):
        return "ScholarlyArticle", _article(paper, record)
    if isinstance(record, Statistic):
        return "Observation", _statistic(paper, record)
    if isinstance(record, Claim | Problem | Facet):
        told = {"text": texts(both(record.zh, record.en)), "appearance": _ref(paper, _whole(paper)), **based}
        return "Claim", told | {"about": _refs(paper, getattr(record, "about", ()))}
    if isinstance(record, Table):
        columns = list(dict.fromkeys(column.indicator for column in record.columns))
        cells = [cell.id for cell in paper.curation.of(Statistic) if cell.table == record.id]
        return "Dataset", {
            "description": texts(both(record.zh, record.en)),
            "variableMeasured": _refs(paper, columns), "hasPart": _refs(paper, cells), **based,
        }  # fmt: skip
    if isinstance(record, Reference):
        return "CreativeWork", _reference(paper, record)
    if isinstance(record, Source):
        made = {"publisher": _ref(paper, record.publisher), "isPartOf": _ref(paper, record.part_of)}
        return "CreativeWork", made | {"datePublished": None if record.year is None else f"{record.year:04d}"}
    if isinstance(record, Citation | Attribution):
        target = record.reference if isinstance(record, Citation) else record.source
        return "CreativeWork", {"citation": _ref(paper, target), "description": texts(both(record.note.zh, record.note.en))}
    if isinstance(record, Indicator):
        defined = texts(both(record.definition.zh, record.definition.en)) if record.definition else None
        return "StatisticalVariable", {"description": defined, "inDefinedTermSet": None}
    if isinstance(record, Unit):
        return "DefinedTerm", {"termCode": record.symbol}
    if isinstance(record, Entity):
        return _entity(record)
    if isinstance(record, Section):
        return "CreativeWork", {"isPartOf": _ref(paper, record.parent or _whole(paper)), "position": record.number}
    return "CreativeWork", {"text": None if isinstance(record, Figure) else _text(record), **based}


def _text(record: Record) -> list[Value]:
    return texts(both(getattr(record, "zh", ""), getattr(record, "en", "")))


def _entity(record: Entity) -> tuple[str, Value]:
    defined = texts(both(record.definition.zh, record.definition.en)) if record.definition else None
    return _ENTITIES[record.id.partition("-")[0]], {"alternateName": list(record.also), "description": defined}


def _article(paper: Paper, record: Article) -> Value:
    journal = None
    if record.journal:
        journal = {"@type": "Periodical", "name": texts(both(record.journal.zh, record.journal.en))}
        journal |= {"volumeNumber": record.volume} if record.volume else {}
    return {
        "identifier": f"doi:{record.doi}" if record.doi else record.id,
        "sameAs": f"https://doi.org/{record.doi}" if record.doi else None,
        "inLanguage": record.language,
        "datePublished": None if record.year is None else f"{record.year:04d}",
        "issueNumber": record.issue,
        "author": {"@type": "Person", "name": record.first_author} if record.first_author else None,
        "isPartOf": journal,
        "citation": _refs(paper, [item.id for item in paper.curation.of(Reference)]),
    }  # fmt: skip


def _statistic(paper: Paper, record: Statistic) -> Value:
    unit = paper.curation.records[record.unit]
    return {
        _BOUNDS.get(record.operator, "value"): format(record.value, "f"),
        "unitText": unit.symbol if isinstance(unit, Unit) else None,
        "description": record.printed,
        "variableMeasured": _ref(paper, record.indicator),
        "observationAbout": _ref(paper, record.place),
        "observationDate": None if record.period == "unknown" else record.period,
        "isBasedOn": _refs(paper, sorted({link.on for link in record.rests_on})),
    }


def _reference(paper: Paper, record: Reference) -> Value:
    supplied = paper.bibliography.get(record.number)
    known: Value = {"position": record.number}
    if supplied is None:
        return known
    from cbec_kg.bibliography.names import OTHERS, display_name

    item = supplied.item
    issued = item.get("issued", {}).get("date-parts", [[]])[0]
    return known | {
        "name": item.get("title"),
        "author": [{"name": display_name(name)} for name in item.get("author", ()) if name != OTHERS],
        "datePublished": f"{issued[0]:04d}" if issued else None,
        "identifier": f"doi:{item['DOI']}" if "DOI" in item else record.id,
    }
