"""A figure against its fragment, its passage and its years: what contradicts it there, and what decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.curation.held_times import held_times, years_of
from cbec_kg.curation.printed_rules import Reading, is_value, quantities_of, readings, wrong_operator, wrong_unit
from cbec_kg.curation.printed_text import CURRENCIES, FLOWS, Finding, PrintedText, spots_of, years_in
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.normalise import one_line
from cbec_kg.text.quantities import operators_in, quantities
from cbec_kg.text.times import clause_starts, compared_with

_LISTED = r"(?:\d[\d.]*\s*[%％]\s*(?:、|和|与|及|以及|,?\s*\band\b)\s*)*"
_GROWTH = re.compile(
    rf"(?:增长|增幅|上涨|增速|涨幅|提高|上升)[了达为]?\s*{_LISTED}$|\b(?:grew|rose|risen|grown|increased)\s+by\s*{_LISTED}$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"[增升涨扩降减跌落缩负翻幅变少]|提高|下滑|\b(?:grow|grew|r[io]se|increas|decreas|f[ae]ll|declin|chang|expand|up|down|drop|gain|add)",
    re.IGNORECASE,
)
"""Words of which one is in each clause that tells a change."""
_AVERAGE = re.compile(
    r"年均|平均每年|\b(?:annual|yearly)\s+average|\baverage\s+annual|\bper\s+(?:year|annum)\b|\ba\s+year\b|\bannually\b|\bCAGR\b|复合|均",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"年均|平均每年|\b(?:annual|yearly)\s+average|\bper\s+year\b|\ba\s+year\b|\bannually\b", re.IGNORECASE)
_SHARE = re.compile(r"占[^，,。；;]{0,16}$|\b(?:share|proportion)\s+of\s*$", re.IGNORECASE)
_NEAR_SHARE = re.compile(r"(?P<word>约|大约|将近|接近|近|超过|超|不足|不到|逾)占[^，,。；;\d]{0,16}$")
_LEAST = re.compile(r"倒数|[末尾]|最[低少小后差弱]|\b(?:last|lowest|least|smallest|bottom|fewest|worst)\b", re.IGNORECASE)
_AMOUNTS = (*CURRENCIES, "count", "m2", "kg")
_MORE = re.compile(r"[上数几][十百千万]|[十百千万]几|(?<!不)过半|[大多]半|成[多余]")
"""Numbers in words that are more than what they name."""
_ONE_FLOW = re.compile(r"(?<!进)(?:出口|进口)(?:贸易|商品)?[额值]?(?:达到?|为|约|接近|近|超过|突破|已|就|了)*\d")
"""Exports or imports alone, right before a number."""
_CLAUSE = re.compile(r"[，,。；;：:（(]\s*")


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
        yield from _kind_and_unit(record, unit)
    if record.table is None and text is not None:
        yield from _in_passage(record, unit, text)
    elif text is None:
        yield Finding(unheld="the text is not at hand")
    yield from held_times(record, curation, text)


def _own_print(record: r.Statistic, unit: r.Unit) -> Iterator[Finding]:
    """Yield what the print alone leaves open: numbers in words, units and operators that it does not have."""
    line = one_line(record.printed)
    found = [one for one in readings(line) if is_value(record, one.phrase, unit)]
    quantities = quantities_of(record, line, unit)
    if not found and not quantities:
        yield Finding(unheld="the number is printed in words or in several parts")
    elif not quantities:
        yield Finding(unheld="no unit is printed with the number, or one that is not known")
    more = _MORE.search(line) is not None
    printed, around = (
        operators_in(line) | ({"more-than"} if more else set()),
        " ".join(anchor.fragment for anchor in record.at),
    )
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
    known = years_of(record.period) | years_of(record.base or "")
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
    near = _NEAR_SHARE.search(line, max(0, start - 24), start)
    if near is not None and record.operator == "equal" and not operators_in(line[start:end]):
        return f".operator is 'equal'; the passage says {near['word']!r}: {shown!r}. Correct one of them."
    wrong = wrong_unit(line[start:end], known, unit)
    if wrong:
        return f".unit is {unit.id}; the passage says {wrong}: {shown!r}. Correct one of them."
    return _wrong_kind(record, line, here, start)


def _kind_and_unit(record: r.Statistic, unit: r.Unit) -> Iterator[Finding]:
    """Yield that a unit is none of figures of a kind: a rank is counted in places, and a share is no amount."""
    if record.indicator == r.TO_CONFIRM:
        return
    if (record.kind == "rank") != (unit.base == "rank") or (record.kind == "share" and unit.base in _AMOUNTS):
        yield Finding(f".kind is {record.kind!r}, and its unit {unit.id} is of {unit.base}. Correct one of them.")


def _wrong_kind(record: r.Statistic, line: str, here: list[Reading], start: int) -> str:
    """Return that a growth or a share is recorded as something else, by the words right before it."""
    first = min((one.phrase.start for one in here), default=start)
    before, clause = line[max(0, first - 30) : first], line[clause_starts(line, first)[0] : first]
    percent = any(one.quantity is not None and one.quantity.unit.noun.base == "percent" for one in here)
    if record.indicator == r.TO_CONFIRM:
        return ""
    if record.from_least is not None and not _LEAST.search(line):
        return ".from_least is 'yes', for which the passage has no word. Remove it."
    if record.kind == "average-growth" and not _AVERAGE.search(line):
        return ".kind is 'average-growth', for which the passage has no word. Correct it."
    if not percent:
        around = f"{clause}{_CLAUSE.split(line[first:])[0]}"
        changes = record.kind != "growth" or record.value < 0 or _CHANGE.search(around)
        return "" if changes else f".kind is 'growth'; the clause has no word for a change: {clause[-12:]!r}. Correct it."
    if _GROWTH.search(before) and record.kind in ("share", "rank", "level"):
        return f".kind is {record.kind!r}; the words before the number say a growth: {before[-6:]!r}. Correct it."
    if _SHARE.search(before) and record.kind in ("growth", "average-growth", "rank", "level"):
        return f".kind is {record.kind!r}; the words before the number say a share: {before[-6:]!r}. Correct it."
    if record.kind in ("level", "share") and (compared := compared_with(line, first)) and _CHANGE.search(clause):
        return f".kind is {record.kind!r}; the clause compares with {compared.words!r}. Correct it."
    if record.kind == "growth" and _YEARLY.search(clause):
        return f".kind is 'growth'; the words before the number say an average one: {clause[-6:]!r}. Correct it."
    return ""


def _direction(record: r.Statistic, curation: Curation, text: PrintedText | None) -> Iterator[Finding]:
    """Yield that exports are recorded where imports are printed, or the other way about."""
    indicator = curation.records.get(record.indicator)
    flow = indicator.flow if isinstance(indicator, r.Indicator) else None
    if flow not in (*FLOWS, "total"):
        return
    if record.kind == "share" and flow in FLOWS:
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
            if (named and flow not in named) if flow in FLOWS else _ONE_FLOW.search(clause):
                of = f"of {flow}s" if flow in FLOWS else "of both flows"
                yield Finding(
                    f".indicator is {record.indicator}, {of}; the clause has {clause[-12:]!r}. Correct one of them."
                )
                return
