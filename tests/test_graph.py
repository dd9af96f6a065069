"""The dataset: what goes to which graph, that it is the same each time, that it fits ontology and shapes."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, BNode, Dataset, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.compare import isomorphic

from cbec_kg.audit import checks, doubt, hypothesis
from cbec_kg.audit.repairs import Effects
from cbec_kg.audit.rules import RULES
from cbec_kg.errors import DataError
from cbec_kg.model import closed_lists, records, terms
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import BASE, GRAPHS, ONTOLOGY, TERM, graph_iri, record_id, resource_iri
from cbec_kg.model.kinds import FILES
from cbec_kg.model.table_lines import Column
from cbec_kg.rdf import vocabulary
from cbec_kg.rdf.build import build_dataset, period_years, plain_decimal
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.rdf.validate import validate
from cbec_kg.rdf.vocabulary import CBEC, CITO, FROM, concept

Edited = Callable[..., Path]
MINI = "tea-2020"
ONTOLOGY_FOLDER = Path(__file__).parents[1] / "ontology"


def iri(record: str) -> URIRef:
    return URIRef(resource_iri(MINI, record))


def graph_of(project: Project, name: str) -> Graph:
    return project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, name)))


def zh_en(zh: str, en: str) -> set[RdfLiteral]:
    return {RdfLiteral(zh, lang="zh"), RdfLiteral(en, lang="en")}


@pytest.fixture(params=["mini_project", "real_project"])
def project(request: pytest.FixtureRequest) -> Project:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Project)
    return found


# Named graphs


def test_a_project_has_its_four_graphs_and_the_ontology(project: Project) -> None:
    names = {str(graph.identifier) for graph in project.dataset.graphs() if len(graph)}
    own = ("article", "curation", "derived", "cube")
    assert names == {graph_iri(project.curation.folder_id, name) for name in own} | {ONTOLOGY}


def test_no_triple_stands_in_two_graphs(project: Project) -> None:
    seen: dict[object, str] = {}
    for graph in project.dataset.graphs():
        for triple in graph:
            assert triple not in seen, (triple, seen[triple], str(graph.identifier))
            seen[triple] = str(graph.identifier)


def test_there_is_no_blank_node(project: Project) -> None:
    data = [graph for graph in project.dataset.graphs() if str(graph.identifier) != ONTOLOGY]
    assert not [triple for graph in data for triple in graph if any(isinstance(term, BNode) for term in triple)]


@pytest.mark.parametrize("kind", [CBEC.Support, CBEC.CausalLink, CBEC.Address, CBEC.Answer])
def test_a_link_stands_in_the_graph_that_its_basis_demands(project: Project, kind: URIRef) -> None:
    stated, curated = graph_of(project, "article"), graph_of(project, "curation")
    assert {stated.value(link, CBEC.basis) for link in stated.subjects(RDF.type, kind)} <= {concept("basis", "stated")}
    others = {concept("basis", "inherited"), concept("basis", "inferred")}
    assert {curated.value(link, CBEC.basis) for link in curated.subjects(RDF.type, kind)} <= others


def test_a_stated_support_is_wholly_in_the_article_graph(mini_project: Project) -> None:
    node = iri("facet-pickers-skill/rests-on/citation-01-2/requirement")
    assert set(graph_of(mini_project, "article").predicate_objects(node)) == {
        (RDF.type, CBEC.Support),
        (FROM, iri("citation-01-2")),
        (CBEC.to, iri("facet-pickers-skill")),
        (CBEC.basis, concept("basis", "stated")),
        (CBEC.role, concept("role", "requirement")),
    }
    assert (node, None, None) not in graph_of(mini_project, "curation")
    assert (iri("facet-pickers-skill"), CBEC.restsOn, iri("citation-01-2")) in graph_of(mini_project, "article")


def test_an_inferred_support_is_wholly_in_the_curation_graph_with_its_reason(mini_project: Project) -> None:
    node = iri("facet-machines-drying/rests-on/citation-04-2/cause")
    curated = graph_of(mini_project, "curation")
    assert (node, RDF.type, CBEC.Support) in curated
    assert set(curated.objects(node, SKOS.note)) == zh_en("后一句说的是资金", "the next sentence speaks of capital")
    assert (iri("facet-machines-drying"), CBEC.restsOn, iri("citation-04-2")) in curated
    assert (node, None, None) not in graph_of(mini_project, "article")
    assert (iri("facet-machines-drying"), CBEC.restsOn, None) not in graph_of(mini_project, "article")


def test_a_cause_leads_to_its_effect_however_it_was_written(mini_project: Project) -> None:
    stated, curated = graph_of(mini_project, "article"), graph_of(mini_project, "curation")
    assert (iri("claim-young-leave"), CBEC.leadsTo, iri("facet-pickers-age")) in stated
    assert (iri("facet-machines-old-pans"), CBEC.leadsTo, iri("claim-quality-unstable")) in stated
    assert (iri("claim-capital-short"), CBEC.leadsTo, iri("facet-machines-old-pans")) in curated


def test_citation_functions_and_notes_are_the_curators(mini_project: Project) -> None:
    curated = graph_of(mini_project, "curation")
    assert (iri("citation-03-3"), CBEC.citationFunction, CITO.cites) in curated
    assert (iri("article-tea-2020"), CITO.cites, iri("ref-03")) in curated
    assert set(curated.objects(iri("citation-03-3"), SKOS.note)) == zh_en("所指不明", "it is not clear for what")
    assert (iri("citation-03-3"), CBEC.denotes, iri("ref-03")) in graph_of(mini_project, "article")


def test_kinds_that_the_curator_gave_are_the_curators(mini_project: Project) -> None:
    curated = graph_of(mini_project, "curation")
    assert (iri("claim-young-leave"), CBEC.claimKind, concept("claim", "cause")) in curated
    assert (iri("section-2-1"), CBEC.sectionKind, concept("section", "problems")) in curated


def test_the_article_graph_holds_no_note_of_the_curator(project: Project) -> None:
    assert (None, SKOS.note, None) not in graph_of(project, "article")
    assert (None, SKOS.definition, None) not in graph_of(project, "article")


def test_evidence_lines_are_derived_and_nowhere_else(project: Project) -> None:
    derived = graph_of(project, "derived")
    assert len(list(derived.subjects(RDF.type, CBEC.EvidenceLine))) == len(project.lines)
    for name in ("article", "curation"):
        assert (None, RDF.type, CBEC.EvidenceLine) not in graph_of(project, name)
        assert (None, CBEC.bearsOn, None) not in graph_of(project, name)


def test_an_evidence_line_says_all_of_its_line(mini_project: Project) -> None:
    node = iri("facet-pickers-age/evidence/ref-03/cause")
    assert set(graph_of(mini_project, "derived").predicate_objects(node)) == {
        (RDF.type, CBEC.EvidenceLine),
        (RDF.type, PROV.Entity),
        (CBEC.target, iri("facet-pickers-age")),
        (CBEC.source, iri("ref-03")),
        (CBEC.role, concept("role", "cause")),
        (CBEC.basis, concept("basis", "stated")),
        (CBEC.length, RdfLiteral(3)),
        (CBEC.via, iri("citation-03-2")),
    }


@pytest.mark.parametrize("name", ["article", "curation", "derived"])
def test_each_graph_says_what_it_is_and_under_which_licence(project: Project, name: str) -> None:
    graph = graph_of(project, name)
    subject = URIRef(graph_iri(project.curation.folder_id, name))
    assert (subject, RDF.type, PROV.Entity) in graph
    assert graph.value(subject, DCTERMS.license) is not None
    assert {str(label.language) for label in graph.objects(subject, RDFS.label) if isinstance(label, RdfLiteral)} == {
        "zh",
        "en",
    }
    assert graph.value(subject, PROV.wasDerivedFrom) is not None


# Records


def test_every_record_has_its_class_id_and_labels(project: Project) -> None:
    stated, folder = graph_of(project, "article"), project.curation.folder_id
    for name, record in project.curation.records.items():
        if not isinstance(record, records.Exemption):
            subject = URIRef(resource_iri(folder, name))
            assert len([kind for kind in stated.objects(subject, RDF.type) if str(kind).startswith(TERM)]) == 1, name
            assert list(stated.objects(subject, CBEC.recordId)) == [RdfLiteral(name)]
            tags = [label.language for label in stated.objects(subject, RDFS.label) if isinstance(label, RdfLiteral)]
            assert sorted(str(tag) for tag in tags) == ["en", "zh"], name


def test_an_exemption_is_no_statement_of_the_article(mini_project: Project) -> None:
    for graph in mini_project.dataset.graphs():
        assert (iri("exempt-notes"), None, None) not in graph


def test_a_printed_number_keeps_its_text_beside_its_value(mini_project: Project) -> None:
    stated, subject = graph_of(mini_project, "article"), iri("stat-tea-output-2019")
    assert str(stated.value(subject, CBEC.printed)) == "1,240.50吨"
    assert stated.value(subject, CBEC.valueText) == RdfLiteral("1240.50")
    value = stated.value(subject, CBEC.value)
    assert isinstance(value, RdfLiteral)
    assert (value.datatype, value.value) == (XSD.decimal, Decimal("1240.50"))


def test_a_value_is_normalised_by_its_units_factor(mini_project: Project) -> None:
    derived = graph_of(mini_project, "derived")
    assert str(derived.value(iri("stat-members"), CBEC.normalisedValue)) == "5200"
    assert str(derived.value(iri("stat-tea-price-2020"), CBEC.normalisedValue)) == "86"


def test_a_value_of_an_unknown_base_is_not_normalised(mini_project: Project) -> None:
    assert (iri("stat-tea-output-2019"), CBEC.normalisedValue, None) not in graph_of(mini_project, "derived")


def test_a_growth_over_the_previous_year_has_that_year_as_base(mini_project: Project) -> None:
    derived = graph_of(mini_project, "derived")
    assert derived.value(iri("stat-tea-output-growth-2019"), CBEC.baseYear) == RdfLiteral(2018)
    assert derived.value(iri("stat-picker-wage-growth-2020"), CBEC.baseYear) == RdfLiteral(2018)
    assert derived.value(iri("stat-tea-value-growth-2019"), CBEC.baseYear) is None


def test_an_inherited_period_is_the_curators_and_a_stated_one_the_articles(mini_project: Project) -> None:
    stated, curated = graph_of(mini_project, "article"), graph_of(mini_project, "curation")
    assert (iri("stat-tea-export-2019"), CBEC.startYear, RdfLiteral(2019)) in curated
    assert (iri("stat-tea-export-2019"), CBEC.startYear, None) not in stated
    assert (iri("stat-tea-output-2019"), CBEC.startYear, RdfLiteral(2019)) in stated


def test_an_unknown_period_has_no_years(mini_project: Project) -> None:
    stated = graph_of(mini_project, "article")
    assert stated.value(iri("stat-members"), CBEC.period) == RdfLiteral("unknown")
    assert (iri("stat-members"), CBEC.startYear, None) not in stated


def test_what_the_article_does_not_say_can_be_asked_for(mini_project: Project) -> None:
    curated = graph_of(mini_project, "curation")
    asked = {
        (str(curated.value(node, CBEC.unknownOf)), str(curated.value(node, CBEC.unknownField)))
        for node in curated.subjects(RDF.type, CBEC.Unknown)
    }
    assert asked == {(str(iri("article-tea-2020")), "title"), (str(iri("article-tea-2020")), "references-metadata")} | {
        (str(iri(f"ref-0{number}")), "metadata") for number in range(1, 5)
    } | {(str(iri("figure-1")), "values")}


def test_an_unspecified_place_is_left_out(mini_project: Project) -> None:
    assert (iri("claim-quality-stable"), CBEC.place, None) not in graph_of(mini_project, "article")


def test_anchors_are_numbered_as_the_record_gives_them(mini_project: Project) -> None:
    stated = graph_of(mini_project, "article")
    places = [(str(stated.value(iri(f"claim-quality-stable/anchor-{number}"), CBEC.inPassage))) for number in (1, 2)]
    assert places == [str(iri("passage-3.p1.s3")), str(iri("passage-3.p2.s2"))]


def test_passages_follow_one_another_in_the_order_of_the_text(mini_project: Project) -> None:
    stated = graph_of(mini_project, "article")
    here, seen = iri("passage-abstract.h"), [iri("passage-abstract.h")]
    while (following := stated.value(here, CBEC.nextPassage)) is not None:
        here = URIRef(str(following))
        seen.append(here)
    assert seen == [iri(f"passage-{passage.locator}") for passage in mini_project.curation.passages]


def test_a_circle_of_supports_is_built(circular_folder: Path) -> None:
    project = build_project(circular_folder)
    stated = graph_of(project, "article")
    assert (iri("claim-machines-old"), CBEC.restsOn, iri("claim-quality-unstable")) in stated
    assert (iri("claim-quality-unstable"), CBEC.restsOn, iri("claim-machines-old")) in stated


@pytest.mark.parametrize(
    ("period", "years"),
    [("2018", (2018, 2018)), ("2016/2020", (2016, 2020)), ("2014-12-31", (2014, 2014)), ("unknown", None)],
)
def test_a_period_has_its_years(period: str, years: tuple[int, int] | None) -> None:
    assert period_years(period) == years


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_a_plain_decimal_is_the_same_number_without_exponent_or_idle_zeros(value: Decimal) -> None:
    plain = plain_decimal(value)
    assert plain == value
    assert "E" not in str(plain)
    assert "." not in str(plain) or not str(plain).endswith("0")


# The same each time


def test_the_same_folder_gives_the_same_bytes(mini_project: Project, mini_folder: Path) -> None:
    assert build_project(mini_folder).nquads() == mini_project.nquads()


def test_the_same_folder_gives_the_same_bytes_whatever_the_hash_seed(mini_project: Project, mini_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cbec_kg.rdf.project import build_project; "
        "sys.stdout.buffer.write(build_project(Path(sys.argv[1])).nquads().encode())"
    )
    for seed in ("0", "4321"):
        process = subprocess.run(
            [sys.executable, "-c", code, str(mini_folder)],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
        )
        assert process.stdout.decode() == mini_project.nquads()


def test_n_quads_are_sorted_and_end_with_a_new_line(project: Project) -> None:
    lines = project.nquads().split("\n")
    assert lines[-1] == ""
    assert lines[:-1] == sorted(set(lines[:-1]))


def test_n_quads_parse_back_to_the_same_dataset(project: Project) -> None:
    back = Dataset()
    back.parse(data=project.nquads(), format="nquads")
    mine = {str(graph.identifier): graph for graph in project.dataset.graphs() if len(graph)}
    theirs = {str(graph.identifier): graph for graph in back.graphs() if len(graph)}
    assert mine.keys() == theirs.keys()
    for name, graph in mine.items():
        assert set(graph) == set(theirs[name]) if name != ONTOLOGY else isomorphic(graph, theirs[name])


def test_a_strict_parser_reads_the_n_quads(project: Project) -> None:
    quads = list(parse(project.nquads(), format=RdfFormat.N_QUADS))
    assert len(quads) == sum(len(graph) for graph in project.dataset.graphs())


# Names

ids = st.from_regex(r"[a-z]+(-[a-z0-9]+){1,4}", fullmatch=True)


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True), ids)
def test_an_id_comes_back_from_its_iri(folder: str, record: str) -> None:
    assert record_id(resource_iri(folder, record)) == record


@given(st.text())
def test_no_text_makes_an_iri_that_leads_elsewhere(text: str) -> None:
    try:
        made = resource_iri(MINI, text)
    except ValueError:
        return
    assert made.startswith(f"{BASE}{MINI}/")
    assert record_id(made) == text
    assert not set(made) & set(' <>"{}|^`\\\n?#%')


@pytest.mark.parametrize("folder", ["", "a/b", "../x", "a b", "茶"])
def test_a_folder_id_that_no_iri_can_have_is_refused(folder: str) -> None:
    with pytest.raises(ValueError, match="no ids of a record"):
        resource_iri(folder, "problem-roads")


@pytest.mark.parametrize("other", [ONTOLOGY, f"{TERM}Claim", "https://example.org/a/b", BASE, ""])
def test_an_iri_of_no_record_has_no_id(other: str) -> None:
    assert record_id(other) is None


def test_every_graph_has_a_name_and_others_none() -> None:
    assert len({graph_iri(MINI, name) for name in GRAPHS}) == len(GRAPHS)
    with pytest.raises(ValueError, match="is none of"):
        graph_iri(MINI, "ontology")


# Ontology


def ontology() -> Graph:
    graph = Graph()
    for path in ("cbec.ttl", "schemes.ttl", "cube.ttl"):
        graph.parse(ONTOLOGY_FOLDER / path, format="turtle")
    return graph


def test_the_closed_namespace_has_the_terms_of_the_ontology_and_no_other() -> None:
    declared = {str(term) for term in ontology().subjects(RDF.type, None) if str(term).startswith(str(CBEC))}
    concepts = {str(term) for term in ontology().subjects(SKOS.inScheme, None)}
    schemes = {str(term) for term in ontology().subjects(RDF.type, SKOS.ConceptScheme)}
    terms = {str(CBEC[name]) for name in dir(CBEC)}
    assert len(terms) > 150
    assert terms <= declared
    assert declared - terms <= concepts | schemes
    assert str(FROM) in terms
    with pytest.raises(AttributeError):
        CBEC.facetsOf  # noqa: B018  # a typo


def test_every_term_of_ours_in_a_dataset_is_declared(project: Project) -> None:
    declared = set(ontology().subjects(RDF.type, None))
    used = {
        term
        for graph in project.dataset.graphs()
        if str(graph.identifier) != ONTOLOGY
        for triple in graph
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(TERM)
    }
    assert sorted(used - declared) == []


def test_a_term_that_does_not_exist_is_an_error_where_it_is_used() -> None:
    with pytest.raises(AttributeError):
        _ = CBEC.restOn


def test_cito_functions_are_declared_in_the_ontology() -> None:
    graph = Graph()
    for path in ONTOLOGY_FOLDER.glob("*.ttl"):
        if path.name != "shapes.ttl":
            graph.parse(path, format="turtle")
    functions = {CITO[name] for name in get_args(closed_lists.CitationFunction)}
    assert sorted(functions - set(graph.subjects(RDF.type, None))) == []


SCHEMES: dict[str, Any] = {
    "role": terms.Role,
    "basis": terms.Basis,
    "claim": closed_lists.ClaimKind,
    "section": closed_lists.SectionKind,
    "source": closed_lists.SourceKind,
    "problem": closed_lists.ProblemStatus,
    "statistic": closed_lists.StatisticKind,
    "operator": closed_lists.Operator,
    "passage": get_type_hints(Passage)["kind"],
    "modality": terms.Modality,
    "quantifier": terms.Quantifier,
    "direction": get_type_hints(records.Trend)["direction"],
    "verdict": checks.Verdict,
    "rule": Literal[tuple(RULES)],
    "repair": hypothesis.Kind,
    "derivation": doubt.Derivation,
    "standing": doubt.Standing,
    "effect": Literal[Effects._fields],
}
"""Scheme of each closed type."""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_notations_of_a_scheme_are_the_values_of_its_type(scheme: str) -> None:
    graph = ontology()
    found = {
        str(graph.value(term, SKOS.notation))
        for term in graph.subjects(RDF.type, SKOS.Concept)
        if str(term).startswith(f"{TERM}{scheme}-")
    }
    assert found == set(get_args(SCHEMES[scheme]))


def test_every_concept_that_the_builder_makes_is_of_a_scheme_tested_above() -> None:
    sources = [(Path(vocabulary.__file__).parent / name).read_text(encoding="utf-8") for name in ("build.py", "findings.py")]
    made = {
        node.args[0].value
        for node in (node for source in sources for node in ast.walk(ast.parse(source)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "concept"
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert made <= set(SCHEMES)


def literals(kind: Any) -> Iterator[Any]:
    for hint in get_type_hints(kind).values():
        for part in get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,):
            if get_origin(part) is Literal:
                yield part


def test_every_closed_type_of_a_record_has_a_scheme_or_is_plain_text() -> None:
    plain = [
        closed_lists.KindList,
        closed_lists.Yes,
        closed_lists.CitationFunction,
        *literals(records.Unit),
        *literals(records.Indicator),
    ]
    plain += [
        *literals(records.Article),
        *literals(records.Reference),
        *literals(records.Figure),
        *literals(records.Exemption),
    ]
    known = {get_args(kind) for kind in [*SCHEMES.values(), *plain]}
    for kind in (*FILES.values(), Passage, records.SupportLink, records.BasisLink, Column):
        for part in literals(kind):
            assert get_args(part) in known, (kind, part)


# Shapes


def test_the_project_conforms_to_the_shapes(project: Project) -> None:
    validate(project)


@pytest.fixture(scope="module")
def violations(mini_folder: Path) -> dict[str, str]:
    """Return what the shapes say of a mini project with four faults, by the file that each is told for."""
    project = build_project(mini_folder)
    graph = graph_of(project, "article")
    graph.add((iri("problem-roads"), CBEC.symbol, RdfLiteral("x")))
    graph.add((iri("law-taling-cooperatives"), CBEC.about, iri("ref-01")))
    graph.add((iri("measure-loan"), CBEC.instrument, iri("ref-01")))
    graph.remove((iri("claim-tea-history"), CBEC.statedIn, None))
    graph.remove((iri("facet-pickers-skill/rests-on/citation-01-2/requirement"), CBEC.basis, None))
    with pytest.raises(DataError) as caught:
        validate(project)
    return {problem.file: str(problem) for problem in caught.value.problems}


def test_several_violations_are_all_told(violations: dict[str, str]) -> None:
    assert set(violations) == {"problems.yaml", "entities.yaml", "measures.yaml", "claims.yaml", "facets.yaml"}


def test_a_property_that_no_shape_knows_is_refused_at_the_records_line(
    violations: dict[str, str], mini_project: Project
) -> None:
    line = mini_project.curation.records["problem-roads"].where.line
    said = f"problems.yaml:{line}: problem-roads.symbol: Remove or rename this property"
    assert violations["problems.yaml"].startswith(said)


def test_a_claim_without_its_passage_is_refused(violations: dict[str, str]) -> None:
    assert "claim-tea-history.statedIn: Add at least one anchor under 'at'" in violations["claims.yaml"]


def test_a_link_to_another_class_is_refused_with_the_value_at_fault(violations: dict[str, str]) -> None:
    said = violations["measures.yaml"]
    assert "measure-loan.instrument: List only ids of existing entities under 'instruments'." in said
    assert "ref-01" in said


def test_a_link_without_basis_is_refused(violations: dict[str, str]) -> None:
    assert "facet-pickers-skill/rests-on/citation-01-2/requirement.basis" in violations["facets.yaml"]


def test_malformed_shapes_are_no_shapes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mini_project: Project) -> None:
    shapes = (ONTOLOGY_FOLDER / "shapes.ttl").read_text(encoding="utf-8")
    wrong = shapes.replace("sh:minCount 2 ;", 'sh:minCount "two" ;', 1)
    assert wrong != shapes
    (tmp_path / "shapes.ttl").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr("cbec_kg.rdf.validate.asset_folder", lambda name: tmp_path)
    with pytest.raises(DataError):
        validate(mini_project)


def test_a_dataset_without_lines_has_no_evidence(mini_project: Project) -> None:
    dataset = build_dataset(mini_project.curation)
    assert (None, RDF.type, CBEC.EvidenceLine, None) not in dataset


def test_the_order_of_the_records_does_not_matter(mini_project: Project) -> None:
    turned = replace(mini_project.curation, records=dict(reversed(mini_project.curation.records.items())))
    mine = {str(graph.identifier): set(graph) for graph in build_dataset(mini_project.curation).graphs()}
    assert mine == {str(graph.identifier): set(graph) for graph in build_dataset(turned).graphs()}


def test_the_ontology_graph_holds_terms_schemes_and_alignments(mini_project: Project) -> None:
    graph = mini_project.dataset.graph(URIRef(ONTOLOGY))
    assert (CBEC.Claim, RDF.type, OWL.Class) in graph
    assert (concept("role", "facet"), RDF.type, SKOS.Concept) in graph
