"""Published notices in every view: evidence, references, report, page, site, graph and exports of a folder that has them."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cbec_kg import Paper, open_corpus, open_paper
from cbec_kg.bibliography.entries import Provenance, Supplied
from cbec_kg.bibliography.supplied import to_json
from cbec_kg.errors import DataError, UsageError
from cbec_kg.model.joining import joined
from cbec_kg.rdf.project import build_project
from cbec_kg.store.opening import OpenStore, load_nquads
from cli_calls import call
from notice_cases import write_table
from site_builder import page_at, write_site
from test_explorer import embedded
from test_published_notices import TITLE, row

Once = Callable[[str, Callable[[Path], object]], Path]

FACET = "facet-machines-old-pans"
"""Rests on [4] alone, by its own sentence."""


@pytest.fixture(scope="session")
def notice_file(once: Once) -> Path:
    """Return a table in which [4] is retracted and later reinstated, [2] under concern, and [1] perhaps retracted."""

    def make(path: Path) -> None:
        path.mkdir()
        rows = [
            row(OriginalPaperDOI="10.9999/pans.4", Title="Pans", RetractionDOI="10.9999/pans.r"),
            row(OriginalPaperDOI="10.9999/pans.4", Title="Pans", RetractionDOI="10.9999/pans.b",
                RetractionNature="Reinstatement", RetractionDate="6/1/2022 0:00"),
            row(OriginalPaperDOI="10.9999/output.2", Title="Output", RetractionDOI="10.9999/output.c",
                RetractionNature="Expression of concern", Reason="+Concerns/Issues About Data;"),
            row(OriginalPaperDOI="", Author="Ann Brew", RetractionDOI="10.9999/near"),
            row(OriginalPaperDOI="10.9999/of.another.work", Title="Pots of another work altogether"),
        ]  # fmt: skip
        write_table(path / "rw.csv", rows)

    return once("notices", make) / "rw.csv"


@pytest.fixture(scope="session")
def noticed_folder(mini_folder: Path, once: Once, notice_file: Path) -> Path:
    """Return the invented paper with data for three references and the notices about them, saved."""

    def make(folder: Path) -> None:
        shutil.copytree(mini_folder, folder)
        origin = Provenance("refs.bib", "0" * 64, "key", "2026-01-02", "A. Reader")
        items: dict[int, dict[str, Any]] = {
            1: {"type": "article-journal", "title": TITLE, "author": [{"family": "Tea", "given": "Jan"}],
                "issued": {"date-parts": [[2018]]}},
            2: {"type": "article-journal", "title": "Output", "DOI": "10.9999/OUTPUT.2", "PMID": "77"},
            4: {"type": "article-journal", "title": "Pans", "DOI": "10.9999/pans.4"},
        }  # fmt: skip
        supplied = [Supplied(number, item, origin) for number, item in items.items()]
        (folder / "bibliography.json").write_text(to_json(supplied), encoding="utf-8")
        saved = open_paper(folder).save_notices(notice_file)
        assert (saved.added, saved.number) == (4, 4)

    return once("noticed", make)


@pytest.fixture(scope="session")
def noticed(noticed_folder: Path) -> Paper:
    return open_paper(noticed_folder)


@pytest.fixture(scope="session")
def in_2021(noticed_folder: Path) -> Paper:
    """Return the same as at a day on which [4] is not reinstated yet."""
    return open_paper(noticed_folder, as_at="2021-12-31")


def test_what_is_saved_is_what_is_about_the_paper_with_where_it_stood(noticed_folder: Path, notice_file: Path) -> None:
    with (noticed_folder / "notices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted((one["RetractionNature"], one["File"], one["Line"]) for one in rows) == [
        ("Expression of concern", "rw.csv", "4"), ("Reinstatement", "rw.csv", "3"), ("Retraction", "rw.csv", "2"),
        ("Retraction", "rw.csv", "5"),
    ]  # fmt: skip
    again = open_paper(noticed_folder).save_notices(notice_file)
    assert (again.added, again.number) == (0, 4)


def test_a_table_of_the_users_own_is_not_replaced(noticed_folder: Path, notice_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(noticed_folder, folder)
    shutil.copy(notice_file, folder / "notices.csv")
    paper = open_paper(folder)
    assert paper.notices().withdrawn == ()
    with pytest.raises(UsageError, match="a table of your own"):
        paper.save_notices(notice_file)
    (folder / "notices.csv").write_text("Title\n", encoding="utf-8")
    with pytest.raises(DataError, match="has no column RetractionNature"):
        open_paper(folder).problems  # noqa: B018  # is read now


def test_states_and_what_falls_are_those_of_the_day(noticed: Paper, in_2021: Paper) -> None:
    assert {name: state for name, (state, _) in noticed.notices().states.items()} == {
        "ref-02": "under concern", "ref-04": "reinstated",
    }  # fmt: skip
    assert noticed.notices().falls == ()
    then = noticed.notices(day="2021-12-31", since="2021-01-01")
    assert then.withdrawn == ("ref-04",) and [one.reference for one in then.proposed] == ["ref-01"]
    assert then.falls == noticed.what_if(4).falls and FACET in then.falls
    assert then.changes["ref-04"] == ("not in force", "withdrawn") and then.changes[FACET] == ("stands", "falls")
    assert in_2021.notices().falls == then.falls
    assert noticed.notices(since="2021-12-31").changes[FACET] == ("falls", "stands")


def test_evidence_says_what_falls_and_which_source_is_withdrawn(noticed: Paper, in_2021: Paper) -> None:
    shown = in_2021.evidence(FACET).text()
    assert "by published notices: falls; lost [4] (withdrawn, 2021-03-04)" in shown
    assert "retraction, 2021-03-04, same DOI, DOI 10.9999/pans.r" in shown and "rw.csv, line 2" in shown
    assert "据已发布的公告：失去支撑；失去 [4]（已撤稿，2021-03-04）" in in_2021.evidence(FACET).text("zh")
    (value,) = in_2021.evidence(FACET).to_dict()
    assert value["by_notices"] == {"state": "falls", "lost": ["ref-04"]}
    assert value["published"]["ref-04"]["state"] == "withdrawn"
    now = noticed.evidence(FACET).text()
    assert "by published notices" not in now and "[4] (reinstated, 2022-06-01)" in now
    assert "under an expression of concern, 2021-03-04" in noticed.trace("ref-02").text()


def test_a_proposal_is_shown_and_withdraws_nothing(noticed: Paper) -> None:
    assert "perhaps, to be decided by a person: retraction" in noticed.reference_list().text()
    assert noticed.trace("claim-tea-history").to_dict().get("by_notices") is None
    values = {one["id"]: one for one in noticed.reference_list().to_dict()}
    assert values["ref-01"]["published"]["ref-01"]["state"] is None
    assert "published" not in values["ref-03"]


def test_exports_and_report_carry_the_notices(in_2021: Paper) -> None:
    for form in ("bibtex", "ris", "csl-json"):
        assert "retraction, 2021-03-04" in in_2021.reference_export(form)
    report = in_2021.report().text()
    assert "Published notices about what is cited" in report and "withdrawn, 2021-03-04" in report
    assert [one[:2] for one in in_2021.table("notices").rows] == [
        ("ref-01", "retraction"), ("ref-02", "expression-of-concern"), ("ref-04", "retraction"),
    ]  # fmt: skip


def test_the_graph_has_the_notices_apart_and_gives_them_back(noticed_folder: Path) -> None:
    project = build_project(noticed_folder)
    lines = [line for line in project.nquads().split("\n") if line.endswith("/graph/notices> .")]
    assert sum("ontology#PublishedNotice>" in line for line in lines) == 4
    assert sum("/cito/retracts>" in line for line in lines) == 1  # not for the proposal
    store = OpenStore(load_nquads(project.nquads()), (project.curation.folder_id,))
    assert store.snapshot.notices == project.snapshot.notices != ()
    assert store.snapshot.supplied == project.snapshot.supplied
    assert open_paper(noticed_folder).check().records


def test_several_papers_have_the_notices_of_each(noticed: Paper) -> None:
    snapshot = noticed._snapshot
    both = joined([snapshot, replace(snapshot, papers=("b",))])
    assert {one.reference for one in both.notices} == {
        f"{paper}:{name}" for paper in (snapshot.papers[0], "b") for name in ("ref-01", "ref-02", "ref-04")
    }


def test_files_given_with_a_question_count_for_a_store_too(
    noticed_folder: Path, mini_folder: Path, notice_file: Path, tmp_path: Path
) -> None:
    folder, store = tmp_path / "folder", tmp_path / "store"
    shutil.copytree(noticed_folder, folder)
    (folder / "notices.csv").unlink()
    assert call("load", str(store), str(folder), "--fast").returncode == 0
    assert open_corpus(store=store).notices().found == ()
    given = open_corpus(store=store, notices=[notice_file], as_at="2021-12-31")
    assert given.notices().withdrawn == ("ref-04",) and FACET in given.notices().falls
    asked = ("corpus", "whatif", "--store", str(store), "--notices", str(notice_file), "--format", "json")
    then, now = (call(*asked, *day) for day in (("--as-at", "2021-12-31"), ()))
    shown = json.loads(then.stdout)
    assert shown["withdrawn"] == ["tea-2020:ref-04"]
    assert {one["statement"] for one in shown["rows"] if one["state"] == "falls"} == {
        f"tea-2020:{name}" for name in given.notices().falls
    }
    assert now.stdout == "" and "withdrawn by published notices: nothing" in now.stderr  # reinstated
    of_folder = open_corpus([folder], notices=[notice_file], as_at="2021-12-31")
    assert of_folder.notices().found == given.notices().found
    with pytest.raises(UsageError, match="is no day"):
        open_paper(mini_folder, as_at="soon")


def test_the_page_marks_sources_and_statements(in_2021: Paper, noticed: Paper) -> None:
    data = embedded(in_2021.explorer(sparql=False).html)
    nodes = {node["id"]: node.get("noticed") for node in data["nodes"]}
    assert nodes["ref-04"]["state"] == "withdrawn" and nodes[FACET]["state"] == "falls"
    assert nodes["ref-02"]["state"] == "under concern" and nodes["ref-01"]["state"] == "proposed" and nodes["ref-03"] is None
    assert nodes[FACET]["lines"]["zh"] == ["据已发布的公告：失去支撑；失去 [4]（已撤稿，2021-03-04）"]
    assert data["notices"]["withdrawn"] == ["ref-04"]
    assert embedded(noticed.explorer(sparql=False).html)["notices"]["withdrawn"] == []


def test_the_site_shows_them_in_both_languages(noticed_folder: Path, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "--data", str(noticed_folder), "--as-at", "2021-12-31")
    for language, words in (("", "已撤稿，2021-03-04"), ("en/", "withdrawn, 2021-03-04")):
        for name in ("ref-04", FACET):
            shown = page_at(site, f"{language}tea-2020/{name}.html").text()
            assert words in shown, (language, name)
    assert "2022-06-01" not in page_at(site, "en/tea-2020/ref-04.html").text()  # of a later day


def test_the_commands_save_and_tell(noticed_folder: Path, notice_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(noticed_folder, folder)
    (folder / "notices.csv").unlink()
    done = call("notices", str(notice_file), "--save", "--data", str(folder))
    assert done.returncode == 0 and "4 notices added, 4 in all" in done.stderr
    told = call("notices", "--as-at", "2021-12-31", "--data", str(folder))
    assert told.returncode == 1 and f"{FACET}  " in told.stdout
    fallen = call("whatif", "--noticed", "--as-at", "2021-12-31", "--format", "json", "--data", str(folder))
    assert json.loads(fallen.stdout)["withdrawn"] == ["ref-04"]
    assert call("notices", "--save", "--data", str(folder)).returncode == 2
