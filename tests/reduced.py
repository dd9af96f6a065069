"""Folders with some curated statements alone, and what a query gives over the graph that is built of them anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec.structs import fields, replace

from cbec_kg.audit.report import audit
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import PREFIXES
from cbec_kg.model.links import Link, links_of, statements_of
from cbec_kg.model.records import Entity, Paraphrased, Record, Statistic
from cbec_kg.provenance.derivation import Curated, Source
from cbec_kg.rdf.build import build_dataset
from cbec_kg.rdf.findings import add_findings
from cbec_kg.rdf.standard import add_standard_terms
from cbec_kg.store.opening import OpenStore, load_nquads

LINKING = {
    "rests_on": ("support", "on", True), "caused_by": ("cause", "id", True), "leads_to": ("cause", "id", False),
    "concluded_from": ("inference", "id", True), "addresses": ("address", "id", False), "answers": ("answer", "id", False),
}  # fmt: skip
"""The relation of each field that lists links, the name of the other end in it, and whether that is the start."""


def reduced(curation: Curation, some: Collection[Source]) -> Curation:
    """Return a curation with all that must be there, and else with some curated statements alone."""
    named = {one.record for one in some if isinstance(one, Curated)}
    named |= {end for one in some if isinstance(one, Link) for end in (one.start, one.end)}
    kept = {name: one for name, one in curation.records.items() if not isinstance(one, Statistic) or name in named}
    places = tuple(place for place in curation.places if place.record in kept)
    return replace(curation, records={name: record_with(one, some) for name, one in kept.items()}, places=places)


def record_with(record: Record, some: Collection[Source]) -> Record:
    changed: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in LINKING:
            changed[field.name] = tuple(item for item in value if is_kept(record, field.name, item, some))
        elif (
            isinstance(record, Paraphrased | Statistic | Entity) and not field.required and field.name not in ("where", "at")
        ):
            items = {one.item for one in some if isinstance(one, Curated) and one[:2] == (record.id, field.name)}
            if Curated(record.id) not in some and field.name not in ("row", "column", "table", "step"):
                changed[field.name] = value if "" in items else field.default
                if isinstance(value, tuple):
                    changed[field.name] = value if "" in items else tuple(item for item in value if str(item) in items)
    return replace(record, **changed)


def is_kept(record: Record, field: str, item: Any, some: Collection[Source]) -> bool:
    relation, name, is_start = LINKING[field]
    other = getattr(item, name)
    ends = (other, record.id) if is_start else (record.id, other)
    role = getattr(item, "role", None)
    return any(
        isinstance(one, Link) and (one.relation, one.start, one.end, one.role) == (relation, *ends, role) for one in some
    )


def can_be_dropped(curation: Curation, source: Source) -> bool:
    """Return whether a folder without this statement can be built at all."""
    if isinstance(source, Link):
        return source.relation not in ("pointer", "facet", "measure")
    record = curation.records[source.record]
    if not source.field:
        return isinstance(record, Statistic)
    optional = {field.name for field in fields(record) if not field.required}
    return isinstance(record, Paraphrased | Entity | Statistic) and source.field in optional and source.field != "at"


def built(curation: Curation) -> OpenStore:
    """Return the graph of a curation, without the ontology."""
    links = links_of(curation)
    dataset = build_dataset(curation, evidence_lines(links, statements_of(curation)))
    add_findings(dataset, curation, audit(curation))
    add_standard_terms(dataset, curation.folder_id)
    store = load_nquads(dataset.serialize(format="nquads"))
    return OpenStore(store, (curation.folder_id,))


def gives(curation: Curation, some: Collection[Source], text: str, row: tuple[Any, ...]) -> bool:
    return row in built(reduced(curation, some)).answer(text, PREFIXES, None).rows
