"""Supplied references in the graph, each with where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Literal, URIRef

from cbec_kg.bibliography.entries import Item
from cbec_kg.model.iris import graph_iri, resource_iri
from cbec_kg.rdf.bibliography import BIRO, SCHEMA
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.rdf.validate import validate
from cbec_kg.rdf.vocabulary import CBEC
from references_builder import (
    DAY,
    DIGEST,
    ITEMS,
    supplied,
)

Files = Callable[[str, str | bytes], Path]


def test_the_folders_own_bibliography_is_loaded_and_fits_the_shapes(with_bibliography: Path, mini_project: Project) -> None:
    project = build_project(with_bibliography)
    validate(project)
    folder = project.curation.folder_id
    graph = project.dataset.graph(URIRef(graph_iri(folder, "bibliography")))
    reference, work = URIRef(resource_iri(folder, "ref-01")), URIRef(resource_iri(folder, "ref-01/work"))
    assert graph.value(reference, BIRO.references) == work
    assert graph.value(work, DCTERMS.title) == Literal("云溪镇茶叶网上销售的实证研究")
    assert graph.value(work, DCTERMS.issued) == Literal("2019", datatype=XSD.gYear)
    assert graph.value(work, SCHEMA.sameAs) == URIRef("https://doi.org/10.99999/a%20b")
    container = graph.value(work, DCTERMS.isPartOf)
    assert graph.value(container, DCTERMS.title) == Literal("茶业经济")
    names = {(graph.value(person, SCHEMA.position).toPython(), str(graph.value(person, SCHEMA.name)))  # type: ignore[union-attr]
             for person in graph.objects(work, DCTERMS.creator)}  # fmt: skip
    assert names == {(1, "茶小明"), (2, "欧阳青")}
    assert len(mini_project.dataset.graph(URIRef(graph_iri(folder, "bibliography")))) == 0


def test_a_reference_has_one_status_and_its_unknown_stays(with_bibliography: Path) -> None:
    project = build_project(with_bibliography)
    folder = project.curation.folder_id
    found = sorted((str(quad[0]), str(quad[2])) for quad in project.dataset.quads((None, CBEC.metadataStatus, None, None)))
    statuses = [("ref-01", "asserted"), ("ref-02", "asserted"), ("ref-03", "unknown"), ("ref-04", "unknown")]
    assert found == [(resource_iri(folder, record), status) for record, status in statuses]
    assert any(project.dataset.quads((None, CBEC.unknownOf, URIRef(resource_iri(folder, "ref-01")), None)))


def test_each_record_has_its_file_digest_day_and_supplier_where_it_is_known(with_bibliography: Path) -> None:
    project = build_project(with_bibliography)
    folder = project.curation.folder_id
    graph = project.dataset.graph(URIRef(graph_iri(folder, "bibliography")))
    entry = graph.value(URIRef(resource_iri(folder, "ref-01/work")), PROV.wasDerivedFrom)
    source, activity = graph.value(entry, PROV.wasDerivedFrom), graph.value(entry, PROV.wasGeneratedBy)
    assert graph.value(source, RDFS.label) == Literal("refs.bib")
    assert graph.value(source, SCHEMA.sha256) == Literal(DIGEST)
    assert graph.value(activity, RDF.type) == PROV.Activity
    assert graph.value(activity, DCTERMS.date) == Literal(DAY, datatype=XSD.date)
    assert graph.value(graph.value(entry, PROV.wasAttributedTo), RDFS.label) == Literal("A. Reader")
    assert graph.value(URIRef(resource_iri(folder, "ref-02/entry")), PROV.wasAttributedTo) is None
    assert all(isinstance(term, URIRef | Literal) for triple in graph for term in triple)


def test_the_same_bibliography_gives_the_same_bytes(with_bibliography: Path) -> None:
    assert build_project(with_bibliography).nquads() == build_project(with_bibliography).nquads()


@given(st.dictionaries(st.integers(1, 4), ITEMS, min_size=1, max_size=2))
def test_every_item_makes_a_graph_that_a_strict_parser_reads(mini_project: Project, items: dict[int, Item]) -> None:
    from pyoxigraph import RdfFormat, parse
    from rdflib import Dataset

    from cbec_kg.rdf.bibliography import add_bibliography

    dataset = Dataset()
    add_bibliography(dataset, mini_project.curation, {number: supplied(number, item) for number, item in items.items()})
    assert list(parse(dataset.serialize(format="nquads").encode(), format=RdfFormat.N_QUADS))
