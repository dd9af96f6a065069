"""Dates of bibliographic files as CSL dates: parts where the text is a date, the text itself where it is not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?[/.]*")
_CHINESE_DATE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")


def csl_date(text: str) -> dict[str, Any] | None:
    """Return the CSL date of a text; None when it is empty.

    Examples
    --------
    >>> csl_date("2019"), csl_date("2019/03/04/"), csl_date("2019年3月")
    ({'date-parts': [[2019]]}, {'date-parts': [[2019, 3, 4]]}, {'date-parts': [[2019, 3]]})
    >>> csl_date("2018-12/2019-01"), csl_date("c. 1990"), csl_date("2019-02-30")
    ({'date-parts': [[2018, 12], [2019, 1]]}, {'literal': 'c. 1990'}, {'literal': '2019-02-30'})
    """
    text = " ".join(text.split())
    if not text:
        return None
    whole = _parts(text)
    if whole is not None:
        return {"date-parts": [whole]}
    first, _, last = text.partition("/")
    begin, end = _parts(first), _parts(last)
    if begin is not None and end is not None:
        return {"date-parts": [begin, end]}
    return {"literal": text}


def _parts(text: str) -> list[int] | None:
    match = _DATE.fullmatch(text) or _CHINESE_DATE.fullmatch(text)
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part is not None]
    return parts if is_date(parts) else None


def is_date(parts: list[int]) -> bool:
    """Return whether year, month and day, as far as they are given, are a day of the calendar.

    Examples
    --------
    >>> is_date([2020, 2, 29]), is_date([2019, 13])
    (True, False)
    """
    try:
        date(*(*parts, 1, 1)[:3])
    except (ValueError, OverflowError):
        return False
    return True


def month_number(text: str) -> int | None:
    """Return the number of a month given by number or English name; None for anything else.

    Examples
    --------
    >>> month_number("mar"), month_number("December"), month_number("07"), month_number("spring")
    (3, 12, 7, None)
    """
    text = text.strip().strip(".").lower()
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text[:4]) <= 12 and len(text) < 3 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS and text.isalpha() else None
