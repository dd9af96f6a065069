"""A figure against its fragment, its passage and its years: what contradicts it there, and what decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.curation.printed_rules import Reading, is_value, quantities_of, readings, wrong_operator, wrong_unit
from cbec_kg.curation.printed_text import FLOWS, PrintedText, spots_of, years_in
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.normalise import one_line
from cbec_kg.text.quantities import operators_in, quantities

_RELATIVE = re.compile(
    r"[今本去上前同当次翌明]年|年[前后]|近[几数]?年|目前|当前|现在|至今|以来|同期|[十一二三四五]五(?:期间|规划|时期|”|末)|世纪|年代|本[月季]|上半年|下半年"
    r"|\b(?:this|last|previous|next|that|same|recent|current|following)\s+(?:year|years|period|decade|quarter|month)\b|\bsince\b|\bnow\b"
    r"|\bcurrently\b|\byear-on-year\b|'\d\d|’\d\d",
    re.IGNORECASE,
)
"""Words that give a time without its year."""

_GROWTH = re.compile(
    r"(?:增长|增幅|上涨|增速|涨幅|提高|上升)[了达为]?\s*$|\b(?:grew|rose|risen|grown|increased)\s+by\s*$", re.IGNORECASE
)
_AVERAGE = re.compile(r"年均|平均每年|\b(?:annual|yearly)\s+average|\bper\s+year\b|\ba\s+year\b|\bannually\b", re.IGNORECASE)
_SHARE = re.compile(r"占[^，,。；;]{0,16}$|\b(?:share|proportion)\s+of\s*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[，,。；;：:（(]\s*")


class Finding(NamedTuple):
    """One thing about a figure: what contradicts it, or why something of it cannot be held."""

    warning: str = ""
    unheld: str = ""


def held_figure(record: r.Statistic, curation: Curation, text: PrintedText | None) -> Iterator[Finding]:
    """Yield what contradicts a figure in its fragments and passages, and why something of it cannot be held."""
    unit = curation.records.get(record.unit)
    if not isinstance(unit, r.Unit):
        return
    if record.indicator == r.TO_CONFIRM:
        yield Finding(unheld="nobody has confirmed what it measures")
    if record.table is None:
        yield from _own_print(record, unit)
        yield from _fragments(record, unit)
        yield from _direction(record, curation, text)
    if record.table is None and text is not None:
        yield from _in_passage(record, unit, text)
    elif text is None:
        yield Finding(unheld="the text is not at hand")
    yield from _period(record, curation, text)
    if text is not None and record.base is not None:
        yield from _base(record, text)


def _own_print(record: r.Statistic, unit: r.Unit) -> Iterator[Finding]:
    """Yield what the print alone leaves open: numbers in words, units and operators that it does not have."""
    line = one_line(record.printed)
    found = [one for one in readings(line) if is_value(record, one.phrase, unit)]
    quantities = quantities_of(record, line, unit)
    if not found and not quantities:
        yield Finding(unheld="the number is printed in words or in several parts")
    elif not quantities:
        yield Finding(unheld="no unit is printed with the number, or one that is not known")
    printed, around = operators_in(line), " ".join(anchor.fragment for anchor in record.at)
    if record.operator not in ("equal", "between") and record.operator not in printed | operators_in(around):
        if not (record.operator == "more-than" and "at-least" in printed):
            fact = f".operator is {record.operator!r}, for which printed {record.printed!r} has no word."
            yield Finding(f"{fact} Correct it, or let 'printed' have the word.")
    elif record.operator == "equal" and (left := sorted(printed)) and not wrong_operator(record, line, quantities):
        yield Finding(f".operator is 'equal'; printed {record.printed!r} has a word for {left[0]!r}. Correct one of them.")


def _fragments(record: r.Statistic, unit: r.Unit) -> Iterator[Finding]:
    """Yield that the fragments have another figure than the recorded one, or another year than its period."""
    others: list[str] = []
    for anchor in record.at:
        line = one_line(anchor.fragment)
        if any(is_value(record, one.phrase, unit) for one in readings(line)) or spots_of(line, record.printed):
            others = []
            break
        others += [one.printed for one in quantities(line) if one.start > 0 and not line[-1:].isdigit()]
    if others:
        fact = f".value is {record.value_text}; the fragment has {others[0]!r}."
        yield Finding(f"{fact} Correct the value or the fragment.")
    printed = {year for anchor in record.at for year in years_in(anchor.fragment)}
    known = _years(record.period) | _years(record.base or "")
    if printed and known and not printed & set(range(min(known), max(known) + 1)):
        yield Finding(f".period is {record.period}; the fragment has {min(printed)}. Correct one of them.")


def _in_passage(record: r.Statistic, unit: r.Unit, text: PrintedText) -> Iterator[Finding]:
    """Yield what the passages say of a figure otherwise than its record does."""
    anchors = [anchor for anchor in record.at if text.line(anchor.locator)]
    if not anchors:
        return
    locators = " or ".join(dict.fromkeys(anchor.locator for anchor in anchors))
    spots = [(anchor, spot) for anchor in anchors for spot in spots_of(text.line(anchor.locator), record.printed)]
    if not spots:
        yield Finding(f".printed {record.printed!r} does not stand in {locators}. Copy it from there.")
        return
    near = [
        (anchor, spot)
        for anchor, spot in spots
        if any(spot[0] < end and start < spot[1] for start, end in spots_of(text.line(anchor.locator), anchor.fragment))
    ]
    if not near:
        numbers = {one.phrase.value for anchor in anchors for one in readings(one_line(anchor.fragment))}
        if numbers - {None}:
            yield Finding(f".printed {record.printed!r} is not where its fragment is in {locators}. Correct one of them.")
        else:
            yield Finding(unheld="the fragment is apart from the number")
        return
    wrong = [_at_spot(record, unit, text.line(anchor.locator), spot) for anchor, spot in near]
    if all(wrong):
        yield Finding(wrong[0])


def _at_spot(record: r.Statistic, unit: r.Unit, line: str, spot: tuple[int, int]) -> str:
    """Return what a place of a passage says otherwise; empty for nothing."""
    start, end = spot
    here = [one for one in readings(line) if one.phrase.start < end and start < one.phrase.end]
    cut = [one.phrase.text for one in here if one.phrase.start < start or one.phrase.end > end]
    if cut:
        return f".printed {record.printed!r} is a part of {cut[0]!r}. Give the whole number."
    found = [one for one in here if is_value(record, one.phrase, unit) and one.quantity is not None]
    known = [one.quantity for one in found if one.quantity is not None]
    shown = line[max(0, start - 4) : end + 4]
    operator = wrong_operator(record, line[start:end], known)
    if operator and not operators_in(line[start:end]):
        return f".operator is {record.operator!r}; the passage says {operator!r}: {shown!r}. Correct one of them."
    wrong = wrong_unit(line[start:end], known, unit)
    if wrong:
        return f".unit is {unit.id}; the passage says {wrong}: {shown!r}. Correct one of them."
    return _wrong_kind(record, line, here, start)


def _wrong_kind(record: r.Statistic, line: str, here: list[Reading], start: int) -> str:
    """Return that a growth or a share is recorded as something else, by the words right before it."""
    first = min((one.phrase.start for one in here), default=start)
    before = line[max(0, first - 20) : first]
    percent = any(one.quantity is not None and one.quantity.unit.noun.base == "percent" for one in here)
    if not percent or record.indicator == r.TO_CONFIRM:
        return ""
    if _GROWTH.search(before) and record.kind in ("share", "rank", "level"):
        return f".kind is {record.kind!r}; the words before the number say a growth: {before[-6:]!r}. Correct it."
    if _SHARE.search(before) and record.kind in ("growth", "average-growth", "rank"):
        return f".kind is {record.kind!r}; the words before the number say a share: {before[-6:]!r}. Correct it."
    clause = _CLAUSE.split(line[:first])[-1]
    if record.kind == "growth" and _AVERAGE.search(clause):
        return f".kind is 'growth'; the words before the number say an average one: {clause[-6:]!r}. Correct it."
    if record.kind == "average-growth" and _GROWTH.search(before) and not _AVERAGE.search(line):
        return ".kind is 'average-growth', for which the passage has no word. Correct it."
    return ""


def _direction(record: r.Statistic, curation: Curation, text: PrintedText | None) -> Iterator[Finding]:
    """Yield that exports are recorded where imports are printed, or the other way about."""
    indicator = curation.records.get(record.indicator)
    flow = indicator.flow if isinstance(indicator, r.Indicator) else None
    if flow not in FLOWS:
        return
    if record.kind == "share":
        whole = curation.records.get(record.whole or "")
        if isinstance(whole, r.Indicator) and whole.flow in FLOWS and whole.flow != flow:
            yield Finding(f".indicator is {record.indicator}, of {flow}s, as a share of {whole.flow}s. Correct one of them.")
        return
    for anchor in record.at:
        lines = [one_line(anchor.fragment)]
        if text is not None:
            line = text.line(anchor.locator)
            lines += [line[:end] for _, end in spots_of(line, anchor.fragment)]
        for line in lines:
            clause = _CLAUSE.split(line)[-1]
            named = {name for name, word in FLOWS.items() if word.search(clause)}
            if named and flow not in named:
                yield Finding(
                    f".indicator is {record.indicator}, of {flow}s; the clause has {clause[-12:]!r}. Correct one of them."
                )
                return


def _years(period: str) -> set[int]:
    return {int(part[:4]) for part in period.split("/") if part[:4].isdigit()}


def _period(record: r.Statistic, curation: Curation, text: PrintedText | None) -> Iterator[Finding]:
    """Yield that no passage prints the years of a figure's period, or that it is after the article."""
    years = _years(record.period)
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
        without = not printed - _years(record.base or "")
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


def _base(record: r.Statistic, text: PrintedText) -> Iterator[Finding]:
    """Yield that the year with which a growth is compared is printed nowhere near."""
    years = _years(record.base or "")
    anchors = [anchor for anchor in record.at if text.line(anchor.locator)]
    if years and anchors and not years <= {year for anchor in anchors for year in text.years_before(anchor.locator)}:
        yield Finding(f".base is {record.base}, which its section does not print up to there. Correct it.")
