"""The dataset as Turtle, JSON-LD and N-Quads; the same dataset gives the same bytes."""

from __future__ import annotations

import json
from typing import Any

from rdflib import Graph

from cbec_kg.assets import asset_folder
from cbec_kg.doors.loading import read_bytes
from cbec_kg.graph.names import BASE, TERM
from cbec_kg.graph.project import Project

_PREFIXES = {
    "bibo": "http://purl.org/ontology/bibo/",
    "c4o": "http://purl.org/spar/c4o/",
    "cbec": TERM,
    "cito": "http://purl.org/spar/cito/",
    "schema": "https://schema.org/",
    "kg": BASE,
}


def merged_graph(project: Project) -> Graph:
    """Return all named graphs of a project as one graph, the ontology included."""
    merged = Graph()
    for prefix, namespace in _PREFIXES.items():
        merged.bind(prefix, namespace)
    merged.bind("paper", f"{BASE}{project.curation.folder_id}/")
    for graph in project.dataset.graphs():
        for triple in graph:
            merged.add(triple)
    return merged


def turtle(merged: Graph) -> str:
    """Return a graph as Turtle, subjects sorted."""
    return merged.serialize(format="turtle")


def json_ld(merged: Graph) -> str:
    """Return a graph as JSON-LD with the shipped context inlined, nodes and values sorted."""
    context = json.loads(read_bytes(asset_folder("ontology") / "context.jsonld"))["@context"]
    document: dict[str, Any] = json.loads(merged.serialize(format="json-ld", context=context, auto_compact=False))
    nodes = document.get("@graph", [])
    document["@graph"] = sorted((_sorted(node) for node in nodes), key=lambda node: str(node.get("@id", node.get("id"))))
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _sorted(value: Any) -> Any:
    """Return a JSON-LD value with its sets in a fixed order; our graphs have no ordered lists outside SHACL."""
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value
