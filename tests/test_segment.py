"""Sections, paragraphs, sentences, captions and rows of a text, on small texts and on invented papers of other kinds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.text.normalise import has_chinese, normalise
from cbec_kg.text.plain import plain_document
from cbec_kg.text.segment import Passage
from cbec_kg.text.segment import passages as passages_of
from cbec_kg.text.selectors import ArticleText


def passages(source: str) -> list[Passage]:
    return passages_of(plain_document(source))


def furniture(source: str) -> list[tuple[int, int]]:
    return plain_document(source).furniture()


def locators(source: str) -> list[str]:
    return [passage.locator for passage in passages(source)]


def sentences(source: str) -> list[str]:
    """Return the normalised texts of the sentences."""
    text = ArticleText(source, passages(source))
    return [text.text(passage.locator) for passage in text.passages.values() if passage.kind == "sentence"]


SENTENCES: dict[str, tuple[str, list[str]]] = {
    "closing quotation marks stay with the sentence": ("他说：“茶好。”山高。 \n", ["他说：“茶好。”", "山高。"]),
    "a decimal point ends no sentence": ("产量增长 4.40%，外销 210 吨。 \n", ["产量增长4.40%，外销210吨。"]),
    "a Latin full stop ends a sentence before a capital only":
        ("Tea, e.g. black tea, sells. Roads are bad. \n", ["Tea, e.g. black tea, sells.", "Roads are bad."]),
    "a sentence goes on over a broken line": ("茶叶品质不\n\n稳定。 \n", ["茶叶品质不稳定。"]),
    "a numbered line within a sentence is no heading":
        ("1. 概况 \n全县有合作社\n2 家，都在山里。 \n", ["全县有合作社2家，都在山里。"]),
    "an address is furniture": ("茶叶品质\nhttps://doi.org/10.99999/tea.2020.0305\n不稳定。 \n", ["茶叶品质不稳定。"]),
    "a line of the DOI is furniture":
        ("茶叶品质\nDOI: 10.99999/tea.2020.0305 17 山地农学\n不稳定。 \n", ["茶叶品质不稳定。"]),
    "a full-width DOI line is furniture": ("茶叶品质\ndoi：10.99999/x\n不稳定。 \n", ["茶叶品质不稳定。"]),
    "a repeated line is furniture":
        ("茶叶品质\n苔青 等\n不稳定。 \n山路\n苔青 等\n窄。 \n", ["茶叶品质不稳定。", "山路窄。"]),
    "a repeated sentence is no furniture": ("茶好。 \n山高。 \n茶好。 \n", ["茶好。", "山高。", "茶好。"]),
    "a mention of a figure within a sentence is no caption":
        ("茶价的走势见\n图 1. 所示，先升后降。 \n", ["茶价的走势见图1.所示，先升后降。"]),
    "each entry of the list of references is one passage":
        ("山高[1]。\n\n参考文献\n\n[1] 甲. 乙[J]. 丙, 2019: 1-\n12.\n[2] Vane D. Mills. Turn. 2020.\n",
         ["山高[1]。", "[1] 甲. 乙[J]. 丙, 2019: 1-12.", "[2] Vane D. Mills. Turn. 2020."]),
    "an entry may go on with a number that is none of the list":
        ("References\n1. Vane D. Mills, part\n7. Turn. 2019.\n2. Low E. Jars. 2020.\n",
         ["1. Vane D. Mills, part7. Turn. 2019.", "2. Low E. Jars. 2020."]),
    "a list of references without numbers is separated at its full stops":
        ("References\nVane, D. Mills. 2019.\nLow, E. Jars. 2020.\n", ["Vane, D. Mills. 2019.", "Low, E. Jars. 2020."]),
}  # fmt: skip

LOCATORS: dict[str, tuple[str, list[str]]] = {
    "a line that ends with a mark and white space ends the paragraph":
        ("茶好。 \n山高。 \n", ["front.p1.s1", "front.p2.s1"]),
    "a line that ends with a mark alone does not end the paragraph": ("茶好。\n山高。 \n", ["front.p1.s1", "front.p1.s2"]),
    "section numbers follow one another": ("1. 概况 \n茶好。 \n2. 困难 \n", ["1.h", "1.p1.s1", "2.h"]),
    "a number that does not follow is no section": ("1. 概况 \n茶好。 \n3. 对策 \n", ["1.h", "1.p1.s1", "1.p2.s1"]),
    "a table row is called by its first cell":
        ("表 1. 产量 \n年份 内销 外销\n2018 1,188.22 -3.10% \n", ["table1.caption-zh", "table1.header", "table1.2018"]),
    "a note before its caption belongs to the caption":
        ("茶好。 \n数据来源：年报 \n图 1. 茶价 \n", ["front.p1.s1", "fig1.note", "fig1.caption-zh"]),
    "a note after a table belongs to the table":
        ("表 2. 产量 \n2018 1 2 \n数据来源：年报 \n", ["table2.caption-zh", "table2.2018", "table2.note"]),
    "captions differ by language": ("Figure 3. Tea prices\n图 3. 茶价 \n", ["fig3.caption-en", "fig3.caption-zh"]),
    "Chinese section numbers make sections":
        ("题名\n\n一、引言\n\n茶好。\n\n二、现状\n\n（一）产量\n\n茶多。\n\n（二）价格\n\n茶贵。\n",
         ["front.p1.s1", "1.h", "1.p1.s1", "2.h", "2.1.h", "2.1.p1.s1", "2.2.h", "2.2.p1.s1"]),
    "a numbered list in a text with Chinese section numbers is no heading":
        ("一、引言\n\n办法如下。\n\n2. 修桥\n\n路好。\n", ["1.h", "1.p1.s1", "1.p2.s1", "1.p3.s1"]),
    "a heading follows a title that ends with no mark":
        ("Small Mills\nA. Vane\n1. Introduction\nMills turn.\n", ["front.p1.s1", "1.h", "1.p1.s1"]),
    "paragraphs end at blank lines where lines have no white space at their ends":
        ("茶好。\n山高。\n\n水长。\n", ["front.p1.s1", "front.p1.s2", "front.p2.s1"]),
    "a line a paragraph is read so where there are no blank lines":
        ("茶好。水清。\n山高。\n", ["front.p1.s1", "front.p1.s2", "front.p2.s1"]),
    "rows that begin alike get locators of their own":
        ("表1 茶价\n\n12% 1 2\n\n12% 3 4\n\n-3 5 6\n", ["table1.caption-zh", "table1.12", "table1.12-2", "table1.3"]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "wanted"), SENTENCES.values(), ids=SENTENCES)
def test_a_text_has_the_sentences_that_a_reader_sees(source: str, wanted: list[str]) -> None:
    assert sentences(source) == [normalise(sentence).text for sentence in wanted]


@pytest.mark.parametrize(("source", "wanted"), LOCATORS.values(), ids=LOCATORS)
def test_a_text_has_the_passages_that_a_reader_sees(source: str, wanted: list[str]) -> None:
    assert locators(source) == wanted


@given(st.text(alphabet="茶山。！？；”.A1b2 \n\f\u3000", max_size=80))
def test_sentences_lose_nothing_but_white_space_and_furniture(source: str) -> None:
    spans = sorted(span for passage in passages(source) for span in passage.spans) + furniture(source)
    covered = [offset for start, end in spans for offset in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {offset for offset, character in enumerate(source) if not character.isspace()} <= set(covered)


@pytest.mark.parametrize("mark", "。！？；!?")
def test_a_sentence_ends_with_its_mark(mark: str) -> None:
    assert sentences(f"茶好{mark}山高。 \n") == [normalise(f"茶好{mark}").text, "山高。"]


@pytest.mark.parametrize("mark", "，：、,")
def test_a_clause_is_no_sentence(mark: str) -> None:
    assert len(sentences(f"茶好{mark}山高。 \n")) == 1


def test_repeated_headings_of_a_table_are_no_furniture() -> None:
    source = "表 1. 产量 \n年份 总产量\n(吨)\n外销\n(吨)\n2018 1 2 \n"
    assert ArticleText(source, passages(source)).text("table1.header") == "年份总产量(吨)外销(吨)"


@pytest.mark.parametrize("source", ["", " \n\f ", "\n"])
def test_empty_text_has_no_passages(source: str) -> None:
    assert passages(source) == []


@pytest.mark.parametrize(("text", "chinese"), [("茶", True), ("tea", False), ("，。", False)])
def test_chinese_is_recognised_by_its_characters(text: str, chinese: bool) -> None:
    assert has_chinese(text) is chinese


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("引言", "introduction"), ("Introduction", "introduction"), ("INTRODUCTION", "introduction"), ("⼀、引⾔", "1"),
        ("参 考 文 献", "references"), ("参考文献：", "references"), ("【参考文献】", "references"),
        ("References", "references"), ("结 语", "conclusion"), ("Acknowledgements", "acknowledgements"), ("1.引言", "1"),
        ("1．引言", "1"), ("0 引言", "0"), ("1 Introduction", "1"),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_number_or_its_word(heading: str, section: str) -> None:
    assert locators(f"{heading}\n\n山高。\n")[:1] == [f"{section}.h"]


@pytest.mark.parametrize(
    "line", ["introduction", "引言部分", "The Introduction", "1.5 倍的增长", "2. 第二节", "1. 引言 ......... 3"]
)
def test_a_line_that_only_looks_like_a_heading_is_text(line: str) -> None:
    assert locators(f"{line}\n\n山高。\n")[0] == "front.p1.s1"


def test_a_section_that_comes_twice_gets_a_name_of_its_own() -> None:
    source = "Methods\n\nWe count.\n\nResults\n\nTwo.\n\nMethods\n\nWe weigh.\n"
    assert [name for name in locators(source) if name.endswith(".h")] == ["methods.h", "results.h", "methods-2.h"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Vane et al. Found it. Good.", 2),
        ("Mills, e.g. Post mills, turn. They do.", 2),
        ("See Fig. 2 and Figs. A, B. It turns, cf. Table 3.", 1),
        ("Dr. Vane met J. K. Low. They spoke.", 2),
        ("It grew by 2.5 per cent. We saw 3.1 more.", 2),
        ("Mills turn.[2] They stop.", 2),
        ("Mills turn. [2] They stop.", 2),
        ("Mills turn.² They stop.", 2),
        ("Is it so? Yes! It is.", 3),
        ("See https://x.org/a?b=1 for it.", 1),
        ('He said "Turn." Then it stopped.', 2),
        ("茶多。[2]价高。", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(f"{text}\n")) == count


def test_a_mention_at_the_head_of_a_line_is_no_caption() -> None:
    assert [p.kind for p in passages("Table 1 shows the mills.\n\n表1显示茶价\n上涨。\n")] == ["sentence", "sentence"]


LINES = st.sampled_from(
    ["茶好。", "山高", "1. 引言", "2. 现状", "一、引言", "（一）产量", "参考文献", "Abstract", "Results", "[1] 甲. 2019.",
     "1. Vane. 2020.", "表1 茶价", "图 2. 茶山", "1 2 3", "12% 3 4", "Source: us", "Dr. Vane et al. Turn.", "\ufeff", "\x01",
     "old.² New", "关键词：茶；山"]
)  # fmt: skip


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", " \n", "", "\r\n"])), max_size=14))
def test_passages_have_locators_of_their_own_and_lose_nothing_that_can_be_seen(lines: Sequence[tuple[str, str]]) -> None:
    source = "".join(line + end for line, end in lines)
    found = passages(source)
    assert len({passage.locator for passage in found}) == len(found)
    spans = [span for passage in found for span in passage.spans] + furniture(source)
    covered = [offset for start, end in spans for offset in range(start, end)]
    assert len(covered) == len(set(covered))
    unseen = {offset for offset in range(len(source)) if not normalise(source[offset]).text}
    assert set(range(len(source))) - unseen <= set(covered)


HEADINGS: dict[str, tuple[str, list[str]]] = {
    "a number may stand right before Chinese":
        ("1引言\n\n茶好。\n\n1.1背景\n\n茶贵。\n\n2方法\n\n看茶。\n", ["1", "1.1", "2"]),
    "chapters and their parts":
        ("第一章 绪论\n\n1.1 背景\n\n茶好。\n\n第二章 方法\n\n2.1 数据\n\n茶贵。\n", ["1", "1.1", "2", "2.1"]),
    "Chinese numbers, in brackets, then plain ones":
        ("一、现状\n\n（一）产量\n\n茶多。\n\n1. 春茶\n\n好。"
         "\n\n2. 夏茶\n\n少。\n\n（二）价格\n\n贵。\n\n二、对策\n\n修路。\n",
         ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]),
    "Chinese numbers with the numbers of their parts":
        ("一、现状\n\n1.1 产量\n\n茶多。\n\n二、对策\n\n2.1 修路\n\n路好。\n", ["1", "1.1", "2", "2.1"]),
    "Roman numbers and letters":
        ("I. INTRODUCTION\n\nTea is good.\n\nA. Pots\n\nThey are.\n\nB. Jars\n\nToo.\n\nII. METHODS\n\nWe count.\n",
         ["1", "1.1", "1.2", "2"]),
    "one that is missed costs no other": ("1 甲\n\n茶好。\n\n4 丁\n\n茶贵。\n\n5 戊\n\n茶香。\n", ["1", "4", "5"]),
    "a long one": (f"1 Tea\n\nGood.\n\n1.1 {'Pots ' * 15}and jars\n\nOld.\n\n1.2 Jars\n\nNew.\n", ["1", "1.1", "1.2"]),
    "the items of a list are none":
        ("1 Tea\n\nGood. The steps are:"
         "\n\n1. Count the pots\n\n2. Weigh the tea\n\n3. Stop\n\nSo it is.\n\n2 Jars\n\nOld.\n",
         ["1", "2"]),
    "a line that alone stands above a paragraph":
        ("Tea\n\nIntroduction\n\nTea is good in the hills of the north."
         "\n\nThe pots\n\nPots are old and of clay in most of the towns.\n",
         ["introduction", "u1"]),
    "marks of Markdown": ("# 茶\n\n## 一、甲\n\n好。\n\n### （一）乙\n\n贵。\n\n## 二、丙\n\n香。\n", ["1", "1.1", "2"]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "sections"), HEADINGS.values(), ids=HEADINGS)
def test_headings_are_found_as_papers_have_them(source: str, sections: list[str]) -> None:
    assert [one.section for one in passages(source) if one.kind == "heading"] == sections


LISTS: dict[str, tuple[str, list[str]]] = {
    "run on":
        ("参考文献\n\n[1] 甲. 乙[J]. 丙, 2019: 1. [2] 丁. 戊[J]. 己, 2018: 1.\n",
         ["[1] 甲. 乙[J]. 丙, 2019: 1.", "[2] 丁. 戊[J]. 己, 2018: 1."]),
    "in round brackets":
        ("References\n\n(1) Low A. Tea.\n2019.\n(2) Vane B. Jars. 2020.\n",
         ["(1) Low A. Tea. 2019.", "(2) Vane B. Jars. 2020."]),
    "numbers alone":
        ("Literature cited\n\n1 Low A. Tea. 2019;3:\n4.\n2 Vane B. Jars. 2020.\n",
         ["1 Low A. Tea. 2019;3: 4.", "2 Vane B. Jars. 2020."]),
    "authors and years, broken":
        ("REFERENCES\n\nLow, A., & Vane, B. (2019). Tea: a long\ntitle. Tea Journal."
         "\n3, 4.\nvan der Berg, E. (2020). Jars. Jar.\n",
         ["Low, A., & Vane, B. (2019). Tea: a long title. Tea Journal. 3, 4.", "van der Berg, E. (2020). Jars. Jar."]),
    "without a heading":
        ("茶好[1]。\n\n[1] 甲. 乙[J]. 丙, 2019.\n\n[2] 丁. 戊[M]. 2018.\n",
         ["[1] 甲. 乙[J]. 丙, 2019.", "[2] 丁. 戊[M]. 2018."]),
    "numbers without a heading":
        ("Tea is good.\n\n1. Low A. Tea. J Tea. 2019.\n2. Vane B. Jars. J Tea. 2020.\n",
         ["1. Low A. Tea. J Tea. 2019.", "2. Vane B. Jars. J Tea. 2020."]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "entries"), LISTS.values(), ids=LISTS)
def test_entries_are_told_apart_as_lists_have_them(source: str, entries: list[str]) -> None:
    text = ArticleText(source, passages(source))
    found = [
        text.text(one.locator) for one in text.passages.values() if one.kind == "sentence" and one.section == "references"
    ]
    assert found == [normalise(entry).text for entry in entries]


@pytest.mark.parametrize(
    "heading",
    [
        "参考文献(References)",
        "主要参考文献",
        "Reference",
        "参考资料",
        "Literature cited",
        "参考文献 References",
        "5 参考文献",
    ],
)
def test_a_list_of_references_has_many_headings(heading: str) -> None:
    document = plain_document(f"1 甲\n\n茶好[1]。\n\n{heading}\n\n[1] 乙. 丙[J]. 丁, 2019.\n\n作者简介：戊（1980—），男。\n")
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "heading", "entry", "paragraph"]


def test_what_follows_the_list_is_a_section_of_its_own() -> None:
    source = "References\n\n[1] Low A. Tea. 2019.\n\nReceived 2 May 2020.\nFunding: none.\n"
    assert locators(source) == ["references.h", "references.p1.s1", "back.p1.s1", "back.p2.s1"]
