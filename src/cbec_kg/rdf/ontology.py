"""The shipped ontology: its files, and what it calls its classes and concepts."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from cbec_kg.assets import asset_folder
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import TERM, expanded

ONTOLOGY_FILES = ("cbec.ttl", "schemes.ttl", "alignments.ttl", "cube.ttl")


@cache
def term_labels() -> dict[str, tuple[str, str]]:
    """Return the Chinese and English labels of classes, by name in lower case, and of concepts, by name; sorted."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    labels: dict[str, dict[str, str]] = defaultdict(dict)
    named = set()
    for file in ONTOLOGY_FILES:
        for quad in parse(read_bytes(asset_folder("ontology") / file), format=RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, NamedNode) or not subject.value.startswith(TERM):
                continue
            if predicate == expanded("rdfs:label") and isinstance(value, Literal) and value.language:
                labels[subject.value][value.language] = value.value
            elif predicate == expanded("skos:inScheme") or value == NamedNode(expanded("owl:Class")):
                named.add(subject.value)
    both = {name: labels[name] for name in sorted(named) if {"zh", "en"} <= labels[name].keys()}
    return {name.removeprefix(TERM).lower(): (found["zh"], found["en"]) for name, found in both.items()}
