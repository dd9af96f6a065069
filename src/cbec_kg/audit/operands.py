"""Terms of a formula: a number with its possible values, the statistics it rests on, and how it is written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import islice, product
from math import inf
from operator import add, mul, sub, truediv
from typing import Any

from msgspec import Struct

from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.relations import Expression

_SUM, _PRODUCT, _ATOM = range(3)
"""How tightly a written term holds together."""


class Term(Struct, frozen=True, eq=False):
    """A number worked out from statistics; like a reading, equal to itself alone.

    `nominal` is worked out from the values as printed, `interval` from all values that the print allows. `inputs` are the
    statistics, each once, in the order of the formula; `text` is the arithmetic with the figures as printed. `dimension` is
    what the number can be compared with (``CNY``, ``percent``, ``count`` ...); sums take that of their first part.
    `expression` is the arithmetic over figures, from which `interval` follows (`cbec_kg.audit.relations`).
    """

    nominal: Fraction
    interval: Interval
    inputs: tuple[str, ...]
    text: str
    dimension: str
    expression: Expression
    binding: int = _ATOM

    def __add__(self, other: Term) -> Term:
        return _combined(self, "+", other)

    def __sub__(self, other: Term) -> Term:
        return _combined(self, "−", other)

    def __mul__(self, other: Term) -> Term:
        return _combined(self, "×", other)

    def __truediv__(self, other: Term) -> Term:
        return _combined(self, "÷", other)

    def within(self, binding: int) -> str:
        """Return the text, in parentheses where a tighter one is needed."""
        return self.text if self.binding >= binding else f"({self.text})"


_OPERATIONS: dict[str, tuple[Callable[[Any, Any], Any], int, int]] = {
    "+": (add, _SUM, _SUM),
    "−": (sub, _SUM, _PRODUCT),
    "×": (mul, _PRODUCT, _PRODUCT),
    "÷": (truediv, _PRODUCT, _ATOM),
}
"""By its sign, what an operation does, how tightly it holds together, and how tightly its second term must."""

_CACHED = 1 << 14
"""Results cached: the audit works out the same sums and quotients for one hypothesis after another."""


@lru_cache(_CACHED)
def _combined(one: Term, sign: str, other: Term) -> Term:
    operate, binding, right = _OPERATIONS[sign]
    nominal, interval = operate(one.nominal, other.nominal), operate(one.interval, other.interval)
    inputs = tuple(dict.fromkeys((*one.inputs, *other.inputs)))
    expression = (sign, one.expression, other.expression)
    added = other.within(right)
    if sign == "+" and added.startswith("-"):
        sign, added = "−", added[1:]
    text = f"{one.within(binding)} {sign} {added}"
    return Term(nominal, interval, inputs, text, one.dimension or other.dimension, expression, binding)


ONE = Term(Fraction(1), exactly(1), (), "1", "", Fraction(1))


@lru_cache(_CACHED)
def term_of(reading: Reading) -> Term:
    """Return the term of one figure."""
    statistic = reading.statistic
    return Term(reading.nominal, reading.interval, (statistic.id,), reading.written, reading.dimension, statistic.id)


def total(terms: Sequence[Term]) -> Term:
    """Return the sum of at least one term."""
    return reduce(Term.__add__, terms)


def choices(alternatives: Sequence[Sequence[Term]], limit: int = 16) -> list[tuple[Term, ...]]:
    """Return the ways to take one term of each, the first ones of each first, at most `limit`; none where one has none."""
    return list(islice(product(*alternatives), limit))


def between(low: Term, high: Term | None) -> Term:
    """Return the number of which only two bounds are known, the upper one perhaps not."""
    if high is None:
        bounds = ("between", low.expression, None)
        return Term(low.nominal, Interval(low.interval.low, inf), low.inputs, f"({low.text} … )", low.dimension, bounds)
    interval = Interval(low.interval.low, high.interval.high, low.interval.low_open, high.interval.high_open)
    inputs = tuple(dict.fromkeys((*low.inputs, *high.inputs)))
    text, dimension = f"({low.text} … {high.text})", low.dimension or high.dimension
    expression = ("between", low.expression, high.expression)
    return Term((low.nominal + high.nominal) / 2, interval, inputs, text, dimension, expression)


def compounded(rates: Sequence[Term]) -> Term:
    """Return the factor by which rates of growth multiply, one after another."""
    return reduce(Term.__mul__, [ONE + rate for rate in rates])
