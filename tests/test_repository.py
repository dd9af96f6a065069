"""What must hold of the repository itself: none of the article's sentences, README blocks that run, sorted data."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = {"chinese": 20, "latin": 80}
"""Characters of the article that may stand in a row, white space and punctuation aside."""

TITLES = ("2019年杭州市网络零售额及跨境电商发展现状对物流提出更高要求",)
"""Titles of reports are names, not sentences."""


def word_characters(text: str) -> str:
    return re.sub(r"[^\w]|_", "", text).lower()


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listing.stdout.split("\0") if name]


def longest_shared_run(text: str, article: str) -> str:
    """Return the first run of a text that is longer than allowed and stands in the article; empty when there is none."""
    for position, character in enumerate(text):
        least = LONGEST["chinese" if "\u4e00" <= character <= "\u9fff" else "latin"] + 1
        run = text[position : position + least]
        if len(run) == least and run in article:
            return run
    return ""


def test_the_search_for_the_articles_sentences_can_find_one() -> None:
    sentence = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    assert longest_shared_run(f"前文{sentence}", f"别的{sentence}后文") == sentence[:21]
    assert longest_shared_run(sentence[:20], sentence) == ""


@pytest.mark.paper
def test_no_sentence_of_the_article_stands_in_the_repository() -> None:
    path = os.environ.get("CBEC_KG_PAPER")
    if not path:
        pytest.skip("CBEC_KG_PAPER names no text of the article")
    article = word_characters(Path(path).read_text(encoding="utf-8"))
    for title in TITLES:
        article = article.replace(title, "\0")
    found = []
    for file in tracked():
        try:
            text = word_characters(file.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        run = longest_shared_run(text, article)
        if run:
            found.append(f"{file.relative_to(ROOT)}: {run}")
    assert found == []


def console_blocks() -> list[tuple[str, str]]:
    """Return each command of the README's console blocks with the output printed there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            blocks.append((command, output))
    return blocks


@pytest.mark.parametrize(("command", "output"), console_blocks(), ids=[command for command, _ in console_blocks()])
def test_the_readme_shows_what_the_commands_print(command: str, output: str, tmp_path: Path) -> None:
    """Every line of the README's output stands in the real output in that order; ``...`` stands for lines left out."""
    import sys

    program = Path(sys.executable).with_name("cbec-kg")
    assert command.startswith("cbec-kg ")
    shell = f"{program}{command.removeprefix('cbec-kg')}"
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    lines = iter(line.rstrip() for line in done.stdout.split("\n"))
    for wanted in output.rstrip("\n").split("\n"):
        if wanted.strip() != "...":
            assert any(line == wanted.rstrip() for line in lines), f"not printed, or not in this order: {wanted}"


def test_the_readme_documents_every_command() -> None:
    from cbec_kg.cli.main import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"cbec-kg {name}" not in text] == []


def test_data_files_are_sorted_by_id() -> None:
    files = [path for path in sorted((ROOT / "data").glob("*.yaml")) if path.name != "article.yaml"]
    assert files
    for path in files:
        ids = re.findall(r"^- (?:\{)?id: ([a-z0-9-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert ids
        assert ids == sorted(set(ids)), path.name
