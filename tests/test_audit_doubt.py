"""How doubt reaches what comes from figures in doubt, and how many misfits there are: invented cases, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_builder import WHERE, audited, cells, claim, curated, growth, share, stat
from cbec_kg.audit.checks import Check
from cbec_kg.audit.doubt import DERIVATIONS, UNDERIVED, CarriedDoubt, carried_doubts
from cbec_kg.audit.repairs import Effects, Repair
from cbec_kg.audit.report import Audit, Cause
from cbec_kg.audit.rules import RULES
from cbec_kg.audit.summaries import carried_text
from cbec_kg.model.records import AnchorText, Entity, Indicator, Record, Statistic
from cbec_kg.model.terms import Bilingual

Carried = dict[str, tuple[str, ...]]


def carried(found: Audit, cause: Cause) -> Carried:
    """Return what becomes of each figure that carries doubt, and the derivations on its path."""
    return {doubt.statistic: (doubt.standing, *(step.derivation for step in doubt.steps)) for doubt in cause.carried}


def from_checks(found: Audit, blamed: Iterable[str], items: Iterable[Statistic]) -> Carried:
    """Return the same for figures that are blamed without an explanation."""
    doubts = carried_doubts(found.checks, {item.id: item for item in items}, set(blamed), None)
    return {doubt.statistic: (doubt.standing, *(step.derivation for step in doubt.steps)) for doubt in doubts}


# Tea 10 + 20 + 30 = 60 in three years; 20/10 is +100 %, 30/20 is +50 %; a share of what went out; the sum is said twice.
YEARS = [stat(f"tea-{year}", value, period=year) for year, value in (("2018", "10"), ("2019", "20"), ("2020", "30"))]
TOTAL = [stat("total", "60", period="2018/2020"), stat("again", "60", period="2018/2020")]
RATES = [growth("rate-2019", "100", period="2019"), growth("rate-2020", "50", period="2020")]
SHARE = [stat("out-2020", "15", indicator="tea-out"), share("share-2020", "50", indicator="tea-out")]
SOUND = [*YEARS, *TOTAL, *RATES, *SHARE]


def test_sums_rates_and_shares_of_a_doubted_figure_carry_its_doubt() -> None:
    found = audited(*SOUND)
    assert found.inconsistent == ()
    assert from_checks(found, ["stat-tea-2019"], SOUND) == {
        "stat-total": ("open", "sum"), "stat-again": ("open", "sum"),
        "stat-rate-2019": ("open", "rate"), "stat-rate-2020": ("open", "rate"),
    }  # fmt: skip
    assert from_checks(found, ["stat-tea-2020"], SOUND).keys() == {
        "stat-total", "stat-again", "stat-rate-2020", "stat-share-2020",
    }  # fmt: skip
    assert from_checks(found, ["stat-out-2020"], SOUND) == {  # tea is what goes out and what comes in
        "stat-share-2020": ("open", "share"), "stat-tea-2020": ("open", "sum"), "stat-rate-2020": ("open", "rate", "sum"),
        "stat-total": ("open", "sum", "sum"), "stat-again": ("open", "sum", "sum"),
    }  # fmt: skip
    assert from_checks(found, ["stat-rate-2019"], SOUND) == {}  # levels are not computed from rates


def test_a_repeated_figure_carries_doubt_and_hands_it_on() -> None:
    items = [stat("a", "10", period="2018"), stat("b", "10", period="2018"), growth("rate", "100", period="2019")]
    items.append(stat("c", "20", period="2019"))
    found = audited(*items)
    assert from_checks(found, ["stat-a"], items) == {"stat-b": ("open", "repeat"), "stat-rate": ("open", "rate")}


def test_doubt_goes_on_over_several_steps_by_the_shortest_path() -> None:
    parts = [
        stat(f"{name}-{year}", "5", period=year, indicator=name)
        for name, year in product(("tea-out", "tea-in"), ("2018", "2019"))
    ]
    wholes = [stat(f"tea-{year}", "10", period=year) for year in ("2018", "2019")]
    items = [*parts, *wholes, stat("span", "20", period="2018/2019"), growth("rate", "0", period="2019")]
    found = audited(*items)
    assert from_checks(found, ["stat-tea-out-2018"], items) == {
        "stat-tea-2018": ("open", "sum"), "stat-span": ("open", "sum", "sum"), "stat-rate": ("open", "rate", "sum"),
    }  # fmt: skip


def test_a_figure_that_contradicts_doubted_ones_does_not_carry_their_doubt() -> None:
    items = [*YEARS, stat("total", "90", period="2018/2020")]
    found = audited(*items)
    assert [check.rule for check in found.inconsistent] == ["years-and-span"]
    assert from_checks(found, ["stat-tea-2019"], items) == {}


# How figures come from others by each rule

PUPILS: dict[str, dict[str, object]] = {"pupils": {}, "pass": {}, "fail": {}, "score": {}}
OVER_PUPILS = {"whole": "pupils", "whole_place": "valley"}
TWO_YEARS = [growth("first", "10", period="2019"), growth("second", "10")]
DALE = Entity(id="place-dale", where=WHERE, zh="坳", en="Dale", broader="place-land")


def wage(place: str, value: str) -> Statistic:
    return stat(f"wage-{place}", value, indicator="wage", place=place)


def rank(place: str, value: str) -> Statistic:
    return stat(f"rank-{place}", value, kind="rank", unit="rank", indicator="wage", place=place, whole_place="land")


CASES: dict[str, tuple[list[Record], str, Carried]] = {
    # 40 ÷ 1.1 + 60 ÷ 1.1 = 90.9, and 100 ÷ 90.9 is +10 %: the growth of the whole is that of its parts
    "growth of parts": (
        [
            stat("out", "40", indicator="tea-out"), stat("in", "60", indicator="tea-in"), stat("all", "100"),
            growth("out-rate", "10", indicator="tea-out"), growth("in-rate", "10", indicator="tea-in"), growth("rate", "10"),
        ],
        "stat-in-rate", {"stat-rate": ("open", "rate")},
    ),
    # 1.1 × 1.1 = 1.21
    "growth over two years from that of each": (
        [*TWO_YEARS, growth("both", "21", base="2018")],
        "stat-first", {"stat-both": ("open", "rate")},
    ),
    # 100 × 1.1 × 1.1 = 121, yet no level is computed from the growth to it
    "a level after two years of growth": (
        [*TWO_YEARS, stat("2018", "100", period="2018"), stat("2020", "121")],
        "stat-first", {},
    ),
    "the growth since a doubted level": (
        [*TWO_YEARS, stat("2018", "100", period="2018"), stat("2020", "121")],
        "stat-2018", {"stat-first": ("open", "rate")},
    ),
    # a fall by 20 % from 100 to 80
    "a fall": (
        [stat("2019", "100", period="2019"), stat("2020", "80"), growth("fall", "-20")],
        "stat-2019", {"stat-fall": ("open", "rate")},
    ),
    "the growth of a quarter, and the year that the quarters make up": (
        [
            *(stat(f"q{number}", "10", period=f"2020-Q{number}") for number in (1, 2, 3, 4)), stat("year", "40"),
            growth("quarterly", "0", period="2020-Q2", base="previous-period"),
        ],
        "stat-q2", {"stat-year": ("open", "sum"), "stat-quarterly": ("open", "rate")},
    ),
    # 145 ÷ 28 = 5.18
    "a mean over a count": (
        [
            stat("n", "28", indicator="pupils", unit="count"),
            stat("mean", "5.18", indicator="score", unit="count", cases="indicator-pupils", step=Decimal(1)),
        ],
        "stat-n", {"stat-mean": ("open", "mean")},
    ),
    # 9 ÷ 28 = 32.1 %
    "a percentage of a counted base": (
        [stat("n", "28", indicator="pupils", unit="count"), share("pass", "32.1", indicator="pass", **OVER_PUPILS)],
        "stat-n", {"stat-pass": ("open", "share")},
    ),
    # 9 (32.1 %) and 19 (67.9 %) of 28, which is not printed: each percentage is that of its own count
    "n (%) of a base that is not printed": (
        [
            stat("n-pass", "9", indicator="pass", unit="count"), share("pass", "32.1", indicator="pass", **OVER_PUPILS),
            stat("n-fail", "19", indicator="fail", unit="count"), share("fail", "67.9", indicator="fail", **OVER_PUPILS),
        ],
        "stat-n-pass", {"stat-pass": ("open", "share")},
    ),
    "shares that make a hundred per cent": (
        [share("out", "40", indicator="tea-out"), share("in", "60", indicator="tea-in")],
        "stat-in", {},
    ),
    "a range of a share": (
        [
            stat("all", "100"), stat("out", "35", indicator="tea-out"),
            share("range", "30", upper=Decimal(40), operator="between", printed="30%~40%", indicator="tea-out"),
        ],
        "stat-all", {"stat-range": ("open", "share")},
    ),
    # 70 and 60 are more than 50: the valley is third
    "the rank of one place by the level of another": (
        [DALE, wage("valley", "50"), wage("hill", "70"), wage("dale", "60"), rank("valley", "3")],
        "stat-wage-hill", {"stat-rank-valley": ("open", "rank")},
    ),
    "ranks of both": (
        [DALE, wage("valley", "50"), wage("hill", "70"), wage("dale", "60"), rank("valley", "3"), rank("hill", "1")],
        "stat-wage-valley", {"stat-rank-valley": ("open", "rank"), "stat-rank-hill": ("open", "rank")},
    ),
    "a part that is at most its whole": (
        [stat("crop", "100", indicator="crop"), stat("green", "60", indicator="green")],
        "stat-crop", {},
    ),
}  # fmt: skip
"""Records that agree, one that is blamed, and what carries its doubt; worked out by hand."""


@pytest.mark.parametrize("name", CASES)
def test_doubt_reaches_what_is_computed_by_each_rule_and_no_more(name: str) -> None:
    records, blamed, expected = CASES[name]
    found = audited(*records, indicators=PUPILS)
    assert found.inconsistent == ()
    assert from_checks(found, [blamed], [record for record in records if isinstance(record, Statistic)]) == expected


def test_every_rule_says_whether_a_figure_comes_from_others() -> None:
    assert DERIVATIONS.keys() | UNDERIVED == RULES.keys()
    assert not DERIVATIONS.keys() & UNDERIVED


def test_a_mean_that_no_other_count_makes_possible_fails_with_its_count() -> None:
    records = CASES["a mean over a count"][0]
    found = audited(*records, indicators=PUPILS)
    [check] = [check for check in found.checks if check.rule == "grim"]
    nothing = Bilingual("", "")
    for lost, standing in (((check,), "fails"), ((), "holds")):
        repair = Repair("factor", ("stat-n",), nothing, Effects((), (), (), lost), ())
        [doubt] = carried_doubts(found.checks, {item.id: item for item in records}, {"stat-n"}, repair)  # type: ignore[misc]
        assert (doubt.statistic, doubt.standing) == ("stat-mean", standing)
    told = carried_text(doubt, curated(*records, indicators=PUPILS))
    assert told.en == "it is a mean over 28; if the explanation is true, it holds all the same"
    assert told.zh == "它是按28算出的均值；即使解释成立，它也仍然成立"


# Rows of 2017 and 2018 in another unit than those of 2019 and 2020, as three columns with their growth say: a factor of 7.
TABLE = cells(
    [
        ("2017", "10.00", "8.00", "2.00"),
        ("2018", "12.11", "9.61", "2.50"),
        ("2019", "100.93", "80.73", "20.20"),
        ("2020", "111.13", "88.81", "22.32"),
    ],
    ("tea", "tea-out", "tea-in"),
)
GROWTH = cells(
    [
        ("2018", "21.1", "20.1", "25.0"),
        ("2019", "19.1", "20.0", "15.4"),
        ("2020", "10.1", "10.0", "10.5"),
    ],
    ("tea growth", "tea-out growth", "tea-in growth"),
)
SPAN = stat("span", "234.17", period="2017/2020")
SAID = [stat("said-2019", "100.93", period="2019"), stat("said-2020", "111.13", period="2020")]
"""Two totals of the later rows stand in the text as well, so that these rows are not those in doubt."""


def broken_table() -> Audit:
    return audited(*TABLE, *GROWTH, SPAN, *SAID)


def test_a_sum_of_two_units_is_worthless_and_a_rate_within_one_unit_holds() -> None:
    found = broken_table()
    [cause] = found.causes
    assert cause.explained
    assert {found.period for found in TABLE if found.id in cause.blamed} == {"2017", "2018"}
    of_2018 = {f"stat-table-1-2018-{name}-growth": ("holds", "rate") for name in ("tea", "tea-out", "tea-in")}
    assert carried(found, cause) == {"stat-span": ("fails", "sum")} | of_2018


def test_the_wrong_unit_of_rows_is_one_cause_with_a_misfit_a_column() -> None:
    found = broken_table()
    [cause] = found.causes
    assert len(cause.misfits) == 3
    assert sorted(check.id for misfit in cause.misfits for check in misfit) == sorted({check.id for check in cause.checks})


def test_the_path_is_told_in_words_of_both_languages() -> None:
    found = broken_table()
    [doubt] = [doubt for doubt in found.causes[0].carried if doubt.statistic == "stat-span"]
    told = carried_text(doubt, curated(*TABLE, *GROWTH, SPAN, *SAID))
    assert told.en == "it sums 10.00 and 12.11 (cny); if the explanation is true, it is worth nothing"
    assert told.zh == "它由10.00cny和12.11cny相加而得；若解释成立，它就没有意义"


def test_one_misfit_that_is_found_in_three_ways_is_one() -> None:
    # 120 of 100 is 20 %, and so say the parts (60 of 50 each); 5 is wrong once, however it is looked at
    levels = [stat(f"tea-{year}", value, period=year) for year, value in (("2019", "100"), ("2020", "120"))]
    parts = [stat(f"{name}-2020", "60", indicator=name) for name in ("tea-out", "tea-in")]
    rates = [growth(f"{name}-rate", "20", indicator=name) for name in ("tea-out", "tea-in")]
    found = audited(*levels, *parts, *rates, growth("right", "20"), growth("wrong", "5"))
    wrong = {check.rule for check in found.inconsistent}
    assert wrong == {"growth-and-levels", "growth-of-parts", "same-quantity"}
    assert [len(cause.misfits) for cause in found.causes] == [1]
    assert found.causes[0].blamed == ("stat-wrong",)


def test_figures_that_are_wrong_apart_are_misfits_apart() -> None:
    first = [stat("tea-2019", "100", period="2019"), stat("tea-2020", "120"), growth("wrong", "5")]
    other = [stat("crop", "100", indicator="crop"), stat("green", "130", indicator="green")]
    found = audited(*first, *other)
    assert sum(len(cause.misfits) for cause in found.causes) == 2


# Brute force


def reached(checks: Iterable[Check], items: dict[str, Statistic], blamed: set[str]) -> set[str]:
    """Return by exhaustive repetition what comes from blamed figures by relations that do not fail."""
    wanted = {"years-and-span": "level", "parts-and-whole": "level", "growth-and-levels": "growth",
              "average-growth": "average-growth", "share-and-whole": "share"}  # fmt: skip
    pairs = set()
    for check in checks:
        if check.verdict == "inconsistent":
            continue
        if check.rule == "same-quantity" and check.verdict != "undecidable":
            pairs |= {(one, other) for one, other in product(check.inputs, repeat=2) if one != other}
        if check.rule in wanted:
            derived = [name for name in check.inputs if items[name].kind == wanted[check.rule]]
            pairs |= {(derived[0], other) for other in check.inputs if derived and other != derived[0]}
    found = set(blamed)
    for _ in items:
        found |= {name for name, source in pairs if source in found}
    return found - blamed


@given(st.sets(st.sampled_from([item.id for item in SOUND]), min_size=1))
def test_doubt_reaches_exactly_what_brute_force_reaches(blamed: set[str]) -> None:
    found = SOUND_AUDIT
    by_id = {item.id: item for item in SOUND}
    doubts = carried_doubts(found.checks, by_id, blamed, None)
    assert {doubt.statistic for doubt in doubts} == reached(found.checks, by_id, blamed)
    for doubt in doubts:
        assert path_leads_back(doubt, blamed)


def path_leads_back(doubt: CarriedDoubt, blamed: set[str]) -> bool:
    """Return whether each step ends where the next one begins, and the last one at blamed figures."""
    names = [doubt.statistic, *(step.statistic for step in doubt.steps[1:])]
    starts = all(step.statistic == name for step, name in zip(doubt.steps, names, strict=True))
    joined = all(after.statistic in before.of for before, after in zip(doubt.steps, doubt.steps[1:], strict=False))
    return starts and joined and set(doubt.steps[-1].of) <= blamed


SOUND_AUDIT = audited(*SOUND)


def test_a_doubted_claim_of_a_rise_is_no_figure_and_carries_nothing() -> None:
    found = audited(*SOUND, claim("rising", "2018/2020"))
    assert from_checks(found, ["stat-tea-2019"], SOUND).keys() <= {item.id for item in SOUND}


# Counts that name each other


def parks(*counts: tuple[str, str], name: str = "一村八田") -> list[tuple[str, str]]:
    """Return verdict and working of what the rule says of counts of fields, each with its place, that are about a name."""
    at = (AnchorText("1.p1.s1", "8", WHERE),)
    village = Entity(id="concept-village", where=WHERE, zh=name, en="a village")
    items = [
        stat(f"fields-{number}", value, indicator="field", unit="count", place=place, period="unknown",
             about=("concept-village",), at=at)
        for number, (value, place) in enumerate(counts)
    ]  # fmt: skip
    fields = Indicator(id="indicator-field", where=WHERE, zh="稻田数", en="rice fields")
    found = audited(*items, village, fields).checks
    return [(check.verdict, check.working) for check in found if check.rule == "named-count"]


def test_a_count_is_compared_with_the_number_that_its_name_has_of_the_same_thing() -> None:
    assert parks(("8", "valley")) == [("consistent", "8 = 8")]
    assert parks(("9", "valley")) == [("undecidable", "9 : 8")]  # the name may be older
    assert parks(("9", "valley"), name="一带一路") == []
    assert parks(("9", "valley"), name="第八田") == []
    assert parks(("9", "valley"), name="八村") == []


def test_like_counts_of_a_sentence_are_one_or_two() -> None:
    found = parks(("8", "valley"), ("8", "unspecified"), name="村")
    assert found == [("undecidable", "8 = 8 | 8 + 8 = 16")]
    assert parks(("8", "valley"), ("7", "unspecified"), name="村") == []
    assert parks(("8", "valley"), ("8", "hill"), name="村") == []
