"""A draft of a curation folder from another paper: markers, figures, headings, lists of references, and the whole flow.

The papers are invented: honey jars of a township, windmills of a moor, a bridge. Expected values were worked out by hand.
"""

from __future__ import annotations

import csv
import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.curation.coverage import coverage_of
from cbec_kg.curation.reader import read_curation
from cbec_kg.curation.yaml_text import Fields, records_yaml, scalar
from cbec_kg.drafting.draft import MAX_CHARACTERS, Draft, draft_folder
from cbec_kg.drafting.front import front_fields
from cbec_kg.drafting.identity import folder_id, language_of, printed_dois
from cbec_kg.errors import LimitError, UsageError
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Citation, Exemption, Reference, Section, Statistic
from cbec_kg.model.terms import UNIT_BASES
from cbec_kg.text.author_year import author_years
from cbec_kg.text.markers import lookalikes, markers
from cbec_kg.text.normalise import normalise, one_line
from cbec_kg.text.numerals import value_text
from cbec_kg.text.passage_text import PassageText
from cbec_kg.text.plain import plain_document
from cbec_kg.text.quantities import quantities
from cbec_kg.text.segment import passages
from cbec_kg.text.units import NOUNS, Unit
from pdf_builder import build_pdf

CASES = Path(__file__).parent / "cases" / "drafting"
HONEY, MILLS, BRIDGE = (CASES / f"{name}.txt" for name in ("honey-zh", "mills-en", "plain"))

Drafted = Callable[[Path], Path]


def run(*arguments: str | Path) -> Result:
    from cbec_kg.cli.main import cli

    return CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Drafted:
    """Return a drafter that drafts each paper once."""
    made: dict[Path, Path] = {}

    def draft(paper: Path) -> Path:
        if paper not in made:
            made[paper] = tmp_path_factory.mktemp("drafts") / paper.stem
            result = run("new", made[paper], "--paper", paper)
            assert result.exception is None, result.output
        return made[paper]

    return draft


@pytest.fixture(scope="module")
def honey(drafted: Drafted) -> Curation:
    return read_curation(drafted(HONEY))


@pytest.fixture(scope="module")
def mills(drafted: Drafted) -> Curation:
    return read_curation(drafted(MILLS))


# Markers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("甲[3]。", [(3,)]),
        ("甲[1,5]。", [(1, 5)]),
        ("甲[1，5、7；9]。", [(1, 5, 7, 9)]),
        ("甲[2-4]。", [(2, 3, 4)]),
        ("甲[2–4, 7]。", [(2, 3, 4, 7)]),
        ("甲[1]-[3]。", [(1, 2, 3)]),
        ("甲[1]至[3]。", [(1, 2, 3)]),
        ("甲[1][2]。", [(1,), (2,)]),
        ("甲[1]、[3]。", [(1,), (3,)]),
        ("甲［３］。", [(3,)]),
        ("甲【3】〔4〕。", [(3,), (4,)]),
        ("甲[ 1,\n5 ]。", [(1, 5)]),
        ("growth³ and decline¹,².", [(3,), (1, 2)]),
        ("增长¹²。", [(12,)]),
        ("增长¹⁻³。", [(1, 2, 3)]),
        ("old.² New", [(2,)]),
        ("（旧）² 新", [(2,)]),
        ("growth^3, decline^{1,2}", [(3,), (1, 2)]),
        ("甲[0]。", [(0,)]),
        ("甲[4-2]。", [()]),
        ("甲[2019]。", [(2019,)]),
        ("甲[1-9999]。", [(1, 9999)]),
        ("面积30m²，10³件，x^2，R²，χ²，平方²", []),
        ("见[J]、[a]、[ ]、(3)、[3, p. 12]", []),
    ],
)
def test_each_marker_cites_its_numbers(text: str, numbers: list[tuple[int, ...]]) -> None:
    assert [marker.numbers for marker in markers(text)] == numbers


NUMBERS = st.lists(st.integers(1, 999), min_size=1, max_size=5)


@given(NUMBERS, st.sampled_from([",", "，", "、", ";", ", "]), st.sampled_from(["[]", "［］", "【】", "〔〕"]))
def test_a_list_in_brackets_cites_exactly_what_it_lists(numbers: list[int], comma: str, brackets: str) -> None:
    printed = brackets[0] + comma.join(map(str, numbers)) + brackets[1]
    (marker,) = markers(f"茶好{printed}。")
    assert (marker.numbers, marker.text) == (tuple(sorted(set(numbers))), printed)


@given(st.integers(1, 900), st.integers(0, 99), st.sampled_from("-–—~～至"), st.booleans())
def test_a_span_cites_both_ends_and_all_between(first: int, more: int, dash: str, bracketed: bool) -> None:
    last = first + more
    printed = f"[{first}]{dash}[{last}]" if bracketed else f"[{first}{dash}{last}]"
    (marker,) = markers(f"茶好{printed}。")
    assert marker.numbers == tuple(range(first, last + 1))


@given(st.integers(1, 999))
def test_raised_digits_cite_one_reference(number: int) -> None:
    raised = str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    (marker,) = markers(f"茶好{raised}。")
    assert marker.numbers == (number,)


@given(st.text(alphabet="[]［】,-–¹²^{}0123456789甲a (\n", max_size=60))
def test_markers_are_in_order_apart_and_within_the_text(text: str) -> None:
    last = 0
    for marker in markers(text):
        assert last <= marker.start < marker.end <= len(text)
        assert text[marker.start : marker.end] == marker.text
        assert list(marker.numbers) == sorted(set(marker.numbers))
        last = marker.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mills turn (Smith, 2019).", [("Smith", "2019", "(Smith, 2019)")]),
        (
            "Mills turn (see Smith & Vane, 2019a; Low et al., 2020).",
            [
                ("Smith", "2019a", "(see Smith & Vane, 2019a"),
                ("Low", "2020", "(see Smith & Vane, 2019a; Low et al., 2020)"),
            ],
        ),
        (
            "Vane et al. (2018) and Harrow and Low (2001) agree.",
            [("Vane", "2018", "Vane et al. (2018)"), ("Harrow", "2001", "Harrow and Low (2001)")],
        ),
        ("Low’s (2019, 2020a,b) mills", [("Low", year, None) for year in ("2019", "2020a", "2020b")]),
        ("(Low, 2019, p. 3) and (van der Berg 2003: 3-5)", [("Low", "2019", None), ("van der Berg", "2003", None)]),
        ("(for a review, see Low, 2019; but see Vane, 2021)", [("Low", "2019", None), ("Vane", "2021", None)]),
        ("山高（张三，2019）。", [("张三", "2019", "（张三，2019）")]),
        (
            "山高（张三等, 2019；李四, 2020）。",
            [("张三", "2019", "（张三等, 2019"), ("李四", "2020", "（张三等, 2019；李四, 2020）")],
        ),
        ("张三和李四（2018）指出", [("张三", "2018", "张三和李四（2018）")]),
        ("In 2019 (a dry year), 12 mills (2018) turned in (January 2019). The (2019) act, (Table 3, 2019).", []),
    ],
)
def test_author_and_year_name_one_reference_each(text: str, found: list[tuple[str, str, str | None]]) -> None:
    cited = author_years(text)
    assert [(one.names[0], one.year) for one in cited] == [(author, year) for author, year, _ in found]
    for one, (_, _, printed) in zip(cited, found, strict=True):
        assert printed is None or text[one.start : one.end] == printed


def test_a_marker_with_a_page_is_reported_and_an_ordinary_one_is_not() -> None:
    assert lookalikes("甲[3, p. 12]乙[3: 5]丙[3,12]丁[J]") == ["[3, p. 12]", "[3: 5]"]


# Figures


@pytest.mark.parametrize(
    ("text", "printed", "value", "operator", "unit"),
    [
        ("约1.69万亿元", "约1.69万亿元", "1.69", "about", "unit-cny-1e12"),
        ("近100亿美元", "近100亿美元", "100", "nearly", "unit-usd-1e8"),
        ("接近 100 亿", "接近 100 亿", "100", "nearly", "unit-unknown-1e8"),
        ("超过50%", "超过50%", "50", "more-than", "unit-percent"),
        ("1388多家", "1388多家", "1388", "more-than", "unit-count"),
        ("300多万平方米", "300多万平方米", "300", "more-than", "unit-m2-1e4"),
        ("20余家", "20余家", "20", "more-than", "unit-count"),
        ("价格是3倍多", "3倍多", "3", "more-than", "unit-times"),
        ("100家以上", "100家以上", "100", "at-least", "unit-count"),
        ("不低于30%", "不低于30%", "30", "at-least", "unit-percent"),
        ("不足100万元", "不足100万元", "100", "less-than", "unit-cny-1e4"),
        ("100家左右", "100家左右", "100", "about", "unit-count"),
        ("产蜜12,000吨", "12,000吨", "12000", "equal", "unit-tonne"),
        ("一千三百家", "一千三百家", "1300", "equal", "unit-count"),
        ("三千二百亿元", "三千二百亿元", "3200", "equal", "unit-cny-1e8"),
        ("约百分之十二", "约百分之十二", "12", "about", "unit-percent"),
        ("增长4.4个百分点", "4.4个百分点", "4.4", "equal", "unit-percentage-point"),
        ("变动为-2.86%", "-2.86%", "-2.86", "equal", "unit-percent"),
        ("１２家", "１２家", "12", "equal", "unit-count"),
        ("占比12.90%", "12.90%", "12.90", "equal", "unit-percent"),
        ("节约5亿元", "5亿元", "5", "equal", "unit-cny-1e8"),
        ("附近3家", "3家", "3", "equal", "unit-count"),
        ("cost $1.2 million a year", "$1.2 million", "1.2", "equal", "unit-usd-1e6"),
        ("over 3 billion yuan", "over 3 billion yuan", "3", "more-than", "unit-cny-1e9"),
        ("Nearly 40 firms", "Nearly 40 firms", "40", "nearly", "unit-count"),
        ("about 15 per\ncent", "about 15 per\ncent", "15", "about", "unit-percent"),
        ("at least 12 kg", "at least 12 kg", "12", "at-least", "unit-kg"),
        ("less than 5 percentage points", "less than 5 percentage points", "5", "less-than", "unit-percentage-point"),
        ("no less than 7 CNY", "no less than 7 CNY", "7", "at-least", "unit-cny"),
        ("moreover 5 people", "5 people", "5", "equal", "unit-count"),
    ],
)
def test_a_figure_is_read_with_its_qualifier_and_unit(text: str, printed: str, value: str, operator: str, unit: str) -> None:
    assert [(f.printed, f.value, f.operator, f.unit.id) for f in quantities(text)] == [(printed, value, operator, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "3至5人", "5%~10%", "3 to 5 kg", "between 3 and 5 kg", "不超过30%", "no more than 5%", "50%以下", "几十家", "数百个",
        "十几家", "二三十家", "第3名", "第三个", "一个", "2个月", "A5家", "2019年", "12", "4PL", "5 personality", "v1.2 kg",
        "图2人",
    ],
)  # fmt: skip
def test_what_is_no_certain_figure_is_left_to_a_person(text: str) -> None:
    assert quantities(text) == []


def test_digits_of_a_marker_are_no_figure() -> None:
    text = "售出[12]家"
    (marker,) = markers(text)
    assert quantities(text, [(marker.start, marker.end)]) == []


@given(st.decimals(0, 99999, places=2, allow_nan=False), st.sampled_from(["亿元", "万家", "%", " million USD", "吨"]))
def test_the_printed_digits_of_a_figure_are_preserved(number: object, unit: str) -> None:
    (figure,) = quantities(f"共有{number}{unit}。")
    assert (figure.value, figure.printed) == (str(number), f"{number}{unit}")


@given(st.integers(1, 9999))
def test_every_chinese_numeral_below_ten_thousand_is_read(number: int) -> None:
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    written = "".join(
        digits[int(digit)] + places[place] if digit != "0" else "零"
        for digit, place in zip(str(number), range(len(str(number)) - 1, -1, -1), strict=True)
    )
    numeral = re.sub("零+", "零", written).rstrip("零")
    assert value_text(numeral) == str(number)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", "10"), ("十二", "12"), ("两千", "2000"), ("一千三", "1300"), ("二〇一九", "2019"), ("12,000", "12000"),
     ("三五", None), ("百", None), ("十十", None), ("一零", None), ("12,00", None), ("", None)],
)  # fmt: skip
def test_a_numeral_is_read_or_refused(numeral: str, value: str | None) -> None:
    assert value_text(numeral) == value


# Pieces


def test_a_fragment_grows_until_it_stands_once() -> None:
    source = "茶价5元，茶价5元[1]。茶"
    piece = PassageText(source, passages(plain_document(source))[0])
    assert piece.fragment(2, 4) == "茶价5元，"
    assert piece.fragment(9, 12, fixed_end=True) == "[1]"


@given(st.text(alphabet="茶山12.[3]a ,，\n", min_size=1, max_size=40), st.data())
def test_a_fragment_stands_once_in_its_passage_and_is_short(text: str, data: st.DataObject) -> None:
    found = passages(plain_document(text))
    if not found:
        return
    piece = PassageText(text, found[0])
    start = data.draw(st.integers(0, len(piece.text) - 1))
    end = data.draw(st.integers(start + 1, len(piece.text)))
    fragment = piece.fragment(start, end, least=3)
    if fragment is not None:
        whole, wanted = normalise(piece.text).text, normalise(fragment).text
        assert whole.count(wanted) >= 1
        assert normalise(piece.text[start:end]).text in wanted
        assert len(fragment) <= (20 if any(ord(character) > 0x2E7F for character in fragment) else 60)


def test_a_drafted_title_has_no_control_character() -> None:
    fields = front_fields({"title": ("\x02水车\x1b",), "authors": ("\x00",)}, [], "zh")
    assert fields["title"] == {"zh": "水车", "en": "(to be translated) 水车"}
    assert "authors" not in fields


def test_white_space_is_kept_between_latin_characters_only() -> None:
    assert one_line("约 0.52\n万人 and  more\u200b ¥") == "约0.52万人and more¥"


@given(st.text(max_size=40))
def test_every_scalar_is_read_back_as_it_was_written(text: str) -> None:
    import yaml

    if not any("\ud800" <= character <= "\udfff" for character in text):
        node = yaml.compose(f"- {scalar(text)}\n", Loader=yaml.SafeLoader)
        assert node is not None and node.value[0].value == text


def test_records_are_written_sorted_by_id() -> None:
    records: list[Fields] = [{"id": "ref-2", "number": 2}, {"id": "ref-1", "at": ["a b", "c: d"]}]
    assert records_yaml(records) == '- id: ref-1\n  at:\n    - a b\n    - "c: d"\n- id: ref-2\n  number: 2\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DOI: 10.99999/a.2020.1。", ["10.99999/a.2020.1"]),
        ("https://doi.org/10.99999/A, 10.99999/a.", ["10.99999/A"]),
        ("(10.99999/x(1)2)", ["10.99999/x(1)2"]),
        ("10.99999/x表", ["10.99999/x"]),
        ("价格10.5/斤", []),
    ],
)
def test_a_doi_is_read_as_printed(text: str, found: list[str]) -> None:
    assert printed_dois(text) == found


def test_the_id_comes_from_what_is_given_then_the_doi_then_the_file_then_the_text() -> None:
    assert folder_id("tea-1", "10.9999/b", "c", "") == "tea-1"
    assert folder_id(None, "10.9999/B.2020(1)", "c", "") == "b-2020-1"
    assert folder_id(None, None, "My Tea, 2nd", "") == "my-tea-2nd"
    assert re.fullmatch("paper-[0-9a-f]{8}", folder_id(None, None, "茶", "山"))


@pytest.mark.parametrize("given_id", ["Tea", "tea_1", "-tea", "", "茶", "ontology", "a" * 61])
def test_an_id_that_is_none_is_refused(given_id: str) -> None:
    with pytest.raises(UsageError, match="lower-case letters and digits joined by hyphens"):
        folder_id(given_id, None, "", "")


def test_the_language_is_that_of_most_of_the_text() -> None:
    assert [language_of(text_of(paper)) for paper in (HONEY, MILLS)] == ["zh", "en"]


# Drafts


def test_the_article_has_only_what_its_text_prints(honey: Curation, mills: Curation) -> None:
    assert (honey.article.id, honey.article.doi, honey.article.language) == (
        "article-honey-2022-17",
        "10.99999/honey.2022.17",
        "zh",
    )
    assert [note.field for note in honey.article.unknown] == ["title", "authors", "journal", "year"]
    assert (mills.article.id, mills.article.doi, mills.article.language) == ("article-mills-en", None, "en")
    assert [note.field for note in mills.article.unknown] == ["doi", "title", "authors", "journal", "year"]


def test_sections_come_from_headings_and_kinds_from_unmistakable_ones(honey: Curation) -> None:
    assert [(s.number, s.kind, s.zh, s.en, s.parent) for s in honey.of(Section)] == [
        ("1", "introduction", "引言", "Introduction", None),
        ("2", "body", "现状", "(to be translated) 现状", None),
        ("2.1", "body", "产量", "(to be translated) 产量", "section-2"),
        ("2.2", "body", "包装", "(to be translated) 包装", "section-2"),
        ("3", "conclusion", "结语", "Conclusion", None),
        ("abstract", "abstract", "摘要", "Abstract", None),
        ("front", "front", "正文之前", "Front matter", None),
        ("references", "references", "参考文献", "References", None),
    ]


def test_every_marker_becomes_a_citation_for_each_reference(honey: Curation) -> None:
    assert [(c.id, c.at[0].locator, c.at[0].fragment) for c in honey.of(Citation)] == [
        ("citation-01-1", "1.p1.s1", "眠乡由来已久[1]"),
        ("citation-01-2", "2.1.p1.s1", "4.4个百分点[1,3]"),
        ("citation-01-3", "2.2.p1.s2", "作坊改用陶罐[1]-[3]"),
        ("citation-02-1", "1.p1.s2", "由小作坊售出［2］"),
        ("citation-02-2", "2.1.p1.s2", "50%没有标签[2-4]"),
        ("citation-02-3", "2.2.p1.s2", "作坊改用陶罐[1]-[3]"),
        ("citation-03-1", "2.1.p1.s1", "4.4个百分点[1,3]"),
        ("citation-03-2", "2.1.p1.s2", "50%没有标签[2-4]"),
        ("citation-03-3", "2.2.p1.s1", "纸盒的3倍多³"),
        ("citation-03-4", "2.2.p1.s2", "作坊改用陶罐[1]-[3]"),
        ("citation-04-1", "2.1.p1.s2", "50%没有标签[2-4]"),
    ]
    assert {citation.function for citation in honey.of(Citation)} == {"citesForInformation"}


def test_every_figure_with_a_unit_becomes_a_candidate(honey: Curation, mills: Curation) -> None:
    assert [(s.printed, s.value_text, s.operator, s.unit) for s in honey.of(Statistic)] == [
        ("12家", "12", "equal", "unit-count"),
        ("约1.69亿元", "1.69", "about", "unit-cny-1e8"),
        ("12,000吨", "12000", "equal", "unit-tonne"),
        ("4.4个百分点", "4.4", "equal", "unit-percentage-point"),
        ("一千三百家", "1300", "equal", "unit-count"),
        ("超过50%", "50", "more-than", "unit-percent"),
        ("3倍多", "3", "more-than", "unit-times"),
        ("至少20家", "20", "at-least", "unit-count"),
        ("不足100万元", "100", "less-than", "unit-cny-1e4"),
    ]
    assert [s.printed for s in mills.of(Statistic)] == [
        "$1.2 million", "2.5 hours", "About 15 per cent", "3 billion yuan", "4.5 percentage points",
    ]  # fmt: skip
    for statistic in (*honey.of(Statistic), *mills.of(Statistic)):
        assert (statistic.indicator, statistic.place, statistic.period) == ("indicator-to-confirm", "unspecified", "unknown")


def test_the_list_of_references_stays_as_printed_beside_the_stubs(drafted: Drafted, honey: Curation) -> None:
    assert (drafted(HONEY) / "references.txt").read_text(encoding="utf-8").split("\n") == [
        "[1] 文一鸣. 鹿眠乡养蜂小史[J]. 山乡杂志, 2015(2): 3-9.",
        "[2] 丁香. 小作坊的销路[M]. 鹿眠: 鹿眠书局, 2018.",
        "[3] Field B. Glass jars and clay jars. Journal of Jars, 2019, 4(1): 11-20.",
        "[4] 乡志办. 鹿眠乡志[Z]. 2020.",
        "",
    ]
    assert [(r.number, r.metadata) for r in honey.of(Reference)] == [(number, "unknown") for number in (1, 2, 3, 4)]
    exempted = {exemption.id: [anchor.locator for anchor in exemption.at] for exemption in honey.of(Exemption)}
    assert exempted["exempt-references"] == [f"references.p{number}.s1" for number in (1, 2, 3, 4)]
    assert exempted["exempt-keywords"] == ["abstract.p2.s1", "abstract.p2.s2", "abstract.p2.s3"]


def test_no_claim_is_drafted(drafted: Drafted) -> None:
    assert not (drafted(HONEY) / "claims.yaml").exists()


def test_the_list_of_things_to_do_has_every_sentence_with_its_markers_and_numbers(drafted: Drafted) -> None:
    rows = list(csv.DictReader((drafted(HONEY) / "todo.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 18
    by_locator = {row["locator"]: row for row in rows}
    assert by_locator["2.1.p1.s1"] == {
        "locator": "2.1.p1.s1", "page": "", "opening": "2021年全乡产蜜12,", "markers": "[1,3]",
        "candidates": "12,000吨; 4.4个百分点", "other_numbers": "2021", "note": "",
    }  # fmt: skip
    assert by_locator["2.1.p1.s3"]["note"] == (
        "[0]: no reference has the number 0; there is [1]..[4];"
        " 3至5人: a range, left to you: value 3, upper 5, operator between"
    )


def test_what_is_not_drafted_is_reported() -> None:
    found = draft_folder(plain_document(text_of(HONEY)), None, "x").findings
    assert [(finding.locator, finding.text) for finding in found] == [
        ("1.p1.s3", "李青禾（2019）"),
        ("2.1.p1.s3", "[0]"),
        ("2.2.p1.s2", "[9]"),
        ("3.p1.s2", "（王小满，2020）"),
    ]


def test_without_a_list_of_references_the_numbers_cited_are_the_references() -> None:
    draft = draft_folder(plain_document("甲[2]。乙[5-6]。丙[2020]。"))
    assert (draft.counts["references"], draft.counts["citations"]) == (3, 3)
    assert [finding.text for finding in draft.findings] == ["[2020]"]


def test_the_same_marker_twice_in_a_sentence_makes_two_citations() -> None:
    draft = draft_folder(plain_document("山里茶多[1]，水边鱼肥[1]。"))
    assert '"front.p1.s1 山里茶多[1]"' in draft.files["citations.yaml"]
    assert '"front.p1.s1 水边鱼肥[1]"' in draft.files["citations.yaml"]
    assert draft.counts["citations"] == 2


def test_several_dois_leave_the_articles_unknown() -> None:
    article = draft_folder(plain_document("DOI: 10.99999/a\n茶好。数据见10.99999/b。\n")).files["article.yaml"]
    assert "\ndoi:" not in article
    assert "prints 2 different DOIs" in article


def test_the_page_of_each_passage_is_given() -> None:
    rows = list(csv.DictReader(draft_folder(plain_document("茶好。 \n山高。 \n", (0, 5))).files["todo.csv"].splitlines()))
    assert [row["page"] for row in rows] == ["1", "2"]


def test_a_text_is_drafted_the_same_every_time() -> None:
    drafts: list[Draft] = [draft_folder(plain_document(text_of(HONEY)), None, "x") for _ in range(2)]
    assert drafts[0] == drafts[1]


# The whole flow


@pytest.mark.parametrize("paper", [HONEY, MILLS, BRIDGE], ids=lambda paper: paper.stem)
def test_a_draft_can_be_checked_built_queried_and_viewed_at_once(drafted: Drafted, paper: Path, tmp_path: Path) -> None:
    folder = drafted(paper)
    for command in (
        ("check",),
        ("build", "--fast", "--out", tmp_path / "out"),
        ("query", "citation-contexts"),
        ("query", "unknowns"),
        ("evidence",),
        ("anchor", "--paper", paper),
        ("view", "--out", tmp_path / "page.html"),
    ):
        result = run(*command, "--data", folder)
        assert result.exception is None and not result.return_value, (command, result.output)


@pytest.mark.parametrize("paper", [HONEY, MILLS, BRIDGE], ids=lambda paper: paper.stem)
def test_coverage_of_a_draft_lists_what_is_left_to_do(drafted: Drafted, paper: Path) -> None:
    result = run("coverage", "--paper", paper, "--data", drafted(paper))
    assert result.exception is None and result.return_value == 1
    curation, text = read_curation(drafted(paper)), text_of(paper)
    gaps = {(item.kind, item.locator) for item in coverage_of(curation, plain_document(text)).gaps}
    stated = {passage.locator for passage in curation.passages if passage.kind == "sentence"}
    listed = {anchor.locator for exemption in curation.of(Exemption) for anchor in exemption.at}
    assert {locator for kind, locator in gaps if kind == "passage"} >= stated - listed
    for statistic in curation.of(Statistic):
        assert ("number", statistic.at[0].locator) in gaps


def test_only_markers_without_a_reference_are_gaps(honey: Curation) -> None:
    gaps = coverage_of(honey, plain_document(text_of(HONEY))).gaps
    assert [(item.locator, item.text) for item in gaps if item.kind == "marker"] == [
        ("2.1.p1.s3", "[0]"),
        ("2.2.p1.s2", "[9]"),
    ]


def test_gaps_go_away_as_a_person_works_through_them(tmp_path: Path) -> None:
    """The bridge paper, curated to the end: claims written, the width confirmed, one number listed as none."""
    folder = tmp_path / "bridge"
    assert run("new", folder, "--paper", BRIDGE).exception is None
    before = len(coverage_of(read_curation(folder), plain_document(text_of(BRIDGE))).gaps)
    (folder / "claims.yaml").write_text(
        """\
- {id: claim-age, kind: background, zh: 桥龄三个世纪, en: It is very old, at: [front.p1.s1 木桥], place: unspecified}
- {id: claim-repair, kind: status, zh: 近年有过一次维修, en: It was mended once, at: [front.p2.s1 修过一次],
   place: unspecified, rests_on: [{on: citation-01-1, role: statement, basis: stated}]}
- {id: claim-use, kind: status, zh: 桥上有人往来, en: People use the bridge, at: [front.p1.s2 走过], place: unspecified}
- {id: claim-wood, kind: evaluation, zh: 木材尚够, en: There is wood enough, at: [front.p2.s2 够用], place: unspecified}
""",
        encoding="utf-8",
    )
    statistics = (folder / "statistics.yaml").read_text(encoding="utf-8").replace("indicator-to-confirm", "indicator-bridge")
    (folder / "statistics.yaml").write_text(statistics, encoding="utf-8")
    indicators = "- {id: indicator-bridge, zh: 桥的度量, en: measure of the bridge}\n"
    (folder / "indicators.yaml").write_text(indicators, encoding="utf-8")
    assert run("anchor", "--paper", BRIDGE, "--write", "--data", folder).exception is None
    result = run("coverage", "--paper", BRIDGE, "--data", folder)
    assert before == 6
    assert (result.return_value, "No gap." in result.output) == (0, True), result.output


def test_the_summary_lists_what_was_drafted_what_not_and_what_to_do_next(tmp_path: Path) -> None:
    result = run("new", tmp_path / "honey", "--paper", HONEY, "--id", "honey-1")
    assert "(honey-1)" in result.output
    assert "4 references, 11 citations" in result.output
    assert "9 candidate statistics" in result.output
    assert "Not drafted: 4" in result.output
    assert re.search(r"cbec-kg coverage --paper \S+ --data \S+", result.output)


# Bad input


def refused(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert isinstance(result.exception, UsageError | LimitError), result.output
    return str(result.exception)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    assert "is not empty; nothing was written" in refused("new", tmp_path, "--paper", BRIDGE)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("keep", encoding="utf-8")
    assert "is a file; nothing was written" in refused("new", file, "--paper", BRIDGE)
    assert file.read_text(encoding="utf-8") == "keep"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("new", tmp_path / "empty", "--paper", BRIDGE).exception is None
    assert (tmp_path / "empty" / "article.yaml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("paper.pdf", b"no pdf", "is not a PDF"),
        ("paper.txt", b"", "has no text"),
        ("paper.txt", b" \n\n", "has no text"),
        ("paper.txt", b"https://example.org/x\n", "nothing but page furniture"),
        ("paper.txt", b"\xff\xfe\x00", "UTF-16"),
    ],
)
def test_a_paper_that_cannot_be_read_is_refused_and_nothing_is_left(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    paper = tmp_path / name
    paper.write_bytes(content)
    assert message in refused("new", tmp_path / "folder", "--paper", paper)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_failure_in_the_middle_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> str:
        raise RuntimeError("full")

    monkeypatch.setattr("cbec_kg.curation.passages.passages_csv", fail)
    assert isinstance(run("new", tmp_path / "folder", "--paper", BRIDGE).exception, RuntimeError)
    assert list(tmp_path.iterdir()) == []


def test_a_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="at most 500,000 are drafted"):
        draft_folder(plain_document("茶" * (MAX_CHARACTERS + 1)))


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read from the operating system")
@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="no /proc: the peak of memory cannot be read")
def test_a_text_of_50_mb_is_refused_within_bounded_memory(tmp_path: Path) -> None:
    paper = tmp_path / "big.txt"
    sentence = "山里的茶很多，水边的鱼很肥[1]。\n".encode()
    paper.write_bytes(sentence * (50_000_000 // len(sentence)))
    code = (
        "import re, sys; from cbec_kg.cli.main import run; code = run(sys.argv[1:]);"
        "print(code, *re.findall(r'VmHWM:\\s+([0-9]+)', open('/proc/self/status').read()))"
    )
    command = [sys.executable, "-c", code, "new", str(tmp_path / "folder"), "--paper", str(paper)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})
    exit_code, peak = map(int, done.stdout.split())  # the peak in KiB, which getrusage would take over from this process
    assert (exit_code, "Give the article alone" in done.stderr) == (4, True)
    assert peak * 1024 < 400_000_000
    assert [path.name for path in tmp_path.iterdir()] == ["big.txt"]


# PDF


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the honey paper typeset on small pages, with Chromium's running heads, addresses and page numbers."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    folder = tmp_path_factory.mktemp("pdf")
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text_of(HONEY).split("\n") if line)
    page = folder / "paper.html"
    style = "body{font-family:'Noto Serif CJK SC';font-size:18pt} @page{size:A5}"
    page.write_text(f'<meta charset="utf-8"><style>{style}</style>{lines}', encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu"]
    target = folder / "honey.pdf"
    command = [program, *flags, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    return target


def test_a_pdf_is_drafted_with_the_same_citations_and_candidates(pdf: Path, tmp_path: Path, honey: Curation) -> None:
    folder = tmp_path / "from-pdf"
    result = run("new", folder, "--paper", pdf)
    assert result.exception is None, result.output
    found = read_curation(folder)
    assert found.article.doi == honey.article.doi
    assert [citation.id for citation in found.of(Citation)] == [citation.id for citation in honey.of(Citation)]
    assert [s.printed for s in found.of(Statistic)] == [s.printed for s in honey.of(Statistic)]
    assert [reference.number for reference in found.of(Reference)] == [1, 2, 3, 4]
    assert {section.number for section in honey.of(Section)} == {section.number for section in found.of(Section)}
    assert "file:" not in "".join((folder / name).read_text(encoding="utf-8") for name in ("todo.csv", "references.txt"))
    rows = list(csv.DictReader((folder / "todo.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["page"] for row in rows} >= {"1", "2"}
    assert run("check", "--fast", "--data", folder).exception is None
    assert not run("anchor", "--paper", pdf, "--data", folder).return_value
    assert run("coverage", "--paper", pdf, "--data", folder).return_value == 1


def test_encrypted_and_empty_pdfs_are_distinguished_and_leave_no_folder(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(build_pdf([[]]))
    locked = CASES.parent / "documents" / "aes-locked.pdf"
    for path, message in ((tmp_path / "scan.pdf", "has no text"), (locked, "is encrypted")):
        assert message in refused("new", tmp_path / "folder", "--paper", path)
    assert not (tmp_path / "folder").exists()


def test_the_summary_accounts_for_every_character(drafted: Drafted, tmp_path: Path) -> None:
    paper = tmp_path / "p.txt"
    paper.write_text("1. 引言\n\nhttps://x.org/y\n\n茶好[1]。\n\n参考文献\n\n[1] 甲. 2019.\n", encoding="utf-8")
    result = run("new", tmp_path / "folder", "--paper", paper)
    assert "39 characters: 14 in passages, 10 in the list of references, 15 page furniture, 0 unreadable" in result.output
    rows = list(csv.DictReader((tmp_path / "folder" / "account.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["kind"], row["place"], row["opening"]) for row in rows] == [
        ("furniture", "3", "https://x.or"),
        ("references", "9", "[1]甲. 2019."),
    ]


@pytest.mark.parametrize(
    ("form", "scale", "base", "factor"),
    [
        ("吨", 0, "kg", "1000"), ("吨", 4, "kg", "10000000"), ("公斤", 0, "kg", "1"), ("亩", 0, "unknown", "1"),
        ("个百分点", 0, "percentage-point", "1"), ("欧元", 8, "EUR", "100000000"), ("日元", 0, "JPY", "1"),
        ("平方公里", 0, "m2", "1000000"), ("公顷", 0, "m2", "10000"),
    ],
)  # fmt: skip
def test_a_unit_has_the_base_and_the_factor_to_it_that_a_record_takes(form: str, scale: int, base: str, factor: str) -> None:
    unit = Unit(NOUNS[form], scale)
    assert (unit.noun.base, unit.factor) == (base, factor)
    assert base in UNIT_BASES


def test_every_noun_has_a_base_that_a_record_takes() -> None:
    assert {noun.base for noun in NOUNS.values()} <= set(UNIT_BASES)
