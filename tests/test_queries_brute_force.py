"""Each shipped query against an answer worked out from the YAML files, read with a plain loader and searched by brute force.

Nothing here uses the package's reader, graph or analysis; of the package only the labels and the audit's values are taken,
which other tests hold against the data. The same expectations are held against the real paper and the invented one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

import expected_evidence  # noqa: F401  # it adds its answers to `EXPECTED`
import expected_statistics  # noqa: F401  # likewise
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.store.opening import OpenStore
from expected_answers import EXPECTED, Row
from expected_statements import TAGGED, evidence_reach
from plain_folder import Folder
from test_queries import NAMES, plain_rows


@pytest.fixture(scope="session")
def real(real_folder: Path, real_project: Project) -> Folder:
    return Folder(real_folder, real_project.curation, real_project.audit)


@pytest.fixture(scope="session")
def mini(mini_folder: Path, mini_project: Project) -> Folder:
    return Folder(mini_folder, mini_project.curation, mini_project.audit)


def compare(name: str, opened: OpenStore, folder: Folder) -> None:
    got: Counter[Row] = Counter(plain_rows(opened, name, tagged=name in TAGGED))
    expected: Counter[Row] = Counter(set(EXPECTED[name](folder)))
    assert sorted((got - expected).elements(), key=str) == sorted((expected - got).elements(), key=str)


def test_every_query_has_an_expected_answer() -> None:
    assert sorted(EXPECTED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_query_answers_what_the_data_files_say(name: str, real_store: OpenStore, real: Folder) -> None:
    compare(name, real_store, real)


@pytest.mark.parametrize("name", NAMES)
def test_a_query_answers_what_another_papers_files_say(name: str, mini_store: OpenStore, mini: Folder) -> None:
    compare(name, mini_store, mini)


def test_the_answers_follow_a_change_of_the_data(edited: Callable[..., Path]) -> None:
    """Places further apart than in either paper, and figures of trade with one partner, which are no totals."""
    folder = edited(
        ("claims.yaml", "machines are old]\n  place: place-qingxu", "machines are old]\n  place: place-abroad"),
        ("countermeasures.yaml", "设备更新之后]\n  place: place-qingxu", "设备更新之后]\n  place: place-taling"),
        ("statistics.yaml", "output\n  kind: level\n", "output\n  counterpart: place-abroad\n  kind: level\n"),
        ("statistics.yaml", "output\n  kind: growth\n", "output\n  counterpart: place-abroad\n  kind: growth\n"),
    )
    project = build_project(folder)
    store = Store()
    store.bulk_load(project.nquads().encode(), format=RdfFormat.N_QUADS)
    opened = OpenStore(store, (project.curation.folder_id,))
    plain = Folder(folder, project.curation, project.audit)
    assert {row[5] for row in evidence_reach(plain)} == {"same", "narrower", "elsewhere"}
    for name in NAMES:
        compare(name, opened, plain)
