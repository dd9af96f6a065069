"""One suite for every place that a paper can be asked at: its folder, a store directory, and real servers."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import servers
from cbec_kg import Corpus, open_corpus
from cbec_kg.api.served import served_site
from cbec_kg.api.stores import copied, load_store, open_stored_paper
from cbec_kg.errors import QueryError, RefusedError, UnknownIdError, UsageError
from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.store.layout import StoreDirectory
from test_snapshot import differences

AT = "2026-01-02T03:04:05+00:00"
PLACES = ("directory", "oxigraph", "virtuoso")


@pytest.fixture(scope="module")
def directory(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("compliance") / "store"
    load_store(place, [mini_folder], at=AT, fast=True)
    return place


@pytest.fixture(scope="module", params=PLACES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def place(kind: str, directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return what ``--store`` takes: a store directory, or the URL of a server that has its statements."""
    folder = tmp_path_factory.mktemp(kind)
    if kind == "directory":
        yield str(directory)
    elif kind == "oxigraph":
        generation, lock = StoreDirectory(directory).open_to_read()
        with servers.oxigraph(generation.database, folder) as url:
            yield url
        lock.close()
    else:
        if servers.VIRTUOSO is None or servers.ISQL is None:
            pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7, virtuoso-opensource-7-bin)")
        files = [gzip.decompress(file.read_bytes()) for file in directory.glob("papers/*/*.nq.gz")]
        (folder / "paper.nq").write_bytes(b"".join(files))
        with servers.virtuoso(folder / "paper.nq", folder) as url:
            yield url


@pytest.fixture(scope="module")
def here(mini_folder: Path) -> Corpus:
    return open_corpus([mini_folder])


@pytest.fixture(scope="module")
def there(place: str) -> Corpus:
    return open_corpus(store=place)


def rows(corpus: Corpus, query: str) -> Counter[tuple[object, ...]]:
    """Return the rows of an answer, however they are ordered."""
    return Counter(corpus.query(query, timeout=600).rows)


DIFFERENT = {"virtuoso": {"growth-with-its-level", "problem-evidence", "schema-org"}}
"""Shipped queries that a server answers otherwise: Virtuoso 7 finds nothing by an OPTIONAL whose filter names a variable of
another one, and too little by a path that may have no step."""


def test_every_shipped_query_gives_the_same_rows(here: Corpus, there: Corpus, kind: str) -> None:
    names = [one.name for one in read_catalogue()]
    assert len(names) > 70
    assert {name for name in names if rows(here, name) != rows(there, name)} == DIFFERENT.get(kind, set())


def test_a_question_about_a_record_gives_the_same_rows(here: Corpus, there: Corpus) -> None:
    for name, parameter, record in (
        ("problem-facets", "problem", "problem-pickers"),
        ("anchors", "record", "problem-pickers"),
        ("statistics", "indicator", "indicator-tea-output"),
        ("evidence-lines", "source", "[1]"),
    ):
        one, other = (papers.query(name, {parameter: record}, timeout=600) for papers in (here, there))
        assert (one.columns, one.rows) == (other.columns, other.rows) and one.rows
    with pytest.raises(UnknownIdError):
        there.query("problem-evidence", {"problem": "problem-nowhere"})


def test_asking_describing_and_what_the_ontology_lacks(there: Corpus) -> None:
    assert there.query("ASK { ?s a cbec:Problem }") and not there.query("ASK { ?s a cbec:Retraction }")
    described = there.query("CONSTRUCT { ?s rdfs:label ?zh } WHERE { ?s a cbec:Problem ; rdfs:label ?zh }")
    assert {row[2] for row in described.rows} >= {"采茶的人手不够"}
    assert "cbec:Problem" in there.query("SELECT * { ?s a cbec:Problme }").notes[0]
    with pytest.raises(RefusedError):
        there.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match=r"(?i)syntax|parse|expected"):
        there.query("SELECT * { ?s ?p")


def test_one_paper_of_a_place_can_be_named(place: str, here: Corpus) -> None:
    assert open_corpus(store=place, papers=["tea-2020"]).evidence().to_dict() == here.evidence().to_dict()
    assert open_stored_paper(place).growth("indicator-tea-output", 2018, 2019)
    with pytest.raises(UsageError, match="has no paper 'tea-1999'; it has: tea-2020"):
        open_corpus(store=place, papers=["tea-1999"])


def test_the_records_are_read_back_as_the_folder_has_them(here: Corpus, there: Corpus) -> None:
    assert differences(here._snapshot, there._snapshot) == {}


ANALYSES: dict[str, Callable[[Corpus], object]] = {
    "evidence": lambda papers: papers.evidence(everything=True).to_dict(),
    "whatif": lambda papers: papers.what_if([1], everything=True).to_dict(),
    "keystones": lambda papers: papers.critical_sources().to_dict(),
    "gaps": lambda papers: papers.gaps().to_dict(),
    "search": lambda papers: papers.search("tea").text(),
    "trace": lambda papers: papers.trace("problem-pickers").to_dict(),
    "audit": lambda papers: papers.audit(everything=True).to_dict(),
}


@pytest.mark.parametrize("analysis", ANALYSES)
def test_every_analysis_gives_the_same_answer(here: Corpus, there: Corpus, analysis: str) -> None:
    assert ANALYSES[analysis](there) == ANALYSES[analysis](here)


def test_a_server_shows_its_pages_and_data(here: Corpus, there: Corpus) -> None:
    one, other = (served_site(copied(papers), "https://example.org/", "../sparql") for papers in (here, there))
    for path in ("tea-2020/problem-roads.ttl", "tea-2020/problem-roads.html"):
        files = one.file(path), other.file(path)
        assert files[0] is not None and files[0] == files[1], path
    whole, copy = (site.file("tea-2020/download/graph.nq") for site in (one, other))
    assert whole is not None and copy is not None
    assert set(whole.content.splitlines()) <= set(copy.content.splitlines())  # a store says of each paper how it came
    page = other.file("tea-2020/explorer.html")
    assert page is not None and "problem-roads" in page.content


def test_a_user_of_virtuoso_is_known_by_a_digest(place: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind != "virtuoso":
        pytest.skip("only Virtuoso has an endpoint for its users")
    with pytest.raises(UsageError, match="wants credentials"):
        open_corpus(store=f"{place}-auth")
    monkeypatch.setenv("CBEC_KG_ENDPOINT_USER", "dba")
    monkeypatch.setenv("CBEC_KG_ENDPOINT_PASSWORD", "dba")
    assert open_corpus(store=f"{place}-auth").ids == ("tea-2020",)
