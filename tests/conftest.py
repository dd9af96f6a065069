"""Fixtures that the tests share: the real project, the invented mini project of `mini/`, and variants of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cbec_kg.rdf.project import Project, build_project
from cbec_kg.store.opening import OpenStore, load_nquads

TESTS = Path(__file__).parent

settings.register_profile("cbec", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile("cbec")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the databases of all tests, commands in other processes included, away from the user's cache."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CBEC_KG_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def real_folder() -> Path:
    return TESTS.parent / "data"


@pytest.fixture(scope="session")
def mini_folder() -> Path:
    return TESTS / "mini" / "data"


@pytest.fixture(scope="session")
def mini_text() -> str:
    return (TESTS / "mini" / "paper.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def real_project(real_folder: Path) -> Project:
    return build_project(real_folder)


@pytest.fixture(scope="session")
def mini_project(mini_folder: Path) -> Project:
    return build_project(mini_folder)


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
