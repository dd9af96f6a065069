"""Values with which a contradiction ends when one figure is left out: evaluated here anew, by fractions alone."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any

import pytest

from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.relations import Relation, can_hold
from cbec_kg.audit.witnesses import holds, witness

ONE = Fraction(1)


def about(value: str, off: str) -> Interval:
    return Interval(Fraction(value) - Fraction(off), Fraction(value) + Fraction(off))


def number(one: Any, values: dict[str, Fraction]) -> Fraction:
    """Return what an expression comes to."""
    if not isinstance(one, tuple):
        return values[one] if isinstance(one, str) else one
    first, *rest = (number(part, values) for part in one[1:])
    match one[0]:
        case "+":
            return first + sum(rest)
        case "−":
            return first - sum(rest)
        case "×":
            return first * prod(rest)
    return first / rest[0]


def is_true(relation: Relation, values: dict[str, Fraction]) -> bool:
    sign, *parts = relation
    if sign in ("all", "any"):
        return (all if sign == "all" else any)(is_true(part, values) for part in parts)
    found = [number(part, values) for part in parts]
    if sign == "whole":
        return len(set(found)) == 1 and found[0].denominator == 1
    return {"=": found[0] == found[1], "≤": found[0] <= found[1], "<": found[0] < found[1]}[sign]


GROWTH = ("=", "growth", ("−", ("÷", "now", "before"), ONE))
GROWN = {"growth": about("0.5", "0.005"), "now": about("120", "0.5"), "before": about("100", "0.5")}

CASES: dict[str, tuple[Relation, dict[str, Interval], str | None]] = {
    "growth and levels": (GROWTH, GROWN, None),
    "a sum of parts": (
        ("=", "all", ("+", "one", "two", "three")),
        {"all": about("100", "0.5"), "one": about("10", "0.5"), "two": about("20", "0.5"), "three": about("30", "0.5")},
        None,
    ),
    "a difference of three": (
        ("=", "rest", ("−", "all", "one", "two")),
        {"rest": about("5", "1"), "all": about("100", "1"), "one": about("10", "1"), "two": about("20", "1")},
        None,
    ),
    "two years' average growth, of which the square root is taken": (
        ("=", ("×", ("+", "mean", ONE), ("+", "mean", ONE)), ("÷", "now", "before")),
        {"mean": about("0.5", "0.005"), "now": about("121", "0.5"), "before": about("100", "0.5")},
        None,
    ),
    "a share of a count, another of the same count": (
        ("whole", ("÷", "few", "small"), ("÷", "many", "large")),
        {"few": about("12", "0"), "small": about("0.3", "0.005"), "many": about("30", "0"), "large": about("0.7", "0.005")},
        None,
    ),
    "a part of a whole number": (
        ("whole", ("×", "share", Fraction(50))),
        {"share": about("0.333", "0.0005")},
        None,
    ),
    "a bound on each side": (
        ("all", ("≤", Fraction(10), "found"), ("<", "found", "most")),
        {"found": about("30", "0.5"), "most": about("20", "0.5")},
        "found",
    ),
    "one way or another": (
        ("any", GROWTH, ("=", "now", ("×", "before", Fraction(3)))),
        GROWN,
        None,
    ),
    "a figure in two places": (
        ("=", "after", ("+", "level", ("×", "level", "growth"))),
        {"after": about("110", "1"), "level": about("20", "1"), "growth": about("0.5", "0.05")},
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_without_one_figure_the_others_can_be_as_printed(name: str) -> None:
    relation, figures, only = CASES[name]
    assert not can_hold(relation, figures)
    likely = {figure: Fraction((one.low + one.high) / 2) for figure, one in figures.items()}
    for free in [only] if only else figures:
        found = witness(relation, figures, likely, free, None)
        assert found.keys() == figures.keys(), free
        assert is_true(relation, found) and holds(relation, found), (free, found)
        assert all(figures[figure].holds(value) for figure, value in found.items() if figure != free), (free, found)


def test_where_no_value_will_do_none_is_given() -> None:
    """Nothing times a number is one; 1 less 5 is no count."""
    nothing = witness(("=", ONE, ("×", "a", "zero")), {"a": about("2", "1"), "zero": about("0", "0")},
                      {"a": Fraction(2), "zero": Fraction(0)}, "a", None)  # fmt: skip
    assert nothing == {}
    less = {"left": about("3", "0.5"), "all": about("1", "0.5"), "gone": about("5", "0.5")}
    likely = {"left": Fraction(3), "all": Fraction(1), "gone": Fraction(5)}
    relation = ("=", "left", ("−", "all", "gone"))
    assert witness(relation, less, likely, "left", Fraction(0)) == {}
    assert witness(relation, less, likely, "left", None)["left"] == -4


def test_of_unknown_levels_the_values_are_given() -> None:
    """60 and 50 of 100 are too many; without the 50 the rest may be anything up to 40."""
    one, other, whole = (("unknown", name) for name in ("one", "other", "whole"))
    relation = (
        "together",
        ("=", "first", one),
        ("=", "second", other),
        ("=", "all", whole),
        ("=", whole, ("+", one, other)),
    )
    figures = {"first": about("60", "0.5"), "second": about("50", "0.5"), "all": about("100", "0.5")}
    likely = {"first": Fraction(60), "second": Fraction(50), "all": Fraction(100)}
    assert not can_hold(relation, figures)
    found = witness(relation, figures, likely, "second", None)
    assert found["one"] + found["other"] == found["whole"]
    assert figures["first"].holds(found["one"]) and figures["all"].holds(found["whole"]) and found["other"] >= 0
