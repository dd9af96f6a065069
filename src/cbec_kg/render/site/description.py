"""The site's data described in VoID and DCAT (void.ttl): what there is, how much of it, where to download it.

Written as JSON-LD in terms of one context and turned to Turtle. Counts are of the downloads: distinct triples of a folder's
graph with the ontology in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.iris import BASE, GRAPHS, ONTOLOGY, expanded, graph_iri
from cbec_kg.render.site.graph_index import TYPE, GraphIndex, turtle
from cbec_kg.render.site.metadata import media_type
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.texts import text

Node = dict[str, Any]

_CONTEXT: Node = json.loads((Path(__file__).parent / "templates" / "void-context.json").read_bytes())
"""Values of properties that are IRIs are given from the site's root."""
_PREFIXES = {prefix: namespace for prefix, namespace in _CONTEXT.items() if isinstance(namespace, str)}
_DATASET = ["void:Dataset", "dcat:Dataset"]
_DUMPS = ("graph.ttl", "graph.nq", "graph.jsonld")


def void_description(base: str, papers: Sequence[Paper], own: Sequence[GraphIndex], downloads: Mapping[str, str]) -> str:
    """Return the description of all data of a site as Turtle, from the papers, their own graphs in the same order, and
    the content of the downloads by path from the site's root.
    """
    from pyoxigraph import RdfFormat, parse

    nodes = list(_nodes(papers, own, downloads))
    document = json.dumps({"@context": {**_CONTEXT, "@base": base}, "@graph": nodes})
    return turtle((quad.triple for quad in parse(document.encode(), format=RdfFormat.JSON_LD)), _PREFIXES)


def _nodes(papers: Sequence[Paper], own: Sequence[GraphIndex], downloads: Mapping[str, str]) -> Iterator[Node]:
    joined = {path: content for path, content in downloads.items() if path.startswith("download/")}
    folders = [f"void.ttl#{paper.folder}" for paper in papers]
    yield {
        "@id": "void.ttl",
        "@type": "void:DatasetDescription",
        "dcterms:title": asdict(text("description")),
        "foaf:primaryTopic": "void.ttl#catalogue",
    }
    yield {
        "@id": "void.ttl#catalogue",
        "@type": "dcat:Catalog",
        "dcterms:title": asdict(text("site")),
        "foaf:homepage": "index.html",
        "dcat:dataset": [*folders, *(["void.ttl#all"] if joined else [])],
    }
    for paper, graph in zip(papers, own, strict=True):
        files = {path: content for path, content in downloads.items() if path.startswith(f"{paper.folder}/")}
        yield from _dataset(paper, graph, files)
        yield from _files(files)
    if joined:
        yield {
            "@id": "void.ttl#all",
            "@type": _DATASET,
            "dcterms:title": asdict(text("site")),
            "void:subset": folders,
            **_offered(joined),
            "void:triples": sum(len(found) for found in papers[0].graph.of.values()),
        }
        yield from _files(joined)


def _offered(files: Mapping[str, str]) -> Node:
    return {
        "void:dataDump": [path for path in files if path.rpartition("/")[2] in _DUMPS],
        "dcat:distribution": [f"void.ttl#file/{path}" for path in files],
    }


def _dataset(paper: Paper, graph: GraphIndex, files: Mapping[str, str]) -> Iterator[Node]:
    name, here, space = paper.folder, f"void.ttl#{paper.folder}", f"{BASE}{paper.folder}/"
    article, lines = paper.iri(paper.article.id), paper.snapshot.lines_to
    license = expanded("dcterms:license")
    graphs = [iri for iri in (graph_iri(name, part) for part in GRAPHS) if iri in graph.within]
    triples = [triple for found in graph.of.values() for triple in found]
    classes = Counter(getattr(triple.object, "value", "") for triple in triples if triple.predicate.value == TYPE)
    properties = Counter(triple.predicate.value for triple in triples)
    partitions: dict[str, list[Node]] = {
        kind: [
            {"@id": f"{here}/{kind}/{place}", "@type": "void:Dataset", f"void:{kind}": iri, f"void:{counted}": number}
            for place, (iri, number) in enumerate(sorted(counts.items()), 1)
        ]
        for kind, counted, counts in (("class", "entities", classes), ("property", "triples", properties))
    }
    yield {
        "@id": here,
        "@type": _DATASET,
        "dcterms:title": asdict(graph.label(article)),
        "dcterms:description": asdict(text("introduction")),
        "dcterms:identifier": name,
        "dcterms:license": sorted({found.value for iri in graphs for found in graph.values(iri, license)}),
        "dcterms:language": ["zh", "en"],
        "dcterms:subject": article,
        "foaf:homepage": f"{name}/index.html",
        "dcat:landingPage": f"{name}/index.html",
        "void:uriSpace": space,
        "void:vocabulary": ONTOLOGY,
        "void:exampleResource": paper.iri(max(sorted(lines), key=lambda name: len(lines[name]), default=paper.article.id)),
        **_offered(files),
        "void:triples": len(triples),
        "void:entities": sum(subject.startswith(space) for subject in graph.of),
        "void:distinctSubjects": len(graph.of),
        "void:distinctObjects": len({triple.object for triple in triples}),
        "void:classes": len(classes),
        "void:properties": len(properties),
        "void:subset": graphs,
        **{f"void:{kind}Partition": [node["@id"] for node in nodes] for kind, nodes in partitions.items()},
    }
    yield from (node for nodes in partitions.values() for node in nodes)
    for iri in graphs:
        title, count = asdict(graph.label(iri)), len(graph.within[iri])
        yield {"@id": iri, "@type": "void:Dataset", "dcterms:title": title, "void:triples": count}


def _files(files: Mapping[str, str]) -> Iterator[Node]:
    for path, content in files.items():
        data = content.encode()
        yield {
            "@id": f"void.ttl#file/{path}",
            "@type": "dcat:Distribution",
            "dcterms:title": {"@none": path.rpartition("/")[2]},
            "dcat:downloadURL": path,
            "dcat:byteSize": len(data),
            "dcat:mediaType": f"https://www.iana.org/assignments/media-types/{media_type(path)}",
            "spdx:checksum": f"void.ttl#sum/{path}",
        }
        yield {
            "@id": f"void.ttl#sum/{path}",
            "@type": "spdx:Checksum",
            "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
            "spdx:checksumValue": sha256(data).hexdigest(),
        }
