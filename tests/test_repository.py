"""What must hold of the repository itself: none of the article's sentences, README blocks that run, sorted data."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cbec_kg import __version__

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


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs" / "howto").glob("*.md"))]


class Step(NamedTuple):
    """What a page has its reader do: run a command, which prints an output, or save a file with a content."""

    command: str = ""
    output: str = ""
    file: str = ""
    content: str = ""


def steps_of(page: Path) -> list[Step]:
    """Return the commands of a page's console blocks and the files that it has saved, in order."""
    steps = []
    text = page.read_text(encoding="utf-8")
    for file, language, block in re.findall(r"(?:<!-- save as (\S+) -->\n)?```(\w+)\n(.*?)```", text, re.DOTALL):
        if file:
            steps.append(Step(file=file, content=block))
        elif language == "console":
            parts = (part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:])
            steps += [Step(command, output) for command, _, output in parts]
    return steps


def test_pages_have_commands_to_try() -> None:
    assert len([page for page in PAGES if steps_of(page)]) >= 3


@pytest.mark.parametrize("page", [page for page in PAGES if steps_of(page)], ids=lambda page: page.stem)
def test_a_page_shows_what_the_commands_print(page: Path, tmp_path: Path) -> None:
    """Every line of an output stands in the real one in that order; ``...`` stands for lines left out.

    The commands of a page are run one after the other in one folder, as a reader does, and its files saved there.
    """
    environment = {name: value for name, value in os.environ.items() if name != "CBEC_KG_PAPER"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command, output, file, content in steps_of(page):
        if file:
            (tmp_path / file).write_text(content, encoding="utf-8")
            continue
        run = ["bash", "-c", command]
        done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), f"{command}: {done.stderr}"
        lines = iter(line.rstrip() for line in done.stdout.split("\n"))
        for wanted in output.rstrip("\n").split("\n"):
            if wanted.strip() != "...":
                assert any(line == wanted.rstrip() for line in lines), (
                    f"{command}: not printed, or not in this order: {wanted}"
                )


def python_blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_python_of_the_pages_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for page in [*PAGES, *(ROOT / "docs" / "reference").glob("*.md")]:
        for block in python_blocks(page, "python"):
            exec(compile(block, str(page), "exec"), {})


def test_the_python_of_the_pages_gives_what_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for page in PAGES:
        session = "\n".join(python_blocks(page, "pycon"))
        runner.run(doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0))
    assert runner.summarize(verbose=False).failed == 0


def test_the_readme_documents_every_command() -> None:
    from cbec_kg.cli.main import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"cbec-kg {name}" not in text] == []


def test_what_the_threat_model_names_is_there() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1:-1] for row in text.split("\n") if row.startswith("|") and "`" in row.split("|")[3]]
    modules = {name for row in rows for name in re.findall(r"`([a-z_.]+)`", row[2])}
    tests = {name for row in rows for name in re.findall(r"`(test_\w+\.py)`", row[3])}
    assert len(rows) > 15 and all(re.search("`.+`", row[3]) for row in rows)
    assert [name for name in sorted(modules) if not (ROOT / "src/cbec_kg" / f"{name.replace('.', '/')}.py").is_file()] == []
    assert [name for name in sorted(tests) if not (ROOT / "tests" / name).is_file()] == []


def test_kinds_of_refusal_and_sections_of_reliability_are_explained() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    source = (ROOT / "benchmarks" / "conformance.py").read_text(encoding="utf-8")
    kinds = re.findall(r'^    "(\w+)": "', source[source.index("WRITTEN = ") : source.index("_REFUSED = ")], re.MULTILINE)
    assert len(kinds) > 5
    assert [kind for kind in kinds if f"| `{kind}` |" not in text] == []
    modules = sorted((ROOT / "benchmarks").glob("reliability_*.py"))
    sections = {
        one.stem.removeprefix("reliability_") for one in modules if "def run(quick" in one.read_text(encoding="utf-8")
    }
    assert [name for name in sorted(sections) if f"`{name}`" not in text] == []


def test_data_files_are_sorted_by_id() -> None:
    files = [path for path in sorted((ROOT / "data").glob("*.yaml")) if path.name != "article.yaml"]
    assert files
    for path in files:
        ids = re.findall(r"^- (?:\{)?id: ([a-z0-9-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert ids
        assert ids == sorted(set(ids)), path.name


def read_yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_version_is_that_of_the_change_log_and_of_the_citation() -> None:
    """It stands in the package alone; a release gives the change log and the citation the same number and day."""
    heading = r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$"
    released = re.findall(heading, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    citation = read_yaml("CITATION.cff")
    assert released[0] == (__version__, citation["date-released"])
    assert citation["version"] == __version__
    assert released == sorted(released, key=lambda entry: [int(part) for part in entry[0].split(".")], reverse=True)


def test_each_release_in_the_change_log_opens_with_a_sentence() -> None:
    _, *releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for release in releases:
        heading, _, text = release.partition("\n")
        assert re.match(r"[A-Z][^#\n-]", text.lstrip()), heading


def test_scripts_workflow_hooks_and_texts_name_tasks_that_there_are() -> None:
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    tasks = set(re.findall(r"^@nox\.session(?:\(.*\))?\ndef (\w+)", text, re.MULTILINE))
    assert tasks >= {"lint", "types", "page", "docs", "tests", "wheel"}
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scripts/*.sh"), ROOT / ".pre-commit-config.yaml"]
    for path in [*texts, *ROOT.glob(".github/workflows/*.yml")]:
        for named in re.findall(r"\bnox (?:-s|--session) ((?:\w+ ?)+)", path.read_text(encoding="utf-8")):
            assert set(named.split()) <= tasks, path


def test_the_workflow_tests_every_python_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [text.rpartition(" ")[2] for text in project["classifiers"] if re.search(r":: 3\.\d+$", text)]
    assert read_yaml(".github/workflows/test.yml")["jobs"]["tests"]["strategy"]["matrix"]["python"] == named
    assert project["requires-python"] == f">={named[0]}"


def test_the_workflow_has_no_secret_and_may_only_read() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        assert "secrets" not in path.read_text(encoding="utf-8")
        assert read_yaml(f".github/workflows/{path.name}")["permissions"] == {"contents": "read"}


def test_what_runs_at_night_is_a_task() -> None:
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    named = read_yaml(".github/workflows/nightly.yml")["jobs"]["task"]["strategy"]["matrix"]["task"]
    assert named
    assert [task for task in named if f"\ndef {task.split()[0]}(" not in text] == []


def test_the_packages_of_the_checks_are_locked_as_the_project_names_them() -> None:
    """Each that `test` names is there, within its bounds, with digests and without the host that it came from."""
    text = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE):
        locked.setdefault(name, []).append(version)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [Requirement(one) for name in ("test", "docs", "documents", "mcp", "serve") for one in extras[name]]
    for needed in [*wanted, *map(Requirement, project["dependencies"])]:
        if needed.name != "cbec-kg":
            versions = locked.get(canonicalize_name(needed.name), [])
            assert versions and all(needed.specifier.contains(version) for version in versions), needed
    assert text.count("--hash=sha256:") > len(locked) and "://" not in text


def test_the_picture_of_the_rooms_is_that_of_the_imports() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "architecture.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
