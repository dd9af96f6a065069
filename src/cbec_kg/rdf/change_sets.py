"""The difference of two versions as RDF: a set of changes, each of one record, between two states described with PROV.

A state is named by the digest of what its records say, so that the same folder has the same name wherever it stands. Out of
scope: what the records say, which is in the graph of either version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from rdflib import DCTERMS, PROV, RDF, RDFS, Graph, URIRef

from cbec_kg.comparison.record_changes import plain_fields
from cbec_kg.comparison.sides import Side
from cbec_kg.comparison.versions import Difference
from cbec_kg.model.iris import PREFIXES, resource_iri
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.vocabulary import CBEC, concept
from cbec_kg.rdf.writer import Value, added

_DIGITS = 16


class _Change(NamedTuple):
    kind: str
    record: str
    former: str = ""
    fields: tuple[str, ...] = ()


def change_set_turtle(found: Difference, old: Side, new: Side) -> str:
    """Return the difference as Turtle; the newer version is a revision of the older one unless both are the same."""
    graph = Graph()
    for prefix in ("cbec", "dcterms", "prov", "rdfs"):
        graph.bind(prefix, PREFIXES[prefix])
    paper = new.snapshot.folder_id
    digests = [_digest(side) for side in (old, new)]
    states = [_state(graph, side, digest) for side, digest in zip((old, new), digests, strict=True)]
    if states[0] != states[1]:
        added(graph, states[1], (PROV.wasRevisionOf, states[0]))
    name = f"change-set/{digests[0]}-{digests[1]}"
    changes = URIRef(resource_iri(paper, name))
    label = Bilingual("两个版本的差别", "The difference of two versions")
    added(graph, changes, (RDF.type, CBEC.ChangeSet), (RDFS.label, label), *((PROV.wasDerivedFrom, one) for one in states))
    for one in _changes(found):
        side = old if one.kind == "dropped" else new
        former = URIRef(resource_iri(old.snapshot.folder_id, one.former)) if one.former else None
        statements: Iterable[tuple[URIRef, Value]] = (
            (RDF.type, CBEC.RecordChange), (CBEC.changeIn, changes), (CBEC.changeKind, concept("change", one.kind)),
            (CBEC.changeOf, URIRef(resource_iri(side.snapshot.folder_id, one.record))), (CBEC.formerRecord, former),
            *((CBEC.changedField, field) for field in one.fields),
        )  # fmt: skip
        added(graph, URIRef(resource_iri(paper, f"{name}/{one.kind}/{one.record}")), *statements)
    return graph.serialize(format="turtle")


def _changes(found: Difference) -> Iterator[_Change]:
    former = {one.new: one.old for one in found.renames}
    yield from (_Change("dropped", name) for name in found.dropped)
    yield from (_Change("added", name) for name in found.added)
    for one in found.changed:
        yield _Change("changed", one.new, former.pop(one.new, ""), tuple(change.field for change in one.fields))
    yield from (_Change("renamed", new, old) for new, old in former.items())


def _state(graph: Graph, side: Side, digest: str) -> URIRef:
    """Add a version as a PROV entity, and return it."""
    node = URIRef(resource_iri(side.snapshot.folder_id, f"version/{digest}"))
    label = Bilingual(f"记录的版本{digest}", f"Version {digest} of the records")
    return added(graph, node, (RDF.type, PROV.Entity), (RDFS.label, label), (DCTERMS.identifier, digest))


def _digest(side: Side) -> str:
    records = {name: plain_fields(record) for name, record in side.snapshot.records.items()}
    return sha256(json.dumps(records, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:_DIGITS]
