"""The paper of a folder is remembered on this machine, outside of the folder. The paper is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbec_kg.api.remembered import remember_paper, remembered_paper
from cbec_kg.cli.main import run
from cbec_kg.io.cache import state_folder

TEXT = "1. 引言\n\n山乡有茶。\n\n2. 结语\n\n路要修。\n"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CBEC_KG_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("CBEC_KG_PAPER", raising=False)
    return tmp_path / "state"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "tea.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, paper: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    ended(capsys, "new", tmp_path / "tea", "--paper", paper)
    return tmp_path / "tea"


def ended(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Return the exit code of a command, and what it printed."""
    code = run([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_paper_is_given_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(capsys, "anchor", "--data", folder) == (0, "0 anchors found, 4 passages.\n", "")
    assert ended(capsys, "locate", "--data", folder)[0] == 0
    assert ended(capsys, "coverage", "--data", folder)[0] == 1  # there are gaps
    assert ended(capsys, "check", "--fix", "--fast", "--data", folder)[0] == 0
    assert ended(capsys, "curate", folder, "--export", folder.parent / "claims.csv")[0] == 0


def test_nothing_of_it_stands_in_the_folder(folder: Path, paper: Path) -> None:
    assert not any(paper.name.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("change", "why"), [("茶好。", "was changed since"), (None, "cannot be read any more")])
def test_a_paper_that_changed_or_is_gone_is_forgotten(
    folder: Path, paper: Path, change: str | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if change is None:
        paper.unlink()
    else:
        paper.write_text(change, encoding="utf-8")
    code, _, told = ended(capsys, "anchor", "--data", folder)
    assert code == 2
    assert told.startswith(f"{paper}, remembered as the paper of {folder}, {why}: forgotten.\n")
    assert f"no paper is known for {folder}. Name it with --paper FILE." in told
    assert "remembered" not in ended(capsys, "anchor", "--data", folder)[2]


def test_what_is_named_wins_over_what_is_remembered(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CBEC_KG_PAPER", str(tmp_path / "named.txt"))
    assert "named.txt: cannot be read" in ended(capsys, "anchor", "--data", folder)[2]
    assert "other.txt: cannot be read" in ended(capsys, "anchor", "--paper", tmp_path / "other.txt", "--data", folder)[2]


def test_a_text_that_does_not_fit_is_not_remembered(
    folder: Path, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.txt").write_text("茶好。", encoding="utf-8")
    assert ended(capsys, "anchor", "--paper", tmp_path / "other.txt", "--data", folder)[0] == 1
    assert ended(capsys, "coverage", "--paper", tmp_path / "other.txt", "--data", folder)[0] == 2
    assert remembered_paper(folder).paper == paper


def test_remembering_can_be_switched_off(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CBEC_KG_STATE", "")
    ended(capsys, "new", tmp_path / "tea", "--paper", paper)
    assert not state.exists()
    assert ended(capsys, "anchor", "--data", tmp_path / "tea")[0] == 2


@pytest.mark.parametrize("content", ["{", "[]", '{"/x": 1}', '{"/x": {"paper": 1}}'])
def test_a_damaged_memory_is_no_memory(paper: Path, tmp_path: Path, state: Path, content: str) -> None:
    state.mkdir()
    (state / "papers.json").write_text(content, encoding="utf-8")
    assert remembered_paper(tmp_path).paper is None
    remember_paper(tmp_path, paper)
    assert remembered_paper(tmp_path).paper == paper


def test_a_memory_that_others_can_write_is_not_trusted(paper: Path, tmp_path: Path, state: Path) -> None:
    remember_paper(tmp_path, paper)
    (state / "papers.json").chmod(0o666)
    assert remembered_paper(tmp_path).paper is None


def test_the_place_is_that_of_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CBEC_KG_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", "/x")
    assert state_folder() == Path("/x/cbec-kg")
