"""Two invented papers, one Chinese with tables and raised markers, one English by author and year: the same in each form,
and the whole way from a file to a site.

Both are made here by `benchmarks/paper_making.py`, which knows their headings, sentences, citations, entries and figures;
what is expected is what it knows, never what was read.
"""

from __future__ import annotations

import importlib
import json
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from cbec_kg import open_paper
from cbec_kg.curation.reader import read_curation
from cbec_kg.documents.reading import read_document
from cbec_kg.io.pandoc import find_pandoc
from cbec_kg.model.records import Citation, Reference, Section, Statistic
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import normalise
from cbec_kg.text.segment import Passage, passages
from cli_calls import PATIENCE

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FORMS = ("text", "markdown", "html", "docx", "jats")
needs_pandoc = pytest.mark.skipif(find_pandoc() is None, reason="pandoc is not installed")


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    """Return the benchmark's module, which has the forms, with its neighbours on the path."""
    sys.path.insert(0, str(BENCHMARKS))
    yield importlib.import_module("documents")
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module", params=["zh", "en"])
def paper(request: pytest.FixtureRequest, benchmark: ModuleType) -> Any:
    way = {"zh": ("raised-brackets", "chinese"), "en": ("author-year", "arabic")}[request.param]
    made = benchmark.make_paper("kept", request.param, *way)
    return replace(made, look={**made.look, "abstract": "apart", "entries": "printed"})


def written(benchmark: ModuleType, paper: Any, form: str, folder: Path) -> tuple[Path, Any]:
    """Return the file of a paper in a form, and its truth."""
    made = benchmark.FORMS[form](paper)
    path = folder / f"{form}.{made.ending}"
    path.write_bytes(made.content)
    return path, made.truth


def texts(document: Document, found: list[Passage]) -> list[tuple[str, str]]:
    """Return locator and normalised text of the passages of the article itself, its front and keywords aside."""
    pairs = [(one.locator, normalise(document.text, one.spans).text) for one in found if one.section != "front"]
    return [pair for pair in pairs if not pair[0].startswith("abstract.p2") and not pair[0].startswith("abstract-en.p2")]


@needs_pandoc
def test_the_paper_has_the_same_passages_in_five_forms(benchmark: ModuleType, paper: Any, tmp_path: Path) -> None:
    read = [read_document(written(benchmark, paper, form, tmp_path)[0]) for form in FORMS]
    first, *others = [texts(document, passages(document)) for document in read]
    assert len(first) > 100
    for form, other in zip(FORMS[1:], others, strict=True):
        assert other == first, form


@needs_pandoc
@pytest.mark.parametrize("form", [*FORMS, "latex", "odt", "tei"])
def test_all_that_the_author_wrote_is_found(form: str, benchmark: ModuleType, paper: Any, tmp_path: Path) -> None:
    counts = measured(benchmark, paper, form, tmp_path)
    assert {
        name: (one.found, one.wrong) for name, one in counts.items() if name in ("headings", "sentences", "citations")
    } == {name: (counts[name].wanted, 0) for name in ("headings", "sentences", "citations")}
    assert {name for name, one in counts.items() if one.recall < 1} <= {"fields"}
    assert counts["fields"].recall >= 0.95  # TEI does not say what is a report or a newspaper
    assert counts["figures"].wrong == counts["records"].wrong == 0


@pytest.mark.parametrize("form", ["pdf1", "pdf2"])
def test_all_that_the_author_wrote_is_found_on_pages(form: str, benchmark: ModuleType, paper: Any, tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    counts = measured(benchmark, paper, form, tmp_path)
    assert min(counts[name].recall for name in ("headings", "sentences", "entries")) >= 0.98
    assert counts["sentences"].precision >= 0.98
    assert (counts["citations"].precision, counts["citations"].recall >= 0.99) == (1.0, True)
    assert min(counts["fields"].recall, counts["cells"].recall, counts["records"].recall) >= 0.95
    assert counts["figures"].wrong == counts["records"].wrong == 0


def measured(benchmark: ModuleType, paper: Any, form: str, folder: Path) -> Any:
    score = benchmark.Score()
    benchmark.measure(benchmark.FORMS[form](paper), score, folder)
    return score.counts


def test_the_truth_is_made_of_what_the_form_prints(benchmark: ModuleType, paper: Any) -> None:
    """The generator's own promise: its text has each sentence, entry and cell that its truth expects."""
    made = benchmark.FORMS["text"](paper)
    printed = normalise(made.content.decode()).text
    for wanted in (
        *made.truth.sentences,
        *made.truth.headings,
        *(cell for rows in made.truth.tables for row in rows for cell in row),
    ):
        assert wanted in printed
    assert all(made.truth.text[mark.start : mark.end] for mark in made.truth.marks)
    assert len(made.truth.entries) == len(paper.references)


# The whole way


def run(*arguments: str | Path) -> Result:
    from cbec_kg.cli.main import cli

    return CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.fixture(scope="module")
def drafted(benchmark: ModuleType, paper: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the paper's file and the folder that was drafted from it."""
    place = tmp_path_factory.mktemp(f"way-{paper.language}")
    path, _ = written(benchmark, paper, "jats", place)
    result = run("new", place / "folder", "--paper", path)
    assert result.exception is None, result.output
    return path, place / "folder"


@pytest.fixture(scope="module")
def curated(drafted: tuple[Path, Path]) -> tuple[Path, Path]:
    """Return the file and the folder after a candidate was confirmed and a problem added, as the page asks for it."""
    path, folder = drafted
    session = open_paper(folder).curate(path)
    page = session.page()
    thread = threading.Thread(target=page.serve, daemon=True)
    thread.start()
    try:
        curation = read_curation(folder)
        cited = {one.at[0].locator for one in curation.of(Citation)}
        stated = next(one for one in curation.of(Statistic) if one.at[0].locator in cited)
        citation = next(one for one in curation.of(Citation) if one.at[0].locator == stated.at[0].locator)
        fields = dict(session.records[stated.id])
        fields |= {"id": "stat-income", "indicator": "indicator-income"}
        fields["rests_on"] = [{"on": citation.id, "role": "value", "basis": "stated"}]
        del fields["note"]
        number = stated.at[0].locator.partition(".")[0]
        section = next(one for one in curation.of(Section) if one.number == number)
        problem = {
            "id": "problem-income", "status": "diagnosed", "section": section.id, "zh": "收入偏低", "en": "Income is low",
            "at": fields["at"], "modality": "asserted", "place": "unspecified",
            "rests_on": [{"on": "stat-income", "role": "headline", "basis": "stated"}],
        }  # fmt: skip
        indicator = {"id": "indicator-income", "zh": "收入", "en": "income"}
        answer = ask(page.address, "change", {"revision": ask(page.address, "reload", {})["state"]["revision"], "changes": {
            "indicator-income": indicator, "stat-income": fields, stated.id: None, "problem-income": problem}})  # fmt: skip
        assert answer["kind"] == "done", answer
    finally:
        page.stop()
        thread.join()
    return path, folder


def ask(address: str, action: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the page's server answers to an action, asked as the page asks."""
    host, _, path = address.removeprefix("http://").partition("/")
    headers = {"Origin": f"http://{host}", "Content-Type": "application/json"}
    with closing(HTTPConnection(host, timeout=PATIENCE)) as connection:
        connection.request("POST", f"/{path}{action}", json.dumps(given).encode(), headers)
        answer = connection.getresponse()
        content = answer.read()
    assert answer.status == 200, content
    return dict(json.loads(content))


def test_the_record_of_the_article_is_drafted_and_said_to_be(drafted: tuple[Path, Path], paper: Any) -> None:
    record = yaml.safe_load((drafted[1] / "article.yaml").read_text(encoding="utf-8"))
    assert record["title"][paper.language] == paper.title
    assert record["authors"] == list(paper.authors)
    assert record["keywords"] == list(paper.keywords)
    assert [note["field"] for note in record["derived"]] == ["title", "authors", "abstract", "keywords"]
    stored = json.loads((drafted[1] / "bibliography.json").read_text(encoding="utf-8"))
    assert {one["custom"]["status"] for one in stored} == {"drafted"}


def test_each_citation_names_the_entry_that_the_author_meant(drafted: tuple[Path, Path], paper: Any) -> None:
    curation = read_curation(drafted[1])
    meant = Counter(place for one in paper.sentences() for run in one.runs for place in getattr(run, "entries", ()))
    listed = {one.id: one for one in curation.of(Reference)}
    drafted_counts = Counter(one.reference for one in curation.of(Citation))
    if paper.language == "zh":
        assert {listed[name].number: count for name, count in drafted_counts.items()} == {
            place + 1: n for place, n in meant.items()
        }
    else:
        assert sorted(drafted_counts.values()) == sorted(meant.values())


@pytest.mark.parametrize(
    "command",
    [("check",), ("build", "--fast"), ("evidence", "problem-income"), ("audit",), ("references",), ("view",), ("site",)],
    ids=" ".join,
)  # fmt: skip
def test_the_paper_goes_the_whole_way(command: tuple[str, ...], curated: tuple[Path, Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(curated[1], tmp_path / "folder"))
    out = {"build": tmp_path / "out", "view": tmp_path / "page.html", "site": tmp_path / "site"}.get(command[0])
    place: tuple[str | Path, ...] = () if out is None else (out,) if command[0] == "site" else ("--out", out)
    result = run(*command, *place, "--data", folder)
    assert result.exception is None and not result.return_value, result.output
    assert out is None or out.exists()
    if command[0] == "evidence":
        assert "stat-income" in result.output or "[" in result.output
