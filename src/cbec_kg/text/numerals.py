"""Single numerals, as digits or in Chinese characters, to their value. Out of scope: numbers within prose."""

from __future__ import annotations

import re

_ONES = {character: str(value) for value, character in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_TENS = {"十": 10, "百": 100, "千": 1000}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", re.ASCII)

CHINESE = "零〇一二三四五六七八九十百千两"
"""The characters of a Chinese numeral below ten thousand."""


def value_text(numeral: str) -> str | None:
    """Return the digits of a numeral, without group separators, as printed otherwise; None when it is none.

    A numeral is half-width digits with or without separators, or a Chinese numeral below ten thousand.

    Examples
    --------
    >>> value_text("12,000"), value_text("561.20"), value_text("一千三百"), value_text("十几"), value_text("1,2")
    ('12000', '561.20', '1300', None, None)
    """
    if _DIGITS.fullmatch(numeral):
        return numeral.replace(",", "")
    value = chinese_value(numeral)
    return None if value is None else str(value)


def chinese_value(numeral: str) -> int | None:
    """Return the value of a well-formed Chinese numeral below ten thousand, units in falling order; None for other text.

    Examples
    --------
    >>> chinese_value("二十三"), chinese_value("十"), chinese_value("百")
    (23, 10, None)
    """
    if not numeral or any(character not in CHINESE for character in numeral):
        return None
    if not any(character in _TENS for character in numeral):
        # one digit, or four that make a number such as a year; two or three may mean a span
        single = len(numeral) in (1, 4) and "两" not in numeral[1:]
        return int("".join(_ONES[character] for character in numeral)) if single else None
    total, digit, unit, skipped = 0, 0, 10_000, False
    for position, character in enumerate(numeral):
        if character in "零〇":
            if digit or skipped or position in (0, len(numeral) - 1):
                return None
            skipped = True
        elif character in _TENS:
            value = _TENS[character]
            if value >= unit or (not digit and not (value == 10 and (total == 0 or skipped))):
                return None
            total, digit, unit, skipped = total + (digit or 1) * value, 0, value, False
        elif digit:
            return None
        else:
            digit = int(_ONES[character])
    if digit and 10 < unit < 10_000 and not skipped:
        return total + digit * unit // 10  # 一千三 is 1300
    return total + digit
