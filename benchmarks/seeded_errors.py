"""One error put into a consistent set of statistics, of each kind that a paper is likely to have.

Each injection says which statistics it altered. Whether it can be found at all is for `seeded_oracle` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random

from msgspec.structs import replace
from seeded_tables import Paper, rounded

from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Record, Statistic, Table

Altered = dict[str, Statistic]
Kinds = Mapping[str, Callable[[Paper, list[Statistic], Random], Altered]]
RATE = Fraction(1, 100) * 650
"""Yuan for a dollar, where rows are printed in the other currency."""


@dataclass(frozen=True)
class Injection:
    """A set with one error: the kind, the curation, and the ids of the statistics that are wrong."""

    kind: str
    curation: Curation
    altered: tuple[str, ...]


def inject(kind: str, paper: Paper, random: Random, kinds: Kinds | None = None) -> Injection | None:
    """Return a paper's curation with one error of a kind, None where the paper has nothing that it could befall."""
    curation = paper.curation()
    statistics = sorted(curation.of(Statistic), key=lambda item: item.id)
    changed = (KINDS if kinds is None else kinds)[kind](paper, statistics, random)
    changed = {name: item for name, item in changed.items() if item != curation.records[name]}
    if not changed:
        return None
    records: dict[str, Record] = {**curation.records, **changed}
    return Injection(kind, replace(curation, records=records), tuple(sorted(changed)))


def revalued(item: Statistic, text: str) -> Statistic:
    """Return a statistic with other digits."""
    return replace(item, value=Decimal(text), value_text=text, printed=text)


def picked(random: Random, items: list[Statistic]) -> Statistic | None:
    return random.choice(items) if items else None


def exact(statistics: list[Statistic], *kinds: str) -> list[Statistic]:
    """Return the statistics printed without a word of approximation and without a list, of some kinds."""
    return [
        item for item in statistics if item.operator == "equal" and not item.members and item.kind in (kinds or (item.kind,))
    ]


def digits_swapped(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """Two neighbouring digits change places."""
    item = picked(random, [i for i in exact(statistics) if _swaps(i.value_text)])
    if item is None:
        return {}
    text, at = item.value_text, random.choice(_swaps(item.value_text))
    return {item.id: revalued(item, text[:at] + text[at + 1] + text[at] + text[at + 2 :])}


def _swaps(text: str) -> list[int]:
    whole = text.lstrip("-")
    shift = len(text) - len(whole)
    pairs = [
        at for at in range(len(whole) - 1) if whole[at].isdigit() and whole[at + 1].isdigit() and whole[at] != whole[at + 1]
    ]
    return [at + shift for at in pairs if not (at == 0 and whole[1] == "0")]


def digit_changed(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """One digit, not the first zero, is another."""
    item = picked(random, exact(statistics))
    if item is None:
        return {}
    places = [at for at, sign in enumerate(item.value_text) if sign.isdigit()]
    at = random.choice(places)
    other = random.choice([digit for digit in "123456789" if digit != item.value_text[at]])
    return {item.id: revalued(item, item.value_text[:at] + other + item.value_text[at + 1 :])}


def factor_ten(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """The decimal point has slipped by one place."""
    item = picked(random, [i for i in exact(statistics, "level") if i.value])
    if item is None:
        return {}
    decimals = len(item.value_text.partition(".")[2])
    value = Fraction(item.value_text) * random.choice([Fraction(10), Fraction(1, 10)])
    return {item.id: revalued(item, rounded(value, decimals))}


def unit_of_one_cell(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """One figure has the unit ten thousand yuan instead of a hundred million."""
    item = picked(random, [i for i in exact(statistics, "level") if i.unit == "unit-cny-1e8"])
    return {} if item is None else {item.id: replace(item, unit="unit-cny-1e4")}


def _in_dollars(paper: Paper, items: list[Statistic]) -> Altered:
    return {
        item.id: revalued(item, rounded(Fraction(item.value_text) / RATE, paper.decimals, paper.padded))
        for item in items
        if item.unit == "unit-cny-1e8"
    }


def unit_of_one_row(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """The levels of one row are in dollars under the heading of yuan."""
    rows = sorted({item.row for item in statistics if item.row})
    row = random.choice(rows) if rows else None
    return _in_dollars(paper, [item for item in exact(statistics, "level") if item.row == row and row])


def unit_of_a_run_of_rows(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """The levels of the first two or more rows, but of no more than half, are in dollars under the heading of yuan."""
    rows = sorted({item.row for item in statistics if item.row})
    if len(rows) < 4:
        return {}
    run = rows[: random.randint(2, len(rows) // 2)]
    return _in_dollars(paper, [item for item in exact(statistics, "level") if item.row in run])


def period_shifted(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A figure is given for the year after or before its own."""
    item = picked(random, [i for i in exact(statistics) if i.period.isdigit()])
    if item is None:
        return {}
    by = random.choice([-1, 1])
    base = str(int(item.base) + by) if item.base and item.base.isdigit() else item.base
    return {item.id: replace(item, period=str(int(item.period) + by), base=base)}


def labels_swapped(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """Two figures of one year and kind stand under each other's indicator."""
    items = exact(statistics, "level", "growth")
    pairs = [
        (one, other)
        for one in items
        for other in items
        if one.id < other.id
        and one.indicator != other.indicator
        and (one.kind, one.period, one.unit) == (other.kind, other.period, other.unit)
    ]
    if not pairs:
        return {}
    one, other = random.choice(pairs)
    return {one.id: replace(one, indicator=other.indicator), other.id: replace(other, indicator=one.indicator)}


def growth_sign_flipped(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A growth has lost or got its minus sign."""
    item = picked(random, [i for i in exact(statistics, "growth") if i.value])
    if item is None:
        return {}
    text = item.value_text
    return {item.id: revalued(item, text[1:] if text.startswith("-") else f"-{text}")}


def growth_on_another_base(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A growth on the year before is really on the year before that."""
    growths = [i for i in exact(statistics, "growth") if i.period.isdigit() and i.unit == "unit-percent"]
    items = [i for i in growths if (i.indicator, int(i.period) - 2) in paper.levels]
    item = picked(random, items)
    if item is None:
        return {}
    return {
        item.id: revalued(item, paper.rate_text(paper.growth_of(item.indicator, int(item.period), int(item.period) - 2)))
    }


def total_not_updated(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A part was revised in level and growth, its whole was not: the whole's level is the one that is wrong.

    Told in terms of the whole: all else agrees with a level of the whole that differs from the printed one.
    """
    parts = {sum_.whole: sum_.parts for item in paper.records.values() if isinstance(item, Table) for sum_ in item.sums}
    items = [i for i in exact(statistics, "level") if i.column in parts]
    item = picked(random, items)
    if item is None:
        return {}
    missing = Fraction(random.choice([-12, -8, -5, -3, 3, 5, 8, 12]), 100)
    return {item.id: revalued(item, paper.level_text(Fraction(item.value_text) * (1 + missing)))}


def base_equal_to_period(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A growth is said to be compared with its own year."""
    item = picked(random, exact(statistics, "growth"))
    return {} if item is None else {item.id: replace(item, base=item.period)}


def list_off_by_one(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A count is one more or less than the members that are listed."""
    item = picked(random, [i for i in statistics if i.members])
    return {} if item is None else {item.id: revalued(item, str(len(item.members) + random.choice([-1, 1])))}


def bound_violated(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A bound or approximation is on the wrong side of the figure given elsewhere, or too far from it."""
    item = picked(random, [i for i in statistics if i.operator not in ("equal", "between")])
    if item is None:
        return {}
    value = paper.levels[item.indicator, int(item.period)]
    times = {"more-than": (105, 130), "nearly": (80, 97), "about": (125, 150)}[item.operator]
    return {item.id: revalued(item, rounded(value * random.randint(*times) / 100, 0))}


def row_copied(paper: Paper, statistics: list[Statistic], random: Random) -> Altered:
    """A figure is that of the same indicator and kind in another year."""
    items = [i for i in exact(statistics) if i.period.isdigit()]
    pairs = [
        (one, other)
        for one in items
        for other in items
        if (one.indicator, one.kind, one.unit, one.counterpart)
        == (other.indicator, other.kind, other.unit, other.counterpart)
        and one.period != other.period
        and one.value_text != other.value_text
    ]
    if not pairs:
        return {}
    one, other = random.choice(pairs)
    return {one.id: revalued(one, other.value_text)}


KINDS: dict[str, Callable[[Paper, list[Statistic], Random], Altered]] = {
    "digits-swapped": digits_swapped,
    "digit-changed": digit_changed,
    "factor-ten": factor_ten,
    "unit-of-one-cell": unit_of_one_cell,
    "unit-of-one-row": unit_of_one_row,
    "unit-of-a-run-of-rows": unit_of_a_run_of_rows,
    "period-shifted": period_shifted,
    "labels-swapped": labels_swapped,
    "growth-sign-flipped": growth_sign_flipped,
    "growth-on-another-base": growth_on_another_base,
    "total-not-updated": total_not_updated,
    "base-equal-to-period": base_equal_to_period,
    "list-off-by-one": list_off_by_one,
    "bound-violated": bound_violated,
    "row-copied": row_copied,
}
"""What puts in an error of each kind, by name."""
