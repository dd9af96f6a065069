"""The wheel: it carries ontology and data, and its command works outside the checkout without the network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def built(folder: Path, **variables: str) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **variables})
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"))


def test_the_same_sources_give_the_same_wheel_elsewhere_and_later(wheel: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        again = built(tmp_path, TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="7")
    finally:
        os.umask(before)
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def shipped(folder: str) -> set[str]:
    listing = subprocess.run(["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(listing.stdout.split("\n")) - {""}


def test_the_wheel_carries_every_file_of_ontology_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = shipped("ontology") | shipped("data")
    assert wanted
    assert {f"cbec_kg/_assets/{name}" for name in wanted} <= names


def test_the_wheel_carries_queries_templates_and_static_files(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {name for name in shipped("src/cbec_kg") if not name.endswith(".py")}
    assert any(name.endswith(".rq") for name in wanted)
    assert {name.removeprefix("src/") for name in wanted} <= names


def test_the_installed_wheel_builds_and_answers_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed without its dependencies into a folder of its own, which comes first on the path."""
    site = tmp_path / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True)
    environment = {**os.environ, "PYTHONPATH": str(site), "CBEC_KG_CACHE": str(tmp_path / "cache")}
    code = "import cbec_kg, sys; print(cbec_kg.__file__); from cbec_kg.cli.main import main; main()"

    def run(*arguments: str) -> str:
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        module, _, output = done.stdout.partition("\n")
        assert Path(module).is_relative_to(site)
        return output

    assert "19 references" in run("build", "--fast")
    assert (tmp_path / "output" / "graph.ttl").stat().st_size > 100_000
    assert run("query", "SELECT (COUNT(*) AS ?n) { ?s a cbec:Citation }", "--format", "csv") == "n\n24\n"
