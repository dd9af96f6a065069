"""The warnings that trace and evidence show beside a figure that the audit blames."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pyoxigraph import RdfFormat, Store

from cbec_kg.cli.main import cli
from cbec_kg.evidence.chains import trace_record
from cbec_kg.model.snapshot import Audited, Blame, Snapshot, from_bytes
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.render.console.trees import render_trace
from cbec_kg.render.console.warnings import warning_lines, warnings_value
from cbec_kg.render.context import RenderContext
from cbec_kg.store.opening import OpenStore

Edited = Callable[..., Path]

GROWTH = "stat-china-retail-import-growth-2018"
"""Said to be compared with its own year."""


@pytest.fixture(scope="module")
def snapshot(real_store: OpenStore) -> Snapshot:
    return real_store.snapshot


def answer(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_store_says_of_every_statistic_what_its_checks_and_causes_say(snapshot: Snapshot, real_project: Project) -> None:
    order = ["inconsistent", "within-rounding", "consistent", "undecidable"]
    audit = real_project.audit
    verdicts: dict[str, list[str]] = {}
    for check in audit.checks:
        for name in check.inputs:
            verdicts.setdefault(name, []).append(check.verdict)
    assert {name: mark.verdict for name, mark in snapshot.audited.items()} == {
        name: min(found, key=order.index) for name, found in verdicts.items()
    }
    blamed = {name: [cause for cause in audit.causes if name in cause.blamed] for name in verdicts}
    for name, causes in blamed.items():
        assert {blame.explanation for blame in snapshot.blames(name)} == {f"explanation/{cause.id}" for cause in causes}
        assert [blame.confirmed for blame in snapshot.blames(name)] == [cause.explained for cause in causes]


def test_a_paper_without_contradictions_has_verdicts_and_no_blame(mini_store: OpenStore) -> None:
    snapshot = mini_store.snapshot
    assert snapshot.audited["stat-tea-price-2020"] == Audited("undecidable", ())
    assert snapshot.audited["stat-table-1-2019-total"].verdict == "consistent"
    assert not [name for name in snapshot.records if warning_lines(name, RenderContext(snapshot))]
    assert warnings_value(snapshot.records, snapshot) == {}


def test_warnings_are_kept_beside_a_cached_database(snapshot: Snapshot) -> None:
    read = from_bytes(snapshot.to_bytes()).audited
    assert read == snapshot.audited
    assert isinstance(read[GROWTH].blames[0], Blame)


def test_a_warning_names_the_arithmetic_and_the_hypothesis_in_either_language(snapshot: Snapshot) -> None:
    assert warning_lines(GROWTH, RenderContext(snapshot)) == [
        "! contradicted: 2018 ≮ 2018; perhaps it is compared with 2017. See cbec-kg audit"
    ]
    assert warning_lines(GROWTH, RenderContext(snapshot, "zh")) == [
        "! 与其他数字矛盾：2018 ≮ 2018；或许比较的基期应是2017年。见 cbec-kg audit"
    ]


def test_a_warning_without_a_confirmed_explanation_says_so(mini_store: OpenStore) -> None:
    blame = Blame("explanation/cause-1", False, "与其他数字矛盾", "contradicted", "1 + 1 ≠ 3")
    snapshot = replace(mini_store.snapshot, audited={"stat-members": Audited("inconsistent", (blame,))})
    [line] = warning_lines("stat-members", RenderContext(snapshot))
    assert line == "! contradicted: 1 + 1 ≠ 3; no explanation is confirmed. See cbec-kg audit"
    [zh] = warning_lines("stat-members", RenderContext(snapshot, "zh"))
    assert zh == "! 与其他数字矛盾：1 + 1 ≠ 3；没有得到证实的解释。见 cbec-kg audit"
    assert warnings_value(["stat-members"], snapshot)["stat-members"]["blames"][0]["confirmed"] is False


def test_a_figure_that_is_doubted_with_its_neighbours_only_is_not_called_contradicted(snapshot: Snapshot) -> None:
    [line] = warning_lines("stat-hangzhou-trade-growth-2018", RenderContext(snapshot))
    assert line.startswith("! perhaps these are the figures of 2017")
    assert snapshot.audited["stat-hangzhou-trade-growth-2018"].verdict == "within-rounding"


def test_of_several_contradictions_the_shortest_arithmetic_is_shown(snapshot: Snapshot) -> None:
    [line] = warning_lines("stat-table-1-2018-total", RenderContext(snapshot))
    assert "952.10 ÷ 113.70 − 1 ≠ 28.80%" in line


def test_trace_warns_of_a_blamed_figure_as_record_and_as_step() -> None:
    assert "\n  ! contradicted: 2018 ≮ 2018;" in answer("trace", GROWTH)
    tree = answer("trace", "claim-hangzhou-export-centre")
    before, _, after = tree.partition("stat-table-1-2016-export")
    assert "! contradicted" not in before
    assert "! contradicted" in after.partition("stat-table-1-2020-export")[0]
    assert "! 与其他数字矛盾" in answer("trace", GROWTH, "--lang", "zh")


def test_trace_gives_warnings_in_json_and_in_the_picture() -> None:
    warnings = json.loads(answer("trace", "claim-hangzhou-export-centre", "-f", "json"))["warnings"]
    assert sorted(warnings) == ["stat-table-1-2016-export"]
    assert warnings["stat-table-1-2016-export"]["verdict"] == "inconsistent"
    assert [blame["confirmed"] for blame in warnings["stat-table-1-2016-export"]["blames"]] == [True]
    picture = answer("trace", "claim-hangzhou-export-centre", "-f", "svg")
    assert picture.count("! see cbec-kg audit") == 1
    assert "! 见 cbec-kg audit" in answer("trace", GROWTH, "-f", "svg", "--lang", "zh")


def test_evidence_warns_of_a_blamed_figure_and_the_figures_that_measure_a_claim() -> None:
    assert "\n  ! contradicted: 2018 ≮ 2018;" in answer("evidence", GROWTH)
    lines = answer("evidence", "claim-hangzhou-export-centre").splitlines()
    [place] = [number for number, line in enumerate(lines) if "figures that measure it" in line]
    assert lines[place + 1].startswith("    stat-table-1-2016-export: ! contradicted")
    [value] = json.loads(answer("evidence", "claim-hangzhou-export-centre", "-f", "json"))
    assert sorted(value["warnings"]) == ["stat-table-1-2016-export"]


def test_a_command_on_two_papers_tells_the_warnings_of_each_apart(
    edited: Edited, mini_folder: Path, real_folder: Path
) -> None:
    text = answer("trace", f"ass-2021-108287:{GROWTH}", "--data", str(real_folder), "--data", str(mini_folder))
    assert "! contradicted: 2018 ≮ 2018;" in text
    text = answer("trace", "tea-2020:stat-tea-output-2019", "--data", str(real_folder), "--data", str(mini_folder))
    assert "contradicted" not in text


def test_control_characters_of_a_warning_do_not_reach_the_terminal(edited: Edited) -> None:
    cell = ('"1,030.50"', '"1,130.50"')
    project = build_project(edited(("tables/table-1.csv", *cell), ("anchors.csv", *cell)))
    store = Store()
    store.bulk_load(project.nquads().encode(), format=RdfFormat.N_QUADS)
    snapshot = OpenStore(store, (project.curation.folder_id,)).snapshot
    hostile = {name: replace(mark, blames=tuple(replace(b, working="\x1b[31m") for b in mark.blames))
               for name, mark in snapshot.audited.items()}  # fmt: skip
    blamed = next(name for name, mark in hostile.items() if mark.blames)
    snapshot = replace(snapshot, audited=hostile)
    assert "\x1b" not in render_trace(trace_record(blamed, snapshot), RenderContext(snapshot))
