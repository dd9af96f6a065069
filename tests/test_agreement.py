"""How far readings of one article agree: alpha against published examples, alignment and answers on the invented paper."""

from __future__ import annotations

import json
import shutil
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cbec_kg import UnknownIdError, UsageError, open_corpus, open_paper
from cbec_kg.api.comparing import sides_of
from cbec_kg.api.results.agreements import Agreement
from cbec_kg.comparison.certainty import Answer
from cbec_kg.comparison.krippendorff import Metric, agreeing, alpha, masi
from cbec_kg.comparison.readers import align_readings
from cbec_kg.comparison.sides import Side
from cbec_kg.endpoint.operations import answer, offered
from cbec_kg.model.joining import renamed
from cbec_kg.model.records import Reference
from cli_calls import Edited, inside

# Krippendorff's alpha: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, sections A to D

MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units_of(*readers: str) -> list[list[str]]:
    """Return the values of each unit; a full stop is none."""
    return [[value for value in values if value != "."] for values in zip(*readers, strict=True)]


def test_alpha_of_two_observers_and_two_categories_is_that_of_the_publication() -> None:
    """Four of ten pairs differ; of 20 values 14 are 0 and 6 are 1: 1 - 19 * 4 / (14 * 6)."""
    found = alpha(units_of(MEG, OWEN), "nominal")
    assert found == pytest.approx(1 - 19 * 4 / 84) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_nominal_data_is_that_of_the_publication() -> None:
    assert alpha(units_of(BEN, GERRY), "nominal") == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(("metric", "published"), [("nominal", 0.743), ("interval", 0.849), ("ratio", 0.797)])
def test_alpha_of_any_number_of_observers_with_missing_values_is_that_of_the_publication(
    metric: Metric, published: float
) -> None:
    units = units_of(*OBSERVERS)
    given = units if metric == "nominal" else [[int(value) for value in unit] for unit in units]
    assert alpha(given, metric) == pytest.approx(published, abs=5e-4)


def test_masi_is_that_of_the_publication() -> None:
    """Passonneau 2006: one minus Jaccard times 1 for equal sets, 2/3 for one in the other, 1/3 for some in common."""
    assert masi({1, 2}, {2, 1}) == 0 and masi({1}, {2}) == 1
    assert masi({1}, {1, 2}) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert masi({1, 2}, {2, 3}) == pytest.approx(1 - 1 / 3 * 1 / 3)


@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=3), min_size=1, max_size=8))
def test_alpha_is_what_its_definition_says(units: list[list[int]]) -> None:
    """Observed over expected disagreement, each a mean over ordered pairs of values, worked out one by one."""
    values = [value for unit in units for value in unit]
    expected = sum((a - b) ** 2 for a, b in combinations(values, 2)) * 2 / (len(values) * (len(values) - 1))
    observed = sum(2 * (a - b) ** 2 / (len(unit) - 1) for unit in units for a, b in combinations(unit, 2)) / len(values)
    found = alpha(units, "interval")
    assert (found is None) == (expected == 0)
    assert found is None or found == pytest.approx(1 - observed / expected)


def test_alpha_is_not_defined_where_nothing_varies() -> None:
    assert alpha([("a", "a"), ("a", "a")], "nominal") is None
    assert alpha([("a",)], "nominal") is None
    assert agreeing([("a", "a"), ("a", "b", "b")]) == (2, 4)


# Readings


def agreed(*folders: Path) -> Agreement:
    return open_paper(folders[0]).agreement(*folders[1:])


OTHER = [
    # another id for a claim, and another fragment of its sentence
    ("claims.yaml", "- id: claim-tea-history", "- id: claim-tea-long-grown"),
    ("claims.yaml", "[1.p1.s1 种茶已有三百多年]", "[1.p1.s1 已有三百多年]"),
    ("anchors.csv", "claim-tea-history,1.p1.s1,种茶已有三百多年,228,236,10",
     "claim-tea-long-grown,1.p1.s1,已有三百多年,230,236,12"),
    # the second reader takes the source of the problem of pickers for one of its setting
    ("problems.yaml", "{on: attribution-yearbook-pickers, role: headline, basis: stated}",
     "{on: attribution-yearbook-pickers, role: context, basis: stated}"),
    # and does not take roads for a problem
    ("problems.yaml", """- id: problem-roads
  status: mentioned
  section: section-1
  zh: 山里运茶不方便
  en: Tea is hard to carry through the hills
  at: [1.p2.s1 运茶不便]
  place: place-qingxu
  stands_alone: {zh: 只此一提, en: it is named once and nothing is built on it}
""", ""),
    ("anchors.csv", "problem-roads,1.p2.s1,运茶不便,371,375,4,,\n", ""),
]  # fmt: skip


@pytest.fixture
def second(edited: Edited) -> Path:
    return edited(*OTHER)


def test_one_reading_agrees_with_itself(mini_folder: Path) -> None:
    found = agreed(mini_folder, mini_folder)
    assert not found
    assert {one.alpha for one in found.fields} == {1.0, None}
    assert all(one.f1 == 1 and one.characters in (1, None) for one in found.spans)
    assert found.certain and found.possible == ()


def test_records_are_aligned_by_overlapping_anchors_whatever_their_ids(mini_folder: Path, second: Path) -> None:
    found = agreed(mini_folder, second)
    own = found.readings.own
    assert (own[0]["claim-tea-history"], own[1]["claim-tea-history"]) == ("claim-tea-history", "claim-tea-long-grown")
    assert [(one.record, one.readers) for one in found.lone] == [("problem-roads", (0,))]
    (problems,) = (one for one in found.spans if one.record_class == "Problem")
    assert (problems.counts, problems.shared) == ((3, 2), 2)
    assert problems.f1 == pytest.approx(2 * 2 / 5)
    (claims,) = (one for one in found.spans if one.record_class == "Claim")
    assert claims.f1 == 1
    anchored = (
        "合作社资金少", "设备旧", "machines are old", "品质才能稳定", "品质才能稳定", "茶叶品质不稳定", "茗集网",
        "种茶已有三百多年", "年轻人多外出务工",
    )  # fmt: skip
    whole = sum(map(len, anchored))
    assert claims.characters == pytest.approx(2 * (whole - 2) / (2 * whole - 2))


def test_references_without_number_and_key_are_not_one_by_that(mini_folder: Path) -> None:
    """Each reader has one entry that nothing cites by a mark: they have nothing in common but that."""
    (side,) = sides_of([open_paper(mini_folder)._own])

    def read(name: str) -> Side:
        snapshot = renamed(side.snapshot, {"ref-04": name})
        entry = snapshot.records[name]
        assert isinstance(entry, Reference)
        unmarked = {**snapshot.records, name: replace(entry, number=None)}
        return replace(side, snapshot=replace(snapshot, records=unmarked))

    found = align_readings([read("ref-pans"), read("ref-pots")])
    assert [found.having(name) for name in ("ref-pans", "ref-pots", "ref-03")] == [(0,), (1,), (0, 1)]


def test_each_disagreement_is_told_with_both_places(mini_folder: Path, second: Path) -> None:
    found = agreed(mini_folder, second)
    assert [(one.record, one.field) for one in found.disagreements] == [("problem-pickers", "rests_on")]
    text = found.text()
    for folder in (mini_folder, second):
        assert f"{folder}/problems.yaml:16 problem-pickers" in text
    value = json.loads(found.to_json())["disagreements"][0]
    assert [one["line"] for one in value["at"]] == ["problems.yaml:16", "problems.yaml:16"]
    (field,) = (one for one in found.fields if (one.record_class, one.field) == ("Problem", "rests_on"))
    # two problems, one set of evidence each: A, B from the first reader; A, C from the second; B, C have nothing in common
    assert (field.units, field.agreeing, field.pairs) == (2, 1, 2)
    assert field.alpha == pytest.approx(1 - (4 - 1) * 2 / (2 * 5))


def test_answers_are_certain_in_both_readings_or_possible_in_one_with_the_disagreement_that_decides(
    mini_folder: Path, second: Path
) -> None:
    found = agreed(mini_folder, second)
    why = ("problem-pickers.rests_on",)
    yearbook = ("problem-pickers", "source-tea-yearbook")
    assert set(found.possible) == {
        Answer("evidence", (*yearbook, "headline"), (0,), why),
        Answer("evidence", (*yearbook, "context"), (1,), why),
        Answer("critical", yearbook, (0,), why),
    }
    assert Answer("evidence", ("claim-tea-history", "ref-01", "statement"), (0, 1)) in found.certain


def test_contradictions_under_one_reading_are_told_with_the_fields_of_their_figures(
    mini_folder: Path, edited: Edited
) -> None:
    wrong = edited(("tables/table-1.csv", "1,030.50", "1,040.50"), ("anchors.csv", "1,030.50", "1,040.50"))
    (answer,) = agreed(mini_folder, wrong).possible
    assert (answer.question, answer.parts[0], answer.readers) == ("audit", "parts-and-whole", (1,))
    assert set(answer.reasons) == {f"stat-table-1-2019-home.{field}" for field in ("printed", "value")}


def test_three_readers_are_compared_at_once(mini_folder: Path, second: Path, tmp_path: Path) -> None:
    third = tmp_path / "third"
    shutil.copytree(mini_folder, third)
    found = agreed(mini_folder, second, third)
    (problems,) = (one for one in found.spans if one.record_class == "Problem")
    assert problems.counts == (3, 2, 3)
    assert problems.f1 == pytest.approx((4 / 5 + 1 + 4 / 5) / 3)
    (field,) = (one for one in found.fields if (one.record_class, one.field) == ("Problem", "rests_on"))
    assert (field.units, field.agreeing, field.pairs) == (3, 1 + 3 + 1, 1 + 3 + 3)
    assert {one.readers for one in found.possible} == {(0, 2), (1,)}


def test_readings_among_papers_that_are_served_are_compared(mini_folder: Path, edited: Edited) -> None:
    """Papers of one corpus have different ids, and may yet be readings of one text."""
    other = edited(*OTHER, ("article.yaml", "id: article-tea-2020", "id: article-tea-read-again"))
    both = open_corpus([mini_folder, other])
    (asked,) = (operation for operation in offered(both) if operation.name == "agreement")
    found = answer(both, asked, {"paper": ["tea-2020", "tea-read-again"]})
    assert found.to_dict() == open_paper(mini_folder).agreement(other).to_dict()
    with pytest.raises(UnknownIdError, match=r"There are 2 papers.*Did you mean tea-2020"):
        both.agreement_between("tea-2021")


def test_the_command_prints_what_the_function_gives(mini_folder: Path, second: Path) -> None:
    found = agreed(mini_folder, second)
    for form in ("text", "markdown", "csv"):
        run = inside("agreement", mini_folder, second, "--format", form, "--lang", "zh")
        assert (run.returncode, run.stdout) == (1, found.render(form, "zh")), form
    assert inside("agreement", mini_folder, mini_folder).returncode == 0


def test_fewer_than_two_readings_or_readings_of_different_articles_are_refused(mini_folder: Path, real_folder: Path) -> None:
    assert inside("agreement", mini_folder).returncode == 2
    with pytest.raises(UsageError, match="is of another article"):
        agreed(mini_folder, real_folder)
