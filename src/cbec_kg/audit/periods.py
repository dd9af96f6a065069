"""Periods as a curation writes them: what comes a year before, just before, and what a period is made up of.

A period is a year (``2018``), a month (``2018-03``), a quarter or half-year as SDMX writes them (``2018-Q1``, ``2018-S1``),
a day (``2018-12-31``: as at its end), a span of years or of months with both ends in it (``2016/2020``,
``2018-01/2018-09``), or ``unknown``. A span of months that is a quarter, a half-year or a year is that.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from cbec_kg.model.records import Statistic

_YEAR = re.compile(r"\d{4}", re.ASCII)
_SPAN = re.compile(r"(\d{4})/(\d{4})", re.ASCII)
_SINGLE = re.compile(r"(\d{4})(|-\d{2}|-\d{2}-\d{2}|-Q[1-4]|-S[12])", re.ASCII)
_LENGTHS = {"": 12, "Q": 3, "S": 6}

_MOST = 600
"""Most steps from one period to another: fifty years of months."""

Step = Callable[[str], str | None]


@cache
def year_of(period: str) -> int | None:
    """Return the year that a period is, None for days, months, spans and unknown periods."""
    return int(period) if _YEAR.fullmatch(period) else None


def span_of(period: str) -> tuple[int, int] | None:
    """Return the first and last year of a span, None for other periods, and for spans that end before they begin."""
    found = _SPAN.fullmatch(period)
    return (int(found[1]), int(found[2])) if found and found[1] < found[2] else None


@cache
def months_of(period: str) -> tuple[int, int] | None:
    """Return the first and the last month of a period, counted from the year 0; None for days and what is no period.

    Examples
    --------
    >>> months_of("0001-Q1"), months_of("0001-12-31"), months_of("0000-02/0000-03")
    ((12, 14), None, (1, 2))
    """
    first, slash, last = period.partition("/")
    if slash:
        ends = months_of(first), months_of(last)
        return None if ends[0] is None or ends[1] is None or ends[0][0] > ends[1][1] else (ends[0][0], ends[1][1])
    found = _SINGLE.fullmatch(period)
    if found is None or len(found[2]) > 3:
        return None
    year, part = int(found[1]) * 12, found[2][1:]
    if part.isdecimal():
        return year + int(part) - 1, year + int(part) - 1
    length = _LENGTHS[part[:1]]
    start = year + (int(part[1:]) - 1) * length if part else year
    return start, start + length - 1


def _named(first: int, last: int) -> str:
    """Return the period from one month to another."""
    year, month = divmod(first, 12)
    length = last - first + 1
    if length == 1:
        return f"{year:04d}-{month + 1:02d}"
    for letter, months in _LENGTHS.items():
        if length == months and month % months == 0:
            return f"{year:04d}-{letter}{month // months + 1}" if letter else f"{year:04d}"
    return f"{_named(first, first)}/{_named(last, last)}"


@cache
def plain(period: str) -> str:
    """Return a period by its simplest name: ``2018-Q1`` for the months from January to March.

    Examples
    --------
    >>> plain("2018-01/2018-03"), plain("2018-01/2018-09"), plain("2016/2020")
    ('2018-Q1', '2018-01/2018-09', '2016/2020')
    """
    months = months_of(period)
    return period if months is None or _SPAN.fullmatch(period) else _named(*months)


@cache
def stock_period(period: str) -> str:
    """Return the period at whose end a stock is counted: a month, or a year where that is December.

    Examples
    --------
    >>> stock_period("2019-12-31"), stock_period("2019-Q2"), stock_period("2019-06-30"), stock_period("2019-06-15")
    ('2019', '2019-06', '2019-06', '2019-06-15')
    """
    if _SPAN.fullmatch(period):
        return period
    months = months_of(period)
    if months is None:
        found = _SINGLE.fullmatch(period)
        if found is None or not _ends_month(period):
            return period
        months = months_of(period[:7])
    assert months is not None
    last = months[1]
    return f"{last // 12:04d}" if last % 12 == 11 else _named(last, last)


def _ends_month(day: str) -> bool:
    year, month, date = (int(part) for part in day.split("-"))
    return 1 <= month <= 12 and year > 0 and date == monthrange(year, month)[1]


def shifted(period: str, years: int) -> str | None:
    """Return the same period some years later, None for spans and unknown periods; February ends on its last day.

    Examples
    --------
    >>> shifted("2019-Q3", 1), shifted("2020-02-29", -1), shifted("2016/2020", 1)
    ('2020-Q3', '2019-02-28', None)
    """
    found = _SINGLE.fullmatch(period)
    if found is None or not 0 < int(found[1]) + years < 10_000:
        return None
    year, rest = int(found[1]) + years, found[2]
    if rest.startswith("-02-2") and _ends_month(period):
        rest = f"-02-{monthrange(year, 2)[1]}"
    return f"{year:04d}{rest}"


@cache
def year_before(period: str) -> str | None:
    """Return the same period of the year before, None for spans and unknown periods."""
    return shifted(period, -1)


@cache
def year_after(period: str) -> str | None:
    """Return the same period of the year after, None for spans and unknown periods."""
    return shifted(period, 1)


@cache
def following(period: str) -> str | None:
    """Return the month, quarter, half-year or year that follows; None for days, spans and unknown periods.

    Examples
    --------
    >>> following("2019-12"), following("2019-Q4"), following("2019"), following("2019-12-31")
    ('2020-01', '2020-Q1', '2020', None)
    """
    months = None if "/" in period else months_of(period)
    return None if months is None else _named(months[1] + 1, 2 * months[1] - months[0] + 1)


@cache
def preceding(period: str) -> str | None:
    """Return the month, quarter, half-year or year just before; None for days, spans and unknown periods."""
    months = None if "/" in period else months_of(period)
    return None if months is None else _named(2 * months[0] - months[1] - 1, months[0] - 1)


def steps(first: str, last: str, step: Step) -> list[str]:
    """Return the periods after the first one, up to the last; none where steps do not lead there.

    Examples
    --------
    >>> steps("2018", "2020", year_after), steps("2018-Q3", "2019-Q1", following), steps("2018", "2018-03", following)
    (['2019', '2020'], ['2018-Q4', '2019-Q1'], [])
    """
    found: list[str] = []
    here: str | None = first
    while here != last:
        here = step(here) if here is not None else None
        if here is None or len(found) == _MOST or not is_before(first, here):
            return []
        found.append(here)
    return found


def cadence(period: str) -> str:
    """Return what periods of the same part of each year have in common: ``-Q1``; empty for years."""
    return period[4:]


@cache
def end_of(period: str) -> tuple[int, int]:
    """Return the last month of a period and its last day, by which periods are put in order."""
    months = months_of(period)
    if months is not None:
        return months[1], 32
    found = _SINGLE.fullmatch(period.rpartition("/")[2])
    return (0, 0) if found is None else (int(found[1]) * 12 + int(period[-5:-3]) - 1, int(period[-2:]))


def last_day(period: str) -> str:
    """Return the last day of a period.

    Examples
    --------
    >>> last_day("2018-Q1"), last_day("2016/2020"), last_day("2018-02-03")
    ('2018-03-31', '2020-12-31', '2018-02-03')
    """
    month, day = end_of(period)
    year, month = divmod(month, 12)
    return f"{year:04}-{month + 1:02}-{min(day, monthrange(max(year, 1), month + 1)[1]):02}"


def is_before(one: str, other: str) -> bool:
    """Return whether a period ends before another does."""
    return end_of(one) < end_of(other)


def base_period(statistic: Statistic) -> str | None:
    """Return the period that a growth is counted from; the year before where the article does not say.

    None when the curator marks the base as unknown, when the period has none before it, or where a month or a quarter does
    not say whether it is compared with the year before or with what came just before. A base that is a year means the same
    part of that year.
    """
    period, base = plain(statistic.period), statistic.base
    if base is None:
        return None if re.search(r"^\d{4}-(?:\d{2}|Q.)$", period) else year_before(period)
    if base == "previous-year":
        return year_before(period)
    if base == "previous-period":
        return preceding(period)
    if year_of(base) is not None and (found := _SINGLE.fullmatch(period)):
        return shifted(period, int(base) - int(found[1]))
    return None if base == "unknown" else plain(base)


def base_year(statistic: Statistic) -> int | None:
    """Return the year that the growth of a year is counted from, None where `base_period` gives none or no year."""
    base = None if year_of(statistic.period) is None else base_period(statistic)
    return None if base is None else year_of(base)


@cache
def divisions(period: str) -> tuple[tuple[str, ...], ...]:
    """Return a year, half-year or quarter as its halves, its quarters and its months; nothing for other periods.

    Examples
    --------
    >>> divisions("2019-Q1"), [len(parts) for parts in divisions("2019")], divisions("2016/2020")
    ((('2019-01', '2019-02', '2019-03'),), [2, 4, 12], ())
    """
    months = None if "/" in period else months_of(period)
    if months is None:
        return ()
    first, last = months
    lengths = (length for length in (6, 3, 1) if length < last - first + 1)
    return tuple(tuple(_named(start, start + length - 1) for start in range(first, last + 1, length)) for length in lengths)


def tilings(period: str, known: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the ways to make up a period of two or more of the known ones that lie within it, end to end.

    Examples
    --------
    >>> list(tilings("2019", ["2019", "2019-S1", "2019-Q1", "2019-Q2", "2019-S2"]))
    [('2019-S1', '2019-S2'), ('2019-Q1', '2019-Q2', '2019-S2')]
    """
    whole = months_of(period)
    if whole is None or _SPAN.fullmatch(period):
        return
    inside: dict[int, list[tuple[int, str]]] = {}
    for other in known:
        months = months_of(other)
        if months is not None and whole[0] <= months[0] and months[1] <= whole[1] and months != whole:
            inside.setdefault(months[0], []).append((months[1], other))

    def onwards(start: int) -> Iterator[tuple[str, ...]]:
        if start > whole[1]:
            yield ()
        for last, name in sorted(inside.get(start, ()), reverse=True):
            yield from ((name, *rest) for rest in onwards(last + 1))

    yield from islice(onwards(whole[0]), _MOST_TILINGS)


_MOST_TILINGS = 8
"""Most ways to make up a period that are compared with it."""
