"""Hold a cube against the 21 integrity constraints of the RDF Data Cube vocabulary.

Each constraint is a query of its own (``checks/ic-01.rq`` to ``ic-21.rq``), which gives what breaks it: an empty answer is a
pass. The cube is put into its normal form first. IC-20 and IC-21 are asked once for each property that a hierarchy of the
cube is made with. Out of scope: IC-0 (datatypes), which SHACL shapes and parsers see to.

Source: https://www.w3.org/TR/vocab-data-cube/#wf
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from cbec_kg.errors import DataError, Problem
from cbec_kg.model.iris import ONTOLOGY, graph_iri, record_id
from cbec_kg.rdf.project import Project

CONSTRAINTS = tuple(f"ic-{number:02d}" for number in range(1, 22))
"""Names of the constraints, in the order of the specification."""

_FOLDER = Path(__file__).parent / "checks"
_PHASES = ("normalise-1.ru", "normalise-2.ru")

_HIERARCHIES = {
    "ic-20": (
        "skos:narrower",
        "SELECT DISTINCT ?p { ?list a qb:HierarchicalCodeList ; qb:parentChildProperty ?p FILTER(isIRI(?p)) }",
    ),
    "ic-21": (
        "skos:broader",
        "SELECT DISTINCT ?p { ?list a qb:HierarchicalCodeList ; qb:parentChildProperty ?q . ?q owl:inverseOf ?p "
        "FILTER(isBlank(?q) && isIRI(?p)) }",
    ),
}
"""Constraints on hierarchies: the property that the query is written for, and what finds those to put in its place."""

_PREFIXES = {"qb": "http://purl.org/linked-data/cube#", "owl": "http://www.w3.org/2002/07/owl#"}


class Breach(NamedTuple):
    """What breaks a constraint: the node at fault and what it is about, as IRIs or texts; either may be empty."""

    constraint: str
    node: str
    about: str


def constraint_text(constraint: str) -> str:
    """Return the query of a constraint, with its head comments."""
    return (_FOLDER / f"{constraint}.rq").read_text(encoding="utf-8")


def constraint_title(constraint: str, language: str = "en") -> str:
    """Return what a constraint demands, in one sentence.

    Examples
    --------
    >>> constraint_title("ic-04")
    'Every dimension has a range'
    """
    line = next(line for line in constraint_text(constraint).splitlines() if line.startswith(f"# {language}: "))
    return line.partition(": ")[2]


def normalise(store: Store) -> None:
    """Put the cubes of a store's default graph into the vocabulary's normal form; a second time adds nothing."""
    for phase in _PHASES:
        store.update((_FOLDER / phase).read_text(encoding="utf-8"))


def breaches(store: Store) -> list[Breach]:
    """Return what breaks a constraint in the default graph of a store, which is normalised.

    Returns
    -------
    list of Breach
        Sorted by constraint and node; empty when the cubes are well formed.
    """
    return sorted({breach for constraint in CONSTRAINTS for breach in _breaches(store, constraint)})


def _breaches(store: Store, constraint: str) -> Iterator[Breach]:
    for text in _queries(store, constraint):
        for row in _rows(store, text):
            values = [str(getattr(value, "value", value)) if value is not None else "" for value in row]
            yield Breach(constraint, values[0], values[1] if len(values) > 1 else "")


def _rows(store: Store, text: str) -> QuerySolutions:
    rows = store.query(text, prefixes=_PREFIXES)
    assert isinstance(rows, QuerySolutions)  # each is a SELECT
    return rows


def _queries(store: Store, constraint: str) -> list[str]:
    """Return the query of a constraint, or one for each property of a hierarchy."""
    text = constraint_text(constraint)
    if constraint not in _HIERARCHIES:
        return [text]
    written_for, finder = _HIERARCHIES[constraint]
    head, body = text.split("\nSELECT", 1)
    properties = sorted(str(row[0]) for row in _rows(store, finder) if isinstance(row[0], NamedNode))
    return [f"{head}\nSELECT{body.replace(written_for, name)}" for name in properties]


def cube_store(project: Project) -> Store:
    """Return a store whose default graph is a project's cube with the ontology, not yet normalised."""
    graphs = {NamedNode(graph_iri(project.curation.folder_id, "cube")), NamedNode(ONTOLOGY)}
    quads = parse(project.nquads(), format=RdfFormat.N_QUADS)
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads if quad.graph_name in graphs)
    return store


def require_well_formed(project: Project) -> None:
    """Raise when a project's cube breaks a constraint.

    Raises
    ------
    DataError
        One problem a breach, at the statistic's file and line where it has one.
    """
    store = cube_store(project)
    normalise(store)
    problems = [_problem(project, breach) for breach in breaches(store)]
    if problems:
        raise DataError(problems)


def _problem(project: Project, breach: Breach) -> Problem:
    local = record_id(breach.node) or breach.node
    about = record_id(breach.about) or breach.about
    text = f"{breach.constraint.upper()}: {constraint_title(breach.constraint)}; {local or '?'} does not"
    text += f" ({about})." if about else "."
    record = project.curation.records.get(local.rpartition("/")[2])
    if record is None:
        return Problem("cube", 0, text)
    return Problem(record.where.file, record.where.line, text)
