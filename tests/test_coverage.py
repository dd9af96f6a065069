"""Is everything of the article accounted for? Gaps are found where something is taken away, and none where nothing is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cbec_kg.curation.coverage import Coverage, coverage_of
from cbec_kg.curation.reader import read_curation
from cbec_kg.text.plain import plain_document

MINI = Path(__file__).parent / "mini"
Edited = Callable[..., Path]


def gaps_of(folder: Path, text: str) -> list[tuple[str, str, str]]:
    return [(item.kind, item.locator, item.text) for item in coverage_of(read_curation(folder), plain_document(text)).gaps]


def without_record(folder: Path, file: str, record: str) -> None:
    """Take a record and its anchors out of a folder."""
    parts = (folder / file).read_text(encoding="utf-8").split("\n- id: ")
    kept = [part for part in parts if part.removeprefix("- id: ").split("\n")[0] != record]
    assert len(kept) == len(parts) - 1
    first = "" if kept[0].startswith("- id: ") else "- id: "
    (folder / file).write_text(first + "\n- id: ".join(kept), encoding="utf-8")
    rows = (folder / "anchors.csv").read_text(encoding="utf-8").split("\n")
    (folder / "anchors.csv").write_text("\n".join(r for r in rows if not r.startswith(f"{record},")), encoding="utf-8")


@pytest.mark.paper
def test_the_article_has_no_gap(real_folder: Path, paper_text: str) -> None:
    found = coverage_of(read_curation(real_folder), plain_document(paper_text))
    assert found.gaps == ()


@pytest.mark.paper
def test_the_article_has_as_many_items_as_counted_by_hand(real_folder: Path, paper_text: str) -> None:
    """155 passages as segmented; 24 markers, each of [1]..[19] once but [5] and [6] twice and [9] four times."""
    found = coverage_of(read_curation(real_folder), plain_document(paper_text))
    kinds = [item.kind for item in found.items]
    assert (kinds.count("passage"), kinds.count("marker")) == (155, 24)
    markers = [item.text for item in found.items if item.kind == "marker"]
    expected = sorted([*(f"[{n}]" for n in range(1, 20)), "[5]", "[6]", "[9]", "[9]", "[9]"])
    assert sorted(markers) == expected


@pytest.mark.paper
def test_every_digit_of_the_article_is_within_an_item(real_folder: Path, paper_text: str) -> None:
    """Counted here without the package's own search: no digit of the text is left out of numbers and markers."""
    found = coverage_of(read_curation(real_folder), plain_document(paper_text))
    inside = {i for item in found.items if item.kind in ("number", "marker") for i in range(item.start, item.end)}
    left = [i for i, character in enumerate(paper_text) if character.isdigit() and i not in inside]
    assert left == []


def test_the_mini_paper_has_no_gap_that_is_not_listed(mini_folder: Path, mini_text: str) -> None:
    assert gaps_of(mini_folder, mini_text) == []


@pytest.fixture(scope="module")
def whole(mini_folder: Path, mini_text: str) -> Coverage:
    return coverage_of(read_curation(mini_folder), plain_document(mini_text))


def test_a_statistic_that_is_taken_away_leaves_its_number_uncovered(edited: Edited, mini_text: str, whole: Coverage) -> None:
    item = next(i for i in whole.items if i.kind == "number" and i.state == "record" and "table" not in i.note)
    folder = edited()
    links = [path for path in folder.glob("*.yaml") if f"on: {item.note}" in path.read_text(encoding="utf-8")]
    for path in links:
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(line for line in lines if f"on: {item.note}" not in line), encoding="utf-8")
    if links:
        pytest.skip("the first statistic of the mini paper is linked to; choose another")
    without_record(folder, "statistics.yaml", item.note)
    assert ("number", item.locator, item.text) in gaps_of(folder, mini_text)


def test_an_exemption_that_is_taken_away_leaves_what_it_listed(edited: Edited, mini_text: str, whole: Coverage) -> None:
    listed = [item for item in whole.items if item.state == "listed"]
    assert listed
    folder = edited()
    (folder / "exemptions.yaml").write_text("", encoding="utf-8")
    rows = (folder / "anchors.csv").read_text(encoding="utf-8").split("\n")
    kept = "\n".join(row for row in rows if not row.startswith("exempt-"))
    (folder / "anchors.csv").write_text(kept, encoding="utf-8")
    assert gaps_of(folder, mini_text) == [(item.kind, item.locator, item.text) for item in listed]


def test_the_command_ends_with_1_when_there_is_a_gap_and_0_when_there_is_none(edited: Edited, mini_folder: Path) -> None:
    program = Path(sys.executable).with_name("cbec-kg")
    paper = MINI / "paper.txt"

    def run(folder: Path) -> subprocess.CompletedProcess[str]:
        command = [str(program), "coverage", "--paper", str(paper), "--data", str(folder)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    whole = run(mini_folder)
    assert (whole.returncode, whole.stdout.strip().splitlines()[-1]) == (0, "No gap.")
    folder = edited()
    (folder / "exemptions.yaml").write_text("", encoding="utf-8")
    rows = (folder / "anchors.csv").read_text(encoding="utf-8").split("\n")
    kept = "\n".join(row for row in rows if not row.startswith("exempt-"))
    (folder / "anchors.csv").write_text(kept, encoding="utf-8")
    assert run(folder).returncode == 1


def test_another_text_is_told_and_not_measured(mini_folder: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("cbec-kg")
    other = tmp_path / "other.txt"
    other.write_text((MINI / "paper.txt").read_text(encoding="utf-8").replace("茶", "菜", 1), encoding="utf-8")
    done = subprocess.run(
        [str(program), "coverage", "--paper", str(other), "--data", str(mini_folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "not the text" in done.stderr
    assert "Traceback" not in done.stderr
