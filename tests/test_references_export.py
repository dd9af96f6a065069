"""References taken elsewhere: what is written in each format is read again as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cbec_kg import open_paper
from cbec_kg.bibliography.entries import Item
from cbec_kg.bibliography.export import FORMS, render_export
from cbec_kg.bibliography.formats import read_file
from cbec_kg.errors import UsageError
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.references import backing_notes
from references_builder import BOOK, JOURNAL, NEWSPAPER, PAGE, REPORT, THESIS, supplied

Files = Callable[[str, str | bytes], Path]

GREEN: list[dict[str, Any]] = [
    {"family": "Green", "given": "Ada B.", "suffix": "Jr."},
    {"family": "Brew", "given": "Carl", "non-dropping-particle": "van der"},
    {"literal": "Pot Growers"},
    {"literal": "others"},
]
CHAPTER = {
    "type": "chapter",
    "title": "50% of $hot$ pots & {leaves}_x ~ C:\\temp",
    "author": GREEN,
    "editor": [{"family": "欧阳", "given": "青"}],
    "container-title": "Pots #1",
    "publisher": "Pot and Sons",
    "publisher-place": "Delft",
    "page": "1-9",
    "issued": {"date-parts": [[2016, 5]]},
    "DOI": "10.99999/a_b%c",
    "note": "in Dutch",
}
NUMBERED = {
    "type": "article-journal",
    "title": "Hot pots",
    "author": GREEN[:1],
    "container-title": "Leaf",
    "volume": "3",
    "issue": "2",
    "number": "e77",
    "issued": {"date-parts": [[2018, 12], [2019, 1]]},
}
PROCEEDINGS = {
    "type": "book",
    "genre": "proceedings",
    "title": "壶会文集",
    "editor": [{"literal": "青壶"}],
    "issued": {"literal": "约1990"},
}
ITEMS: list[Item] = [JOURNAL, THESIS, BOOK, NEWSPAPER, PAGE, REPORT, CHAPTER, NUMBERED, PROCEEDINGS]


@pytest.mark.parametrize(("form", "name"), [("bibtex", "x.bib"), ("ris", "x.ris"), ("csl-json", "x.json")])
def test_what_is_written_is_read_again_as_it_was(file: Files, form: str, name: str) -> None:
    bibliography = {number: supplied(number, item) for number, item in enumerate(ITEMS, 1)}
    text = render_export(bibliography, {7: "backs claim-pots (value) in 2.p1.s3 “50% of”"}, form)
    source = read_file(file(name, text))
    read = {next(iter(entry.hints)): entry.item for entry in source.entries}
    assert read == dict(enumerate(ITEMS, 1))
    assert source.problems == source.notes == ()
    assert [entry.left_out for entry in source.entries] == [()] * len(ITEMS)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_references_give_the_same_bytes(form: str) -> None:
    one, two = supplied(1, BOOK), supplied(2, JOURNAL)
    assert render_export({1: one, 2: two}, {}, form) == render_export({2: two, 1: one}, {}, form)


def test_a_note_says_what_rests_on_each_citation_in_which_role_and_where(mini_folder: Path) -> None:
    snapshot = open_paper(mini_folder)._own.snapshot
    notes = backing_notes(snapshot, "en")
    assert set(notes) == {1, 2, 3, 4}
    for number, note in notes.items():
        name = f"ref-{number:02d}"
        pointers = {link.end for link in snapshot.links if link.relation == "pointer" and link.start == name}
        backed = {link.end for link in snapshot.links if link.relation == "support" and link.start in pointers}
        assert all(f"{statement} (" in note for statement in backed)
        assert note.count(" (") == len(
            [link for link in snapshot.links if link.relation == "support" and link.start in pointers]
        )
        reached = {line.target for line in snapshot.lines if line.source == name}
        assert (f"bears on {len(reached)} statement" in note) == bool(reached)


def test_no_other_format_is_written(mini_project: Project, mini_folder: Path) -> None:
    with pytest.raises(UsageError, match="'marc' is none of the formats: bibtex, ris, csl-json"):
        open_paper(mini_folder).reference_export("marc")
