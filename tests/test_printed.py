"""Records against what is printed: each kind of contradiction once, and what holds, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cbec_kg.curation.held import Held, hold
from cbec_kg.curation.place_rules import _fits
from cbec_kg.curation.printed_rules import printed
from cbec_kg.curation.printed_text import PrintedText
from cbec_kg.curation.reader import read_curation
from cbec_kg.curation.unit_rules import units
from cbec_kg.documents.reading import read_document
from cbec_kg.errors import DataError
from cbec_kg.model.curated import AnchorPlace, Curation
from cbec_kg.model.records import Article, Statistic, Unit
from cbec_kg.model.terms import Where

STATISTICS, UNITS, ANCHORS, PASSAGES = "statistics.yaml", "units.yaml", "anchors.csv", "passages.csv"

REFUSED = (
    (STATISTICS, "printed: 64家", "printed: 许多家", r"stat-cooperatives\.printed '许多家' has no number; 64 is recorded\."),
    (STATISTICS, "value: 64\n", "value: 46\n", r"stat-cooperatives\.value 46 does not occur in printed '64家'"),
    (STATISTICS, "value: 3\n  operator: equal\n  unit: unit-count\n", "value: 4\n  operator: equal\n  unit: unit-count\n",
     r"stat-picker-skills\.value is 4; printed '三项' says 3\."),
    (STATISTICS, "operator: nearly", "operator: equal",
     r"stat-tea-export-2019\.operator is 'equal'; printed '近210吨' says 'nearly'\."),
    (STATISTICS, "operator: about", "operator: more-than",
     r"stat-members\.operator is 'more-than'; printed '约0.52万人' says 'about'\."),
    (STATISTICS, "operator: equal\n  unit: unit-cny\n", "operator: equal\n  unit: unit-percent\n",
     r"stat-tea-price-2020\.unit is unit-percent, 1 of percent; printed '86.00元' says 1 of CNY\."),
    (STATISTICS, "unit: unit-count-1e4", "unit: unit-count",
     r"stat-members\.unit is unit-count, 1 of count; printed '约0.52万人' says 10000 of count\."),
    (STATISTICS, "unit: unit-rank", "unit: unit-count", r"printed '第三位' says a rank\."),
    (UNITS, "factor: 10000,", "factor: 20000,",
     r"unit-count-1e4 is 20000 of count; its symbol '万' says a scale of 10000\."),
    (UNITS, "symbol: 位", "symbol: 个", r"unit-rank is of rank; its symbol '个' counts things\."),
    (UNITS, "base: CNY", "base: USD", r"unit-cny is 1 of USD; its symbol '元' says 1 of CNY\."),
    (ANCHORS, "fig1.note,青墟县茶业年报,553,560,", "fig1.note,青墟县茶业年报,1553,1560,",
     r"attribution-figure-1: '青墟县茶业年报' is at 1553 to 1560, outside fig1.note"),
    (PASSAGES, "1.p1.s2,sentence,1,240,", "1.p1.s2,sentence,1,230,",
     r"1\.p1\.s2 begins at 230, before 1\.p1\.s1 ends at 240: passages do not overlap\."),
    (UNITS, "zh: 吨, en: tonne", "zh: tonne, en: 吨", r"unit-tonne: 'zh' has no Chinese and 'en' has\. They are exchanged"),
)  # fmt: skip
"""What the fields of one record, or the computed files, decide: the file, what stands there, what instead, what is told."""


@pytest.mark.parametrize(("file", "old", "new", "message"), REFUSED)
def test_a_contradiction_within_a_record_is_refused(
    edited: Callable[..., Path], file: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        read_curation(edited((file, old, new)))


PERIOD_2019 = 'place: place-qingxu\n  period: 2019\n  at: ["1.p1.s3'
PERIOD_2019_OF = "  place: place-qingxu\n  period: 2019\n"
WARNED = (
    ((STATISTICS, PERIOD_2019, PERIOD_2019.replace("2019", "2017")),
     "stat-tea-output-2019.period is 2017 as stated, which 1.p1.s3 does not print."),
    ((STATISTICS, PERIOD_2019, PERIOD_2019.replace("2019", "2079")),
     "stat-tea-output-2019.period is 2079, and the article is of 2020."),
    ((STATISTICS, "base: 2018", "base: 2011"),
     "stat-picker-wage-growth-2020.base is 2011; the clause compares with '2018年'."),
    ((STATISTICS, "printed: 16.90%\n  value: 16.90", "printed: 86.00%\n  value: 86.00"),
     "stat-tea-export-share-2019.printed '86.00%' does not stand in 1.p1.s4."),
    ((STATISTICS, "printed: 1350人\n  value: 1350", "printed: 64人\n  value: 64"),
     "stat-pickers-2020.value is 64; the fragment has '1350人'."),
    ((STATISTICS, "printed: 1,240.50吨\n  value: 1240.50", "printed: 240.50吨\n  value: 240.50"),
     "stat-tea-output-2019.printed '240.50吨' is a part of '1,240.50'."),
    ((STATISTICS, "printed: 近210吨\n  value: 210\n  operator: nearly", "printed: 210吨\n  value: 210\n  operator: equal"),
     "stat-tea-export-2019.operator is 'equal'; the passage says 'nearly'"),
    ((STATISTICS, f"kind: growth\n{PERIOD_2019_OF}  base: unknown\n", f"kind: level\n{PERIOD_2019_OF}"),
     "stat-tea-value-growth-2019.kind is 'level'; the words before the number say a growth"),
    (("facets.yaml", "problem: problem-pickers\n  zh: 采茶要会", "problem: problem-machines\n  zh: 采茶要会"),
     "facet-pickers-skill.problem is problem-machines, of section 2.2; it stands in 2.1, which deals with problem-pickers."),
    (("facets.yaml", "{on: citation-01-2, role: requirement", "{on: citation-03-3, role: requirement"),
     "facet-pickers-skill rests on citation-03-3 as stated, which stands in 3.p1, and itself in 2.1.p1."),
    (("tables.yaml", "zh: 外销, en: sold abroad", "zh: 茶叶进口, en: sold abroad"),
     "table-1: the column export is labelled '茶叶进口', and its indicator indicator-tea-export is exports."),
    (("article.yaml", "language: zh", "language: en"), ".language is 'en'; its passages are Chinese."),
    (("article.yaml", "pages_seen: [17, 19]", "pages_seen: [19, 17]"), ".pages_seen is 19, 17; pages follow each other."),
    (("sections.yaml", "zh: 制茶设备陈旧", "zh: 山路狭窄难行"), ": the heading 2.2.h is not '山路狭窄难行'."),
    ((ANCHORS, "fig1.note,青墟县茶业年报,553,560,14", "fig1.note,青墟县茶业年报,552,559,14"),
     "start is 552, in the text '553'."),
)  # fmt: skip
"""What only the sentence decides: one edit, and what is told."""


@pytest.fixture(scope="module")
def text(tests_folder: Path) -> PrintedText:
    return PrintedText(read_document(tests_folder / "mini" / "paper.txt"))


@pytest.fixture(scope="module")
def tests_folder() -> Path:
    return Path(__file__).parent


@pytest.mark.parametrize(("edit", "message"), WARNED)
def test_a_contradiction_to_the_sentence_is_a_warning(
    edited: Callable[..., Path], text: PrintedText, edit: tuple[str, str, str], message: str
) -> None:
    warnings = [str(warning) for warning in hold(read_curation(edited(edit)), text).warnings]
    assert any(message in warning for warning in warnings), warnings


def test_a_column_of_imports_and_exports_together_is_not_taken_for_one_of_exports(edited: Callable[..., Path]) -> None:
    """进出口 has 出口 in it."""
    both = edited(
        ("tables.yaml", "zh: 外销, en: sold abroad", "zh: 进出口, en: sold abroad"),
        ("indicators.yaml", "flow: export", "flow: import"),
    )
    assert not [warning for warning in hold(read_curation(both)).warnings if "is labelled" in str(warning)]


def test_names_of_two_entities_that_are_exchanged_are_a_warning(edited: Callable[..., Path]) -> None:
    swapped = edited(("entities.yaml", "zh: 轻采", "zh: 控时法"), ("entities.yaml", "zh: 控时,", "zh: 轻采,"))
    assert any("names concept-timing" in str(warning) for warning in hold(read_curation(swapped)).warnings)


def test_the_example_papers_hold_and_what_cannot_be_held_is_listed(mini_folder: Path, text: PrintedText) -> None:
    curation = read_curation(mini_folder)
    alone, held = hold(curation), hold(curation, text)
    assert alone.warnings == held.warnings == ()
    unknown = [one.record for one in held.unheld if one.reason == "its period is unknown"]
    assert unknown == ["stat-cooperatives", "stat-members", "stat-picker-skills"]
    others = {one.reason for one in held.unheld if one.record.startswith("stat-")} - {"its period is unknown"}
    assert others == {"a link of it is inferred", "its note is a curator's own"}
    assert "the text is not at hand" in {one.reason for one in alone.unheld}


def test_another_text_decides_nothing(mini_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("1. 引言\n\n蜂蜜产量达300吨。\n", encoding="utf-8")
    other = PrintedText(read_document(tmp_path / "other.txt"))
    curation = read_curation(mini_folder)
    assert hold(curation, other) == hold(curation) != Held((), ())


FIGURES = (
    ("over 1.2 million tonnes", "1.2", "more-than", ("million tonnes", "1000000000", "kg"), ""),
    ("over 1.2 million tonnes", "1.2", "equal", ("million tonnes", "1000000000", "kg"), "operator is 'equal'"),
    ("three mills", "3", "equal", ("mills", "1", "count"), ""),
    ("three mills", "4", "equal", ("mills", "1", "count"), "value is 4"),
    ("fewer than 40%", "40", "less-than", ("%", "1", "percent"), ""),
    ("US$ 5 million", "5", "equal", ("million yuan", "1000000", "CNY"), "unit is unit-x"),
    ("half of the farms", "50", "equal", ("%", "1", "percent"), ""),
    ("many farms", "50", "equal", ("farms", "1", "count"), "has no number"),
    ("300余家", "300", "more-than", ("家", "1", "count"), ""),
    ("500家以上", "500", "more-than", ("家", "1", "count"), ""),
    ("约占总额的17%", "17", "about", ("%", "1", "percent"), ""),
    ("突破百万", "1", "more-than", ("百万", "1000000", "unknown"), ""),
    ("突破百万", "2", "more-than", ("百万", "1000000", "unknown"), "value is 2"),
    ("翻了一番", "2", "equal", ("倍", "1", "multiple"), ""),
    ("提高1.2个百分点", "1.2", "equal", ("%", "1", "percent"), "unit is unit-x"),
    ("25‰", "25", "equal", ("‰", "0.1", "percent"), ""),
    ("12亩", "12", "equal", ("亩", "666.67", "m2"), ""),
    ("居全省首位", "1", "equal", ("位", "1", "rank"), ""),
    ("the largest", "1", "equal", ("rank", "1", "rank"), ""),
    ("全部", "100", "equal", ("%", "1", "percent"), ""),
    ("one in five", "20", "equal", ("%", "1", "percent"), ""),
    ("三成五", "35", "equal", ("%", "1", "percent"), ""),
    ("三成", "40", "equal", ("%", "1", "percent"), "value is 40; printed '三成' says 30"),
    ("六分之一", "16.67", "equal", ("%", "1", "percent"), ""),
    ("三分之二", "33.3", "equal", ("%", "1", "percent"), "says 66.67"),
    ("一半", "60", "equal", ("%", "1", "percent"), "says 50"),
    ("翻了两番", "4", "equal", ("倍", "1", "multiple"), ""),
    ("翻了两番", "2", "equal", ("倍", "1", "multiple"), "says 4"),
    ("增长两倍", "200", "equal", ("%", "1", "percent"), ""),
    ("增长两倍", "20", "equal", ("%", "1", "percent"), "value is 20"),
    ("doubled", "100", "equal", ("%", "1", "percent"), ""),
    ("doubled", "3", "equal", ("times", "1", "multiple"), "says 2"),
    ("two thirds", "67", "equal", ("%", "1", "percent"), ""),
    ("one in five", "25", "equal", ("%", "1", "percent"), "says 20"),
    ("a dozen firms", "20", "equal", ("firms", "1", "count"), "says 12"),
    ("一万二千家", "12000", "equal", ("家", "1", "count"), ""),
    ("一万二千家", "1200", "equal", ("家", "1", "count"), "says 12000"),
    ("第二位", "3", "equal", ("位", "1", "rank"), "says 2"),
    ("达-5%", "5", "equal", ("%", "1", "percent"), "is below zero"),
    ("突破百万", "1000000", "more-than", ("百万", "1000000", "unknown"), "says 1"),
    ("三元/人", "3", "equal", ("元/人", "1", "CNY"), ""),
    ("fourfold", "4", "equal", ("times", "1", "multiple"), ""),
    ("第二位", "2", "equal", ("位", "1", "rank"), ""),
    ("第一批13个", "13", "equal", ("个", "1", "count"), ""),
    ("13个", "13", "equal", ("位", "1", "rank"), "a rank; printed '13个' is none"),
    ("2 tons", "2", "equal", ("tons", "907.18474", "kg"), ""),
    ("3天", "3", "equal", ("个", "1", "count"), ""),
    ("A$ 5 million", "5", "equal", ("A$ million", "1000000", "AUD"), ""),
)
"""A print, the value and operator recorded, the unit's symbol, factor and base, and what is told: nothing where it holds."""


@pytest.mark.parametrize(("text_printed", "value", "operator", "unit", "message"), FIGURES)
def test_prints_are_read_in_both_languages(
    text_printed: str, value: str, operator: str, unit: tuple[str, str, str], message: str
) -> None:
    symbol, factor, base = unit
    records = {
        "unit-x": Unit(id="unit-x", zh=symbol, en=symbol, symbol=symbol, factor=Decimal(factor), base=base),
        "stat-x": Statistic(
            id="stat-x", printed=text_printed, value=Decimal(value), value_text=value, operator=operator,  # type: ignore[arg-type]
            unit="unit-x", indicator="indicator-x", kind="level", place="unspecified", period="unknown", at=(),
        ),
    }  # fmt: skip
    article = Article(id="article-x", language="zh")
    found = [problem.message for problem in printed(Curation(article, {"article-x": article, **records}, (), ()))]
    assert (message in found[0]) if message else not found, found


UNITS_THAT_HOLD = (
    ("亩", "mu", "亩", "666.67", "m2"), ("次", "times", "次", "1", "count"), ("元/人", "yuan a person", "元/人", "1", "CNY"),
    ("点", "points", "点", "1", "percentage-point"), ("元/吨", "yuan a tonne", "元/吨", "1", "CNY"),
)  # fmt: skip


@pytest.mark.parametrize(("zh", "en", "symbol", "factor", "base"), UNITS_THAT_HOLD)
def test_a_unit_of_something_without_a_base_of_its_own_holds(zh: str, en: str, symbol: str, factor: str, base: str) -> None:
    unit = Unit(id="unit-x", zh=zh, en=en, symbol=symbol, factor=Decimal(factor), base=base)
    article = Article(id="article-x", language="zh")
    assert list(units(Curation(article, {"article-x": article, "unit-x": unit}, (), ()))) == []


def test_a_fragment_may_stand_for_a_ligature_or_a_sign() -> None:
    """The text has one character for two: ﬁ for fi, ㎡ for m2."""
    size, shown = len("firms 5 m2".replace(" ", "")), len("ﬁrms 5㎡".replace(" ", ""))
    assert (size, shown) == (8, 6)
    place = AnchorPlace(
        id="x", where=Where(ANCHORS, 2), record="stat-x", locator="1.p1.s1", fragment="firms 5 m2", start=0, end=shown,
        offset=0, prefix="", suffix="",
    )  # fmt: skip
    assert _fits(place, size)
