"""The site's data described in VoID and DCAT (void.ttl): what there is, how much of it, where to download it.

Counts are of the downloads: distinct triples of a folder's graph with the ontology in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from cbec_kg.model.iris import BASE, GRAPHS, ONTOLOGY, graph_iri
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.site.graph_index import PREFIXES, TYPE, GraphIndex, turtle
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import text

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple

    Value = NamedNode | Literal | Bilingual | str | int

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": PREFIXES["dcterms"],
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": PREFIXES["rdf"],
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": PREFIXES["xsd"],
}
_MEDIA_TYPES = {
    "ttl": "text/turtle", "nq": "application/n-quads", "jsonld": "application/ld+json", "csv": "text/csv",
    "graphml": "application/graphml+xml", "gexf": "application/gexf+xml", "json": "application/json",
}  # fmt: skip
_DUMPS = ("graph.ttl", "graph.nq", "graph.jsonld")


def void_description(
    base: str, papers: Sequence[Paper], own: Sequence[GraphIndex], downloads: Mapping[str, str], examples: Mapping[str, str]
) -> str:
    """Return the description of all data of a site as Turtle.

    Parameters
    ----------
    base : str
        Where the site is served.
    papers : sequence of Paper
    own : sequence of GraphIndex
        Each paper's own graph, in the same order.
    downloads : mapping of str to str
        Content by path from the site's root.
    examples : mapping of str to str
        By folder, the IRI of a resource worth looking at.
    """
    here = f"{base}void.ttl"
    joined = {path: content for path, content in downloads.items() if path.startswith("download/")}
    sets = [_iri(f"{here}#{name}") for name in (*(paper.folder for paper in papers), *(["all"] if joined else []))]
    triples = [
        *_about(
            here,
            ("rdf:type", _term("void:DatasetDescription")),
            ("dcterms:title", text("description")),
            ("foaf:primaryTopic", _iri(f"{here}#catalogue")),
        ),
        *_about(
            f"{here}#catalogue",
            ("rdf:type", _term("dcat:Catalog")),
            ("dcterms:title", text("site")),
            ("foaf:homepage", _iri(f"{base}index.html")),
            *(("dcat:dataset", name) for name in sets),
        ),
    ]
    for paper, graph in zip(papers, own, strict=True):
        files = {path: content for path, content in downloads.items() if path.startswith(f"{paper.folder}/")}
        triples += _dataset(base, paper, graph, files, examples[paper.folder])
    if joined:
        triples += _about(
            f"{here}#all",
            *_dataset_types(),
            ("dcterms:title", text("site")),
            *(("void:subset", name) for name in sets[:-1]),
            *_offered(base, joined),
            ("void:triples", sum(len(found) for found in papers[0].graph.of.values())),
        )
        triples += _files(base, joined)
    return turtle(triples, _PREFIXES)


def _about(subject: str, *properties: tuple[str, Value]) -> Iterator[Triple]:
    """Yield what is said of one resource; a text in both languages gives two triples."""
    from pyoxigraph import Literal, Triple

    for name, value in properties:
        for each in (
            [Literal(value.zh, language="zh"), Literal(value.en, language="en")] if isinstance(value, Bilingual)
            else [Literal(value) if isinstance(value, str | int) else value]
        ):  # fmt: skip
            yield Triple(_iri(subject), _term(name), each)


def _iri(iri: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def _term(name: str) -> NamedNode:
    """Return the term of a prefixed name."""
    prefix, _, local = name.partition(":")
    return _iri(_PREFIXES[prefix] + local)


def _dataset_types() -> list[tuple[str, Value]]:
    return [("rdf:type", _term("void:Dataset")), ("rdf:type", _term("dcat:Dataset"))]


def _offered(base: str, files: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    yield from (("void:dataDump", _iri(base + path)) for path in files if path.rpartition("/")[2] in _DUMPS)
    yield from (("dcat:distribution", _iri(f"{base}void.ttl#file/{path}")) for path in files)


def _dataset(base: str, paper: Paper, graph: GraphIndex, files: Mapping[str, str], example: str) -> Iterator[Triple]:
    """Yield the description of a folder's data, of its partitions by class and property, its named graphs and its files."""
    name, space, here = paper.folder, f"{BASE}{paper.folder}/", f"{base}void.ttl#{paper.folder}"
    article = paper.iri(paper.snapshot.article.id)
    graphs = [iri for iri in (graph_iri(name, part) for part in GRAPHS) if iri in graph.within]
    triples = [triple for found in graph.of.values() for triple in found]
    classes = Counter(getattr(triple.object, "value", "") for triple in triples if triple.predicate.value == TYPE)
    properties = Counter(triple.predicate.value for triple in triples)
    parts = [
        (f"{here}/{kind}/{place}", kind, iri, counted, number)
        for kind, counted, counts in (("class", "entities", classes), ("property", "triples", properties))
        for place, (iri, number) in enumerate(sorted(counts.items()), 1)
    ]
    yield from _about(
        here,
        *_dataset_types(),
        ("dcterms:title", graph.label(article)),
        ("dcterms:description", text("introduction")),
        ("dcterms:identifier", name),
        *(("dcterms:license", value) for iri in graphs for value in graph.values(iri, f"{PREFIXES['dcterms']}license")),
        ("dcterms:language", "zh"),
        ("dcterms:language", "en"),
        ("dcterms:subject", _iri(article)),
        ("foaf:homepage", _iri(f"{base}{name}/index.html")),
        ("dcat:landingPage", _iri(f"{base}{name}/index.html")),
        ("void:uriSpace", space),
        ("void:vocabulary", _iri(ONTOLOGY)),
        ("void:exampleResource", _iri(example)),
        *_offered(base, files),
        ("void:triples", len(triples)),
        ("void:entities", sum(subject.startswith(space) for subject in graph.of)),
        ("void:distinctSubjects", len(graph.of)),
        ("void:distinctObjects", len({triple.object for triple in triples})),
        ("void:classes", len(classes)),
        ("void:properties", len(properties)),
        *(("void:subset", _iri(iri)) for iri in graphs),
        *((f"void:{kind}Partition", _iri(part)) for part, kind, *_ in parts),
    )
    for part, kind, iri, counted, number in parts:
        type_of = ("rdf:type", _term("void:Dataset"))
        yield from _about(part, type_of, (f"void:{kind}", _iri(iri)), (f"void:{counted}", number))
    for iri in graphs:
        type_of = ("rdf:type", _term("void:Dataset"))
        yield from _about(iri, type_of, ("dcterms:title", graph.label(iri)), ("void:triples", len(graph.within[iri])))
    yield from _files(base, files)


def _files(base: str, files: Mapping[str, str]) -> Iterator[Triple]:
    """Yield the description of files that are offered: address, size, media type, digest."""
    from pyoxigraph import Literal

    for path, content in files.items():
        data, digest = content.encode(), f"{base}void.ttl#sum/{path}"
        media = _MEDIA_TYPES[path.rpartition(".")[2]]
        yield from _about(
            f"{base}void.ttl#file/{path}",
            ("rdf:type", _term("dcat:Distribution")),
            ("dcterms:title", path.rpartition("/")[2]),
            ("dcat:downloadURL", _iri(base + path)),
            ("dcat:byteSize", len(data)),
            ("dcat:mediaType", _iri(f"https://www.iana.org/assignments/media-types/{media}")),
            ("spdx:checksum", _iri(digest)),
        )
        yield from _about(
            digest,
            ("rdf:type", _term("spdx:Checksum")),
            ("spdx:algorithm", _term("spdx:checksumAlgorithm_sha256")),
            ("spdx:checksumValue", Literal(sha256(data).hexdigest(), datatype=_term("xsd:hexBinary"))),
        )
