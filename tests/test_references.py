"""The bibliography: files that the user supplies, matched by number, stored with provenance, listed by style.

All entries are invented; no such works exist.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cbec_kg.bibliography.csl import format_reference
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Literal, URIRef

from cbec_kg.bibliography.bibtex import bibtex_names, plain_text
from cbec_kg.bibliography.csljson import csl_item
from cbec_kg.bibliography.entries import TEXT_FIELDS, TYPES, Bibliography, Entry, Item, Provenance, SourceFile, Supplied
from cbec_kg.bibliography.formats import read_file
from cbec_kg.bibliography.listing import list_references, reference_numbers, to_values
from cbec_kg.bibliography.matching import match_entries
from cbec_kg.bibliography.supplied import merge, read_bibliography, to_json
from cbec_kg.bibliography.template import FORMS, render_template
from cbec_kg.cli.main import run
from cbec_kg.errors import CbecError, DataError, UsageError
from cbec_kg.model.iris import graph_iri, resource_iri
from cbec_kg.rdf.bibliography import BIRO, SCHEMA
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.rdf.validate import validate
from cbec_kg.rdf.vocabulary import CBEC
from cbec_kg.render.console.references import render_markdown, render_text

CASES = Path(__file__).parent / "cases" / "references"
DAY = "2021-08-30"
DIGEST = "0" * 64
KNOWN = range(1, 20)

Files = Callable[[str, str | bytes], Path]


@pytest.fixture
def file(tmp_path: Path) -> Files:
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


def entries(name: str) -> dict[str, Entry]:
    return {entry.key: entry for entry in read_file(CASES / name).entries}


def numbers(source: SourceFile, **options: Any) -> dict[str, int | None]:
    return {match.entry.key: match.number for match in match_entries(source, KNOWN, **options)}


def supplied(number: int, item: Item, key: str = "k", by: str | None = "A. Reader") -> Supplied:
    return Supplied(number, item, Provenance("refs.bib", DIGEST, key, DAY, by))


def problem(path: Path, form: str | None = None) -> str:
    with pytest.raises(CbecError) as caught:
        match_entries(read_file(path, form), KNOWN)
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


# Reading


def test_a_bibtex_article_becomes_csl_with_strings_resolved_and_braces_gone() -> None:
    assert entries("good.bib")["ref-01"].item == {
        "type": "article-journal",
        "title": "云溪镇茶叶网上销售的实证研究",
        "author": [
            {"literal": "茶小明"},
            {"family": "欧阳", "given": "青"},
            {"literal": "云溪茶叶协会"},
            {"literal": "陆某"},
        ],
        "container-title": "茶业经济",
        "volume": "3",
        "issue": "2",
        "page": "12-15",
        "DOI": "10.99999/tea.2019.12",
        "issued": {"date-parts": [[2019, 3]]},
    }


def test_a_field_without_place_in_csl_is_named_and_left_out() -> None:
    assert entries("good.bib")["ref-01"].left_out == ("abstract",)


def test_the_kind_of_thesis_comes_from_the_entry_type_and_the_note_loses_its_number() -> None:
    entry = entries("good.bib")["li2017"]
    assert entry.item == {
        "type": "thesis",
        "genre": "硕士学位论文",
        "title": "云溪镇茶叶出口研究",
        "author": [{"literal": "李茶"}],
        "publisher": "云溪大学",
        "publisher-place": "云溪",
        "issued": {"date-parts": [[2017]]},
    }
    assert entry.hints == {2: "note"}


def test_latex_becomes_text_and_html_and_per_cent_signs_stay() -> None:
    item = entries("good.bib")["[3]"].item
    assert item["title"] == "Tea roads & 50% of <i>digital</i> trade"
    assert item["author"] == [
        {"family": "Teller", "given": "Ann B."},
        {"family": "Brew", "given": "Carl", "non-dropping-particle": "van der"},
        {"family": "Krüger", "given": "Józef"},
        {"literal": "World Tea Bank"},
        {"literal": "others"},
    ]


@pytest.mark.parametrize("text", ["C:\\temp", "\\input{/etc/hostname}", "\\unknown{x} y"])
def test_an_unknown_latex_command_stays_as_written(text: str) -> None:
    assert plain_text(text) == text


def test_a_chinese_name_without_comma_is_not_taken_apart() -> None:
    assert bibtex_names("王 五 and 欧阳青") == [{"literal": "王五"}, {"literal": "欧阳青"}]


def test_a_ris_newspaper_article_has_its_day_and_page() -> None:
    assert entries("good.ris")["ref-05"].item == {
        "type": "article-newspaper",
        "title": "云溪茶市见闻",
        "author": [{"literal": "张三"}],
        "container-title": "云溪茶报",
        "page": "3",
        "issued": {"date-parts": [[2016, 5, 4]]},
    }


def test_a_ris_address_with_a_semicolon_is_one_address_and_the_fuller_date_counts() -> None:
    item = entries("good.ris")["[6]"].item
    assert item["URL"] == "https://example.org/tea?a=1;b=2"
    assert item["issued"] == {"date-parts": [[2020, 1, 2]]}
    assert item["accessed"] == {"date-parts": [[2020, 5, 6]]}


def test_a_ris_title_over_two_lines_is_one_title() -> None:
    assert entries("good.ris")[""].item["title"] == "Leaves in the wind"


@pytest.mark.parametrize("head", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_a_byte_order_mark_and_any_line_ends_change_nothing(file: Files, head: bytes, newline: bytes) -> None:
    for name in ("good.ris", "good.bib", "good.json"):
        content = (CASES / name).read_bytes().replace(b"\n", newline)
        assert read_file(file(name, head + content)).entries == read_file(CASES / name).entries


def test_csl_json_keeps_variables_of_csl_alone_and_reads_raw_dates() -> None:
    read = entries("good.json")
    assert read["http://example.org/items/AB"].item == {
        "type": "report",
        "title": "茶叶统计报告",
        "author": [{"literal": "云溪镇茶署"}],
        "issued": {"date-parts": [[2013]]},
    }
    assert read["http://example.org/items/AB"].left_out == ("indexed",)
    assert read["9"].item["issued"] == {"date-parts": [[2011, 4]]}
    assert read["9"].item["volume"] == "12"


def test_a_text_that_is_no_date_stays_text(file: Files) -> None:
    path = file("a.bib", "@book{7, title={茶}, year={约1990}}\n@book{8, title={茶}, year={2019}, month={spring}}")
    assert [entry.item["issued"] for entry in read_file(path).entries] == [{"literal": "约1990"}, {"literal": "2019 spring"}]


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.txt", "TY  - BOOK\nTI  - 茶\nID  - 7\nER  - \n", "ris"),
        ("a.txt", "@book{7, title={茶}}", "bibtex"),
        ("a.txt", ' [{"id": 7, "title": "茶"}]', "csl-json"),
        ("a.txt", "number,title\n7,茶\n", "csv"),
        ("a.bib", "[1] is a comment here\n@book{7, title={茶}}", "bibtex"),
        ("a.json", "TY  - BOOK\nTI  - 茶\nID  - 7\nER  - \n", "ris"),
        ("a.ris", "TY - BOOK\nTI - 茶\nID - 7\nER -\n", "ris"),
    ],
)
def test_the_format_is_found_by_content_and_suffix(file: Files, name: str, content: str, form: str) -> None:
    source = read_file(file(name, content))
    assert source.form == form
    assert [(entry.item["title"], next(iter(entry.hints))) for entry in source.entries] == [("茶", 7)]


# Bad input


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.bib", "@book{a, title={x}\n}\n@book{b, title={x\n@book{c, title={y}}", "a.bib:3: not a valid BibTeX entry"),
        ("a.bib", "@book{a, title={x}}\n@book{a, title={y}}", "a.bib:2: repeats the key 'a'"),
        ("a.bib", "@book{a,\n title={x}, title={y}}", "a.bib:1: gives a field twice: 'title'"),
        ("a.bib", "@article{a, title={x},\n journal = tea}", "a.bib:2: a.journal is 'tea' without braces"),
        ("a.bib", '@article{a, title="x" # "y"}', "a.bib:1: a.title is '\"x\" # \"y\"' without braces"),
        ("a.bib", "no entry at all", "a.bib: no entry found, read as bibtex"),
        ("a.bib", "@comment{only}", "a.bib: no entry found, read as bibtex"),
        ("a.bib", "@book{0, title={x}}", "a.bib:1: 0 is [0] by key; the article has [1]..[19]"),
        ("a.bib", "\n@book{[20], title={x}}", "a.bib:2: [20] is [20] by key; the article has [1]..[19]"),
        ("a.bib", "@book{ref-7, title={x}, note={ref=8}}", "a.bib:1: ref-7 is [7] by key and [8] by note"),
        ("a.bib", "@book{7, title={x}}\n@book{ref07, title={y}}", "a.bib:2: is [7], and so is line 1"),
        ("a.bib", "@book{7, title={" + "{" * 3000 + "\\'e" + "}" * 3000 + "}}", "a.bib:1: 7 nests braces too deep"),
        ("a.bib", "@book{7, title={" + "x" * 100_001 + "}}", "a.bib:1: 7.title has 100,001 characters"),
        ("a.ris", "Some text\nand more", "a.ris:1: text outside a record: 'Some text'"),
        ("a.ris", "", "a.ris: no entry found, read as ris"),
        ("a.ris", "TY  - BOOK\nTI  - x\n\nTY  - BOOK\nTI  - y\nER  - \n", "a.ris:1: this record has no ER line before"),
        ("a.ris", "TY  - BOOK\nTI  - x\nER  - \nTY  - BOOK\nTI  - y", "a.ris:4: this record has no ER line at its end"),
        ("a.ris", "TY  - BOOK\nTI  - x\nTI  - y\nER  - \n", "a.ris:1: record gives its title twice"),
        ("a.ris", "TY  - BOOK\nID  - 7\nTI  - x\nER  - \nTY  - BOOK\nID  - 7\nTI  - y\nER  - \n", "a.ris:5: repeats"),
        ("a.json", '{"id": 7}', "a.json:1: a JSON list of entries is expected"),
        ("a.json", "\n[1]", "a.json:2: each item of the list must be an object"),
        ("a.json", '[{"id": 7,\n "title": }]', "a.json:2: not valid JSON: Expecting value"),
        ("a.json", '[{"id": 7, "title": "x"}', "a.json:1: not valid JSON: ',' or ']' expected"),
        ("a.json", '[{"id": 7}] []', "a.json:1: not valid JSON: text after the list"),
        ("a.json", "[]", "a.json: no entry found, read as csl-json"),
        ("a.json", '[{"id": 7, "title": "x", "title": "y"}]', "begins here: the key 'title' is repeated"),
        ("a.json", '[{"id": 7, "volume": NaN}]', "a.json:1: not valid JSON in the entry that begins here: NaN"),
        ("a.json", "[" * 100_000, "a.json:1: the entry that begins here is nested too deep"),
        ("a.json", '[\n{"id": 7, "title": ["x"]}]', "a.json:2: 7.title: must be text"),
        ("a.json", '[{"id": 7, "type": "tea"}]', "a.json:1: 7.type: 'tea' is not a type of CSL"),
        ("a.json", '[{"id": 7, "author": "Tea"}]', "a.json:1: 7.author: must be a list of names"),
        ("a.json", '[{"id": 7, "issued": {"date-parts": [[2019, 13]]}}]', "7.issued: [[2019, 13]] is not a calendar date"),
        ("a.json", '[{"id": 7, "title": "a\\u0007b"}]', "a.json:1: '7' has the control character U+0007 in title"),
        ("a.json", '[{"id": 7, "title": "a\\ud800b"}]', "a.json:1: '7' has the control character U+D800 in title"),
        ("a.json", '[{"id": 7, "citation-number": 8, "title": "x"}]', "a.json:1: 7 is [7] by id and [8] by citation-number"),
        ("a.csv", "number,colour\n7,red\n", "a.csv:1: the columns must be those of the template (unknown: colour)"),
        ("a.csv", "number,title\n7,x\n8\n", "a.csv:3: has 1 cells; the heading names 2"),
        ("a.csv", "number,title\nseven,x\n", "a.csv:2: number: 'seven' is not the number of a reference"),
        ("a.txt", "nothing known", "neither BibTeX, CSL-JSON, RIS nor the template's CSV"),
        ("a.bib", b"@book{7,\n title={\xb2\xe8}}", "a.bib:2: not UTF-8"),
        ("a.bib", "@book{7,\n title={a\x07b}}", "a.bib:2: contains the control character U+0007"),
        ("a.bib", "@book{k, title={x}}\n" * 10_001, "more than 10,000 entries"),
        ("a.ris", b" " * (10 * 1024 * 1024 + 1), "larger than 10 MiB"),
    ],
)  # fmt: skip
def test_bad_input_is_reported_in_one_line_with_its_place(
    file: Files, name: str, content: str | bytes, message: str
) -> None:
    found = problem(file(name, content))
    assert any(message in line for line in found.split("\n")), found


def test_all_problems_of_a_file_are_reported_at_once(file: Files) -> None:
    path = file("a.bib", "@book{a, title={x}, title={y}}\n@book{b, title=zz}\n")
    assert problem(path).count("\n") == 1


@given(st.binary(max_size=400), st.sampled_from(["bibtex", "ris", "csl-json", "csv"]))
@example(b"@", "bibtex")
@example(b"TY  - \nUK  - x\nZZ  - y\nER  - ", "ris")
def test_no_file_breaks_a_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes, form: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(content)
    try:
        source = read_file(path, form)
    except CbecError:
        return
    assert source.entries


PIECES = st.sampled_from(
    ["@book{", "@article{7,", "title={", "}", "{", ",", "\n", "author=", "茶", '"', "#", "TY  - BOOK", "ER  - ", "AU  - ",
     "PY  - 2019", "UK  - x", "ID  - 7", "\\'e", "\\", "%", " and ", "[", "]", '{"id":7,', '"title":"x"', "number,title"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["bibtex", "ris", "csl-json", "csv"]))
def test_no_mixture_of_syntax_breaks_a_reader(tmp_path_factory: pytest.TempPathFactory, content: str, form: str) -> None:
    test_no_file_breaks_a_reader.hypothesis.inner_test(tmp_path_factory, content.encode(), form)  # type: ignore[attr-defined]


# Matching


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


# Storing


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


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAMES = st.one_of(
    st.fixed_dictionaries({"literal": WORDS}),
    st.fixed_dictionaries({"family": WORDS}, optional={"given": WORDS, "suffix": WORDS}),
)
DATES = st.one_of(
    st.fixed_dictionaries({"literal": WORDS}),
    st.dates().map(lambda day: {"date-parts": [[day.year, day.month, day.day]]}),
    st.tuples(st.integers(1, 2100), st.integers(1, 2100)).map(lambda years: {"date-parts": [[years[0]], [years[1]]]}),
)
PEOPLE = st.lists(NAMES, min_size=1, max_size=5)
ITEMS = st.builds(
    lambda kind, texts, people, dates: {"type": kind, "title": "茶", **texts, **people, **dates},
    st.sampled_from(sorted(TYPES)),
    st.dictionaries(st.sampled_from(sorted(TEXT_FIELDS - {"note"})), WORDS, max_size=8),
    st.dictionaries(st.sampled_from(["author", "editor", "translator", "collection-editor"]), PEOPLE),
    st.dictionaries(st.sampled_from(["issued", "accessed", "event-date", "original-date"]), DATES),
)  # fmt: skip


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


# Styles


JOURNAL = {
    "type": "article-journal",
    "title": "云溪镇茶叶网上销售的实证研究",
    "author": [{"family": "茶", "given": "小明"}, {"literal": "欧阳青"}],
    "container-title": "茶业经济",
    "issued": {"date-parts": [[2019]]},
    "volume": "3",
    "issue": "2",
    "page": "12-15",
}
ENGLISH = {
    "type": "article-journal",
    "title": "Tea roads & <i>digital</i> trade",
    "author": [
        {"family": "Teller", "given": "Ann B."},
        {"family": "Brewer", "given": "Carl"},
        {"family": "Xu", "given": "Yi"},
        {"literal": "World Tea Bank"},
    ],
    "container-title": "Proc. of Tea",
    "issued": {"date-parts": [[2018]]},
    "volume": "7",
    "issue": "1",
    "page": "1-20",
    "DOI": "10.99999/xyz",
}
THESIS = {
    "type": "thesis",
    "genre": "硕士学位论文",
    "title": "云溪镇茶叶出口研究",
    "author": [{"family": "李", "given": "茶"}],
    "publisher": "云溪大学",
    "publisher-place": "云溪",
    "issued": {"date-parts": [[2017]]},
}
BOOK = {
    "type": "book",
    "title": "茶史",
    "author": [{"literal": "陆茶圣"}],
    "edition": "2",
    "publisher": "茶出版社",
    "publisher-place": "北京",
    "issued": {"date-parts": [[2015]]},
}
NEWSPAPER = {
    "type": "article-newspaper",
    "title": "云溪茶市见闻",
    "author": [{"literal": "张三"}],
    "container-title": "云溪茶报",
    "issued": {"date-parts": [[2016, 5, 4]]},
    "page": "3",
}
PAGE = {
    "type": "webpage",
    "title": "云溪茶叶网",
    "author": [{"literal": "云溪镇茶署"}],
    "URL": "https://example.org/tea?a=1&b=2",
    "issued": {"date-parts": [[2020, 1, 2]]},
    "accessed": {"date-parts": [[2020, 5, 6]]},
}
REPORT = {
    "type": "report",
    "title": "Report on Tea",
    "author": [{"literal": "World Tea Bank"}],
    "issued": {"date-parts": [[2011]]},
}


@pytest.mark.parametrize(
    ("item", "gbt7714", "apa"),
    [
        (
            JOURNAL,
            "茶小明, 欧阳青. 云溪镇茶叶网上销售的实证研究[J]. 茶业经济, 2019, 3(2): 12-15.",
            "茶小明, & 欧阳青. (2019). 云溪镇茶叶网上销售的实证研究. 茶业经济, 3(2), 12–15.",
        ),
        (
            ENGLISH,
            "TELLER A B, BREWER C, XU Y, et al. Tea roads & <i>digital</i> trade[J/OL]. Proc. of Tea, 2018, 7(1): 1-20. "
            "DOI:10.99999/xyz.",
            "Teller, A. B., Brewer, C., Xu, Y., & World Tea Bank. (2018). Tea roads & <i>digital</i> trade. Proc. of Tea, "
            "7(1), 1–20. https://doi.org/10.99999/xyz",
        ),
        (
            THESIS,
            "李茶. 云溪镇茶叶出口研究[D]. 云溪: 云溪大学, 2017.",
            "李茶. (2017). 云溪镇茶叶出口研究 [硕士学位论文]. 云溪大学.",
        ),
        (BOOK, "陆茶圣. 茶史[M]. 2版. 北京: 茶出版社, 2015.", "陆茶圣. (2015). 茶史 (2nd ed.). 茶出版社."),
        (
            NEWSPAPER,
            "张三. 云溪茶市见闻[N]. 云溪茶报, 2016-05-04(3).",
            "张三. (2016, May 4). 云溪茶市见闻. 云溪茶报, 3.",
        ),
        (
            PAGE,
            "云溪镇茶署. 云溪茶叶网[EB/OL]. (2020-01-02)[2020-05-06]. https://example.org/tea?a=1&b=2.",
            "云溪镇茶署. (2020, January 2). 云溪茶叶网. https://example.org/tea?a=1&b=2",
        ),
        (REPORT, "World Tea Bank. Report on Tea[R]. 2011.", "World Tea Bank. (2011). Report on Tea."),
        (
            {"type": "chapter", "title": "On pots", "container-title": "Tea", "editor": [{"family": "Ed", "given": "Itor"}],
             "author": [{"family": "Pot", "given": "P."}], "publisher": "Leaf", "page": "1-9",
             "issued": {"date-parts": [[2011]]}},
            "POT P. On pots[M]//ED I. Tea. Leaf, 2011: 1-9.",
            "Pot, P. (2011). On pots. In I. Ed (Ed.), Tea (pp. 1–9). Leaf.",
        ),
        ({"type": "book", "title": "Tea", "edition": "3"}, "Tea[M]. 3rd ed.", "Tea (3rd ed.). (n.d.)."),
        (
            {"type": "article-magazine", "title": "茶讯", "container-title": "茶刊", "issued": {"date-parts": [[2011, 5]]}},
            "茶讯[J]. 茶刊, 2011.",
            "茶讯. (2011, May). 茶刊.",
        ),
        (
            {"type": "book", "title": "茶", "author": [{"literal": "李茶"}, {"literal": "others"}]},
            "李茶, 等. 茶[M].",
            "李茶, et al. (n.d.). 茶.",
        ),
        (
            {"type": "webpage", "title": "Tea", "URL": "https://example.org", "accessed": {"date-parts": [[2020]]}},
            "Tea[EB/OL]. [2020]. https://example.org.",
            "Tea. (n.d.). Retrieved 2020, from https://example.org",
        ),
        ({"type": "book", "title": "茶", "accessed": {"date-parts": [[2020, 5, 6]]}}, "茶[M].", "茶. (n.d.)."),
    ],
)  # fmt: skip
def test_a_reference_is_formatted_as_the_style_wants(item: Item, gbt7714: str, apa: str) -> None:
    assert format_reference(item, "gbt7714") == gbt7714
    assert format_reference(item, "apa") == apa


@given(ITEMS)
def test_every_item_can_be_formatted(item: Item) -> None:
    assert format_reference(item, "gbt7714")
    assert format_reference(item, "apa")


# Listing


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


# Graph


@pytest.fixture
def with_bibliography(mini_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "with"
    shutil.copytree(mini_folder, folder)
    stored = [supplied(1, {**JOURNAL, "DOI": "10.99999/a b"}), supplied(2, {"type": "book", "title": "茶"}, by=None)]
    (folder / "bibliography.json").write_text(to_json(stored), encoding="utf-8")
    return folder


def test_the_folders_own_bibliography_is_loaded_and_fits_the_shapes(with_bibliography: Path, mini_project: Project) -> None:
    project = build_project(with_bibliography)
    validate(project)
    folder = project.curation.folder_id
    graph = project.dataset.graph(URIRef(graph_iri(folder, "bibliography")))
    reference, work = URIRef(resource_iri(folder, "ref-01")), URIRef(resource_iri(folder, "ref-01/work"))
    assert graph.value(reference, BIRO.references) == work
    assert graph.value(work, DCTERMS.title) == Literal("云溪镇茶叶网上销售的实证研究")
    assert graph.value(work, DCTERMS.issued) == Literal("2019", datatype=XSD.gYear)
    assert graph.value(work, SCHEMA.sameAs) == URIRef("https://doi.org/10.99999/a%20b")
    container = graph.value(work, DCTERMS.isPartOf)
    assert graph.value(container, DCTERMS.title) == Literal("茶业经济")
    names = {(graph.value(person, SCHEMA.position).toPython(), str(graph.value(person, SCHEMA.name)))  # type: ignore[union-attr]
             for person in graph.objects(work, DCTERMS.creator)}  # fmt: skip
    assert names == {(1, "茶小明"), (2, "欧阳青")}
    assert len(mini_project.dataset.graph(URIRef(graph_iri(folder, "bibliography")))) == 0


def test_a_reference_has_one_status_and_its_unknown_stays(with_bibliography: Path) -> None:
    project = build_project(with_bibliography)
    folder = project.curation.folder_id
    found = sorted((str(quad[0]), str(quad[2])) for quad in project.dataset.quads((None, CBEC.metadataStatus, None, None)))
    statuses = [("ref-01", "asserted"), ("ref-02", "asserted"), ("ref-03", "unknown"), ("ref-04", "unknown")]
    assert found == [(resource_iri(folder, record), status) for record, status in statuses]
    assert any(project.dataset.quads((None, CBEC.unknownOf, URIRef(resource_iri(folder, "ref-01")), None)))


def test_each_record_has_its_file_digest_day_and_supplier_where_it_is_known(with_bibliography: Path) -> None:
    project = build_project(with_bibliography)
    folder = project.curation.folder_id
    graph = project.dataset.graph(URIRef(graph_iri(folder, "bibliography")))
    entry = graph.value(URIRef(resource_iri(folder, "ref-01/work")), PROV.wasDerivedFrom)
    source, activity = graph.value(entry, PROV.wasDerivedFrom), graph.value(entry, PROV.wasGeneratedBy)
    assert graph.value(source, RDFS.label) == Literal("refs.bib")
    assert graph.value(source, SCHEMA.sha256) == Literal(DIGEST)
    assert graph.value(activity, RDF.type) == PROV.Activity
    assert graph.value(activity, DCTERMS.date) == Literal(DAY, datatype=XSD.date)
    assert graph.value(graph.value(entry, PROV.wasAttributedTo), RDFS.label) == Literal("A. Reader")
    assert graph.value(URIRef(resource_iri(folder, "ref-02/entry")), PROV.wasAttributedTo) is None
    assert all(isinstance(term, URIRef | Literal) for triple in graph for term in triple)


def test_the_same_bibliography_gives_the_same_bytes(with_bibliography: Path) -> None:
    assert build_project(with_bibliography).nquads() == build_project(with_bibliography).nquads()


@given(st.dictionaries(st.integers(1, 4), ITEMS, min_size=1, max_size=2))
def test_every_item_makes_a_graph_that_a_strict_parser_reads(mini_project: Project, items: dict[int, Item]) -> None:
    from pyoxigraph import RdfFormat, parse
    from rdflib import Dataset

    from cbec_kg.rdf.bibliography import add_bibliography

    dataset = Dataset()
    add_bibliography(dataset, mini_project.curation, {number: supplied(number, item) for number, item in items.items()})
    assert list(parse(dataset.serialize(format="nquads").encode(), format=RdfFormat.N_QUADS))


# The command


def test_import_then_list_then_query(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["references", "import", str(CASES / "good.bib"), "--by", "A. Reader", "--date", DAY]) == 0
    shown = capsys.readouterr().out
    assert "unnumbered  26            not matched  carries no number; use --map KEY=NUMBER" in shown
    assert "4 of 19 references supplied in cbec-kg-bibliography.json." in shown
    assert run(["references", "--lang", "zh"]) == 0
    assert "[2]  李茶. 云溪镇茶叶出口研究[D]. 云溪: 云溪大学, 2017." in capsys.readouterr().out
    question = "SELECT ?status { ?r cbec:number 2 ; cbec:metadataStatus ?status }"
    assert run(["query", question, "-f", "csv", "--bibliography", "cbec-kg-bibliography.json"]) == 0
    assert capsys.readouterr().out.split() == ["status", "asserted"]
    assert run(["query", question, "-f", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["status", "unknown"]
    assert run(["trace", "2", "--bibliography", "cbec-kg-bibliography.json"]) == 0
    assert capsys.readouterr().out.startswith("ref-02  [reference]  Reference [2] 云溪镇茶叶出口研究")


def test_a_bibliography_in_the_data_folder_is_used_without_being_named(
    with_bibliography: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "--data", str(with_bibliography)]) == 0
    assert run(["references", "--data", str(with_bibliography), "--style", "gbt7714"]) == 0
    assert "4 references: 2 supplied, 2 unknown." in capsys.readouterr().out
    assert run(["query", "SELECT ?t { ?w dcterms:title ?t }", "-f", "csv", "--data", str(with_bibliography)]) == 0
    assert "云溪镇茶叶网上销售的实证研究" in capsys.readouterr().out


def test_import_into_a_data_folder_writes_beside_its_files(
    mini_folder: Path, tmp_path: Path, file: Files, place: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(mini_folder, folder)
    path = file("a.bib", "@book{ref-2, title={茶}}")
    assert run(["references", "import", str(path), "--data", str(folder), "--date", DAY]) == 0
    assert [item["citation-number"] for item in json.loads((folder / "bibliography.json").read_text("utf-8"))] == [2]
    assert list(place.iterdir()) == []


def test_a_conflict_ends_with_1_and_writes_nothing_until_replace(
    place: Path, file: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = file("a.bib", "@book{7, title={茶史}}"), file("b.bib", "@book{7, title={茶事}}\n@book{8, title={新}}")
    assert run(["references", "import", str(first), "--date", DAY]) == 0
    before = Path("cbec-kg-bibliography.json").read_bytes()
    capsys.readouterr()
    assert run(["references", "import", str(second), "--date", DAY]) == 1
    assert "title: '茶史' -> '茶事'" in capsys.readouterr().out
    assert Path("cbec-kg-bibliography.json").read_bytes() == before
    assert run(["references", "import", str(second), "--date", DAY, "--replace"]) == 0
    assert [item["title"] for item in json.loads(Path("cbec-kg-bibliography.json").read_text("utf-8"))] == ["茶事", "新"]


def test_a_dry_run_writes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["references", "import", str(CASES / "good.ris"), "--dry-run"]) == 0
    assert "nothing was written (--dry-run); would be 3 of 19" in capsys.readouterr().out
    assert list(place.iterdir()) == []


def test_an_import_without_any_number_ends_with_1(place: Path, file: Files) -> None:
    path = file("a.bib", "@book{tea, title={x}}")
    assert run(["references", "import", str(path)]) == 1
    assert run(["references", "import", str(path), "--map", "tea=7"]) == 0


@pytest.mark.parametrize(
    "options",
    [["--map", "tea"], ["--map", "tea=x"], ["--map", "tea=7", "--map", "leaf=7"], ["--date", "30.8.2021"], ["--by", " "],
     ["--in-order"], ["--from", "ris"]],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_writes_nothing(place: Path, file: Files, options: list[str]) -> None:
    path = file("a.bib", "@book{tea, title={x}}\n@book{leaf, title={y}}")
    assert run(["references", "import", str(path), *options]) == 2
    assert list(place.iterdir()) == []


def test_a_broken_file_ends_with_2_and_what_was_stored_stays(place: Path, file: Files) -> None:
    assert run(["references", "import", str(CASES / "good.bib")]) == 0
    before = Path("cbec-kg-bibliography.json").read_bytes()
    assert run(["references", "import", str(file("a.bib", "@book{7, title={x}}\n@book{8"))]) == 2
    assert Path("cbec-kg-bibliography.json").read_bytes() == before


def test_a_template_is_not_written_over_a_file(place: Path) -> None:
    assert run(["references", "template", "--out", "refs.bib"]) == 0
    assert run(["references", "template", "--out", "refs.bib"]) == 2


def test_the_list_as_csl_json_can_be_imported_elsewhere(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["references", "import", str(CASES / "good.bib"), "--date", DAY]) == 0
    capsys.readouterr()
    assert run(["references", "--format", "csl-json"]) == 0
    Path("again.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["references", "import", "again.json", "--store", "other.json", "--date", DAY]) == 0
    first, second = (read_bibliography(Path(name), KNOWN) for name in ("cbec-kg-bibliography.json", "other.json"))
    assert {number: one.item for number, one in first.items()} == {number: one.item for number, one in second.items()}


def test_a_bibliography_is_of_one_folder(place: Path, mini_folder: Path, real_folder: Path) -> None:
    Path("b.json").write_text("[]", encoding="utf-8")
    several = ["--data", str(mini_folder), "--data", str(real_folder), "--bibliography", "b.json"]
    assert run(["query", "problems", *several]) == 2
    assert run(["build", "-q", *several]) == 2


def test_a_named_bibliography_that_is_missing_is_reported(place: Path) -> None:
    assert run(["query", "problems", "--bibliography", "none.json"]) == 2
    assert run(["references", "--store", "none.json"]) == 2


def test_options_before_the_command_are_not_silently_ignored(place: Path) -> None:
    assert run(["references", "--style", "apa", "list"]) == 2
