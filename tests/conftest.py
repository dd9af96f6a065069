"""Fixtures that the tests share: the real project, the invented mini project of `mini/`, and variants of it.

What is dear to make is made once in a run, by whichever worker needs it first, and the others read it from the run's own
temporary folder.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cbec_kg import open_paper
from cbec_kg.api.results.sessions import CuratingSession
from cbec_kg.bibliography.formats import read_file
from cbec_kg.bibliography.supplied import to_json
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.store.audits import audit_of
from cbec_kg.store.opening import OpenStore, keep_project, load_nquads
from cli_calls import PATIENCE
from references_builder import JOURNAL, supplied

TESTS = Path(__file__).parent
Once = Callable[[str, Callable[[Path], object]], Path]

# No time limits: a busy machine breaks no test.
LATE = [HealthCheck.too_slow]
EXAMPLES = 10 if "MUTANT_UNDER_TEST" in os.environ else 100  # each change of the code runs the tests again
settings.register_profile(
    "cbec", deadline=None, suppress_health_check=LATE, max_examples=EXAMPLES, derandomize=True, database=None
)
settings.load_profile("cbec")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the modules that drive a browser first: they take longest, and workers that are done with the others are idle.

    Mark the tests that need the graph of the shipped paper, so that they can be left out where each runs alone.
    """
    driving = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in driving)
    for item in items:
        if isinstance(item, pytest.Function) and uses_real_paper(item):
            item.add_marker("real")


def uses_real_paper(item: pytest.Function) -> bool:
    asked = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return not {"real", "real_project", "real_store"}.isdisjoint([*item.fixturenames, *map(str, asked)])


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Give the programs that read documents as long as a busy machine needs; tests of the limits set their own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("io.pandoc.SECONDS", "documents.pandoc_tree._SECONDS", "io.apart._SECONDS"):
            patch.setattr(f"cbec_kg.{name}", PATIENCE)
        yield


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return a maker of paths that all workers of a run share: the first to ask makes what stands there, the others wait.

    It takes a name and a function that is given the path to write to.
    """
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def path_of(name: str, make: Callable[[Path], object]) -> Path:
        place = root / f"shared-{name}"
        with (root / f"shared-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                part = root / f"part-{name}"
                shutil.rmtree(part, ignore_errors=True)
                make(part)
                part.rename(place)
        return place

    return path_of


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, once: Once, real_folder: Path, mini_folder: Path) -> Iterator[Path]:
    """Keep the databases of all tests, commands in other processes included, away from the user's cache.

    Each worker of a parallel run has a cache of its own, which begins with the graphs and audits of both papers. Their time
    is far in the future, so that the graphs of other tests never crowd them out.
    """
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        if "PYTEST_XDIST_WORKER" in os.environ:
            folders = (real_folder, mini_folder)
            filled = once("cache", lambda path: fill_cache(path, {at: project_of(once, at) for at in folders}))
            shutil.copytree(filled, folder, dirs_exist_ok=True)
        patch.setenv("CBEC_KG_CACHE", str(folder))
        patch.setenv("CBEC_KG_STATE", str(tmp_path_factory.mktemp("state")))
        yield folder


def fill_cache(cache: Path, projects: dict[Path, Project]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CBEC_KG_CACHE", str(cache))
        for folder, project in projects.items():
            keep_project(folder, project)
            audit_of(folder)
    for entry in cache.iterdir():
        if not entry.name.startswith("."):
            os.utime(entry, (4e9, 4e9))


@pytest.fixture(scope="session")
def real_folder() -> Path:
    return TESTS.parent / "data"


@pytest.fixture(scope="session")
def mini_folder() -> Path:
    return TESTS / "mini" / "data"


@pytest.fixture(scope="session")
def mini_text() -> str:
    return (TESTS / "mini" / "paper.txt").read_bytes().decode()


def project_of(once: Once, folder: Path) -> Project:
    """Return a folder's project with all its parts, which are made once in a run."""
    name = "-".join(folder.relative_to(TESTS.parent).parts)
    parts = pickle.loads(once(f"{name}.pickle", lambda path: path.write_bytes(pickle.dumps(parts_of(folder)))).read_bytes())
    project = Project(parts["curation"], parts["bibliography"])
    vars(project).update(parts)
    return project


def parts_of(folder: Path) -> dict[str, object]:
    project = build_project(folder)
    assert project.snapshot and project.nquads()
    return {name: part for name, part in vars(project).items() if name != "say"}


@pytest.fixture(scope="session")
def real_project(once: Once, real_folder: Path) -> Project:
    return project_of(once, real_folder)


@pytest.fixture(scope="session")
def mini_project(once: Once, mini_folder: Path) -> Project:
    return project_of(once, mini_folder)


def _store(project: Project) -> OpenStore:
    return OpenStore(load_nquads(project.nquads()), (project.curation.folder_id,))


@pytest.fixture(scope="session")
def real_store(real_project: Project) -> OpenStore:
    return _store(real_project)


@pytest.fixture(scope="session")
def mini_store(mini_project: Project) -> OpenStore:
    return _store(mini_project)


@pytest.fixture(scope="session")
def paper_text() -> str:
    """Return the article's text, which is no part of the repository."""
    named = os.environ.get("CBEC_KG_PAPER")
    if not named:
        pytest.skip("CBEC_KG_PAPER does not name a copy of the article's text")
    return Path(named).read_bytes().decode("utf-8-sig")


@pytest.fixture
def edited(mini_folder: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return a copier of the mini folder that makes edits, each (file, old, new).

    `old` must stand in the file exactly once; an empty `old` puts `new` at the end of the file, which is made when missing.
    """

    def copy(*edits: tuple[str, str, str]) -> Path:
        folder = tmp_path / "edited"
        shutil.copytree(mini_folder, folder)
        for name, old, new in edits:
            path = folder / name
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            assert not old or text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
            path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
        return folder

    return copy


@pytest.fixture
def circular_folder(edited: Callable[..., Path]) -> Path:
    """Return the mini folder with claims that rest on one another in a circle."""
    folder = edited()
    shutil.copy(TESTS / "cases" / "circular" / "claims.yaml", folder / "claims.yaml")
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that commands run in."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def with_bibliography(mini_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "with"
    shutil.copytree(mini_folder, folder)
    stored = [supplied(1, {**JOURNAL, "DOI": "10.99999/a b"}), supplied(2, {"type": "book", "title": "茶"}, by=None)]
    (folder / "bibliography.json").write_text(to_json(stored), encoding="utf-8")
    return folder


@pytest.fixture
def no_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no pandoc be found, as on a machine without the extra: by this process, which reads everything itself then."""
    monkeypatch.setattr("cbec_kg.bibliography.formats.read_apart", read_file)
    monkeypatch.setattr("cbec_kg.io.pandoc.find_pandoc", lambda: None)
    monkeypatch.setattr("cbec_kg.bibliography.styles.find_pandoc", lambda: None)


@pytest.fixture
def data(mini_folder: Path) -> list[str]:
    """Return the option by which a command reads the invented paper."""
    return ["--data", str(mini_folder)]


@pytest.fixture
def tea(mini_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the invented paper's folder, to be edited."""
    folder = tmp_path / "tea"
    shutil.copytree(mini_folder, folder)
    return folder


@pytest.fixture
def session(tea: Path, mini_folder: Path) -> CuratingSession:
    """Return a session on that copy."""
    return open_paper(tea).curate(mini_folder.parent / "paper.txt")
