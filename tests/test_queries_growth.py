"""No shipped query does more than in proportion to the papers: the engine's own count of rows, step by step of its plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.rdf.project import Project
from cbec_kg.store.opening import OpenStore
from cbec_kg.store.sparql import bind, run
from copies import ENGINE, copies, database, rows_of_plan

pytestmark = pytest.mark.skipif(not ENGINE.is_file(), reason="the engine's program is not there: pip install oxigraph")

QUERIES = {query.name: query for query in read_catalogue()}
IDLE = 200
"""Rows that a query may need for the ontology alone, however many papers there are."""


@pytest.fixture(scope="module")
def real(real_project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    return stores(real_project, tmp_path_factory.mktemp("real"), (1, 4))


@pytest.fixture(scope="module")
def small(mini_project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    return stores(mini_project, tmp_path_factory.mktemp("small"), (4, 16))


def stores(project: Project, folder: Path, sizes: tuple[int, int]) -> dict[int, Path]:
    nquads, name = project.nquads(), project.curation.folder_id
    return {papers: database(copies(nquads, name, papers), folder / str(papers)) for papers in sizes}


@pytest.mark.parametrize("name", QUERIES)
def test_four_times_the_papers_are_four_times_the_work(
    name: str, real: dict[int, Path], small: dict[int, Path], tmp_path: Path
) -> None:
    for databases in (real, small):
        few, many = (rows_of_plan(place, QUERIES[name].text, tmp_path) for place in databases.values())
        assert many <= 4.4 * few + IDLE, f"{name}: {few} rows became {many}"


PARAMETERS = [(query.name, parameter) for query in QUERIES.values() for parameter in query.parameters]
OF_ALL_PAPERS = {("modalities", "modality"), ("quantifiers", "quantifier"), ("scope-bases", "basis")}
"""Parameters whose values are words of the ontology, which all papers share."""
OF_GRAPHS = {"problem": "problem-talent", "source": "ref-09"}


@pytest.mark.parametrize(("name", "parameter"), sorted({*PARAMETERS} - OF_ALL_PAPERS))
def test_a_question_about_one_record_reads_no_more_among_more_papers(
    name: str, parameter: str, real: dict[int, Path], real_store: OpenStore, tmp_path: Path
) -> None:
    text = QUERIES[name].text
    answer = run(real_store.store, text)
    if answer.form == "construct":
        record = real_store.iri(OF_GRAPHS[parameter])
    else:
        column = answer.columns.index(parameter)
        record = next(term.value for term in (row[column] for row in answer.rows) if isinstance(term, NamedNode))
    few, many = (rows_of_plan(place, bind(text, {parameter: record}), tmp_path) for place in real.values())
    assert many <= few, f"{few} rows became {many}"


def test_a_quadratic_query_would_be_noticed(small: dict[int, Path], tmp_path: Path) -> None:
    text = "PREFIX cbec: <https://w3id.org/cbec-kg/ontology#> SELECT * { ?one a cbec:Claim . ?two a cbec:Statistic }"
    few, many = (rows_of_plan(place, text, tmp_path) for place in small.values())
    assert many > 10 * few
