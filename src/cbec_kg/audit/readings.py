"""What a printed figure says: the interval of its rounding, widened or one-sided where a word such as "nearly" stands.

Rules, the same for every article:

- A figure stands for all values that round to it: half a unit of its last decimal to either side, both ends included,
  since articles do not say how they round. A count of single things, and a rank, is exact.
- A zero at the end of the decimals is taken as padding, and not as precision, when more than a fifth of all figures with the
  same unit and number of decimals end in zero: of figures that are measured that finely, one in ten would. The decimal
  before it is judged in the same way, by the figures that end in zero.
- "about" widens to a tenth of the value on either side; "nearly" reaches down to nine tenths of the value, but not up to
  it; neither is narrower than the rounding. "more than", "less than" and "at least" are bounds on one side only.
- Of a range (30 to 40 per cent) both ends are rounded so.
- A per cent is a hundredth, a per mille a thousandth: the sign ‰ says so where a unit's record does not. A growth in a unit
  of base ``multiple`` says how many times the level compared with (doubled: 2), and so is one less. A unit of which the base
  is not known can be compared with itself alone.
- A stock is what there is at the end of its period: at the end of 2019, of December 2019 and on 2019-12-31 are the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import inf
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.periods import base_period, plain, stock_period
from cbec_kg.model.closed_lists import Operator
from cbec_kg.model.records import Statistic, Unit

WIDTH = Fraction(1, 10)
"""How far "about" and "nearly" reach, as a part of the value."""

_CURRENCY = re.compile(r"[A-Z]{3}")


def are_money(*bases: str) -> bool:
    """Return whether base units are currencies, three capitals each: amounts in two of them are never divided."""
    return all(_CURRENCY.fullmatch(base) for base in bases)


class Series(NamedTuple):
    """What is measured, where, with which partner and of which categories: exports, of a city, to a country, of tea."""

    indicator: str
    place: str
    counterpart: str | None = None
    categories: tuple[str, ...] = ()


def series_of(statistic: Statistic) -> Series:
    """Return the series that a statistic belongs to."""
    return Series(statistic.indicator, statistic.place, statistic.counterpart, tuple(sorted(statistic.categories)))


class Reading(Struct, frozen=True):
    """A statistic as a number with its possible values, in base units; a percentage as a part of one.

    `nominal` is the value as printed, `interval` all values that the print allows; `scale` is how many base units one of the
    printed units is. `period` and `base` are the period, and that which a growth is counted from (None where unknown), by
    their simplest names; those of a stock are what it is at the end of. `shift` is what was taken off: one from a multiple.
    """

    statistic: Statistic
    series: Series
    unit: Unit
    nominal: Fraction
    interval: Interval
    scale: Fraction
    period: str
    base: str | None = None
    shift: Fraction = Fraction(0)

    __hash__ = object.__hash__  # a mapping finds a reading that it knows by itself, not by its statistic's every field

    @property
    def id(self) -> str:
        """Return the id of the statistic."""
        return self.statistic.id

    @property
    def dimension(self) -> str:
        """Return what makes figures comparable: the base unit, or the unit itself where the base is not known."""
        if self.shift:
            return "percent"
        return self.unit.id if self.unit.base == "unknown" else self.unit.base

    @property
    def relative(self) -> bool:
        """Return whether the figure is a part of something: a percentage, or a multiple taken as a growth."""
        return self.dimension == "percent"

    @property
    def written(self) -> str:
        """Return the figure as a term of a formula: ``12.9%``, ``25‰``, ``30~40%``, ``(2× − 1)`` for doubled."""
        sign = "×" if self.shift else _SIGNS.get((self.unit.base, self.unit.factor), "")
        upper = "" if self.statistic.upper is None else f"~{self.statistic.upper:f}"
        text = f"{self.statistic.value_text}{upper}{sign}"
        return f"({text} − 1)" if self.shift else text


_PER_MILLE = Decimal("0.1")
_SIGNS = {("percent", Decimal(1)): "%", ("percent", _PER_MILLE): "‰"}


@cache
def _scale(factor: Decimal, base: str) -> Fraction:
    """Return how many of its base a unit is; a per cent is a hundredth."""
    return Fraction(factor) * (Fraction(1, 100) if base in ("percent", "percentage-point") else 1)


Padding = frozenset[tuple[str, int, int]]
"""A unit, a number of printed decimals, and one of these (counted from the point) at which a last zero is padding."""


def padding_of(statistics: Iterable[Statistic]) -> Padding:
    """Return where zeros at the end are padding, for each unit and number of decimals.

    Examples
    --------
    In a column with 12.00 beside 3.50 and 7.20 the second decimal is padding, and the first is not.
    """
    groups: dict[tuple[str, int], list[str]] = {}
    for statistic in statistics:
        decimals = statistic.value_text.partition(".")[2]
        groups.setdefault((statistic.unit, len(decimals)), []).append(decimals)
    found = set()
    for (unit, places), group in groups.items():
        for place in range(places, 0, -1):
            zeros = [decimals for decimals in group if decimals[place - 1] == "0"]
            if 5 * len(zeros) <= len(group):
                break
            found.add((unit, places, place))
            group = zeros
    return frozenset(found)


def precision(statistic: Statistic, padding: Padding) -> int:
    """Return the number of decimals that a figure is taken to be precise to."""
    decimals = statistic.value_text.partition(".")[2]
    place = len(decimals)
    while place and decimals[place - 1] == "0" and (statistic.unit, len(decimals), place) in padding:
        place -= 1
    return place


def reading_of(statistic: Statistic, units: Mapping[str, Unit], padding: Padding, stocks: Collection[str] = ()) -> Reading:
    """Return what a statistic says as a number; `padding` is what `padding_of` gives, `stocks` are indicators."""
    unit = _with_sign_read(units[statistic.unit])
    scale, value = _scale(unit.factor, unit.base), Fraction(statistic.value)
    half = Fraction(0) if is_exact(statistic, unit) else Fraction(1, 2 * 10 ** precision(statistic, padding))
    if statistic.operator == "between" and statistic.upper is not None:
        end = Fraction(statistic.upper)
        interval = _range(statistic.upper, value, half)
        value = (value + end) / 2
    else:
        reach = half if statistic.operator == "equal" else max(abs(value) * WIDTH, half)
        interval = _span(statistic.operator, value, reach)
    shift = Fraction(unit.base == "multiple" and statistic.kind == "growth")
    interval, nominal = interval.scaled(scale), value * scale
    if shift:
        interval, nominal = interval - exactly(shift), nominal - shift
    period, base = plain(statistic.period), base_period(statistic) if statistic.kind == "growth" else None
    if statistic.indicator in stocks:
        period, base = stock_period(period), None if base is None else stock_period(base)
    return Reading(statistic, series_of(statistic), unit, nominal, interval, scale, period, base, shift)


@cache
def _with_sign_read(unit: Unit) -> Unit:
    """Return a unit; one of which only the sign ‰ is known is a tenth of a per cent."""
    if unit.base == "unknown" and unit.symbol == "‰":
        return replace(unit, base="percent", factor=unit.factor * _PER_MILLE)
    return unit


def _range(upper: Decimal, low: Fraction, half: Fraction) -> Interval:
    """Return the interval of a range, whose upper end is rounded to its own last decimal."""
    places = max(0, -int(upper.as_tuple().exponent))
    return Interval(low - half, Fraction(upper) + (min(half, Fraction(1, 2 * 10**places)) if places else half))


def _span(operator: Operator, value: Fraction, reach: Fraction) -> Interval:
    match operator:
        case "equal" | "about" | "between":
            return Interval(value - reach, value + reach)
        case "nearly" if value >= 0:
            return Interval(value - reach, value, high_open=True)
        case "nearly":
            return Interval(value, value + reach, low_open=True)
        case "more-than":
            return Interval(value, inf, low_open=True)
        case "less-than":
            return Interval(-inf, value, high_open=True)
        case "at-least":
            return Interval(value, inf)


def is_exact(statistic: Statistic, unit: Unit) -> bool:
    """Return whether a figure is not rounded: a whole number of single things, or a rank; a mean of counts is."""
    return (
        statistic.cases is None
        and unit.base in ("count", "rank")
        and unit.factor == 1
        and statistic.value == statistic.value.to_integral_value()
    )
