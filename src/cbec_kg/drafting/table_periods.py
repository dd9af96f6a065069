"""The period that a heading of a row or column is, where it is nothing else: ``2019年``, ``2020Q1``, ``2016—2020``."""

from __future__ import annotations

import re

_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"{_YEAR}\s?(?:年度?)?", "{year}"),
        (rf"(?:FY|in|year)\s?{_YEAR}", "{year}"),
        (rf"{_YEAR}[\s-]?Q(?P<part>[1-4])", "{year}-Q{part}"),
        (rf"{_YEAR}年?第?(?P<part>[1-4一二三四])季度?", "{year}-Q{part}"),
        (rf"{_YEAR}年?(?P<half>[上下])半年", "{year}-S{half}"),
        (rf"{_YEAR}(?:年|[-./])(?P<month>0?[1-9]|1[0-2])月?", "{year}-{month}"),
        (rf"{_YEAR}年?\s?[-—–~～至]{{1,2}}\s?(?P<last>(?:1[89]|20)\d\d)(?:年|年度)?", "{year}/{last}"),
    )
)


def printed_period(text: str) -> str | None:
    """Return the period that a whole heading is, None where it is none or says more.

    Examples
    --------
    >>> [printed_period(text) for text in ("2019年", "2020Q1", "2016—2020年", "2019年上半年", "2019年3月", "2019 output")]
    ['2019', '2020-Q1', '2016/2020', '2019-S1', '2019-03', None]
    """
    plain = "".join(text.split())
    for pattern, form in _FORMS:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        parts = match.groupdict()
        if "last" in parts and parts["last"] <= parts["year"]:
            return None
        month = f"{int(parts['month']):02}" if parts.get("month") else ""
        part = _QUARTERS.get(parts.get("part") or "", parts.get("part") or "")
        half = {"上": "1", "下": "2"}.get(parts.get("half") or "", "")
        return form.format(**{**parts, "month": month, "part": part, "half": half})
    return None
