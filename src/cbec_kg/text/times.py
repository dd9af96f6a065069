"""Which time the words before a number give it, and which earlier time it is compared with: years, parts of years, spans.

``2011~2014年均增长3.10%，2015年增长4.20%``: each number has the time of its own clause, else that of a clause before. Words
for a time without its year, such as 今年, and clauses with several times leave it open; so do titles and brackets.
Out of scope: what the number counts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cbec_kg.text.normalise import has_chinese

_YEAR = r"(?<![\d.,])(?P<{0}>(?:19|20)\d\d)(?!\d|,\d{{3}}|\.\d|\s*(?:[%％‰家个户名吨亩件元美万亿千百余多]|人(?!均)))"
_DASH = r"\s*(?:[-~～〜–—−至到]|to|and)\s*"
_PART = (
    r"(?P<half>[上下]半年)|(?:第?(?P<quarter>[一二三四1-4])季度?)|前(?P<upto>[二三两23])个?季度"
    r"|(?P<month>1[0-2]|[1-9])(?:\s*(?:[-~～—–至到]|月\s*[至到-])\s*(?P<last>1[0-2]|[1-9]))?月(?P<day>[底末初]|份?(?:\d{1,2}日)?)"
    r"|年?(?P<edge>底|末|初)"
)
_TIME = re.compile(
    rf"(?:{_YEAR.format('first')}年?{_DASH}(?P<second>(?:19|20)\d\d)(?!\d)年?)|(?:{_YEAR.format('year')}\s*年?度?\s*(?:{_PART})?)"
)
_COMPARING = re.compile(
    r"(?:[与和同跟较比]|较之|相较于?|相比于?|相对于?|高于|低于|\bthan(?:\s+in)?|\bcompared\s+(?:with|to)(?:\s+that\s+(?:of|in))?|\brelative\s+to|\bover|\bfrom|\bsince)\s*$"
)
_COMPARED = re.compile(r"(?:年|的|全年|同期|水平|底|末|初|\s)*相(?:比|较)")
_NEEDS_AFTER = frozenset("与和同跟")
_OPEN = re.compile(r"[-/–—.]\d|(?:年|的|\s)*(?:以来|之?[后前]|以[后前]|起|开始|至今|\bonwards?\b)|年代")
_OPENING = re.compile(r"(?:\b(?:since|after|before|until|by)|自从?|自)\s*$", re.IGNORECASE)
_MASKED = re.compile(r"《[^》]*》|[（(\[［][^）)\]］]*[）)\]］]|“[^”]*”")
_VAGUE = re.compile(
    r"[今本去当次翌明]年|同年|年(?:后|前(?![一二三两23]个?季))|近[几数一二三四五六七八九十]*年|至今|以来|目前|当前|现在|[十一二三四五]五(?:期间|规划|时期|”|末)|[本上]月|[本上]季|世纪"
    r"|\b(?:this|that|the\s+same|following|next|last|previous)\s+(?:year|quarter|month|decade|period)\b|\b(?:now|currently|recent)\b",
    re.IGNORECASE,
)
_PREVIOUS_YEAR = re.compile(
    r"同比|[比较与和同][上去前]一?年|[上去]年同期相?比|year[- ]on[- ]year"
    r"|\b(?:over|than|from)\s+(?:the\s+)?(?:previous|last|preceding)\s+year\b",
    re.IGNORECASE,
)
_PREVIOUS_PERIOD = re.compile(
    r"环比|[比较与和同]上(?:个?月|一?期|个?季)|month[- ]on[- ]month|quarter[- ]on[- ]quarter", re.IGNORECASE
)
_CLAUSE = re.compile(r"[，；：。！？]\s*|[,;:!?](?!\d)\s*")
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


class Time(NamedTuple):
    """A time that a text prints: its first and last year, and what part of one year, as a period has it.

    `part` is empty for whole years, ``S1``, ``Q3``, ``05``, ``01/09`` for a half, a quarter, a month or months, ``end`` and
    ``begin`` for the edge of a year.
    """

    start: int
    end: int
    first: int
    last: int
    part: str = ""


class Compared(NamedTuple):
    """What a number is compared with: a year, or ``previous-year`` or ``previous-period``, and the words for it."""

    base: str
    words: str


def times_in(text: str) -> list[Time]:
    """Return the times of a text that are no base of a comparison, in order; titles, quotes and brackets aside.

    Examples
    --------
    >>> [(time.first, time.last, time.part) for time in times_in("2016~2020年，2020年上半年比2019年多，2014年年底")]
    [(2016, 2020, ''), (2020, 2020, 'S1'), (2014, 2014, 'end')]
    """
    plain = _MASKED.sub(lambda match: "\0" * len(match.group()), text)
    return [_time(match) for match in _TIME.finditer(plain) if not _is_compared(plain, match)]


def time_of(line: str, start: int) -> Time | None:
    """Return the one time that a number at an offset of a sentence has; None where that is open.

    Examples
    --------
    >>> line = "2011~2014年均增长3.10%，2015年增长4.20%，与上年相比少，出口3亿元"
    >>> [time_of(line, line.index(number))[2:4] for number in ("3.10", "4.20", "3亿")]
    [(2011, 2014), (2015, 2015), (2015, 2015)]
    >>> time_of("2019年以来，企业增至30家", 13), time_of("从2018年和2019年的3亿元", 14), time_of("5 tonnes since 2019", 0)
    (None, None, None)
    """
    found = times_in(line)
    if not has_chinese(line):  # where the time comes before or after its number
        alone = len({(time.first, time.last, time.part) for time in found}) == 1
        return found[0] if alone and not _is_open(line, found[0]) and not _VAGUE.search(line) else None
    plain = _MASKED.sub(lambda match: "\0" * len(match.group()), line)
    end = start
    for begin in clause_starts(line, start):
        here = [time for time in found if begin <= time.start < end]
        if _VAGUE.search(plain, begin, end):
            return None
        if here:
            alone = len({(time.first, time.last, time.part) for time in here}) == 1
            return here[-1] if alone and not _is_open(plain, here[-1]) else None
        end = begin
    return None


def clause_starts(line: str, start: int) -> list[int]:
    """Return where the clause of an offset begins, and where each clause before it does, backwards."""
    return sorted({0, *(match.end() for match in _CLAUSE.finditer(line, 0, start))}, reverse=True)


def without_times(text: str) -> str:
    """Return a text without the years and spans of years that it prints."""
    return _TIME.sub("", text)


def compared_with(line: str, start: int) -> Compared | None:
    """Return what the clause of a number says that it is compared with; None where it says nothing, or several things.

    Examples
    --------
    >>> line = "出口5亿元，与2017年同期相比增长16%，同比增长3%"
    >>> [compared_with(line, line.index(number)) for number in ("5亿", "16%", "3%")]
    [None, Compared(base='2017', words='2017年'), Compared(base='previous-year', words='同比')]
    """
    begin = clause_starts(line, start)[0]
    ending = _CLAUSE.search(line, start)
    end = start if has_chinese(line) else ending.start() if ending else len(line)
    clause = _MASKED.sub(lambda match: "\0" * len(match.group()), line[begin:end])
    found = [
        Compared(match["year"], match.group().strip())
        for match in _TIME.finditer(clause)
        if match["year"] and _is_compared(clause, match)
    ]
    for pattern, base in ((_PREVIOUS_YEAR, "previous-year"), (_PREVIOUS_PERIOD, "previous-period")):
        found += [Compared(base, match.group()) for match in pattern.finditer(clause)]
    return found[0] if len({one.base for one in found}) == 1 else None


def _is_compared(text: str, match: re.Match[str]) -> bool:
    before = _COMPARING.search(text, max(0, match.start() - 40), match.start())
    if before is None:
        return False
    return before.group().strip() not in _NEEDS_AFTER or _COMPARED.match(text, match.end()) is not None


def _is_open(text: str, time: Time) -> bool:
    return bool(_OPEN.match(text, time.end) or _OPENING.search(text, max(0, time.start - 12), time.start))


def _time(match: re.Match[str]) -> Time:
    if match["first"]:
        return Time(match.start(), match.end(), int(match["first"]), int(match["second"]))
    part = ""
    if match["half"]:
        part = "S1" if match["half"][0] == "上" else "S2"
    elif match["quarter"] or match["upto"]:
        number = match["quarter"] or match["upto"]
        quarter = _NUMERALS.get(number) or int(number)
        part = f"Q{quarter}" if match["quarter"] else f"01/{3 * quarter:02}"
    elif match["month"]:
        part = f"{int(match['month']):02}" + (f"/{int(match['last']):02}" if match["last"] else "")
        part = f"{part} day" if match["day"] and match["day"] != "份" else part
    elif match["edge"]:
        part = "begin" if match["edge"] == "初" else "end"
    return Time(match.start(), match.end(), int(match["year"]), int(match["year"]), part)
