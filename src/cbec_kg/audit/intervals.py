"""Intervals of exact rational numbers, with open and closed ends, and the arithmetic that the audit needs.

Source: R. E. Moore, Interval Analysis, 1966. Ends are Fractions; only an end without bound is a float, ``inf`` or ``-inf``.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import inf

from msgspec import Struct

End = Fraction | float


class Interval(Struct, frozen=True):
    """All numbers between two ends, each of which belongs to it unless it is open.

    Examples
    --------
    >>> below = Interval(Fraction(90), Fraction(100), high_open=True)
    >>> below.meets(Interval(Fraction(100), float("inf"))), below.holds(Fraction(90))
    (False, True)
    """

    low: End
    high: End
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Fraction) -> bool:
        """Return whether a number belongs to the interval."""
        above = self.low < value or (self.low == value and not self.low_open)
        return above and (value < self.high or (self.high == value and not self.high_open))

    def meets(self, other: Interval) -> bool:
        """Return whether two intervals share a number."""
        return not (self.is_below(other) or other.is_below(self))

    def is_below(self, other: Interval) -> bool:
        """Return whether every number of this interval is less than every number of the other."""
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    def both(self, other: Interval) -> Interval | None:
        """Return the numbers of both intervals, None when they share none."""
        if not self.meets(other):
            return None
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def __add__(self, other: Interval) -> Interval:
        low_open, high_open = self.low_open or other.low_open, self.high_open or other.high_open
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high), low_open, high_open)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if _positive(self.low) and _positive(other.low):
            low_open, high_open = self.low_open or other.low_open, self.high_open or other.high_open
            return Interval(_times(self.low, other.low), _times(self.high, other.high), low_open, high_open)
        return _hull(self, other)

    def scaled(self, factor: Fraction) -> Interval:
        """Return the products with one number above zero."""
        return Interval(_times(self.low, factor), _times(self.high, factor), self.low_open, self.high_open)

    def __truediv__(self, other: Interval) -> Interval:
        """Return the quotients.

        Raises
        ------
        ZeroDivisionError
            When the divisor holds or touches zero.
        """
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        low_open = other.high_open or isinstance(other.high, float)
        high_open = other.low_open or isinstance(other.low, float)
        return self * Interval(_inverse(other.high), _inverse(other.low), low_open, high_open)


def brief(end: End, digits: int = 4) -> str:
    """Return an end of an interval, to a few significant digits.

    Examples
    --------
    >>> brief(Fraction(650145, 100000)), brief(Fraction(10) ** 400)
    ('6.501', '1.000e+400')
    """
    if isinstance(end, float):
        return "∞" if end > 0 else "−∞"
    return f"{Decimal(end.numerator) / Decimal(end.denominator):.{digits}g}"


def exactly(value: Fraction | int) -> Interval:
    """Return the interval of one number."""
    return Interval(Fraction(value), Fraction(value))


def _hull(one: Interval, other: Interval) -> Interval:
    ends = [
        (_times(a, b), _lost(a, a_open, b, b_open))
        for (a, a_open), (b, b_open) in product(
            ((one.low, one.low_open), (one.high, one.high_open)),
            ((other.low, other.low_open), (other.high, other.high_open)),
        )
    ]
    low = min(ends, key=lambda end: (end[0], end[1]))
    high = max(ends, key=lambda end: (end[0], not end[1]))
    return Interval(low[0], high[0], low[1], high[1])


def _lost(a: End, a_open: bool, b: End, b_open: bool) -> bool:
    """Return whether the product of two ends is not reached; where a zero is reached, so is the product."""
    if a == 0 or b == 0:
        return (a_open or a != 0) and (b_open or b != 0)
    return a_open or b_open


def _plus(a: End, b: End) -> End:
    """Return the sum of two ends; a float would not hold a number that is too large for it."""
    return a if isinstance(a, float) else b if isinstance(b, float) else a + b


def _times(a: End, b: End) -> End:
    if not isinstance(a, float) and not isinstance(b, float):
        return a * b
    return Fraction(0) if a == 0 or b == 0 else inf if (a > 0) == (b > 0) else -inf


def _positive(end: End) -> bool:
    """Return whether an end is above zero; comparing a Fraction with a number takes ten times as long."""
    return end > 0 if isinstance(end, float) else end.numerator > 0


def _inverse(end: End) -> End:
    return Fraction(0) if isinstance(end, float) else 1 / end


DIGITS = 12
"""Decimals that roots are worked out to."""


def root(value: Fraction, degree: int) -> Fraction:
    """Return the root of a number that is not negative, rounded down to `DIGITS` decimals.

    Examples
    --------
    >>> found = root(Fraction(2), 2)
    >>> found**2 <= 2 < (found + Fraction(1, 10**DIGITS)) ** 2
    True
    """
    scale = 10**DIGITS
    scaled = value.numerator * scale**degree // value.denominator
    found = 1 << (scaled.bit_length() // degree + 1)  # above the root, from where Newton's steps come down to it
    while found and (closer := ((degree - 1) * found + scaled // found ** (degree - 1)) // degree) < found:
        found = closer
    return Fraction(found, scale)


def roots(of: Interval, degree: int) -> Interval:
    """Return an interval that holds the roots of all numbers of an interval, none of which is negative."""
    low = of.low if isinstance(of.low, float) else root(of.low, degree)
    high = of.high if isinstance(of.high, float) else root(of.high, degree)
    if not isinstance(high, float) and high**degree != of.high:
        high += Fraction(1, 10**DIGITS)
    return Interval(low, high, of.low_open, of.high_open)
