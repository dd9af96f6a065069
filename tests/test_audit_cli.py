"""``cbec-kg audit``: its formats, languages, exit codes and complaints."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.audit.report import audit
from cbec_kg.audit.rules import RULES
from cbec_kg.audit.values import audit_value
from cbec_kg.cli.main import run
from cbec_kg.curation.reader import read_curation
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.audit import COLUMNS, audit_report
from cbec_kg.store.audits import audit_of

Edited = Callable[..., Path]


class Result(NamedTuple):
    code: int
    out: str
    err: str


def run_command(*arguments: str | Path) -> Result:
    """Run a command in this process; an exception that it does not tell fails the test."""
    output, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(complaint):
        code = run([str(argument) for argument in arguments])
    return Result(code, output.getvalue(), complaint.getvalue())


@pytest.fixture
def wrong(edited: Edited) -> Path:
    """Return the invented project with a cell of its table mistyped: 1030.50 + 210.00 is 1240.50."""
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))
    (folder / "anchors.csv").unlink()
    (folder / "passages.csv").unlink()
    return folder


def test_consistent_figures_end_with_0(mini_folder: Path) -> None:
    result = run_command("audit", "--lang", "en", "--data", mini_folder)
    assert (result.code, result.err) == (0, "")
    assert re.fullmatch(r"24 figures, \d+ checks: \d+ consistent, .* 0 inconsistent, \d+ undecidable\.\n", result.out)


def test_inconsistent_figures_end_with_1_and_name_the_transcription_error(wrong: Path) -> None:
    result = run_command("audit", "--details", "--lang", "en", "--data", wrong)
    assert (result.code, result.err) == (1, "")
    assert "210.00 + 1300.50 ≠ 1240.50" in result.out
    assert "the value is 1030.50 (two digits exchanged)" in result.out


def test_report_in_chinese_has_no_english_words_of_its_own(wrong: Path) -> None:
    result = run_command("audit", "--details", "--lang", "zh", "--data", wrong)
    assert result.code == 1
    assert "归为1个原因" in result.out
    assert "应是1030.50（两位数字颠倒）" in result.out
    assert not re.search(r"\b(check|the|figure|computed|consistent)\b", result.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("listed", [[], ["--all"], ["--details"]])
def test_markdown_keeps_paragraphs_lists_and_tables_apart(real_folder: Path, lang: str, listed: list[str]) -> None:
    result = run_command("audit", "--format", "markdown", "--lang", lang, *listed, "--data", real_folder)
    assert result.code == 1
    lines = result.out.splitlines()
    assert sum(line.startswith("# ") for line in lines) == 1
    causes = ["1", "2", "3", "4", "5"]
    assert [line[3] for line in lines if re.match(r"## \d\.", line)] == causes * ("--details" in listed)
    assert [line[2] for line in lines if re.match(r"\| \d \|", line)] == causes
    kinds = ["blank" if not line else {"#": "heading", "|": "table", "-": "list"}.get(line[0], "text") for line in lines]
    for before, after in pairwise(kinds):
        assert (before == after and before in ("table", "list", "blank")) or "blank" in (before, after)
    for line in (line for line in lines if line.startswith("|")):
        assert len(re.findall(r"(?<!\\)\|", line)) in (7, 5)  # the causes; the figures of one


def test_markdown_shows_marks_of_labels_as_they_are(mini_project: Project) -> None:
    value = json.loads(json.dumps(audit_value(mini_project.audit, mini_project.curation)))
    check = value["checks"][0]
    check |= {"verdict": "inconsistent", "working": "<b>*x*</b> | [a](javascript:1) `c`\x1b[31m\nnew"}
    report = audit_report(value, [check], "en", markdown=True)
    assert "\\<b\\>\\*x\\*\\</b\\> \\| \\[a\\](javascript:1) \\`c\\`" in report
    assert "\x1b" not in report
    assert "\nnew" not in report


def test_json_is_the_whole_audit(wrong: Path) -> None:
    result = run_command("audit", "--format", "json", "--data", wrong)
    assert result.code == 1
    curation = read_curation(wrong)
    assert json.loads(result.out) == json.loads(json.dumps(audit_value(audit(curation), curation)))


def test_json_of_two_folders_is_a_list(mini_folder: Path, real_folder: Path) -> None:
    result = run_command("audit", "--format", "json", "--data", mini_folder, "--data", real_folder)
    assert result.code == 1
    assert [found["summary"]["statistics"] for found in json.loads(result.out)] == [24, 84]


def test_two_folders_are_reported_one_after_the_other(mini_folder: Path, real_folder: Path) -> None:
    result = run_command("audit", "--lang", "en", "--data", mini_folder, "--data", real_folder)
    assert re.findall(r"^\d+ figures", result.out, re.MULTILINE) == ["24 figures", "84 figures"]
    named = re.findall(r"^(.+):\n\d+ figures", result.out, re.MULTILINE)
    assert named == [audit_of(mini_folder)["article"], audit_of(real_folder)["article"]]


def test_tables_of_two_folders_say_which_article_a_check_is_of(mini_folder: Path, real_folder: Path) -> None:
    rows = rows_of("--data", mini_folder, "--data", real_folder)
    assert tuple(rows[0]) == ("article", *COLUMNS)
    audits = [audit_of(mini_folder), audit_of(real_folder)]
    assert [row["article"] for row in rows] == [found["article"] for found in audits for _ in found["checks"]]


def section(report: str, title: str) -> list[str]:
    """Return the indented lines after each line that is this title."""
    lines = report.splitlines()
    return [line for at, head in enumerate(lines) if head == title for line in takewhile(is_indented, lines[at + 1 :])]


def is_indented(line: str) -> bool:
    return line.startswith("  ")


def test_what_every_hypothesis_clears_raises_confirms_and_loses_is_listed_with_its_arithmetic(real_folder: Path) -> None:
    result = run_command("audit", "--details", "--lang", "en", "--data", real_folder).out
    cleared, raised, confirmed, lost = (section(result, f"It {verb}:") for verb in ("clears", "raises", "confirms", "loses"))
    pattern = r"clears (\d+) inconsistent checks? and raises (\d+); confirms (\d+) others? and loses (\d+)"
    counts = [list(map(int, count)) for count in re.findall(pattern, result)]
    assert len(counts) == sum(len(cause["repairs"]) for cause in audit_of(real_folder)["causes"])
    assert [len(found) for found in (cleared, raised, confirmed, lost)] == [
        sum(column) for column in zip(*counts, strict=True)
    ]
    within = "  a part within its whole (table1.2018, 2.p3.s3): 100 (100 million US dollars) ≱ 113.70 (100 million yuan)"
    assert within in raised  # once the row is in dollars
    assert any("81.12 + 99.36 + 113.70 + 952.10 + 1084.20 = 2330.48" in line for line in lost)
    assert any("5934 ÷ (3693 ÷ (1 + 2.10%) + 2241 ÷ (1 + 12.90%)) − 1 = 5.90%" in line for line in confirmed)
    assert any("70.22 ÷ 60.60 − 1 = 16%" in line for line in confirmed)


def test_every_effect_of_a_hypothesis_has_arithmetic(real_folder: Path) -> None:
    for repair in (repair for cause in audit_of(real_folder)["causes"] for repair in cause["repairs"]):
        effects = [found for name in ("cleared", "raised", "confirmed", "lost") for found in repair[name]]
        assert effects
        for found in effects:
            assert found["working"]
            assert found["statistics"]


def test_causes_say_which_explanations_they_take_as_given(real_folder: Path) -> None:
    result = run_command("audit", "--details", "--lang", "en", "--data", real_folder).out
    assert re.findall(r"Hypothesis \d\.1, taken as the explanation(.*?):", result) == [
        "", ", given explanation 1", ", given explanations 1–2", ", given explanations 1–3",
        ", given explanations 1–4",
    ]  # fmt: skip
    assert "以解释1–2成立为前提" in run_command("audit", "--details", "--lang", "zh", "--data", real_folder).out


def test_findings_with_equal_texts_are_each_listed_with_their_places(real_folder: Path) -> None:
    result = run_command("audit", "--details", "--lang", "en", "--data", real_folder).out
    assert len(section(result, "Inconsistent checks:")) == audit_of(real_folder)["summary"]["inconsistent"]
    assert "same quantity given twice (3.p1.s2, 3.p3.s4): 13.90% ≠ 5.90%" in result
    assert "same quantity given twice (3.p1.s2, table1.2020): 13.90% ≠ 5.90%" in result


def test_a_locator_stands_for_all_figures_there(real_folder: Path) -> None:
    names = {name for name, result in audit_of(real_folder)["statistics"].items() if "table1.2018" in result["locators"]}
    assert len(names) == 6  # three levels, three growth rates
    rows = rows_of("table1.2018", "--data", real_folder)
    assert rows == [row for row in rows_of("--data", real_folder) if names & set(row["statistics"].split())]


def test_a_statistic_is_named_with_its_folder_or_by_its_iri(mini_folder: Path, real_folder: Path) -> None:
    article = audit_of(real_folder)["article"]
    both = rows_of(f"{article}:table1.2018", "--data", mini_folder, "--data", real_folder)
    assert {row["article"] for row in both} == {article}
    one = rows_of("stat-hangzhou-goods-trade-2019", "--data", real_folder)
    assert rows_of(f"kg:{article}/stat-hangzhou-goods-trade-2019", "--data", real_folder) == one != []


def test_narrowed_reports_begin_with_the_checks_and_show_only_causes_that_touch_them(real_folder: Path) -> None:
    result = run_command("audit", "2.p1.s3", "--lang", "en", "--data", real_folder).out
    assert re.findall(r"^(\d)\. ", result, re.MULTILINE) == ["5"]
    assert "Causes that concern these: 1 of 5." in result
    assert result.index("inconsistent (1)") < result.index("5. The base of 39.80% in section 2, paragraph 1, sentence 3")
    none = run_command("audit", "--verdict", "undecidable", "--lang", "en", "--data", real_folder).out
    assert re.findall(r"^\d\. ", none, re.MULTILINE) == []
    narrowed = ("--rule", "list-count", "--verdict", "inconsistent")
    empty = run_command("audit", *narrowed, "--lang", "en", "--data", real_folder).out
    assert "No check matches." in empty


def test_readings_and_reasons_are_in_the_language_of_the_report(real_folder: Path) -> None:
    result = run_command("audit", "--all", "--details", "--lang", "zh", "--data", real_folder).out
    assert "基期：2017 → 上年" in result
    assert "限定词：超过 → 约" in result
    assert not re.search(r"[a-z]+-[a-z]+在该期", result)


def test_one_is_not_plural(real_folder: Path) -> None:
    result = run_command("audit", "--details", "--lang", "en", "--data", real_folder).out
    assert "clears 1 inconsistent check and" in result
    assert "confirms 1 other and" in result


OPENING = 40
"""Lines that a stranger reads first."""


def test_the_first_forty_lines_tell_a_stranger_what_is_wrong_with_the_figures(real_folder: Path) -> None:
    lines = run_command("audit", "--lang", "en", "--data", real_folder).out.splitlines()
    assert len(lines) <= OPENING
    opening = "\n".join(lines)
    assert "9 contradictions (found by 20 checks); put down to 5 causes; at least 9 figures must be wrong." in opening
    assert len(re.findall(r"^   do not quote: ", opening, re.MULTILINE)) == 5
    for sentence in (
        "The unit of the 9 figures in table 1, rows 2016–2018 is perhaps 100 million US dollars, not 100 million yuan.",
        "is perhaps goods imports and exports, not cross-border e-commerce imports and exports.",
        "The period of 5085 (100 million yuan) and 13.30% in section 2, paragraph 3, sentence 6 is perhaps 2017, not 2019.",
        "Instead of 2018, the 6 figures in section 2, paragraph 3, sentences 3–5 perhaps describe 2017.",
        "The base of 39.80% in section 2, paragraph 1, sentence 3 is perhaps 2017, not 2018.",
    ):
        assert sentence in opening


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_terms_of_the_method_and_intervals_stand_in_the_details_alone(real_folder: Path, lang: str) -> None:
    opening = run_command("audit", "--lang", lang, "--data", real_folder).out
    assert not re.search(r"clears \d|raises|confirms|loses|[\[\]…]|stat-|indicator-", opening)
    details = run_command("audit", "--details", "--lang", lang, "--data", real_folder).out
    assert details.startswith(opening.rpartition("\n\n")[0])
    assert "(0 … 5085 ÷ (1 + 13.30%))" in details
    assert {"en": "(a … b): a year that is not printed", "zh": "(甲 … 乙)：未印出的年份"}[lang] in details


def test_english_reports_write_units_in_english(real_folder: Path) -> None:
    result = run_command("audit", "--all", "--details", "--lang", "en", "--data", real_folder).out
    assert re.findall(r"[\u4e00-\u9fff]", result) == []


def test_a_misfit_that_is_found_in_several_ways_counts_once(real_folder: Path) -> None:
    # by hand (see test_audit_article): X7, X8, X9; X4, X5, X6; X3; X2; X1
    misfits = [[len(misfit) for misfit in cause["misfits"]] for cause in audit_of(real_folder)["causes"]]
    assert [sorted(found) for found in misfits] == [[2, 2, 3], [2, 2, 6], [1], [1], [1]]


def test_figures_in_different_units_are_shown_with_them(real_folder: Path, tmp_path: Path) -> None:
    """Had the article said that China's trade after the outbreak was that of 2020, Hangzhou's of 2020 would be within it."""
    dated = tmp_path / "dated"
    shutil.copytree(real_folder, dated)
    figures = (dated / "statistics.yaml").read_text(encoding="utf-8")
    at = "at: [4.3.p2.s3 达1.69万亿元]"
    assert figures.count(f"period: unknown\n  {at}") == 1
    edited = figures.replace(f"period: unknown\n  {at}", f"period: 2020\n  {at}")
    (dated / "statistics.yaml").write_text(edited, encoding="utf-8")
    rows = rows_of("--data", dated)
    assert "1.69万亿元 ≥ 1084.20亿元" in {row["working"] for row in rows}
    assert "80.20 + 33.50 = 113.70" in {row["working"] for row in rows}


@pytest.mark.parametrize(("form", "mark"), [("csv", ","), ("tsv", "\t")])
def test_tables_hold_one_line_for_each_check(real_folder: Path, form: str, mark: str) -> None:
    result = run_command("audit", "--format", form, "--data", real_folder)
    rows = list(csv.DictReader(io.StringIO(result.out), delimiter=mark))
    assert result.code == 1
    assert tuple(rows[0]) == COLUMNS
    assert len({row["id"] for row in rows}) == len(rows) == audit_of(real_folder)["summary"]["checks"]
    assert {row["verdict"] for row in rows} == set(VERDICTS)
    assert {row["rule"] for row in rows} <= set(RULES)


def rows_of(*arguments: str | Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(run_command("audit", "--format", "csv", *arguments).out)))


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
    assert run_command("audit", "--verdict", "consistent", "--data", real_folder).code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stat-tea-outpt"], "unknown id 'stat-tea-outpt'"),
        (["indicator-tea-output"], "expected is one of: statistic. A locator names all figures that stand there"),
        (["9"], "unknown id '9'"),
        (["--rule", "no-rule"], "no rule 'no-rule'; there are: same-quantity"),
        (["--verdict", "wrong"], "Invalid value"),
        (["--format", "xml"], "Invalid value"),
        (["--data", "nowhere"], "nowhere: cannot be read: No such file or directory. Check the path."),
    ],
)
def test_wrong_use_is_told_in_a_line_and_ends_with_2(mini_folder: Path, arguments: list[str], message: str) -> None:
    result = run_command("audit", *arguments, *([] if "--data" in arguments else ["--data", str(mini_folder)]))
    assert result.code == 2
    assert result.out == ""
    assert message in result.err
    assert "Traceback" not in result.err


def test_broken_data_are_told_with_file_and_line(edited: Edited) -> None:
    result = run_command("audit", "--data", edited(("tables/table-1.csv", '"1,030.50"', "many")))
    assert result.code == 2
    assert "tables/table-1.csv:3: home is 'many'; a number is expected." in result.err


def test_kept_audit_is_that_of_the_data_as_they_are(edited: Edited) -> None:
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,030.50"'))
    (folder / "anchors.csv").unlink()
    (folder / "passages.csv").unlink()
    assert run_command("audit", "--data", folder).code == 0
    assert run_command("audit", "--data", folder).code == 0
    table = folder / "tables" / "table-1.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1,030.50", "1,930.50"), encoding="utf-8")
    assert run_command("audit", "--data", folder).code == 1


def test_a_cache_that_cannot_be_read_is_passed_over(wrong: Path, cache: Path) -> None:
    before = audit_of(wrong)
    for file in cache.rglob("audit-*.json"):
        file.write_text("{broken", encoding="utf-8")
    assert audit_of(wrong) == before
