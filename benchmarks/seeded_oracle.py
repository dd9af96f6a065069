"""Whether a small set of statistics can be true at all: exact linear programming over the true levels, apart from the audit.

Every relation of levels, growth rates, shares, sums and averages is linear in the true levels once the printed rates stand
for their intervals: ``growth = 14.40 %`` says that this year's level is between 1.1435 and 1.1445 times last year's. So
"does any assignment of true values within the rounding satisfy all relations?" is a linear programme, answered here in
exact fractions (the dual simplex method with a zero objective and the rule of the least index). A set that can be true
holds no detectable error. Shares no code with `cbec_kg.audit`; the reading of a printed figure follows the same documented
rules, written anew.

What whole numbers make possible is tried out number by number: the count of a base and of its parts, the sum behind a mean.
A rank is held against the intervals of the levels that are ranked.

Levels are taken to be positive. An average growth may be counted from the first year, from the year before it, or be the
mean of the yearly rates; the set can be true if it can in one of these readings for which it gives what is needed. The mean
is held against the printed rates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Indicator, Statistic, Table, Unit

Variable = tuple[str, ...]
TENTH = Fraction(1, 10)
TINY = Fraction(1, 10**12)


@dataclass(frozen=True)
class Row:
    """A linear constraint: the sum of coefficients times variables is at most a bound."""

    terms: tuple[tuple[Variable, Fraction], ...]
    bound: Fraction


def can_be_true(curation: Curation) -> bool:
    """Return whether true values exist that every statistic of a curation, rounded as printed, agrees with."""
    return _Oracle(curation).answer()


class _Oracle:
    """Turns the statistics of a curation into constraints."""

    def __init__(self, curation: Curation) -> None:
        self.statistics = curation.of(Statistic)
        self.units = {unit.id: unit for unit in curation.of(Unit)}
        self.indicators = {indicator.id: indicator for indicator in curation.of(Indicator)}
        self.tables = curation.of(Table)
        self.padded = self._padded()

    def answer(self) -> bool:
        if any(not self._possible_alone(item) for item in self.statistics):
            return False
        if not self._counts_possible():
            return False
        rows = list(self._rows())
        averages = [list(self._average(item)) for item in self.statistics if item.kind == "average-growth"]
        return any(feasible([*rows, *(row for reading in chosen for row in reading)]) for chosen in product(*averages))

    # What a printed figure says

    def _padded(self) -> dict[tuple[str, int], int]:
        """Return how many zeros at the end are padding, by unit and number of decimals.

        The first where more than a fifth of the figures end in zero, the next where more than a fifth of these end in two.
        """
        zeros: dict[tuple[str, int], list[int]] = {}
        for item in self.statistics:
            decimals = item.value_text.partition(".")[2]
            zeros.setdefault((item.unit, len(decimals)), []).append(len(decimals) - len(decimals.rstrip("0")))
        found = {}
        for (unit, places), ends in zeros.items():
            having = [sum(end >= count for end in ends) for count in range(places + 1)]
            rare = (count for count in range(places) if 5 * having[count + 1] <= having[count])
            found[unit, places] = next(rare, places)
        return found

    def span(self, item: Statistic) -> tuple[Fraction | None, Fraction | None]:
        """Return the lowest and highest value in base units that a figure stands for, None for no bound."""
        decimals = item.value_text.partition(".")[2]
        kept = len(decimals) - min(len(decimals) - len(decimals.rstrip("0")), self.padded[item.unit, len(decimals)])
        unit, value = self.units[item.unit], Fraction(item.value_text)
        counted = item.cases is None and unit.base in ("count", "rank") and unit.factor == 1 and value.denominator == 1
        half = Fraction(0) if counted else Fraction(1, 2) / 10**kept
        reach = max(abs(value) * TENTH, half)
        ends: dict[str, tuple[Fraction | None, Fraction | None]] = {
            "equal": (value - half, value + half),
            "about": (value - reach, value + reach),
            "nearly": (value - reach, value - abs(value) * TINY),
            "more-than": (value + abs(value) * TINY, None),
            "less-than": (None, value - abs(value) * TINY),
            "at-least": (value, None),
            "between": (value - half, Fraction(item.upper or 0) + half),
        }
        per_cent = self.units[item.unit].base in ("percent", "percentage-point")
        factor = Fraction(self.units[item.unit].factor) / (100 if per_cent else 1)
        low, high = ends[item.operator]
        return None if low is None else low * factor, None if high is None else high * factor

    def _possible_alone(self, item: Statistic) -> bool:
        """Return whether a figure can be true by itself: its comparison base, its list, its range."""
        low, high = self.span(item)
        if item.base is not None and item.base[0].isdigit() and item.base >= item.period:
            return False
        if item.members:
            listed, given = len(item.members), Fraction(item.value_text)
            if given < listed or (given > listed and item.members_open != "yes"):
                return False
        if item.kind == "share" and ((high is not None and high < 0) or (low is not None and low > 1)):
            return False
        relative = self.units[item.unit].base in ("percent", "multiple")
        return not (item.kind == "growth" and relative and high is not None and high < -1)

    # Constraints

    def _variable(self, indicator: str, item: Statistic, period: str, dimension: str) -> Variable:
        return (indicator, item.place, item.counterpart or "", period, dimension)

    def _dimension(self, item: Statistic) -> str:
        unit = self.units[item.unit]
        return unit.id if unit.base == "unknown" else unit.base

    def _period(self, item: Statistic, period: str) -> str:
        """Return a period; the end of a year is that year for a stock."""
        stock = self.indicators[item.indicator].nature == "stock"
        return period.removesuffix("-12-31") if stock else period

    def _base(self, item: Statistic) -> str:
        """Return the period that a growth is counted from."""
        year, rest = int(item.period[:4]), item.period[4:]
        if item.base == "previous-period" and rest:
            quarter = int(rest[-1]) - 1
            return f"{year}-Q{quarter}" if quarter else f"{year - 1}-Q4"
        if item.base and item.base[0].isdigit():
            return item.base if len(item.base) > 4 else item.base + rest
        return f"{year - 1}{rest}"

    def _dimensions(self, indicator: str) -> set[str]:
        """Return the base units that an indicator's levels are in, those of all levels where it has none."""
        levels = [item for item in self.statistics if item.kind == "level"]
        own = {self._dimension(item) for item in levels if item.indicator == indicator}
        return own or {self._dimension(item) for item in levels} or {"unknown"}

    def _rows(self) -> Iterator[Row]:
        for item in self.statistics:
            if item.period == "unknown":
                continue
            low, high = self.span(item)
            if item.kind == "level":
                level = self._variable(item.indicator, item, self._period(item, item.period), self._dimension(item))
                yield from between(level, None, low, high)
                yield from self._years(item, level)
                yield from self._within(item, level)
            elif item.kind == "growth":
                unit = self.units[item.unit].base
                for dimension in self._dimensions(item.indicator):
                    now, before = (
                        self._variable(item.indicator, item, self._period(item, period), dimension)
                        for period in (item.period, self._base(item))
                    )
                    if unit in ("percent", "multiple"):
                        one = Fraction(unit == "percent")
                        yield from between(
                            now, before, None if low is None else one + low, None if high is None else one + high
                        )
                    else:
                        yield from differ(now, before, low, high)
            elif item.kind == "share" and item.whole is not None:
                for dimension in self._dimensions(item.indicator) & self._dimensions(item.whole):
                    part = self._variable(item.indicator, item, item.period, dimension)
                    whole = (item.whole, item.whole_place or item.place, "", item.period, dimension)
                    yield from between(part, whole, low, high)
        yield from self._sums()

    def _years(self, item: Statistic, level: Variable) -> Iterator[Row]:
        """Yield that a span of years is the sum of its years, and a year of a flow that of its quarters."""
        if item.period.isdigit() and self.indicators[item.indicator].nature == "flow":
            yield from equals(level, [(*level[:3], f"{item.period}-Q{quarter}", level[4]) for quarter in (1, 2, 3, 4)])
        if "/" in item.period:
            first, last = (int(year) for year in item.period.split("/"))
            years = [(*level[:3], str(year), level[4]) for year in range(first, last + 1)]
            yield from equals(level, years)

    def _within(self, item: Statistic, level: Variable) -> Iterator[Row]:
        """Yield that a part is at most its whole."""
        above = self.indicators[item.indicator].part_of
        if above is not None and self._dimension(item) in self._dimensions(above):
            yield Row(((level, Fraction(1)), ((above, *level[1:]), Fraction(-1))), Fraction(0))
        if item.counterpart is not None:
            yield Row(((level, Fraction(1)), ((level[0], level[1], "", *level[3:]), Fraction(-1))), Fraction(0))

    def _sums(self) -> Iterator[Row]:
        """Yield the sums that tables and flows declare, for every place, period and unit that has a figure."""
        wholes = {
            (columns[rule.whole], tuple(columns[part] for part in rule.parts))
            for table in self.tables
            for columns in [{column.key: column.indicator for column in table.columns}]
            for rule in table.sums
            if not any(column.place for column in table.columns)
        }
        for whole in self.indicators.values():
            parts = [part for part in self.indicators.values() if part.part_of == whole.id]
            flows = tuple(sorted(part.id for part in parts if part.flow in ("export", "import")))
            if (
                whole.flow == "total"
                and len(flows) == 2
                and {self.indicators[part].flow for part in flows} == {"export", "import"}
            ):
                wholes.add((whole.id, flows))
        wholes |= {(whole.id, whole.sum_of) for whole in self.indicators.values() if whole.sum_of}
        yield from self._sums_over_places()
        for name, parts in wholes:
            group = [item for item in self.statistics if item.indicator in (name, *parts) and item.period != "unknown"]
            dimensions = set().union(*(self._dimensions(item.indicator) for item in group))
            keys = {
                (item.place, item.counterpart or "", period, dimension)
                for item in group
                for period in _periods(item)
                for dimension in dimensions
            }
            for key in keys:
                yield from equals((name, *key), [(part, *key) for part in parts])

    def _sums_over_places(self) -> Iterator[Row]:
        """Yield that the columns of a table that are of several places make up one, in each row."""
        for table in self.tables:
            columns = {column.key: column for column in table.columns if column.place}
            rows = {item.row for item in self.statistics if item.table == table.id and item.row}
            for rule in table.sums if columns else ():
                for row in rows:
                    found = [
                        (columns[key].indicator, columns[key].place or "", "", row, self.units[columns[key].unit].base)
                        for key in (rule.whole, *rule.parts)
                    ]
                    yield from equals(found[0], found[1:])

    # What is counted one by one

    def _counts_possible(self) -> bool:
        """Return whether whole numbers make the means and percentages of counted bases possible, and ranks fit levels."""
        return all(self._mean_possible(item) for item in self.statistics if item.step) and all(
            self._base_possible(key) for key in {(i.whole, i.whole_place, i.period) for i in self.statistics if i.whole}
        ) and all(self._rank_possible(item) for item in self.statistics if item.kind == "rank")  # fmt: skip

    def _given(self, indicator: str, place: str, period: str) -> list[Statistic]:
        levels = [item for item in self.statistics if item.kind == "level" and item.counterpart is None]
        return [item for item in levels if (item.indicator, item.place, item.period) == (indicator, place, period)]

    def _mean_possible(self, item: Statistic) -> bool:
        low, high = self.span(item)
        assert low is not None and high is not None and item.step is not None and item.cases is not None
        step = Fraction(item.step)
        for cases in self._given(item.cases, item.place, item.period):
            number = int(cases.value)
            if not any(low * number <= total * step <= high * number for total in range(int(high * number / step) + 1)):
                return False
        return True

    def _base_possible(self, key: tuple[str | None, str | None, str]) -> bool:
        """Return whether there is a size of a base at which each of its percentages is that of a whole number."""
        name, place, period = key
        assert name is not None and place is not None
        shares = [i for i in self.statistics if (i.whole, i.whole_place, i.period) == key and i.kind == "share"]
        levels = [self._given(item.indicator, item.place, item.period) for item in shares]
        bases = self._given(name, place, period)
        counted = all(self.units[item.unit].base == "count" for item in (*bases, *(i for found in levels for i in found)))
        if not counted or not (bases or any(levels)):
            return True
        sizes = [int(item.value) for item in bases] or list(range(1, 4000))
        return any(
            all(self._share_possible(share, found, size) for share, found in zip(shares, levels, strict=True))
            for size in sizes
        )

    def _share_possible(self, share: Statistic, parts: list[Statistic], size: int) -> bool:
        low, high = self.span(share)
        assert low is not None and high is not None
        tried = [int(part.value) for part in parts] or range(size + 1)
        return any(low * size <= number <= high * size for number in tried)

    def _rank_possible(self, item: Statistic) -> bool:
        """Return whether as many places can come before one as its rank says, and none with the same rank or a worse one."""
        sign = -1 if item.from_least == "yes" else 1

        def level(place: str) -> tuple[Fraction, Fraction] | None:
            for found in self._given(item.indicator, place, item.period):
                low, high = self.span(found)
                assert low is not None and high is not None
                return min(sign * low, sign * high), max(sign * low, sign * high)
            return None

        own = level(item.place)
        if own is None:
            return True
        places = {other.place for other in self.statistics if other.indicator == item.indicator} - {
            item.place,
            item.whole_place,
        }
        found = {place: values for place in places if (values := level(place)) is not None}
        ahead = {place for place, values in found.items() if values[0] > own[1]}
        if len(ahead) >= item.value:
            return False
        ranks = [i for i in self.statistics if (i.kind, i.indicator, i.period) == ("rank", item.indicator, item.period)]
        worse = {other.place for other in ranks if other.value >= item.value and other.place != item.place}
        equal = {other.place for other in ranks if other.value == item.value and other.place != item.place}
        behind = {place for place, values in found.items() if values[1] < own[0]}
        return not ahead & worse and not behind & equal

    def _average(self, item: Statistic) -> Iterator[list[Row]]:
        """Yield the constraints of each reading of an average growth."""
        low, high = self.span(item)
        assert low is not None and high is not None
        first, last = (int(year) for year in item.period.split("/"))
        before_first = {
            other.period for other in self.statistics if other.indicator == item.indicator and other.kind == "level"
        }
        counted = str(first - 1) in before_first or self._rates(item, first)
        for start in (first, first - 1) if counted else (first,):
            steps, rows = last - start, []
            for dimension in self._dimensions(item.indicator):
                now, before = (self._variable(item.indicator, item, str(year), dimension) for year in (last, start))
                rows += list(between(now, before, (1 + low) ** steps, (1 + high) ** steps))
            yield rows
        for start in (first + 1, first):
            rates = [self.span(other) for year in range(start, last + 1) for other in self._rates(item, year)[:1]]
            if len(rates) == last - start + 1 and all(a is not None and b is not None for a, b in rates):
                lows, highs = sum(a or 0 for a, _ in rates), sum(b or 0 for _, b in rates)
                if lows <= high * len(rates) and low * len(rates) <= highs:
                    yield []

    def _rates(self, item: Statistic, year: int) -> list[Statistic]:
        return [
            other
            for other in self.statistics
            if other.kind == "growth"
            and other.indicator == item.indicator
            and other.place == item.place
            and other.period == str(year)
            and other.base in (None, "previous-year", str(year - 1))
        ]


def _periods(item: Statistic) -> set[str]:
    """Return the periods that a figure speaks of: its own, the one it is compared with, the years of a span."""
    periods = {item.period}
    if "/" in item.period:
        first, last = (int(year) for year in item.period.split("/"))
        periods |= {str(year) for year in range(first, last + 1)}
    elif item.kind == "growth" and item.period.isdigit():
        periods.add(item.base if item.base and item.base.isdigit() else str(int(item.period) - 1))
    return periods


def differ(one: Variable, other: Variable, low: Fraction | None, high: Fraction | None) -> Iterator[Row]:
    """Yield that a variable is more than another one by at least `low` and at most `high`."""
    for bound, sign in ((high, Fraction(1)), (low, Fraction(-1))):
        if bound is not None:
            yield Row(((one, sign), (other, -sign)), sign * bound)


def between(one: Variable, other: Variable | None, low: Fraction | None, high: Fraction | None) -> Iterator[Row]:
    """Yield that a variable is at least `low` and at most `high`, times another variable where one is given."""
    for bound, sign in ((high, Fraction(1)), (low, Fraction(-1))):
        if bound is not None and other is None:
            yield Row(((one, sign),), sign * bound)
        elif bound is not None and other is not None:
            yield Row(((one, sign), (other, -sign * bound)), Fraction(0))


def equals(whole: Variable, parts: Sequence[Variable]) -> Iterator[Row]:
    """Yield that a variable is the sum of others."""
    for sign in (Fraction(1), Fraction(-1)):
        yield Row(((whole, sign), *((part, -sign) for part in parts)), Fraction(0))


def feasible(rows: Sequence[Row]) -> bool:
    """Return whether non-negative values satisfy all constraints; exact.

    Examples
    --------
    >>> x, y = ("x",), ("y",)
    >>> at_most = Row(((x, Fraction(1)), (y, Fraction(1))), Fraction(2))
    >>> at_least = Row(((x, Fraction(-1)),), Fraction(-3))
    >>> feasible([at_most]), feasible([at_most, at_least])
    (True, False)
    """
    names = sorted({name for row in rows for name, _ in row.terms})
    column = {name: number for number, name in enumerate(names)}
    size = len(names)
    # x is scaled by the largest bound, so that fractions stay small; the slack of each row is its basic variable.
    scale = max((abs(row.bound) for row in rows), default=Fraction(1)) or Fraction(1)
    table: list[dict[int, Fraction]] = []
    bounds: list[Fraction] = []
    for row in rows:
        line: dict[int, Fraction] = {}
        for name, value in row.terms:
            line[column[name]] = line.get(column[name], Fraction(0)) + value
        table.append({key: value for key, value in line.items() if value})
        bounds.append(row.bound / scale)
    return _phase_one(table, bounds, size)


def _phase_one(table: list[dict[int, Fraction]], bounds: list[Fraction], size: int) -> bool:
    """Pivot out every row whose basic variable is negative (dual simplex with a zero objective, least index first).

    With a zero objective every basis is dual feasible, so that the rule ends: either no basic variable is negative, or a row
    has a negative bound and no negative coefficient, which no values can satisfy.
    """
    basis = list(range(size, size + len(table)))
    while True:
        leaving = min((row for row, bound in enumerate(bounds) if bound < 0), key=lambda row: basis[row], default=None)
        if leaving is None:
            return True
        line = table[leaving]
        entering = min((key for key, value in line.items() if value < 0), default=None)
        if entering is None:
            return False
        pivot = line.pop(entering)
        out = basis[leaving]
        fresh = {key: value / pivot for key, value in line.items()}
        fresh[out] = 1 / pivot
        table[leaving], bounds[leaving], basis[leaving] = fresh, bounds[leaving] / pivot, entering
        for number, other in enumerate(table):
            if number == leaving or entering not in other:
                continue
            factor = other.pop(entering)
            for key, value in fresh.items():
                left = other.get(key, Fraction(0)) - factor * value
                if left:
                    other[key] = left
                else:
                    other.pop(key, None)
            bounds[number] -= factor * bounds[leaving]
