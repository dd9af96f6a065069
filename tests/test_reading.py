"""`reading.yaml`: what a person says of lines and words that were read wrongly. The papers are invented."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cbec_kg import draft_paper, open_paper
from cbec_kg.errors import DataError, UsageError
from cbec_kg.text.account import account_of
from cbec_kg.text.normalise import normalise
from cbec_kg.text.overrides import LineRule, overridden
from cbec_kg.text.plain import plain_document
from cbec_kg.text.segment import passages

TEXT = """\
1. 引言

山乡有茶。茶很好。

茶的讨论

茶价不高。

2. 第二类茶也不高，

因为路远。

山乡学报

路要修好。

3. 结语

修路有益。

甲. 路志[J]. 山乡, 2015.
乙. 茶志[M]. 山乡, 2016.
"""


def read(*rules: LineRule, text: str = TEXT, words: Sequence[str] = ()) -> dict[str, str]:
    """Return the passages of a text by locator, read by rules that all fit."""
    found = overridden(plain_document(text), rules, words)
    assert found.misfits == ()
    source = found.document.text
    whole = sorted(span for block in found.document.blocks for span in block.spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(whole))  # no two share a character
    assert normalise(source, whole).text == normalise(source).text
    return {
        passage.locator: "".join("".join(source[start:end] for start, end in passage.spans).split())
        for passage in passages(found.document)
    }


def test_without_a_rule_nothing_changes() -> None:
    document = plain_document(TEXT)
    assert overridden(document, []).document.blocks == document.blocks


def test_a_missed_heading_begins_its_section_and_leaves_all_other_locators() -> None:
    before = read()
    after = read(LineRule("茶的讨论", "heading", section="1.1"))
    assert (after["1.1.h"], after["1.1.p1.s1"]) == ("茶的讨论", "茶价不高。")
    assert {name: text for name, text in after.items() if not name.startswith("1.1.")}.items() <= before.items()


@pytest.mark.parametrize(
    ("line", "level", "name"),
    [
        ("3.2 路的讨论", 0, "3.2"),
        ("（二）路的讨论", 2, "1.2"),
        ("路的讨论", 1, "u1"),
        ("路的讨论", 2, "1.u1"),
        ("讨论", 0, "discussion"),
    ],
)
def test_a_heading_is_named_by_its_number_its_words_or_its_level(line: str, level: int, name: str) -> None:
    text = f"1. 引言\n\n茶很好，又便宜，\n{line}\n路很远。\n"
    assert read(LineRule(line, "heading", level=level), text=text)[f"{name}.h"] == "".join(line.split())


def test_a_line_that_is_no_heading_goes_on_the_sentence_around_it() -> None:
    text = "1. 引言\n\n茶有两类。\n\n2. 便宜的\n\n一类贵。\n"
    assert "2.h" in read(text=text)
    whole = {"1.h": "1.引言", "1.p1.s1": "茶有两类。", "1.p2.s1": "2.便宜的一类贵。"}
    assert read(LineRule("2. 便宜的", "text"), text=text) == whole


def test_a_line_that_markdown_marks_is_named_without_its_mark() -> None:
    text = "# 1 引言\n\n茶好。\n\n## 便宜的\n\n一类贵。\n"
    assert read(LineRule("便宜的", "text"), text=text) == {"1.h": "1引言", "1.p1.s1": "茶好。", "1.p2.s1": "便宜的一类贵。"}
    assert read(LineRule("便宜的", "heading", section="2"), text=text)["2.h"] == "便宜的"


def test_furniture_within_a_sentence_is_cut_out() -> None:
    text = "1. 引言\n\n茶有两类，一类\n山乡学报\n贵。路远。\n"
    assert read(LineRule("山乡学报", "furniture"), text=text) == {
        "1.h": "1.引言",
        "1.p1.s1": "茶有两类，一类贵。",
        "1.p1.s2": "路远。",
    }


def test_every_line_that_begins_so_can_be_furniture() -> None:
    text = "1. 引言\n\n茶好，\n第1页\n又贵。\n第2页\n\n路远。\n"
    assert list(read(LineRule("第", "furniture", every=True), text=text).values()) == ["1.引言", "茶好，又贵。", "路远。"]


def test_a_section_may_begin_without_a_heading_and_ends_where_the_next_begins() -> None:
    text = "1. 引言\n\n茶好。\n\n路远。\n\n桥新。\n"
    found = read(LineRule("路远", "section", section="2"), LineRule("桥新", "section", section="back"), text=text)
    assert found == {"1.h": "1.引言", "1.p1.s1": "茶好。", "2.p1.s1": "路远。", "back.p1.s1": "桥新。"}


def test_a_list_of_references_may_have_no_heading_and_end_anywhere() -> None:
    text = f"{TEXT}\n作者住在山乡。\n"
    found = read(LineRule("甲. 路志", "references", through="乙. 茶志"), text=text)
    assert found["references.p1.s1"] == "甲.路志[J].山乡,2015."
    assert found["references.p2.s1"] == "乙.茶志[M].山乡,2016."
    assert found["back.p1.s1"] == "作者住在山乡。"


def test_a_heading_may_say_that_the_list_of_references_follows() -> None:
    text = "1. 引言\n\n茶好。\n\n所见之书\n\n甲. 路志[J]. 山乡, 2015.\n乙. 茶志[M]. 山乡, 2016.\n"
    found = read(LineRule("所见之书", "heading", section="references"), text=text)
    assert [name for name in found if name.startswith("references")] == [
        "references.h",
        "references.p1.s1",
        "references.p2.s1",
    ]


def test_a_heading_of_two_lines_is_one_passage() -> None:
    text = "1. 引言\n\n茶好。\n路与桥的\n旧事新说\n桥新。\n"
    assert read(LineRule("路与桥", "heading", section="2", through="旧事"), text=text)["2.h"] == "路与桥的旧事新说"


def test_units_and_abbreviations_stay_whole() -> None:
    text = "1 Tea\n\nWe grew Camellia sp. Alba at 3 mL·min⁻¹ here. It grew.\n"
    assert len(read(text=text)) == 4
    assert read(text=text, words=["sp."])["1.p1.s1"] == "WegrewCamelliasp.Albaat3mL·min⁻¹here."


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            LineRule("茶的研究", "heading"),
            "'茶的研究' begins no line of the text. Copy the beginning of the line as it is printed.",
        ),
        (
            LineRule("茶", "heading"),
            "'茶' begins 2 lines of the text (of those with text the 3, 4). "
            "Write more of it, or add 'occurrence' or 'every: yes'.",
        ),
        (LineRule("茶", "heading", occurrence=3), "'茶' begins 2 lines of the text; there is no occurrence 3."),
        (LineRule("路要", "text", through="茶价"), "'through' '茶价' begins no line from '路要' on. Correct it."),
    ],
)
def test_a_rule_that_does_not_fit_is_told(rule: LineRule, message: str) -> None:
    assert [misfit.why for misfit in overridden(plain_document(TEXT), [rule]).misfits] == [message]


def test_two_rules_for_one_line_are_told() -> None:
    found = overridden(plain_document(TEXT), [LineRule("山乡学报", "furniture"), LineRule("山乡学", "text")])
    assert [(misfit.rule, misfit.why) for misfit in found.misfits] == [(1, "the line '山乡学' is in rule 1 too. Keep one.")]


# The folder


def run(*arguments: str | Path) -> Result:
    from cbec_kg.cli.main import cli

    return CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "tea.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "tea.txt"


READING = "lines:\n- {line: 茶的讨论, kind: heading, section: '1.1'}\n- {line: 山乡学报, kind: furniture}\n"


def test_new_drafts_by_a_reading_and_every_command_reads_it_alike(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(READING, encoding="utf-8")
    folder = tmp_path / "tea"
    draft_paper(folder, paper, reading=tmp_path / "mine.yaml")
    assert (folder / "reading.yaml").read_text(encoding="utf-8") == READING
    assert "section-1-1" in (folder / "sections.yaml").read_text(encoding="utf-8")
    rows = list(csv.DictReader((folder / "account.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["kind"] for row in rows if row["opening"].startswith("山乡学报")] == ["furniture"]
    tea = open_paper(folder)
    assert not tea.anchor(paper).stale
    assert {item.locator for item in tea.coverage(paper).coverage.items} >= {"1.1.h", "1.1.p1.s1"}
    assert tea.locate(paper).missing == 0
    assert tea.curate(paper).records["section-1-1"]["number"] == "1.1"
    assert run("check", "--data", folder, "--fast").exception is None


def test_locating_in_a_copy_without_the_line_applies_what_fits(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(READING, encoding="utf-8")
    draft_paper(tmp_path / "tea", paper, reading=tmp_path / "mine.yaml")
    paper.write_text(TEXT.replace("山乡学报\n\n", ""), encoding="utf-8")
    tea = open_paper(tmp_path / "tea")
    assert tea.locate(paper).missing == 0
    with pytest.raises(DataError, match=r"reading\.yaml:3: '山乡学报' begins no line"):
        tea.anchor(paper)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "line: 茶, kind: title",
            "the reading.lines[1].kind is 'title'; it must be one of: heading, text, furniture, section, references.",
        ),
        ("line: 茶, kind: text, level: 2", "'level' is of a heading, from 1 to 6. Correct or remove it."),
        ("line: 茶, kind: heading, level: 7", "'level' is of a heading, from 1 to 6. Correct or remove it."),
        (
            "line: 茶, kind: section",
            "a section that begins without a heading needs 'section'. Add its number or name.",
        ),
        ("line: 茶, kind: text, every: yes, occurrence: 2", "has 'every' and 'occurrence'. Keep one."),
        (
            "line: 茶, kind: heading, section: 第二",
            "'section' is '第二'; a number or name of small letters, digits, '.' and '-', such as 2.1 or methods"
            " is expected.",
        ),
        (
            f"line: {'茶' * 21}, kind: text",
            "'line' has over 20 characters. The beginning of the line is enough.",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tea: Path, rule: str, message: str) -> None:
    (tea / "reading.yaml").write_text(f"lines:\n- {{{rule}}}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        open_paper(tea).check(fast=True)
    assert str(caught.value) == f"reading.yaml:2: {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("lins: []\n", "the reading has the unknown field 'lins'; it may have: lines, words."),
        ("- line: 茶\n", "the reading must be a mapping of fields."),
    ],
)
def test_a_file_of_another_form_is_told(tea: Path, content: str, message: str) -> None:
    (tea / "reading.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        open_paper(tea).check(fast=True)
    assert str(caught.value) == f"reading.yaml:1: {message}"


def test_a_reading_that_is_missing_is_told_by_new(paper: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml: cannot be read"):
        draft_paper(tmp_path / "tea", paper, reading=tmp_path / "none.yaml")
    assert not (tmp_path / "tea").exists()


def test_an_edit_of_the_reading_stops_a_session(paper: Path, tmp_path: Path) -> None:
    draft_paper(tmp_path / "tea", paper)
    session = open_paper(tmp_path / "tea").curate(paper)
    (tmp_path / "tea" / "reading.yaml").write_text(READING, encoding="utf-8")
    with pytest.raises(UsageError, match=r"reading\.yaml: was edited, so that the passages are others; nothing was written"):
        session.put({"id": "concept-tea", "zh": "茶", "en": "tea"})


def test_the_account_stays_whole(paper: Path) -> None:
    rules = [LineRule("茶的讨论", "heading"), LineRule("山乡学报", "furniture")]
    before, after = plain_document(TEXT), overridden(plain_document(TEXT), rules).document
    assert sum(account_of(before).counts.values()) == sum(account_of(after).counts.values())
