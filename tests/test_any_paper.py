"""Papers of others: numbers that are part of a word, citations by author and year, and records in one language.

The papers are invented. Expected values were worked out by hand.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cbec_kg.bibliography.printed import printed_item
from cbec_kg.curation.coverage import coverage_of
from cbec_kg.curation.reader import read_curation
from cbec_kg.drafting.keyed import keyed_entries
from cbec_kg.drafting.outline import printed_entry
from cbec_kg.drafting.quantities import quantities
from cbec_kg.errors import DataError
from cbec_kg.model.records import Citation, Entity, Reference
from cbec_kg.text.author_year import author_years, ends_with_author_year
from cbec_kg.text.markers import lookalikes, lowered, markers
from cbec_kg.text.plain import plain_document
from cbec_kg.text.segment import passages
from cbec_kg.text.selectors import ArticleText

FERRY = """\
1 Introduction

Ferries cross the lake (Low, 2019; Vane & Harrow, 2018). Sail et al. (2020a) count 40 employees. The Lake Board (2015)
agrees.

2 Conclusion

Low (2019) is right, but see Vane and Harrow (2018) and (Nobody, 2001).

References

Lake Board. (2015). Ferry report. Lakeside: Lake Board.
Low, A. (2019). Ferries. Journal of Boats, 3, 4.
Sail, O., Beam, R., & Low, A. (2020a). Riders of the lake. Journal of Boats, 4(2), 5-9. https://doi.org/10.99999/boats.4
Vane, D., & Harrow, B. (2018). The cost of ferries. Lakeside Press.
"""


def run(*arguments: str | Path) -> Result:
    from cbec_kg.cli.main import cli

    return CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the drafted folder of the ferry paper, with the paper beside it."""
    place = tmp_path_factory.mktemp("ferry")
    (place / "ferry.txt").write_text(FERRY, encoding="utf-8")
    result = run("new", place / "folder", "--paper", place / "ferry.txt")
    assert result.exception is None, result.output
    return place / "folder"


# Numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("方法提高了2.8个百\n分点", [("2.8个百\n分点", "2.8", "unit-percentage-point")]),
        (
            "成本降低1.8和1.2个百分点",
            [("降低1.8", "-1.8", "unit-percentage-point"), ("降低1.8和1.2个百分点", "-1.2", "unit-percentage-point")],
        ),
        ("分别为18.5和20.5℃", [("18.5", "18.5", "unit-degree-celsius"), ("20.5℃", "20.5", "unit-degree-celsius")]),
        (">30户参加", [(">30户", "30", "unit-count")]),
        ("浓度5mg/L", [("5mg/L", "5", "unit-mg-per-litre")]),
        ("增加3天。", [("3天", "3", "unit-day")]),
        ("出口US$1.3bn。", [("US$1.3bn", "1.3", "unit-usd-1e9")]),
        ("投入5000人民币。", [("5000人民币", "5000", "unit-cny")]),
        ("占百分之三十点五。", [("百分之三十点五", "30.5", "unit-percent")]),
        ("总额1 234 567元。", [("1 234 567元", "1234567", "unit-cny")]),
        ("千分之3.5", [("千分之3.5", "3.5", "unit-permille")]),
        ("30 m² of land", [("30 m²", "30", "unit-m2")]),
        ("不小于5家", [("不小于5家", "5", "unit-count")]),
    ],
)
def test_a_figure_is_read_whole_with_its_unit(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.printed, one.value, one.unit.id) for one in quantities(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "第十万古田区", "七部委核准", "13部门", "4对策建议", "张三1张四2", "五台山", "城乡二元结构", "三次产业", "三位一体",
        "八项规定", "5000人口",
        "3个半月", "5位数", "95%置信区间", "1亿2千万元", "13万2千家", "1.2×10^4个", "12 345元", "30，200家", "2.3.4家",
        "1/3家", "1:3家",
        "3、4家", "数百万元", "十余家", "每100人", "前10位", "±0.5%", "占百分之三至五", "介于10%和20%之间",
        "between 10% and 20%", "增长-5%",
        "~30户", "小于等于5 kg", "未超过30家", "5G", "5 Kg", "2 kg ha⁻¹", "5元/人", "30 households or more",
        "within 30 days", "12 days ago",
        "零下12℃", "近3天", "¥5 billion", "A$5 million", "$5m", "3,5 %", "表2.1和2.2个", "COVID-19 people",
        "three-year 3-year plan",
    ],
)  # fmt: skip
def test_a_number_in_a_word_a_span_or_a_longer_number_is_left_to_a_person(text: str) -> None:
    assert quantities(text) == []


def test_a_figure_before_a_comma_and_another_figure_is_found() -> None:
    source = "We count 50,000, 40,000 of them pupils."
    text = ArticleText(source, passages(plain_document(source)))
    assert len(text.find("front.p1.s1", "We count 50,000")) == 1
    assert text.find("front.p1.s1", "count 50") == []


# Markers


@pytest.mark.parametrize(
    "text",
    [
        "F[1, 58] = 7.41", "得分在[0,1]内", "取值范围为[1,7]", "95% CI [1, 3]", "在[1,5]之间", "国发〔2015〕46号",
        "国办发[2016]55号", "x[1]", "[12] = 5",
        "利用¹⁰B", "Ca²⁺", "SO₄²⁻", "W m⁻²", "(a+b)^2", "$y = x^3 + 2x^{2}$", "income^2 + age", r"\sigma^2", "30平方公里²",
    ],
)  # fmt: skip
def test_what_is_no_marker_cites_nothing(text: str) -> None:
    assert markers(text) == []


def test_letters_after_a_number_name_parts_of_one_entry() -> None:
    assert [marker.numbers for marker in markers("甲[4a]，乙[4b,c]，丙[2a,3]，丁$^{3}$。")] == [(4,), (4,), (2, 3), (3,)]


def test_what_may_be_an_interval_and_plain_digits_that_may_be_raised_are_told() -> None:
    assert lookalikes("The score was in the range [1-5].") == ["[1-5]"]
    assert lowered("Mills turn.1,2 They grind corn.3 In 2019, 12 turned.4", 3) == ["1,2", "3"]


# Citations by author and year


@pytest.mark.parametrize(
    ("fragment", "key", "ends"),
    [
        ("cross (Low, 2019", "Low, 2019", True),
        ("cross (Low, 2019; Vane & Harrow, 2018)", "Vane & Harrow, 2018", True),
        ("cross (Low, 2019; Vane & Harrow, 2018)", "Low, 2019", False),
        ("Low (2018, 2019a,b)", "Low et al., 2019b", True),
        ("张三等（2020）", "张三等, 2020", True),
        ("Vane (2019)", "Low, 2019", False),
    ],
)
def test_a_fragment_ends_with_what_cites_a_reference(fragment: str, key: str, ends: bool) -> None:
    assert ends_with_author_year(fragment, key) is ends


def test_each_citation_by_author_and_year_names_one_entry(ferry: Path) -> None:
    curation = read_curation(ferry)
    assert {one.id: (one.number, one.key) for one in curation.of(Reference)} == {
        "ref-lake-board-2015": (None, "Lake Board, 2015"),
        "ref-low-2019": (None, "Low, 2019"),
        "ref-sail-2020a": (None, "Sail et al., 2020a"),
        "ref-vane-2018": (None, "Vane & Harrow, 2018"),
    }
    assert sorted((one.reference, one.at[0].locator) for one in curation.of(Citation)) == [
        ("ref-lake-board-2015", "1.p1.s3"), ("ref-low-2019", "1.p1.s1"), ("ref-low-2019", "2.p1.s1"),
        ("ref-sail-2020a", "1.p1.s2"), ("ref-vane-2018", "1.p1.s1"), ("ref-vane-2018", "2.p1.s1"),
    ]  # fmt: skip
    gaps = coverage_of(curation, plain_document(FERRY)).gaps
    assert [item.text for item in gaps if item.kind == "marker"] == ["(Nobody, 2001)"]


@pytest.mark.parametrize(
    "command",
    [
        ("check",), ("build", "--fast"), ("query", "reference-load"), ("query", "reference-uses"), ("trace", "(Low, 2019)"),
        ("references",), ("view",), ("site",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_paper_without_numbers_goes_the_whole_way(command: tuple[str, ...], ferry: Path, tmp_path: Path) -> None:
    out = {"build": tmp_path / "out", "view": tmp_path / "page.html", "site": tmp_path / "site"}.get(command[0])
    place = () if out is None else (out,) if command[0] == "site" else ("--out", out)
    result = run(*command, *place, "--data", ferry)
    assert result.exception is None and not result.return_value, result.output
    if command[0] in ("references", "trace"):
        assert "(Low, 2019)" in result.output


def test_printed_entries_are_drafted_and_an_import_takes_their_place(ferry: Path, tmp_path: Path) -> None:
    stored = {one["id"]: one for one in json.loads((ferry / "bibliography.json").read_text(encoding="utf-8"))}
    assert stored["ref-sail-2020a"]["DOI"] == "10.99999/boats.4"
    assert {one["custom"]["status"] for one in stored.values()} == {"drafted"}
    (tmp_path / "low.json").write_text('[{"id": "low", "type": "book", "title": "Ferries"}]', encoding="utf-8")
    store = tmp_path / "store.json"
    store.write_text((ferry / "bibliography.json").read_text(encoding="utf-8"), encoding="utf-8")
    result = run("references", "import", tmp_path / "low.json", "--map", "low=2", "--bibliography", store, "--data", ferry)
    assert result.exception is None and not result.return_value, result.output
    after = {one["id"]: one for one in json.loads(store.read_text(encoding="utf-8"))}
    assert (after["ref-low-2019"]["type"], after["ref-low-2019"]["custom"]["status"]) == ("book", "asserted")


@pytest.mark.parametrize(
    ("entry", "kind", "fields"),
    [
        ("[3] 文一鸣. 湖上渡船[J]. 湖, 2015(2): 3-9.", "article-journal", {"issue": "2", "page": "3-9"}),
        (
            "Low A, Vane BC. Ferries. J Boats. 2019;12(3):45-9.",
            "article-journal",
            {"volume": "12", "issue": "3", "page": "45-9"},
        ),
        (
            "Ada Low and Bob Vane. 2019. Ferries. Boats 12, 3 (2019), 4-9.",
            "article-journal",
            {"volume": "12", "page": "4-9"},
        ),
        (
            "Low, A. (2019). Oars. In B. Vane (Ed.), Boats (pp. 3-9). Leaf.",
            "chapter",
            {"container-title": "Boats", "page": "3-9"},
        ),
        (
            "Low, A. (2019). Oars (2nd ed.). Leaf Press.",
            "book",
            {"title": "Oars", "edition": "2", "publisher": "Leaf Press"},
        ),
    ],
)
def test_a_printed_entry_is_taken_apart(entry: str, kind: str, fields: dict[str, str]) -> None:
    item = printed_item(entry)
    assert item is not None and item["type"] == kind
    assert {name: item.get(name) for name in fields} == fields


def test_an_entry_in_no_known_form_gives_nothing() -> None:
    assert printed_item("Low, A. Oars, in my own hand, 2019") is None


# The record


@pytest.fixture
def folder(ferry: Path, tmp_path: Path) -> Path:
    """Return a copy of the ferry folder that a test may change."""
    import shutil

    return Path(shutil.copytree(ferry, tmp_path / "folder"))


def test_a_folder_may_have_one_language_and_identifiers(folder: Path) -> None:
    article = folder / "article.yaml"
    given = (
        "title: {en: Ferries}\nauthors: [Ada Low, Bob Vane]\nkeywords: [lake]\nidentifiers: ['wikidata:Q1']\ntexts_in: en\n"
    )
    article.write_text(article.read_text(encoding="utf-8") + given, encoding="utf-8")
    entity = "- id: org-board\n  en: Lake Board\n  identifiers: ['ror:1']\n"
    (folder / "entities.yaml").write_text(entity, encoding="utf-8")
    curation = read_curation(folder)
    assert (curation.article.title and curation.article.title.zh, curation.article.authors) == (
        "Ferries",
        ("Ada Low", "Bob Vane"),
    )
    (board,) = curation.of(Entity)
    assert (board.zh, board.en, board.identifiers) == ("Lake Board", "Lake Board", ("ror:1",))
    result = run("check", "--data", folder)
    assert result.exception is None and not result.return_value, result.output


def test_without_that_word_a_missing_language_is_refused(folder: Path) -> None:
    (folder / "entities.yaml").write_text("- id: org-board\n  en: Lake Board\n", encoding="utf-8")
    with pytest.raises(DataError, match="lacks the field 'zh'"):
        read_curation(folder)


def test_a_reference_needs_a_number_or_a_key(folder: Path) -> None:
    references = re.sub(r"  key: .*\n", "", (folder / "references.yaml").read_text(encoding="utf-8"))
    (folder / "references.yaml").write_text(references, encoding="utf-8")
    with pytest.raises(DataError, match="neither 'number' nor 'key'"):
        read_curation(folder)


# Exemptions


def test_a_blanket_exemption_closes_all_gaps_of_its_kind(folder: Path) -> None:
    blanket = (
        "- id: exempt-z1\n  kind: no-statistic\n  words: [40 employees]\n  why: {zh: 例, en: an example}\n"
        "- id: exempt-z2\n  kind: no-citation\n  sections: ['2']\n  why: {zh: 非引用, en: no citation}\n"
        "- id: exempt-z3\n  kind: asserts-nothing\n  sections: ['1', '2']\n  why: {zh: 试, en: a trial}\n"
    )
    exemptions = folder / "exemptions.yaml"
    exemptions.write_text(exemptions.read_text(encoding="utf-8") + blanket, encoding="utf-8")
    assert coverage_of(read_curation(folder), plain_document(FERRY)).gaps == ()


def test_an_exemption_of_nothing_is_refused(folder: Path) -> None:
    exemptions = folder / "exemptions.yaml"
    text = exemptions.read_text(encoding="utf-8") + "- id: exempt-z\n  kind: no-statistic\n  why: {zh: 无, en: none}\n"
    exemptions.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="exempts nothing"):
        read_curation(folder)


# Kinds that real papers have


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("(Riloff and Low 1999, Vane and Beam 2000)", [("Riloff", "1999"), ("Vane", "2000")]),
        ("as Sail [1999] says", [("Sail", "1999")]),
        ("[Smith 1999; Low 2000]", [("Smith", "1999"), ("Low", "2000")]),
        ("Smith等（2001）认为", [("Smith", "2001")]),
        ("（方秋\n实等，2015）", [("方秋实", "2015")]),
        ("(in May 2019)", []),
    ],
)
def test_citations_by_author_are_read_as_papers_have_them(text: str, cited: list[tuple[str, str]]) -> None:
    assert [(one.names[0], one.year) for one in author_years(text)] == cited


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("E. Low. 2005. Reeds of the moor. Ph.D. thesis, Ferrow.", "Low, 2005"),
        ("Ada Low and Bob Vane. 2006. Learning to row. In In Proc. of Boats, pages 81–88.", "Low & Vane, 2006"),
        ("Marie van der Berg. 2006. Reeds. Own copy.", "van der Berg, 2006"),
        ("Low, J.; Beam, A.; and Vane, F. 2001. Fields of reed. In Boats 2003.", "Low et al., 2001"),
    ],
)
def test_an_entry_that_begins_with_given_names_has_its_key(entry: str, key: str) -> None:
    assert [one.key for one in keyed_entries([printed_entry(entry)])] == [key]


def test_a_semicolon_within_brackets_ends_no_sentence() -> None:
    document = plain_document("1 引言\n\n茶园变多（张三，2018；李四，2019）。水磨变少；渡船也变少。\n")
    found = [document.text[one.start : one.end] for one in passages(document) if one.kind == "sentence"]
    assert found == ["茶园变多（张三，2018；李四，2019）。", "水磨变少；", "渡船也变少。"]


def test_a_table_of_plain_text_has_rows_and_the_text_after_it_is_text() -> None:
    table = "Table 1. Reeds\nPlace  2012  2013\nLake Pell  1,200  —\nFerrow  3.5  4\n\nReeds were counted by 12\nmen.\n"
    document = plain_document(f"1 Introduction\n\nIt was so. And so on.\n\n{table}")
    kinds = [(one.kind, document.text[one.start : one.end]) for one in passages(document) if one.kind.startswith("table")]
    assert kinds == [
        ("table-header", "Place  2012  2013"), ("table-row", "Lake Pell  1,200  —"), ("table-row", "Ferrow  3.5  4"),
    ]  # fmt: skip


def test_an_abstract_may_run_on_behind_its_label() -> None:
    document = plain_document("茶史\n\n摘要：茶好。山高。\n\n关键词：茶；山\n\n1 引言\n\n茶有史。\n")
    assert [one.locator for one in passages(document)][1:4] == ["abstract.h", "abstract.p1.s1", "abstract.p1.s2"]


@pytest.mark.parametrize("text", ["Low, " * 3000 + "(20", "A-" * 700, "A-" * 3000, "（" + "张、" * 180 + "2001）"])
def test_a_hostile_row_of_names_comes_to_an_end(text: str) -> None:
    author_years(text)
    assert len(keyed_entries([printed_entry(text)])) == 1
