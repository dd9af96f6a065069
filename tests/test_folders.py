"""Folders that are written whole, whatever happens; what is not ours in them; files that are no files."""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import cbec_kg
from cbec_kg.cli.main import run
from cbec_kg.errors import OutputError, UnavailableError, UsageError
from cbec_kg.io import durable, switching
from cbec_kg.io.digest_list import BUILD, SITE, SUMS
from cbec_kg.io.folders import write_folder, write_listed
from cbec_kg.io.loading import read_bytes
from cbec_kg.io.locking import folder_written_by_one, lock_at_once
from cbec_kg.io.writing import write_file, write_result

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "parent" / "out"
    write_folder(folder, {"a.txt": "1", "tables/b.csv": "2", "tables/c.csv": "3"}, BUILD)
    return folder


# Faults


@pytest.fixture(scope="module")
def faults() -> Iterator[ModuleType]:
    sys.path.insert(0, str(BENCHMARKS))
    yield import_module("reliability_faults")
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture
def unflushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flush nothing to disk, which takes nearly all the time of a small write; the calls are still counted."""
    real = durable._libc_call
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(durable, "_libc_call", lambda name: (lambda handle: 0) if name == "syncfs" else real(name))


@pytest.mark.slow
@pytest.mark.parametrize("number", [errno.ENOSPC, None], ids=["a full disk", "a kill"])
@pytest.mark.parametrize("case", range(8))
def test_a_write_that_breaks_off_leaves_old_or_new_and_the_next_clears_up(
    case: int, number: int | None, faults: ModuleType, unflushed: None
) -> None:
    assert len(faults.CASES) == 8
    runs, wrong = faults.tried(faults.CASES[case], number, lasts=number is not None, step=4)
    assert wrong == []
    assert runs > 1


# What is not ours


def test_files_of_others_stay_and_what_is_written_no_more_goes(out: Path) -> None:
    (out / "README.md").write_text("mine")
    (out / "notes" / "empty").mkdir(parents=True)
    (out / "tables" / "mine.csv").write_text("mine")
    (out / "link").symlink_to("README.md")
    before = (out / "README.md").stat()
    write_folder(out, {"a.txt": "11"}, BUILD)
    assert {name: text for name, text in tree(out).items() if name != SUMS} == {
        "a.txt": "11", "README.md": "mine", "tables/mine.csv": "mine", "link": "mine",
    }  # fmt: skip
    assert (out / "link").is_symlink() and (out / "notes" / "empty").is_dir()
    assert (out / "README.md").stat().st_ino == before.st_ino
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_file_that_was_changed_since_is_named_and_replaced_only_by_force(out: Path) -> None:
    (out / "a.txt").write_text("edited")
    before = tree(out)
    with pytest.raises(UsageError, match=r"'a\.txt' changed since cbec-kg build wrote it; nothing was changed\..*--force"):
        write_folder(out, {"a.txt": "11"}, BUILD)
    assert tree(out) == before
    write_folder(out, {"a.txt": "11"}, BUILD, force=True)
    assert tree(out)["a.txt"] == "11"


def test_a_file_of_others_in_the_way_is_named_unless_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    (tmp_path / "b.txt").write_text("2")
    with pytest.raises(UsageError, match=r"contains 'a\.txt', which cbec-kg build did not write"):
        write_folder(tmp_path, {"a.txt": "1", "b.txt": "2"}, BUILD)
    assert tree(tmp_path) == {"a.txt": "mine", "b.txt": "2"}
    (tmp_path / "a.txt").unlink()
    write_folder(tmp_path, {"a.txt": "1", "b.txt": "2"}, BUILD)
    assert tree(tmp_path)["a.txt"] == "1"


def test_what_another_command_wrote_is_not_its_own(out: Path) -> None:
    with pytest.raises(UsageError, match="is not empty; nothing was written"):
        write_folder(out, {"a.txt": "site"}, SITE)
    assert tree(out)["a.txt"] == "1"


def test_nothing_is_written_into_the_root_of_the_file_system() -> None:
    with pytest.raises(UsageError, match="root of the file system"):
        write_folder(Path("/"), {"a.txt": "1"}, BUILD)


WRITERS = (["site"], ["build", "--fast", "--out"], ["nanopubs"], ["export", "obsidian"])


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_nothing_is_written_into_a_curation_folder_even_by_force(
    words: list[str], edited: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited()
    before = {path.name for path in folder.iterdir()}
    assert run([*words, str(folder), "--force", "--data", str(folder)]) == 2
    assert "is a curation folder. Name another place" in capsys.readouterr().err
    assert {path.name for path in folder.iterdir()} == before


def test_a_result_takes_no_place_of_a_file_of_a_curation_folder(mini_folder: Path, tmp_path: Path) -> None:
    for name in ("claims.yaml", "tables/table-1.csv"):
        with pytest.raises(UsageError, match="is a file of a curation folder"):
            write_result(mini_folder / name, "")
    write_result(tmp_path / "claims.csv", "1")
    write_result(tmp_path / "claims.csv", "2")
    assert tree(tmp_path) == {"claims.csv": "2"}


def test_a_list_of_others_names_nothing_outside_of_the_folder(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = out.parent / "victim"
    victim.write_text("1")
    digest = sha256(b"1").hexdigest()
    with (out / SUMS).open("a") as file:
        file.write(f"{digest}  ../victim\n{digest}  {victim}\n{digest}  tables/../../victim\n")
    monkeypatch.chdir(out)  # files are renamed one by one then
    write_folder(out, {"a.txt": "2"}, BUILD)
    assert tree(out.parent) == {"victim": "1", "out/a.txt": "2", "out/SHA256SUMS": (out / SUMS).read_text()}


def test_a_folder_in_the_place_of_a_file_is_refused_even_by_force(out: Path) -> None:
    (out / "new.txt").mkdir()
    with pytest.raises(UsageError, match=r"in place of the folder 'new\.txt'"):
        write_folder(out, {"new.txt": "1"}, BUILD, force=True)


def test_one_file_of_a_set_is_replaced_with_its_digest(out: Path) -> None:
    write_listed(out / "a.txt", "by another command")
    write_folder(out, {"a.txt": "1", "tables/b.csv": "2"}, BUILD)
    assert set(tree(out)) == {"a.txt", "tables/b.csv", SUMS}


def test_a_folder_that_one_stands_in_is_not_moved_away(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = out.stat().st_ino
    monkeypatch.chdir(out)
    write_folder(Path(), {"a.txt": "11"}, BUILD)
    assert out.stat().st_ino == before
    assert set(tree(out)) == {"a.txt", SUMS} and tree(out)["a.txt"] == "11"


def test_what_a_killed_run_began_to_rename_is_ended_by_the_next(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switching, "exchange", lambda one, other: False)
    monkeypatch.setattr(switching, "finish_within", lambda place: None)
    write_folder(out, {"a.txt": "11", "d.txt": "4"}, BUILD)
    monkeypatch.undo()
    assert tree(out)["a.txt"] == "1"
    write_listed(out / "a.txt", "by view")
    assert {name: text for name, text in tree(out).items() if name != SUMS} == {"a.txt": "by view", "d.txt": "4"}


def test_a_folder_that_another_process_writes_is_left_to_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cbec_kg.io.locking.time.sleep", lambda seconds: None)
    with (
        folder_written_by_one(out),
        pytest.raises(UnavailableError, match="is being written by another process; nothing was changed"),
    ):
        write_folder(out, {"a.txt": "11"}, BUILD)
    assert tree(out)["a.txt"] == "1"


def test_what_a_running_process_writes_is_no_stray(out: Path) -> None:
    names = [".out.aaaaaaaa.part", ".out.bbbbbbbb.part", ".out.backup.part"]
    for name in names:
        (out.parent / name).mkdir()
    lock = lock_at_once(out.parent / names[0])
    assert lock is not None
    write_folder(out, {"a.txt": "11"}, BUILD)
    os.close(lock)
    assert sorted(path.name for path in out.parent.iterdir()) == sorted([names[0], names[2], "out"])


@pytest.mark.slow
def test_build_says_what_is_in_the_way_and_replaces_it_by_force(mini_folder: Path, tmp_path: Path) -> None:
    out, victim = tmp_path / "out", tmp_path / "victim"
    out.mkdir()
    (out / "graph.ttl").write_text("mine")
    victim.write_text("mine")
    (out / "explorer.html").symlink_to(victim)
    paper = cbec_kg.open_paper(mini_folder)
    with pytest.raises(UsageError, match=r"^[^\n]*contains 'graph\.ttl', which cbec-kg build did not write[^\n]*$"):
        paper.build(out, fast=True)
    assert [path.name for path in sorted(out.iterdir())] == ["explorer.html", "graph.ttl"]
    paper.build(out, fast=True, force=True)
    assert (out / "graph.ttl").read_text() != "mine"
    assert victim.read_text() == "mine" and not (out / "explorer.html").is_symlink()
    with (out / "graph.ttl").open("a") as file:
        file.write("# mine\n")
    with pytest.raises(UsageError, match=r"'graph\.ttl' changed since"):
        paper.build(out, fast=True)


# Files that are no files


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    listener = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(path.parent)  # its name may be too long otherwise
    listener.bind(path.name)
    os.chdir(here)
    listener.close()


def a_folder(path: Path) -> None:
    path.mkdir()


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


ODD = {"a pipe": a_pipe, "a socket": a_socket, "a folder": a_folder, "a device": a_device}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_regular_file_is_not_read(kind: str, tmp_path: Path) -> None:
    ODD[kind](tmp_path / "x")
    with pytest.raises(UsageError, match=f"x: cannot be read: is {kind}. Name a regular file."):
        read_bytes(tmp_path / "x")


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "{out}", "--paper", "{odd}"],
        ["locate", "--paper", "{odd}"],
        ["query", "{odd}.rq"],
        ["references", "import", "{odd}", "--dry-run"],
        ["references", "--bibliography", "{odd}"],
        ["build", "--out", "{out}", "--bibliography", "{odd}"],
        ["align", "--mappings", "{odd}"],
        ["check", "--data", "{folder}"],
        ["query", "problems", "--data", "{folder}"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_no_command_waits_for_a_pipe(
    arguments: list[str], edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "odd")
    os.mkfifo(tmp_path / "odd.rq")
    folder = edited()
    if "{folder}" in arguments:
        (folder / "claims.yaml").unlink()
        os.mkfifo(folder / "claims.yaml")
    places = {"odd": tmp_path / "odd", "out": tmp_path / "out", "folder": folder}
    data = [] if arguments[0] == "new" or "--data" in arguments else ["--data", str(folder)]
    assert run([part.format(**places) for part in arguments] + data) == 2
    error = capsys.readouterr().err.strip()
    assert "is a pipe. Name a regular file." in error.splitlines()[-1]
    assert not (tmp_path / "out").exists()


def test_a_link_in_the_place_of_a_written_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "x").symlink_to("victim")
    write_file(tmp_path / "x", "1")
    assert (tmp_path / "victim").read_text() == "mine"
    assert not (tmp_path / "x").is_symlink() and (tmp_path / "x").read_text() == "1"


def test_what_is_named_as_a_device_or_a_pipe_is_written_to(tmp_path: Path) -> None:
    write_file(Path("/dev/null"), "1")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="no such device or address"):  # nobody reads it
        write_file(tmp_path / "pipe", "1")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_file(tmp_path / "pipe", "1")
    assert os.read(reader, 10) == b"1"
    os.close(reader)


def test_what_a_killed_run_left_of_a_file_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / ".x.abcd_123.part").write_text("half")
    write_file(tmp_path / "x", "1")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_file_of_any_size_in_the_place_of_a_page_is_not_read_whole(
    tmp_path: Path, mini_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "page.html").open("wb") as file:
        file.truncate(1 << 38)
    assert run(["view", "--data", str(mini_folder), "--out", str(tmp_path / "page.html")]) == 2
    assert "is there already and no page" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["curate", "check", "locate"])
def test_a_link_to_itself_is_told_as_a_folder(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop").symlink_to("loop")
    place = [str(tmp_path / "loop")] if name == "curate" else ["--data", str(tmp_path / "loop")]
    assert run([name, *place]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_folder_that_was_removed_is_told(
    tmp_path: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert run(["gaps", "--data", str(mini_folder)]) == 1
    assert run(["check", "--fast", "--data", "tea"]) == 2
    assert run(["report", "--data", str(mini_folder), "--out", "tea.md"]) == 2
    assert "the current folder is gone. Change to one that is there" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["why", "sole-source", "--row", "9" * 5000],
        ["why", "problem-pickers", "--timeout", "9" * 5000],
        ["annotations", "import", "{file}", "--accept", "9" * 5000],
        ["view", "--out", "{file}.html", "--mappings", "{file}"],
        ["keystones", "--mappings", "{wide}"],
        ["notices", "--as-at", "9" * 5000],
    ],
    ids=["row", "timeout", "accept", "mappings", "cell", "day"],
)
def test_what_cannot_be_meant_is_told(
    arguments: list[str], tmp_path: Path, mini_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"\xff")
    heading = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    (tmp_path / "wide").write_text(f"{heading}{'a' * 200_000}\tb\tc\td\n", encoding="utf-8")
    places = {"file": tmp_path / "file", "wide": tmp_path / "wide"}
    assert run([part.format(**places) for part in arguments] + ["--data", str(mini_folder)]) == 2
    assert capsys.readouterr().err.count("\n") < 6
