"""Intervals, their arithmetic and their open ends, against values worked out by hand."""

from __future__ import annotations

import re
from fractions import Fraction
from math import inf

import pytest

from cbec_kg.audit.intervals import Interval, brief, exactly, root, roots


def interval(text: str) -> Interval:
    """Return an interval from how it is written: ``[1, 2)`` holds 1 but not 2; an end without bound is ``oo``."""
    match = re.fullmatch(r"([\[(])(.+), (.+)([\])])", text)
    assert match
    low, high = (float(end.replace("oo", "inf")) if "oo" in end else Fraction(end) for end in match.group(2, 3))
    return Interval(low, high, match[1] == "(", match[4] == ")")


@pytest.mark.parametrize(
    ("text", "held", "not_held"),
    [
        ("[1, 2)", "1 3/2", "1/2 2 3"),
        ("(1, 2]", "3/2 2", "1/2 1 3"),
        ("[1, 1]", "1", "0 2"),
        ("[1, oo]", "1 99", "0"),
    ],
)
def test_an_interval_holds_the_numbers_between_its_ends_and_those_that_are_closed(
    text: str, held: str, not_held: str
) -> None:
    found = interval(text)
    assert [number for number in held.split() if not found.holds(Fraction(number))] == []
    assert [number for number in not_held.split() if found.holds(Fraction(number))] == []


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("[1, 3)", "(2, 4]", "(2, 3)"),
        ("(1, 3]", "[2, 4)", "[2, 3]"),
        ("[1, 2)", "[1, 2]", "[1, 2)"),
        ("(1, 2]", "[1, 2]", "(1, 2]"),
        ("[1, 2]", "[2, 3]", "[2, 2]"),
        ("[1, 2)", "[2, 3]", None),
        ("[1, 2]", "(2, 3]", None),
        ("[1, 2]", "[3, 4]", None),
        ("[0, oo]", "[-1, 5)", "[0, 5)"),
    ],
)
def test_two_intervals_share_what_both_hold(one: str, other: str, common: str | None) -> None:
    a, b = interval(one), interval(other)
    expected = None if common is None else interval(common)
    assert a.both(b) == b.both(a) == expected
    assert a.meets(b) is b.meets(a) is (common is not None)
    assert a.is_below(b) is (common is None) and not b.is_below(a)


@pytest.mark.parametrize(
    ("one", "sign", "other", "result"),
    [
        ("[1, 2)", "+", "[3, 4]", "[4, 6)"),
        ("(1, 2]", "+", "[3, 4)", "(4, 6)"),
        ("[1, 2]", "+", "(3, 4]", "(4, 6]"),
        ("[1, oo]", "+", "[3, 4]", "[4, oo]"),
        ("[3, 4]", "+", "[-oo, 1]", "[-oo, 5]"),
        ("[1, 2)", "-", "(3, 4]", "[-3, -1)"),
        ("(1, 2]", "-", "[3, 4]", "(-3, -1]"),
        ("[1, 2)", "*", "(3, 4]", "(3, 8)"),
        ("[1, 2]", "*", "[3, 4)", "[3, 8)"),
        ("(1, 2]", "*", "[3, 4]", "(3, 8]"),
        ("[1, 2]", "*", "[3, oo]", "[3, oo]"),
        ("[-1, 2)", "*", "[3, 4]", "[-4, 8)"),
        ("[-1, 2]", "*", "(3, 4)", "(-4, 8)"),
        ("(-1, 2]", "*", "[3, 4]", "(-4, 8]"),
        ("[-1, 1)", "*", "[-2, 2]", "[-2, 2]"),  # both ends are reached from -1, the open 1 takes nothing away
        ("(-1, 1]", "*", "[-2, 2)", "[-2, 2)"),  # -2 is 1 times -2; 2 would be 1 times 2 or -1 times -2
        ("(-2, -1]", "*", "[-4, -3]", "[3, 8)"),
        ("[0, 2]", "*", "[3, 4)", "[0, 8)"),
        ("(0, 2]", "*", "[3, 4]", "(0, 8]"),
        ("(0, 2]", "*", "[0, 4]", "[0, 8]"),  # nought is reached from the other
        ("(0, 2]", "*", "(0, 4]", "(0, 8]"),
        ("[-2, 0)", "*", "[3, 4]", "[-8, 0)"),
        ("[-2, 0]", "*", "(3, 4)", "(-8, 0]"),
        ("[0, 1]", "*", "[2, oo]", "[0, oo]"),
        ("[-1, 1]", "*", "[2, oo]", "[-oo, oo]"),
        ("[-oo, -1]", "*", "[-oo, -2]", "[2, oo]"),
        ("[-oo, -1]", "*", "[2, 3]", "[-oo, -2]"),
        ("[1, 2]", "/", "[4, 8)", "(1/8, 1/2]"),
        ("[1, 2]", "/", "(4, 8]", "[1/8, 1/2)"),
        ("(1, 2]", "/", "[4, 8]", "(1/8, 1/2]"),
        ("[1, 2]", "/", "[4, oo]", "(0, 1/2]"),  # nought is not reached
        ("[1, 2]", "/", "[-8, -4)", "(-1/2, -1/8]"),
        ("[1, 2]", "/", "(-8, -4]", "[-1/2, -1/8)"),
        ("[1, 2]", "/", "[-oo, -4]", "[-1/2, 0)"),
        ("[-1, 2]", "/", "[2, 4]", "[-1/2, 1]"),
    ],
)
def test_the_result_holds_what_its_numbers_give_and_reaches_an_end_where_they_do(
    one: str, sign: str, other: str, result: str
) -> None:
    a, b = interval(one), interval(other)
    found = {"+": a.__add__, "-": a.__sub__, "*": a.__mul__, "/": a.__truediv__}[sign](b)
    assert found == interval(result)
    if sign in "+*":
        assert found == (b + a if sign == "+" else b * a)


@pytest.mark.parametrize("divisor", ["[0, 1]", "(0, 1]", "[-1, 0)", "[-1, 1]", "[0, 0]", "[0, oo]"])
def test_nothing_is_divided_by_what_holds_or_touches_zero(divisor: str) -> None:
    with pytest.raises(ZeroDivisionError, match=r"^the divisor may be zero$"):
        interval("[1, 2]") / interval(divisor)


def test_an_interval_is_turned_and_scaled_with_its_ends() -> None:
    assert -interval("[1, 2)") == interval("(-2, -1]")
    assert interval("[1, 2)").scaled(Fraction(3)) == interval("[3, 6)")
    assert interval("(1, oo]").scaled(Fraction(1, 2)) == interval("(1/2, oo]")
    assert exactly(3) == interval("[3, 3]") and exactly(Fraction(1, 2)) == interval("[1/2, 1/2]")


def test_an_end_is_shown_to_a_few_digits() -> None:
    assert [brief(end) for end in (Fraction(2, 3), inf, -inf)] == ["0.6667", "∞", "−∞"]
    assert brief(Fraction(2, 3), 2) == "0.67"


@pytest.mark.parametrize(
    ("value", "degree", "expected"),
    [
        ("0", 2, "0"),
        ("1", 2, "1"),
        ("1/4", 2, "1/2"),
        ("27/8", 3, "3/2"),
        ("1024", 5, "4"),
        ("1" + "0" * 30, 2, "1" + "0" * 15),
        ("2", 2, "1.414213562373"),
        ("2", 3, "1.259921049894"),
        ("3", 2, "1.732050807568"),
    ],
)
def test_a_root_has_twelve_decimals_and_is_rounded_down(value: str, degree: int, expected: str) -> None:
    assert root(Fraction(value), degree) == Fraction(expected)


@pytest.mark.parametrize(
    ("of", "degree", "expected"),
    [
        ("[4, 9)", 2, "[2, 3)"),
        ("(8, 27]", 3, "(2, 3]"),
        ("[4, oo]", 2, "[2, oo]"),
        ("[2, 3]", 2, "[1.414213562373, 1.732050807569]"),  # the upper end is above the root
    ],
)
def test_the_roots_of_an_interval_lie_between_those_of_its_ends(of: str, degree: int, expected: str) -> None:
    assert roots(interval(of), degree) == interval(expected)
