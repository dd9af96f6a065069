"""The period and the base of a figure against the times that its sentence, its paragraph and its section print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.curation.printed_text import Finding, PrintedText, places_of, years_in
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.times import Time, compared_with, time_of, times_in

_RELATIVE = re.compile(
    r"[今本去上前同当次翌明]年|年[前后]|近[几数]?年|目前|当前|现在|至今|以来|同期|[十一二三四五]五(?:期间|规划|时期|”|末)|世纪|年代|本[月季]|上半年|下半年"
    r"|\b(?:this|last|previous|next|that|same|recent|current|following)\s+(?:year|years|period|decade|quarter|month)\b|\bsince\b|\bnow\b"
    r"|\bcurrently\b|\byear-on-year\b|'\d\d|’\d\d",
    re.IGNORECASE,
)
"""Words that give a time without its year."""

_PART = re.compile(
    r"半年|季|月|日|[年][底末初]|\b(?:half|quarter|month|week|end|beginning|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Q[1-4]|H[12])"
    r"|(?:19|20)\d\d[-./]\d",
    re.IGNORECASE,
)
"""Words that name a part of a year."""

_HALF = re.compile(
    r"\b(?:first|second|third|fourth|last)\s+(?:half|quarter)\s+of\s+(?:19|20)\d\d|\b[QH][1-4]\s+(?:19|20)\d\d|(?:19|20)\d\d\s?[QH][1-4]\b",
    re.IGNORECASE,
)
"""A half or a quarter of a year in English."""

_APART = re.compile(r"[从由自]|分别|逐年|\b(?:from|to|respectively)\b", re.IGNORECASE)
_CHANGES = re.compile(rf"{_APART.pattern}|[增升降减涨跌]|\b(?:r[io]se|fell|grew)\b", re.IGNORECASE)
"""Words by which a number, or one that is no growth, need not be of a whole span that is printed before it."""

_OF_PART = {"S1": ("S1", "01/06"), "S2": ("S2", "07/12"), "Q1": ("Q1", "01/03"), "Q2": ("Q2", "04/06"),
            "Q3": ("Q3", "07/09"), "Q4": ("Q4", "10/12"), "01/03": ("Q1", "01/03"), "01/06": ("S1", "01/06"),
            "end": ("12", "12-31", "Q4", "S2", ""), "begin": ("01", "01-01", "Q1", "S1", "")}  # fmt: skip
"""Parts of a year as periods have them that are the same as a printed one."""


def held_times(record: r.Statistic, curation: Curation, text: PrintedText | None) -> Iterator[Finding]:
    """Yield what contradicts the period and the base of a figure, and why one of them cannot be held."""
    found = list(_years_printed(record, curation, text))
    yield from found
    if text is None or record.table is not None:
        return
    if record.base is not None:
        yield from _base_printed(record, text)
    if not any(one.warning for one in found):
        yield from _of_sentence(record, text)


def years_of(period: str) -> set[int]:
    """Return the years at the ends of a period, or of a base."""
    return {int(part[:4]) for part in period.split("/") if part[:4].isdigit()}


def _years_printed(record: r.Statistic, curation: Curation, text: PrintedText | None) -> Iterator[Finding]:
    """Yield that no passage prints the years of a figure's period, or that it is after the article."""
    years = years_of(record.period)
    if not years:
        if record.table is None:
            yield Finding(unheld="its period is unknown")
        return
    anchors = [anchor for anchor in record.at if text is not None and text.line(anchor.locator)]
    printed = {year for anchor in record.at for year in years_in(anchor.fragment)}
    if text is not None:
        printed |= {year for anchor in anchors for year in text.years[anchor.locator]}
    year = curation.article.year
    if year is not None and max(years) > year and max(years) not in printed:
        yield Finding(f".period is {record.period}, and the article is of {year}. Correct one of them.")
        return
    if text is None or years <= printed or not anchors:
        return
    if record.table is not None:
        head = record.at[0].locator.partition(".")[0]
        printed |= {year for other, found in text.years.items() if other.partition(".")[0] == head for year in found}
        printed |= {year for anchor in anchors for year in text.years_before(anchor.locator)}
        if not years <= printed:
            yield Finding(f".period is {record.period}, which neither the table nor its section prints. Correct it.")
    elif record.period_basis == "stated":
        without = not printed - years_of(record.base or "")
        near = {year for anchor in anchors for year in text.years_before(anchor.locator)}
        if without and years <= near and any(_RELATIVE.search(text.line(anchor.locator)) for anchor in anchors):
            yield Finding(unheld="its passage gives the time without a year")
        else:
            where = " or ".join(dict.fromkeys(anchor.locator for anchor in anchors))
            yield Finding(
                f".period is {record.period} as stated, which {where} does not print. Correct it, or give its basis."
            )
    elif record.period_basis == "inherited":
        if not years <= {year for anchor in anchors for year in text.years_before(anchor.locator)}:
            fact = f".period is {record.period} as inherited, which its section does not print up to there."
            yield Finding(f"{fact} Correct it, or give its basis.")
    else:
        yield Finding(unheld="its period is inferred")


def _base_printed(record: r.Statistic, text: PrintedText) -> Iterator[Finding]:
    """Yield that the year with which a growth is compared is printed nowhere near."""
    years = years_of(record.base or "")
    anchors = [anchor for anchor in record.at if text.line(anchor.locator)]
    if any(compared_with(line, start) for _, line, start in places_of(record, text)):
        return  # which the clause decides
    if years and anchors and not years <= {year for anchor in anchors for year in text.years_before(anchor.locator)}:
        yield Finding(f".base is {record.base}, which its section does not print up to there. Correct it.")


def _of_sentence(record: r.Statistic, text: PrintedText) -> Iterator[Finding]:
    """Yield that the clauses of a figure give it another time, or another base, than it is recorded to have."""
    places = places_of(record, text)
    wrong = [_wrong_base(record, line, start) for _, line, start in places] if record.kind == "growth" else []
    if wrong and all(wrong):
        yield Finding(wrong[0])
    drafted = record.indicator == r.TO_CONFIRM and not years_of(record.period)
    if record.period_basis == "inferred" or drafted or not places:
        return
    wrong = [_wrong_period(record, text, *place) for place in places]
    if all(wrong):
        yield Finding(f".period is {record.period}; {wrong[0]}. Correct one of them.")


def _wrong_base(record: r.Statistic, line: str, start: int) -> str:
    years, compared = years_of(record.period), compared_with(line, start)
    whole = re.fullmatch(r"\d{4}", record.period) is not None
    before = str(max(years) - 1) if whole else ""
    if compared is None:
        same = whole and record.base == record.period
        return f".base is {record.base}, its own period. Correct one of them." if same else ""
    allowed = {compared.base}
    if compared.base in ("previous-year", before):
        allowed |= {"previous-year", before}
    if whole and allowed & {"previous-year", "previous-period"}:
        allowed |= {"previous-year", "previous-period", before}
    if record.base is None or record.base in allowed or record.base.startswith(f"{compared.base}-"):
        return ""
    return f".base is {record.base}; the clause compares with {compared.words!r}. Correct one of them."


def _wrong_period(record: r.Statistic, text: PrintedText, locator: str, line: str, start: int) -> str:
    """Return which other time a figure has by its sentence or, where it inherits one, by its paragraph."""
    time = time_of(line, start)
    if time is not None:
        of_part = _APART if record.kind in ("growth", "average-growth") else _CHANGES
        part = time.first != time.last and of_part.search(line, time.end, start) is not None
        return "" if part or _agrees(record, time, line) else f"the clause says {line[time.start : time.end]!r}"
    if record.period_basis != "inherited" or times_in(line):
        return ""
    lines = [text.line(other) for other in text.paragraph_before(locator)]
    if re.search(r"-[QS\d]", record.period) and not any(_PART.search(other) for other in lines):
        return "no sentence of the paragraph up to there names a part of a year"
    before = [time for other in lines for time in times_in(other)]
    years = years_of(record.period)
    printed = {year for time in before for year in (time.first, time.last)}
    return f"the paragraph says {', '.join(map(str, sorted(printed)))}" if printed and not years <= printed else ""


def _agrees(record: r.Statistic, time: Time, line: str) -> bool:
    """Return whether a recorded period may be a printed time."""
    years, part = years_of(record.period), record.period[5:] if "/" not in record.period[:5] else ""
    if not years:
        return False
    first, last = min(years), max(years)
    if time.first != time.last:
        grown = (record.kind == "growth" and (last, record.base) == (time.last, str(time.first))) or (
            record.kind == "average-growth" and (first, last) == (time.first + 1, time.last)
        )
        return grown or (first, last) == (time.first, time.last)
    if (first, last) != (time.first, time.first):
        return False
    if not time.part and not part:
        return _HALF.search(line) is None
    if not time.part:
        return _PART.search(line) is not None
    if time.part.endswith(" day"):
        return not part or part.startswith(time.part[:2]) or part[0] in "QS"
    if part.startswith("01/") or "/" in part:
        part = re.sub(r"/\d{4}-", "/", part)
    return part in _OF_PART.get(time.part, (time.part, *((f"{time.part}-",) if time.part.isdigit() else ())))
