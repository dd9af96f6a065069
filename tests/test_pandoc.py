"""Pandoc as a program: bounded, fenced in, and with a clear word where it is missing, too old, or fails."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cbec_kg.errors import LimitError, UsageError
from cbec_kg.io import pandoc
from cbec_kg.io.pandoc import PandocError, find_pandoc, run_pandoc


def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a script in the place of pandoc."""
    path = tmp_path / "pandoc"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: path)


def test_it_converts() -> None:
    assert run_pandoc("*茶*".encode(), ("--from=markdown", "--to=html"), "a test") == "<p><em>茶</em></p>\n"


def test_where_it_is_missing_the_message_says_how_to_get_it(no_pandoc: None) -> None:
    with pytest.raises(UsageError, match=r"^this needs pandoc: pip install 'cbec-kg\[documents\]'$"):
        run_pandoc(b"", (), "this")


def test_one_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, monkeypatch, "exec sleep 3600")
    with pytest.raises(LimitError, match=r"this: pandoc took more than 0\.2 s and was ended"):
        run_pandoc(b"", (), "this", seconds=0.2)


@pytest.mark.parametrize(
    ("script", "error", "message"),
    [
        ("echo 'Unknown option --sandbox' >&2; exit 6", UsageError, "is too old"),
        ("echo 'heap exhausted' >&2; exit 251", LimitError, "needed more than 1G of memory"),
        ("echo 'Error at line 3' >&2; exit 64", PandocError, "pandoc: Error at line 3"),
    ],
)
def test_each_way_of_failing_has_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, error: type[Exception], message: str
) -> None:
    program(tmp_path, monkeypatch, script)
    with pytest.raises(error, match=message) as caught:
        run_pandoc(b"", (), "this")
    assert getattr(caught.value, "line", 3) == 3


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MEMORY", "24M")
    with pytest.raises(LimitError, match="memory"):
        run_pandoc(b"*a* [b](c)\n\n" * 60_000, ("--from=markdown", "--to=html"), "this")


def test_it_reads_nothing_beside_its_input(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("hidden", encoding="utf-8")
    said = run_pandoc(f"\\input{{{secret}}} seen".encode(), ("--from=latex", "--to=plain"), "a test")
    assert "seen" in said
    assert "hidden" not in said


def test_it_is_looked_for_without_importing_the_package_that_brings_it() -> None:
    assert find_pandoc() is not None
