"""Consistent statistics of more kinds than yearly levels and rates, and the errors that befall these alone.

As in `seeded_tables`, every printed figure is a true value, rounded: year-end stocks, quarters, falls, multiples and per
mille, ranges, ranks, sums over places and sexes, percentages of counted bases, and means of whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random

import seeded_errors
import seeded_tables
from msgspec.structs import replace
from seeded_errors import Altered, exact, picked, revalued
from seeded_tables import NOWHERE, PLACE, YEARS, Paper, drawn, indicator, rounded, walk, with_units

from cbec_kg.model.records import Entity, Statistic, Table, Unit
from cbec_kg.model.table_lines import Column, Sum

PLACES = ("place-east", "place-north", "place-south", "place-west")


def with_more_units(paper: Paper) -> None:
    """Add the units of other kinds, and four places within the one of `with_units`."""
    with_units(paper)
    for name, symbol, factor, base in (
        ("permille", "‰", "0.1", "percent"),
        ("times", "倍", "100", "percent"),
        ("multiple", "倍", "1", "multiple"),
        ("point", "个百分点", "1", "percentage-point"),
        ("rank", "位", "1", "rank"),
    ):
        paper.add(
            Unit(id=f"unit-{name}", where=NOWHERE, zh=symbol, en=name, symbol=symbol, factor=Decimal(factor), base=base)
        )
    paper.add(*(Entity(id=place, where=NOWHERE, zh="地", en=place, broader=PLACE) for place in PLACES))


def year_ends(random: Random) -> Paper:
    """Return a stock of firms at the ends of years, with its growth from one to the next and a figure for a year."""
    paper, name = Paper("year-ends", rate_decimals=1), "indicator-firms"
    with_more_units(paper)
    paper.add(replace(indicator("firms"), nature="stock"))
    years = [int(year) for year in YEARS[1:]]
    levels = {year: round(value * 10) for year, value in walk(random, years).items()}
    for year in years:
        paper.statistic(f"firms-{year}", name, "level", f"{year}-12-31", str(levels[year]), "unit-count")
        if year > years[0]:
            rate = Fraction(levels[year], levels[year - 1]) - 1
            paper.statistic(
                f"firms-growth-{year}", name, "growth", f"{year}-12-31", paper.rate_text(rate), "unit-percent",
                base="previous-year",
            )  # fmt: skip
    paper.statistic("firms-again", name, "level", str(years[-1]), str(levels[years[-1]]), "unit-count")
    return paper


def quarterly(random: Random) -> Paper:
    """Return the quarters of three years with the years' sums, and growth on the quarter before and on the year before."""
    paper, name = Paper("quarters", rate_decimals=1), "indicator-sales"
    with_more_units(paper)
    paper.add(replace(indicator("sales"), nature="flow"))
    names = [f"{year}-Q{quarter}" for year in (2018, 2019, 2020) for quarter in (1, 2, 3, 4)]
    levels = dict(zip(names, walk(random, range(len(names))).values(), strict=True))
    for number, period in enumerate(names):
        paper.statistic(f"sales-{period.lower()}", name, "level", period, rounded(levels[period], 2), "unit-cny-1e8")
        for base, before in (("previous-period", 1), ("previous-year", 4)):
            if number >= before and random.random() < 0.5:
                rate = levels[period] / levels[names[number - before]] - 1
                kind = f"sales-{base}-{period.lower()}"
                paper.statistic(kind, name, "growth", period, paper.rate_text(rate), "unit-percent", base=base)
    for year in ("2018", "2019", "2020"):
        total = sum((levels[period] for period in names if period.startswith(year)), Fraction(0))
        paper.statistic(f"sales-{year}", name, "level", year, rounded(total, 1), "unit-cny-1e8")
    return paper


def falls(random: Random) -> Paper:
    """Return a falling amount with its falls in per cent and in yuan, and a falling rate with its falls in points."""
    paper, name = Paper("falls", rate_decimals=1), "indicator-profit"
    with_more_units(paper)
    paper.add(indicator("profit"), indicator("quota"))
    years, level, quota = list(range(2015, 2021)), Fraction(random.randint(40_000, 90_000), 100), Fraction(90)
    before: tuple[Fraction, Fraction] | None = None
    for year in years:
        paper.levels[name, year] = level
        paper.statistic(f"profit-{year}", name, "level", str(year), rounded(level, 2), "unit-cny-1e8")
        paper.statistic(f"quota-{year}", "indicator-quota", "level", str(year), rounded(quota, 1), "unit-percent")
        if before is not None:
            more = {"base": "previous-year"}
            text = paper.rate_text(level / before[0] - 1)
            paper.statistic(f"profit-fall-{year}", name, "growth", str(year), text, "unit-percent", **more)
            text = rounded(level - before[0], 1)
            paper.statistic(f"profit-less-{year}", name, "growth", str(year), text, "unit-cny-1e8", **more)
            text = rounded(quota - before[1], 1)
            paper.statistic(f"quota-less-{year}", "indicator-quota", "growth", str(year), text, "unit-point", **more)
        before = level, quota
        level = Fraction(round(level * random.randint(70, 96)), 100)
        quota -= Fraction(random.randint(11, 99), 10)
    return paper


def multiples(random: Random) -> Paper:
    """Return levels with how many times the first one they are and by how many times it grew, and shares per mille."""
    paper, name = Paper("multiples", rate_decimals=1), "indicator-output"
    with_more_units(paper)
    paper.add(indicator("output"), indicator("part", "indicator-output"))
    years = list(range(2015, 2021))
    for year in years:
        paper.levels[name, year] = Fraction(random.randint(4_000, 9_000) * (year - 2014), 100)
        paper.statistic(
            f"output-{year}", name, "level", str(year), paper.level_text(paper.levels[name, year]), "unit-cny-1e8"
        )
        part = paper.levels[name, year] * Fraction(random.randint(5, 90), 1000)
        paper.statistic(f"part-{year}", "indicator-part", "level", str(year), rounded(part, 3), "unit-cny-1e8")
        share, more = part / paper.levels[name, year], {"whole": name, "whole_place": PLACE}
        for unit, times in (("percent", 100), ("permille", 1000)):
            text = rounded(share * times, 2)
            paper.statistic(f"part-{unit}-{year}", "indicator-part", "share", str(year), text, f"unit-{unit}", **more)
        if year > years[0]:
            ratio = paper.levels[name, year] / paper.levels[name, 2015]
            for unit, value in (("multiple", ratio), ("times", ratio - 1)):
                text = rounded(value, 1)
                paper.statistic(f"output-{unit}-{year}", name, "growth", str(year), text, f"unit-{unit}", base="2015")
    return paper


def ranges(random: Random) -> Paper:
    """Return levels and shares in prose, each with a range that holds it."""
    paper, name = Paper("ranges", rate_decimals=1), "indicator-output"
    with_more_units(paper)
    paper.add(indicator("output"), indicator("part", "indicator-output"))
    drawn(paper, random, [name], range(2017, 2021))
    for year in range(2017, 2021):
        value, part = paper.levels[name, year], Fraction(random.randint(100, 900), 1000)
        more = {"operator": "between"}
        paper.statistic(f"output-{year}", name, "level", str(year), paper.level_text(value), "unit-cny-1e8")
        low, high = rounded(value * Fraction(9, 10), 0), rounded(value * Fraction(11, 10) + 1, 0)
        paper.statistic(f"output-range-{year}", name, "level", str(year), low, "unit-cny-1e8", **more, upper=Decimal(high))
        text = paper.level_text(value * part)
        paper.statistic(f"part-{year}", "indicator-part", "level", str(year), text, "unit-cny-1e8")
        low, high = rounded(part * 100 - 3, 0), rounded(part * 100 + 4, 0)
        paper.statistic(
            f"part-range-{year}", "indicator-part", "share", str(year), low, "unit-percent", **more, upper=Decimal(high),
            whole=name, whole_place=PLACE,
        )  # fmt: skip
    return paper


def ranked(random: Random) -> Paper:
    """Return the amounts of four places in two years with their ranks, of one indicator from the least."""
    paper = Paper("ranks")
    with_more_units(paper)
    for name, least in (("output", "no"), ("waste", "yes")):
        paper.add(indicator(name))
        for year in ("2019", "2020"):
            values = dict(zip(PLACES, random.sample(range(1_000, 9_000), len(PLACES)), strict=True))
            order = sorted(values, key=values.__getitem__, reverse=least == "no")
            for place in PLACES:
                key, text = f"{name}-{place[6:]}-{year}", rounded(Fraction(values[place], 100), 2)
                put(paper, place, key, f"indicator-{name}", "level", year, text, "unit-cny-1e8")
                put(
                    paper, place, f"{key}-rank", f"indicator-{name}", "rank", year, str(order.index(place) + 1), "unit-rank",
                    whole_place=PLACE, from_least=least,
                )  # fmt: skip
    return paper


def put(paper: Paper, place: str, name: str, *values: str, **fields: object) -> None:
    """Add a figure of another place."""
    item = paper.statistic(name, *values, **fields)  # type: ignore[arg-type]  # the shapes name legal values
    paper.records[item.id] = replace(item, place=place)


def pupils(random: Random) -> Paper:
    """Return counts of boys, girls and both, of the pupils of four places and of all, with the shares of the sexes."""
    paper, sexes = Paper("pupils", decimals=0, rate_decimals=1), ("indicator-boys", "indicator-girls")
    with_more_units(paper)
    both = replace(indicator("pupils"), sum_of=sexes)
    paper.add(both, indicator("boys", both.id), indicator("girls", both.id), indicator("schools"))
    columns = tuple(
        Column(
            key=place[6:], zh=place, en=place, indicator="indicator-schools", kind="level", unit="unit-count", place=place
        )
        for place in (*PLACES, PLACE)
    )
    total = Sum(whole=PLACE[6:], parts=tuple(place[6:] for place in PLACES))
    paper.add(
        Table(
            id="table-1", number=1, section="section-1", zh="表", en="table", at=(), file="table-1.csv", locator="table1",
            place=PLACE, columns=columns, sums=(total,),
        )
    )  # fmt: skip
    for year in ("2018", "2019", "2020"):
        values = {name: random.randint(300, 900) for name in sexes}
        for name in (both.id, *sexes):
            text = str(values.get(name, sum(values.values())))
            paper.statistic(f"{name[10:]}-{year}", name, "level", year, text, "unit-count")
        for name in sexes:
            text = paper.rate_text(Fraction(values[name], sum(values.values())))
            more = {"whole": both.id, "whole_place": PLACE}
            paper.statistic(f"{name[10:]}-share-{year}", name, "share", year, text, "unit-percent", **more)
        counts = {place: random.randint(5, 60) for place in PLACES}
        for place in (*PLACES, PLACE):
            text = str(counts.get(place, sum(counts.values())))
            more = {"table": "table-1", "row": year, "column": place[6:]}
            put(paper, place, f"schools-{year}-{place[6:]}", "indicator-schools", "level", year, text, "unit-count", **more)
    return paper


def samples(random: Random) -> Paper:
    """Return samples of people with n (%) of answers, with means of whole scores; of some the size is not given."""
    paper = Paper("samples", rate_decimals=1)
    with_more_units(paper)
    for sample in "abcd":
        size, people = random.randint(15, 60), f"indicator-people-{sample}"
        paper.add(indicator(f"people-{sample}"))
        if sample != "d":
            paper.statistic(f"people-{sample}", people, "level", "2020", str(size), "unit-count")
        for number in (1, 2, 3):
            answer = f"answer-{sample}-{number}"
            paper.add(indicator(answer))
            count, more = random.randint(1, size), {"whole": people, "whole_place": PLACE}
            if sample == "d" or number == 1:
                paper.statistic(answer, f"indicator-{answer}", "level", "2020", str(count), "unit-count")
            text = paper.rate_text(Fraction(count, size))
            paper.statistic(f"{answer}-share", f"indicator-{answer}", "share", "2020", text, "unit-percent", **more)
            if sample != "d":
                paper.add(indicator(f"score-{sample}-{number}"))
                mean = Fraction(random.randint(size, 7 * size), size)
                name, more = f"score-{sample}-{number}", {"cases": people, "step": Decimal(1)}
                paper.statistic(name, f"indicator-{name}", "level", "2020", rounded(mean, 2), "unit-count", **more)
    return paper


SHAPES: dict[str, Callable[[Random], Paper]] = {
    **seeded_tables.SHAPES,
    "year-ends": year_ends,
    "quarters": quarterly,
    "falls": falls,
    "multiples": multiples,
    "ranges": ranges,
    "ranks": ranked,
    "pupils": pupils,
    "samples": samples,
}
"""What makes each shape, by name."""


def fall_without_its_word(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A fall by an amount or by points is given as a rise."""
    item = picked(random, [i for i in exact(statistics, "growth") if i.value < 0 and i.unit != "unit-percent"])
    return {} if item is None else {item.id: revalued(item, item.value_text[1:])}


def per_mille_as_per_cent(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A figure per mille is given in per cent."""
    item = picked(random, [i for i in statistics if i.unit == "unit-permille"])
    return {} if item is None else {item.id: replace(item, unit="unit-percent")}


def multiple_as_growth(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """Three times as much is said to be growth by three times."""
    item = picked(random, [i for i in statistics if i.unit == "unit-multiple"])
    return {} if item is None else {item.id: replace(item, unit="unit-times")}


def range_missed(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A range is given that lies beside the figure."""
    item = picked(random, [i for i in statistics if i.upper is not None])
    if item is None or item.upper is None:
        return {}
    shift = (item.upper - item.value) * random.choice([1, 2])
    return {item.id: replace(revalued(item, f"{item.value + shift:f}"), upper=item.upper + shift)}


def rank_off(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A rank is one off."""
    item = picked(random, [i for i in statistics if i.kind == "rank"])
    return {} if item is None else {item.id: revalued(item, str(int(item.value) + random.choice([-1, 1])))}


def quarter_shifted(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A figure is given for another quarter of its year."""
    item = picked(random, [i for i in statistics if "-Q" in i.period])
    return {} if item is None else {item.id: replace(item, period=f"{item.period[:-1]}{random.choice('1234')}")}


def year_end_shifted(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A stock is given for the end of another year."""
    item = picked(random, [i for i in statistics if i.period.endswith("-12-31")])
    return {} if item is None else {item.id: replace(item, period=f"{int(item.period[:4]) - 1}-12-31")}


def mean_off(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """The last digit of a mean of whole numbers is another."""
    return _last_digit(random, [i for i in statistics if i.cases])


def percentage_off(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """The last digit of a percentage of a counted base is another."""
    return _last_digit(random, [i for i in statistics if i.kind == "share" and (i.whole or "").startswith("indicator-p")])


def _last_digit(random: Random, items: list[Statistic]) -> Altered:
    item = picked(random, items)
    if item is None:
        return {}
    other = random.choice([digit for digit in "0123456789" if digit != item.value_text[-1]])
    return {item.id: revalued(item, item.value_text[:-1] + other)}


KINDS: dict[str, Callable[[Paper, list[Statistic], Random], Altered]] = {
    **seeded_errors.KINDS,
    "fall-without-its-word": fall_without_its_word,
    "per-mille-as-per-cent": per_mille_as_per_cent,
    "multiple-as-growth": multiple_as_growth,
    "range-missed": range_missed,
    "rank-off": rank_off,
    "quarter-shifted": quarter_shifted,
    "year-end-shifted": year_end_shifted,
    "mean-off": mean_off,
    "percentage-off": percentage_off,
}
"""What puts in an error of each kind, by name."""
