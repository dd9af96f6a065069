"""Terms of a formula: a number with its possible values, the statistics it rests on, and how it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import islice, product
from math import inf

from msgspec import Struct

from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.readings import Reading

_SUM, _PRODUCT, _ATOM = range(3)
"""How tightly a written term holds together."""


class Term(Struct, frozen=True, eq=False):
    """A number worked out from statistics; like a reading, equal to itself alone.

    Attributes
    ----------
    nominal : Fraction
        Worked out from the values as printed.
    interval : Interval
        Worked out from all values that the print allows.
    inputs : tuple of str
        Ids of the statistics, each once, in the order of the formula.
    text : str
        The arithmetic with the figures as printed: ``12.5 ÷ 10.0 − 1``.
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
        return _sum(self, other)

    def __sub__(self, other: Term) -> Term:
        return _difference(self, other)

    def __mul__(self, other: Term) -> Term:
        return _product(self, other)

    def __truediv__(self, other: Term) -> Term:
        return _quotient(self, other)

    def within(self, binding: int) -> str:
        """Return the text, in parentheses where a tighter one is needed."""
        return self.text if self.binding >= binding else f"({self.text})"


_CACHED = 1 << 14
"""Results cached of each operation: the audit works out the same sums and quotients for one hypothesis after another."""


@lru_cache(_CACHED)
def _sum(one: Term, other: Term) -> Term:
    return _combined(one, other, one.nominal + other.nominal, one.interval + other.interval, "+", _SUM, _SUM)


@lru_cache(_CACHED)
def _difference(one: Term, other: Term) -> Term:
    return _combined(one, other, one.nominal - other.nominal, one.interval - other.interval, "−", _SUM, _PRODUCT)


@lru_cache(_CACHED)
def _product(one: Term, other: Term) -> Term:
    return _combined(one, other, one.nominal * other.nominal, one.interval * other.interval, "×", _PRODUCT, _PRODUCT)


@lru_cache(_CACHED)
def _quotient(one: Term, other: Term) -> Term:
    return _combined(one, other, one.nominal / other.nominal, one.interval / other.interval, "÷", _PRODUCT, _ATOM)


def _combined(one: Term, other: Term, nominal: Fraction, interval: Interval, sign: str, binding: int, right: int) -> Term:
    inputs = tuple(dict.fromkeys((*one.inputs, *other.inputs)))
    added = other.within(right)
    if sign == "+" and added.startswith("-"):
        sign, added = "−", added[1:]
    text = f"{one.within(binding)} {sign} {added}"
    return Term(nominal, interval, inputs, text, one.dimension or other.dimension, binding)


ONE = Term(Fraction(1), exactly(1), (), "1", "")


@lru_cache(_CACHED)
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


def between(low: Term, high: Term | None) -> Term:
    """Return the number of which only two bounds are known, the upper one perhaps not."""
    if high is None:
        return Term(low.nominal, Interval(low.interval.low, inf), low.inputs, f"({low.text} … )", low.dimension)
    interval = Interval(low.interval.low, high.interval.high, low.interval.low_open, high.interval.high_open)
    inputs = tuple(dict.fromkeys((*low.inputs, *high.inputs)))
    text, dimension = f"({low.text} … {high.text})", low.dimension or high.dimension
    return Term((low.nominal + high.nominal) / 2, interval, inputs, text, dimension)


def compounded(rates: Sequence[Term]) -> Term:
    """Return the factor by which rates of growth multiply, one after another."""
    return reduce(Term.__mul__, [ONE + rate for rate in rates])
