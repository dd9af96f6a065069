"""Each rule of the audit on tiny invented figures: what must agree, what must not, and what cannot be decided."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from audit_builder import audited, cells, claim, curated, facts, growth, renamed, share, stat, table, verdicts
from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.report import audit
from cbec_kg.audit.rules import RULES, all_checks
from cbec_kg.model.records import Entity, Record, Statistic

GOOD, ROUNDED, BAD, UNKNOWN = "consistent", "within-rounding", "inconsistent", "undecidable"


def case(rule: str, verdict: str | None, *records: Record, **more: Any) -> Any:
    return pytest.param(rule, verdict, records, more)


def worst(rule: str, *records: Record, **more: Any) -> str | None:
    found = verdicts(*records, **more).get(rule)
    return found[0] if found else None


CASES: dict[str, Any] = {
    # the same quantity given twice
    "equal levels agree": case("same-quantity", GOOD, stat("a", "5"), stat("b", "5")),
    "different levels do not": case("same-quantity", BAD, stat("a", "5"), stat("b", "7")),
    "5 and 5.4 agree by rounding": case("same-quantity", GOOD, stat("a", "5"), stat("b", "5.4")),
    "12 and 13 agree at 12.5 alone": case("same-quantity", ROUNDED, stat("a", "12"), stat("b", "13")),
    "two scales of one unit": case("same-quantity", GOOD, stat("a", "1.2", unit="cny-1e4"), stat("b", "12000")),
    "two currencies": case("same-quantity", UNKNOWN, stat("a", "5"), stat("b", "7", unit="usd")),
    "another year is another quantity": case("same-quantity", None, stat("a", "5"), stat("b", "7", period="2019")),
    "another place is another quantity": case("same-quantity", None, stat("a", "5"), stat("b", "7", place="hill")),
    "another partner is another quantity": case("same-quantity", None, stat("a", "9"), stat("b", "7", counterpart="abroad")),
    "an unknown place": case(
        "same-quantity", None, stat("a", "5", place="unspecified"), stat("b", "7", place="unspecified")
    ),
    "an unknown period": case("same-quantity", None, stat("a", "5", period="unknown"), stat("b", "7", period="unknown")),
    "nearly meets a little less": case("same-quantity", GOOD, stat("a", "100", operator="nearly"), stat("b", "96")),
    "nearly is below": case("same-quantity", BAD, stat("a", "100", operator="nearly"), stat("b", "101")),
    "about reaches a tenth": case("same-quantity", GOOD, stat("a", "91"), stat("b", "100", operator="about")),
    "about reaches no further": case("same-quantity", BAD, stat("a", "88"), stat("b", "100", operator="about")),
    "over is strict": case(
        "same-quantity",
        BAD,
        stat("a", "5", unit="count", indicator="farm"),
        stat("b", "5", unit="count", indicator="farm", operator="more-than"),
    ),
    "at least is not": case(
        "same-quantity",
        GOOD,
        stat("a", "5", unit="count", indicator="farm"),
        stat("b", "5", unit="count", indicator="farm", operator="at-least"),
    ),
    "less than against more than": case(
        "same-quantity", BAD, stat("a", "5", operator="less-than"), stat("b", "6", operator="more-than")
    ),
    "growth with different bases": case("same-quantity", None, growth("a", "5", base="2019"), growth("b", "9", base="2018")),
    "growth since last year twice": case("same-quantity", BAD, growth("a", "5", base="2019"), growth("b", "9")),
    "growth in per cent and in points": case("same-quantity", None, growth("a", "5"), growth("b", "5", unit="point")),
    "two ranks": case(
        "same-quantity", BAD, stat("a", "2", kind="rank", unit="rank"), stat("b", "3", kind="rank", unit="rank")
    ),
    "two ranks agree": case(
        "same-quantity", GOOD, stat("a", "2", kind="rank", unit="rank"), stat("b", "2", kind="rank", unit="rank")
    ),
    # parts and wholes
    "two parts make the whole": case(
        "parts-and-whole", GOOD, stat("t", "10"), stat("a", "7", indicator="tea-out"), stat("b", "3", indicator="tea-in")
    ),
    "two parts make too little": case(
        "parts-and-whole", BAD, stat("t", "10"), stat("a", "5", indicator="tea-out"), stat("b", "3", indicator="tea-in")
    ),
    "rounded parts": case(
        "parts-and-whole", ROUNDED, stat("t", "10"), stat("a", "6", indicator="tea-out"), stat("b", "3", indicator="tea-in")
    ),
    "one part is missing": case("parts-and-whole", UNKNOWN, stat("t", "10"), stat("a", "7", indicator="tea-out")),
    "one part alone exceeds the whole": case("parts-and-whole", BAD, stat("t", "10"), stat("a", "12", indicator="tea-out")),
    "unless parts may be negative": case(
        "parts-and-whole",
        UNKNOWN,
        stat("t", "10"),
        stat("a", "12", indicator="tea-out"),
        stat("n", "-2", indicator="tea-in", period="2019"),
    ),
    "parts in other currencies": case(
        "parts-and-whole",
        UNKNOWN,
        stat("t", "10"),
        stat("a", "7", indicator="tea-out"),
        stat("b", "3", indicator="tea-in", unit="usd"),
    ),
    "negative parts add up": case(
        "parts-and-whole", GOOD, stat("t", "-4"), stat("a", "-7", indicator="tea-out"), stat("b", "3", indicator="tea-in")
    ),
    "a declared sum": case(
        "parts-and-whole",
        BAD,
        table("crop", "green", "wage"),
        stat("t", "10", indicator="crop"),
        stat("a", "7", indicator="green"),
        stat("b", "5", indicator="wage"),
    ),
    "counts are exact": case(
        "parts-and-whole",
        BAD,
        stat("t", "8", unit="count"),
        stat("a", "4", indicator="tea-out", unit="count"),
        stat("b", "3", indicator="tea-in", unit="count"),
    ),
    "bounds on parts and whole": case(
        "parts-and-whole",
        BAD,
        stat("t", "100", operator="nearly"),
        stat("a", "70", indicator="tea-out", operator="more-than"),
        stat("b", "30", indicator="tea-in", operator="more-than"),
    ),
    "a part within its whole": case(
        "part-within-whole", GOOD, stat("t", "10", indicator="crop"), stat("a", "7", indicator="green")
    ),
    "a part beyond its whole": case(
        "part-within-whole", BAD, stat("t", "10", indicator="crop"), stat("a", "17", indicator="green")
    ),
    "a partner's part": case("part-within-whole", BAD, stat("t", "10"), stat("a", "17", counterpart="abroad")),
    "a place within a place": case("part-within-whole", BAD, stat("t", "10", place="land"), stat("a", "17")),
    "wages do not add up over places": case(
        "part-within-whole", None, stat("t", "10", place="land", indicator="wage"), stat("a", "17", indicator="wage")
    ),
    "farms do": case(
        "part-within-whole",
        BAD,
        stat("t", "10", place="land", indicator="farm", unit="count"),
        stat("a", "17", indicator="farm", unit="count"),
    ),
    "a rate in a place may exceed that of the land": case(
        "part-within-whole", None, stat("t", "5", place="land", unit="percent"), stat("a", "7", unit="percent")
    ),
    "a part in another currency": case(
        "part-within-whole", UNKNOWN, stat("t", "10", indicator="crop"), stat("a", "17", indicator="green", unit="usd")
    ),
    "a part of last year as growth implies": case(
        "part-within-whole",
        BAD,
        stat("t", "10", period="2019", indicator="crop"),
        stat("a", "30", indicator="green"),
        growth("g", "50", indicator="green"),
    ),
    "a negative whole": case(
        "part-within-whole", None, stat("t", "-10", indicator="crop"), stat("a", "-2", indicator="green")
    ),
    # years and spans
    "years make the span": case(
        "years-and-span",
        GOOD,
        stat("s", "6", period="2018/2020"),
        *(stat(y, "2", period=y) for y in ("2018", "2019", "2020")),
    ),
    "years do not make the span": case(
        "years-and-span",
        BAD,
        stat("s", "9", period="2018/2020"),
        *(stat(y, "2", period=y) for y in ("2018", "2019", "2020")),
    ),
    "a year is missing": case("years-and-span", UNKNOWN, stat("s", "9", period="2018/2020"), stat("a", "2", period="2018")),
    "known years exceed already": case(
        "years-and-span", BAD, stat("s", "9", period="2018/2020"), stat("a", "20", period="2018")
    ),
    "known years exceed, but others may be negative": case(
        "years-and-span",
        UNKNOWN,
        stat("s", "9", period="2018/2020"),
        stat("a", "20", period="2018"),
        stat("n", "-1", period="2015"),
    ),
    "a missing year follows from growth": case(
        "years-and-span", BAD, stat("s", "35", period="2019/2020"), stat("a", "20"), growth("g", "100")
    ),
    "a missing year follows from growth and fits": case(
        "years-and-span", GOOD, stat("s", "30", period="2019/2020"), stat("a", "20"), growth("g", "100")
    ),
    "a rising series bounds its years": case(
        "years-and-span",
        BAD,
        stat("s", "90", period="2018/2020"),
        claim("rising", "2018/2020"),
        stat("a", "20"),
        stat("b", "10", period="2018"),
    ),
    "a rising series leaves room": case(
        "years-and-span",
        GOOD,
        stat("s", "45", period="2018/2020"),
        claim("rising", "2018/2020"),
        stat("a", "20"),
        stat("b", "10", period="2018"),
    ),
    "a falling series bounds its years": case(
        "years-and-span",
        BAD,
        stat("s", "90", period="2018/2020"),
        claim("falling", "2018/2020"),
        stat("a", "10"),
        stat("b", "20", period="2018"),
    ),
    "a span in another currency": case(
        "years-and-span",
        UNKNOWN,
        stat("s", "9", period="2019/2020", unit="usd"),
        stat("a", "4"),
        stat("b", "4", period="2019"),
    ),
    "years in two currencies": case(
        "years-and-span",
        UNKNOWN,
        stat("s", "9", period="2019/2020"),
        stat("a", "4"),
        stat("b", "4", period="2019", unit="usd"),
    ),
    "rates do not add up": case(
        "years-and-span",
        UNKNOWN,
        stat("s", "9", period="2019/2020", unit="percent", indicator="rate"),
        stat("a", "4", unit="percent", indicator="rate"),
        stat("b", "4", unit="percent", indicator="rate", period="2019"),
    ),
    "a span of one year": case("years-and-span", None, stat("s", "9", period="2020/2020"), stat("a", "4")),
    "a span that ends before it begins": case("years-and-span", None, stat("s", "9", period="2021/2020"), stat("a", "4")),
    # growth
    "growth fits its levels": case(
        "growth-and-levels", GOOD, stat("a", "100", period="2019"), stat("b", "110"), growth("g", "10")
    ),
    "growth does not": case("growth-and-levels", BAD, stat("a", "100", period="2019"), stat("b", "150"), growth("g", "10")),
    "a fall fits": case("growth-and-levels", GOOD, stat("a", "100", period="2019"), stat("b", "80"), growth("g", "-20")),
    "a fall that is printed as a rise": case(
        "growth-and-levels", BAD, stat("a", "100", period="2019"), stat("b", "80"), growth("g", "20")
    ),
    "a base of zero": case("growth-and-levels", UNKNOWN, stat("a", "0", period="2019"), stat("b", "80"), growth("g", "20")),
    "a negative base": case(
        "growth-and-levels", UNKNOWN, stat("a", "-5", period="2019"), stat("b", "80"), growth("g", "20")
    ),
    "a fall to nothing": case("growth-and-levels", GOOD, stat("a", "5", period="2019"), stat("b", "0"), growth("g", "-100")),
    "levels in two currencies": case(
        "growth-and-levels", UNKNOWN, stat("a", "100", period="2019", unit="usd"), stat("b", "110"), growth("g", "10")
    ),
    "no earlier level": case("growth-and-levels", UNKNOWN, stat("b", "110"), growth("g", "10")),
    "an unknown base": case(
        "growth-and-levels", UNKNOWN, stat("a", "100", period="2019"), stat("b", "110"), growth("g", "70", base="unknown")
    ),
    "no base is read as last year": case(
        "growth-and-levels", BAD, stat("a", "100", period="2019"), stat("b", "110"), growth("g", "70", base=None)
    ),
    "an unknown period of growth": case("growth-and-levels", UNKNOWN, growth("g", "70", period="unknown")),
    "growth over two years": case(
        "growth-and-levels", GOOD, stat("a", "100", period="2018"), stat("b", "170"), growth("g", "70", base="2018")
    ),
    "growth of a sum of parts": case(
        "growth-and-levels",
        BAD,
        stat("a", "7", indicator="tea-out"),
        stat("b", "3", indicator="tea-in"),
        stat("c", "5", period="2019"),
        growth("g", "10"),
    ),
    "growth of what is left of a whole": case(
        "growth-and-levels",
        BAD,
        stat("t", "10"),
        stat("a", "7", indicator="tea-out"),
        stat("b", "1", indicator="tea-in", period="2019"),
        growth("g", "10", indicator="tea-in"),
    ),
    "growth in yuan": case(
        "growth-and-levels", GOOD, stat("a", "100", period="2019"), stat("b", "110"), growth("g", "10", unit="cny")
    ),
    "growth in yuan that does not fit": case(
        "growth-and-levels", BAD, stat("a", "100", period="2019"), stat("b", "110"), growth("g", "20", unit="cny")
    ),
    "growth in dollars of yuan": case(
        "growth-and-levels", UNKNOWN, stat("a", "100", period="2019"), stat("b", "110"), growth("g", "10", unit="usd")
    ),
    "points of a percentage": case(
        "growth-and-levels",
        GOOD,
        stat("a", "40", period="2019", unit="percent", indicator="rate"),
        stat("b", "45", unit="percent", indicator="rate"),
        growth("g", "5", unit="point", indicator="rate"),
    ),
    "points that do not fit": case(
        "growth-and-levels",
        BAD,
        stat("a", "40", period="2019", unit="percent", indicator="rate"),
        stat("b", "45", unit="percent", indicator="rate"),
        growth("g", "12.5", unit="point", indicator="rate"),
    ),
    "per cent of a percentage": case(
        "growth-and-levels",
        GOOD,
        stat("a", "40", period="2019", unit="percent", indicator="rate"),
        stat("b", "45", unit="percent", indicator="rate"),
        growth("g", "12.5", indicator="rate"),
    ),
    "per cent that are meant as points": case(
        "growth-and-levels",
        GOOD,
        stat("a", "40", period="2019", unit="percent", indicator="rate"),
        stat("b", "45", unit="percent", indicator="rate"),
        growth("g", "5", indicator="rate"),
    ),
    "per cent that are neither": case(
        "growth-and-levels",
        BAD,
        stat("a", "40", period="2019", unit="percent", indicator="rate"),
        stat("b", "45", unit="percent", indicator="rate"),
        growth("g", "30", indicator="rate"),
    ),
    "points of yuan": case(
        "growth-and-levels", UNKNOWN, stat("a", "40", period="2019"), stat("b", "45"), growth("g", "5", unit="point")
    ),
    "a growth of its own year": case("comparison-period", BAD, growth("g", "10", base="2020")),
    "a growth since a later year": case("comparison-period", BAD, growth("g", "10", base="2021")),
    "a growth since an earlier year": case("comparison-period", GOOD, growth("g", "10", base="2017")),
    "growth of parts makes that of the whole": case(
        "growth-of-parts",
        GOOD,
        stat("t", "210"),
        growth("g", "5"),
        stat("a", "110", indicator="tea-out"),
        growth("ga", "10", indicator="tea-out"),
        stat("b", "100", indicator="tea-in"),
        growth("gb", "0", indicator="tea-in"),
    ),
    "growth of parts makes another": case(
        "growth-of-parts",
        BAD,
        stat("t", "210"),
        growth("g", "9"),
        stat("a", "110", indicator="tea-out"),
        growth("ga", "10", indicator="tea-out"),
        stat("b", "100", indicator="tea-in"),
        growth("gb", "0", indicator="tea-in"),
    ),
    "growth outside that of the parts": case(
        "growth-of-parts",
        BAD,
        growth("g", "20"),
        growth("a", "5", indicator="tea-out"),
        growth("b", "9", indicator="tea-in"),
    ),
    "growth between that of the parts": case(
        "growth-of-parts",
        GOOD,
        growth("g", "7"),
        growth("a", "5", indicator="tea-out"),
        growth("b", "9", indicator="tea-in"),
    ),
    "growth outside that of parts below zero": case(
        "growth-of-parts",
        None,
        growth("g", "20"),
        growth("a", "5", indicator="tea-out"),
        growth("b", "9", indicator="tea-in"),
        stat("n", "-5", period="2015"),
    ),
    "an earlier level of parts": case(
        "implied-earlier-level",
        BAD,
        stat("t", "250", period="2019"),
        stat("a", "110", indicator="tea-out"),
        growth("ga", "10", indicator="tea-out"),
        stat("b", "100", indicator="tea-in"),
        growth("gb", "0", indicator="tea-in"),
    ),
    "an average by its ends": case(
        "average-growth",
        GOOD,
        stat("a", "100", period="2018"),
        stat("b", "121"),
        growth("g", "10", kind="average-growth", period="2018/2020", base=None),
    ),
    "an average that is none": case(
        "average-growth",
        BAD,
        stat("a", "100", period="2018"),
        stat("b", "121"),
        growth("g", "30", kind="average-growth", period="2018/2020", base=None),
    ),
    "an average from the year before": case(
        "average-growth",
        GOOD,
        stat("a", "110", period="2018"),
        growth("f", "10", period="2018"),
        stat("b", "110"),
        growth("g", "3.2", kind="average-growth", period="2018/2020", base=None),
    ),  # 1.1^(1/3) = 1.0323
    "an arithmetic mean": case(
        "average-growth",
        GOOD,
        growth("x", "100", period="2019"),
        growth("y", "0"),
        growth("g", "50", kind="average-growth", period="2018/2020", base=None),
    ),
    "no mean of its years": case(
        "average-growth",
        BAD,
        growth("x", "100", period="2019"),
        growth("y", "0"),
        growth("g", "80", kind="average-growth", period="2018/2020", base=None),
    ),
    "an average without ends": case(
        "average-growth", UNKNOWN, growth("g", "10", kind="average-growth", period="2018/2020", base=None)
    ),
    "an average of one year": case(
        "average-growth", UNKNOWN, growth("g", "10", kind="average-growth", period="2020", base=None)
    ),
    "an average of an empty span": case(
        "average-growth", UNKNOWN, growth("g", "10", kind="average-growth", period="2020/2020", base=None)
    ),
    "an average in yuan": case(
        "average-growth", UNKNOWN, growth("g", "10", kind="average-growth", period="2018/2020", base=None, unit="cny")
    ),
    "an average to a negative end": case(
        "average-growth",
        UNKNOWN,
        stat("a", "100", period="2018"),
        stat("b", "-121"),
        growth("g", "10", kind="average-growth", period="2018/2020", base=None),
    ),
    "an average with a rate below -100": case(
        "average-growth",
        UNKNOWN,
        growth("x", "-150", period="2019"),
        growth("y", "0"),
        stat("n", "-5", period="2015"),
        growth("g", "80", kind="average-growth", period="2018/2020", base=None),
    ),
    "a chain that fits": case(
        "chained-growth",
        GOOD,
        stat("a", "100", period="2018"),
        growth("x", "10", period="2019"),
        growth("y", "10"),
        stat("b", "121"),
    ),
    "a chain that breaks": case(
        "chained-growth",
        BAD,
        stat("a", "100", period="2018"),
        growth("x", "10", period="2019"),
        growth("y", "10"),
        stat("b", "221"),
    ),
    "a chain of rates against a long growth": case(
        "chained-growth", BAD, growth("x", "10", period="2019"), growth("y", "10"), growth("z", "50", base="2018")
    ),
    "a chain with a missing link": case(
        "chained-growth",
        None,
        stat("a", "100", period="2017"),
        growth("x", "10", period="2019"),
        growth("y", "10"),
        stat("b", "221"),
    ),
    # shares
    "a share fits": case(
        "share-and-whole",
        GOOD,
        stat("t", "200"),
        stat("a", "50", indicator="tea-out"),
        share("s", "25", indicator="tea-out"),
    ),
    "a share does not": case(
        "share-and-whole", BAD, stat("t", "200"), stat("a", "50", indicator="tea-out"), share("s", "52", indicator="tea-out")
    ),
    "a share of a partner": case(
        "share-and-whole",
        BAD,
        stat("t", "200"),
        stat("a", "50", counterpart="abroad"),
        share("s", "52", counterpart="abroad"),
    ),
    "a share of a wider place": case(
        "share-and-whole", BAD, stat("t", "200", place="land"), stat("a", "50"), share("s", "52", whole_place="land")
    ),
    "a share of nothing": case(
        "share-and-whole",
        UNKNOWN,
        stat("t", "0"),
        stat("a", "0", indicator="tea-out"),
        share("s", "25", indicator="tea-out"),
    ),
    "a share of what is not said": case("share-and-whole", UNKNOWN, stat("a", "50"), share("s", "25", whole=None)),
    "a share without its whole": case(
        "share-and-whole", UNKNOWN, stat("a", "50", indicator="tea-out"), share("s", "25", indicator="tea-out")
    ),
    "a share without its part": case("share-and-whole", UNKNOWN, stat("t", "50"), share("s", "25", indicator="green")),
    "a share in two currencies": case(
        "share-and-whole",
        UNKNOWN,
        stat("t", "200", unit="usd"),
        stat("a", "50", indicator="green"),
        share("s", "25", indicator="green"),
    ),
    "shares make a hundred": case(
        "share-and-whole", GOOD, share("a", "40", indicator="tea-out"), share("b", "60", indicator="tea-in")
    ),
    "shares make more than a hundred": case(
        "share-and-whole", BAD, share("a", "50", indicator="tea-out"), share("b", "60", indicator="tea-in")
    ),
    "two shares imply one whole": case(
        "wholes-implied",
        GOOD,
        stat("x", "10", indicator="green"),
        share("a", "10", indicator="green"),
        stat("y", "20", indicator="farm"),
        share("b", "20", indicator="farm"),
    ),
    "two shares imply two wholes": case(
        "wholes-implied",
        BAD,
        stat("x", "10", indicator="green"),
        share("a", "10", indicator="green"),
        stat("y", "20", indicator="farm"),
        share("b", "50", indicator="farm"),
    ),
    # what can be
    "a share above a hundred": case("possible-range", BAD, share("s", "120")),
    "a share of a hundred": case("possible-range", None, share("s", "100")),
    "a share below nothing": case("possible-range", BAD, share("s", "-3")),
    "over a hundred per cent": case("possible-range", BAD, share("s", "100", operator="more-than")),
    "growth below -100": case("possible-range", BAD, growth("g", "-150")),
    "growth of -100": case("possible-range", None, growth("g", "-100")),
    "growth below -100 of what can be negative": case(
        "possible-range", None, growth("g", "-150"), stat("n", "-5", period="2015")
    ),
    "a negative count": case("possible-range", BAD, stat("c", "-3", unit="count", indicator="farm")),
    "fewer by three": case("possible-range", None, growth("c", "-3", unit="count", indicator="farm")),
    "rank zero": case("possible-range", BAD, stat("r", "0", kind="rank", unit="rank")),
    "rank one": case("possible-range", None, stat("r", "1", kind="rank", unit="rank")),
    # lists
    "a closed list": case("list-count", GOOD, stat("c", "2", unit="count", members=("a", "b"))),
    "a closed list with one too few": case("list-count", BAD, stat("c", "3", unit="count", members=("a", "b"))),
    "an open list": case("list-count", GOOD, stat("c", "3", unit="count", members=("a", "b"), members_open="yes")),
    "an open list with one too many": case(
        "list-count", BAD, stat("c", "1", unit="count", members=("a", "b"), members_open="yes")
    ),
    "over two, and two are listed": case(
        "list-count", BAD, stat("c", "2", unit="count", operator="more-than", members=("a", "b"))
    ),
    "over one, and two are listed": case(
        "list-count", GOOD, stat("c", "1", unit="count", operator="more-than", members=("a", "b"))
    ),
    "nearly two, and two are listed": case(
        "list-count", BAD, stat("c", "2", unit="count", operator="nearly", members=("a", "b"), members_open="yes")
    ),
    "ten thousands with two examples": case(
        "list-count", GOOD, stat("c", "1", unit="count-1e4", members=("a", "b"), members_open="yes")
    ),
    "a share of listed things": case("list-count", UNKNOWN, share("c", "30", members=("a", "b"))),
    # rising and falling
    "it rises": case("series-direction", GOOD, claim("rising", "2018/2020"), stat("a", "5", period="2019"), stat("b", "7")),
    "it falls though it is said to rise": case(
        "series-direction", BAD, claim("rising", "2018/2020"), stat("a", "9", period="2019"), stat("b", "7")
    ),
    "it falls": case("series-direction", GOOD, claim("falling", "2018/2020"), stat("a", "9", period="2019"), stat("b", "7")),
    "it may rise by less than is printed": case(
        "series-direction", ROUNDED, claim("rising", "2018/2020"), stat("a", "7", period="2019"), stat("b", "7")
    ),
    "a count that stays does not rise": case(
        "series-direction",
        BAD,
        claim("rising", "2018/2020"),
        stat("a", "7", period="2019", unit="count"),
        stat("b", "7", unit="count"),
    ),
    "a negative rate of what rises": case("series-direction", BAD, claim("rising", "2018/2020"), growth("g", "-3")),
    "no growth may be a little": case("series-direction", ROUNDED, claim("rising", "2018/2020"), growth("g", "0")),
    "the first year of the span is free": case("series-direction", UNKNOWN, claim("rising", "2020/2021"), growth("g", "-3")),
    "one value alone": case("series-direction", UNKNOWN, claim("rising", "2018/2020"), stat("a", "7")),
    "two currencies of a rise": case(
        "series-direction", UNKNOWN, claim("rising", "2018/2020"), stat("a", "9", period="2019", unit="usd"), stat("b", "7")
    ),
}


@pytest.mark.parametrize(("rule", "verdict", "records", "more"), CASES.values(), ids=CASES.keys())
def test_rule(rule: str, verdict: str | None, records: tuple[Record, ...], more: dict[str, Any]) -> None:
    assert rule in RULES
    assert worst(rule, *records, **more) == verdict


@pytest.mark.parametrize(("rule", "verdict", "records", "more"), CASES.values(), ids=CASES.keys())
def test_only_what_cannot_be_is_inconsistent(
    rule: str, verdict: str | None, records: tuple[Record, ...], more: dict[str, Any]
) -> None:
    found = verdicts(*records, **more)
    assert (BAD in {name for names in found.values() for name in names}) == (verdict == BAD)


@pytest.mark.parametrize(("rule", "verdict", "records", "more"), CASES.values(), ids=CASES.keys())
def test_audit_of_each_case_is_whole(
    rule: str, verdict: str | None, records: tuple[Record, ...], more: dict[str, Any]
) -> None:
    found = audited(*records, **more)
    assert bool(found.causes) == (verdict == BAD)
    assert {check.id for cause in found.causes for check in cause.checks} == {check.id for check in found.inconsistent}
    assert all(cause.blamed for cause in found.causes)


@pytest.mark.parametrize(("rule", "verdict", "records", "more"), CASES.values(), ids=CASES.keys())
def test_order_of_records_does_not_matter(
    rule: str, verdict: str | None, records: tuple[Record, ...], more: dict[str, Any]
) -> None:
    curation = curated(*records, **more)
    turned = curated(*records, **more)
    turned = type(turned)(turned.article, dict(reversed(turned.records.items())), (), ())
    assert audit(turned) == audit(curation)


@pytest.mark.parametrize(("rule", "verdict", "records", "more"), CASES.values(), ids=CASES.keys())
def test_ids_do_not_matter(rule: str, verdict: str | None, records: tuple[Record, ...], more: dict[str, Any]) -> None:
    curation = curated(*records, **more)
    ids = [record.id for record in curation.of(Statistic)]
    names = {name: f"stat-z{len(ids) - number}" for number, name in enumerate(ids)}
    one, other = audit(curation), audit(renamed(curation, names))
    found = {(check.rule, check.verdict, check.computed, tuple(names[n] for n in check.inputs)) for check in one.checks}
    assert found == {(check.rule, check.verdict, check.computed, check.inputs) for check in other.checks}
    assert {frozenset(names[name] for name in cause.blamed) for cause in one.causes} == {
        frozenset(cause.blamed) for cause in other.causes
    }


# Readings


def reading(item: Statistic, *others: Statistic) -> Interval:
    return facts(item, *others).readings[item.id].interval


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (stat("a", "5"), ("4.5", "5.5")),
        (stat("a", "-5"), ("-5.5", "-4.5")),
        (stat("a", "0.37"), ("0.365", "0.375")),
        (stat("a", "12,000"), ("11999.5", "12000.5")),
        (stat("a", "1.69", unit="cny-1e4"), ("16850", "16950")),
        (stat("a", "1300", printed="一千三百"), ("1299.5", "1300.5")),
        (stat("a", "3", operator="about"), ("2.5", "3.5")),
        (stat("a", "300", operator="about"), ("270", "330")),
        (stat("a", "300", operator="nearly"), ("270", "300")),
        (stat("a", "-300", operator="nearly"), ("-300", "-270")),
        (stat("a", "64", unit="count"), ("64", "64")),
        (stat("a", "6.4", unit="count"), ("6.35", "6.45")),
        (stat("a", "64", unit="count-1e4"), ("635000", "645000")),
        (stat("a", "2", kind="rank", unit="rank"), ("2", "2")),
        (growth("a", "2.5"), ("0.0245", "0.0255")),
    ],
)
def test_a_print_stands_for_what_rounds_to_it(item: Statistic, expected: tuple[str, str]) -> None:
    found = reading(item)
    assert (found.low, found.high) == tuple(Fraction(end) for end in expected)


def test_a_zero_is_padding_where_many_figures_end_in_zero() -> None:
    column = [
        growth(f"p{number}", value) for number, value in enumerate(["39.80", "7.90", "5.30", "67.00", "14.20", "8.50"])
    ]
    assert reading(column[0], *column[1:]) == Interval(Fraction("0.3975"), Fraction("0.3985"))
    assert reading(column[3], *column[:3], *column[4:]) == Interval(Fraction("0.6695"), Fraction("0.6705"))


def test_two_zeros_are_padding_where_many_figures_end_in_two() -> None:
    column = [growth(f"p{number}", value) for number, value in enumerate(["39.00", "7.00", "5.30", "67.00"])]
    assert reading(column[0], *column[1:]) == Interval(Fraction("0.385"), Fraction("0.395"))
    assert reading(column[2], *column[:2], column[3]) == Interval(Fraction("0.0525"), Fraction("0.0535"))


def test_a_zero_is_a_digit_where_other_digits_are_common() -> None:
    column = [growth(f"p{number}", f"3.1{number}") for number in range(10)]
    assert reading(column[0], *column[1:]) == Interval(Fraction("0.03095"), Fraction("0.03105"))


# Causes


def test_a_transcription_error_that_two_figures_could_have_is_not_decided() -> None:
    (cause,) = audited(stat("a", "5.04"), stat("b", "5.14")).causes
    assert not cause.explained
    assert set(cause.blamed) == {"stat-a", "stat-b"}


TABLE = ("tea", "tea growth", "tea-out", "tea-out growth", "tea-in", "tea-in growth")
ROWS = (
    ("2017", "1000.4", "12.3", "630.2", "5.1", "370.2", "27.2"),
    ("2018", "1127.6", "12.7", "683.1", "8.4", "444.5", "20.1"),
    ("2019", "1183.9", "5.0", "791.7", "15.9", "392.2", "-11.8"),
    ("2020", "1345.3", "13.6", "903.3", "14.1", "442.0", "12.7"),
)
"""Worked out beforehand: each row adds up, each rate is that of the printed levels, and 2016 was 890.7 = 599.6 + 291.1."""


def with_cells(changes: dict[tuple[str, str], str]) -> list[Statistic]:
    rows = [
        (year, *(changes.get((year, column), value) for column, value in zip(TABLE, values, strict=True)))
        for year, *values in ROWS
    ]
    return cells(rows, TABLE)


def test_the_table_itself_is_consistent() -> None:
    assert BAD not in {verdict for of_rule in verdicts(*with_cells({})).values() for verdict in of_rule}


@pytest.mark.parametrize(
    ("changes", "kind", "blamed"),
    [
        ({("2018", "tea-out"): "638.1"}, "value", ["2018-tea-out"]),  # two digits exchanged
        ({("2019", "tea-in"): "892.2"}, "value", ["2019-tea-in"]),  # one digit wrong
        ({("2019", "tea-in growth"): "11.8"}, "value", ["2019-tea-in-growth"]),  # the sign lost
        ({("2018", "tea-out"): "791.7", ("2019", "tea-out"): "683.1"}, "value", ["2018-tea-out", "2019-tea-out"]),  # swapped
        ({("2019", "tea"): "11839"}, "factor", ["2019-tea"]),  # the point lost
    ],
)
def test_a_slip_in_a_table_is_found_and_named(changes: dict[tuple[str, str], str], kind: str, blamed: list[str]) -> None:
    found = audited(*with_cells(changes))
    (cause,) = found.causes
    assert cause.explained
    assert cause.repairs[0].kind == kind
    assert list(cause.blamed) == [f"stat-table-1-{name}" for name in blamed]
    for change in cause.repairs[0].changes:
        year, column = change.statistic.removeprefix("stat-table-1-").split("-", 1)
        values = dict(
            zip([name.replace(" ", "-") for name in TABLE], next(row[1:] for row in ROWS if row[0] == year), strict=True)
        )
        assert change.field == "value_text"
        assert Fraction(change.hypothesis) == Fraction(values[column])


# Bad input


def test_nothing_is_nothing() -> None:
    found = audited()
    assert (found.checks, found.conflicts, found.causes, found.diagnoses.size) == ((), (), (), 0)


EXTREME = ["1" + "0" * 309, "0." + "0" * 324 + "1", "-" + "9" * 309, "0", "-0", "0.00"]
"""Beyond the largest float, nearer to zero than the smallest, and zero."""


@pytest.mark.parametrize("value", EXTREME)
@pytest.mark.parametrize("operator", ["equal", "about", "nearly", "more-than", "less-than", "at-least"])
def test_huge_tiny_and_zero_figures_get_a_verdict(value: str, operator: str) -> None:
    records = cells(
        [("2018", value, "5"), ("2019", "3", value), ("2020", value, value)], ("tea", "tea growth"), operator=operator
    )
    records += cells([("2020", value, "2", value)], ("tea-out", "tea-in", "tea-out share"), "table-2", operator=operator)
    records += [stat("s", value, period="2018/2020", operator=operator)]
    records += [growth("m", value, kind="average-growth", period="2018/2020", base=None, operator=operator)]
    records += [stat("d", "7", unit="usd", place="land", operator=operator)]
    verdicts(*records, claim("rising", "2018/2020"))
    for check in audited(*records, claim("falling", "2018/2020")).checks:
        assert check.computed == "" or check.computed[0] in "[("


def test_several_tables_and_places_are_not_mixed() -> None:
    columns = ("tea", "tea growth")
    one = cells([("2019", "100", "5"), ("2020", "110", "10")], columns)
    other = cells([("2019", "900", "5"), ("2020", "990", "10")], columns, "table-2", place="hill")
    assert BAD not in {verdict for of_rule in verdicts(*one, *other).values() for verdict in of_rule}


def test_a_statement_given_thrice_is_compared_in_pairs() -> None:
    assert verdicts(stat("a", "5"), stat("b", "5"), stat("c", "9"))["same-quantity"] == [BAD, BAD, GOOD]


def test_a_place_within_itself_ends() -> None:
    curation = curated(stat("a", "5"))
    land = curation.records["place-land"]
    assert isinstance(land, Entity)
    within_itself = replace(land, broader="place-valley")
    curation = type(curation)(curation.article, curation.records | {"place-land": within_itself}, (), ())
    assert audit(curation).inconsistent == ()


def test_both_claims_are_reported_where_two_say_that_a_falling_series_rises() -> None:
    first, second = claim("rising", "2018/2020"), claim("rising", "2017/2020")
    second = replace(second, id="claim-tea-too")
    found = audited(first, second, stat("a", "9", period="2019"), stat("b", "7"))
    assert len(found.inconsistent) == 2
    assert sum(len(cause.checks) for cause in found.causes) == 2


def test_currencies_are_given_with_the_rate_at_which_they_agree() -> None:
    (check,) = [c for c in all_checks(facts(stat("a", "70"), stat("b", "10", unit="usd"))) if c.rule == "same-quantity"]
    assert check.why is not None
    # 69.5 to 70.5 yuan for 9.5 to 10.5 dollars, seen from the dollars' side or the yuan's
    assert any(rate in check.why.en for rate in ("0.1348–0.1511", "6.619–7.421"))
