"""The site's data described in VoID and DCAT (void.ttl): what there is, how much of it, where to download it.

Counts are of the downloads: distinct triples of a folder's graph with the ontology in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cbec_kg.model.iris import GRAPHS, ONTOLOGY, expanded, graph_iri
from cbec_kg.render.html import render_template
from cbec_kg.render.site.graph_index import TYPE, GraphIndex, turtle, value_of
from cbec_kg.render.site.metadata import media_type
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.texts import text

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#", "dcterms": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#", "void": "http://rdfs.org/ns/void#", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip


def void_description(base: str, papers: Sequence[Paper], own: Sequence[GraphIndex], downloads: Mapping[str, str]) -> str:
    """Return the description of all data of a site as Turtle, from the papers, their own graphs in the same order, and
    the content of the downloads by path from the site's root.
    """
    from pyoxigraph import RdfFormat, parse

    sizes = ((path, content.encode()) for path, content in downloads.items())
    values = {
        "base": base, "prefixes": _PREFIXES, "text": text, "ontology": ONTOLOGY, "media_type": media_type,
        "papers": [(paper, _counts(paper, graph, downloads)) for paper, graph in zip(papers, own, strict=True)],
        "joined": {path: content for path, content in downloads.items() if path.startswith("download/")},
        "triples": sum(len(found) for found in papers[0].graph.of.values()),
        "files": [(path, len(data), sha256(data).hexdigest()) for path, data in sizes],
    }  # fmt: skip
    written = render_template(Path(__file__).parent / "templates", "void.txt", values)
    return turtle((quad.triple for quad in parse(written.encode(), format=RdfFormat.TURTLE)), _PREFIXES)


def _counts(paper: Paper, graph: GraphIndex, downloads: Mapping[str, str]) -> dict[str, Any]:
    lines, triples = paper.snapshot.lines_to, [triple for found in graph.of.values() for triple in found]
    classes = Counter(value_of(triple.object) for triple in triples if triple.predicate.value == TYPE)
    properties = Counter(triple.predicate.value for triple in triples)
    graphs = [iri for iri in (graph_iri(paper.folder, part) for part in GRAPHS) if iri in graph.within]
    return {
        "of_classes": classes, "of_properties": properties, "graphs": {iri: len(graph.within[iri]) for iri in graphs},
        "licences": sorted({one.value for iri in graphs for one in graph.values(iri, expanded("dcterms:license"))}),
        "files": {path: content for path, content in downloads.items() if path.startswith(f"{paper.folder}/")},
        "example": paper.iri(max(sorted(lines), key=lambda name: len(lines[name]), default=paper.article.id)),
        "numbers": {
            "triples": len(triples), "entities": sum(subject.startswith(paper.space) for subject in graph.of),
            "distinctSubjects": len(graph.of), "distinctObjects": len({triple.object for triple in triples}),
            "classes": len(classes), "properties": len(properties),
        },
    }  # fmt: skip
