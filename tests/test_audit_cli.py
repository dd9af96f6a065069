"""``cbec-kg audit``: its formats, languages, exit codes and complaints."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.audit.plain import audit_value
from cbec_kg.audit.report import audit
from cbec_kg.audit.rules import RULES
from cbec_kg.cli.main import run
from cbec_kg.curation.reader import read_curation
from cbec_kg.graph.project import Project
from cbec_kg.store.audits import audit_of
from cbec_kg.views.audit import COLUMNS, audit_report

Edited = Callable[..., Path]


class Said(NamedTuple):
    code: int
    out: str
    err: str


def said(*arguments: str | Path) -> Said:
    """Run a command in this process; an exception that it does not tell fails the test."""
    output, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(complaint):
        code = run([str(argument) for argument in arguments])
    return Said(code, output.getvalue(), complaint.getvalue())


@pytest.fixture
def wrong(edited: Edited) -> Path:
    """Return the invented project with a cell of its table misprinted: 1030.50 + 210.00 is 1240.50."""
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))
    (folder / "anchors.csv").unlink()
    (folder / "passages.csv").unlink()
    return folder


def test_consistent_figures_end_with_0(mini_folder: Path) -> None:
    told = said("audit", "--lang", "en", "--data", mini_folder)
    assert (told.code, told.err) == (0, "")
    assert re.fullmatch(r"24 figures, \d+ checks: \d+ consistent, .* 0 inconsistent, \d+ undecidable\.\n", told.out)


def test_inconsistent_figures_end_with_1_and_name_the_misprint(wrong: Path) -> None:
    told = said("audit", "--lang", "en", "--data", wrong)
    assert (told.code, told.err) == (1, "")
    assert "210.00 + 1300.50 ≠ 1240.50" in told.out
    assert "the value is 1030.50 (two digits exchanged)" in told.out


def test_report_in_chinese_has_no_english_words_of_its_own(wrong: Path) -> None:
    told = said("audit", "--lang", "zh", "--data", wrong)
    assert told.code == 1
    assert "不一致的核对归为1个原因" in told.out
    assert "应是1030.50（两位数字颠倒）" in told.out
    assert not re.search(r"\b(check|the|figure|computed|consistent)\b", told.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("listed", [[], ["--all"]])
def test_markdown_keeps_paragraphs_lists_and_tables_apart(real_folder: Path, lang: str, listed: list[str]) -> None:
    told = said("audit", "--format", "markdown", "--lang", lang, *listed, "--data", real_folder)
    assert told.code == 1
    lines = told.out.splitlines()
    assert sum(line.startswith("# ") for line in lines) == 1
    assert [line[3] for line in lines if re.match(r"## \d\.", line)] == ["1", "2", "3", "4", "5"]
    kinds = ["blank" if not line else {"#": "heading", "|": "table", "-": "list"}.get(line[0], "text") for line in lines]
    for before, after in pairwise(kinds):
        assert (before == after and before in ("table", "list", "blank")) or "blank" in (before, after)
    for line in (line for line in lines if line.startswith("|")):
        assert len(re.findall(r"(?<!\\)\|", line)) == 5


def test_markdown_shows_marks_of_labels_as_they_are(mini_project: Project) -> None:
    value = json.loads(json.dumps(audit_value(mini_project.audit, mini_project.curation)))
    check = value["checks"][0]
    check |= {"verdict": "inconsistent", "working": "<b>*x*</b> | [a](javascript:1) `c`\x1b[31m\nnew"}
    report = audit_report(value, [check], "en", markdown=True)
    assert "\\<b\\>\\*x\\*\\</b\\> \\| \\[a\\](javascript:1) \\`c\\`" in report
    assert "\x1b" not in report
    assert "\nnew" not in report


def test_json_is_the_whole_audit(wrong: Path) -> None:
    told = said("audit", "--format", "json", "--data", wrong)
    assert told.code == 1
    curation = read_curation(wrong)
    assert json.loads(told.out) == json.loads(json.dumps(audit_value(audit(curation), curation)))


def test_json_of_two_folders_is_a_list(mini_folder: Path, real_folder: Path) -> None:
    told = said("audit", "--format", "json", "--data", mini_folder, "--data", real_folder)
    assert told.code == 1
    assert [found["summary"]["statistics"] for found in json.loads(told.out)] == [24, 84]


def test_two_folders_are_reported_one_after_the_other(mini_folder: Path, real_folder: Path) -> None:
    told = said("audit", "--lang", "en", "--data", mini_folder, "--data", real_folder)
    assert re.findall(r"^\d+ figures", told.out, re.MULTILINE) == ["24 figures", "84 figures"]


@pytest.mark.parametrize(("form", "mark"), [("csv", ","), ("tsv", "\t")])
def test_tables_hold_one_line_for_each_check(real_folder: Path, form: str, mark: str) -> None:
    told = said("audit", "--format", form, "--data", real_folder)
    rows = list(csv.DictReader(io.StringIO(told.out), delimiter=mark))
    assert told.code == 1
    assert tuple(rows[0]) == COLUMNS
    assert len({row["id"] for row in rows}) == len(rows) == audit_of(real_folder)["summary"]["checks"]
    assert {row["verdict"] for row in rows} == set(VERDICTS)
    assert {row["rule"] for row in rows} <= set(RULES)


def rows_of(*arguments: str | Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(said("audit", "--format", "csv", *arguments).out)))


def test_checks_are_narrowed_by_statistic_verdict_and_rule(real_folder: Path) -> None:
    every = rows_of("--data", real_folder)
    own = rows_of("stat-hangzhou-goods-trade-2019", "--data", real_folder)
    assert own == [row for row in every if "stat-hangzhou-goods-trade-2019" in row["statistics"].split()]
    assert 0 < len(own) < len(every)
    bad = rows_of("--verdict", "inconsistent", "--verdict", "within-rounding", "--data", real_folder)
    assert bad == [row for row in every if row["verdict"] in ("inconsistent", "within-rounding")]
    chains = rows_of("--rule", "chained-growth", "--verdict", "inconsistent", "--data", real_folder)
    assert chains == [row for row in every if row["rule"] == "chained-growth" and row["verdict"] == "inconsistent"]


def test_narrowing_does_not_change_the_exit_code(real_folder: Path) -> None:
    assert said("audit", "--verdict", "consistent", "--data", real_folder).code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stat-tea-outpt"], "unknown id 'stat-tea-outpt'"),
        (["indicator-tea-output"], "unknown id 'indicator-tea-output'"),
        (["--rule", "no-rule"], "no rule 'no-rule'; there are: same-quantity"),
        (["--verdict", "wrong"], "Invalid value"),
        (["--format", "xml"], "Invalid value"),
        (["--data", "nowhere"], "nowhere: no curation folder"),
    ],
)
def test_wrong_use_is_told_in_a_line_and_ends_with_2(mini_folder: Path, arguments: list[str], message: str) -> None:
    told = said("audit", *arguments, *([] if "--data" in arguments else ["--data", str(mini_folder)]))
    assert told.code == 2
    assert told.out == ""
    assert message in told.err
    assert "Traceback" not in told.err


def test_broken_data_are_told_with_file_and_line(edited: Edited) -> None:
    told = said("audit", "--data", edited(("tables/table-1.csv", '"1,030.50"', "many")))
    assert told.code == 2
    assert "tables/table-1.csv:3: home is 'many'; a number is expected." in told.err


def test_kept_audit_is_that_of_the_data_as_they_are(edited: Edited) -> None:
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,030.50"'))
    (folder / "anchors.csv").unlink()
    (folder / "passages.csv").unlink()
    assert said("audit", "--data", folder).code == 0
    assert said("audit", "--data", folder).code == 0
    table = folder / "tables" / "table-1.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1,030.50", "1,930.50"), encoding="utf-8")
    assert said("audit", "--data", folder).code == 1


def test_a_cache_that_cannot_be_read_is_passed_over(wrong: Path, cache: Path) -> None:
    before = audit_of(wrong)
    for file in cache.rglob("audit-*.json"):
        file.write_text("{broken", encoding="utf-8")
    assert audit_of(wrong) == before
