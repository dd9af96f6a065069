"""The engine that holds graphs against the shapes: the same results as pyshacl's, and no broken shapes file passes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from cbec_kg.errors import DataError, Problem
from cbec_kg.model.iris import TERM, graph_iri
from cbec_kg.rdf.project import Project
from cbec_kg.rdf.validate import read_shapes, validate
from test_ontology import FOLDER, ONTOLOGY_GRAPH, PREFIXES, SH, SHAPE, SHAPES, cases, mini_graph, results_of

Change = tuple[str, URIRef | None, Node | None, str]
"""A subject's local name; what is taken out, as subject and predicate; what is put in, as Turtle."""

COMPONENTS = {
    SH["class"]: "Class", SH.closed: "Closed", SH.datatype: "Datatype", SH["in"]: "In", SH.languageIn: "LanguageIn",
    SH.lessThan: "LessThan", SH.lessThanOrEquals: "LessThanOrEquals", SH.maxCount: "MaxCount",
    SH.maxInclusive: "MaxInclusive", SH.maxLength: "MaxLength", SH.minCount: "MinCount", SH.minExclusive: "MinExclusive",
    SH.minInclusive: "MinInclusive", SH.minLength: "MinLength", SH.nodeKind: "NodeKind", SH["or"]: "Or",
    SH.pattern: "Pattern", SH.uniqueLang: "UniqueLang",
}  # fmt: skip
"""Kinds of constraint of the shapes, and the component that a report names for each."""

WITHIN = {SH.hasValue, SH.qualifiedMinCount, SH.qualifiedValueShape}
"""Kinds that stand within alternatives alone, so that no report names them; `REASONS` has their cases."""

NO_CONSTRAINTS = {SH.alternativePath, SH.ignoredProperties, SH.message, SH.path, SH.property, SH.targetClass}

REASONS = [
    ("stated", "cbec:basis cbec:basis-stated", True),
    ("no-basis", 'skos:note "a reading"@en', False),
    ("inferred", "cbec:basis cbec:basis-inferred", False),
    ("inferred-en", 'cbec:basis cbec:basis-inferred ; skos:note "a reading"@en', False),
    ("inferred-fr", 'cbec:basis cbec:basis-inferred ; skos:note "a reading"@en, "lu"@fr', False),
    ("inferred-both", 'cbec:basis cbec:basis-inferred ; skos:note "a reading"@en, "如此读"@zh', True),
]
"""What stands at a support, and whether a reason that must be there is."""

ODD = (
    Literal("x"), Literal(""), Literal("x" * 70), Literal("x", lang="fr"), Literal("茶", lang="zh"), Literal(-1),
    Literal(10**9), Literal("1.50", datatype=XSD.decimal), Literal("many", datatype=XSD.integer),
    Literal("7", datatype=XSD.nonNegativeInteger), Literal(True), Literal("2020", datatype=XSD.gYear),
    URIRef("https://w3id.org/cbec-kg/none"), URIRef("https://w3id.org/cbec-kg/ontology#claim-cause"),
)  # fmt: skip
"""What to put beside any value: wrong datatypes, languages, kinds of node, lengths, numbers, names of nothing. No blank
nodes, which pyshacl does not compare; a graph of ours has none."""


NO_NUMBER = Literal("many", datatype=XSD.integer)
SHAPES_COMPARED = {URIRef(f"{TERM}{name}") for name in ("start", "end", "startYear", "endYear")}
"""Properties whose values are compared with another one's: pyshacl raises a TypeError at an integer that is none."""

COMPARING = re.compile(r"#(LessThan(OrEquals)?|M(ax|in)Inclusive)ConstraintComponent>$")
"""Constraints that values break which cannot be compared, such as a number and text: pyshacl lets some of them pass.

Source: https://www.w3.org/TR/shacl/#LessThanConstraintComponent
"""


def base(folder: str) -> str:
    return f"https://w3id.org/cbec-kg/{folder}/"


def broken(folder: str, changes: Iterable[Change]) -> Graph:
    """Return the good graph under another folder id with changes made."""
    graph = mini_graph(folder)
    for _, subject, predicate, add in changes:
        if subject is not None:
            graph.remove((URIRef(base(folder) + subject), predicate, None))
        graph.parse(data=PREFIXES.replace(base("tea-2020"), base(folder)) + add, format="turtle")
    return graph


def packed(changes: Iterable[Change]) -> list[list[Change]]:
    """Return changes in groups with one change a subject, so that one copy of the good graph carries many."""
    groups: list[dict[str, Change]] = []
    for change in changes:
        group = next((group for group in groups if change[0] not in group), None)
        if group is None:
            groups.append(group := {})
        group[change[0]] = change
    return [list(group.values()) for group in groups]


def bad_changes() -> list[Change]:
    """Return the change of each bad case of the shapes' tests."""
    found: list[Change] = []
    for _, _, subject, predicate, add in cases():
        found.append((str(subject or re.findall(r"ex:(\S+)", add)[0]), subject, predicate, add))
    too_long = f'ex:anchor-1 cbec:prefix "{"茶" * 61}" .'
    return [*found, ("anchor-1", URIRef("anchor-1"), URIRef(f"{TERM}prefix"), too_long)]


def odd_changes() -> list[Change]:
    """Return one change for each value of the good graph: an odd one beside it, or in its place."""
    good, numbers = mini_graph("tea-2020"), count()
    found: list[Change] = []
    for subject, predicate, _ in sorted(good, key=str):
        number = next(numbers)
        local = URIRef(str(subject).removeprefix(base("tea-2020")))
        odd = ODD[number % len(ODD)]
        if odd == NO_NUMBER and predicate in SHAPES_COMPARED:
            odd = ODD[0]
        add = f"ex:{local} <{predicate}> {odd.n3()} ."
        found.append((str(local), local if number % 2 else None, predicate, add))
    return found


def results(report: Graph) -> set[tuple[str, ...]]:
    """Return focus node, path, value, constraint and shape of each result; blank nodes and longer paths are all alike."""
    keys = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.sourceShape)
    return {
        tuple(_text(report.value(result, key)) for key in keys) for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def _text(node: Node | None) -> str:
    if isinstance(node, Literal):  # in one form: once pyshacl is imported, rdflib keeps a number as it is written
        node = Literal(str(node), node.language, node.datatype, normalize=True)
    return "_" if isinstance(node, BNode) else node.n3() if node is not None else ""


@pytest.fixture(scope="module")
def bad_graph() -> Graph:
    """Return all bad cases of the shapes' tests, and an odd value for each value of the good graph."""
    data = Graph()
    for number, group in enumerate(packed([*bad_changes(), *odd_changes()])):
        data += broken(f"group-{number}", group)
    return data


def test_pyshacl_finds_the_same_results(bad_graph: Graph) -> None:
    pyshacl: Any = pytest.importorskip("pyshacl", reason="needs pyshacl")
    _, report, _ = pyshacl.validate(bad_graph + ONTOLOGY_GRAPH, shacl_graph=SHAPES, advanced=False)
    theirs, ours = results(report), results(results_of(bad_graph))
    assert len(ours) > 700
    assert sorted(theirs - ours) == []
    assert [result for result in sorted(ours - theirs) if not COMPARING.search(result[3])] == []


def test_every_kind_of_constraint_that_the_shapes_use_is_broken_by_a_case(bad_graph: Graph) -> None:
    used = {predicate for predicate in SHAPES.predicates() if str(predicate).startswith(str(SH))}
    assert used == {*COMPONENTS, *WITHIN, *NO_CONSTRAINTS}
    report = results_of(bad_graph)
    seen = {str(component) for component in report.objects(None, SH.sourceConstraintComponent)}
    assert {f"{SH}{name}ConstraintComponent" for name in COMPONENTS.values()} == seen


def test_a_reason_is_asked_for_where_the_basis_is_not_stated() -> None:
    data = Graph()
    for name, text, _ in REASONS:
        taken = [("support-1", URIRef("support-1"), None, "")]
        support = (
            "ex:support-1 a cbec:Support ; cbec:from ex:citation-1 ; cbec:to ex:claim-old ; "
            f"cbec:role cbec:role-value ; {text} ."
        )
        data += broken(f"reason-{name}", [*taken, ("support-1", None, None, support)])
    report = results_of(data)
    refused = {
        str(report.value(result, SH.focusNode)).split("/")[-2]
        for result in report.subjects(SH.sourceShape, SHAPE["reason-shape"])
    }
    assert refused == {f"reason-{name}" for name, _, good in REASONS if not good and name != "no-basis"}


MALFORMED = [
    ("a count that is no number", "sh:minCount 2 ;", 'sh:minCount "two" ;'),
    ("a count below zero", "sh:minCount 1 ;", "sh:minCount -1 ;"),
    ("a path that is text", "sh:path cbec:start ;", 'sh:path "start" ;'),
    ("a pattern that is none", 'sh:pattern "^', 'sh:pattern "(^'),
    ("a kind of node that is none", "sh:nodeKind sh:IRI", "sh:nodeKind sh:Iri"),
    ("a list that is none", "sh:languageIn (", "sh:languageIn cbec:zh ; cbec:note ("),
    ("no Turtle", "@prefix biro:", "@prefix biro"),
]


def read_changed(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    (folder / "shapes.ttl").write_text(text, encoding="utf-8")
    monkeypatch.setattr("cbec_kg.rdf.validate.asset_folder", lambda name: folder)
    read_shapes()


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_malformed_shapes_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str) -> None:
    text = (FOLDER / "shapes.ttl").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DataError, match="the shapes are malformed"):
        read_changed(monkeypatch, tmp_path, text.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "@prefix sh: <http://www.w3.org/ns/shacl#> ."])
def test_a_file_without_shapes_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="there are none"):
        read_changed(monkeypatch, tmp_path, text)


def test_the_good_shapes_are_read() -> None:
    assert len(read_shapes()) > 200


def problems(project: Project) -> tuple[Problem, ...]:
    """Return what is wrong with a project of the mini folder after five faults of its recorded graphs."""
    stated = project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, "article")))
    name = base(project.curation.folder_id)
    stated.add((URIRef(f"{name}problem-roads"), URIRef(f"{TERM}symbol"), Literal("x")))
    stated.add((URIRef(f"{name}measure-loan"), URIRef(f"{TERM}instrument"), URIRef(f"{name}ref-01")))
    for subject in ("claim-tea-history", "facet-pickers-skill"):
        stated.remove((URIRef(name + subject), URIRef(f"{TERM}statedIn"), None))
    stated.remove((URIRef(f"{name}unit-percent"), URIRef(f"{TERM}symbol"), None))
    with pytest.raises(DataError) as caught:
        validate(project)
    return caught.value.problems


def test_what_is_recorded_is_checked_alike_with_and_without_what_is_computed(mini_project: Project) -> None:
    found = problems(Project(mini_project.curation, {}, computed=False))
    assert len(found) == 5
    assert found == problems(Project(mini_project.curation, {}))


def test_what_is_computed_conforms(mini_project: Project, real_project: Project) -> None:
    validate(mini_project)
    validate(real_project)
