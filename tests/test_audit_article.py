"""The audit of the real paper, each finding worked out by hand from the printed figures.

Every expectation is exact arithmetic on what the article prints: levels with two real decimals stand for half a hundredth
to either side, padded ones (and all percentages with decimals) for half a tenth, whole numbers for a half; a bound such as
"over" or "nearly" is not rounded. Nothing here was taken from what the program says.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from math import inf
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from cbec_kg.audit.breaks import _common, _factors
from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts, facts_of
from cbec_kg.audit.report import Audit, Cause, audit
from cbec_kg.audit.rules import all_checks
from cbec_kg.audit.values import audit_value
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Statistic
from cbec_kg.rdf.project import Project

Span: TypeAlias = tuple[Fraction, Fraction]
Key: TypeAlias = tuple[str, frozenset[str]]

HALF, TENTH, HUNDREDTH = Fraction(1, 2), Fraction(1, 20), Fraction(1, 200)
HUNDRED_MILLION = 10**8

# The printed figures, in the short names of this file. Levels of the table: value, half width.
LEVELS: dict[str, tuple[str, Fraction]] = {
    "2016-total": ("81.12", HUNDREDTH), "2016-export": ("60.60", TENTH), "2016-import": ("20.52", HUNDREDTH),
    "2017-total": ("99.36", HUNDREDTH), "2017-export": ("70.22", HUNDREDTH), "2017-import": ("29.14", HUNDREDTH),
    "2018-total": ("113.70", TENTH), "2018-export": ("80.20", TENTH), "2018-import": ("33.50", TENTH),
    "2019-total": ("952.10", TENTH), "2019-export": ("658.80", TENTH), "2019-import": ("293.30", TENTH),
    "2020-total": ("1084.20", TENTH), "2020-export": ("756.80", TENTH), "2020-import": ("327.40", TENTH),
}  # fmt: skip
RATES = {
    "2016-total": "134.20", "2016-export": "166.70", "2016-import": "72.30",
    "2017-total": "22.50", "2017-export": "15.90", "2017-import": "42.00",
    "2018-total": "14.40", "2018-export": "14.20", "2018-import": "14.90",
    "2019-total": "28.80", "2019-export": "26.40", "2019-import": "34.60",
    "2020-total": "13.90", "2020-export": "14.90", "2020-import": "11.60",
}  # fmt: skip
COLUMNS = ("total", "export", "import")
YEARS = range(2016, 2021)

SUM_P1 = "stat-hangzhou-cbec-trade-2016-2020-p1"
SUM_P3 = "stat-hangzhou-cbec-trade-2016-2020-p3"
GROWTH_P1 = "stat-hangzhou-cbec-trade-growth-2020-p1"
AVERAGE = "stat-hangzhou-cbec-trade-average-growth-2016-2019"
GOODS_2019, GOODS_2020 = "stat-hangzhou-goods-trade-2019", "stat-hangzhou-goods-trade-2020"
GOODS_GROWTH = "stat-hangzhou-goods-trade-growth-2019"
GOODS_PARTS = tuple(f"stat-hangzhou-goods-{part}-2020" for part in ("export", "export-growth", "import", "import-growth"))
TRADE = tuple(f"stat-hangzhou-trade-{part}2018" for part in ("", "export-", "import-"))
TRADE_GROWTH = tuple(f"stat-hangzhou-trade-{part}growth-2018" for part in ("", "export-", "import-"))
RETAIL = "stat-china-retail"
SELF_COMPARED = f"{RETAIL}-import-growth-2018"

REPEATED = {"stat-hangzhou-cbec-trade-2020": "2020-total", "stat-hangzhou-cbec-trade-growth-2020-p3": "2020-total-growth"}
"""Prose that repeats a cell of the table: 1084.20 and 13.90. A finding may name either."""


def cell(short: str) -> str:
    return f"stat-table-1-{short}"


def brief(name: str) -> str:
    return REPEATED.get(name, name.removeprefix("stat-table-1-"))


def key(check: Check) -> Key:
    return check.rule, frozenset(brief(name) for name in check.inputs)


def about(rule: str, *names: str) -> Key:
    return rule, frozenset(brief(name) for name in names)


def level(short: str) -> Span:
    text, half = LEVELS[short]
    return Fraction(text) - half, Fraction(text) + half


def rate(short: str) -> Span:
    """Return a growth rate as a part of one, with half a tenth of a per cent to either side."""
    return (Fraction(RATES[short]) - TENTH) / 100, (Fraction(RATES[short]) + TENTH) / 100


def percent(low: Fraction | str, high: Fraction | str) -> Span:
    return Fraction(low) / 100, Fraction(high) / 100


def amount(low: Fraction | str | int, high: Fraction | str | int) -> Span:
    return Fraction(low) * HUNDRED_MILLION, Fraction(high) * HUNDRED_MILLION


@pytest.fixture(scope="module")
def curation(real_project: Project) -> Curation:
    return real_project.curation


@pytest.fixture(scope="module")
def found(curation: Curation) -> Audit:
    return audit(curation)


@pytest.fixture(scope="module")
def facts(curation: Curation) -> Facts:
    return facts_of(curation)


def the(found: Audit, rule: str, *names: str) -> Check:
    """Return the one check of a rule that names exactly these statistics."""
    checks = [check for check in found.checks if key(check) == about(rule, *names)]
    assert checks, (rule, names)
    assert len({(check.verdict, check.computed) for check in checks}) == 1
    return checks[0]


def span_of_result(check: Check) -> tuple[Any, Any]:
    assert check.result is not None
    return check.result.low, check.result.high


# What is inconsistent, and nothing else

X1 = {about("comparison-period", SELF_COMPARED)}
X2 = {about("parts-and-whole", *TRADE)}
X3 = {about("implied-earlier-level", GOODS_2019, *GOODS_PARTS)}
X4 = {about("same-quantity", SUM_P1, SUM_P3), about("years-and-span", SUM_P1, *(f"{year}-total" for year in YEARS))}
_CHAIN = ("2016-total", "2017-total-growth", "2018-total-growth", "2019-total-growth")
X5 = {
    about("same-quantity", GROWTH_P1, "2020-total-growth"),
    about("growth-and-levels", GROWTH_P1, "2020-total", "2019-total"),
    about(
        "growth-of-parts",
        GROWTH_P1,
        "2020-total",
        *(f"2020-{part}" for part in ("export", "export-growth", "import", "import-growth")),
    ),
    about("growth-of-parts", GROWTH_P1, "2020-export-growth", "2020-import-growth"),
    about("chained-growth", *_CHAIN, GROWTH_P1, "2020-total"),
}
X6 = {
    about("average-growth", AVERAGE, "2019-total", "2016-total"),
    about("average-growth", AVERAGE, "2017-total-growth", "2018-total-growth", "2019-total-growth"),
}


def across_the_break(column: str) -> set[Key]:
    """Return the findings of one column between 2018 and 2019: directly, and in the chain over all years."""
    rates = [f"{year}-{column}-growth" for year in range(2017, 2021)]
    return {
        about("growth-and-levels", f"2019-{column}-growth", f"2019-{column}", f"2018-{column}"),
        about("chained-growth", f"2016-{column}", *rates, f"2020-{column}"),
    }


X7 = across_the_break("total") | {
    about("implied-earlier-level", "2018-total", "2019-export", "2019-export-growth", "2019-import", "2019-import-growth")
}
X8, X9 = across_the_break("export"), across_the_break("import")


def test_the_nine_contradictions_are_found_and_nothing_else_is_inconsistent(found: Audit) -> None:
    assert {key(check) for check in found.inconsistent} == X1 | X2 | X3 | X4 | X5 | X6 | X7 | X8 | X9


def test_x1_a_growth_that_is_counted_from_its_own_year(found: Audit) -> None:
    assert the(found, "comparison-period", SELF_COMPARED).verdict == "inconsistent"


def test_x1_with_the_year_before_as_base_the_growth_of_the_retail_total_fits(found: Audit) -> None:
    # 1347 / (561.20/1.67 + 785.80/1.398) - 1 = 49.977 %, printed 50; the sum of the parts is 1347
    export, imports = Fraction("561.20") / Fraction("1.67"), Fraction("785.80") / Fraction("1.398")
    assert abs(Fraction(1347) / (export + imports) - 1 - HALF) < Fraction(5, 1000)
    assert (
        the(found, "parts-and-whole", *(f"{RETAIL}-{part}-2018" for part in ("trade", "export", "import"))).verdict
        == "consistent"
    )


def test_x2_over_seventy_and_over_thirty_are_more_than_nearly_a_hundred(found: Audit) -> None:
    check = the(found, "parts-and-whole", *TRADE)
    assert check.verdict == "inconsistent"
    assert check.result is not None and check.given is not None
    assert (check.result.low, check.result.low_open, check.result.high) == (100 * HUNDRED_MILLION, True, inf)
    assert (check.given.high, check.given.high_open) == (100 * HUNDRED_MILLION, True)


def test_x3_goods_of_2020_and_their_growth_imply_5602_for_2019_and_not_5085(found: Audit) -> None:
    # 3693/1.021 + 2241/1.129, each rounded to a whole number and a tenth of a per cent
    low = Fraction("3692.5") / Fraction("1.0215") + Fraction("2240.5") / Fraction("1.1295")
    high = Fraction("3693.5") / Fraction("1.0205") + Fraction("2241.5") / Fraction("1.1285")
    check = the(found, "implied-earlier-level", GOODS_2019, *GOODS_PARTS)
    assert span_of_result(check) == amount(low, high)
    assert low > Fraction("5598.4") and high < Fraction("5605.57")
    assert Fraction("5085.5") < low


def test_x4_five_years_make_2330_48_and_not_26347(found: Audit) -> None:
    low, high = (sum(level(f"{year}-total")[end] for year in YEARS) for end in (0, 1))
    assert (low, high) == (Fraction("2330.32"), Fraction("2330.64"))
    totals = [f"{year}-total" for year in YEARS]
    wrong, right = the(found, "years-and-span", SUM_P1, *totals), the(found, "years-and-span", SUM_P3, *totals)
    assert span_of_result(wrong) == span_of_result(right) == amount(low, high)
    assert (wrong.verdict, right.verdict) == ("inconsistent", "consistent")
    assert sum(Fraction(LEVELS[name][0]) for name in totals) == Fraction("2330.48")


def test_x5_growth_of_2020_is_13_9_by_levels_and_by_parts_and_not_5_9(found: Audit) -> None:
    (low_19, high_19), (low_20, high_20) = level("2019-total"), level("2020-total")
    by_levels = the(found, "growth-and-levels", GROWTH_P1, "2020-total", "2019-total")
    assert span_of_result(by_levels) == (low_20 / high_19 - 1, high_20 / low_19 - 1)
    between = the(found, "growth-of-parts", GROWTH_P1, "2020-export-growth", "2020-import-growth")
    assert span_of_result(between) == percent("11.55", "14.95")
    assert by_levels.given is not None
    assert (by_levels.given.low, by_levels.given.high) == percent("5.85", "5.95")
    assert the(found, "growth-and-levels", "2020-total-growth", "2020-total", "2019-total").verdict == "consistent"


def test_x6_no_way_of_averaging_gives_7_9(found: Audit) -> None:
    # over three steps the ends would have to be 1.079^3 = 1.256 apart, over four 1.355; they are 11.7 and 27.5 apart
    ends = Fraction("952.10") / Fraction("81.12")
    assert ends > Fraction("1.0795") ** 3 and ends * Fraction("2.342") > Fraction("1.0795") ** 4
    by_ends = the(found, "average-growth", AVERAGE, "2019-total", "2016-total")
    low, high = (Fraction("952.05") / Fraction("81.125"), Fraction("952.15") / Fraction("81.115"))
    tiny = Fraction(1, 10**11)
    got_low, got_high = span_of_result(by_ends)
    assert (1 + got_low) ** 3 <= low < (1 + got_low + tiny) ** 3
    assert (1 + got_high - tiny) ** 3 < high <= (1 + got_high) ** 3
    assert by_ends.why is not None and "[128.9" in by_ends.why.en  # four steps: 128.97 %
    yearly = the(found, "average-growth", AVERAGE, *(f"{year}-total-growth" for year in (2017, 2018, 2019)))
    product_of_rates = Fraction("1.225") * Fraction("1.144") * Fraction("1.288")
    assert Fraction("1.2175") ** 3 < product_of_rates < Fraction("1.2177") ** 3
    assert yearly.verdict == "inconsistent"
    assert min(Fraction(RATES[f"{year}-total"]) for year in range(2016, 2020)) > Fraction("7.95")


@pytest.mark.parametrize(("column", "nominal"), [("total", "737.37907"), ("export", "721.44638"), ("import", "775.52239")])
def test_x7_to_x9_levels_grow_eightfold_where_the_rate_says_a_quarter(found: Audit, column: str, nominal: str) -> None:
    before, after = LEVELS[f"2018-{column}"][0], LEVELS[f"2019-{column}"][0]
    assert abs((Fraction(after) / Fraction(before) - 1) * 100 - Fraction(nominal)) < Fraction(1, 10**5)
    check = the(found, "growth-and-levels", f"2019-{column}-growth", f"2019-{column}", f"2018-{column}")
    (low, high), (low_after, high_after) = level(f"2018-{column}"), level(f"2019-{column}")
    assert span_of_result(check) == (low_after / high - 1, high_after / low - 1)
    assert check.given is not None and (check.given.low, check.given.high) == rate(f"2019-{column}")
    assert check.verdict == "inconsistent"


@pytest.mark.parametrize("column", COLUMNS)
def test_the_chain_from_2016_to_2020_breaks_in_every_column(found: Audit, column: str) -> None:
    low, high = level(f"2016-{column}")
    for year in range(2017, 2021):
        low, high = low * (1 + rate(f"{year}-{column}")[0]), high * (1 + rate(f"{year}-{column}")[1])
    rates = [f"{year}-{column}-growth" for year in range(2017, 2021)]
    check = the(found, "chained-growth", f"2016-{column}", *rates, f"2020-{column}")
    assert span_of_result(check) == amount(low, high)
    assert high * 6 < level(f"2020-{column}")[0]


# What is consistent

WITHIN = {"2018-import"}
"""29.14 -> 33.50 is +14.962 %, which rounds to 15.0; only the ends of the intervals allow the printed 14.90."""


@pytest.mark.parametrize(("year", "column"), list(product((2017, 2018, 2020), COLUMNS)))
def test_each_growth_of_the_table_but_those_of_2019_agrees_with_its_levels(found: Audit, year: int, column: str) -> None:
    check = the(found, "growth-and-levels", f"{year}-{column}-growth", f"{year}-{column}", f"{year - 1}-{column}")
    (low, high), (low_after, high_after) = level(f"{year - 1}-{column}"), level(f"{year}-{column}")
    assert span_of_result(check) == (low_after / high - 1, high_after / low - 1)
    nominal = Fraction(LEVELS[f"{year}-{column}"][0]) / Fraction(LEVELS[f"{year - 1}-{column}"][0]) - 1
    least, most = rate(f"{year}-{column}")
    assert (least <= nominal <= most) == (f"{year}-{column}" not in WITHIN)
    assert check.verdict == ("within-rounding" if f"{year}-{column}" in WITHIN else "consistent")


@pytest.mark.parametrize("year", YEARS)
def test_each_row_adds_up(found: Audit, year: int) -> None:
    names = [f"{year}-{column}" for column in COLUMNS]
    whole, one, other = (Fraction(LEVELS[name][0]) for name in names)
    assert one + other == whole
    check = the(found, "parts-and-whole", *names)
    assert check.verdict == "consistent"
    (low_1, high_1), (low_2, high_2) = level(names[1]), level(names[2])
    assert span_of_result(check) == amount(low_1 + low_2, high_1 + high_2)


@pytest.mark.parametrize(
    ("year", "nominal"), [(2016, "134.2368"), (2017, "22.50357"), (2018, "14.40536"), (2019, "28.81754"), (2020, "13.8831")]
)
def test_the_growth_of_each_total_follows_from_its_parts(found: Audit, year: int, nominal: str) -> None:
    names = [f"{year}-total-growth", f"{year}-total"]
    names += [f"{year}-{part}" for part in ("export", "export-growth", "import", "import-growth")]
    check = the(found, "growth-of-parts", *names)
    assert check.verdict == "consistent"
    before = [Fraction(LEVELS[f"{year}-{part}"][0]) / (1 + Fraction(RATES[f"{year}-{part}"]) / 100) for part in COLUMNS[1:]]
    exact = (Fraction(LEVELS[f"{year}-total"][0]) / sum(before) - 1) * 100
    assert abs(exact - Fraction(nominal)) < Fraction(1, 10**4)
    low, high = span_of_result(check)
    assert low < exact / 100 < high


def test_only_two_growth_relations_hold_by_rounding_alone(found: Audit) -> None:
    by_rounding = {key(c) for c in found.checks if c.verdict == "within-rounding" and c.rule.startswith("growth")}
    assert by_rounding == {
        about("growth-and-levels", "2018-import-growth", "2018-import", "2017-import"),
        about("growth-of-parts", *TRADE, *TRADE_GROWTH),
    }


def test_the_rates_of_trade_in_2018_hold_by_rounding_alone(found: Audit) -> None:
    # exports > 70 at 15.5..16.5 %, imports > 30 at 41.5..42.5 %, together < 100: the growth is below 23.25 %
    least_before = 70 / Fraction("1.165") + 30 / Fraction("1.425")
    check = the(found, "growth-of-parts", *TRADE, *TRADE_GROWTH)
    assert check.result is not None
    assert check.result.high == 100 / least_before - 1
    nominal = 100 / (70 / Fraction("1.16") + 30 / Fraction("1.42")) - 1
    assert Fraction("0.225") < nominal < Fraction("0.2275")  # would print 23, not 22


def test_other_relations_by_rounding_alone_are_rates_turned_round(found: Audit) -> None:
    # a rate of three digits cannot give back a level of four: 2016, 2017 and 2019 as the next year's parts imply them
    rules = {key(c) for c in found.checks if c.verdict == "within-rounding" and not c.rule.startswith("growth")}
    parts = ("export", "export-growth", "import", "import-growth")
    assert rules == {
        about("implied-earlier-level", f"{year}-total", *(f"{year + 1}-{part}" for part in parts))
        for year in (2016, 2017, 2019)
    }


@pytest.mark.parametrize(("name", "listed"), [("stat-cbec-logistics-main-forms", 4), ("stat-training-dimensions", 3)])
def test_closed_lists_have_as_many_members_as_is_said(found: Audit, curation: Curation, name: str, listed: int) -> None:
    record = curation.records[name]
    assert isinstance(record, Statistic) and len(record.members) == listed == record.value
    assert the(found, "list-count", name).verdict == "consistent"


def test_open_lists_name_no_more_than_is_said(found: Audit) -> None:
    for name, listed, counted in (
        ("hangzhou-cbec-parks", 1, 13),
        ("cbec-parks-other-cities", 7, 13),
        ("cbec-park-firms", 4, 1388),
    ):
        assert listed <= counted
        assert the(found, "list-count", f"stat-{name}").verdict == "consistent"


def test_thirteen_parks_agree_with_the_name_and_thirteen_others_are_the_same_or_make_twenty_six(found: Audit) -> None:
    # 3.p2.s2: a zone named after thirteen parks has 13; "and 13" in other cities stand in the same sentence without a place
    parks, others = "stat-hangzhou-cbec-parks", "stat-cbec-parks-other-cities"
    assert the(found, "named-count", parks).verdict == "consistent"
    check = the(found, "named-count", parks, others)
    assert check.verdict == "undecidable"
    assert check.why is not None
    assert "26" in check.why.en and check.why.en.endswith("the name says 13")
    assert {key(one) for one in found.checks if one.rule == "named-count"} == {
        about("named-count", parks), about("named-count", parks, others),
    }  # fmt: skip


def test_goods_trade_rises_where_it_is_known(found: Audit) -> None:
    checks = {key(check): check.verdict for check in found.checks if check.rule == "series-direction"}
    assert checks == {
        about("series-direction", GOODS_2019, GOODS_2020): "consistent",
        about("series-direction", GOODS_GROWTH): "consistent",
        about("series-direction"): "undecidable",  # 2.p1.s4: China's trade shrinks from 2015; no figure of it is printed
    }
    assert 5085 < 5934


# What cannot be decided


def test_x10_goods_within_trade_needs_45_yuan_to_the_dollar(found: Audit) -> None:
    least = Fraction("5084.5") / Fraction("1.1335") / 100
    assert Fraction("44.85") < least < Fraction("44.86")
    check = the(found, "part-within-whole", TRADE[0], GOODS_2019, GOODS_GROWTH)
    assert check.verdict == "undecidable"
    assert check.why is not None
    assert "1 USD is ≥ 44.86 CNY" in check.why.en


def test_31_7_per_cent_would_be_of_goods_exports_alone(found: Audit) -> None:
    share, part = "stat-hangzhou-belt-road-export-share-2020", "stat-hangzhou-belt-road-export-2020"
    low, high = Fraction("1169.5") / Fraction("0.3175"), Fraction("1170.5") / Fraction("0.3165")
    wholes: dict[str, Fraction | int] = {
        "goods exports": 3693,
        "e-commerce exports": Fraction("756.80"),
        "goods trade": 5934,
        "e-commerce": Fraction("1084.20"),
    }
    assert [name for name, whole in wholes.items() if low <= whole <= high] == ["goods exports"]
    check = the(found, "share-and-whole", share, part)
    assert check.verdict == "undecidable"
    assert span_of_result(check) == amount(low, high)
    assert check.why is not None
    assert check.why.en.endswith("it would fit if the whole were goods-export (3693)")


def test_shares_without_a_whole_are_undecidable_with_what_is_implied(found: Audit) -> None:
    zhejiang = the(
        found, "share-and-whole", "stat-zhejiang-cbec-export-earnings-share-2015", "stat-zhejiang-cbec-export-earnings-2015"
    )
    assert zhejiang.verdict == "undecidable"
    assert span_of_result(zhejiang) == (40 / Fraction("0.165") * HUNDRED_MILLION, inf)
    assert the(found, "share-and-whole", "stat-china-cbec-retail-import-share").verdict == "undecidable"


def test_growth_without_an_earlier_level_is_undecidable_with_what_it_implies(found: Audit) -> None:
    goods = the(found, "growth-and-levels", GOODS_2019, GOODS_GROWTH)
    assert goods.verdict == "undecidable"
    assert span_of_result(goods) == amount(Fraction("5084.5") / Fraction("1.1335"), Fraction("5085.5") / Fraction("1.1325"))


def test_every_statistic_is_in_some_check(found: Audit, curation: Curation) -> None:
    named = {name for check in found.checks for name in check.inputs}
    assert named == {item.id for item in curation.of(Statistic)}


# Which figures must be wrong

SIX = {SUM_P1, GROWTH_P1, AVERAGE, *(cell(f"2019-{column}-growth") for column in COLUMNS)}
"""Of the figures of cross-border e-commerce, the only six that can be wrong for the rest to hold together."""


def test_nine_figures_must_be_wrong_and_there_are_nine_diagnoses(found: Audit) -> None:
    trade = TRADE
    goods = (GOODS_2019, GOODS_PARTS[1], GOODS_PARTS[3])
    expected = {frozenset({SELF_COMPARED, one, other, *SIX}) for one in trade for other in goods}
    assert found.diagnoses.size == 9
    assert {frozenset(chosen) for chosen in found.diagnoses.sets} == expected
    assert not found.diagnoses.truncated


DISJOINT = (
    {SELF_COMPARED}, set(TRADE), {GOODS_2019, *GOODS_PARTS}, {SUM_P1, SUM_P3},
    {GROWTH_P1, "stat-hangzhou-cbec-trade-growth-2020-p3"},
    *({cell(f"2018-{column}"), cell(f"2019-{column}"), cell(f"2019-{column}-growth")} for column in COLUMNS),
)  # fmt: skip
"""Eight sets without a common member that cannot hold together: eight are wrong at least."""


def test_eight_disjoint_conflicts_need_eight_wrong_figures(found: Audit) -> None:
    conflicts = {frozenset(conflict) for conflict in found.conflicts}
    assert {frozenset(conflict) for conflict in DISJOINT} <= conflicts
    assert sum(len(conflict) for conflict in DISJOINT) == len(set().union(*DISJOINT))


def test_the_average_growth_asks_for_a_ninth() -> None:
    # without any figure of those eight: 2019 follows from 2020 and its growth, 2015 from 2016 and its growth
    of_2019 = Fraction("1084.20") / Fraction("1.139")
    of_2015 = Fraction("81.12") / Fraction("2.342")
    assert of_2019 / Fraction("81.12") > Fraction("1.0795") ** 3
    assert of_2019 / of_2015 > Fraction("1.0795") ** 4


def test_without_the_nine_of_a_diagnosis_nothing_is_inconsistent(facts: Facts, found: Audit) -> None:
    for chosen in found.diagnoses.sets:
        left = facts.only(facts.readings.keys() - set(chosen))
        assert [check for check in all_checks(left) if check.verdict == "inconsistent"] == []


def test_the_figures_left_have_a_common_solution() -> None:
    """One exact set of true values from which every figure left comes out as printed (e-commerce, six left out)."""
    true = {
        2015: (Fraction("60.60") / Fraction("2.667"), Fraction("20.52") / Fraction("1.723")),
        2016: (Fraction("60.60"), Fraction("20.52")), 2017: (Fraction("70.22"), Fraction("29.14")),
        2018: (Fraction("80.20"), Fraction("33.47")), 2019: (Fraction("658.81"), Fraction("293.31")),
        2020: (Fraction("756.80"), Fraction("327.41")),
    }  # fmt: skip
    values = {year: {"export": e, "import": i, "total": e + i} for year, (e, i) in true.items()}
    for year, column in product(YEARS, COLUMNS):
        low, high = level(f"{year}-{column}")
        assert low <= values[year][column] <= high
        if year != 2019:
            least, most = rate(f"{year}-{column}")
            assert least <= values[year][column] / values[year - 1][column] - 1 <= most


# What may have caused it

A = {SUM_P1, AVERAGE, GROWTH_P1}
B = {GOODS_2019, GOODS_GROWTH}
C = {cell(f"{year}-{column}") for year in (2016, 2017, 2018) for column in COLUMNS}
D = {*TRADE, *TRADE_GROWTH}
E = {SELF_COMPARED}


def cause_of(found: Audit, blamed: set[str]) -> Cause:
    (cause,) = [cause for cause in found.causes if set(cause.blamed) == blamed]
    return cause


def changes_of(cause: Cause) -> set[tuple[str, str, str]]:
    return {(change.field, change.printed, change.hypothesis) for change in cause.repairs[0].changes}


def test_there_are_five_causes_and_each_blames_its_statistics(found: Audit) -> None:
    assert {frozenset(cause.blamed) for cause in found.causes} == {frozenset(blamed) for blamed in (A, B, C, D, E)}
    assert all(cause.explained for cause in found.causes)


def test_the_causes_share_out_the_findings(found: Audit) -> None:
    shared = {frozenset(cause.blamed): {key(check) for check in cause.checks} for cause in found.causes}
    assert shared == {
        frozenset(A): X4 | X5 | X6, frozenset(B): X3, frozenset(C): X7 | X8 | X9, frozenset(D): X2, frozenset(E): X1,
    }  # fmt: skip


def test_cause_a_goods_figures_stand_under_another_name(found: Audit) -> None:
    cause = cause_of(found, A)
    assert changes_of(cause) == {("indicator", "indicator-cbec-trade", "indicator-goods-trade")}
    # it raises two conflicts with 5085 in 2019: 5934/5085 = +16.7 % against 5.90, and 26347 for five rising years
    assert {about(rule, *names) for rule, names in cause.repairs[0].raised} == {
        about("growth-and-levels", GROWTH_P1, GOODS_2020, GOODS_2019),
        about("years-and-span", SUM_P1, GOODS_2019, GOODS_2020, GOODS_GROWTH),
    }
    # and confirms 5.90 by the parts: 5934 / (3693/1.021 + 2241/1.129) - 1 = 5.927 %
    before = 3693 / Fraction("1.021") + 2241 / Fraction("1.129")
    assert Fraction("0.0585") < 5934 / before - 1 < Fraction("0.0595")
    assert about("growth-of-parts", GROWTH_P1, GOODS_2020, *GOODS_PARTS) in {
        about(rule, *names) for rule, names in cause.repairs[0].confirmed
    }


def test_cause_b_goods_of_2017_are_given_for_2019(found: Audit) -> None:
    cause = cause_of(found, B)
    assert changes_of(cause) == {("period", "2019", "2017")}
    # five rising years: 2016 = 5085/1.133, 2017 = 5085, 2019 = 5934/1.059; 2018 between its neighbours
    of_2016, of_2019 = 5085 / Fraction("1.133"), 5934 / Fraction("1.059")
    known = of_2016 + 5085 + of_2019 + 5934
    assert known + 5085 < 26347 < known + of_2019
    # a year earlier or three, it does not fit: 2018 = 5085 leaves 2016 below 4488, and so on
    assert 2 * of_2016 + 5085 + of_2019 + 5934 < 26347
    assert 5085 + 2 * Fraction(5085) + of_2019 + 5934 > 26347
    confirmed = {about(rule, *names) for rule, names in cause.repairs[0].confirmed}
    assert confirmed == {about("years-and-span", SUM_P1, GOODS_2019, GOODS_GROWTH, GOODS_2020, GROWTH_P1)}


def test_cause_c_three_columns_ask_for_one_factor(found: Audit, facts: Facts) -> None:
    wanted = []
    for column in COLUMNS:
        (low, high), (low_after, high_after) = level(f"2018-{column}"), level(f"2019-{column}")
        least, most = rate(f"2019-{column}")
        wanted.append((low_after / (1 + most) / high, high_after / (1 + least) / low))
    common = max(low for low, _ in wanted), min(high for _, high in wanted)
    assert Fraction("6.4957") < common[0] + Fraction(1, 10**4) and common[1] < Fraction("6.5060")
    levels = [item for item in facts.statistics if item.table and item.kind == "level"]
    computed = _common(factor for _, factor in _factors(facts, levels, 2018, 2019))
    assert computed is not None
    assert (computed.low, computed.high) == common
    cause = cause_of(found, C)
    assert changes_of(cause) == {("unit", "unit-cny-1e8", "unit-usd-1e8")}
    assert "6.4957–6.5059" in cause.repairs[0].text.en


def test_cause_c_adds_unlike_units_in_the_sum(found: Audit) -> None:
    # 2330.48 adds three rows in dollars to two in yuan: it can no longer be made
    lost = {about(rule, *names) for rule, names in cause_of(found, C).repairs[0].lost}
    assert about("years-and-span", SUM_P3, *(f"{year}-total" for year in YEARS)) in lost


def test_no_other_border_of_the_table_asks_for_a_factor(facts: Facts) -> None:
    levels = [item for item in facts.statistics if item.table and item.kind == "level"]
    for before in (2016, 2017, 2019):
        common = _common(factor for _, factor in _factors(facts, levels, before, before + 1))
        assert common is not None and common.holds(Fraction(1))


def test_cause_d_the_sentences_repeat_the_row_of_2017(found: Audit) -> None:
    cause = cause_of(found, D)
    assert cause.repairs[0].kind == "row"
    assert ("period", "2018", "2017") in changes_of(cause)
    (duplicate,) = [found for found in found.duplicates if (found.period, found.other) == ("2018", "2017")]
    # nearly 100: 99.36; over 70: 70.22; 22: 22.5; 16: 15.9; 42: 42.0. Not so "over 30": 29.14
    assert {one for one, _ in duplicate.pairs} == D - {TRADE[2]}
    assert duplicate.departing == ((TRADE[2], cell("2017-import")),)
    assert Fraction(LEVELS["2017-import"][0]) < 30


def test_cause_e_the_base_is_the_year_before(found: Audit) -> None:
    assert changes_of(cause_of(found, E)) == {("base", "2018", "2017")}


# What the audit must not look at


def without_notes(record: Any) -> Any:
    """Return a record without its notes, reasons and definitions."""
    if not isinstance(record, Struct) or isinstance(record, type):
        return record
    silent = {name: None for name in ("note", "why", "definition") if name in {field.name for field in fields(record)}}
    return replace(record, **silent)


def test_notes_play_no_part(curation: Curation, found: Audit) -> None:
    stripped = replace(curation, records={name: without_notes(record) for name, record in curation.records.items()})
    assert any(getattr(record, "note", None) for record in curation.records.values())
    assert not any(getattr(record, "note", None) for record in stripped.records.values())
    assert audit_value(audit(stripped), stripped) == audit_value(found, curation)


def test_the_order_of_the_records_plays_no_part(curation: Curation, found: Audit) -> None:
    turned = replace(curation, records=dict(reversed(curation.records.items())))
    assert audit_value(audit(turned), curation) == audit_value(found, curation)


def test_no_module_of_the_audit_knows_a_figure_or_an_id_of_this_paper(curation: Curation) -> None:
    package = Path(__file__).parents[1] / "src" / "cbec_kg"
    sources = [*package.glob("audit/**/*.py"), package / "render/console/audit.py", package / "store/audits.py"]
    assert len(sources) > 20
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    numbers = {item.value_text for item in curation.of(Statistic) if len(item.value_text) > 3}
    known = {number for number in numbers if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text)}
    names = {
        name for name in curation.records if name.startswith(("stat-", "indicator-", "place-", "table-")) and name in text
    }
    assert (known, names) == (set(), set())
