"""The site's data described in VoID and DCAT (void.ttl): what there is, how much of it, where to download it.

Counts are of the downloads: distinct statements of a folder's graph with the ontology in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cbec_kg.model.iris import BASE, GRAPHS, ONTOLOGY, TERM, graph_iri
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.site import wording
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.statements import PREFIXES, TYPE, Statements

_PREFIXES = {
    "cbec": TERM,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": PREFIXES["dcterms"],
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": PREFIXES["xsd"],
}
MEDIA_TYPES = {
    "ttl": "text/turtle", "nq": "application/n-quads", "jsonld": "application/ld+json", "csv": "text/csv",
    "graphml": "application/graphml+xml", "gexf": "application/gexf+xml", "json": "application/json",
}  # fmt: skip
_LICENCE = f"{PREFIXES['dcterms']}license"


@dataclass(frozen=True)
class Counts:
    """What VoID counts of a set of statements."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def count(statements: Statements, space: str) -> Counts:
    """Return the counts of a graph; entities are the subjects whose IRI begins with `space`."""
    triples = [triple for subject in statements.of.values() for triple in subject]
    return Counts(
        triples=len(triples),
        entities=sum(subject.startswith(space) for subject in statements.of),
        subjects=len(statements.of),
        objects=len({triple.object for triple in triples}),
        classes=Counter(getattr(t.object, "value", "") for t in triples if t.predicate.value == TYPE),
        properties=Counter(triple.predicate.value for triple in triples),
    )


def void_description(
    base: str, papers: Sequence[Paper], own: Sequence[Statements], downloads: Mapping[str, str], examples: Mapping[str, str]
) -> str:
    """Return the description of all data of a site as Turtle.

    Parameters
    ----------
    base : str
        Where the site is served.
    papers : sequence of Paper
    own : sequence of Statements
        The statements of each paper's own graph, in the same order.
    downloads : mapping of str to str
        Content by path from the site's root.
    examples : mapping of str to str
        By folder, the IRI of a resource worth looking at.
    """
    head = [f"@base <{base}void.ttl> ."]
    head += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(_PREFIXES.items())]
    joined = {path: text for path, text in downloads.items() if path.startswith("download/")}
    sets = [f"<#{paper.folder}>" for paper in papers] + (["<#all>"] if joined else [])
    blocks = [
        _block(
            "<void.ttl>",
            "a void:DatasetDescription",
            f"dcterms:title {_text(wording.DESCRIPTION)}",
            "foaf:primaryTopic <#catalogue>",
        ),
        _block(
            "<#catalogue>",
            "a dcat:Catalog",
            f"dcterms:title {_text(wording.SITE)}",
            "foaf:homepage <index.html>",
            f"dcat:dataset {', '.join(sets)}",
        ),
    ]
    for paper, statements in zip(papers, own, strict=True):
        files = {path: text for path, text in downloads.items() if path.startswith(f"{paper.folder}/")}
        blocks += _dataset(paper, statements, files, examples[paper.folder])
    if joined:
        triples = sum(len(triples) for triples in papers[0].statements.of.values())
        parts = [f"void:subset <#{paper.folder}>" for paper in papers]
        blocks.append(
            _block(
                "<#all>",
                *_CLASSES,
                f"dcterms:title {_text(wording.SITE)}",
                *parts,
                *_offered(joined),
                f"void:triples {triples}",
            )
        )
        blocks += _files(joined)
    return "\n".join([*head, "", *blocks]) + "\n"


_CLASSES = ("a void:Dataset, dcat:Dataset",)


def _block(subject: str, *properties: str) -> str:
    return f"{subject} " + " ;\n    ".join(properties) + " .\n"


def _offered(files: Mapping[str, str]) -> Iterator[str]:
    yield from (f"void:dataDump <{path}>" for path in files if path.rpartition("/")[2] in _DUMPS)
    yield from (f"dcat:distribution <#file/{path}>" for path in files)


_DUMPS = ("graph.ttl", "graph.nq", "graph.jsonld")


def _dataset(paper: Paper, statements: Statements, files: Mapping[str, str], example: str) -> Iterator[str]:
    name, space = paper.folder, f"{BASE}{paper.folder}/"
    article = paper.iri(paper.curation.article.id)
    counts = count(statements, space)
    graphs = [iri for iri in (graph_iri(name, graph) for graph in GRAPHS) if iri in statements.within]
    licences = sorted({str(value) for graph in graphs for value in statements.values(graph, _LICENCE)})
    parts = [*_partitions(name, "class", counts.classes), *_partitions(name, "property", counts.properties)]
    yield _block(
        f"<#{name}>",
        *_CLASSES,
        f"dcterms:title {_text(statements.label(article))}",
        f"dcterms:description {_text(wording.INTRODUCTION)}",
        f'dcterms:identifier "{name}"',
        *(f"dcterms:license {licence}" for licence in licences),
        'dcterms:language "zh", "en"',
        f"dcterms:subject <{article}>",
        f"foaf:homepage <{name}/index.html>",
        f"dcat:landingPage <{name}/index.html>",
        f'void:uriSpace "{space}"',
        f"void:vocabulary <{ONTOLOGY}>",
        f"void:exampleResource <{example}>",
        *_offered(files),
        f"void:triples {counts.triples}",
        f"void:entities {counts.entities}",
        f"void:distinctSubjects {counts.subjects}",
        f"void:distinctObjects {counts.objects}",
        f"void:classes {len(counts.classes)}",
        f"void:properties {len(counts.properties)}",
        *(f"void:subset <{graph}>" for graph in graphs),
        *(f"void:{kind}Partition <{part}>" for part, kind, _, _ in parts),
    )
    for part, kind, iri, number in parts:
        counted = "entities" if kind == "class" else "triples"
        yield _block(f"<{part}>", "a void:Dataset", f"void:{kind} <{iri}>", f"void:{counted} {number}")
    for graph in graphs:
        title = f"dcterms:title {_text(statements.label(graph))}"
        yield _block(f"<{graph}>", "a void:Dataset", title, f"void:triples {len(statements.within[graph])}")
    yield from _files(files)


def _partitions(name: str, kind: str, counts: Mapping[str, int]) -> Iterator[tuple[str, str, str, int]]:
    for place, (iri, number) in enumerate(sorted(counts.items()), 1):
        yield f"#{name}/{kind}/{place}", kind, iri, number


def _files(files: Mapping[str, str]) -> Iterator[str]:
    for path, content in files.items():
        data = content.encode()
        media = MEDIA_TYPES[path.rpartition(".")[2]]
        yield _block(
            f"<#file/{path}>",
            "a dcat:Distribution",
            f'dcterms:title "{path.rpartition("/")[2]}"',
            f"dcat:downloadURL <{path}>",
            f"dcat:byteSize {len(data)}",
            f"dcat:mediaType <https://www.iana.org/assignments/media-types/{media}>",
            f"spdx:checksum <#sum/{path}>",
        )
        yield _block(
            f"<#sum/{path}>",
            "a spdx:Checksum",
            "spdx:algorithm spdx:checksumAlgorithm_sha256",
            f'spdx:checksumValue "{sha256(data).hexdigest()}"^^xsd:hexBinary',
        )


def _text(text: Bilingual) -> str:
    """Return a text as language-tagged Turtle literals."""
    from pyoxigraph import Literal

    return f"{Literal(text.zh, language='zh')}, {Literal(text.en, language='en')}"
