"""Why a query gives a row and why not, against graphs that are built anew from a folder without some of its statements."""

from __future__ import annotations

import pytest

from cbec_kg.model.iris import PREFIXES
from cbec_kg.provenance.rows import Rows
from cbec_kg.queries.catalogue import read_query
from cbec_kg.rdf.project import Project
from cbec_kg.store.opening import OpenStore
from reduced import can_be_dropped, gives

ROWS = [
    ("problem-evidence", 0), ("problem-evidence", 7), ("evidence-lines", 20), ("sole-source", 5), ("trace-problem", 3),
    ("conclusions", 0), ("effects-of-problems", 1), ("reference-network", 2), ("countermeasure-measures", 0),
    ("unsupported-headlines", 0), ("findings", 0), ("claims-by-kind", 0), ("measures-by-actor", 0), ("entities", 2),
    ("statistics-without-source", 0), ("problems-answered", 0),
]  # fmt: skip


@pytest.mark.parametrize(("query", "number"), ROWS)
def test_a_folder_with_a_set_alone_gives_the_row_and_none_of_its_members_can_be_left_out(
    mini_project: Project, mini_store: OpenStore, query: str, number: int
) -> None:
    text, curation = read_query(query).text, mini_project.curation
    answer = mini_store.answer(text, PREFIXES, None)
    row = answer.rows[number]
    (found,) = Rows(mini_store, mini_store.store, text).why(row, answer.columns, most=1).found.sets
    assert not found.undecided
    assert gives(curation, found.needed, text, row)
    for member in (one for one in found.needed if can_be_dropped(curation, one)):
        rest = [one for one in found.needed if one != member]
        assert not gives(curation, rest, text, row), member
