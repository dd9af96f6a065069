"""Reading bibliographic files of every kind that people have, with what is wrong in them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cbec_kg.bibliography.formats import FORMS as FORMATS
from cbec_kg.bibliography.formats import read_file
from cbec_kg.bibliography.names import names_of
from cbec_kg.errors import CbecError
from references_builder import (
    CASES,
    entries,
    problem,
)

Files = Callable[[str, str | bytes], Path]


def title_of(file: Files, value: str) -> str:
    return str(read_file(file("t.bib", f"@book{{7, title={{{value}}}}}")).entries[0].item["title"])


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


def test_latex_becomes_text_markup_goes_and_per_cent_signs_stay() -> None:
    item = entries("good.bib")["[3]"].item
    assert item["title"] == "Tea roads & 50% of digital trade"
    assert item["author"] == [
        {"family": "Teller", "given": "Ann B."},
        {"family": "Brew", "given": "Carl", "non-dropping-particle": "van der"},
        {"family": "Krüger", "given": "Józef"},
        {"literal": "World Tea Bank"},
        {"literal": "others"},
    ]


@pytest.mark.parametrize(
    "text", ["C:\\temp", "\\input{/etc/hostname}", "\\unknown{x} y", "$\\foo$", "US$5 and $6", "a < b > c"]
)
def test_what_is_no_known_tex_stays_as_written(file: Files, text: str) -> None:
    assert title_of(file, text) == text


def test_a_chinese_name_without_comma_is_not_taken_apart() -> None:
    assert names_of("王 五") == [{"literal": "王五"}]
    assert names_of("欧阳青") == [{"literal": "欧阳青"}]


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


def test_a_text_that_is_no_date_stays_text_and_a_month_that_is_none_costs_no_year(file: Files) -> None:
    path = file("a.bib", "@book{7, title={茶}, year={约1990}}\n@book{8, title={茶}, year={2019}, month={spring}}")
    read = read_file(path).entries
    assert [entry.item["issued"] for entry in read] == [{"literal": "约1990"}, {"date-parts": [[2019]]}]
    assert [entry.left_out for entry in read] == [(), ("month",)]


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
        ("a.txt", "{Reference Type}: Book\n{Title}: 茶\n{Label}: 7\n", "noteexpress"),
        ("a.txt", "RT Book, Whole\nT1 茶\nID 7\n", "refworks"),
        ("a.txt", "%0 Book\n%T 茶\n%F 7\n", "endnote"),
        ("a.txt", "[7] 李茶. 茶[M]. 北京: 茶社, 2015.", "gbt7714"),
        (
            "a.xml",
            "<xml><records><record><ref-type name='Book'>6</ref-type><titles><title>茶</title></titles>"
            "<label>7</label></record></records></xml>",
            "endnote-xml",
        ),
    ],
)
def test_the_format_is_found_by_content_and_suffix(file: Files, name: str, content: str, form: str) -> None:
    source = read_file(file(name, content))
    assert source.form == form
    assert [(entry.item["title"], next(iter(entry.hints))) for entry in source.entries] == [("茶", 7)]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.bib", "@book{a, title={x}\n}\n@book{b, title={x\n@book{c, title={y}}", "a.bib:3: not a valid BibTeX entry"),
        ("a.bib", "@book{a, title={x}}\n@book{a, title={y}}", "a.bib:2: repeats the key 'a'"),
        ("a.bib", "@book{a,\n title={x}, title={y}}", "a.bib:2: gives a field twice: 'title'"),
        ("a.bib", "@article{a, title={x},\n journal = tea roads}", "a.bib:2: not a valid BibTeX entry: a field such as"),
        ("a.bib", '@article{a, title="x" # }', "a.bib:1: not a valid BibTeX entry: a value in braces is expected"),
        ("a.bib", "no entry at all", "a.bib: no entry found, read as bibtex"),
        ("a.bib", "@comment{only}", "a.bib: no entry found, read as bibtex"),
        ("a.bib", "@book{0, title={x}}", "a.bib:1: 0 is [0] by key; the article has [1]..[19]"),
        ("a.bib", "\n@book{[20], title={x}}", "a.bib:2: [20] is [20] by key; the article has [1]..[19]"),
        ("a.bib", "@book{ref-7, title={x}, note={ref=8}}", "a.bib:1: ref-7 is [7] by key and [8] by note"),
        ("a.bib", "@book{7, title={x}}\n@book{ref07, title={y}}", "a.bib:2: is [7], and so is line 1"),
        ("a.bib", "@book{7, title={" + "{" * 3000 + "\\'e" + "}" * 3000 + "}}", "a.bib:1: an entry nests braces too deep"),
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
        ("a.txt", "nothing known", "neither BibTeX, CSL-JSON, RIS nor another known format"),
        ("a.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><xml><records/></xml>", "declares a document type or an entity"),
        ("a.xml", "<xml><records>\n<record></records></xml>", "a.xml:2: not valid XML: mismatched tag"),
        ("a.xml", "<xml>" * 100, "a.xml:1: nests elements too deep"),
        ("a.bib", "@string{a = 1}\n" + "".join(f"@string{{{b} = {a} # {a}}}\n" for a, b in pairwise(ascii_lowercase[:25]))
         + "@book{7, title = y}", "7.title has "),
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
    path = file("a.bib", "@book{a, title={x}, title={y}}\n@book{b, title=zz yy}\n")
    assert problem(path).count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.bib", "@book{1, title={x}, title={y}}\n@book{7, title={茶}}\n@book{9, title={x"),
        ("a.ris", "TY  - BOOK\nTI  - x\nTI  - y\nER  - \nTY  - BOOK\nTI  - 茶\nID  - 7\nER  - \nTY  - BOOK\nTI  - z"),
        ("a.json", '[{"id": 1, "type": "tea"}, {"id": 7, "title": "茶"}, {"id": 9, "title": ["x"]}]'),
        ("a.csv", "number,title\nseven,x\n7,茶\n9\n"),
        ("a.txt", "[1] 没有标志. 2019.\n[7] 李茶. 茶[M]. 北京: 茶社, 2015.\n[9] 也没有. 2019."),
    ],
)
def test_an_entry_that_cannot_be_read_costs_no_other(file: Files, name: str, content: str) -> None:
    source = read_file(file(name, content))
    assert [(entry.item["title"], *entry.hints) for entry in source.entries] == [("茶", 7)]
    assert len(source.problems) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_tables_and_exports_of_chinese_databases_are_read_in_old_encodings(file: Files, encoding: str) -> None:
    for name, content in (
        ("a.csv", "number,title\n7,茶史\n"),
        ("a.net", "{Reference Type}: Book\n{Title}: 茶史\n{Label}: 7"),
    ):
        assert read_file(file(name, content.encode(encoding))).entries[0].item["title"] == "茶史"


@given(st.binary(max_size=400), st.sampled_from(FORMATS))
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
     "PY  - 2019", "UK  - x", "ID  - 7", "RT Book", "%0 Book", "%T x", "{Reference Type}: Book", "[1]", "[J]", ". ", "//",
     ", 2019", "<xml>", "<record>", "\\'e", "\\foo", "$", "\\", "%", " and ", "[", "]", '{"id":7,', '"title":"x"',
     "number,title"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(FORMATS))
def test_no_mixture_of_syntax_breaks_a_reader(tmp_path_factory: pytest.TempPathFactory, content: str, form: str) -> None:
    test_no_file_breaks_a_reader.hypothesis.inner_test(tmp_path_factory, content.encode(), form)  # type: ignore[attr-defined]
