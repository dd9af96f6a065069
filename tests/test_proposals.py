"""Proposals from the words of a paper alone. Expected values were worked out by hand from the sentences given."""

from __future__ import annotations

import pytest

from cbec_kg.drafting.proposals import proposals_of, recurring_names


def first(text: str) -> dict[str, str]:
    found = proposals_of(text)
    return dict(found[0].fields) if found else {}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("合作社缺乏资金。", "problem"),
        ("Most mills lack spare sails.", "problem"),
        ("因此茶叶品质不稳定。", "effect"),
        ("Therefore the price of flour fell.", "effect"),
        ("由于山路窄，运茶很慢。", "cause"),
        ("县政府应开办培训班。", "countermeasure"),
        ("Owners should mend the sails.", "countermeasure"),
        ("这有助于茶农增收。", "benefit"),
        ("4PL是指第四方物流。", "definition"),
        ("本文考察青墟县的茶叶。", "aim"),
        ("This paper describes the mills.", "aim"),
        ("近年来，茶叶种植面积变了。", "background"),
        ("目前合作社有六十四家。", "status"),
    ],
)
def test_a_cue_word_proposes_a_kind(sentence: str, kind: str) -> None:
    assert first(sentence)["kind"] == kind


@pytest.mark.parametrize("sentence", ["供应商与反应炉。", "应用程序。", "天空是蓝色的。", "The moor is wide.", ""])
def test_a_character_within_a_longer_word_is_no_cue(sentence: str) -> None:
    assert proposals_of(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "modality", "word"),
    [
        ("合作社可以申请贷款，缺少资金。", "able", "可以"),
        ("合作社必须更新设备。", "necessary", "必须"),
        ("标签不全可能导致误会。", "possible", "可能"),
        ("Owners must mend what they lack.", "necessary", "must"),
        ("The lack will grow.", "expected", "will"),
        ("资金短缺，功能不足。", "asserted", ""),
    ],
)
def test_the_modal_word_is_printed_in_the_sentence(sentence: str, modality: str, word: str) -> None:
    fields = first(sentence)
    assert (fields["modality"], fields.get("modal_word", "")) == (modality, word)


def test_a_quantifier_comes_with_its_word() -> None:
    assert first("大多数合作社缺少资金。")["quantifier_word"] == "大多数"
    assert first("部分合作社缺少资金。")["quantifier"] == "some"


def test_a_word_that_takes_up_the_sentence_before_is_given() -> None:
    assert [one.takes_up for one in proposals_of("因此合作社缺少资金。")] == ["因此", "因此"]
    assert [one.takes_up for one in proposals_of("合作社缺少资金。")] == [""]


def test_the_cue_stands_where_it_is_said_to_stand_and_markers_are_none() -> None:
    text = "合作社[12]缺少资金。"
    (found,) = proposals_of(text)
    assert text[found.start : found.end] == found.cue == "缺少"


def test_a_part_of_a_longer_name_is_no_name() -> None:
    lines = {"1.p1.s1": "旧鹿眠蜂蜜乡，新鹿眠蜂蜜乡", "1.p1.s2": "老鹿眠蜂蜜乡。大鹿眠蜂蜜乡"}
    assert [name.text for name in recurring_names(lines)] == ["鹿眠蜂蜜乡"]


def test_names_that_are_recorded_and_names_of_one_passage_are_left_out() -> None:
    lines = {
        "1.p1.s1": "the Moor Trust, a Moor Trust, one Moor Trust",
        "1.p1.s2": "our Old Mill and the Old Mill, an Old Mill",
    }
    assert recurring_names(lines) == []
    again = lines | {"1.p1.s3": "by the Moor Trust and an Old Mill"}
    assert [(name.text, name.times, name.locators) for name in recurring_names(again, ["old mill"])] == [
        ("Moor Trust", 4, ("1.p1.s1", "1.p1.s3"))
    ]
