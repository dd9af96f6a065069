"""The cache as a user of the commands meets it: answers are the same with it, without it, and after a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Store

from cbec_kg.rdf.project import Project
from cbec_kg.store.opening import load_nquads, open_folder
from cbec_kg.store.sparql import run as query_answer
from cli_calls import LABELS, Edited, call, inside


def test_a_second_query_is_answered_from_the_cache(mini_folder: Path, tmp_path: Path) -> None:
    environment = {"CBEC_KG_CACHE": str(tmp_path / "cache")}
    first = call("query", LABELS, "--data", mini_folder, env=environment)
    second = call("query", LABELS, "--data", mini_folder, env=environment)
    assert first.stdout == second.stdout
    assert "building the graph" in first.stderr
    assert second.stderr == ""


def test_a_changed_folder_is_built_anew(edited: Edited, tmp_path: Path) -> None:
    folder, environment = edited(), {"CBEC_KG_CACHE": str(tmp_path / "cache")}
    call("query", LABELS, "--data", folder, env=environment)
    path = folder / "problems.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("制茶设备老旧", "设备都老旧了"), encoding="utf-8")
    assert "设备都老旧了" in call("query", LABELS, "--data", folder, env=environment).stdout


def test_a_changed_table_in_a_folder_of_its_own_is_built_anew(edited: Edited, tmp_path: Path) -> None:
    folder, environment = (
        edited(("tables.yaml", "tables/table-1.csv", "tables/of/2020.csv")),
        {"CBEC_KG_CACHE": str(tmp_path / "cache")},
    )
    (folder / "tables" / "of").mkdir()
    table = (folder / "tables" / "table-1.csv").rename(folder / "tables" / "of" / "2020.csv")
    for computed in ("anchors.csv", "passages.csv"):
        (folder / computed).unlink()
    question = "SELECT ?v { ?s cbec:recordId 'stat-table-1-2018-home' ; cbec:valueText ?v }"
    assert "998.22" in call("query", question, "--data", folder, env=environment).stdout
    table.write_text(table.read_text(encoding="utf-8").replace("998.22", "997.22"), encoding="utf-8")
    assert "997.22" in call("query", question, "--data", folder, env=environment).stdout


def test_without_a_cache_the_answer_is_the_same(data: list[str]) -> None:
    assert call("query", LABELS, *data, env={"CBEC_KG_CACHE": ""}).stdout == call("query", LABELS, *data).stdout


@pytest.mark.parametrize("place", ["/proc/none", "/dev/null"])
def test_a_cache_that_cannot_be_written_does_not_hinder(data: list[str], place: str) -> None:
    done = call("query", "ASK { ?s a cbec:Problem }", *data, env={"CBEC_KG_CACHE": place})
    assert (done.returncode, done.stdout) == (0, "true\n")


def test_the_cache_removes_nothing_that_is_not_its_own(mini_folder: Path, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"my-project-{number}").mkdir()
        (tmp_path / f"my-project-{number}" / "thesis.txt").write_text("mine")
    call("query", LABELS, "--data", mini_folder, env={"CBEC_KG_CACHE": str(tmp_path)})
    assert len(list(tmp_path.glob("my-project-*/thesis.txt"))) == 12


def test_the_cache_is_shown_and_cleared(mini_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    monkeypatch.setenv("CBEC_KG_CACHE", str(folder))
    assert inside("cache").stdout == f"{folder}: 0 entries, 0.0 MiB\n"
    inside("query", LABELS, "--data", mini_folder)
    shown = json.loads(inside("cache", "--format", "json").stdout)
    assert sorted((row["kind"], row["entry"].partition("-")[2][:3]) for row in shown)[1] == ("graph", "tea")
    assert int(shown[0]["bytes"]) > 0 and shown[0]["age"].endswith(" s") and shown[0]["used"].endswith("+00:00")
    assert inside("cache").stdout.startswith(f"{folder}: 2 entries, ")
    done = inside("cache", "--clear")
    assert (done.returncode, done.stdout.endswith(" MiB removed\n")) == (0, True)
    assert list(folder.iterdir()) == []


def test_a_cache_that_is_not_used_is_not_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "audit-1").write_text("of somebody")
    tmp_path.chmod(0o777)
    monkeypatch.setenv("CBEC_KG_CACHE", str(tmp_path))
    for arguments in (["cache"], ["cache", "--clear"]):
        done = inside(*arguments)
        assert (done.returncode, done.stdout) == (3, "")
        assert "another user owns it or can write to it" in done.stderr
    assert (tmp_path / "audit-1").exists()
    monkeypatch.setenv("CBEC_KG_CACHE", "")
    assert inside("cache").stdout.startswith("The cache is switched off")


def test_a_broken_database_in_the_cache_is_built_anew(mini_folder: Path, tmp_path: Path) -> None:
    environment = {"CBEC_KG_CACHE": str(tmp_path)}
    call("query", LABELS, "--data", mini_folder, env=environment)
    (database,) = (path for path in tmp_path.iterdir() if path.is_dir())
    for path in database.iterdir():
        path.write_bytes(b"broken")
    done = call("query", LABELS, "--data", mini_folder, env=environment)
    assert (done.returncode, "制茶设备老旧" in done.stdout) == (0, True), done.stderr


def test_the_store_of_the_cache_holds_the_whole_project(mini_project: Project, mini_folder: Path) -> None:
    opened = open_folder(mini_folder)
    again = open_folder(mini_folder)
    assert isinstance(opened.store, Store)
    assert set(opened.store) == set(again.store)
    named = {str(quad) for quad in again.store if quad.graph_name != DefaultGraph()}
    assert len(named) == len(set(mini_project.nquads().splitlines()))


def test_the_default_graph_has_each_statement_of_the_named_graphs_once(mini_folder: Path) -> None:
    store = open_folder(mini_folder).store
    named = {quad.triple for quad in store if quad.graph_name != DefaultGraph()}
    default = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    assert len(default) == len(set(default)) == len(named)
    assert set(default) == named


def test_a_statement_in_two_named_graphs_is_found_once() -> None:
    statement = "<https://example.org/s> <https://example.org/p> <https://example.org/o>"
    store = load_nquads("".join(f"{statement} <https://example.org/{graph}> .\n" for graph in "ab"))
    assert len(query_answer(store, "SELECT * { ?s ?p ?o }").rows) == 1
    assert len(query_answer(store, "SELECT * { GRAPH ?g { ?s ?p ?o } }").rows) == 2
