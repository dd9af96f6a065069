"""The schema of the records: every field that holds ids names their kinds, and the field dictionary has no other fields."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from cbec_kg.model.kinds import FILES, PREFIXES
from cbec_kg.model.line_readings import READING_FILE
from cbec_kg.model.personal import VERDICTS_FILE
from cbec_kg.model.records import Record, Statistic
from cbec_kg.model.schema import fields_of, items_of, named_by
from cbec_kg.model.terms import Basis, Role
from cbec_kg.rdf.project import Project

ROOT = Path(__file__).parents[1]
DICTIONARY = (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def test_the_tables_of_the_field_dictionary_are_those_of_the_schema() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "field_tables.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_file_has_a_heading_and_a_table_in_the_field_dictionary() -> None:
    headings = re.findall(r"^### `([a-z]+\.yaml)`", DICTIONARY, re.MULTILINE)
    assert sorted(headings) == sorted((*FILES, READING_FILE, VERDICTS_FILE))
    for file, kind in FILES.items():
        section = DICTIONARY.partition(f"\n### `{file}`")[2].partition("\n### ")[0]
        assert f"<!-- fields of {kind.__name__} -->" in section, file


@pytest.mark.parametrize(("heading", "closed"), [("| role | the evidence … |", Role), ("| `basis` |", Basis)])
def test_the_field_dictionary_explains_every_role_and_basis(heading: str, closed: object) -> None:
    text = DICTIONARY.partition(heading)[2]
    explained = re.findall(r"^\| `([a-z]+)` \|", text.partition("\n\n")[0], re.MULTILINE)
    if closed is Basis:
        explained = re.findall(r"`([a-z]+)`:", text.partition("\n")[0])
    assert sorted(explained) == sorted(get_args(closed))


def test_computed_fields_of_a_statistic_are_not_written() -> None:
    assert not {"where", "value_text", "table", "row", "column"} & set(fields_of(Statistic))


@pytest.mark.parametrize("name", ["real_project", "mini_project"])
def test_a_field_that_holds_an_id_names_the_kind_of_its_record(name: str, request: pytest.FixtureRequest) -> None:
    project: Project = request.getfixturevalue(name)
    records = project.curation.records
    for record in records.values():
        named = {(link.field, link.id) for link in named_by(record)}
        for field in fields_of(type(record)).values():
            for item in items_of(getattr(record, field.name)):
                if field.type is str and field.name != "id" and item in records:
                    assert isinstance(records[item], field.targets), f"{record.id}.{field.name}"
                    assert (field.name, item) in named


def test_every_kind_of_record_has_a_file_and_prefixes() -> None:
    assert set(FILES.values()) == set(PREFIXES)
    assert all(issubclass(kind, Record) for kind in PREFIXES)
