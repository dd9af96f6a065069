"""Terms of a formula: a number with its possible values, the statistics it rests on, and how it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import islice, product

from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.readings import Reading

_SUM, _PRODUCT, _ATOM = range(3)
"""How tightly a written term holds together."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number worked out from statistics.

    Attributes
    ----------
    nominal : Fraction
        Worked out from the values as printed.
    interval : Interval
        Worked out from all values that the print allows.
    inputs : tuple of str
        Ids of the statistics, each once, in the order of the formula.
    text : str
        The arithmetic with the figures as printed: ``99.36 ÷ 81.12 − 1``.
    dimension : str
        What the number can be compared with: ``CNY``, ``percent``, ``count`` ...; sums take that of their first part.
    """

    nominal: Fraction
    interval: Interval
    inputs: tuple[str, ...]
    text: str
    dimension: str
    binding: int = _ATOM

    def __add__(self, other: Term) -> Term:
        text = f"{self.text} + {other.text}"
        return self._with(other, self.nominal + other.nominal, self.interval + other.interval, text, _SUM)

    def __sub__(self, other: Term) -> Term:
        text = f"{self.text} − {other.within(_PRODUCT)}"
        return self._with(other, self.nominal - other.nominal, self.interval - other.interval, text, _SUM)

    def __mul__(self, other: Term) -> Term:
        text = f"{self.within(_PRODUCT)} × {other.within(_PRODUCT)}"
        return self._with(other, self.nominal * other.nominal, self.interval * other.interval, text, _PRODUCT)

    def __truediv__(self, other: Term) -> Term:
        text = f"{self.within(_PRODUCT)} ÷ {other.within(_ATOM)}"
        return self._with(other, self.nominal / other.nominal, self.interval / other.interval, text, _PRODUCT)

    def within(self, binding: int) -> str:
        """Return the text, in parentheses where a tighter one is needed."""
        return self.text if self.binding >= binding else f"({self.text})"

    def _with(self, other: Term, nominal: Fraction, interval: Interval, text: str, binding: int) -> Term:
        inputs = tuple(dict.fromkeys((*self.inputs, *other.inputs)))
        return Term(nominal, interval, inputs, text, self.dimension or other.dimension, binding)


ONE = Term(Fraction(1), exactly(1), (), "1", "")


def term_of(reading: Reading) -> Term:
    """Return the term of one figure."""
    statistic = reading.statistic
    sign = "%" if reading.unit.base == "percent" else ""
    return Term(reading.nominal, reading.interval, (statistic.id,), f"{statistic.value_text}{sign}", reading.dimension)


def total(terms: Sequence[Term]) -> Term:
    """Return the sum of at least one term."""
    return reduce(Term.__add__, terms)


def choices(alternatives: Sequence[Sequence[Term]], limit: int = 16) -> list[tuple[Term, ...]]:
    """Return the ways to take one term of each, the first ones of each first, at most `limit`; none where one has none."""
    return list(islice(product(*alternatives), limit))


def compounded(rates: Sequence[Term]) -> Term:
    """Return the factor by which rates of growth multiply, one after another."""
    return reduce(Term.__mul__, [ONE + rate for rate in rates])
