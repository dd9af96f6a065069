"""``cbec-kg report`` and ``paper.report()``: what it tells, in every format, language and paper."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cbec_kg import Paper, UsageError, open_paper
from cbec_kg.cli.main import run
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.io import pandoc
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Facet
from cbec_kg.model.terms import DIRECT
from cbec_kg.rdf.project import Project

needs_pandoc = pytest.mark.skipif(pandoc.find_pandoc() is None, reason="pandoc is not installed")


@pytest.fixture(params=["mini_folder", "real_folder"])
def paper(request: pytest.FixtureRequest) -> Paper:
    return open_paper(request.getfixturevalue(request.param))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_problem_part_source_and_cause_is_told(paper: Paper, language: str) -> None:
    for form in ("md", "html"):
        told = paper.report().render(form, language)
        plain = told.replace("\\", "").replace("&#39;", "'")
        for profile in paper.evidence().profiles:
            for one in (profile, *profile.parts):
                assert paper._snapshot.text(one.id, language) in plain
        for cause in paper.audit().causes:
            assert cause["sentence"][language] in plain
            assert cause["blamed_figures"][language] in plain


def test_facets_with_and_without_direct_evidence_are_counted(real_project: Project, real_folder: Path) -> None:
    curation = real_project.curation
    direct = {line.target for line in evidence_lines(links_of(curation), statements_of(curation)) if line.role in DIRECT}
    problems = {one.id for one in open_paper(real_folder).problems if one.status == "diagnosed"}
    facets = [one.id for one in curation.of(Facet) if one.problem in problems and one.status != "mentioned"]
    told = open_paper(real_folder).report().text()
    assert f"- {len(direct & set(facets))} of {len(facets)} facets of the diagnosis have direct evidence" in told


def test_problems_and_parts_stand_in_the_order_of_the_paper(real_folder: Path) -> None:
    paper = open_paper(real_folder)
    told = paper.report().text()
    problems = sorted(
        (one for one in paper.problems if one.status == "diagnosed"), key=lambda one: one.at[0].locator.split(".")
    )
    places = [told.index(f"### {one.en}") for one in problems]
    assert places == sorted(places)


def test_a_paper_without_contradictions_has_a_report(mini_folder: Path) -> None:
    told = open_paper(mini_folder).report().text()
    assert "0 contradictions" in told
    assert "0 inconsistent" in told


def test_the_page_prints_alone_and_fetches_nothing(real_folder: Path) -> None:
    page = open_paper(real_folder).report().render("html", "zh")
    assert "<script" not in page
    assert 'content="default-src &#39;none&#39;' in page
    assert page.count("<style>") == 1
    assert "@media print" in page


def test_hostile_labels_stay_text(edited: Any) -> None:
    folder = edited(("problems.yaml", "en: Machines are old", "en: <script>alert(1)</script> are old"))
    for name in ("anchors.csv", "passages.csv"):
        (folder / name).unlink()
    page = open_paper(folder).report().render("html")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


@needs_pandoc
def test_docx_holds_the_headings_and_tables(real_folder: Path) -> None:
    report = open_paper(real_folder).report()
    document = report.docx("zh")
    assert document == report.docx("zh")
    with zipfile.ZipFile(BytesIO(document)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "论文证据与数字审读报告" in body
    assert body.count("<w:tbl>") > 5


def test_docx_without_pandoc_says_how_to_get_it(real_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    with pytest.raises(UsageError, match=r"report as docx needs pandoc: pip install 'cbec-kg\[documents\]'"):
        open_paper(real_folder).report().docx()


def test_the_ending_of_a_file_tells_the_format(mini_folder: Path, tmp_path: Path) -> None:
    report = open_paper(mini_folder).report()
    assert report.write(tmp_path / "a.html", language="zh").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert report.write(tmp_path / "a.md").read_text(encoding="utf-8") == report.text()
    with pytest.raises(UsageError, match="'pdf' is no format of a report; take one of: html, md, docx"):
        report.write(tmp_path / "a.pdf")


def test_the_command_prints_what_python_gives(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "--lang", "zh", "--data", str(mini_folder)]) == 0
    assert capsys.readouterr().out == open_paper(mini_folder).report().text("zh")
    assert run(["report", "--format", "docx", "--data", str(mini_folder)]) == 2
    assert "Name a file: --out report.docx" in capsys.readouterr().err
