"""A resource as schema.org says it, in JSON-LD with an inline context, for search engines and harvesters.

Only what the curation knows: a title that is not known is left out, a figure that is printed as "more than" becomes a lower
bound and no value, and a decimal keeps its printed digits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model import records
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import ONTOLOGY, TERM, expanded
from cbec_kg.model.records import Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES
from cbec_kg.render.site.graph_index import TYPE, GraphIndex
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.texts import shown, text

Value = dict[str, Any]

_UNNAMED = (records.Article, records.Reference)
"""Kinds whose title is not known where the user supplies none."""
_NO_PARTS = (records.Article, records.Entity, records.Unit, records.Indicator, records.Source)
"""Kinds that are no part of the article."""

CONTEXT: Value = json.loads((Path(__file__).parent / "templates" / "schemaorg-context.json").read_bytes())
"""Inline, so that nothing is fetched; @vocab makes the words schema.org's."""

_ENTITIES = {"org": "Organization", "platform": "Thing", "place": "Place", "law": "Legislation", "concept": "DefinedTerm"}
_BOUNDS = {"more-than": "minValue", "at-least": "minValue", "less-than": "maxValue", "between": "minValue"}


def texts(text: Bilingual) -> list[Value]:
    """Return a text as language-tagged values."""
    return [{"@value": value, "@language": code} for code, value in asdict(text).items()]


def document(iri: str, kind: str | Sequence[str], page: str, values: Mapping[str, Any]) -> Value:
    """Return a JSON-LD document on one resource; values that are empty are left out."""
    known = {key: _shown(value) for key, value in values.items() if value not in (None, "", [], {})}
    return {"@context": CONTEXT, "@id": iri, "@type": kind, "mainEntityOfPage": page, **known}


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return shown_text(value) if isinstance(value, str) else value


def record_data(paper: Paper, record: Record, page: str) -> Value:
    """Return the description of a record; `page` is the address of its page."""
    whole = _ref(paper, paper.article.id)
    kind, values = _described(paper, record)
    common: Value = {
        "name": None if isinstance(record, _UNNAMED) else texts(paper.graph.label(paper.iri(record.id))),
        "identifier": record.id,
        "additionalType": _classes(paper, record.id),
        "isPartOf": None if isinstance(record, _NO_PARTS) else whole,
        "isBasedOn": _refs(paper, sorted({link.on for link in getattr(record, "rests_on", ())})),
    }
    if kind == "Claim":
        common["appearance"] = whole
    return document(paper.iri(record.id), kind, page, common | values)


def passage_data(paper: Paper, passage: Passage, page: str) -> Value:
    """Return the description of a passage, as a part of its section."""
    name = f"passage-{passage.locator}"
    values = {
        "name": texts(paper.graph.label(paper.iri(name))),
        "identifier": passage.locator,
        "additionalType": _classes(paper, name),
        "isPartOf": _ref(paper, paper.sections[passage.section]),
    }
    return document(paper.iri(name), "CreativeWork", page, values)


def term_data(graph: GraphIndex, iri: str, page: str) -> Value:
    """Return the description of a term of the ontology."""
    definition = graph.text(iri, expanded("skos:definition"))
    values = {
        "name": texts(graph.label(iri)), "description": texts(definition) if definition else None,
        "termCode": iri.removeprefix(TERM), "inDefinedTermSet": {"@id": ONTOLOGY},
    }  # fmt: skip
    return document(iri, "DefinedTerm", page, values)


def dataset_data(paper: Paper, base: str, path: str) -> Value:
    """Return the description of a paper's data, which its home page, at `path`, offers."""
    return {
        "@context": CONTEXT,
        "@id": f"{base}void.ttl#{paper.folder}",
        "@type": "Dataset",
        "name": texts(paper.graph.label(paper.iri(paper.article.id))),
        "description": texts(text("introduction")),
        "url": base + path,
        "inLanguage": list(LANGUAGES),
        "about": {"@id": paper.iri(paper.article.id)},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{base}{paper.folder}/download/{name}"}
            for name, kind in (("graph.ttl", "text/turtle"), ("graph.nq", "application/n-quads"))
        ],
    }


def _ref(paper: Paper, record: str | None) -> Value | None:
    return {"@id": paper.iri(record)} if record and record in paper.snapshot.records else None


def _refs(paper: Paper, names: Iterable[str]) -> list[Value]:
    return [{"@id": paper.iri(name)} for name in names if name in paper.snapshot.records]


def _classes(paper: Paper, record: str) -> list[str]:
    types = paper.graph.values(paper.iri(record), TYPE)
    return [value.value for value in types if value.value.startswith(ONTOLOGY)]


def _described(paper: Paper, record: Record) -> tuple[str, Value]:
    match record:
        case records.Article():
            return "ScholarlyArticle", _article(paper, record)
        case records.Statistic():
            return "Observation", _statistic(paper, record)
        case records.Claim() | records.Facet() | records.Problem():
            return "Claim", {"text": _texts(record), "about": _refs(paper, getattr(record, "about", ()))}
        case records.Countermeasure() | records.Measure():
            return "CreativeWork", {"text": _texts(record)}
        case records.Table():
            cells = [cell for cell in paper.snapshot.of(records.Statistic) if cell.table == record.id]
            lines = [line.indicator for line in (*record.columns, *record.rows) if line.indicator is not None]
            names = [cell.id for cell in cells]
            shape = {"variableMeasured": _refs(paper, dict.fromkeys(lines)), "hasPart": _refs(paper, names)}
            return "Dataset", {"description": _texts(record), **shape}
        case records.Reference():
            return "CreativeWork", _reference(paper, record)
        case records.Source():
            made = {"publisher": _ref(paper, record.publisher), "isPartOf": _ref(paper, record.part_of)}
            return "CreativeWork", {**made, "datePublished": _year(record.year)}
        case records.Citation(reference=target) | records.Attribution(source=target):
            return "CreativeWork", {"citation": _ref(paper, target), "description": _texts(record.note)}
        case records.Section():
            above = _ref(paper, record.parent or paper.article.id)
            return "CreativeWork", {"isPartOf": above, "position": record.number}
        case records.Indicator():
            return "StatisticalVariable", {"description": _texts(record.definition)}
        case records.Unit():
            return "DefinedTerm", {"termCode": record.symbol}
        case records.Entity():
            named = {"alternateName": list(record.also), "description": _texts(record.definition)}
            return _ENTITIES[record.id.partition("-")[0]], named
    return "CreativeWork", {}


def _texts(value: Any) -> list[Value] | None:
    return None if value is None else texts(shown(value))


def _year(year: int | None) -> str | None:
    return None if year is None else f"{year:04d}"


def _article(paper: Paper, record: records.Article) -> Value:
    journal: Value | None = None
    if record.journal:
        journal = {"@type": "Periodical", "name": _texts(record.journal)}
        journal |= {"volumeNumber": record.volume} if record.volume else {}
    return {
        "identifier": f"doi:{record.doi}" if record.doi else record.id,
        "sameAs": f"https://doi.org/{record.doi}" if record.doi else None,
        "inLanguage": record.language,
        "datePublished": _year(record.year),
        "issueNumber": record.issue,
        "author": {"@type": "Person", "name": record.first_author} if record.first_author else None,
        "isPartOf": journal,
        "citation": _refs(paper, (item.id for item in paper.snapshot.of(records.Reference))),
    }


def _statistic(paper: Paper, record: records.Statistic) -> Value:
    unit = paper.snapshot.records[record.unit]
    bounds = {_BOUNDS.get(record.operator, "value"): format(record.value, "f")}
    return {
        **(bounds if record.upper is None else bounds | {"maxValue": format(record.upper, "f")}),
        "unitText": unit.symbol if isinstance(unit, records.Unit) else None,
        "description": record.printed,
        "variableMeasured": _ref(paper, record.indicator),
        "observationAbout": _ref(paper, record.place),
        "observationDate": None if record.period == "unknown" else record.period,
    }


def _reference(paper: Paper, record: records.Reference) -> Value:
    supplied = paper.source.bibliography.get(paper.ordinals[record.id])
    if supplied is None:
        return {"position": paper.ordinals[record.id]}
    from cbec_kg.bibliography.fields import OTHERS, display_name

    item = supplied.item
    issued = item.get("issued", {}).get("date-parts", [[]])[0]
    return {
        "position": paper.ordinals[record.id],
        "name": item.get("title"),
        "author": [{"name": display_name(name)} for name in item.get("author", ()) if name != OTHERS],
        "datePublished": _year(issued[0]) if issued else None,
        "identifier": f"doi:{item['DOI']}" if "DOI" in item else record.id,
    }
