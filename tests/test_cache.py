"""The cache: only what this user wrote and nobody else can write is read, and what is damaged is made anew."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import platformdirs
import pytest
from msgspec import msgpack
from pyoxigraph import RdfFormat, Store

from cbec_kg.audit.values import audit_value
from cbec_kg.io import cache
from cbec_kg.io.cache import cache_folder, clear, entries, read_entry, remove_oldest, state_folder, write_entry
from cbec_kg.io.trust import changeable_by_others
from cbec_kg.model.iris import TERM
from cbec_kg.rdf.project import Project
from cbec_kg.store import audits, digest
from cbec_kg.store.audits import audit_of
from cbec_kg.store.bounded import Limits
from cbec_kg.store.databases import _listing, add_database, find_database
from cbec_kg.store.digest import folder_digest
from cbec_kg.store.drawn import explorer_of
from cbec_kg.store.opening import OpenStore, open_folder

DIGEST = "0123456789abcdef" * 2

needs_uids = pytest.mark.skipif(not hasattr(os, "getuid"), reason="the platform has no uids")


@pytest.fixture(autouse=True)
def built_once(mini_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is made anew be the shared project: these tests are about when, not about what."""
    monkeypatch.setattr("cbec_kg.rdf.project.build_project", lambda folder, bibliography: mini_project)
    monkeypatch.setattr(audits, "_made", lambda folder: audit_value(mini_project.audit, mini_project.curation))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a cache of this test alone."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CBEC_KG_CACHE", str(folder))
    return folder


@pytest.fixture
def another_user(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes this process one of another user, to whom nothing here belongs."""
    return lambda: monkeypatch.setattr("os.getuid", lambda: 12345)


def counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[object]:
    """Return a list that grows with each call of a function of a module."""
    calls: list[object] = []
    made = getattr(module, name)

    def call(*arguments: object, **named: object) -> object:
        calls.append(arguments)
        return made(*arguments, **named)

    monkeypatch.setattr(module, name, call)
    return calls


def said(mini_folder: Path) -> tuple[OpenStore, list[str]]:
    """Return the opened mini folder, and what was said on the way; its store and snapshot are both read."""
    messages: list[str] = []
    opened = open_folder(mini_folder, messages.append)
    assert opened.snapshot.records and len(opened.store)
    return opened, messages


def database(folder: Path) -> Path:
    (found,) = (place for place in folder.iterdir() if place.is_dir())
    return found


# Its place


def test_the_folder_is_the_one_named_else_that_of_xdg_else_that_of_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CBEC_KG_CACHE", "/nowhere/named")
    monkeypatch.setenv("XDG_CACHE_HOME", "/nowhere/xdg")
    assert cache_folder() == Path("/nowhere/named")
    monkeypatch.delenv("CBEC_KG_CACHE")
    assert cache_folder() == Path("/nowhere/xdg/cbec-kg")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/nowhere/home")
    assert cache_folder() == platformdirs.user_cache_path("cbec-kg", appauthor=False)
    monkeypatch.setattr(sys, "platform", "another")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name, appauthor: Path("/nowhere/platform", name))
    assert cache_folder() == Path("/nowhere/platform/cbec-kg")


@pytest.mark.parametrize("home", [None, "", "relative"])
def test_without_a_home_nothing_is_cached_or_remembered(monkeypatch: pytest.MonkeyPatch, home: str | None) -> None:
    for name in ("CBEC_KG_CACHE", "CBEC_KG_STATE", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    if home is not None:
        monkeypatch.setenv("HOME", home)

    def unknown(user: int) -> None:
        raise KeyError(user)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # which the specification says to leave out
    messages: list[str] = []
    assert (cache_folder(messages.append, again=True), state_folder()) == (None, None)
    assert messages == ["no cache: this user has no home folder. Set CBEC_KG_CACHE to a folder, or to nothing."]


@pytest.mark.parametrize("name", ["x" * 300, "file/below"])
def test_a_place_that_cannot_be_looked_at_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CBEC_KG_CACHE", str(tmp_path / name))
    messages: list[str] = []
    assert cache_folder(messages.append) is None
    assert messages[0].startswith(f"{tmp_path / name}: not used as cache: ")
    assert cache_folder(messages.append) is None and len(messages) == 1  # said once


def test_a_cache_set_to_nothing_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CBEC_KG_CACHE", "")
    assert cache_folder() is None


# Whom it belongs to


def test_a_new_cache_and_what_is_in_it_can_be_written_by_its_user_alone(own: Path, mini_folder: Path) -> None:
    before = os.umask(0)
    try:
        said(mini_folder)
        audit_of(mini_folder)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(place.stat().st_mode) & 0o077 for place in (own, *own.iterdir())}
    assert modes == {0}
    assert said(mini_folder)[1] == []


@needs_uids
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_cache_that_others_can_write_to_is_not_used(own: Path, mini_folder: Path, mode: int) -> None:
    said(mini_folder)
    held = sorted(own.iterdir())
    own.chmod(mode)
    _, messages = said(mini_folder)
    assert messages == [
        f"{own}: not used as cache: another user owns it or can write to it. Run chmod go-w, or set CBEC_KG_CACHE."
    ]
    assert sorted(own.iterdir()) == held


@needs_uids
def test_a_cache_below_a_folder_that_others_can_write_to_is_not_used_unless_it_is_sticky(tmp_path: Path) -> None:
    shared, cached = tmp_path / "shared", tmp_path / "shared" / "private" / "cache"
    cached.mkdir(parents=True, mode=0o700)
    assert changeable_by_others(str(cached)) is None
    shared.chmod(0o777)
    assert changeable_by_others(str(cached)) == str(shared)
    assert changeable_by_others(str(shared / "private" / "nothing" / "yet")) == str(shared)
    shared.chmod(0o1777)
    assert changeable_by_others(str(cached)) is None
    assert changeable_by_others(str(shared)) == str(shared)  # sticky or not: others add to it


@needs_uids
def test_a_folder_of_a_group_of_one_may_be_written_by_the_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import grp
    import pwd

    (tmp_path / "home").mkdir()
    (tmp_path / "home").chmod(0o775)
    cached = str(tmp_path / "home" / "cache")
    me = pwd.getpwuid(os.getuid())
    group = grp.struct_group(("own", "x", (tmp_path / "home").stat().st_gid, []))
    monkeypatch.setattr("grp.getgrgid", lambda number: group)
    monkeypatch.setattr("pwd.getpwall", lambda: [me])
    assert changeable_by_others(cached) is None
    monkeypatch.setattr("grp.getgrgid", lambda number: grp.struct_group((*group[:3], ["someone"])))
    assert changeable_by_others(cached) == str(tmp_path / "home")


@needs_uids
def test_a_link_on_the_way_is_followed_where_nobody_else_can_change_it(tmp_path: Path) -> None:
    for name in ("private", "shared"):
        (tmp_path / name).mkdir(mode=0o700)
        (tmp_path / name / "link").symlink_to("../real")
    (tmp_path / "real" / "cache").mkdir(parents=True, mode=0o700)
    (tmp_path / "shared").chmod(0o777)
    assert changeable_by_others(str(tmp_path / "private" / "link" / "cache")) is None
    assert changeable_by_others(str(tmp_path / "shared" / "link" / "cache")) == str(tmp_path / "shared")
    (tmp_path / "real").chmod(0o777)
    assert changeable_by_others(str(tmp_path / "private" / "link" / "cache")) == str(tmp_path / "real")
    (tmp_path / "loop").symlink_to("loop")
    assert changeable_by_others(str(tmp_path / "loop" / "cache")) == str(tmp_path / "loop")


@needs_uids
def test_a_cache_of_another_user_is_not_used(own: Path, mini_folder: Path, another_user: Callable[[], None]) -> None:
    said(mini_folder)
    another_user()
    assert cache_folder() is None
    assert "not used as cache" in said(mini_folder)[1][0]


@needs_uids
def test_a_database_that_others_can_write_to_is_built_anew(own: Path, mini_folder: Path) -> None:
    said(mini_folder)
    database(own).chmod(0o777)
    assert "building the graph" in said(mini_folder)[1][0]
    assert stat.S_IMODE(database(own).stat().st_mode) == 0o700
    assert said(mini_folder)[1] == []


def test_a_link_in_the_place_of_a_database_is_not_followed(own: Path, mini_folder: Path, tmp_path: Path) -> None:
    said(mini_folder)
    place = database(own)
    planted = place.rename(tmp_path / "planted")
    place.symlink_to(planted)
    assert "building the graph" in said(mini_folder)[1][0]
    assert database(own) == place and not place.is_symlink()
    assert planted.is_dir()


@needs_uids
def test_a_database_with_a_file_of_another_user_is_not_found(tmp_path: Path, another_user: Callable[[], None]) -> None:
    add_database(tmp_path, DIGEST, "tea", Store(), {})
    assert find_database(tmp_path, DIGEST) == (tmp_path / f"{DIGEST}-tea", "tea")
    another_user()
    assert find_database(tmp_path, DIGEST) is None


@needs_uids
def test_a_file_that_others_own_or_can_write_to_is_not_read(tmp_path: Path, another_user: Callable[[], None]) -> None:
    write_entry(tmp_path, "audit-1", b"content")
    entry = read_entry(tmp_path, "audit-1")
    assert entry is not None and entry[0] == b"content"
    (tmp_path / "audit-1").chmod(0o602)
    assert read_entry(tmp_path, "audit-1") is None
    (tmp_path / "audit-1").chmod(0o600)
    another_user()
    assert read_entry(tmp_path, "audit-1") is None


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "audit-1")  # which would be waited for
    write_entry(tmp_path, "audit-2", b"content")
    (tmp_path / "audit-3").symlink_to("audit-2")
    (tmp_path / "audit-4").mkdir()
    assert [read_entry(tmp_path, f"audit-{number}") is None for number in (1, 2, 3, 4)] == [True, False, True, True]


def test_where_the_platform_has_no_uids_owner_and_mode_are_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_entry(tmp_path, "audit-1", b"content")
    (tmp_path / "audit-1").chmod(0o666)
    monkeypatch.delattr("os.getuid", raising=False)
    assert read_entry(tmp_path, "audit-1") is not None


# What it holds


@pytest.mark.parametrize("content", [b"", b"abc", b"\x00" * 4000])
def test_a_damaged_snapshot_is_made_anew(own: Path, mini_folder: Path, content: bytes) -> None:
    said(mini_folder)
    (file,) = database(own).glob("snapshot*")
    file.write_bytes(content)
    opened, messages = said(mini_folder)
    assert "problem-roads" in opened.snapshot.records
    assert messages == ["building the graph again: the cached one cannot be read ..."]
    assert said(mini_folder)[1] == []


def test_a_database_that_a_query_finds_damaged_is_built_anew(own: Path, mini_folder: Path) -> None:
    said(mini_folder)
    for file in database(own).glob("*.sst"):
        content = bytearray(file.read_bytes())
        if len(content) > 10_000:  # the small ones are read when the database is opened
            content[: len(content) // 2 : 500] = bytes(len(content[: len(content) // 2 : 500]))
            file.write_bytes(content)
    messages: list[str] = []
    opened = open_folder(mini_folder, messages.append)
    answer = opened.answer("SELECT ?s { ?s a cbec:Problem }", {"cbec": TERM}, Limits(seconds=600))
    assert len(answer.rows) > 1
    assert messages == ["building the graph again: the cached one cannot be read ..."]
    assert said(mini_folder)[1] == []


def test_a_database_with_a_file_cut_longer_gone_or_changed_is_not_found(tmp_path: Path) -> None:
    """A query that sorts would never end over a block that is damaged."""
    store = Store()
    store.load(b'<https://example.org/s> <https://example.org/p> "o" <https://example.org/g> .', format=RdfFormat.N_QUADS)
    add_database(tmp_path, DIGEST, "tea", store, {"snapshot.msgpack": b"content"})
    place = tmp_path / f"{DIGEST}-tea"
    for file in sorted(place.iterdir()):
        content = file.read_bytes()
        damaged = [content[:-1], content + b"x"] if content else [b"x"]
        if file.suffix != ".msgpack":
            spots = range(0, len(content), 1 + len(content) // 50)
            damaged += [bytes((*content[:at], content[at] ^ 1 << at % 8, *content[at + 1 :])) for at in spots]
        file.unlink()
        assert find_database(tmp_path, DIGEST) is None, file
        for other in damaged:
            file.write_bytes(other)
            file.chmod(0o600)
            assert find_database(tmp_path, DIGEST) is None, (file, other)
        file.write_bytes(content)
        file.chmod(0o600)
    assert find_database(tmp_path, DIGEST) == (place, "tea")
    (place / "000001.sst").write_bytes(b"")
    assert find_database(tmp_path, DIGEST) is None


def test_a_list_of_tables_that_ends_early_has_the_graph_built_anew(own: Path, mini_folder: Path) -> None:
    """The engine takes it for a whole one: the database would be empty."""
    wanted = len(open_folder(mini_folder).store)
    (file,) = database(own).glob("MANIFEST*")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    opened, messages = said(mini_folder)
    assert opened.read(lambda store: sum(1 for _ in store)) == wanted
    assert messages == ["building the graph again: the cached one cannot be read ..."]


def test_a_record_of_another_shape_has_the_graph_built_anew(own: Path, mini_folder: Path) -> None:
    said(mini_folder)
    (file,) = database(own).glob("snapshot*")
    written = msgpack.decode(file.read_bytes()[4:])
    written["records"]["problem-roads"] = {"id": 1}
    content = msgpack.encode(written)
    file.write_bytes(crc32(content).to_bytes(4, "big") + content)
    (database(own) / "files").write_bytes(_listing(str(database(own))) or b"")
    opened, messages = said(mini_folder)
    assert messages == []
    assert opened.snapshot.records["problem-roads"].id == "problem-roads"


def test_a_full_disk_leaves_no_database_and_the_answer(
    own: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write in turn fails: the engine's own, then those of the files beside."""
    for failing in ("pyoxigraph.Store.flush", "pathlib.Path.write_bytes", "pathlib.Path.rename", "tempfile.mkdtemp"):
        with monkeypatch.context() as patch:
            if failing == "pyoxigraph.Store.flush":
                patch.setattr("tempfile.mkdtemp", lambda **where: str(own / "none" / "there"))
            else:
                patch.setattr(failing, full)
            said(mini_folder)
        assert [place for place in own.iterdir() if place.is_dir()] == []
    with monkeypatch.context() as patch:
        patch.setattr("os.fdopen", full)
        audit_of(mini_folder)
    assert not list(own.glob("audit-*")) and not list(own.glob(".part-*"))


def full(*arguments: object, **named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_two_processes_that_build_at_once_leave_one_database(own: Path, mini_folder: Path) -> None:
    opened = open_folder(mini_folder)
    place = database(own)
    digest, _, name = place.name.partition("-")
    inode = place.stat().st_ino
    add_database(own, digest, name, opened.store, {})  # which comes second
    assert database(own).stat().st_ino == inode and len(list(own.glob(".part-*"))) == 0


def test_a_damaged_audit_is_made_anew(own: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = audit_of(mini_folder)
    made = counted(monkeypatch, audits, "_made")
    assert audit_of(mini_folder) == first and made == []
    (file,) = own.glob("audit-*")
    file.write_bytes(file.read_bytes()[:-1])
    assert audit_of(mini_folder) == first and len(made) == 1
    assert audit_of(mini_folder) == first and len(made) == 1


@pytest.mark.parametrize(
    "content", [msgpack.encode([1]), msgpack.encode({"article": "tea"}), b"\x81\xa1x" + b"\x91" * 100_000, b"\xc1", b""]
)
def test_an_audit_of_another_shape_is_made_anew(
    own: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    first = audit_of(mini_folder)
    made = counted(monkeypatch, audits, "_made")
    (file,) = own.glob("audit-*")
    write_entry(own, file.name, content)
    assert audit_of(mini_folder) == first and len(made) == 1


def test_an_audit_comes_out_of_the_cache_with_every_field(real_project: Project) -> None:
    made = audit_value(real_project.audit, real_project.curation)
    assert audits.audit_from_bytes(audits.audit_bytes(made)) == made


def test_a_damaged_digest_is_taken_anew(own: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = folder_digest(mini_folder, None, own)
    (file,) = own.glob("digest-*")
    for content in (b"", b"x" * 300, file.read_bytes()[:-1]):
        file.write_bytes(content)
        assert folder_digest(mini_folder, None, own) == first


def test_what_another_version_cached_is_not_used(own: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(mini_folder)
    monkeypatch.setattr(digest, "__version__", "0.0.1")
    assert "building the graph" in said(mini_folder)[1][0]


def test_a_cached_digest_serves_once_it_is_two_seconds_younger_than_the_files(
    own: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = folder_digest(mini_folder, None, own)
    (file,) = own.glob("digest-*")
    later = file.stat().st_mtime + 60
    os.utime(file, (later, later))
    taken = counted(monkeypatch, digest, "_digest")
    assert folder_digest(mini_folder, None, own) == first and taken == []
    os.utime(file, (0, 0))
    assert folder_digest(mini_folder, None, own) == first and len(taken) == 1


def test_a_bounded_number_of_each_kind_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    for number in range(5):
        write_entry(tmp_path, f"audit-{number}", b"")
        write_entry(tmp_path, f"digest-{number}", b"")
        add_database(tmp_path, f"{number:032x}", "tea", Store(), {})
    for pattern in ("audit-*", "digest-*", "0*"):
        assert len(list(tmp_path.glob(pattern))) == 3
    assert find_database(tmp_path, f"{4:032x}") is not None


def test_what_was_used_longest_ago_goes_when_there_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        write_entry(tmp_path, f"audit-{number}", b"x" * 96)  # with its checksum, 100 bytes
        os.utime(tmp_path / f"audit-{number}", (number, number))
    cache.mark_used(tmp_path / "audit-0")
    monkeypatch.setattr(cache, "MOST_BYTES", 250)
    remove_oldest(tmp_path, tmp_path / "audit-3")
    assert [entry.place.name for entry in entries(tmp_path)] == ["audit-3", "audit-0"]
    monkeypatch.setattr(cache, "MOST_BYTES", 1)
    remove_oldest(tmp_path, tmp_path / "audit-3")
    assert [entry.place.name for entry in entries(tmp_path)] == ["audit-3"]  # the newest stays, however large


def test_what_is_used_is_marked(own: Path, mini_folder: Path) -> None:
    said(mini_folder)
    audit_of(mini_folder)
    for entry in entries(own):
        if entry.kind != "digest":  # which says by its time of which files it holds
            os.utime(entry.place, (0, 0))
    said(mini_folder)
    audit_of(mini_folder)
    assert min(entry.used for entry in entries(own)) > 0


def test_what_was_left_half_written_a_day_ago_is_removed_whichever_way_the_clock_went(tmp_path: Path) -> None:
    for name, mtime in ((".part-old", 0), (".part-new", None), (".part-tomorrow", 2**33)):
        (tmp_path / name).mkdir()
        if mtime is not None:
            os.utime(tmp_path / name, (mtime, mtime))
    (tmp_path / f".stamp-{'0' * 16}").write_text("of an earlier version")
    write_entry(tmp_path, "audit-1", b"")
    assert sorted(place.name for place in tmp_path.iterdir()) == [".part-new", "audit-1"]


def test_clearing_removes_what_the_cache_wrote_and_nothing_else(own: Path, mini_folder: Path) -> None:
    said(mini_folder)
    audit_of(mini_folder)
    (own / "thesis.txt").write_text("mine")
    (own / "audit").mkdir()
    assert {entry.kind for entry in entries(own)} == {"graph", "audit", "digest"}
    assert clear(own) == []
    assert sorted(place.name for place in own.iterdir()) == ["audit", "thesis.txt"]


def test_a_folder_whose_name_is_no_utf_8_has_a_digest(tmp_path: Path, own: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("the file system has no such names")
    (folder / "claims.yaml").write_text("[]", encoding="utf-8")
    first = folder_digest(folder, None, own)
    assert folder_digest(folder, None, own) == first
    (folder / "claims.yaml").write_text("", encoding="utf-8")
    assert folder_digest(folder, None, own) != first


def test_a_drawn_page_is_drawn_once_listed_and_drawn_anew_with_other_code(
    mini_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CBEC_KG_CACHE", str(tmp_path / "cache"))
    drawn: list[str] = []

    def draw() -> str:
        drawn.append("page")
        return f"<p>{len(drawn)}"

    assert [explorer_of(mini_folder, None, "/sparql", draw) for _ in range(2)] == ["<p>1", "<p>1"]
    assert "explorer" in {entry.kind for entry in entries(tmp_path / "cache")}
    monkeypatch.setattr("cbec_kg.store.drawn._drawing_digest", lambda: "of other code")
    assert explorer_of(mini_folder, None, "/sparql", draw) == "<p>2"
