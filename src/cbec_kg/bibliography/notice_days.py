"""Days as sources of notices write them, whole or in part."""

from __future__ import annotations

import re
from functools import lru_cache

from cbec_kg.bibliography.fields import is_date, month_number, one_line

NONE = frozenset(("", "0", "unavailable", "n/a", "na", "none", "null"))
"""What stands where nothing is known."""

MONTH_FIRST = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?: .*)?")
"""A date with slashes and the year last, as Retraction Watch writes it."""

_FORMS = (
    re.compile(r"(?P<y>\d{4})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?)?(?:[T ].*)?"),
    MONTH_FIRST,
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<y>\d{4})"),
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?:(?P<d>\d{1,2}),? )?(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
)


@lru_cache(maxsize=1 << 16)  # the same days come again and again
def day_of(text: str) -> str | None:
    """Return a date as ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; empty when it is not known, None when it is none.

    With slashes and the year last the month comes first, as Retraction Watch writes, unless it cannot be a month.

    Examples
    --------
    >>> [day_of(text) for text in ("3/4/2021 0:00", "2021-03-04", "4.3.2021", "4 March 2021", "Mar 4, 2021", "2021/3")]
    ['2021-03-04', '2021-03-04', '2021-03-04', '2021-03-04', '2021-03-04', '2021-03']
    >>> day_of("25/12/2020"), day_of(""), day_of("soon"), day_of("2021-02-30")
    ('2020-12-25', '', None, None)
    """
    text = one_line(text)
    if text.lower() in NONE:
        return ""
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            month = (month_number(parts["name"]) or 0) if parts.get("name") else int(parts.get("m") or 0)
            day = int(parts.get("d") or 0)
            if month > 12 >= day > 0 and "/" in text and form is MONTH_FIRST:
                month, day = day, month
            return checked_day(int(parts["y"]), month, day, named=bool(parts.get("name")))
    return None


def checked_day(year: int, month: int, day: int, *, named: bool) -> str | None:
    """Return a date of numbers, 0 for a month or day that is not known; None for what is no date, such as a `named` month
    that there is not.
    """
    if not month:
        return None if day or named or not 1000 <= year <= 2999 else f"{year}"
    if not is_date([year, month, *([day] if day else [])]):
        return None
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
