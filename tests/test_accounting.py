"""`check --paper`: every character of the paper is in a passage, or listed with its place. The paper is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cbec_kg import draft_paper, open_paper
from cbec_kg.errors import DataError
from cbec_kg.text.normalise import digest

BODY = "1. 引言\n\n山乡有茶，\nhttps://example.org/1\n茶很好。\n\n2. 结语\n\n路要修。\n"
TEXT = f"{BODY}\n参考文献\n\n[1] 甲. 路志[J]. 山乡, 2015.\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "tea.txt").write_text(TEXT, encoding="utf-8")
    draft_paper(tmp_path / "tea", tmp_path / "tea.txt")
    return tmp_path / "tea.txt"


def problems(paper: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        open_paper(paper.with_suffix("")).account(paper)
    return [str(problem) for problem in caught.value.problems]


def run(*arguments: str | Path) -> Result:
    from cbec_kg.cli.main import cli

    return CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)


def test_each_character_is_in_a_passage_or_listed(paper: Path) -> None:
    """Counted by hand: 引言 4, 茶 9, 结语 4, 路 4, the heading of the list 4; the entry 19, the address 21."""
    result = run("check", "--fast", "--data", paper.with_suffix(""), "--paper", paper)
    assert result.exception is None
    assert result.output.splitlines()[-1] == (
        "65 characters: 25 in passages, 19 in the list of references, 21 page furniture, 0 unreadable: "
        "every one proven; what is in no passage is listed in account.csv."
    )


def test_a_file_that_changed_is_told(paper: Path) -> None:
    paper.write_text(TEXT.replace("茶很好", "茶很坏"), encoding="utf-8")
    assert problems(paper)[-1].startswith("passages.csv:3: 1.p1.s1 reads otherwise in the file.")
    paper.write_text(TEXT.replace("example.org/1", "example.org/2"), encoding="utf-8")
    assert problems(paper)[0].startswith("account.csv:2: what begins with 'https://exam' is not at")


def test_a_gap_is_told_with_its_place(paper: Path) -> None:
    place = paper.with_suffix("") / "account.csv"
    rows = place.read_text(encoding="utf-8").splitlines(keepends=True)
    place.write_text("".join(row for row in rows if not row.startswith("furniture")), encoding="utf-8")
    start = TEXT.index("https")
    assert problems(paper) == [
        f"account.csv: 21 characters from {start} on (line 4, 'https://exam') are in no passage and not listed. "
        "Give that file, or run: cbec-kg anchor --paper FILE --write"
    ]


def test_an_overlap_is_told_with_its_place(paper: Path) -> None:
    place = paper.with_suffix("") / "account.csv"
    start = TEXT.index("路要")
    with place.open("a", encoding="utf-8") as file:
        file.write(f"furniture,9,{start},{start + 3},路要修,{digest('路要修')}\n")
    assert problems(paper)[0].startswith(
        f"account.csv: 3 characters from {start} on (line 9, '路要修') are accounted for twice."
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("header,1,0,2,1.,0", "a kind (references, furniture, unreadable), a place, a start and an end are expected."),
        ("furniture,1,0,9999,1.,0", "0 to 9999 is no range of the file's"),
        ("furniture,1,0,2,茶,0", "what begins with '茶' is not at 0 to 2 of the file, or reads otherwise there."),
    ],
)
def test_a_row_that_is_wrong_is_told_with_its_line(paper: Path, row: str, message: str) -> None:
    place = paper.with_suffix("") / "account.csv"
    before = place.read_text(encoding="utf-8")
    place.write_text(f"{before}{row}\n", encoding="utf-8")
    assert problems(paper)[0].startswith(f"account.csv:{before.count(chr(10)) + 1}: {message}")


def test_a_folder_without_the_list_is_proven_by_the_paper_alone(tea: Path, mini_folder: Path) -> None:
    found = open_paper(tea).account(mini_folder.parent / "paper.txt")
    assert not found.listed
    assert "found anew" in found.text()


def test_anchoring_writes_the_account_anew(paper: Path) -> None:
    folder = paper.with_suffix("")
    paper.write_text(TEXT.replace("https://example.org/1", "https://example.org/1/2"), encoding="utf-8")
    open_paper(folder).anchor(paper, write=True)
    assert open_paper(folder).account(paper).counts["furniture"] == 21 + len("/2")


@pytest.mark.paper
def test_no_character_of_the_bundled_paper_is_lost(paper_text: str, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_bytes(paper_text.encode())
    counts = open_paper().account(tmp_path / "article.txt").counts
    assert sum(counts.values()) == len("".join(paper_text.split()))
