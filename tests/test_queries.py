"""The shipped queries as files and on two engines: heads, parameters, plain SPARQL, the same answer from both."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, Store
from rdflib import Dataset, Graph

from cbec_kg.cli.main import cli
from cbec_kg.model.iris import TERM, record_id
from cbec_kg.queries.catalogue import ShippedQuery, read_catalogue, read_query
from cbec_kg.rdf.project import Project
from cbec_kg.store.opening import OpenStore
from cbec_kg.store.sparql import Answer, bind, check_query, run

QUERIES = read_catalogue()
NAMES = [query.name for query in QUERIES]
PARAMETERS = [(query.name, parameter) for query in QUERIES for parameter in query.parameters]

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "nonNegativeInteger")}

Cell = str | bool | Decimal | None


def cell(term: Any) -> Cell:
    """Return a term of pyoxigraph as a plain value: a record's id, the local name of another IRI, a number, a text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        own = None if term.value.startswith(TERM) else record_id(term.value)
        return own or re.split("[#/]", term.value)[-1]
    datatype = term.datatype.value
    if datatype in NUMBERS:
        return Decimal(term.value)
    return term.value == "true" if datatype == f"{XSD}boolean" else str(term.value)


def plain_rows(opened: OpenStore, name: str, **parameters: str) -> list[tuple[Cell, ...]]:
    """Return the answer of a shipped query as plain values, with parameters bound to records by id."""
    bound = {parameter: opened.iri(record) for parameter, record in parameters.items()}
    answer = run(opened.store, bind(read_query(name).text, bound), seconds=600)
    return [tuple(cell(term) for term in row) for row in answer.rows]


def comparable(term: Any) -> object:
    """Return a term of either engine so that equal terms are equal: numbers by value, language tags in lower case."""
    if term is None:
        return None
    if type(term).__name__ in ("NamedNode", "URIRef"):
        return str(getattr(term, "value", term))
    text = term.value if type(term).__module__.startswith("pyoxigraph") else str(term)
    datatype = str(getattr(term.datatype, "value", None) or term.datatype or f"{XSD}string")
    language = (term.language or "").lower()
    if datatype in NUMBERS:
        return Decimal(text), "number"
    return text, "language" if language else datatype, language


def of_oxigraph(store: Store, text: str) -> list[tuple[object, ...]]:
    return [tuple(comparable(term) for term in row) for row in run(store, text, seconds=600).rows]


def of_rdflib(graph: Graph, text: str) -> list[tuple[object, ...]]:
    return [tuple(comparable(term) for term in row) for row in graph.query(text)]  # type: ignore[union-attr]


def in_order(name: str, rows: list[tuple[object, ...]]) -> object:
    """Return rows for comparison: triples of a CONSTRUCT have no order."""
    return set(rows) if "CONSTRUCT" in read_query(name).text else rows


def merged_graph(project: Project) -> Graph:
    """Return all named graphs as one rdflib graph."""
    graph = Graph()
    for subject, predicate, value, _ in project.dataset.quads():
        graph.add((subject, predicate, value))
    return graph


@pytest.fixture(scope="session")
def merged_mini(mini_project: Project) -> Graph:
    return merged_graph(mini_project)


@pytest.fixture(scope="session")
def merged_both(real_project: Project, merged_mini: Graph) -> Graph:
    return merged_graph(real_project) + merged_mini


def answer_of(opened: OpenStore, name: str) -> Answer:
    return run(opened.store, read_query(name).text, seconds=600)


def first_bound(answer: Answer, parameter: str) -> str | None:
    """Return the IRI in the middle of a parameter's column, so that neither a first nor a last row is taken."""
    if answer.form != "select" or parameter not in answer.columns:
        return None
    column = answer.columns.index(parameter)
    found = [term.value for term in (row[column] for row in answer.rows) if isinstance(term, NamedNode)]
    return found[len(found) // 2] if found else None


def test_there_are_at_least_thirty_two_questions() -> None:
    assert len(QUERIES) >= 32


def head_is_complete(query: ShippedQuery) -> bool:
    lines = query.text.splitlines()
    head = list(islice(lines, next(number for number, line in enumerate(lines) if not line.startswith("#"))))
    return (
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", query.name) is not None
        and re.search("[\u4e00-\u9fff]", query.zh) is not None
        and not re.search("[\u4e00-\u9fff]", query.en)
        and all((query.en, query.columns, *query.parameters.values()))
        and head[:3] == [f"# zh: {query.zh}", f"# en: {query.en}", f"# columns: {query.columns}"]
        and head[3:] == [f"# param {parameter}: {meaning}" for parameter, meaning in query.parameters.items()]
    )


def test_the_head_of_a_query_is_complete_in_both_languages() -> None:
    assert [query.name for query in QUERIES if not head_is_complete(query)] == []


def test_no_two_queries_ask_the_same_question() -> None:
    assert len({query.zh for query in QUERIES}) == len({query.en for query in QUERIES}) == len(QUERIES)


def prefixes_of(query: ShippedQuery) -> tuple[set[str], set[str]]:
    """Return the prefixes that a query declares, and those that it uses."""
    _, _, body = query.text.partition("\n\n")
    used = set(re.findall(r"\b(\w+):\w", re.sub(r'"[^"]*"', "", body)))
    return set(re.findall(r"^PREFIX (\w+):", query.text, re.MULTILINE)), used


def test_a_query_declares_the_prefixes_that_it_uses_and_no_others() -> None:
    found = {query.name: prefixes_of(query) for query in QUERIES}
    assert {name: (declared, used) for name, (declared, used) in found.items() if declared != used} == {}


def test_a_query_is_plain_sparql_that_names_no_paper_and_pastes_anywhere() -> None:
    for query in QUERIES:
        check_query(query.text)
    templated = [query.name for query in QUERIES if any(word in query.text for word in ("{{", "GRAPH", "FROM"))]
    with_id = [query.name for query in QUERIES if not record_id_free(query.text)]
    unsorted = [query.name for query in QUERIES if "ORDER BY" not in query.text and "CONSTRUCT" not in query.text]
    assert (templated, with_id, unsorted) == ([], [], [])


def record_id_free(text: str) -> bool:
    return "w3id.org/cbec-kg/" not in text.replace(TERM, "")


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_and_their_description_are_as_many(name: str, real_store: OpenStore) -> None:
    answer = answer_of(real_store, name)
    if answer.form == "select":
        assert len(answer.columns) >= 2 and len(set(answer.columns)) == len(answer.columns)
        if name != "verdicts-of-readers":  # readers give their verdicts in folders of their own
            assert answer.rows, "a question that this article has no answer to should not be shipped"


def test_every_query_is_listed_with_its_question() -> None:
    result = CliRunner().invoke(cli, ["query", "--list", "--format", "csv"])
    assert result.exit_code == 0, result.output
    listed = {row["name"]: row for row in csv.DictReader(io.StringIO(result.output))}
    assert sorted(listed) == NAMES
    for query in QUERIES:
        row = listed[query.name]
        assert (row["zh"], row["en"], row["parameters"]) == (query.zh, query.en, " ".join(query.parameters))


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_has_no_row_twice(name: str, real_store: OpenStore) -> None:
    rows = of_oxigraph(real_store.store, read_query(name).text)
    assert "CONSTRUCT" in read_query(name).text or len(set(rows)) == len(rows)


IN_GRAPHS = {
    "ass-2021-108287": {"problem": "problem-talent", "source": "ref-09"},
    "tea-2020": {"problem": "problem-machines", "source": "ref-04"},
}
"""For questions whose answer is a graph: records of each paper that it has."""


def bound_text(opened: OpenStore, name: str, parameter: str, whole: Answer) -> tuple[str, str] | None:
    """Return a query with one parameter bound to a record that its answer has, and the record's IRI; None without one."""
    if whole.form == "construct":
        iri: str | None = opened.iri(IN_GRAPHS[opened.folder_ids[0]][parameter])
    else:
        iri = first_bound(whole, parameter)
    return None if iri is None else (bind(read_query(name).text, {parameter: iri}), iri)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_bound_parameter_keeps_just_its_rows(name: str, parameter: str, real_store: OpenStore) -> None:
    """Whatever record it is bound to."""
    text = read_query(name).text
    whole, everything = answer_of(real_store, name), of_oxigraph(real_store.store, text)
    if whole.form == "construct":
        bound = bound_text(real_store, name, parameter, whole)
        assert bound is not None and set() < set(of_oxigraph(real_store.store, bound[0])) < set(everything)
        return
    column = whole.columns.index(parameter)
    records = {str(row[column]) for row in everything if row[column] is not None}
    assert records, f"?{parameter} has no record"
    for record in records:
        rows = of_oxigraph(real_store.store, bind(text, {parameter: record}))
        assert rows == [row for row in everything if row[column] == record]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_both_engines_bind_a_parameter_alike(
    name: str, parameter: str, mini_store: OpenStore, real_store: OpenStore, both_store: Store, merged_mini: Graph,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    """On the invented paper, and where that has no answer to the question, on both papers together."""
    bound = bound_text(mini_store, name, parameter, answer_of(mini_store, name))
    store, graph = mini_store.store, merged_mini
    if bound is None:
        bound = bound_text(real_store, name, parameter, answer_of(real_store, name))
        store, graph = both_store, request.getfixturevalue("merged_both")
    assert bound is not None
    rows = of_oxigraph(store, bound[0])
    assert rows
    assert in_order(name, rows) == in_order(name, of_rdflib(graph, bound[0]))


@pytest.mark.parametrize("name", NAMES)
def test_a_triple_that_stands_in_two_graphs_changes_no_answer(name: str, doubled: Store, real_store: OpenStore) -> None:
    text = read_query(name).text
    once = of_oxigraph(real_store.store, text)
    assert in_order(name, of_oxigraph(doubled, text)) == in_order(name, once)


@pytest.fixture(scope="session")
def doubled(real_store: OpenStore) -> Store:
    """Return the store with the triples that most answers count or show standing in a second graph as well."""
    store = Store()
    store.bulk_extend(real_store.store)
    copy = NamedNode("https://example.org/copy")
    twice = {"type", "label", "restsOn", "statedIn", "pointsTo", "hasFacet", "addresses", "bearsOn", "value", "place"}
    store.bulk_extend(
        Quad(quad.subject, quad.predicate, quad.object, copy)
        for quad in real_store.store
        if re.split("[#/]", quad.predicate.value)[-1] in twice
    )
    return store


@pytest.mark.parametrize("name", ["problem-evidence", "statistics-same-quantity", "claims-by-section", "reference-load"])
def test_rdflib_answers_from_the_named_graphs_as_from_one(name: str, mini_project: Project, merged_mini: Graph) -> None:
    union = Dataset(default_union=True)
    for quad in mini_project.dataset.quads():
        union.add(quad)  # type: ignore[arg-type]
    text = read_query(name).text
    rows = of_rdflib(merged_mini, text)
    assert rows
    assert of_rdflib(union, text) == rows


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_give_the_same_answer(name: str, both_store: Store, merged_both: Graph) -> None:
    """Asked of two papers together, which the tests below show to answer as each alone."""
    text = read_query(name).text
    assert in_order(name, of_oxigraph(both_store, text)) == in_order(name, of_rdflib(merged_both, text))


COUNTED_OVER_ALL = {
    "citations-by-function", "claims-by-kind", "dataset-counts", "findings-by-rule", "link-basis-counts", "standard-types",
}  # fmt: skip
"""Queries whose rows are kinds and not records."""


@pytest.mark.parametrize("name", sorted({*NAMES} - COUNTED_OVER_ALL))
def test_two_papers_together_answer_as_each_alone(
    name: str, both_store: Store, real_store: OpenStore, mini_store: OpenStore
) -> None:
    text = read_query(name).text
    alone = [Counter(of_oxigraph(opened.store, text)) for opened in (real_store, mini_store)]
    assert Counter(of_oxigraph(both_store, text)) == alone[0] + alone[1]


@pytest.fixture(scope="session")
def both_store(real_store: OpenStore, mini_store: OpenStore) -> Store:
    store = Store()
    store.bulk_extend(real_store.store)
    store.bulk_extend(mini_store.store)
    return store


def test_a_repeated_path_starts_from_something_bound() -> None:
    """Virtuoso refuses ``?a p+ ?b`` where the query binds neither end; a type or a typed edge must bind the first."""
    unbound = [
        f"{query.name}: {start}"
        for query in QUERIES
        for start in re.findall(r"(\?\w+)\s+\S*[+*](?=[\s/])", query.text)
        if not re.search(rf"{re.escape(start)} a cbec:\w+|cbec:\w+ {re.escape(start)}\b", query.text)
    ]
    assert unbound == []
