"""Files and folders that go out: each step of writing one whole, and the words in which a place is refused."""

from __future__ import annotations

import errno
import os
import select
import stat
import tempfile
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from cbec_kg.errors import OutputError, UsageError
from cbec_kg.io import durable
from cbec_kg.io.digest_list import BUILD, SITE, SUMS
from cbec_kg.io.durable import (
    exchange,
    flush_all,
    link_or_copy,
    put_in_place,
    remove_strays,
    remove_tree,
    umask,
    write_flushed,
)
from cbec_kg.io.folders import new_folder, refuse_full, refuse_other, write_folder, write_listed
from cbec_kg.io.locking import lock_at_once
from cbec_kg.io.writing import csv_text, file_in_place, make_folder, remove_file, write_file, write_result

Synced = list[str]


def open_as(handle: int) -> Path:
    return Path(f"/proc/self/fd/{handle}").readlink()


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> Synced:
    """Return the names of what is flushed to disk, in turn, one at a time as on a system without syncfs."""
    found: Synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: found.append(open_as(handle).name))
    real = durable._libc_call
    monkeypatch.setattr(durable, "_libc_call", lambda name: None if name == "syncfs" else real(name))
    return found


def refusal(kind: type[Exception], call: Callable[..., object], *given: object) -> str:
    with pytest.raises(kind) as caught:
        call(*given)
    return str(caught.value)


NOT_WRITTEN = "Choose another place or make room, then try again."


# Files


def test_a_table_has_a_heading_and_quotes_what_needs_it() -> None:
    rows: list[list[object]] = [["1", None], ['x,"y', "茶\n"]]
    assert csv_text(["a", "b"], rows) == 'a,b\n1,\n"x,""y","茶\n"\n'


def test_a_result_takes_the_place_of_a_file_unless_a_folder_is_curated_with_it(tmp_path: Path) -> None:
    (tmp_path / "article.yaml").write_text("")
    for name in ("a.yaml", "b.yml", "tables/C.CSV"):
        write_result(tmp_path / name, "new")  # where nothing is, nothing is lost
        message = refusal(UsageError, write_result, tmp_path / name, "newer")
        assert message == f"{tmp_path / name}: is a file of a curation folder; nothing was written. Name another file."
        assert (tmp_path / name).read_text() == "new"
    for name in ("notes.txt", "deep/er/a.csv"):
        write_result(tmp_path / name, "old")
        write_result(tmp_path / name, b"new")
        assert (tmp_path / name).read_bytes() == b"new"


def test_a_long_text_goes_through_a_pipe_as_it_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    content = b"x" * 500_000
    writer = threading.Thread(target=write_file, args=(tmp_path / "pipe", content), daemon=True)
    writer.start()
    read = b""
    while len(read) < len(content):
        select.select([reader], [], [])
        part = os.read(reader, 65_536)
        assert part, "the pipe was closed early"
        read += part
    writer.join()
    os.close(reader)
    assert read == content and stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_what_an_open_file_is_called_below_proc_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    with (tmp_path / "x").open("w+b") as file:
        before = (tmp_path / "x").stat().st_ino
        write_file(Path(f"/dev/fd/{file.fileno()}"), "12")
        write_file(Path(f"/proc/self/fd/{file.fileno()}"), "3")
    assert (tmp_path / "x").read_text() == "32" and (tmp_path / "x").stat().st_ino == before


def test_a_file_is_filled_beside_its_place(tmp_path: Path, synced: Synced) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "device").symlink_to("/dev/null")
    with file_in_place(tmp_path / "x") as part:
        part.write_text("new")
        assert part.parent == tmp_path and part.name.startswith(".x.") and part.suffix == ".part"
        assert (tmp_path / "x").read_text() == "old"
    assert (tmp_path / "x").read_text() == "new" and synced == [part.name]
    for odd, reason in ((tmp_path, "is a folder"), (tmp_path / "device", "is not a regular file")):
        with pytest.raises(OSError, match=reason), file_in_place(odd):
            pass


def test_what_cannot_be_made_or_removed_is_told(tmp_path: Path) -> None:
    remove_file(tmp_path / "missing")
    (tmp_path / "x").write_text("")
    remove_file(tmp_path / "x")
    assert not (tmp_path / "x").exists()
    message = refusal(OutputError, remove_file, tmp_path)
    assert message.startswith(f"{tmp_path}: not written: is a directory") and message.endswith(NOT_WRITTEN)
    make_folder(tmp_path)
    nowhere = Path("/proc/self/nothing")
    assert refusal(OutputError, make_folder, nowhere).startswith(f"{nowhere}: not written: no such file")
    assert "not written" in refusal(OutputError, make_folder, Path("/proc/self"))  # there, but nothing can be made


# Steps


def test_strays_of_a_place_go_and_nothing_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strays = [".a+b.abcd_123.part", ".a+b.zzzzzzzz.part"]
    others = [".a+b.ABCD_123.part", ".a+b.abcd_12.part", ".aab.abcd_123.part", "x.a+b.abcd_123.part", ".a+b.abcd_123.part2"]
    for name in (strays[0], *others):
        (tmp_path / name).write_text("half")
    (tmp_path / strays[1] / "deep").mkdir(parents=True)
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)  # what another user left stays
    remove_strays(tmp_path / "a+b")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*strays, *others])
    monkeypatch.undo()
    handles = len(list(Path("/proc/self/fd").iterdir()))
    remove_strays(tmp_path / "a+b")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)
    assert len(list(Path("/proc/self/fd").iterdir())) == handles
    remove_strays(tmp_path / "missing" / "x")


def test_what_was_taken_for_a_stray_is_made_again_a_hundred_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def lock(part: Path, anyway: bool = False) -> int | None:
        made.append(part)
        return lock_at_once(part, anyway=anyway) if anyway is True and len(made) == 3 else None

    monkeypatch.setattr(durable, "lock_at_once", lock)
    found, handle = durable._locked(lambda: Path(tempfile.mkdtemp(dir=tmp_path)))
    os.close(handle)
    assert found == made[2] and len(set(made)) == 3
    message = refusal(OSError, durable._locked, lambda: tmp_path)
    assert message == "[Errno 11] is being cleared by other processes" and len(made) == 103


def test_a_file_is_flushed_with_the_folders_above_it(tmp_path: Path, synced: Synced) -> None:
    for content in (b"1", b"22"):
        write_flushed(tmp_path / "a" / "b" / "x", content)
        assert (tmp_path / "a" / "b" / "x").read_bytes() == content
    assert synced == ["x", "x"]


def test_a_file_gets_a_second_place_by_a_link_or_else_as_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_text("1")
    link_or_copy(tmp_path / "x", tmp_path / "a" / "b" / "linked")
    assert (tmp_path / "a" / "b" / "linked").samefile(tmp_path / "x")

    def refuse(file: Path, place: Path) -> None:
        raise OSError(errno.EXDEV, "another file system")

    monkeypatch.setattr(os, "link", refuse)
    link_or_copy(tmp_path / "x", tmp_path / "a" / "b" / "copied")
    assert (tmp_path / "a" / "b" / "copied").read_text() == "1"
    assert not (tmp_path / "a" / "b" / "copied").samefile(tmp_path / "x")


def test_two_folders_get_each_others_name_where_the_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text("")
    assert exchange(tmp_path / "a", tmp_path / "b") is True
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert exchange(tmp_path / "a", tmp_path / "missing") is False
    monkeypatch.setattr(durable, "_libc_call", lambda name: None)
    assert exchange(tmp_path / "a", tmp_path / "b") is False


@pytest.mark.parametrize("exchanged", [True, False])
def test_a_folder_is_put_in_place_of_another(exchanged: bool, tmp_path: Path, synced: Synced) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if not exchanged:
            patch.setattr(durable, "exchange", lambda one, other: False)
        for name in ("part", "place"):
            write_flushed(tmp_path / name / "deep" / f"of-{name}", b"")
        (tmp_path / "part" / "link").symlink_to("deep")
        os.mkfifo(tmp_path / "part" / "pipe")
        synced.clear()
        put_in_place(tmp_path / "part", tmp_path / "place")
    assert (tmp_path / "place" / "deep" / "of-part").is_file() and not (tmp_path / "place" / "deep" / "of-place").exists()
    assert (tmp_path / "part").exists() is exchanged
    assert sorted(synced) == sorted(["deep", "of-part", "part", tmp_path.name]) and synced[-1] == tmp_path.name
    remove_tree(tmp_path / "place")
    remove_tree(tmp_path / "place")
    assert not (tmp_path / "place").exists()


def test_a_file_system_is_flushed_at_once_and_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush_all(tmp_path)
    asked: list[str] = []

    def failing(handle: int) -> int:
        asked.append(str(open_as(handle)))
        return -1

    monkeypatch.setattr(durable, "_libc_call", lambda name: failing if name == "syncfs" else None)
    monkeypatch.setattr("ctypes.get_errno", lambda: errno.ENOSPC)
    with pytest.raises(OSError, match="No space left on device") as caught:
        flush_all(tmp_path)
    assert caught.value.errno == errno.ENOSPC and asked == [str(tmp_path)]
    with pytest.raises(OSError, match="No such file"):
        flush_all(tmp_path / "missing")


def test_the_mask_of_new_files_is_told_and_kept() -> None:
    before = os.umask(0o027)
    try:
        assert umask() == umask() == 0o027
    finally:
        assert os.umask(before) == 0o027


# Folders


def sums(folder: Path) -> dict[str, str]:
    lines = (line for line in (folder / SUMS).read_text().splitlines() if not line.startswith("#"))
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_a_new_folder_takes_an_empty_place_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "empty").mkdir()
    refuse_full(tmp_path / "empty")
    refuse_full(tmp_path / "missing")
    for name, fact in (("", "is not empty"), ("file", "is a file"), ("dangling", "is a file")):
        place = tmp_path / name if name else tmp_path
        message = f"{place}: {fact}; nothing was written. Name a new folder."
        assert refusal(UsageError, refuse_full, place) == message
    for place in (tmp_path / "empty", tmp_path / "a" / "b"):
        with new_folder(place) as beside:
            (beside / "x").write_text("1")
        assert [path.name for path in place.iterdir()] == ["x"]
        assert stat.S_IMODE(place.stat().st_mode) == 0o777 & ~umask()


def test_a_set_of_files_is_written_with_its_list_and_its_sizes_are_told(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    first = write_folder(out, {"b/x.txt": "茶", "a": b"12"}, BUILD)
    assert list(first) == ["b/x.txt", "a", SUMS]
    assert (first["b/x.txt"], first["a"], first[SUMS]) == (3, 2, (out / SUMS).stat().st_size)
    assert sums(out) == {"b/x.txt": digest("茶"), "a": digest("12")}
    assert write_folder(out, {"a": "123"}, BUILD)["a"] == 3
    assert (sums(out), (out / "b").exists()) == ({"a": digest("123")}, False)
    (tmp_path / "link").symlink_to("new/out")
    write_folder(tmp_path / "link", {"a": "1"}, BUILD)
    assert (out / "a").read_text() == "1" and (tmp_path / "link").is_symlink()


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "to-file").symlink_to("file")
    (tmp_path / "dangling").symlink_to("nowhere")
    files = {"a": "1"}
    cases: list[tuple[Path, type[Exception], str]] = [
        (Path("/"), UsageError, "is the root of the file system; nothing was written. Name a folder of its own."),
        (tmp_path / "file", OutputError, "not written: is no folder. Choose another place."),
    ]
    for name in ("to-file", "dangling"):
        text = "is a link that leads to no folder; nothing was written. Remove it, or name a folder."
        cases.append((tmp_path / name, UsageError, text))
    for place, kind, text in cases:
        assert refusal(kind, write_folder, place, files, BUILD) == f"{place}: {text}"
        assert refusal(kind, refuse_other, place, BUILD) == f"{place}: {text}"
    assert (tmp_path / "file").read_text() == "mine"


def test_what_would_be_refused_is_told_before_the_work(tmp_path: Path) -> None:
    out = tmp_path / "out"
    refuse_other(out, BUILD)
    write_folder(out, {"a": "1"}, BUILD)
    refuse_other(out, BUILD)
    (out / "a").write_text("mine")
    assert "'a' changed since cbec-kg build wrote it" in refusal(UsageError, refuse_other, out, BUILD)
    refuse_other(out, BUILD, force=True)
    (out / "article.yaml").write_text("")
    message = f"{out}: is a curation folder. Name another place; nothing was changed."
    for force in (False, True):
        assert refusal(UsageError, refuse_other, out, BUILD, force) == message


def test_a_listed_file_is_written_with_its_list_and_another_without(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_listed(out / "a", "alone")
    assert [path.name for path in out.iterdir()] == ["a"]
    remove_tree(out)
    write_folder(out, {"a": "1", "b": "2"}, SITE)
    heading = (out / SUMS).read_text().splitlines()[0]
    before = (out / SUMS).read_bytes()
    write_listed(out / "c", "3")
    assert (out / SUMS).read_bytes() == before and (out / "c").read_text() == "3"
    write_listed(out / "a", "茶")
    assert sums(out) == {"a": digest("茶"), "b": digest("2")} and (out / SUMS).read_text().splitlines()[0] == heading
    assert {path.name: path.read_text() for path in out.iterdir() if path.name != SUMS} == {"a": "茶", "b": "2", "c": "3"}
    (out / "b").unlink()
    (out / "b").mkdir()
    assert "is a folder" in refusal(OutputError, write_listed, out / "b", "1")
