"""The dataset as Turtle, JSON-LD and N-Quads; the same dataset gives the same bytes."""

from __future__ import annotations

import json
from typing import Any

from rdflib import Graph, URIRef

from cbec_kg.assets import asset_folder
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import BASE, PREFIXES, expanded, graph_iri, resource_iri
from cbec_kg.model.records import Unit
from cbec_kg.rdf.project import Project


def _empty(project: Project) -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, "kg": BASE}.items():
        graph.bind(prefix, namespace)
    graph.bind("paper", f"{BASE}{project.curation.folder_id}/")
    return graph


def merged_graph(project: Project) -> Graph:
    """Return all named graphs of a project as one graph, the ontology included."""
    merged = _empty(project)
    for graph in project.dataset.graphs():
        merged += graph
    return merged


def cube_graph(project: Project) -> Graph:
    """Return a project's statistics as one graph that a cube's reader can take by itself.

    Data sets, observations, slices and codes, with the structures and code lists of the ontology and with what the article's
    graph says of the units.
    """
    cube = _empty(project)
    cube += project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, "cube")))
    for file in ("cube.ttl", "schemes.ttl"):
        cube.parse(data=read_bytes(asset_folder("ontology") / file), format="turtle")
    stated = project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, "article")))
    for unit in project.curation.of(Unit):
        for triple in stated.triples((URIRef(resource_iri(project.curation.folder_id, unit.id)), None, None)):
            cube.add(triple)
    return cube


def turtle(graph: Graph) -> str:
    """Return a graph as Turtle: subjects, predicates and objects sorted, types first, and only prefixes that occur."""
    from pyoxigraph import NamedNode, RdfFormat, parse, serialize

    lines = graph.serialize(format="nt")
    triples = [quad.triple for quad in parse(lines.encode(), format=RdfFormat.N_TRIPLES)]
    kind = NamedNode(expanded("rdf:type"))
    triples.sort(key=lambda one: (str(one.subject), one.predicate != kind, str(one.predicate), str(one.object)))
    prefixes = {prefix: str(namespace) for prefix, namespace in graph.namespaces() if f"<{namespace}" in lines}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    text = written.decode().splitlines(keepends=True)
    return "".join((*sorted(text[: len(prefixes)]), "\n", *text[len(prefixes) :]))


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
        items = [_sorted(item) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True)) if len(items) > 1 else items
    return value
