"""Series, their panels of comparable values, and their charts."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cbec_kg.audit.readings import Series
from cbec_kg.cli.main import run
from cbec_kg.model.curated import Curation
from cbec_kg.model.labels import record_labels
from cbec_kg.model.records import Statistic
from cbec_kg.rdf.project import Project
from cbec_kg.render.svg.chart_texts import Chart, chart_table, plain, series_chart, ticks
from cbec_kg.render.svg.charts import chart_svg
from cbec_kg.series.panels import Panel, panels_by_series

OUTPUT = Series("indicator-tea-output", "place-qingxu")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=["mini_project", "real_project"])
def curation(request: pytest.FixtureRequest) -> Curation:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Project)
    return found.curation


def chart_of(curation: Curation, series: Series, blamed: dict[str, str] | None = None) -> Chart:
    return series_chart(series, panels_by_series(curation)[series], record_labels(curation), blamed or {})


def changed(curation: Curation, name: str, **fields: Any) -> Curation:
    record = curation.records[name]
    return replace(curation, records={**curation.records, name: replace(record, **fields)})


def ids(panel: Panel) -> list[str]:
    return [value.statistic.id for value in panel.values]


# Panels


def test_every_statistic_stands_in_exactly_one_panel(curation: Curation) -> None:
    shown = [name for panels in panels_by_series(curation).values() for panel in panels for name in ids(panel)]
    assert sorted(shown) == sorted(record.id for record in curation.of(Statistic))


def test_values_of_a_panel_share_base_unit_sort_of_period_and_comparison_base(curation: Curation) -> None:
    for panels in panels_by_series(curation).values():
        for panel in panels:
            items = [value.statistic for value in panel.values]
            assert len({item.kind for item in items}) == 1
            assert len({value.unit.base for value in panel.values}) == 1
            assert len({"/" in item.period for item in items}) == 1
            assert len({item.whole for item in items}) == 1


def test_the_panels_of_a_series_are_as_read_by_hand(mini_project: Project) -> None:
    levels, growth = panels_by_series(mini_project.curation)[OUTPUT]
    assert ids(levels) == [
        "stat-table-1-2018-total", "stat-tea-output-2019", "stat-table-1-2019-total", "stat-table-1-2020-total",
    ]  # fmt: skip
    assert ids(growth) == [
        "stat-table-1-2018-growth", "stat-tea-output-growth-2019", "stat-table-1-2019-growth", "stat-table-1-2020-growth",
    ]  # fmt: skip


def test_an_amount_in_another_currency_stands_in_a_panel_of_its_own(mini_project: Project) -> None:
    units = mini_project.curation.records
    other = replace(units["unit-cny"], id="unit-usd", base="USD")
    mixed = replace(mini_project.curation, records={**units, "unit-usd": other})
    mixed = changed(mixed, "stat-table-1-2019-total", unit="unit-usd")
    levels = [panel for panel in panels_by_series(mixed)[OUTPUT] if panel.comparability.kind == "level"]
    assert sorted(map(len, map(ids, levels))) == [1, 3]


@pytest.mark.parametrize(
    ("fields", "apart"),
    [
        ({"base": "2017"}, True),  # 2019 over 2017, beside growth over the year before
        ({"base": "2018"}, False),  # the year before, by its number
        ({"base": None}, True),
        ({"base": "unknown"}, True),
        ({"period": "2018/2019", "kind": "average-growth", "base": None}, True),
    ],
)
def test_growth_that_cannot_be_compared_stands_apart(mini_project: Project, fields: dict[str, Any], apart: bool) -> None:
    curation = changed(mini_project.curation, "stat-table-1-2019-growth", **fields)
    (panel,) = [panel for panel in panels_by_series(curation)[OUTPUT] if "stat-table-1-2019-growth" in ids(panel)]
    assert (len(panel.values) == 1) == apart


def test_units_of_one_base_are_put_on_one_scale(real_project: Project) -> None:
    series = Series("indicator-cbec-trade", "place-china")
    (level, _) = panels_by_series(real_project.curation)[series]
    assert level.values[0].amount == Fraction(1_690_000_000_000)  # 1.69 of 10^12


# Charts


def tree(chart: Chart, language: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(chart, language))


def texts(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter(f"{SVG}text")]


def bars(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [node for node in root.iter(f"{SVG}rect") if node.get("class") in ("bar", "edge")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chart_is_well_formed_and_shows_each_printed_value(curation: Curation, language: str) -> None:
    for series, panels in panels_by_series(curation).items():
        root = tree(chart_of(curation, series), language)
        values = [value.statistic for panel in panels for value in panel.values]
        assert len(bars(root)) == len(values)
        shown = texts(root)
        for item in values:
            assert item.printed in shown
            assert item.at[0].locator in shown


def test_a_chart_has_title_and_description_that_name_its_values(mini_project: Project) -> None:
    root = tree(chart_of(mini_project.curation, OUTPUT))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == "tea output, Qingxu County"
    assert description is not None and "2019 1,240.50吨" in (description.text or "")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert root.get("role") == "img"


def test_bars_start_at_zero_and_are_as_long_as_their_values(mini_project: Project) -> None:
    chart = chart_of(mini_project.curation, OUTPUT)
    heights = [float(bar.get("height") or 0) for bar in bars(tree(chart))]
    levels = [Decimal("1188.22"), Decimal("1240.50"), Decimal("1240.50"), Decimal("1205.00")]
    growth = [Decimal("3.10"), Decimal("4.40"), Decimal("4.40"), Decimal("2.86")]
    for drawn, values in ((heights[:4], levels), (heights[4:], growth)):
        for height, value in zip(drawn, values, strict=True):
            assert height / drawn[1] == pytest.approx(float(value / values[1]), abs=0.003)


def test_a_negative_value_hangs_below_zero(mini_project: Project) -> None:
    drawn = bars(tree(chart_of(mini_project.curation, OUTPUT)))[4:]
    zero = float(drawn[0].get("y") or 0) + float(drawn[0].get("height") or 0)
    assert float(drawn[3].get("y") or 0) == pytest.approx(zero, abs=0.2)


def test_panels_are_parted_by_a_break_which_the_legend_explains(mini_project: Project) -> None:
    root = tree(chart_of(mini_project.curation, OUTPUT))
    assert len([node for node in root.iter(f"{SVG}path") if "l-5 9l10 9l-5 9" in (node.get("d") or "")]) == 1
    assert any("cannot be compared" in text for text in texts(root))
    (price,) = (series for series in panels_by_series(mini_project.curation) if series.indicator == "indicator-pickers")
    assert not any("cannot be compared" in text for text in texts(tree(chart_of(mini_project.curation, price))))


def test_a_bound_has_an_open_top_and_a_sign(mini_project: Project) -> None:
    root = tree(chart_of(mini_project.curation, Series("indicator-tea-export", "place-qingxu", "place-abroad")))
    assert len([node for node in root.iter(f"{SVG}path") if node.get("class") == "open"]) == 1
    assert "↓" in texts(root)
    about = tree(chart_of(mini_project.curation, Series("indicator-members", "place-qingxu")))
    assert "≈" in texts(about)


def test_a_blamed_value_is_marked_by_shape_and_told_in_the_table(mini_project: Project) -> None:
    chart = chart_of(mini_project.curation, OUTPUT, {"stat-table-1-2019-total": "a digit was changed"})
    root = tree(chart)
    assert len([node for node in root.iter(f"{SVG}rect") if "hatch" in (node.get("fill") or "")]) == 1
    assert len([node for node in root.iter(f"{SVG}path") if node.get("class") == "sign"]) == 1
    assert texts(root).count("!") == 1
    columns, rows = chart_table(chart)
    doubts = [dict(zip(columns, row, strict=True))["doubt"] for row in rows]
    assert sorted(doubts)[-2:] == ["", "a digit was changed"]


def test_the_picture_itself_gives_the_reason_of_each_doubt(mini_project: Project) -> None:
    root = tree(chart_of(mini_project.curation, OUTPUT, {"stat-table-1-2019-total": "a digit was changed"}))
    description = root.findtext(f"{SVG}desc") or ""
    assert description.count("2019 1,240.50 (! a digit was changed)") == 1
    assert description.count("(!") == 1
    assert "⚠ 2019 1,240.50 (table1.2019): a digit was changed" in texts(root)


def test_without_the_audit_the_table_says_nothing_of_doubts(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("chart", "indicator-tea-output", "--data", str(mini_folder), "--format", "csv")
    assert run_command(capsys, *arguments)[1].splitlines()[0].endswith(",statistic,doubt")
    lines = run_command(capsys, *arguments, "--no-audit")[1].splitlines()
    assert lines[0].endswith(",locator,statistic")
    assert all(line.rpartition(",")[2].startswith("stat-") for line in lines[1:])


def test_a_chart_without_blame_has_no_mark(mini_project: Project) -> None:
    root = tree(chart_of(mini_project.curation, OUTPUT))
    assert not [node for node in root.iter() if node.get("class") in ("sign", "edge")]


def test_labels_cannot_inject_markup(mini_project: Project) -> None:
    evil = changed(mini_project.curation, "indicator-tea-output", en='<script>alert("x")</script>', zh="]]>&")
    evil = changed(evil, "stat-tea-output-2019", printed="<b>1</b>\x1b")
    for language in ("en", "zh"):
        root = tree(chart_of(evil, OUTPUT, {"stat-tea-output-2019": "<i>"}), language)
        assert not [node for node in root.iter() if node.tag in (f"{SVG}script", f"{SVG}b", f"{SVG}i")]


def test_a_series_of_zeros_is_drawn(mini_project: Project) -> None:
    flat = changed(mini_project.curation, "stat-pickers-2020", value=Decimal(0), value_text="0", printed="0人")
    (series,) = (series for series in panels_by_series(flat) if series.indicator == "indicator-pickers")
    assert "0人" in texts(tree(chart_of(flat, series)))


def test_a_chart_gets_its_colours_from_variables_with_a_dark_setting(mini_project: Project) -> None:
    drawn = chart_svg(chart_of(mini_project.curation, OUTPUT))
    assert "prefers-color-scheme:dark" in drawn
    assert not re.search(r'(fill|stroke)="#[0-9a-f]', drawn)


def test_a_chart_reaches_for_nothing_outside(mini_project: Project) -> None:
    drawn = chart_svg(chart_of(mini_project.curation, OUTPUT)).replace("http://www.w3.org/2000/svg", "")
    assert "http" not in drawn


fractions = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False).map(Fraction)


@given(fractions, fractions)
def test_ticks_are_within_the_values_hold_zero_and_are_few(one: Fraction, other: Fraction) -> None:
    low, high = min(one, other, Fraction(0)), max(one, other, Fraction(0))
    found = ticks(low, high)
    assert all(low <= tick <= high for tick in found)
    assert 0 in found
    assert len(found) <= 7
    assert len({b - a for a, b in pairwise(found)}) <= 1


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**8), max_value=10**8))
def test_a_plain_number_reads_back_as_itself(value: Decimal) -> None:
    text = plain(Fraction(value))
    assert Decimal(text) == value
    assert "E" not in text


# The command


def run_command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_without_an_indicator_the_series_are_listed(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_command(capsys, "chart", "--data", str(mini_folder), "--format", "csv")
    assert code == 0
    assert "indicator-tea-output,place-qingxu,,8,2018 2019 2020,tea output\n" in out


def test_an_indicator_of_one_place_needs_no_place(mini_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_command(capsys, "chart", "indicator-tea-output", "--data", str(mini_folder), "--format", "svg")
    assert code == 0
    assert ElementTree.fromstring(out).tag == f"{SVG}svg"


def test_an_indicator_of_two_places_asks_for_one(real_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run_command(capsys, "chart", "indicator-cbec-trade", "--data", str(real_folder))
    assert code == 2
    assert "several series. Take one of: --place place-china; --place place-hangzhou" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["indicator-tea-outputs"], "unknown id 'indicator-tea-outputs'. Did you mean indicator-tea-output"),
        (
            ["problem-pickers"],
            "problem-pickers is a problem; expected is an indicator. List those with figures: cbec-kg chart",
        ),
        (
            ["stat-pickers-2020"],
            "stat-pickers-2020 is a statistic; expected is an indicator. It is of indicator-pickers. List",
        ),
        (["indicator-tea-output", "--place", "place-moon"], "no such series. Take one of: --place place-qingxu"),
        (["indicator-tea-output", "--kind", "share"], "no figures of kind share there"),
    ],
)
def test_a_series_that_does_not_exist_is_told_in_one_line(
    mini_folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    code, _, err = run_command(capsys, "chart", *arguments, "--data", str(mini_folder))
    assert code == 2
    assert message in err
    assert err.count("\n") == 1


def test_the_audit_marks_what_it_blames(edited: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))
    (folder / "anchors.csv").unlink()
    (folder / "passages.csv").unlink()
    code, out, err = run_command(capsys, "chart", "indicator-tea-home", "--audit", "--data", str(folder), "--format", "csv")
    assert code == 0, err
    (row,) = [line for line in out.splitlines() if "stat-table-1-2019-home" in line]
    assert not row.endswith(",")
