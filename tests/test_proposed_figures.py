"""Ranges and multiples that a person is asked about. Expected values were worked out by hand from the words given."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.curation.reader import read_curation
from cbec_kg.errors import DataError
from cbec_kg.text.number_phrases import whole_numbers
from cbec_kg.text.proposed_figures import proposed_figures
from cbec_kg.text.quantities import quantities


def proposed(text: str) -> list[tuple[str, str, str, str, str]]:
    """Return print, value, upper end or operator, unit and kind of each figure, and that its offsets hold its print."""
    found = proposed_figures(text)
    assert all(text[one.start : one.end] == one.printed for one in found)
    return [(one.printed, one.value, one.upper or one.operator, one.unit.id, one.kind) for one in found]


@pytest.mark.parametrize(
    ("text", "printed", "lower", "upper", "unit"),
    [
        ("占比为30%~40%。", "30%~40%", "30", "40", "unit-percent"),
        ("占30~40%", "30~40%", "30", "40", "unit-percent"),
        ("占30%-40%，", "30%-40%", "30", "40", "unit-percent"),
        ("占百分之三至百分之五", "百分之三至百分之五", "3", "5", "unit-percent"),
        ("占30%至40%", "30%至40%", "30", "40", "unit-percent"),
        ("有3至5家", "3至5家", "3", "5", "unit-count"),
        ("达到1.5～2.5亿元", "1.5～2.5亿元", "1.5", "2.5", "unit-cny-1e8"),
        ("投入3亿元到5亿元", "3亿元到5亿元", "3", "5", "unit-cny-1e8"),
        ("介于10%和20%之间", "介于10%和20%", "10", "20", "unit-percent"),
        ("between 10% and 20% of shops", "between 10% and 20%", "10", "20", "unit-percent"),
        ("30% to 40% of mills", "30% to 40%", "30", "40", "unit-percent"),
        ("it weighs 3-5 kg.", "3-5 kg", "3", "5", "unit-kg"),
        ("2–3 million tonnes", "2–3 million tonnes", "2", "3", "unit-tonne-1e6"),
    ],
)
def test_a_range_has_both_ends_in_the_unit_of_the_second(text: str, printed: str, lower: str, upper: str, unit: str) -> None:
    assert proposed(text) == [(printed, lower, upper, unit, "level")]
    assert [one.operator for one in proposed_figures(text)] == ["between"]
    assert quantities(text) == []  # nothing is drafted of it


def test_a_range_of_falls_is_below_zero_with_the_greater_fall_first() -> None:
    assert proposed("成本下降30%~40%") == [("下降30%~40%", "-40", "-30", "unit-percent", "growth")]


@pytest.mark.parametrize(
    "text",
    [
        "从30%提高到40%", "由30%至40%", "rose from 30% to 40%", "grew 30% to 40%", "增长30%至40%", "下降30%至40%",
        "40%~30%", "30%~30%", "约30%~40%", "近30%~40%", "不超过30%~40%", "30%~40%以上", "30%~40%左右",
        "95%置信区间为30%~40%", "误差为±0.5%", "(95% CI 30%-40%)", "30%~40%~50%", "2019-2020年",
        "第3-5名", "图3-5", "3-5", "3亿~5万元", "30%~5家", "3、4家",
        "500~1亿元", "每3~5家", "百分之三至五", "电话0571-8800家", "亏损3~5亿元",
    ],
)  # fmt: skip
def test_what_may_be_a_change_a_tolerance_or_two_figures_is_no_range(text: str) -> None:
    assert proposed(text) == []


@pytest.mark.parametrize(
    ("text", "printed", "value", "operator", "unit"),
    [
        ("产量翻一番", "翻一番", "2", "equal", "unit-multiple"),
        ("产量翻番。", "翻番", "2", "equal", "unit-multiple"),
        ("产量翻了两番", "翻了两番", "4", "equal", "unit-multiple"),
        ("产量翻了三番", "翻了三番", "8", "equal", "unit-multiple"),
        ("产量几乎翻了一番", "几乎翻了一番", "2", "nearly", "unit-multiple"),
        ("产量翻了近一番", "翻了近一番", "2", "nearly", "unit-multiple"),
        ("产量翻了一番多", "翻了一番多", "2", "more-than", "unit-multiple"),
        ("产量增长两倍", "增长两倍", "2", "equal", "unit-times"),
        ("产量增长了2倍", "增长了2倍", "2", "equal", "unit-times"),
        ("产量增长近三倍", "增长近三倍", "3", "nearly", "unit-times"),
        ("产量提高1.5倍以上", "提高1.5倍以上", "1.5", "at-least", "unit-times"),
        ("Output doubled.", "doubled", "2", "equal", "unit-multiple"),
        ("Output has more than tripled since 2015", "more than tripled", "3", "more-than", "unit-multiple"),
        ("Output nearly quadrupled", "nearly quadrupled", "4", "nearly", "unit-multiple"),
        ("Output trebled", "trebled", "3", "equal", "unit-multiple"),
    ],
)
def test_a_multiple_said_in_words_is_a_growth(text: str, printed: str, value: str, operator: str, unit: str) -> None:
    assert proposed(text) == [(printed, value, operator, unit, "growth")]


@pytest.mark.parametrize(
    "text",
    [
        "力争产量翻一番", "计划到2025年翻两番", "产量没有翻番", "若产量翻一番",
        "翻番目标", "翻几番", "翻两三番", "翻一番半",
        "增长到两倍", "增长为2倍", "增至3倍", "是2019年的3倍", "降低2倍", "增长几倍", "增长3至5倍", "增长两倍数",
        "increased threefold", "Output will have doubled",
        "If output doubled", "Output has not doubled", "should be doubled",
        "doubled its efforts",
        "a doubled price", "doubled as a school", "doubled down", "double-digit growth",
    ],
)  # fmt: skip
def test_plans_conditions_denials_and_words_of_two_meanings_are_no_multiple(text: str) -> None:
    assert proposed(text) == []


@given(st.integers(1, 998), st.integers(1, 999), st.sampled_from(["%", "家", "亿元", " kg"]), st.sampled_from("~～–—"))
def test_two_numbers_are_a_range_exactly_when_the_second_is_greater(first: int, second: int, unit: str, dash: str) -> None:
    found = proposed(f"为{first}{dash}{second}{unit}。")
    assert [(lower, upper) for _, lower, upper, _, _ in found] == ([(str(first), str(second))] if first < second else [])


@given(st.text(alphabet="从至到~-3翻一番增长两倍%家。， doubled0", max_size=40))
def test_figures_are_in_order_apart_and_within_the_text(text: str) -> None:
    last = 0
    for one in proposed_figures(text):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.printed
        last = one.end


def test_a_growth_by_a_multiple_is_drafted_as_a_growth_and_a_level_as_a_level() -> None:
    assert [(one.value, one.kind) for one in quantities("产量增长2倍，是茶叶的3倍")] == [("2", "growth"), ("3", "level")]


def test_words_of_a_multiple_are_numbers_that_a_person_looks_at() -> None:
    text = "产量翻了一番。Output doubled."
    assert [text[start:end] for start, end in whole_numbers(text)] == ["翻了一番", "doubled"]


def test_what_is_proposed_can_be_recorded_and_a_range_of_falls_needs_its_word(edited: Callable[..., Path]) -> None:
    (figure,) = proposed_figures("下降30%~40%")
    for printed, accepted in ((figure.printed, True), ("30%~40%", False)):
        fields = figure.fields | {"printed": printed}
        lines = "".join(f"  {name}: {value}\n" for name, value in fields.items())
        more = "  indicator: indicator-tea-value\n  place: unspecified\n  period: unknown\n  at: [1.p1.s3 增长14.40%]\n"
        note = "  note: {zh: 试, en: a try}\n"
        folder = edited(("statistics.yaml", "", f"- id: stat-z-range\n{lines}{more}{note}"))
        if accepted:
            found = read_curation(folder, computed=False).records["stat-z-range"]
            assert str(found.upper) == "-30"  # type: ignore[attr-defined]
        else:
            with pytest.raises(DataError, match=r"stat-z-range\.value -40 does not occur"):
                read_curation(folder, computed=False)
        shutil.rmtree(folder)
