"""A resource as schema.org says it, in JSON-LD with an inline context, for search engines and harvesters.

What is said of records is the answer of the shipped query ``schema-org``: only what the curation knows.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.iris import ONTOLOGY, TERM, expanded
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES
from cbec_kg.render.site.graph_index import LABEL, TYPE, GraphIndex
from cbec_kg.render.site.metadata import media_type
from cbec_kg.render.site.texts import text

Value = dict[str, Any]

CONTEXT: Value = json.loads((Path(__file__).parent / "templates" / "schemaorg-context.json").read_bytes())
"""Inline, so that nothing is fetched; @vocab makes the words schema.org's."""


def documents(triples: Iterable[tuple[Any, ...]]) -> Mapping[str, Value]:
    """Return what triples of schema.org say of each resource; what has no class of ours stands within what names it."""
    found: dict[str, Value] = defaultdict(lambda: defaultdict(list))
    for subject, property_, value in sorted(triples, key=str):
        word = "@type" if property_.value == TYPE else property_.value.removeprefix(CONTEXT["@vocab"])
        found[subject.value][word].append(_value(word, value))
    return {iri: {word: _within(values, found) for word, values in words.items()} for iri, words in found.items()}


def _value(word: str, term: Any) -> Any:
    if hasattr(term, "datatype"):
        text = shown_text(term.value)
        if term.datatype.value.endswith("#integer"):
            return int(text)
        return {"@value": text, "@language": term.language} if term.language else text
    if word == "@type" or CONTEXT.get(word, {}).get("@type") == "@id":
        return term.value.removeprefix(CONTEXT["@vocab"])
    return {"@id": term.value}


def _within(values: list[Any], found: Mapping[str, Value]) -> Any:
    inner = [found.get(one.get("@id", ""), {}) if isinstance(one, dict) else {} for one in values]
    whole = [
        one if not words or "additionalType" in words else {**one, **words} for one, words in zip(values, inner, strict=True)
    ]
    return whole[0] if len(whole) == 1 else whole


def of_page(iri: str, page: str, words: Mapping[str, Any]) -> Value:
    """Return the JSON-LD document of a resource, whose page is at an address."""
    return {"@context": CONTEXT, "@id": iri, "mainEntityOfPage": page, **words}


def term_data(graph: GraphIndex, iri: str, page: str) -> Value:
    """Return the description of a term of the ontology."""
    texts = {"name": graph.values(iri, LABEL), "description": graph.values(iri, expanded("skos:definition"))}
    known = {word: [_value(word, one) for one in values] for word, values in texts.items() if values}
    term = {"@type": "DefinedTerm", "termCode": iri.removeprefix(TERM), "inDefinedTermSet": {"@id": ONTOLOGY}}
    return of_page(iri, page, {**term, **known})


def dataset_data(folder: str, home: tuple[str, Bilingual], article: str, base: str) -> Value:
    """Return the description of a paper's data, which its first page offers."""
    files = [f"{folder}/download/{name}" for name in ("graph.ttl", "graph.nq")]
    path, name = home
    texts = {"name": asdict(name), "description": asdict(text("introduction"))}
    return {
        "@context": CONTEXT, "@id": f"{base}void.ttl#{folder}", "@type": "Dataset", "url": base + path,
        "inLanguage": list(LANGUAGES), "about": {"@id": article},
        **{word: [{"@value": one, "@language": code} for code, one in both.items()] for word, both in texts.items()},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media_type(file), "contentUrl": base + file} for file in files
        ],
    }  # fmt: skip
