"""Entries matched with references by number, stored with provenance, listed, and the template."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.bibliography.csljson import csl_item
from cbec_kg.bibliography.entries import Bibliography, Entry, Item, Provenance, SourceFile, Supplied
from cbec_kg.bibliography.formats import read_file
from cbec_kg.bibliography.listing import list_references, reference_numbers, to_values
from cbec_kg.bibliography.matching import match_entries
from cbec_kg.bibliography.supplied import merge, read_bibliography, to_json
from cbec_kg.bibliography.template import FORMS, render_template
from cbec_kg.errors import DataError, UsageError
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.references import render_markdown, render_text
from references_builder import (
    BOOK,
    CASES,
    DAY,
    DIGEST,
    ITEMS,
    KNOWN,
    WORDS,
    numbers,
    supplied,
)

Files = Callable[[str, str | bytes], Path]


def test_numbers_come_from_keys_notes_labels_and_citation_numbers() -> None:
    assert numbers(read_file(CASES / "good.bib")) == {"ref-01": 1, "li2017": 2, "[3]": 3, "4": 4, "unnumbered": None}
    assert numbers(read_file(CASES / "good.ris")) == {"ref-05": 5, "[6]": 6, "": 7}
    assert numbers(read_file(CASES / "good.json")) == {"http://example.org/items/AB": 8, "9": 9}


def test_a_mapping_of_the_user_decides_over_the_numbers_of_a_file() -> None:
    found = numbers(read_file(CASES / "good.bib"), mapping={"unnumbered": 19, "4": 18})
    assert (found["unnumbered"], found["4"], found["ref-01"]) == (19, 18, 1)


def test_a_mapping_to_a_number_that_another_entry_has_is_refused() -> None:
    with pytest.raises(DataError, match=r"good\.bib:26: is \[1\], and so is line 4"):
        match_entries(read_file(CASES / "good.bib"), KNOWN, {"unnumbered": 1})


@pytest.mark.parametrize(
    ("mapping", "message"), [({"nobody": 3}, "has no entry 'nobody'"), ({"4": 20}, r"has \[1\]\.\.\[19\]")]
)
def test_a_mapping_that_names_nothing_is_refused(mapping: dict[str, int], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        match_entries(read_file(CASES / "good.bib"), KNOWN, mapping)


def test_order_counts_only_when_asked_for_and_only_when_the_count_fits(file: Files) -> None:
    source = read_file(file("a.bib", "@book{tea, title={x}}\n@book{leaf, title={y}}"))
    assert {match.number for match in match_entries(source, [1, 2])} == {None}
    assert [match.number for match in match_entries(source, [1, 2], in_order=True)] == [1, 2]
    with pytest.raises(UsageError, match="has 2 entries, the article has 3"):
        match_entries(source, [1, 2, 3], in_order=True)


def test_order_that_contradicts_a_number_is_refused(file: Files) -> None:
    source = read_file(file("a.bib", "@book{tea, title={x}}\n@book{1, title={y}}"))
    with pytest.raises(DataError, match=r"a\.bib:2: 1 is \[1\] by key and \[2\] by order"):
        match_entries(source, [1, 2], in_order=True)


def test_what_differs_is_a_conflict_with_both_values_and_stays_as_it_was() -> None:
    stored: Bibliography = {7: supplied(7, {"type": "book", "title": "茶史", "author": [{"family": "陆", "given": "羽"}]})}
    new = {
        "type": "book",
        "title": "茶事",
        "author": [{"family": "陆", "given": "雨"}],
        "issued": {"date-parts": [[2015, 3]]},
    }
    source = SourceFile("b.bib", "1" * 64, "bibtex", (Entry("ref-07", 1, new, {}),))
    matches = match_entries(source, KNOWN, {"ref-07": 7})
    merged, (outcome,) = merge(stored, source, matches, date=DAY, by=None, replace=False)
    assert merged == stored
    assert outcome.result == "conflict"
    assert outcome.why == "author: '陆羽' -> '陆雨'; issued: unknown -> '2015-03'; title: '茶史' -> '茶事'"
    merged, (outcome,) = merge(stored, source, matches, date=DAY, by=None, replace=True)
    assert outcome.result == "replaced"
    assert merged[7] == Supplied(7, new, Provenance("b.bib", "1" * 64, "ref-07", DAY, None))


def test_the_same_entry_again_keeps_its_first_provenance() -> None:
    stored: Bibliography = {7: supplied(7, {"type": "book", "title": "茶史"})}
    source = SourceFile("other.bib", "1" * 64, "bibtex", (Entry("ref-07", 1, {"type": "book", "title": "茶史"}, {}),))
    merged, (outcome,) = merge(stored, source, match_entries(source, KNOWN, {"ref-07": 7}), date=DAY, by=None, replace=True)
    assert (merged, outcome.result) == (stored, "unchanged")


def test_the_stored_file_is_csl_json_with_number_and_provenance() -> None:
    assert json.loads(to_json([supplied(7, {"type": "book", "title": "茶史"}, by=None)])) == [
        {
            "id": "ref-07",
            "citation-number": 7,
            "type": "book",
            "title": "茶史",
            "custom": {"status": "asserted", "source": "refs.bib", "sha256": DIGEST, "key": "k", "date": DAY},
        }
    ]


GOOD_CUSTOM = f'{{"status": "asserted", "source": "a.bib", "sha256": "{DIGEST}", "key": "k", "date": "{DAY}"}}'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            f'[\n{{"citation-number": 20, "title": "x", "custom": {GOOD_CUSTOM}}}]',
            ":2: citation-number: is [20]; the article",
        ),
        (
            f'[{{"citation-number": 7, "custom": {GOOD_CUSTOM}}},\n{{"citation-number": 7, "custom": {GOOD_CUSTOM}}}]',
            ":2: cita",
        ),
        (f'[{{"citation-number": "7", "custom": {GOOD_CUSTOM}}}]', ":1: citation-number: must be a whole number"),
        (
            f'[{{"citation-number": 7, "custom": {GOOD_CUSTOM.replace("asserted", "certain")}}}]',
            ":1: custom: status must be",
        ),
        (
            f'[{{"citation-number": 7, "custom": {GOOD_CUSTOM.replace(DAY, "2021-02-30")}}}]',
            ":1: custom: date must be a day",
        ),
        (f'[{{"citation-number": 7, "custom": {GOOD_CUSTOM.replace(DIGEST, "0")}}}]', ":1: custom: sha256 must be 64"),
        (
            f'[{{"citation-number": 7, "colour": "x", "custom": {GOOD_CUSTOM}}}]',
            "not have: colour",
        ),
        ('[{"citation-number": 7}]', ":1: custom: must be an object of texts"),
        ("[7]", ":1: must be an object"),
    ],
)
def test_a_stored_file_that_was_damaged_is_reported_with_its_line(file: Files, content: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read_bibliography(file("bibliography.json", content), KNOWN)
    assert message in str(caught.value)


@given(st.dictionaries(st.integers(1, 19), ITEMS, max_size=3), st.one_of(st.none(), WORDS))
def test_what_is_stored_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, items: dict[int, Item], by: str | None
) -> None:
    stored = {number: supplied(number, item, by=by) for number, item in sorted(items.items())}
    path = tmp_path_factory.getbasetemp() / "bibliography.json"
    path.write_text(to_json(stored.values()), encoding="utf-8")
    assert read_bibliography(path, KNOWN) == stored


@given(ITEMS)
def test_an_item_read_twice_is_the_same(item: Item) -> None:
    messages: list[str] = []
    assert csl_item(item, messages) == (item, set())
    assert messages == []


def test_the_list_says_unknown_where_nothing_is_known_and_where_each_is_cited(mini_project: Project) -> None:
    listed = list_references(mini_project.curation, {2: supplied(2, BOOK)})
    lines = render_text(listed, "apa", "en").split("\n")
    assert lines[0] == "[1] unknown: there is no list of references"
    assert lines[1].startswith("    cited in ")
    assert lines[2:4] == [
        "[2] 陆茶圣. (2015). 茶史 (2nd ed.). 茶出版社.",
        "    asserted: refs.bib, k; 2021-08-30; by A. Reader",
    ]
    assert lines[-2] == "4 references: 1 supplied, 3 unknown."


def test_the_list_in_chinese_says_it_in_chinese(mini_project: Project) -> None:
    lines = render_text(list_references(mini_project.curation, {2: supplied(2, BOOK, by=None)}), "gbt7714", "zh").split("\n")
    assert lines[0] == "[1] 未知：没有参考文献表"
    assert lines[3] == "    由用户提供，未核对：refs.bib, k；2021-08-30；提供者未知"
    assert lines[-2] == "共4条参考文献：已提供1条，未知3条。"


def test_the_list_as_values_has_status_text_item_and_places(mini_project: Project) -> None:
    first, second, *_ = to_values(list_references(mini_project.curation, {2: supplied(2, BOOK)}), "gbt7714")
    assert (first["status"], first["text"], first["item"]) == ("unknown", None, None)
    assert (second["status"], second["text"]) == ("asserted", "陆茶圣. 茶史[M]. 2版. 北京: 茶出版社, 2015.")
    assert first["cited"][0].keys() == {"citation", "locator", "fragment"}


def test_markup_in_a_title_is_text_in_markdown(mini_project: Project) -> None:
    item = {"type": "book", "title": "<script>[x](y)*"}
    text = render_markdown(list_references(mini_project.curation, {2: supplied(2, item)}), "gbt7714", "en")
    assert "\\<script\\>\\[x\\](y)\\*" in text


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_template_is_read_and_nothing_of_it_is_taken_up(real_project: Project, file: Files, form: str) -> None:
    listed = list_references(real_project.curation, {})
    source = read_file(file(f"refs.{form.replace('csl-', '')}", render_template(listed, form)))
    matches = match_entries(source, reference_numbers(real_project.curation))
    assert [match.why for match in matches] == ["no field is filled in"] * 19
    assert [next(iter(entry.hints)) for entry in source.entries] == list(range(1, 20))


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("bib", "@misc{ref-07,\n  author = {},\n  title = {}", "@book{ref-07,\n  author = {李茶},\n  title = {茶史}"),
        ("csv", "\n7,,,,", "\n7,book,李茶,茶史,"),
        ("csl-json", '"id": "ref-07",\n    "citation-number": 7,\n    "type": "",\n    "author": [\n      {\n        '
         '"family": "",\n        "given": ""\n      }\n    ],\n    "title": ""',
         '"id": "ref-07", "citation-number": 7, "type": "book", "author": [{"literal": "李茶"}], "title": "茶史"'),
    ],
)  # fmt: skip
def test_a_template_filled_in_gives_the_reference(real_project: Project, file: Files, form: str, old: str, new: str) -> None:
    text = render_template(list_references(real_project.curation, {}), form)
    assert text.count(old) == 1
    source = read_file(file(f"refs.{form.replace('csl-', '')}", text.replace(old, new)))
    filled = {match.number: match.entry.item for match in match_entries(source, KNOWN) if match.number}
    assert filled == {7: {"type": "book", "author": [{"literal": "李茶"}], "title": "茶史"}}
