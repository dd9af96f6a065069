"""The statistics as an RDF Data Cube: well formed, complete, and checks that can fail."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from pyoxigraph import RdfFormat, Store
from rdflib import DCTERMS, OWL, PROV, QB, RDF, RDFS, SKOS, Dataset, Graph, URIRef
from rdflib import Literal as RdfLiteral

from cbec_kg.errors import DataError
from cbec_kg.model.iris import TERM, graph_iri, resource_iri
from cbec_kg.model.records import Statistic, Table
from cbec_kg.model.terms import Where
from cbec_kg.rdf.cube import add_cube
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.rdf.vocabulary import CBEC, SDMX_ATTRIBUTE, SDMX_MEASURE, concept
from cbec_kg.rdf.wellformed import (
    CONSTRAINTS,
    Breach,
    breaches,
    constraint_text,
    constraint_title,
    cube_store,
    normalise,
    require_well_formed,
)
from cbec_kg.render.exports.serialise import cube_graph, turtle

GOOD = Path(__file__).parent / "cases" / "cube" / "good.ttl"
CUBE_FILE = Path(__file__).parents[1] / "ontology" / "cube.ttl"
CUBE_TERMS = Graph().parse(CUBE_FILE, format="turtle")
MINI = "tea-2020"
OBSERVATION = "cube/observation/"

PREFIXES = """
PREFIX ex: <https://example.org/tea/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

BROKEN = [
    ("ic-01", "INSERT DATA { ex:o9 a qb:Observation }", "o9"),
    ("ic-01", "INSERT DATA { ex:o1 qb:dataSet ex:spare }", "o1"),
    ("ic-02", "INSERT DATA { ex:other a qb:DataSet }", "other"),
    ("ic-02", "INSERT DATA { ex:spare qb:structure ex:trade-structure }", "spare"),
    ("ic-03", "INSERT DATA { ex:empty a qb:DataStructureDefinition ; qb:component ex:c-leaf }", "empty"),
    ("ic-04", "DELETE { ex:year rdfs:range ?range } WHERE { ex:year rdfs:range ?range }", "year"),
    ("ic-05", "DELETE DATA { ex:leaf qb:codeList ex:leaves }", "leaf"),
    ("ic-06", "INSERT DATA { ex:c-year qb:componentRequired false }", "c-year"),
    ("ic-06", "INSERT DATA { ex:c-tonnes qb:componentRequired false }", "c-tonnes"),
    ("ic-07", "INSERT DATA { ex:by-leaf a qb:SliceKey ; qb:componentProperty ex:leaf }", "by-leaf"),
    ("ic-08", "INSERT DATA { ex:trade-structure qb:sliceKey ex:by-year }", "by-year"),
    ("ic-09", "DELETE DATA { ex:in-2020 qb:sliceStructure ex:by-year }", "in-2020"),
    ("ic-10", "DELETE DATA { ex:in-2020 ex:year '2020'^^<http://www.w3.org/2001/XMLSchema#gYear> } ; "
     "INSERT DATA { ex:o3 ex:year '2020'^^<http://www.w3.org/2001/XMLSchema#gYear> }", "in-2020"),
    ("ic-11", "DELETE DATA { ex:o3 ex:garden ex:valley }", "o3"),
    ("ic-12", "DELETE DATA { ex:o2 ex:leaf ex:black } ; INSERT DATA { ex:o2 ex:leaf ex:green }", "o1"),
    ("ic-13", "DELETE DATA { ex:output ex:unit ex:tonne }", "o1 o2 o3"),
    ("ic-14", "DELETE { ex:o3 ex:tonnes ?value } WHERE { ex:o3 ex:tonnes ?value }", "o3"),
    ("ic-15", "DELETE { ex:t1 ex:tonnes ?value } WHERE { ex:t1 ex:tonnes ?value }", "t1"),
    ("ic-16", "INSERT DATA { ex:t1 ex:yuan 3 }", "t1"),
    ("ic-17", "DELETE { ex:t4 ?p ?o } WHERE { ex:t4 ?p ?o }", "t3"),
    ("ic-18", "DELETE DATA { ex:o3 qb:dataSet ex:output } ; INSERT DATA { ex:o3 qb:dataSet ex:spare ; "
     "ex:year '2020'^^<http://www.w3.org/2001/XMLSchema#gYear> }", "o3"),
    ("ic-19", "DELETE DATA { ex:black skos:inScheme ex:leaves }", "o2 t3 t4"),
    ("ic-19", "DELETE DATA { ex:black a skos:Concept }", "o2 t3 t4"),
    ("ic-19", "DELETE DATA { ex:fine-grades skos:member ex:second }", "o3"),
    ("ic-20", "DELETE DATA { ex:valley ex:holds ex:slope }", "o1 o2"),
    ("ic-21", "DELETE DATA { ex:county ex:partOf ex:world }", "o1 o2"),
]  # fmt: skip
"""A constraint, one change to the good cubes that breaks it, and the nodes at fault."""


def good_store() -> Store:
    store = Store()
    store.load(GOOD.read_bytes(), format=RdfFormat.TURTLE)
    return store


def local(breach: Breach) -> str:
    return breach.node.rpartition("/")[2]


@pytest.fixture(params=["mini_project", "real_project"])
def project(request: pytest.FixtureRequest) -> Project:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Project)
    return found


def cube_of(project: Project) -> Graph:
    return project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, "cube")))


def iri(record: str) -> URIRef:
    return URIRef(resource_iri(MINI, record))


# The checks


def test_there_are_21_constraints_each_with_its_sentence_in_both_languages() -> None:
    assert [int(name.removeprefix("ic-")) for name in CONSTRAINTS] == list(range(1, 22))
    for language in ("zh", "en"):
        assert len({constraint_title(name, language) for name in CONSTRAINTS}) == 21


def test_good_cubes_pass_once_normalised() -> None:
    store = good_store()
    normalise(store)
    assert breaches(store) == []


def test_the_short_forms_of_good_cubes_need_normalising() -> None:
    assert {breach.constraint for breach in breaches(good_store())} >= {"ic-03"}


def test_normalising_twice_adds_nothing() -> None:
    store = good_store()
    normalise(store)
    size = len(store)
    normalise(store)
    assert len(store) == size


@pytest.mark.parametrize(("constraint", "change", "nodes"), BROKEN)
def test_a_cube_broken_in_one_way_fails_exactly_that_check(constraint: str, change: str, nodes: str) -> None:
    store = good_store()
    store.update(PREFIXES + change)
    normalise(store)
    found = breaches(store)
    assert {breach.constraint for breach in found} == {constraint}
    assert sorted({local(breach) for breach in found}) == nodes.split()


def test_every_constraint_has_a_broken_case() -> None:
    assert {constraint for constraint, *_ in BROKEN} == set(CONSTRAINTS)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_check_runs_as_it_stands_in_its_file(constraint: str) -> None:
    list(Store().query(constraint_text(constraint)))  # type: ignore[arg-type]  # a SELECT


# Our cubes


def test_the_cube_of_a_project_is_well_formed(project: Project) -> None:
    require_well_formed(project)


def test_the_cube_of_a_project_is_in_normal_form(project: Project) -> None:
    store = cube_store(project)
    size = len(store)
    normalise(store)
    assert len(store) == size


def test_the_exported_cube_is_well_formed_by_itself(project: Project) -> None:
    store = Store()
    store.load(turtle(cube_graph(project)).encode(), format=RdfFormat.TURTLE)
    assert breaches(store) == []
    without_symbol = (
        "ASK { ?o <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> ?unit "
        "FILTER NOT EXISTS { ?unit <https://w3id.org/cbec-kg/ontology#symbol> ?symbol } }"
    )
    assert not store.query(without_symbol)


def test_every_statistic_is_one_observation_with_its_printed_value(project: Project) -> None:
    cube, folder = cube_of(project), project.curation.folder_id
    statistics = {record.id: record for record in project.curation.of(Statistic)}
    nodes = set(cube.subjects(RDF.type, QB.Observation))
    assert len(statistics) > 10
    assert nodes == {URIRef(resource_iri(folder, OBSERVATION + name)) for name in statistics}
    for name, record in statistics.items():
        node = URIRef(resource_iri(folder, OBSERVATION + name))
        value = cube.value(node, SDMX_MEASURE.obsValue)
        assert isinstance(value, RdfLiteral)
        assert value.value == record.value
        assert cube.value(node, CBEC.cubePrinted) == RdfLiteral(record.printed)
        assert cube.value(node, PROV.wasDerivedFrom) == URIRef(resource_iri(folder, name))
        assert cube.value(node, SDMX_ATTRIBUTE.unitMeasure) == URIRef(resource_iri(folder, record.unit))


def test_an_observation_says_all_of_its_statistic(mini_project: Project) -> None:
    node = iri(f"{OBSERVATION}stat-tea-export-share-2019")
    said, statistic = cube_of(mini_project), iri("stat-tea-export-share-2019")
    stated = mini_project.dataset.graph(URIRef(graph_iri(mini_project.curation.folder_id, "article")))
    labels = set(said.objects(node, RDFS.label))
    assert len(labels) == 2 and labels == set(stated.objects(statistic, RDFS.label))
    assert {p: o for p, o in said.predicate_objects(node) if p != RDFS.label} == {
        RDF.type: QB.Observation,
        QB.dataSet: iri("cube/shares"),
        PROV.wasDerivedFrom: iri("stat-tea-export-share-2019"),
        CBEC.cubeArea: iri("cube/area/place-qingxu"),
        CBEC.cubePeriod: iri("cube/period/2019"),
        CBEC.cubeIndicator: iri("cube/indicator/indicator-tea-export"),
        CBEC.cubeKind: concept("statistic", "share"),
        CBEC.cubeCounterpart: concept("area", "none"),
        CBEC.cubeWhole: iri("cube/indicator/indicator-tea-output"),
        CBEC.cubeWholeArea: iri("cube/area/place-qingxu"),
        CBEC.cubePrintedIn: concept("printed-in", "text"),
        CBEC.cubeAnchor: iri("stat-tea-export-share-2019/anchor-1"),
        SDMX_MEASURE.obsValue: RdfLiteral(Decimal("16.90")),
        SDMX_ATTRIBUTE.unitMeasure: iri("unit-percent"),
        CBEC.cubePrinted: RdfLiteral("16.90%"),
        CBEC.cubeOperator: concept("operator", "equal"),
        CBEC.cubePeriodBasis: concept("basis", "inherited"),
        CBEC.cubeBaseValue: RdfLiteral(Decimal("16.9")),
    }


def test_what_an_article_does_not_say_has_a_code(mini_project: Project) -> None:
    cube, node = cube_of(mini_project), iri(f"{OBSERVATION}stat-picker-skills")
    assert cube.value(node, CBEC.cubePeriod) == concept("period", "unknown")
    assert cube.value(node, CBEC.cubeArea) == concept("area", "unspecified")
    assert (node, CBEC.cubePeriodBasis, None) not in cube
    growth = iri(f"{OBSERVATION}stat-tea-value-growth-2019")
    assert cube.value(growth, CBEC.cubeBase) == concept("base", "unknown")
    assert (iri(f"{OBSERVATION}stat-tea-output-2019"), CBEC.cubeBaseValue, None) not in cube  # tonnes have no base unit here


def test_a_quantity_given_twice_makes_two_observations_apart_by_their_place(mini_project: Project) -> None:
    cube = cube_of(mini_project)
    text, cell = (iri(OBSERVATION + name) for name in ("stat-tea-output-2019", "stat-table-1-2019-total"))
    shared = (CBEC.cubeArea, CBEC.cubePeriod, CBEC.cubeIndicator, CBEC.cubeKind, CBEC.cubeCounterpart, QB.dataSet)
    assert all(cube.value(text, dimension) == cube.value(cell, dimension) for dimension in shared)
    assert cube.value(text, CBEC.cubeAnchor) != cube.value(cell, CBEC.cubeAnchor)


def test_the_slices_of_a_table_hold_its_rows_and_series_and_nothing_else(project: Project) -> None:
    cube = cube_of(project)
    tables = project.curation.of(Table)
    assert tables
    for key, fixed in (("row", {"period"}), ("series", {"indicator", "kind"})):
        wanted: dict[object, set[URIRef]] = {}
        for record in project.curation.of(Statistic):
            if record.table:
                values = (record.table, record.kind == "level", *(getattr(record, field) for field in sorted(fixed)))
                node = URIRef(resource_iri(project.curation.folder_id, OBSERVATION + record.id))
                wanted.setdefault(values, set()).add(node)
        slices = set(cube.subjects(QB.sliceStructure, concept("slices-by", key)))
        held = {frozenset(cube.objects(node, QB.observation)) for node in slices}
        assert held == {frozenset(nodes) for nodes in wanted.values()}
        assert len(slices) == len(wanted)


def test_a_place_lies_below_the_places_that_it_is_in(mini_project: Project) -> None:
    cube = cube_of(mini_project)
    assert cube.value(iri("cube/area/place-qingxu"), SKOS.broader) == iri("cube/area/place-taling")
    assert cube.value(iri("cube/area/place-taling"), SKOS.narrower) == iri("cube/area/place-qingxu")
    roots = set(cube.objects(CBEC.AreaScheme, QB.hierarchyRoot))
    assert roots == {iri("cube/area/place-taling"), iri("cube/area/place-abroad")}


def test_a_span_of_years_has_its_first_and_last_year(real_project: Project) -> None:
    cube = cube_of(real_project)
    node = URIRef(resource_iri(real_project.curation.folder_id, "cube/period/2016--2020"))
    assert (cube.value(node, CBEC.startYear), cube.value(node, CBEC.endYear)) == (RdfLiteral(2016), RdfLiteral(2020))
    assert cube.value(node, SKOS.notation) == RdfLiteral("2016/2020")


def test_the_cube_says_what_it_is_and_what_it_comes_from(project: Project) -> None:
    cube, subject = cube_of(project), URIRef(graph_iri(project.curation.folder_id, "cube"))
    assert (subject, RDF.type, PROV.Entity) in cube
    assert cube.value(subject, DCTERMS.license) is not None
    assert {str(source).rpartition("/")[2] for source in cube.objects(subject, PROV.wasDerivedFrom)} == {
        "article",
        "curation",
    }


def test_a_code_is_no_record(mini_project: Project) -> None:
    for graph in mini_project.dataset.graphs():
        assert (iri("place-qingxu"), RDF.type, SKOS.Concept) not in graph


# Broken data of a project


def test_a_number_recorded_twice_is_told_at_its_line(mini_project: Project) -> None:
    curation = mini_project.curation
    record = curation.records["stat-cooperatives"]
    again = replace(record, id="stat-cooperatives-again", where=Where("statistics.yaml", 99))
    doubled = replace(curation, records=dict(sorted({**curation.records, again.id: again}.items())))
    with pytest.raises(DataError) as caught:
        require_well_formed(Project(doubled, {}))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("statistics.yaml", record.where.line)
    assert "IC-12: No two observations" in problem.message
    assert "stat-cooperatives-again" in problem.message


REMOVED = [
    ("ic-01", QB.dataSet), ("ic-11", CBEC.cubePeriod), ("ic-11", CBEC.cubeAnchor), ("ic-13", SDMX_ATTRIBUTE.unitMeasure),
    ("ic-13", CBEC.cubeOperator), ("ic-14", SDMX_MEASURE.obsValue),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "predicate"), REMOVED)
def test_our_own_cube_without_a_triple_of_an_observation_fails(
    mini_folder: Path, constraint: str, predicate: URIRef
) -> None:
    project = build_project(mini_folder)
    cube_of(project).remove((iri(f"{OBSERVATION}stat-pickers-2020"), predicate, None))
    with pytest.raises(DataError) as caught:
        require_well_formed(project)
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"{constraint.upper()}: ")
    assert problem.file == "statistics.yaml"


@pytest.mark.parametrize(
    ("constraint", "subject", "predicate"),
    [
        ("ic-02", "cube/shares", QB.structure),
        ("ic-09", "cube/levels/table-1/row/2019", QB.sliceStructure),
        ("ic-10", "cube/levels/table-1/row/2019", CBEC.cubePeriod),
        ("ic-18", f"{OBSERVATION}stat-table-1-2019-total", QB.dataSet),
        ("ic-19", "cube/period/2020", SKOS.inScheme),
        ("ic-20", "cube/area/place-taling", SKOS.narrower),
    ],
)
def test_our_own_cube_without_another_triple_fails(
    mini_folder: Path, constraint: str, subject: str, predicate: URIRef
) -> None:
    project = build_project(mini_folder)
    cube_of(project).remove((iri(subject), predicate, None))
    with pytest.raises(DataError) as caught:
        require_well_formed(project)
    assert f"{constraint.upper()}: " in str(caught.value)


def test_a_folder_without_statistics_has_no_cube(mini_project: Project) -> None:
    others = {name: record for name, record in mini_project.curation.records.items() if not isinstance(record, Statistic)}
    dataset = Dataset()
    add_cube(dataset, replace(mini_project.curation, records=others))
    assert len(dataset) == 0


# Its part of the ontology


def test_every_term_of_the_cube_has_label_and_definition_in_both_languages() -> None:
    ours = {s for s in CUBE_TERMS.subjects() if str(s).startswith(TERM)}
    parts = set(CUBE_TERMS.subjects(RDF.type, QB.ComponentSpecification))
    assert len(ours - parts) > 40
    for term in ours - parts:
        for predicate in (RDFS.label, SKOS.definition):
            tags = sorted(str(text.language) for text in CUBE_TERMS.objects(term, predicate) if isinstance(text, RdfLiteral))
            assert tags == ["en", "zh"], term


def test_every_dimension_and_attribute_of_a_structure_is_a_property_of_owl_with_a_range() -> None:
    for kind in (QB.DimensionProperty, QB.AttributeProperty):
        for term in CUBE_TERMS.subjects(RDF.type, kind):
            kinds = set(CUBE_TERMS.objects(term, RDF.type)) & {OWL.ObjectProperty, OWL.DatatypeProperty}
            assert len(kinds) == 1, term
            assert CUBE_TERMS.value(term, RDFS.range) is not None or not str(term).startswith(TERM)
