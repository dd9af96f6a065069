"""Consistent statistics of invented papers, of several shapes: every printed figure is a true value, rounded.

True levels are drawn at random in whole hundredths of a unit; totals are true sums, growth rates, shares and averages are
worked out from true levels and rounded one by one. So true values exist that all figures agree with, and an audit that tells
anything of a clean set raises a false alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random

from cbec_kg.model.curated import Curation
from cbec_kg.model.records import (
    AnchorText,
    Article,
    Entity,
    Indicator,
    Operator,
    Record,
    Statistic,
    StatisticKind,
    Table,
    Unit,
)
from cbec_kg.model.table_lines import Column, Sum
from cbec_kg.model.terms import Where

NOWHERE = Where("seeded.yaml", 1)
PLACE = "place-town"
YEARS = (2015, 2016, 2017, 2018, 2019, 2020)

Levels = dict[tuple[str, int], Fraction]


def rounded(value: Fraction, decimals: int, padded: int = 0) -> str:
    """Return a number rounded half to even, with zeros put to its end up to `padded` decimals.

    Examples
    --------
    >>> rounded(Fraction(398, 10), 1, 2), rounded(Fraction(-5, 3), 2)
    ('39.80', '-1.67')
    """
    scaled = round(value * 10**decimals)
    digits = f"{abs(scaled):0{decimals + 1}d}"
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    if padded > decimals:
        text += ("" if decimals else ".") + "0" * (padded - decimals)
    return f"-{text}" if scaled < 0 else text


@dataclass
class Paper:
    """A set of records under way, with the true levels that its figures come from."""

    name: str
    levels: Levels = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    decimals: int = 2
    rate_decimals: int = 2
    padded: int = 0

    def add(self, *records: Record) -> None:
        for record in records:
            assert record.id not in self.records, record.id
            self.records[record.id] = record

    def curation(self) -> Curation:
        article = Article(id=f"article-{self.name}", where=NOWHERE, language="en")
        return Curation(article, dict(sorted({**self.records, article.id: article}.items())), (), ())

    def statistic(
        self, name: str, indicator: str, kind: StatisticKind, period: str, text: str, unit: str, **fields: object
    ) -> Statistic:
        """Add a figure; in prose at a locator of its own unless `fields` puts it into a table."""
        at = AnchorText(str(fields.pop("locator", f"1.p1.s{len(self.records)}")), text, NOWHERE)
        item = Statistic(
            id=f"stat-{name}",
            where=NOWHERE,
            printed=text,
            value=Decimal(text),
            value_text=text,
            unit=unit,
            indicator=indicator,
            kind=kind,
            period=period,
            place=PLACE,
            at=(at,),
            operator=fields.pop("operator", "equal"),  # type: ignore[arg-type]  # the shapes name legal values
            **fields,  # type: ignore[arg-type]  # likewise
        )
        self.add(item)
        return item

    def level_text(self, value: Fraction) -> str:
        return rounded(value, self.decimals, self.padded)

    def rate_text(self, value: Fraction) -> str:
        return rounded(value * 100, self.rate_decimals, self.padded)

    def growth_of(self, indicator: str, year: int, base: int) -> Fraction:
        return self.levels[indicator, year] / self.levels[indicator, base] - 1


def with_units(paper: Paper) -> None:
    """Add the units and the place that every shape uses."""
    for name, symbol, factor, base in (
        ("cny-1e8", "亿元", 10**8, "CNY"),
        ("cny-1e4", "万元", 10**4, "CNY"),
        ("usd-1e8", "亿美元", 10**8, "USD"),
        ("percent", "%", 1, "percent"),
        ("count", "个", 1, "count"),
    ):
        paper.add(
            Unit(id=f"unit-{name}", where=NOWHERE, zh=symbol, en=name, symbol=symbol, factor=Decimal(factor), base=base)
        )  # type: ignore[arg-type]  # likewise
    paper.add(Entity(id=PLACE, where=NOWHERE, zh="镇", en="town"))


def indicator(name: str, part_of: str | None = None, flow: str | None = None) -> Indicator:
    """Return an indicator of invented name."""
    return Indicator(id=f"indicator-{name}", where=NOWHERE, zh=name, en=name, part_of=part_of, flow=flow)  # type: ignore[arg-type]


def walk(random: Random, years: Iterable[int], low: int = 5_000, high: int = 90_000) -> dict[int, Fraction]:
    """Return true levels in hundredths that grow by -15 to 45 per cent a year, no two alike."""
    value, found = Fraction(random.randint(low, high), 100), {}
    for year in years:
        found[year] = value
        value = Fraction(round(value * (100 + random.choice([*range(-15, -1), *range(3, 46)]))), 100)
    return found


def printed_table(
    paper: Paper, indicators: list[str], years: list[int], sums: list[tuple[str, list[str]]], rates: bool
) -> None:
    """Add a table with a row a year and, for each indicator, its level and, if wanted, its growth on the year before."""
    columns = []
    for name in indicators:
        key = name.removeprefix("indicator-")
        unit = "unit-usd-1e8" if key.endswith("-usd") else "unit-cny-1e8"
        columns.append(Column(key=key, zh=key, en=key, indicator=name, kind="level", unit=unit, where=NOWHERE))
        if rates:
            columns.append(
                Column(
                    key=f"{key}-growth",
                    zh=key,
                    en=key,
                    indicator=name,
                    kind="growth",
                    unit="unit-percent",
                    base="previous-year",
                    where=NOWHERE,
                )
            )
    declared = tuple(
        Sum(
            whole=whole.removeprefix("indicator-"),
            parts=tuple(part.removeprefix("indicator-") for part in parts),
            where=NOWHERE,
        )
        for whole, parts in sums
    )
    paper.add(
        Table(
            id="table-1",
            where=NOWHERE,
            number=1,
            section="section-1",
            zh="表",
            en="table",
            at=(),
            file="table-1.csv",
            locator="table1",
            place=PLACE,
            columns=tuple(columns),
            sums=declared,
        )
    )
    for year in years:
        for column in columns:
            if column.kind == "growth" and (column.indicator, year - 1) not in paper.levels:
                continue
            value = paper.levels[column.indicator, year]
            text = (
                paper.level_text(value)
                if column.kind == "level"
                else paper.rate_text(paper.growth_of(column.indicator, year, year - 1))
            )
            paper.statistic(
                f"table-1-{year}-{column.key}",
                column.indicator,
                column.kind,
                str(year),
                text,
                column.unit,
                base=column.base,
                locator=f"table1.{year}",
                table="table-1",
                row=str(year),
                column=column.key,
            )


def drawn(paper: Paper, random: Random, names: Iterable[str], years: Iterable[int]) -> None:
    """Draw the true levels of some indicators."""
    for name in names:
        for year, value in walk(random, years).items():
            paper.levels[name, year] = value


def summed(paper: Paper, whole: str, parts: Iterable[str], years: Iterable[int]) -> None:
    """Set the true levels of a whole."""
    chosen = list(parts)
    for year in years:
        paper.levels[whole, year] = sum((paper.levels[part, year] for part in chosen), Fraction(0))


def trade(random: Random, decimals: int = 2, padded: int = 0, name: str = "trade") -> Paper:
    """Return a table of exports, imports and their total with growth columns."""
    paper = Paper(name, decimals=decimals, rate_decimals=decimals if padded else random.choice([1, 2]), padded=padded)
    with_units(paper)
    total, parts = "indicator-total", ["indicator-export", "indicator-import"]
    paper.add(indicator("total", flow="total"), indicator("export", total, "export"), indicator("import", total, "import"))
    years = list(range(2015, 2016 + random.randint(4, 6)))
    drawn(paper, random, parts, years)
    summed(paper, total, parts, years)
    printed_table(paper, [total, *parts], years[1:], [(total, parts)], rates=True)
    return paper


def padded_trade(random: Random) -> Paper:
    """Return a table of trade whose figures have one decimal and a padded zero."""
    return trade(random, decimals=1, padded=2, name="padded")


def gaps(random: Random) -> Paper:
    """Return a table of trade without a third of its figures, so that some follow only from several others."""
    paper = trade(random, name="gaps")
    for name in [name for name, record in paper.records.items() if isinstance(record, Statistic)]:
        if random.random() < 0.35:
            del paper.records[name]
    return paper


def hierarchy(random: Random) -> Paper:
    """Return a table of a whole, its parts and the parts of one of them, with growth columns."""
    paper = Paper("hierarchy", decimals=random.choice([0, 1]), rate_decimals=1)
    with_units(paper)
    tree = {
        "indicator-all": ["indicator-crops", "indicator-fish", "indicator-wood"],
        "indicator-crops": ["indicator-tea", "indicator-rice"],
    }
    paper.add(
        indicator("all"),
        *(indicator(n, "indicator-all") for n in ("crops", "fish", "wood")),
        *(indicator(n, "indicator-crops") for n in ("tea", "rice")),
    )
    leaves = ["indicator-tea", "indicator-rice", "indicator-fish", "indicator-wood"]
    years = list(YEARS[1:5])
    drawn(paper, random, leaves, years)
    summed(paper, "indicator-crops", tree["indicator-crops"], years)
    summed(paper, "indicator-all", tree["indicator-all"], years)
    names = ["indicator-all", "indicator-crops", *leaves]
    printed_table(paper, names, years, list(tree.items()), rates=random.random() < 0.5)
    return paper


def shares(random: Random) -> Paper:
    """Return levels of a whole and its parts in prose, with the share of each part."""
    paper = Paper("shares", decimals=1, rate_decimals=1)
    with_units(paper)
    parts = ["indicator-near", "indicator-far", "indicator-other"]
    paper.add(indicator("sales"), *(indicator(part.removeprefix("indicator-"), "indicator-sales") for part in parts))
    years = list(YEARS[2:5])
    drawn(paper, random, parts, years)
    summed(paper, "indicator-sales", parts, years)
    for year in years:
        paper.statistic(
            f"sales-{year}",
            "indicator-sales",
            "level",
            str(year),
            paper.level_text(paper.levels["indicator-sales", year]),
            "unit-cny-1e8",
        )
        for part in parts[:2]:
            value = paper.levels[part, year]
            short = part.removeprefix("indicator-")
            paper.statistic(f"{short}-{year}", part, "level", str(year), paper.level_text(value), "unit-cny-1e8")
            paper.statistic(
                f"{short}-share-{year}",
                part,
                "share",
                str(year),
                paper.rate_text(value / paper.levels["indicator-sales", year]),
                "unit-percent",
                whole="indicator-sales",
                whole_place=PLACE,
            )
    return paper


def spans(random: Random) -> Paper:
    """Return yearly levels in prose with growth rates, their sum over the years and their average growth."""
    paper = Paper("spans", decimals=2, rate_decimals=2)
    with_units(paper)
    name = "indicator-output"
    paper.add(indicator("output"))
    years = list(YEARS[1:6])
    drawn(paper, random, [name], years)
    for year in years:
        paper.statistic(
            f"output-{year}", name, "level", str(year), paper.level_text(paper.levels[name, year]), "unit-cny-1e8"
        )
        if year > years[0]:
            paper.statistic(
                f"output-growth-{year}",
                name,
                "growth",
                str(year),
                paper.rate_text(paper.growth_of(name, year, year - 1)),
                "unit-percent",
                base=random.choice(["previous-year", str(year - 1)]),
            )
    span = f"{years[0]}/{years[-1]}"
    total = sum((paper.levels[name, year] for year in years), Fraction(0))
    paper.statistic("output-sum", name, "level", span, paper.level_text(total), "unit-cny-1e8")
    overall = paper.levels[name, years[-1]] / paper.levels[name, years[0]]
    mean = Fraction(round(10**12 * (float(overall) ** (1 / (len(years) - 1)) - 1)), 10**12)
    paper.statistic("output-average", name, "average-growth", span, paper.rate_text(mean), "unit-percent")
    return paper


def currencies(random: Random) -> Paper:
    """Return a table of which one column is honestly in yuan and another in dollars, each with its growth."""
    paper = Paper("currencies", decimals=2, rate_decimals=1)
    with_units(paper)
    names = ["indicator-goods", "indicator-services-usd"]
    paper.add(indicator("goods"), indicator("services-usd"))
    years = list(YEARS)
    drawn(paper, random, names, years)
    printed_table(paper, names, years[1:], [], rates=True)
    return paper


def prose(random: Random) -> Paper:
    """Return figures in prose alone: quantities given twice, bounds, counts with lists, a partner's part."""
    paper = Paper("prose", decimals=2, rate_decimals=1)
    with_units(paper)
    name, years = "indicator-shipments", [2018, 2019, 2020]
    paper.add(indicator("shipments"), indicator("makers"))
    drawn(paper, random, [name], years)
    for year in years:
        value = paper.levels[name, year]
        paper.statistic(f"shipments-{year}", name, "level", str(year), paper.level_text(value), "unit-cny-1e8")
        if year > years[0]:
            rate = paper.growth_of(name, year, year - 1)
            paper.statistic(
                f"shipments-growth-{year}",
                name,
                "growth",
                str(year),
                paper.rate_text(rate),
                "unit-percent",
                base="previous-year",
            )
    value = paper.levels[name, 2020]
    paper.statistic("shipments-2020-again", name, "level", "2020", rounded(value, 1), "unit-cny-1e8", locator="4.p1.s1")
    bounds: list[tuple[Operator, Fraction]] = [
        ("more-than", value * Fraction(random.randint(85, 98), 100)),
        ("nearly", value * Fraction(random.randint(101, 108), 100)),
        ("about", value * Fraction(random.randint(97, 103), 100)),
    ]
    for operator, given in bounds:
        paper.statistic(
            f"shipments-2020-{operator}",
            name,
            "level",
            "2020",
            rounded(given, 0),
            "unit-cny-1e8",
            operator=operator,
            locator="5.p1.s1",
        )
    part = value * Fraction(random.randint(20, 60), 100)
    paper.add(Entity(id="place-isle", where=NOWHERE, zh="岛", en="isle"))
    paper.statistic("shipments-isle-2020", name, "level", "2020", rounded(part, 2), "unit-cny-1e8", counterpart="place-isle")
    paper.statistic(
        "shipments-isle-share-2020",
        name,
        "share",
        "2020",
        paper.rate_text(Fraction(rounded(part, 2)) / value),
        "unit-percent",
        counterpart="place-isle",
        whole=name,
        whole_place=PLACE,
    )
    towns = [Entity(id=f"org-maker-{letter}", where=NOWHERE, zh=letter, en=letter) for letter in "abcdef"]
    paper.add(*towns)
    listed = tuple(town.id for town in towns[: random.randint(3, 6)])
    paper.statistic("makers", "indicator-makers", "level", "2020", str(len(listed)), "unit-count", members=listed)
    return paper


SHAPES: dict[str, Callable[[Random], Paper]] = {
    "trade": trade,
    "padded": padded_trade,
    "gaps": gaps,
    "hierarchy": hierarchy,
    "shares": shares,
    "spans": spans,
    "currencies": currencies,
    "prose": prose,
}
"""What makes each shape, by name."""
