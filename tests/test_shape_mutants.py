"""Each constraint of the shapes has one record that was changed to break it, and both engines report it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from test_ontology import CBEC, ONTOLOGY_GRAPH, SH, SHAPES, mini_graph, results_of
from test_validation import COMPONENTS

BASE = "https://w3id.org/cbec-kg/tea-2020/"
NOWHERE = URIRef("https://w3id.org/cbec-kg/none")
FRENCH = Literal("x", lang="fr")

Values = list[Node]
"""What stands at a property."""


class Mutant(NamedTuple):
    """A record with one property changed, and the constraint that it breaks: shape and kind."""

    statements: Sequence[tuple[Node, Node, Node]]
    broken: tuple[str, str, str]


def number(value: Node, change: int) -> Literal:
    assert isinstance(value, Literal)
    return Literal(value.toPython() + change, datatype=value.datatype)


def unlike(limit: Node, values: Values) -> Values:
    """Return a text that no pattern of the shapes fits, of the type that stood there."""
    kinds = [value.datatype for value in values if isinstance(value, Literal)]
    return [Literal("~ 茶 ~" * 20, datatype=kinds[0] if kinds else None)]


CHANGES: dict[URIRef, Callable[[Node, Values], Values]] = {
    SH.minCount: lambda limit, values: [],
    SH.maxCount: lambda limit, values: [*values, *(Literal(f"x{n}") for n in range(int(str(limit)) + 1))],
    SH.datatype: lambda limit, values: [Literal("00", datatype=XSD.hexBinary)],
    SH.nodeKind: lambda limit, values: [Literal("x") if limit == SH.IRI else NOWHERE],
    SH["class"]: lambda limit, values: [NOWHERE],
    SH["in"]: lambda limit, values: [NOWHERE],
    SH["or"]: lambda limit, values: [FRENCH],
    SH.pattern: unlike,
    SH.minLength: lambda limit, values: [Literal("")],
    SH.maxLength: lambda limit, values: [Literal("x" * (int(str(limit)) + 1))],
    SH.languageIn: lambda limit, values: [FRENCH],
    SH.uniqueLang: lambda limit, values: [Literal("one", lang="en"), Literal("two", lang="en")],
    SH.minInclusive: lambda limit, values: [number(limit, -1)],
    SH.minExclusive: lambda limit, values: [limit],
    SH.maxInclusive: lambda limit, values: [number(limit, 1)],
}
"""What breaks a constraint, by its kind: from its limit and what stood there."""

ORDERS = {SH.lessThan: 0, SH.lessThanOrEquals: 1}
"""Constraints that compare two properties, and by how much more than the other one is too much."""


def constraints() -> Iterator[tuple[URIRef, URIRef, Node, URIRef]]:
    """Yield the shape, kind and limit of each constraint that stands at a property or a class, and a class with it."""
    for shape, target in sorted(SHAPES.subject_objects(SH.targetClass), key=str):
        for of in (shape, *sorted(SHAPES.objects(shape, SH.property), key=str)):
            for kind, limit in sorted(SHAPES.predicate_objects(of), key=str):
                if kind in COMPONENTS:
                    yield of, kind, limit, target  # type: ignore[misc]  # shapes, kinds and classes are named


def mutants() -> dict[tuple[str, str], Mutant]:
    """Return a mutant for each constraint, by shape and kind; that of the first class that has the shape and an example."""
    good, found = mini_graph("tea-2020"), dict[tuple[str, str], Mutant]()
    for shape, kind, limit, target in constraints():
        key = (str(shape), COMPONENTS[kind])
        path = SHAPES.value(shape, SH.path)
        of_class = sorted(good.subjects(RDF.type, target), key=str)
        having = [one for one in of_class if (one, path, None) in good]
        if key not in found and (having or of_class):
            found[key] = mutant(good, (having or of_class)[0], shape, kind, limit, len(found))
    return found


def paths_of(shape: Node) -> list[Node]:
    """Return the properties that a shape looks at: one, several where any will do, none for a shape of a whole record."""
    path = SHAPES.value(shape, SH.path)
    either = SHAPES.value(path, SH.alternativePath) if path is not None else None
    return list(Collection(SHAPES, either)) if either is not None else [path] if path is not None else []


def mutant(good: Graph, subject: Node, shape: URIRef, kind: URIRef, limit: Node, count: int) -> Mutant:
    """Return a copy of a record that breaks one constraint."""
    new = URIRef(f"{BASE}mutant-{count}")
    paths = paths_of(shape)
    kept = {(p, o) for p, o in good.predicate_objects(subject) if p not in paths}
    changed: Values = []
    if kind == SH.closed:
        kept.add((URIRef("https://example.org/unheard-of"), Literal("x")))
    elif kind in ORDERS:
        other = good.value(subject, limit) or Literal(5)
        kept.add((limit, other))
        changed = [number(other, ORDERS[kind])]
    elif paths:
        changed = CHANGES[kind](limit, list(good.objects(subject, paths[0])))
    else:  # a reason is asked for where the basis is not stated
        kept = {(p, o) for p, o in kept if p not in (SKOS.note, CBEC.basis)} | {(CBEC.basis, CBEC["basis-inferred"])}
    statements = [(new, p, o) for p, o in sorted(kept, key=str)] + [(new, at, o) for o in changed for at in paths[:1]]
    return Mutant(statements, (str(new), str(shape), COMPONENTS[kind]))


def reported(report: Graph) -> set[tuple[str, str, str]]:
    """Return focus node, shape and kind of constraint of each result."""
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.sourceShape)),
            str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2].removesuffix("ConstraintComponent"),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


@pytest.fixture(scope="module")
def changed() -> Graph:
    data = mini_graph("tea-2020")
    for one in mutants().values():
        for statement in one.statements:
            data.add(statement)
    return data


def test_each_constraint_is_reported_by_both_engines(changed: Graph) -> None:
    wanted = {one.broken for one in mutants().values()}
    ours = reported(results_of(changed))
    assert sorted(wanted - ours) == []
    pyshacl: Any = pytest.importorskip("pyshacl", reason="needs pyshacl")
    _, report, _ = pyshacl.validate(changed + ONTOLOGY_GRAPH, shacl_graph=SHAPES, advanced=False)
    assert sorted(wanted - reported(report)) == []
    assert len(wanted) > 700


def test_each_constraint_has_a_mutant() -> None:
    every = {(str(shape), COMPONENTS[kind]) for shape, kind, _, _ in constraints()}
    assert sorted(every - set(mutants())) == []
