"""Kinds of figures beyond yearly levels and rates: falls, ranges, stocks, quarters, multiples, ranks, means, counted bases.

Figures are invented; what must agree was worked out by hand, as the comments say.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from audit_builder import WHERE, audited, curated, facts, growth, share, stat, verdicts
from cbec_kg.audit.incremental import Evaluation
from cbec_kg.audit.periods import base_period, following, months_of, plain, preceding, shifted, steps, stock_period, tilings
from cbec_kg.audit.report import audit
from cbec_kg.audit.rules import all_checks
from cbec_kg.audit.simplex import contradiction
from cbec_kg.audit.summaries import speaks_against
from cbec_kg.curation.reader import read_curation
from cbec_kg.curation.typos import typos
from cbec_kg.errors import DataError
from cbec_kg.model.labels import label_of
from cbec_kg.model.records import Entity, Record, Statistic, Table, Unit
from cbec_kg.model.table_lines import Column, Sum
from cbec_kg.rdf.project import build_project
from cbec_kg.rdf.validate import validate
from cbec_kg.store.opening import OpenStore, load_nquads
from cbec_kg.store.retrieval import read_snapshot
from cbec_kg.text.falls import fall_at

GOOD, ROUNDED, BAD, UNKNOWN = "consistent", "within-rounding", "inconsistent", "undecidable"

PER_MILLE = Unit(id="unit-per-mille", where=WHERE, zh="‰", en="per mille", symbol="‰", factor=Decimal("0.1"), base="percent")
DRAFTED = replace(PER_MILLE, id="unit-drafted", factor=Decimal(1), base="unknown")
TIMES = Unit(id="unit-times", where=WHERE, zh="倍", en="times", symbol="倍", factor=Decimal(100), base="percent")
MULTIPLE = Unit(id="unit-multiple", where=WHERE, zh="倍", en="times", symbol="倍", factor=Decimal(1), base="multiple")
DALE = Entity(id="place-dale", where=WHERE, zh="坳", en="Dale", broader="place-land")

PUPILS: dict[str, dict[str, Any]] = {
    "both": {}, "boys": {"part_of": "indicator-both"}, "girls": {"part_of": "indicator-both"}, "score": {}, "n": {},
}  # fmt: skip


def case(rule: str, verdict: str | None, *records: Record, **indicators: dict[str, Any]) -> Any:
    return pytest.param(rule, verdict, records, {**PUPILS, **indicators})


def pupils(*rows: tuple[str, str, str], name: str = "table-1", **more: Any) -> list[Record]:
    """Return a table of both, boys and girls with a row for each year from 2018 on."""
    keys = ("both", "boys", "girls")
    columns = tuple(
        Column(key=key, zh=key, en=key, indicator=f"indicator-{key}", kind="level", unit="unit-count", where=WHERE)
        for key in keys
    )
    table = Table(
        id=name, where=WHERE, number=1, section="section-1", zh="表", en="Table", at=(), file="tables/x.csv", locator=name,
        place="place-valley", columns=columns, **more,
    )  # fmt: skip
    cells = [
        stat(
            f"{name}-{year}-{key}",
            value,
            indicator=key,
            unit="count",
            period=str(year),
            table=name,
            row=str(year),
            column=key,
        )
        for year, row in enumerate(rows, 2018)
        for key, value in zip(keys, row, strict=True)
    ]
    return [table, *cells]


def places(land: str, valley: str, hill: str) -> list[Record]:
    """Return a table of one indicator in a land and its two places, which are said to make it up."""
    values = {"land": land, "valley": valley, "hill": hill}
    columns = tuple(
        Column(key=key, zh=key, en=key, indicator="indicator-wage", kind="level", unit="unit-cny", where=WHERE,
               place=f"place-{key}")
        for key in values
    )  # fmt: skip
    table = Table(
        id="table-2", where=WHERE, number=2, section="section-1", zh="表", en="Table", at=(), file="tables/y.csv",
        locator="table-2", place="place-land", columns=columns,
        sums=(Sum(whole="land", parts=("valley", "hill"), where=WHERE),),
    )  # fmt: skip
    more = {"indicator": "wage", "table": "table-2", "row": "2020"}
    return [table, *(stat(f"t-{key}", value, place=key, column=key, **more) for key, value in values.items())]


def quarters(*values: str, **more: Any) -> list[Record]:
    return [stat(f"q{n}", value, period=f"2020-Q{n}", **more) for n, value in enumerate(values, 1)]


def ranks(rank: str, valley: str, hill: str, dale: str, **more: Any) -> list[Record]:
    """Return the rank of the valley's wages among the land's places, and the wages of three places."""
    levels = {"valley": valley, "hill": hill, "dale": dale}
    ranked = stat("r", rank, kind="rank", unit="rank", indicator="wage", whole_place="land", **more)
    return [DALE, ranked, *(stat(name, value, indicator="wage", place=name) for name, value in levels.items())]


CASES: dict[str, Any] = {
    # falls: 150 to 120 is -20 %, and 30 less; two falls of 20 % leave 64 of 100
    "a fall": case("growth-and-levels", GOOD, stat("a", "150", period="2019"), stat("b", "120"), growth("g", "-20")),
    "a fall of too little": case(
        "growth-and-levels", BAD, stat("a", "150", period="2019"), stat("b", "120"), growth("g", "-10")
    ),
    "a fall by an amount": case(
        "growth-and-levels", GOOD, stat("a", "150", period="2019"), stat("b", "120"), growth("g", "-30", unit="cny")
    ),
    "a fall by points": case(
        "growth-and-levels", BAD, stat("a", "40", period="2019", unit="percent", indicator="rate"),
        stat("b", "37", unit="percent", indicator="rate"), growth("g", "-5", unit="point", indicator="rate"),
    ),
    "two falls chained": case(
        "chained-growth", GOOD, stat("a", "100", period="2018"), stat("b", "64"), growth("g", "-20", period="2019"),
        growth("h", "-20"),
    ),
    "two falls that leave less": case(
        "chained-growth", BAD, stat("a", "100", period="2018"), stat("b", "70"), growth("g", "-20", period="2019"),
        growth("h", "-20"),
    ),
    # ranges: both ends are rounded; 30~40 % is 29.5 to 40.5
    "within a range": case(
        "same-quantity", GOOD, stat("a", "30", operator="between", upper=Decimal(40)), stat("b", "35"),
    ),
    "at the end of a range": case(
        "same-quantity", ROUNDED, stat("a", "30", operator="between", upper=Decimal(40)), stat("b", "41"),
    ),
    "beyond a range": case(
        "same-quantity", BAD, stat("a", "30", operator="between", upper=Decimal(40)), stat("b", "42"),
    ),
    "a share within a range": case(
        "share-and-whole", GOOD, stat("t", "100"), stat("a", "35", indicator="tea-out"),
        share("s", "30", indicator="tea-out", operator="between", upper=Decimal(40)),
    ),
    "a share beyond a range": case(
        "share-and-whole", BAD, stat("t", "100"), stat("a", "55", indicator="tea-out"),
        share("s", "30", indicator="tea-out", operator="between", upper=Decimal(40)),
    ),
    # stocks: 8000 to 12000 is +50 %
    "a stock from one year's end to the next": case(
        "growth-and-levels", GOOD, stat("a", "8000", unit="count", period="2019-12-31"),
        stat("b", "12000", unit="count", period="2020-12-31"), growth("g", "50", period="2020-12-31"),
    ),
    "a stock that grew by less": case(
        "growth-and-levels", BAD, stat("a", "8000", unit="count", period="2019-12-31"),
        stat("b", "12000", unit="count", period="2020-12-31"), growth("g", "40", period="2020-12-31", base="2019"),
    ),
    "a stock at the end of a year is that of the year": case(
        "same-quantity", BAD, stat("a", "80", indicator="both"), stat("b", "90", indicator="both", period="2020-12-31"),
        both={"nature": "stock"},
    ),
    "what is no stock may differ": case(
        "same-quantity", None, stat("a", "80", indicator="both"), stat("b", "90", indicator="both", period="2020-12-31"),
    ),
    "a stock is not the sum of its quarters": case(
        "years-and-span", None, stat("y", "50", indicator="both"), *quarters("50", "50", "50", "50", indicator="both"),
        both={"nature": "stock"},
    ),
    # per mille and per cent: 25‰ is 2.5 %
    "per mille that is per cent": case(
        "same-quantity", GOOD, PER_MILLE, share("a", "2.5"), share("b", "25", unit="per-mille"),
    ),
    "per mille that is not": case("same-quantity", BAD, PER_MILLE, share("a", "3.5"), share("b", "25", unit="per-mille")),
    "the sign is read where the base is not given": case(
        "same-quantity", BAD, DRAFTED, share("a", "3.5"), share("b", "25", unit="drafted")
    ),
    "growth per mille": case(
        "growth-and-levels", GOOD, PER_MILLE, stat("a", "1000", period="2019"), stat("b", "1025"),
        growth("g", "25", unit="per-mille"),
    ),
    # multiples: 100 to 300 is 3 times, and grows by 2 times
    "three times as much": case(
        "growth-and-levels", GOOD, MULTIPLE, stat("a", "100", period="2015"), stat("b", "300"),
        growth("g", "3", unit="multiple", base="2015"),
    ),
    "growth by two times": case(
        "growth-and-levels", GOOD, TIMES, stat("a", "100", period="2015"), stat("b", "300"),
        growth("g", "2", unit="times", base="2015"),
    ),
    "said to have doubled": case(
        "growth-and-levels", BAD, MULTIPLE, stat("a", "100", period="2015"), stat("b", "300"),
        growth("g", "2", unit="multiple", base="2015", printed="翻一番"),
    ),
    "a multiple and a growth": case("same-quantity", GOOD, MULTIPLE, growth("g", "2", unit="multiple"), growth("h", "90")),
    "a multiple and another growth": case(
        "same-quantity", BAD, MULTIPLE, growth("g", "2", unit="multiple"), growth("h", "30")
    ),
    # ranks: hill 70, dale 60, valley 50: the valley is third
    "third of three": case("rank-and-levels", GOOD, *ranks("3", "50", "70", "60")),
    "second, though two have more": case("rank-and-levels", BAD, *ranks("2", "50", "70", "60")),
    "second from the least": case("rank-and-levels", GOOD, *ranks("2", "60", "50", "70", from_least="yes")),
    "first from the least, though one has less": case(
        "rank-and-levels", BAD, *ranks("1", "60", "50", "70", from_least="yes")
    ),
    "rounded levels may change places": case("rank-and-levels", GOOD, *ranks("1", "50", "51", "40")),
    "ranks in the order of levels": case(
        "rank-and-levels", BAD, *ranks("3", "50", "40", "60"),
        stat("h", "4", kind="rank", unit="rank", indicator="wage", place="hill", whole_place="land"),
        stat("d", "5", kind="rank", unit="rank", indicator="wage", place="dale", whole_place="land"),
    ),
    "a rank without its levels": case(
        "rank-and-levels", UNKNOWN, stat("r", "2", kind="rank", unit="rank", indicator="wage", whole_place="land")
    ),
    # months and quarters: 10 + 20 + 30 + 40 = 100
    "quarters make the year": case(
        "years-and-span", GOOD, stat("y", "100", indicator="tea-out"), *quarters("10", "20", "30", "40", indicator="tea-out")
    ),
    "quarters do not make the year": case(
        "years-and-span", BAD, stat("y", "120", indicator="tea-out"), *quarters("10", "20", "30", "40", indicator="tea-out")
    ),
    "nine months and a quarter": case(
        "years-and-span", BAD, stat("y", "120", indicator="tea-out"),
        stat("n", "60", period="2020-01/2020-09", indicator="tea-out"),
        stat("q", "40", period="2020-Q4", indicator="tea-out"),
    ),
    "stock or flow is not said": case("years-and-span", UNKNOWN, stat("y", "50"), *quarters("50", "50", "50", "50")),
    "a flow by its record": case(
        "years-and-span", BAD, stat("y", "50", indicator="n"), *quarters("50", "50", "50", "50", indicator="n"),
        n={"nature": "flow"},
    ),
    "a month on the month before": case(
        "growth-and-levels", BAD, stat("a", "100", period="2019-12"), stat("b", "110", period="2020-01"),
        growth("g", "20", period="2020-01", base="previous-period"),
    ),
    "a month on that of the year before": case(
        "growth-and-levels", GOOD, stat("a", "100", period="2019-03"), stat("b", "110", period="2020-03"),
        growth("g", "10", period="2020-03"),
    ),
    "a month that does not say with what it is compared": case(
        "growth-and-levels", UNKNOWN, stat("a", "100", period="2019-03"), stat("b", "150", period="2020-03"),
        growth("g", "10", period="2020-03", base=None),
    ),
    "quarters chained": case(  # 100 × 1.1 × 1.1 = 121
        "chained-growth", BAD, stat("a", "100", period="2019-Q4"), stat("b", "130", period="2020-Q2"),
        growth("g", "10", period="2020-Q1", base="previous-period"),
        growth("h", "10", period="2020-Q2", base="previous-period"),
    ),
    # sums over any dimension: 30 + 25 = 55
    "a table whose rows show a sum": case(
        "parts-and-whole", BAD, *pupils(("55", "30", "25"), ("60", "31", "29"), ("70", "30", "30"))
    ),
    "a table whose rows agree": case("parts-and-whole", GOOD, *pupils(("55", "30", "25"), ("60", "31", "29"))),
    "a table whose rows show no sum": case("parts-and-whole", None, *pupils(("90", "30", "25"), ("60", "31", "29"))),
    "a declared sum of indicators": case(
        "parts-and-whole", BAD, *pupils(("60", "30", "25")), both={"sum_of": ("indicator-boys", "indicator-girls")}
    ),
    "parts by a flow of the folder's own": case(
        "parts-and-whole", BAD, *pupils(("60", "30", "25")), both={"flow": "total"},
        boys={"part_of": "indicator-both", "flow": "boys"}, girls={"part_of": "indicator-both", "flow": "girls"},
    ),
    "places make a land": case("parts-and-whole", GOOD, *places("55", "30", "25")),
    "places make too little": case("parts-and-whole", BAD, *places("65", "30", "25")),
    "shares over places": case(  # 60 % and 50 % of one land
        "share-and-whole", BAD, *places("60", "36", "24"),
        share("s", "60", indicator="wage", whole="wage", whole_place="land", place="valley"),
        share("t", "50", indicator="wage", whole="wage", whole_place="land", place="hill"),
    ),
    # n (%) of a base: of 28, 9 is 32.1 % and none is 30.2 % (8 is 28.6 %); 3 of N is 60 % for 5 and never 66 %
    "a percentage of 28": case(
        "counted-share", GOOD, stat("n", "28", unit="count", indicator="n"), share("s", "32.1", indicator="boys", whole="n"),
    ),
    "no percentage of 28": case(
        "counted-share", BAD, stat("n", "28", unit="count", indicator="n"), share("s", "30.2", indicator="boys", whole="n"),
    ),
    "a count and its percentage of some base": case(
        "counted-share", GOOD, stat("b", "3", unit="count", indicator="boys"), share("s", "60", indicator="boys", whole="n"),
    ),
    "a count and its percentage of no base": case(
        "counted-share", BAD, stat("b", "3", unit="count", indicator="boys"), share("s", "66", indicator="boys", whole="n"),
    ),
    "a base that is not exact": case(
        "counted-share", None, stat("n", "28", unit="count", indicator="n", operator="about"),
        share("s", "30.2", indicator="boys", whole="n"),
    ),
    # GRIM: 145 ÷ 28 = 5.179 is 5.18; 5.19 × 28 is 145.18 to 145.46 and never whole
    "a possible mean": case(
        "grim", GOOD, stat("n", "28", unit="count", indicator="n"),
        stat("m", "5.18", indicator="score", cases="indicator-n", step=Decimal(1)),
    ),
    "an impossible mean": case(
        "grim", BAD, stat("n", "28", unit="count", indicator="n"),
        stat("m", "5.19", indicator="score", cases="indicator-n", step=Decimal(1)),
    ),
    "a mean of halves": case(  # 145.5 ÷ 28 = 5.196
        "grim", GOOD, stat("n", "28", unit="count", indicator="n"),
        stat("m", "5.20", indicator="score", cases="indicator-n", step=Decimal("0.5")),
    ),
    "a mean of measured values": case(
        "grim", None, stat("n", "28", unit="count", indicator="n"),
        stat("m", "5.19", indicator="score", cases="indicator-n"),
    ),
    "means do not add up over years": case(
        "years-and-span", UNKNOWN, stat("m", "9", period="2019/2020", cases="indicator-n"),
        stat("a", "4", cases="indicator-n"),
        stat("b", "4", period="2019", cases="indicator-n"),
    ),
    # 100 × 1.25 × 1.44 = 180, on average +34.16 % a year; (25 + 44) ÷ 2 is 34.5, and some articles average so
    "an average that is the mean of the rates, though not by the levels": case(
        "average-growth", GOOD, stat("a", "100.00", period="2018"), stat("b", "125.00", period="2019"), stat("c", "180.00"),
        growth("g", "25.00", period="2019"), growth("h", "44.00"),
        stat("v", "34.50", kind="average-growth", unit="percent", period="2018/2020"),
    ),
    "an average that is neither": case(
        "average-growth", BAD, stat("a", "100.00", period="2018"), stat("b", "125.00", period="2019"), stat("c", "180.00"),
        growth("g", "25.00", period="2019"), growth("h", "44.00"),
        stat("v", "35.50", kind="average-growth", unit="percent", period="2018/2020"),
    ),
    # together: what goes out grew from 60 to 90 in 2019; the total of 2019 is half of 150
    "a part that outgrew its whole": case(
        "joint-relations", BAD, stat("a", "60", indicator="tea-out", period="2018"),
        growth("g", "50", indicator="tea-out", period="2019"), stat("t", "150"), growth("h", "100"),
    ),
    "a part that did not": case(
        "joint-relations", None, stat("a", "60", indicator="tea-out", period="2018"),
        growth("g", "10", indicator="tea-out", period="2019"), stat("t", "150"), growth("h", "100"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "verdict", "records", "indicators"), CASES.values(), ids=CASES.keys())
def test_kind(rule: str, verdict: str | None, records: tuple[Record, ...], indicators: dict[str, Any]) -> None:
    found = verdicts(*records, indicators=indicators)
    assert found.get(rule, [None])[0] == verdict
    assert (BAD in {name for names in found.values() for name in names}) == (verdict == BAD)
    assert bool(audited(*records, indicators=indicators).causes) == (verdict == BAD)


def test_a_joint_contradiction_names_the_figures_that_it_needs_and_no_others() -> None:
    records = (
        stat("a", "60", indicator="tea-out", period="2018"), growth("g", "50", indicator="tea-out", period="2019"),
        stat("t", "150"), growth("h", "100"), stat("b", "7", indicator="tea-in", period="2018"),
        growth("i", "5", indicator="tea-in", period="2019"),
    )  # fmt: skip
    found = audited(*records)
    assert found.conflicts == (("stat-a", "stat-g", "stat-h", "stat-t"),)
    (check,) = [check for check in found.checks if check.rule == "joint-relations"]
    assert check.formula.count(";") == 2
    assert found.diagnoses.sets == (("stat-a",), ("stat-g",), ("stat-h",), ("stat-t",))


# 60 in 2018 and +50 % go out as 90 in 2019. A total of 150 in 2020 after +100 % is 75 in 2019, less than what goes out;
# one of 1500 is 750. So of 150 and 1500, printed for one quantity, the rules together tell which must be wrong.
OUT = (stat("a", "60", indicator="tea-out", period="2018"), growth("g", "50", indicator="tea-out", period="2019"))


def test_a_quarter_above_its_year_needs_no_third_figure() -> None:
    flow = {"tea": {"nature": "flow"}}
    year, quarter = stat("year", "35.2"), stat("q4", "109.5", period="2020-Q4")
    assert audited(year, quarter, indicators=flow).conflicts == (("stat-q4", "stat-year"),)
    assert audited(year, stat("q4", "10.95", period="2020-Q4"), indicators=flow).conflicts == ()
    third = stat("q1", "20", period="2020-Q1")
    assert audited(year, third, quarter, indicators=flow).conflicts == (("stat-q4", "stat-year"),)


def test_a_contradiction_that_arises_under_a_hypothesis_speaks_against_it() -> None:
    found = audited(*OUT, stat("t", "1500"), stat("u", "150"), growth("h", "100"))
    assert [check.rule for check in found.inconsistent] == ["same-quantity"]
    [cause] = found.causes
    assert (cause.explained, cause.blamed) == (True, ("stat-u",))
    [other] = [repair for repair in cause.repairs if repair.statistics == ("stat-t",) and repair.kind == "factor"]
    assert other.raised == (("joint-relations", frozenset({"stat-a", "stat-g", "stat-t", "stat-h"})),) or other.raised == (
        ("joint-relations", frozenset({"stat-a", "stat-g", "stat-u", "stat-h"})),
    )
    without = audited(stat("t", "1500"), stat("u", "150"), growth("h", "100"))
    assert [cause.explained for cause in without.causes] == [False]  # nothing tells which of the two is wrong


def test_an_explanation_that_raises_such_a_contradiction_says_so_and_makes_no_empty_cause() -> None:
    curation = curated(*OUT, stat("t", "1500"), *(stat(name, "150") for name in "uvw"), growth("h", "100"))
    [cause] = (found := audit(curation)).causes
    assert (cause.explained, cause.blamed) == (True, ("stat-t",))
    [raised] = cause.repairs[0].effects.raised
    assert raised.rule == "joint-relations" and {"stat-a", "stat-g", "stat-h"} < set(raised.inputs)
    [against, *_] = [reason.en for reason in speaks_against(0, found.causes, curation)]
    assert against.startswith("new contradictions (1): several relations together")


def test_a_contradiction_of_several_rules_that_a_hypothesis_clears_is_counted_as_cleared() -> None:
    """1500 after +100 % is 750 in 2019, more than the 90 that go out; 140 is 70, as impossible as 75."""
    evaluation = Evaluation(facts(*OUT, stat("t", "150"), growth("h", "100")))
    [joint] = [check for check in evaluation.checks if check.rule == "joint-relations"]
    [t] = [item for item in evaluation.facts.statistics if item.id == "stat-t"]
    assert evaluation.jointly({"stat-t": replace(t, value=Decimal(1500), value_text="1500")}) == ([joint], [])
    assert evaluation.jointly({"stat-t": replace(t, value=Decimal(140), value_text="140")}) == ([], [])


# Linear constraints


@given(st.lists(st.tuples(st.lists(st.integers(-2, 2), min_size=2, max_size=2), st.integers(-3, 3)), min_size=1, max_size=6))
def test_constraints_contradict_where_no_corner_satisfies_them_and_none_that_is_named_can_be_left_out(
    drawn: list[tuple[list[int], int]],
) -> None:
    rows = [
        (tuple((name, Fraction(value)) for name, value in zip("xy", terms, strict=True)), Fraction(bound))
        for terms, bound in drawn
    ]
    found = contradiction(rows)
    assert (found == []) == _has_corner(drawn)
    if found:
        named = [drawn[number] for number in found]
        assert not _has_corner(named)
        assert all(_has_corner(named[:n] + named[n + 1 :]) for n in range(len(named)))


def _has_corner(rows: list[tuple[list[int], int]]) -> bool:
    """Return whether a polygon in the first quadrant is not empty: then it has a corner, where two lines cross."""
    lines = [*((terms[0], terms[1], bound) for terms, bound in rows), (-1, 0, 0), (0, -1, 0)]
    corners = [
        (Fraction(c * e - b * f, a * e - b * d), Fraction(a * f - c * d, a * e - b * d))
        for a, b, c in lines
        for d, e, f in lines
        if a * e - b * d
    ]
    return any(all(a * x + b * y <= c for a, b, c in lines) for x, y in corners)


# Periods


@pytest.mark.parametrize(
    ("period", "base", "expected"),
    [
        ("2020", None, "2019"), ("2020", "previous-year", "2019"), ("2020", "2015", "2015"), ("2020", "unknown", None),
        ("2020-12-31", "previous-year", "2019-12-31"), ("2020-12-31", "2015", "2015-12-31"), ("2020-03", None, None),
        ("2020-03", "previous-year", "2019-03"), ("2020-01", "previous-period", "2019-12"),
        ("2020-Q1", "previous-period", "2019-Q4"), ("2020-Q1", "2019-Q2", "2019-Q2"),
        ("2020-02-29", "previous-year", "2019-02-28"),
        ("2020-S1", "previous-period", "2019-S2"), ("2016/2020", None, None), ("2020-12-31", "previous-period", None),
    ],
)  # fmt: skip
def test_what_a_growth_is_counted_from(period: str, base: str | None, expected: str | None) -> None:
    assert base_period(growth("g", "5", period=period, base=base)) == expected


PERIODS = st.builds(
    lambda year, part: f"{year}{part}",
    st.integers(1900, 2100),
    st.sampled_from(["", "-01", "-06", "-12", "-Q1", "-Q4", "-S1", "-S2"]),
)


@given(PERIODS)
def test_the_period_before_the_one_that_follows_is_the_same_and_they_touch(period: str) -> None:
    after = following(period)
    assert after is not None and preceding(after) == period == plain(period)
    one, other = months_of(period), months_of(after)
    assert one is not None and other is not None
    assert other[0] == one[1] + 1 and other[1] - other[0] == one[1] - one[0]
    assert steps(period, after, following) == [after]
    assert shifted(shifted(period, 3) or "", -3) == period


@given(st.integers(0, 11), st.integers(0, 11))
def test_a_period_made_up_of_months_has_each_of_them_once(first: int, length: int) -> None:
    known = [f"20{20 + month // 12}-{month % 12 + 1:02d}" for month in range(24)]
    months = known[first : first + length + 1]
    whole = plain(f"{months[0]}/{months[-1]}")
    assert list(tilings(whole, [whole, *known])) == ([tuple(months)] if length else [])


@pytest.mark.parametrize(
    ("period", "at"),
    [
        ("2020", "2020"),
        ("2020-Q4", "2020"),
        ("2020-12-30", "2020-12-30"),
        ("2019-02-28", "2019-02"),
        ("2020-02-28", "2020-02-28"),
    ],
)
def test_a_stock_is_counted_at_the_end_of_its_period(period: str, at: str) -> None:
    assert stock_period(period) == at


# Words that say a fall


@pytest.mark.parametrize(
    ("text", "number", "falls"),
    [
        ("利润比上年下降20%", "20%", True), ("下降了约20%", "20%", True), ("减少30亿元", "30亿元", True),
        ("降幅为5%", "5%", True),
        ("负增长3%", "3%", True), ("亏损2亿元", "2亿元", True), ("缩减至20%", "20%", False), ("下降到20%", "20%", False),
        ("下降为20%", "20%", False), ("没有下降20%", "20%", False), ("增长20%", "20%", False), ("不降3%", "3%", False),
        ("declined by 3 points", "3 points", True), ("fell 4%", "4%", True), ("was down nearly 4%", "4%", True),
        ("decreased to 4%", "4%", False), ("a 4% drop in tea", "4%", True), ("a 4% rise", "4%", False),
        ("rundown 4%", "4%", False),
    ],
)  # fmt: skip
def test_words_at_a_number_say_that_it_is_a_fall(text: str, number: str, falls: bool) -> None:
    start = text.index(number)
    assert (fall_at(text, start, start + len(number)) is not None) == falls


# Folders


Edited = Callable[..., Path]


def growth_of(folder: Path) -> Statistic:
    record = read_curation(folder, computed=False).records["stat-tea-value-growth-2019"]
    assert isinstance(record, Statistic)
    return record


@pytest.mark.parametrize("value", ["14.40", "-14.40"])
def test_a_growth_that_words_say_to_be_a_fall_is_below_zero(edited: Edited, value: str) -> None:
    folder = edited(("statistics.yaml", "printed: 14.40%\n  value: 14.40", f"printed: 下降14.40%\n  value: {value}"))
    assert (growth_of(folder).value, growth_of(folder).value_text) == (Decimal("-14.40"), "-14.40")


def test_every_check_names_statistics_that_there_are() -> None:
    looked_at = facts(*pupils(("55", "30", "25"), ("60", "31", "29"), ("70", "30", "30")), indicators=PUPILS)
    assert {name for check in all_checks(looked_at) for name in check.inputs} == set(looked_at.readings)


def as_of_more_kinds(edited: Edited) -> Path:
    """Return the invented paper with every field that these kinds have."""
    return edited(
        ("article.yaml", "language: zh", "language: zh\nflows: [home]\nbases: [jin]"),
        ("units.yaml", "symbol: 吨, factor: 1, base: unknown", "symbol: 吨, factor: 2000, base: jin"),
        (
            "indicators.yaml",
            "part_of: indicator-tea-output}",
            "part_of: indicator-tea-output, flow: home, nature: flow}",
        ),
        (
            "indicators.yaml",
            "en: tea output, flow: total",
            "en: tea output, sum_of: [indicator-tea-export, indicator-tea-home]",
        ),
        ("indicators.yaml", "en: members}", "en: members, nature: stock}"),
        (
            "tables.yaml",
            "indicator: indicator-tea-home, kind: level",
            "indicator: indicator-tea-home, place: place-qingxu, kind: level",
        ),
        ("statistics.yaml", "  operator: about\n", "  operator: between\n  upper: 0.60\n"),
        ("statistics.yaml", "printed: 约0.52万人", "printed: 0.52~0.60万人"),
        ("statistics.yaml", "  kind: rank\n", "  kind: rank\n  whole_place: place-qingxu\n  from_least: yes\n"),
        (
            "statistics.yaml",
            "- id: stat-tea-price-2020",
            "- id: stat-tea-price-2020\n  cases: indicator-members\n  step: 0.50",
        ),
    )


def test_the_fields_of_these_kinds_conform_to_the_shapes_and_come_back_from_the_graph(edited: Edited) -> None:
    project = build_project(as_of_more_kinds(edited))
    validate(project)
    store = OpenStore(load_nquads(project.nquads()), (project.curation.folder_id,))
    read, written = read_snapshot(store).records, project.snapshot.records
    assert {name: record for name, record in read.items() if record != written[name]} == {}
    assert label_of(written["stat-members"], project.snapshot).en.endswith("0.52 to 0.60 (ten thousand)")
    assert (read["stat-members"].upper, read["article-tea-2020"].bases) == (Decimal("0.6"), ("jin",))  # type: ignore[attr-defined]


@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize(
    ("file", "field", "old", "new", "close"),
    [
        ("indicators.yaml", "flow", "flow: export", "exprot", "export"),
        ("indicators.yaml", "flow", "flow: export", "boys", ""),
        ("units.yaml", "base", "factor: 1, base: count", "Count", "count"),
        ("units.yaml", "base", "base: CNY", "GBP", ""),
    ],
)
def test_a_flow_or_base_that_looks_like_a_slip_is_warned_of_and_not_refused(
    edited: Edited, file: str, field: str, old: str, new: str, close: str, declared: bool
) -> None:
    changes = [(file, old, f"{old.rpartition(' ')[0]} {new}")]
    changes += [("article.yaml", "language: zh", f"language: zh\n{field}s: [{new}]")] if declared else []
    found = [problem.message for problem in typos(read_curation(edited(*changes)))]
    assert len(found) == (bool(close) and not declared)
    assert all(f".{field} is {new!r}, which is close to {close!r}." in message for message in found)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([("  operator: about\n", "  operator: between\n")], "a range has the operator 'between' and its end in 'upper'"),
        ([("  operator: about\n", "  operator: about\n  upper: 1\n")], "a range has the operator 'between'"),
        ([("  kind: rank\n", "  kind: rank\n  step: 1\n")], r"\.step is above 0"),
        ([("- id: stat-members", "- id: stat-members\n  from_least: yes")], "only a rank has 'from_least'"),
        ([("- id: stat-tea-value-growth-2019", "- id: stat-tea-value-growth-2019\n  cases: indicator-members")],
         "only a level has 'cases'"),
        ([("value: 14.40", "value: -14.40")], r"-14\.40 does not occur in printed '14\.40%'\. Let 'printed' have the words"),
    ],
)  # fmt: skip
def test_a_field_of_another_kind_is_refused(edited: Edited, changes: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_curation(edited(*(("statistics.yaml", *change) for change in changes)))
