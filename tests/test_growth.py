"""Growth on a comparable basis: chained rates and ratios of levels. All expectations are worked out by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cbec_kg.audit.facts import Facts, facts_of
from cbec_kg.audit.readings import Series
from cbec_kg.cli.main import run
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Statistic
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.growth import bounds_of, percent
from cbec_kg.series.growth import Answer, growth_between

OUTPUT = Series("indicator-tea-output", "place-qingxu")
TRADE = Series("indicator-cbec-trade", "place-hangzhou")


def facts_with(curation: Curation, changes: dict[str, dict[str, Any]], leave_out: tuple[str, ...] = ()) -> Facts:
    """Return the facts of a curation with some statistics changed and others left out."""
    records = {
        name: replace(record, **changes.get(name, {})) for name, record in curation.records.items() if name not in leave_out
    }
    return facts_of(replace(curation, records=records))


def chained(answer: Answer) -> list[tuple[str, str, str]]:
    """Return the chained results as percentages: growth, lowest, highest."""
    return [
        (percent(found.result.nominal), *bounds_of(found.result))
        for found in answer.found
        if found.method == "chained" and found.result is not None
    ]


def by_levels(answer: Answer) -> list[tuple[str, str, str]]:
    return [
        (percent(found.result.nominal), *bounds_of(found.result))
        for found in answer.found
        if found.method == "levels" and found.result is not None
    ]


def notes(answer: Answer, way: str) -> list[str]:
    return [note.en for found in answer.found if found.method == way for note in found.notes]


# The invented paper


def test_two_years_are_chained_and_divided(mini_project: Project) -> None:
    # 2019: 4.40 % (a padded zero: 4.4 ± 0.05); 2020: -2.86 % (± 0.005).
    # 1.044 × 0.9714 = 1.0141416; low 1.0435 × 0.97135 = 1.013603725; high 1.0445 × 0.97145 = 1.014679525.
    # 1205.00 (± 0.5) over 1188.22 (± 0.005): 16.78 / 1188.22 = 0.014122;
    # low 16.275 / 1188.225 = 0.013697; high 17.285 / 1188.215 = 0.014547.
    answer = growth_between(facts_of(mini_project.curation), OUTPUT, 2018, 2020)
    assert chained(answer) == [("1.41", "1.36", "1.47")]
    assert by_levels(answer) == [("1.41", "1.36", "1.46")]
    assert not answer.at_odds


def test_formula_and_inputs_name_every_figure(mini_project: Project) -> None:
    answer = growth_between(facts_of(mini_project.curation), OUTPUT, 2018, 2020)
    rates, levels = answer.results
    assert rates.text == "(1 + 4.40%) × (1 − 2.86%) − 1"
    assert rates.inputs[1] == "stat-table-1-2020-growth"
    assert rates.inputs[0] in ("stat-table-1-2019-growth", "stat-tea-output-growth-2019")
    assert levels.text == "1205.00 ÷ 1188.22 − 1"
    assert levels.inputs == ("stat-table-1-2020-total", "stat-table-1-2018-total")


def test_a_chain_is_exact(mini_project: Project) -> None:
    rates = growth_between(facts_of(mini_project.curation), OUTPUT, 2018, 2020).results[0]
    assert rates.nominal == Fraction(10440, 10000) * Fraction(9714, 10000) - 1
    assert rates.interval.low == Fraction(10435, 10000) * Fraction(97135, 100000) - 1


def test_a_missing_link_is_named_and_nothing_is_guessed(mini_project: Project) -> None:
    facts = facts_with(mini_project.curation, {}, ("stat-table-1-2019-growth", "stat-tea-output-growth-2019"))
    answer = growth_between(facts, OUTPUT, 2018, 2020)
    assert chained(answer) == []
    assert notes(answer, "chained") == ["no growth of 2019 on 2018 is given"]
    assert by_levels(answer) == [("1.41", "1.36", "1.46")]


def test_a_missing_level_is_named(mini_project: Project) -> None:
    answer = growth_between(facts_of(mini_project.curation), OUTPUT, 2017, 2019)
    # 3.10 % and 4.40 %: 1.031 × 1.044 = 1.076364
    assert [result[0] for result in chained(answer)] == ["7.64"]
    assert notes(answer, "levels") == ["no level of 2017 is given"]


def test_a_growth_over_two_years_is_one_link(mini_project: Project) -> None:
    # the growth of 2020 is now on 2018: no chain through 2019 is needed, and none is possible
    facts = facts_with(mini_project.curation, {"stat-table-1-2020-growth": {"base": "2018"}})
    answer = growth_between(facts, OUTPUT, 2018, 2020)
    assert chained(answer) == [("-2.86", "-2.87", "-2.85")]


def test_a_growth_without_its_base_is_read_as_on_the_year_before_and_says_so(mini_project: Project) -> None:
    facts = facts_with(mini_project.curation, {"stat-table-1-2020-growth": {"base": None}})
    answer = growth_between(facts, OUTPUT, 2018, 2020)
    assert chained(answer) == [("1.41", "1.36", "1.47")]
    (note,) = notes(answer, "chained")
    assert note == "stat-table-1-2020-growth does not state its base; the year before is assumed"


def test_a_growth_on_an_unknown_base_is_no_link(mini_project: Project) -> None:
    facts = facts_with(mini_project.curation, {"stat-table-1-2020-growth": {"base": "unknown"}})
    assert notes(growth_between(facts, OUTPUT, 2018, 2020), "chained") == [
        "no growth of 2020 on 2019 is given",
        "stat-table-1-2020-growth (-2.86) is not used: its base is unknown",
    ]


def test_a_growth_on_its_own_year_is_named_with_why_it_is_not_taken(mini_project: Project) -> None:
    facts = facts_with(mini_project.curation, {"stat-table-1-2020-growth": {"base": "2020"}})
    assert notes(growth_between(facts, OUTPUT, 2018, 2020), "chained") == [
        "no growth of 2020 on 2019 is given",
        "stat-table-1-2020-growth (-2.86) is not used: its base, 2020, is not before 2020",
    ]


def test_a_growth_in_tonnes_is_named_with_why_it_is_not_taken(mini_project: Project) -> None:
    facts = facts_with(mini_project.curation, {"stat-table-1-2020-growth": {"unit": "unit-tonne"}})
    found = notes(growth_between(facts, OUTPUT, 2018, 2020), "chained")
    assert found[1:] == ["stat-table-1-2020-growth (-2.86) is not used: it is no percentage"]


def test_years_without_growth_are_told_as_runs(mini_project: Project) -> None:
    # growth is given for 2018, 2019 and 2020, each on the year before
    answer = growth_between(facts_of(mini_project.curation), OUTPUT, 1900, 2021)
    assert notes(answer, "chained") == [
        "no growth on the year before is given for 1901–2017",
        "no growth of 2021 on 2020 is given",
    ]


def test_the_growth_of_all_parts_implies_that_of_the_whole(mini_project: Project) -> None:
    # home: 1010 ÷ 1.01 = 1000; abroad: 195 ÷ 0.975 = 200; 1205 ÷ 1200 − 1 = 0.4166… %
    curation = mini_project.curation
    pattern = curation.records["stat-table-1-2020-growth"]
    grown = {
        name: replace(
            pattern, id=name, indicator=indicator, row=None, table=None, base=base, value=Fraction(text), value_text=text
        )
        for name, indicator, text, base in (
            ("stat-home-growth", "indicator-tea-home", "1.00", "2019"),
            ("stat-abroad-growth", "indicator-tea-export", "-2.50", None),
        )
    }
    facts = facts_of(replace(curation, records={**curation.records, **grown}))
    (found,) = (one for one in growth_between(facts, OUTPUT, 2019, 2020).found if one.method == "parts")
    assert found.result is not None
    assert found.result.nominal == Fraction(5, 1200)
    assert sorted(found.result.inputs) == [
        "stat-abroad-growth", "stat-home-growth", "stat-table-1-2020-export", "stat-table-1-2020-home",
        "stat-table-1-2020-total",
    ]  # fmt: skip
    assert [note.en for note in found.notes] == ["stat-abroad-growth does not state its base; the year before is assumed"]
    assert all(one.method != "parts" for one in growth_between(facts, OUTPUT, 2018, 2020).found)


def test_two_rates_of_one_year_give_two_chains_those_with_a_base_first(mini_project: Project) -> None:
    # the text's 4.40 % becomes 9.40 % without a base: 1.094 × 0.9714 = 1.0627116
    changes = {"stat-tea-output-growth-2019": {"value_text": "9.40", "value": 9 + Fraction(4, 10), "base": None}}
    answer = growth_between(facts_with(mini_project.curation, changes), OUTPUT, 2018, 2020)
    assert [result[0] for result in chained(answer)] == ["1.41", "6.27"]
    assert answer.at_odds


def test_levels_in_two_currencies_are_never_divided(mini_project: Project) -> None:
    units = mini_project.curation.records
    dollars = replace(units["unit-cny"], id="unit-usd", base="USD")
    both = replace(mini_project.curation, records={**units, "unit-usd": dollars})
    changes = {"stat-table-1-2018-total": {"unit": "unit-usd"}, "stat-table-1-2020-total": {"unit": "unit-cny"}}
    answer = growth_between(facts_with(both, changes), OUTPUT, 2018, 2020)
    assert by_levels(answer) == []
    assert notes(answer, "levels") == ["1205.00 : 1188.22: levels in different units cannot be divided (CNY, USD)"]
    assert chained(answer) == [("1.41", "1.36", "1.47")]


def test_levels_in_two_units_of_one_base_are_divided(mini_project: Project) -> None:
    units = mini_project.curation.records
    more = replace(units["unit-count-1e4"], id="unit-cny-1e4", base="CNY")
    both = replace(mini_project.curation, records={**units, "unit-cny-1e4": more})
    changes = {"stat-table-1-2018-total": {"unit": "unit-cny-1e4"}, "stat-table-1-2020-total": {"unit": "unit-cny"}}
    # 1205 over 1188.22 × 10,000 = 11,882,200: 0.000101412…, a fall of 99.99 %
    answer = growth_between(facts_with(both, changes), OUTPUT, 2018, 2020)
    assert [result[0] for result in by_levels(answer)] == ["-99.99"]


@pytest.mark.parametrize("value", [0, -5])
def test_a_base_of_zero_or_less_has_no_growth(mini_project: Project, value: int) -> None:
    changes = {"stat-table-1-2018-total": {"value": Fraction(value), "value_text": str(value)}}
    answer = growth_between(facts_with(mini_project.curation, changes), OUTPUT, 2018, 2020)
    assert by_levels(answer) == []
    assert "zero or negative" in notes(answer, "levels")[0]


def test_nothing_is_chained_after_a_fall_to_nothing(mini_project: Project) -> None:
    changes = {
        name: {"value": Fraction(-100), "value_text": "-100"}
        for name in ("stat-table-1-2019-growth", "stat-tea-output-growth-2019")
    }
    facts = facts_with(mini_project.curation, changes)
    answer = growth_between(facts, OUTPUT, 2018, 2020)
    assert chained(answer) == []
    assert any("-100% or less" in note for note in notes(answer, "chained"))
    assert [result[0] for result in chained(growth_between(facts, OUTPUT, 2018, 2019))] == ["-100.00"]


def test_a_rate_that_is_a_bound_gives_a_bound(mini_project: Project) -> None:
    # more than 4.40 %, then -2.86 %: at least 1.044 × 0.97135 = 1.0140894, without end
    changes = {name: {"operator": "more-than"} for name in ("stat-table-1-2019-growth", "stat-tea-output-growth-2019")}
    answer = growth_between(facts_with(mini_project.curation, changes), OUTPUT, 2018, 2020)
    assert chained(answer) == [("1.41", "1.40", "∞")]


def test_a_place_that_is_not_given_makes_no_series(mini_project: Project) -> None:
    series = Series("indicator-picker-skills", "unspecified")
    answer = growth_between(facts_of(mini_project.curation), series, 2018, 2020)
    assert notes(answer, "chained") == ["the place is not stated, so the figures form no series"]


def test_an_average_growth_is_no_link(real_project: Project) -> None:
    inputs = {
        name
        for last in (2017, 2018, 2019)
        for result in growth_between(facts_of(real_project.curation), TRADE, 2016, last).results
        for name in result.inputs
    }
    kinds = {record.id: record.kind for record in real_project.curation.of(Statistic)}
    assert {kinds[name] for name in inputs} == {"growth", "level"}


@pytest.mark.parametrize(("first", "last"), [(2020, 2018), (2018, 2018)])
def test_years_that_do_not_follow_are_refused(mini_project: Project, first: int, last: int) -> None:
    with pytest.raises(ValueError, match="is not before"):
        growth_between(facts_of(mini_project.curation), OUTPUT, first, last)


# The real paper


def test_the_real_chain_by_hand(real_project: Project) -> None:
    # Table 1: 22.50, 14.40, 28.80, 13.90 %, each with a padded zero, so ± 0.05 points.
    # 1.225 × 1.144 × 1.288 × 1.139: 1.225 × 1.144 = 1.4014; × 1.288 = 1.8050032; × 1.139 = 2.0558986…
    # low 1.2245 × 1.1435 × 1.2875 × 1.1385: 1.40021575 × 1.2875 = 1.80277778; × 1.1385 = 2.05246250
    # high 1.2255 × 1.1445 × 1.2885 × 1.1395: 1.40258475 × 1.2885 = 1.80723045; × 1.1395 = 2.05933910
    answer = growth_between(facts_of(real_project.curation), TRADE, 2016, 2020)
    assert chained(answer)[0] == ("105.59", "105.24", "105.94")
    # the text's other growth of 2020, 5.90 % without a base: 1.8050032 × 1.059 = 1.9114984
    assert chained(answer)[1][0] == "91.15"
    # 1084.20 over 81.12: 1003.08 / 81.12 = 12.36538
    assert by_levels(answer)[0][0] == "1236.54"
    assert answer.at_odds


# Properties

rates = st.lists(st.decimals(min_value=-90, max_value=300, places=1, allow_nan=False), min_size=1, max_size=5)


@given(rates)
def test_the_chain_of_any_rates_is_their_product_and_holds_every_true_value(
    mini_project: Project, given_rates: list[Any]
) -> None:
    pattern = mini_project.curation.records["stat-table-1-2020-growth"]
    assert isinstance(pattern, Statistic)
    items = [
        replace(pattern, id=f"stat-{year}", period=str(year), row=None, table=None, value=rate, value_text=f"{rate:f}")
        for year, rate in enumerate(given_rates, 2001)
    ]
    others = {name: r for name, r in mini_project.curation.records.items() if not isinstance(r, Statistic)}
    facts = facts_of(replace(mini_project.curation, records=others | {item.id: item for item in items}), frozenset())
    (result, *_) = growth_between(facts, OUTPUT, 2000, 2000 + len(items)).results
    product, highest = Fraction(1), Fraction(1)
    for rate in given_rates:
        product *= 1 + Fraction(rate) / 100
        highest *= 1 + (Fraction(rate) + Fraction(1, 20)) / 100
    assert result.nominal == product - 1
    assert result.interval.holds(product - 1)
    assert result.interval.high == highest - 1


# The command


def run_command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["growth", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_text_gives_result_formula_and_places(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_command(capsys, "indicator-tea-output", "--from", "2018", "--to", "2020", "--data", str(mini_folder))
    assert code == 0
    assert "tea output, Qingxu County, 2018 → 2020" in out
    assert "growth rates chained: 1.41%  [1.36, 1.47]" in out
    assert "  stat-table-1-2018-total  1,188.22  table1.2018" in out


def test_json_has_exact_fractions(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("indicator-tea-output", "--from", "2019", "--to", "2020", "--data", str(mini_folder), "-f", "json")
    code, out, _ = run_command(capsys, *arguments)
    value = json.loads(out)
    assert code == 0
    assert Fraction(value["growth"][0]["exact"]["growth"]) == Fraction(-286, 10000)
    assert value["growth"][0]["locators"] == ["table1.2020"]


def test_csv_has_a_row_a_way(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("indicator-tea-output", "--from", "2018", "--to", "2020", "--data", str(mini_folder), "-f", "csv")
    _, out, _ = run_command(capsys, *arguments)
    assert [row["way"] for row in csv.DictReader(io.StringIO(out))] == ["chained", "levels"]


def test_without_a_result_the_command_ends_with_1_and_says_what_is_missing(
    mini_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_command(
        capsys, "indicator-pickers", "--from", "2018", "--to", "2020", "--data", str(mini_folder), "--lang", "zh"
    )
    assert code == 1
    assert "2019–2020年均没有对上年的增速" in out
    assert "没有2018年的数额" in out


def test_each_input_that_the_audit_blames_is_marked_with_why(
    edited: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))  # 210.00 sold abroad, 1,240.50 in all
    (folder / "anchors.csv").unlink()
    (folder / "passages.csv").unlink()
    blamed, asked = "stat-table-1-2019-home", ("indicator-tea-home", "--from", "2018", "--to", "2019", "--data", str(folder))
    lines = run_command(capsys, *asked)[1].splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith(f"  {blamed} "))
    assert lines[at + 1].startswith("    ⚠ in doubt: ")
    assert sum("⚠" in line for line in lines) == 1
    value = json.loads(run_command(capsys, *asked, "-f", "json")[1])
    assert [list(found["doubt"]) for found in value["growth"]] == [[], [blamed]]
    *_, row = csv.DictReader(io.StringIO(run_command(capsys, *asked, "-f", "csv")[1]))
    assert row["doubt"] == f"{blamed}: {value['growth'][1]['doubt'][blamed]}"


def test_figures_that_agree_have_no_mark(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_command(capsys, "indicator-tea-home", "--from", "2018", "--to", "2019", "--data", str(mini_folder))
    assert "stat-table-1-2019-home" in out
    assert "⚠" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["indicator-tea-output", "--from", "2020", "--to", "2018"], "--from 2020 is not before --to 2018"),
        (["indicator-nothing", "--from", "2018", "--to", "2020"], "unknown id 'indicator-nothing'"),
        (["problem-pickers", "--from", "2018", "--to", "2020"], "problem-pickers is a problem; expected is an indicator."),
        (["indicator-tea-output", "--from", "abc", "--to", "2020"], "'abc' is not a valid integer"),
    ],
)
def test_wrong_use_is_reported(
    mini_folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    code, _, err = run_command(capsys, *arguments, "--data", str(mini_folder))
    assert code == 2
    assert message in err
