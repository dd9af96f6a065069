"""Curated statements: which line of a folder says what an answer follows from."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbec_kg.curation.field_lines import FieldLines
from cbec_kg.curation.reader import read_curation
from cbec_kg.model.links import Link, links_of
from cbec_kg.model.snapshot import Place
from cbec_kg.provenance.curated_statements import CuratedStatement, Statements
from cbec_kg.store.opening import OpenStore


@pytest.fixture(scope="module")
def statements(mini_store: OpenStore, mini_folder: Path) -> Statements:
    return Statements(mini_store.snapshot, FieldLines.of_folder(mini_folder))


def test_a_link_is_the_item_of_the_field_that_it_is_written_in(statements: Statements) -> None:
    link = Link("citation-04-1", "facet-machines-old-pans", "support", "facet", "stated")
    place = Place("2.2.p1.s1", "旧式炒锅", 1093, 1097)
    assert statements.of_link(link) == (
        CuratedStatement("facet-machines-old-pans", "rests_on", "citation-04-1 facet stated", "facets.yaml", 26, (place,)),
    )


def test_what_a_table_says_of_its_cells_stands_in_its_columns_and_its_file(statements: Statements) -> None:
    cell = "stat-table-1-2018-total"
    written = {field: statements.of_field(cell, field)[2:5] for field in ("value", "period", "unit", "place")}
    assert written == {
        "value": ("1188.22", "tables/table-1.csv", 2),
        "period": ("2018", "tables/table-1.csv", 2),
        "unit": ("unit-tonne", "tables.yaml", 11),
        "place": ("place-qingxu", "tables.yaml", 9),
    }
    (support,) = statements.of_link(Link("attribution-table-1", cell, "support", "value", "inherited"))
    assert (support.field, support.file, support.line) == ("rests_on", "tables.yaml", 17)


def test_every_link_is_written_in_the_line_that_the_reader_found(statements: Statements, mini_folder: Path) -> None:
    """The reader notes the lines of lists' items in another way: of each item by itself, as it makes a record of it."""
    curation = read_curation(mini_folder)
    for link in links_of(curation):
        found = statements.of_link(link)
        assert found, link
        for one in found:
            items = getattr(curation.records[one.record], one.field)
            lines = [
                item.where for item in items if one.value.split()[0] in (getattr(item, "on", ""), getattr(item, "id", ""))
            ]
            assert (one.file, one.line) in [(where.file, where.line) for where in lines] or isinstance(items, str), one


def test_without_a_folder_a_statement_has_no_line(mini_store: OpenStore) -> None:
    found = Statements(mini_store.snapshot).of_field("claim-tea-history", "place")
    assert (found.value, found.file, found.line) == ("place-qingxu", "", 0)
