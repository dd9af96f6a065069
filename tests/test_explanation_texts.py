"""The words in which reasons and changes are told, of the invented paper on tea; figures worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbec_kg import Paper, open_paper
from cli_calls import Edited

GROWTH, TABLE = "stat-tea-output-growth-2019", "stat-table-1-2019-growth"


@pytest.fixture
def wrong(edited: Edited) -> Paper:
    """The paper with a growth of 9.40 % where its table has 4.40, and 1240.50 by 1188.22 as well."""
    right, other = (f"  printed: {value}%\n  value: {value}\n" for value in ("4.40", "9.40"))
    return open_paper(edited(("statistics.yaml", right, other)))


def finding(paper: Paper, rule: str) -> str:
    (one,) = paper.audit(verdicts=["inconsistent"], rules=[rule]).checks
    return str(one["id"])


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", [
            "inconsistent", "    4.40% ≠ 9.40%", "    computed [4.35, 4.45] %, stated [9.35, 9.45] %",
            f"    minimal conflict: {GROWTH}, {TABLE}", "    follows from",
            f"      statistics.yaml:108  {GROWTH} value 9.40", f"      tables/table-1.csv:3  {TABLE} value 4.40",
            "        table1.2019 “4.40” 832–836",
        ]),
        ("zh", ["不一致", f"    极小冲突：{GROWTH}，{TABLE}"]),
    ],
)  # fmt: skip
def test_a_contradiction_is_told_with_its_conflict_and_the_fields_behind_it(
    wrong: Paper, language: str, lines: list[str]
) -> None:
    told = wrong.why(finding(wrong, "same-quantity")).text(language)
    assert [line for line in lines if line not in told] == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", [
            f"    {GROWTH}: 4.40 instead of 9.40%, all others as printed: then consistent",
            "    stat-tea-output-2019: 1299.91 instead of 1,240.50吨, all others as printed: then consistent",
            "    stat-table-1-2018-total: 1133.91 instead of 1,188.22, all others as printed: then consistent",
            f"    explanation of the audit: the value is 4.40 (one digit wrong) ({GROWTH})",
            f"    without {GROWTH} the others do not contradict one another",
        ]),
        ("zh", [
            f"    {GROWTH}：若非 9.40% 而是 4.40，其余照印：则为一致",
            f"    审核的解释：应是4.40（一位数字有误）（{GROWTH}）", f"    撇开 {GROWTH}，其余互不矛盾",
        ]),
    ],
)  # fmt: skip
def test_what_would_mend_a_contradiction_is_told(wrong: Paper, language: str, lines: list[str]) -> None:
    """1188.22 t and 9.40 % more are 1299.91 t; 1240.50 t are that much more than 1133.91 t."""
    told = wrong.what_changes(f"finding/{finding(wrong, 'growth-and-levels')}").text(language)
    assert [line for line in lines if line not in told.split("\n")] == []


def test_why_a_source_does_not_back_a_whole_or_is_not_near_is_told(mini_folder: Path) -> None:
    tea = open_paper(mini_folder)
    part = tea.why_not("problem-machines", 4).text("en")
    assert "  It backs facet-machines-old-pans, which is a part; what backs a part does not back the whole.\n" in part
    apart = tea.why_not("problem-roads", "source-tea-yearbook-2020").text("en").split("\n")
    link = "problem-roads ← attribution-yearbook-price (headline, stated)"
    assert apart[1:3] == ["  One of these links is missing:", f"    {link}, in the same paragraph"]
    assert "  It does rest on it" in tea.why_not("facet-machines-old-pans", 4).text("en").split("\n")


def test_what_a_withdrawal_does_is_told_with_what_is_lost_and_what_alone_does_it(mini_folder: Path) -> None:
    """The pickers of 2020 rest on the yearbook alone, by a link that is inherited."""
    tea = open_paper(mini_folder)
    lost = tea.why("stat-pickers-2020", without="source-tea-yearbook", without_basis=["inherited"]).text("en").split("\n")
    assert lost[1:4] == [
        "  without source-tea-yearbook, links of basis inherited: falls (no support path is left)",
        "    by these alone: source-tea-yearbook",
        "    by these alone: links of basis inherited",
    ]
    never = tea.why("problem-roads", without=4).text("en").split("\n")
    assert never[1:3] == [
        "  without ref-04: never sourced (no support path from the start)",
        "    nothing that was withdrawn supports it.",
    ]
    back = tea.what_changes("facet-machines-old-pans", without=4).text("en").split("\n")
    assert back[1:3] == ["  now, without ref-04: falls", "    give back ref-04: then stands"]
