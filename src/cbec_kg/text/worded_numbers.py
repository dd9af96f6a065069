"""What numbers in words may be recorded as: ``三成``, ``六分之一``, ``翻两番``, ``一万二千``, ``two thirds``.

A share may be recorded in per cent or as a ratio, a multiple as how many times or by how much more. What is not known here
decides nothing. Out of scope: digits and Chinese numerals below ten thousand (`cbec_kg.text.number_phrases`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from cbec_kg.text.numerals import chinese_value, value_text

_N = "[零〇一二三四五六七八九十百千两]"
_CHENG = re.compile(r"(?P<n>[一二两三四五六七八九])成(?P<m>[半一二三四五六七八九])?(?![为立功本长就员分交熟人年品])")
_PART = re.compile(rf"(?P<d>{_N}+|\d+)分之(?P<n>{_N}+|\d+)")
_HALF = re.compile(r"一半|半数|[过大多对]半(?![年天月径])|\bhalf\b(?!\s+(?:year|of\s+(?:19|20)))|\bhalves\b", re.IGNORECASE)
_TIMES = re.compile(rf"(?P<n>{_N}+|\d+(?:\.\d+)?)倍")
_TURNED = re.compile(r"翻了?(?P<n>[一两二三四]?)番")
_RISES = re.compile(r"[增涨升多高扩]")
_WHOLE = re.compile(rf"(?:(?P<y>{_N}+|\d+(?:\.\d+)?)亿)?(?:(?P<w>{_N}+|\d+(?:\.\d+)?)万)?(?P<rest>{_N}*)")
_SCALED = re.compile(rf"(?:{_N}|\d)[\d.]*{_N}*(?:[万亿]{_N}+)+[万]?")
_RANK = re.compile(
    rf"第(?P<n>{_N}+|\d+)(?![一二三四五六七八九十\d]|[批次届期方产])|(?P<first>首位|榜首|冠军)|(?P<second>亚军)|(?P<third>季军)"
)
_ENGLISH_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_PARTS = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_NUMBER = "|".join(_ENGLISH_NUMBERS)
_OF_PARTS = re.compile(
    rf"\b(?P<n>{_NUMBER})[\s-]+(?P<d>{'|'.join(_PARTS)})s?\b(?!\s+(?:of\s+)?(?:19|20)\d\d)", re.IGNORECASE
)
_IN = re.compile(rf"\b(?P<n>{_NUMBER})\s+(?:in|out\s+of)\s+(?P<d>{_NUMBER})\b", re.IGNORECASE)
_MULTIPLES = {
    "doubl": 2,
    "twice": 2,
    "twofold": 2,
    "tripl": 3,
    "trebl": 3,
    "thrice": 3,
    "threefold": 3,
    "quadrupl": 4,
    "fourfold": 4,
}
_MULTIPLE = re.compile(rf"\b(?P<word>{'|'.join(_MULTIPLES)})(?:e|ed|ing|es|y)?\b", re.IGNORECASE)
_DOZEN = re.compile(rf"\b(?P<n>{_NUMBER})\s+dozen\b", re.IGNORECASE)


class Worded(NamedTuple):
    """A number in words: half-open offsets, and what it may be recorded as."""

    start: int
    end: int
    values: tuple[Fraction, ...]


def worded_numbers(text: str, *, ranked: bool = False) -> list[Worded]:
    """Return the numbers of a text that stand in words; places in an order where it is `ranked`.

    Examples
    --------
    >>> [[str(value) for value in one.values] for one in worded_numbers("三成五，六分之一，一万二千家，two thirds")]
    [['35', '7/20'], ['50/3', '1/6'], ['12000'], ['200/3', '2/3']]
    """
    return sorted((*_shares(text), *_multiples(text), *_whole(text), *(_ranks(text) if ranked else ())))


def is_worded(value: Decimal, worded: Worded, factor: Decimal) -> bool:
    """Return whether a value, sign aside, is one that a number in words may be recorded as, rounded where it does not end.

    Examples
    --------
    >>> [is_worded(Decimal(value), worded_numbers("三分之二")[0], Decimal(1)) for value in ("66.7", "67", "0.67", "33.3")]
    [True, True, True, False]
    """
    exact, places = Fraction(abs(value)), max(0, -int(value.as_tuple().exponent))
    for one in worded.values:
        for given in (one, one / Fraction(factor)):
            near = given.denominator not in (1, 2, 4, 5, 8, 10, 20) and abs(exact - given) < Fraction(1, 10**places)
            if exact == given or near:
                return True
    return False


def _number(text: str) -> Fraction | None:
    digits = value_text(text)
    return None if digits is None else Fraction(digits)


def _shares(text: str) -> Iterator[Worded]:
    for match in _CHENG.finditer(text):
        tenths = Fraction(chinese_value(match["n"]) or 0)
        more = Fraction(1, 2) if match["m"] == "半" else Fraction(chinese_value(match["m"] or "零") or 0, 10)
        yield _share(match, (tenths + more) / 10)
    for match in _PART.finditer(text):
        below, above = _number(match["d"]), _number(match["n"])
        if below and above is not None and match["d"] not in ("百", "千"):
            yield _share(match, above / below)
    for match in _HALF.finditer(text):
        yield _share(match, Fraction(1, 2))
    for match in _OF_PARTS.finditer(text):
        yield _share(match, Fraction(_ENGLISH_NUMBERS[match["n"].lower()], _PARTS[match["d"].lower()]))
    for match in _IN.finditer(text):
        below = Fraction(_ENGLISH_NUMBERS[match["d"].lower()])
        if below > 1:
            yield _share(match, _ENGLISH_NUMBERS[match["n"].lower()] / below)


def _share(match: re.Match[str], ratio: Fraction) -> Worded:
    return Worded(*match.span(), (100 * ratio, ratio))


def _multiples(text: str) -> Iterator[Worded]:
    for match in _TIMES.finditer(text):
        times = _number(match["n"])
        if times is not None:
            more = (times + 1, 100 * times + 100) if _RISES.search(text) else ()
            yield Worded(*match.span(), (times, 100 * times, *more))
    for match in _TURNED.finditer(text):
        times = Fraction(2 ** (chinese_value(match["n"] or "一") or 1))
        yield Worded(*match.span(), (times, 100 * (times - 1), times - 1, 100 * times))
    for match in _MULTIPLE.finditer(text):
        times = Fraction(_MULTIPLES[match["word"].lower()])
        yield Worded(*match.span(), (times, 100 * (times - 1), times - 1, 100 * times))


def _whole(text: str) -> Iterator[Worded]:
    for match in _SCALED.finditer(text):
        parts = _WHOLE.fullmatch(match.group())
        if parts is None:
            continue
        numbers = [(_number(parts[name]), scale) for name, scale in (("y", 10**8), ("w", 10**4), ("rest", 1)) if parts[name]]
        if all(number is not None for number, _ in numbers):
            whole = sum((scale * number for number, scale in numbers if number is not None), Fraction(0))
            yield Worded(*match.span(), (Fraction(whole),))
    for match in _DOZEN.finditer(text):
        yield Worded(*match.span(), (Fraction(12 * _ENGLISH_NUMBERS[match["n"].lower()]),))


def _ranks(text: str) -> Iterator[Worded]:
    for match in _RANK.finditer(text):
        named = next((Fraction(n) for n, name in enumerate(("first", "second", "third"), 1) if match[name]), None)
        place = named or _number(match["n"] or "")
        if place is not None:
            yield Worded(*match.span(), (place,))
