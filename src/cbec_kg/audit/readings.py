"""What a printed figure says: the interval of its rounding, widened or one-sided where a word such as "nearly" stands.

Rules, the same for every article:

- A figure stands for all values that round to it: half a unit of its last decimal to either side, both ends included,
  since articles do not say how they round. A count of single things, and a rank, is exact.
- Zeros at the end of the decimals are taken as padding, and not as precision, when more than a fifth of all figures with the
  same unit and number of decimals end in zero: of figures that are measured that finely, one in ten would.
- "about" widens to a tenth of the value on either side; "nearly" reaches down to nine tenths of the value, but not up to
  it; neither is narrower than the rounding. "more than", "less than" and "at least" are bounds on one side only.
- A per cent is a hundredth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.curation.records import Statistic, Unit

WIDTH = Fraction(1, 10)
"""How far "about" and "nearly" reach, as a part of the value."""

MONEY = frozenset({"CNY", "USD", "EUR", "JPY"})
"""Base units that are currencies: amounts in two of them are never divided by one another."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A statistic as a number with its possible values, in base units; a percentage as a part of one.

    Attributes
    ----------
    statistic : Statistic
    unit : Unit
    nominal : Fraction
        The value as printed.
    interval : Interval
        All values that the print allows.
    scale : Fraction
        How many base units one of the printed units is.
    """

    statistic: Statistic
    unit: Unit
    nominal: Fraction
    interval: Interval
    scale: Fraction

    __hash__ = object.__hash__  # a cache finds a reading that it knows by itself, not by its statistic's every field

    @property
    def dimension(self) -> str:
        """Return what makes figures comparable: the base unit, or the unit itself where the base is not known."""
        return self.unit.id if self.unit.base == "unknown" else self.unit.base


def scale_of(unit: Unit) -> Fraction:
    """Return how many of its base a unit is; a per cent is a hundredth."""
    return Fraction(unit.factor) * (Fraction(1, 100) if unit.base in ("percent", "percentage-point") else 1)


def decimals_of(text: str) -> int:
    """Return how many digits stand after the point."""
    return len(text.partition(".")[2])


def padded_groups(statistics: Iterable[Statistic]) -> frozenset[tuple[str, int]]:
    """Return the pairs of unit and number of decimals in which zeros at the end are padding.

    Examples
    --------
    A column with 67.00 beside 39.80 is padded; see the rule at the head of this module.
    """
    all_figures: Counter[tuple[str, int]] = Counter()
    zeros: Counter[tuple[str, int]] = Counter()
    for statistic in statistics:
        group = (statistic.unit, decimals_of(statistic.value_text))
        if group[1]:
            all_figures[group] += 1
            zeros[group] += statistic.value_text.endswith("0")
    return frozenset(group for group, count in all_figures.items() if 5 * zeros[group] > count)


def precision(statistic: Statistic, padded: Collection[tuple[str, int]]) -> int:
    """Return the number of decimals that a figure is taken to be precise to."""
    places = decimals_of(statistic.value_text)
    if (statistic.unit, places) not in padded:
        return places
    return len(statistic.value_text.partition(".")[2].rstrip("0"))


def reading_of(statistic: Statistic, units: Mapping[str, Unit], padded: Collection[tuple[str, int]]) -> Reading:
    """Return what a statistic says as a number.

    Parameters
    ----------
    statistic : Statistic
    units : mapping of str to Unit
    padded : collection of (str, int)
        As `padded_groups` gives them.
    """
    unit = units[statistic.unit]
    scale = scale_of(unit)
    value = Fraction(statistic.value)
    half = Fraction(0) if is_exact(statistic, unit) else Fraction(1, 2 * 10 ** precision(statistic, padded))
    reach = max(abs(value) * WIDTH, half)
    nearly = Interval(value - reach, value, high_open=True) if value >= 0 else Interval(value, value + reach, low_open=True)
    spans = {
        "equal": Interval(value - half, value + half),
        "about": Interval(value - reach, value + reach),
        "nearly": nearly,
        "more-than": Interval(value, inf, low_open=True),
        "less-than": Interval(-inf, value, high_open=True),
        "at-least": Interval(value, inf),
    }
    span = spans[statistic.operator]
    return Reading(statistic, unit, value * scale, span * exactly(scale), scale)


def is_exact(statistic: Statistic, unit: Unit) -> bool:
    """Return whether a figure is not rounded: a whole number of single things, or a rank."""
    return unit.base in ("count", "rank") and unit.factor == 1 and statistic.value == statistic.value.to_integral_value()
