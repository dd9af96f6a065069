"""How the site is written: hostile input, refusals, the same bytes each time, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from rdflib import Graph

from cbec_kg.cli.main import run
from cbec_kg.errors import OutputError, UsageError
from cbec_kg.io import switching
from cbec_kg.io.digest_list import SITE, SUMS
from cbec_kg.io.folders import write_folder
from site_builder import english, other_folder, page_at, pages_of, site, supplied_folder, write_site
from test_site_data import embedded

__all__ = ["other_folder", "site", "supplied_folder"]


# Hostile input


HOSTILE = '"><img src=x onerror=alert(1)></title></script><script>alert(2)</script>\u202e&amp;'


def test_hostile_labels_are_shown_as_text(edited: Callable[..., Path], tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    folder = edited(
        ("claims.yaml", "en: The cooperatives have little capital", f"en: {quoted}"),
        ("entities.yaml", "en: old pan,", f"en: {quoted},"),
        ("article.yaml", "first_author: 苔青", f"first_author: {quoted}"),
        ("units.yaml", "symbol: 吨", f"symbol: {quoted}"),
        ("claims.yaml", "zh: 文中只说难以添置", f"zh: {quoted}"),
    )
    site = write_site(tmp_path / "site", "--data", str(folder))
    shown = HOSTILE.replace("\u202e", "\ufffd")
    assert shown in english(site, "tea-2020/claim-capital-short.html").all("h1")[0].text()
    for path, page in pages_of(site).items():
        assert not page.all("img"), path
        assert all(
            script.attributes.get("type") == "application/ld+json" or "src" in script.attributes
            for script in page.all("script")
        ), path
        assert "\u202e" not in (site / path).read_text(encoding="utf-8"), path
        embedded(page)
    for file in (site / "tea-2020").glob("*.ttl"):
        Graph().parse(file)
    Graph().parse(site / "void.ttl")


def test_a_folder_whose_id_is_a_name_of_the_site_is_refused(
    edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(("article.yaml", "id: article-tea-2020", "id: article-download"))
    assert run(["site", str(tmp_path / "site"), "--fast", "--data", str(folder)]) == 2
    assert "'download' is a name of the site itself" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "base",
    [
        "example.org/kg",
        "ftp://example.org/",
        "https://example.org/?a",
        "https://example.org/#a",
        "https://e.org/a b/",
        "javascript:alert(1)",
        'https://e.org/"><script>',
        "https://u@example.org/",
        "https://example.org/../a/",
    ],
)
def test_a_base_that_is_no_address_is_refused(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["site", str(tmp_path / "site"), "--base", base]) == 2
    error = capsys.readouterr().err
    assert "no address of a site" in error and "Traceback" not in error
    assert not (tmp_path / "site").exists()


def test_two_folders_of_one_id_are_refused(
    mini_folder: Path, edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(mini_folder), "--data", str(edited())]
    assert run(["site", str(tmp_path / "site"), "--fast", *data]) == 2
    assert "two folders have the id 'tea-2020'" in capsys.readouterr().err


# Writing


def listing(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_data_give_the_same_bytes_whatever_the_hash_seed(mini_folder: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-c", "from cbec_kg.cli.main import main; main()", "site", str(tmp_path / seed), "--fast"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([*command, "--data", str(mini_folder)], check=True, env=environment, capture_output=True)
    assert listing(tmp_path / "1") == listing(tmp_path / "2")


def test_the_list_of_digests_names_every_file(site: Path) -> None:
    lines = (site / SUMS).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#")
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines[1:])}
    assert listed == {name: sha256(data).hexdigest() for name, data in listing(site).items() if name != SUMS}


def test_a_site_that_nobody_changed_is_replaced_whole(mini_folder: Path, other_folder: Path, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", "--data", str(other_folder))
    write_site(folder, "--data", str(mini_folder))
    assert (folder / "tea-2020").is_dir() and not (folder / "tea-2021").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    write_folder(folder, {"a.txt": "1", "b/c.txt": "2"}, SITE)
    return folder


def add(folder: Path) -> None:
    (folder / "mine.txt").write_text("mine")


def change(folder: Path) -> None:
    (folder / "b" / "c.txt").write_text("changed")


def without_list(folder: Path) -> None:
    (folder / SUMS).unlink()


@pytest.mark.parametrize("touch", [add, change, without_list])
def test_a_folder_that_holds_anything_else_is_refused_and_left(small: Path, touch: Callable[[Path], None]) -> None:
    touch(small)
    before = listing(small)
    with pytest.raises(UsageError):
        write_folder(small, {"new.txt": "3"}, SITE)
    assert listing(small) == before
    assert [path.name for path in small.parent.iterdir()] == ["site"]


def test_a_foreign_folder_is_refused_before_anything_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run(["site", str(tmp_path), "--data", "no-such-folder"]) == 2
    assert "is not empty; nothing was written" in capsys.readouterr().err
    assert listing(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("above", [False, True], ids=["a file", "a folder"])
def test_a_link_is_replaced_and_not_followed(small: Path, above: bool) -> None:
    elsewhere = small.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "c.txt").write_text("mine")
    if above:
        (small / "b" / "c.txt").unlink()
        (small / "b").rmdir()
        (small / "b").symlink_to(elsewhere)
    else:
        (small / "a.txt").unlink()
        (small / "a.txt").symlink_to(elsewhere / "c.txt")
    write_folder(small, {"a.txt": "3", "b/c.txt": "4"}, SITE)
    assert (elsewhere / "c.txt").read_text() == "mine"
    assert not (small / "a.txt").is_symlink() and (small / "a.txt").read_text() == "3"
    assert not (small / "b").is_symlink() and (small / "b" / "c.txt").read_text() == "4"


@pytest.mark.parametrize("present", [False, True], ids=["new", "there already"])
def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: bool) -> None:
    folder = tmp_path / "site"
    if present:
        write_folder(folder, {"a.txt": "1"}, SITE)
    before = listing(tmp_path)
    real = switching.fill

    def full(folder: Path, files: Mapping[str, bytes]) -> None:
        real(folder, {name: files[name] for name in "ab"})
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(switching, "fill", full)
    with pytest.raises(OutputError, match="no space left"):
        write_folder(folder, dict.fromkeys("abcd", "2"), SITE)
    assert listing(tmp_path) == before
    assert list(tmp_path.iterdir()) == ([folder] if present else [])


def test_an_old_folder_stays_when_the_new_one_cannot_take_its_place(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = listing(small)
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(16, "Device or resource busy")
        return real(self, target)

    monkeypatch.setattr(switching, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OutputError, match="busy"):
        write_folder(small, {"new.txt": "3"}, SITE)
    assert listing(small) == before
    assert [path.name for path in small.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/out.txt"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        write_folder(tmp_path / "site", {name: "x"}, SITE)
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / "out.txt").exists()


# The ontology's generated documentation


# pyLODE 3.2.0 leaves its style sheet open
@pytest.mark.filterwarnings("ignore:unclosed file.*pylode:ResourceWarning")
@pytest.mark.filterwarnings("ignore:.*pylode.css:pytest.PytestUnraisableExceptionWarning")
def test_pylodes_pages_are_added_on_request_in_each_language_without_the_network(mini_folder: Path, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "--pylode", "--data", str(mini_folder))
    for language, label, absent in (
        ("zh", "具体表现", "One aspect of a problem"),
        ("en", "One aspect of a problem", "具体表现"),
    ):
        text = (site / "pylode" / f"{language}.html").read_text(encoding="utf-8")
        assert label in text and absent not in text
        assert f'<html lang="{language}">' in text and "default-src 'none'" in text
        assert not re.search(r'<(?:script|img|iframe)[^>]*src=|<link[^>]*href="http', text)
    assert "pylode/zh.html" in [link.attributes["href"] for link in page_at(site, "ontology.html").all("a")]
    assert "../pylode/en.html" in [link.attributes["href"] for link in english(site, "ontology.html").all("a")]


def test_without_pylode_its_pages_are_refused_in_one_line_and_the_rest_works(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not (site / "pylode").exists()
    monkeypatch.setitem(sys.modules, "pylode", None)
    assert run(["site", str(tmp_path / "site"), "--pylode"]) == 2
    error = capsys.readouterr().err
    assert "pip install 'cbec-kg[site]'" in error and "Traceback" not in error
    assert not (tmp_path / "site").exists()
