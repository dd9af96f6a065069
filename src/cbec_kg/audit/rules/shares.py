"""Rules about shares: of a part in its whole, and between shares of the same whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from cbec_kg.audit.checks import Check, Verdict, compared, undecidable
from cbec_kg.audit.facts import Facts, Series, series_of
from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.rules.levels import name, short
from cbec_kg.audit.terms import Term, term_of
from cbec_kg.curation.terms import Bilingual


def share_and_whole(facts: Facts) -> Iterator[Check]:
    """Compare each share with the levels of its part and its whole."""
    for reading in facts.readings.values():
        if reading.statistic.kind == "share":
            yield from _share(facts, reading)


def whole_of(reading: Reading) -> Series | None:
    """Return the series that a share is taken of, None when the article does not say."""
    item = reading.statistic
    return None if item.whole is None else Series(item.whole, item.whole_place or item.place)


def _share(facts: Facts, reading: Reading) -> Iterator[Check]:
    item, whole, rule = reading.statistic, whole_of(reading), "share-and-whole"
    part = series_of(item)
    formula = f"part ÷ whole = share ({name(part)}, {item.period})"
    if whole is None:
        yield undecidable(rule, formula, (item.id,), "未说明是占什么的份额", "of what it is a share is not said")
        return
    formula = f"{short(part.indicator)} ÷ {short(whole.indicator)} = share ({name(part)}, {item.period})"
    parts, wholes = facts.levels_or_derived(part, item.period), facts.levels_or_derived(whole, item.period)
    for one, all_of_it in product(parts, wholes):
        ratio = _ratio(one, all_of_it)
        if isinstance(ratio, Bilingual):
            inputs = tuple(dict.fromkeys((item.id, *one.inputs, *all_of_it.inputs)))
            yield undecidable(rule, formula, inputs, ratio.zh, ratio.en)
        else:
            yield compared(rule, formula, reading, ratio)
    if not parts or not wholes:
        lacking = ", ".join(short(s.indicator) for s, found in ((part, parts), (whole, wholes)) if not found)
        inputs = (item.id, *(i for term in (parts or wholes)[:1] for i in term.inputs))
        zh, en = f"缺少{lacking}在该期的数额", f"no level of {lacking} for that period"
        fitting = ", ".join(_fitting(facts, reading, parts[0])) if parts and not wholes else ""
        if fitting:
            zh, en = f"{zh}；若整体是{fitting}则相符", f"{en}; it would fit if the whole were {fitting}"
        check = undecidable(rule, formula, inputs, zh, en)
        yield _with_implied(facts, check, reading, parts[0]) if parts and reading.interval.low > 0 else check


def _with_implied(facts: Facts, check: Check, share: Reading, part: Term) -> Check:
    """Return the check with the whole that a part and its share imply."""
    whole = part / term_of(share)
    return replace(check, working=f"{whole.text} = ?", result=whole.interval, like=facts.readings[part.inputs[0]])


def _fitting(facts: Facts, share: Reading, part: Term) -> Iterator[str]:
    """Yield the series of the same place and period of which a share would be true."""
    item = share.statistic
    for series in facts.series:
        if series.place == (item.whole_place or item.place) and series != series_of(item):
            for whole in facts.levels(series, item.period):
                ratio = _ratio(part, whole)
                if isinstance(ratio, Term) and ratio.interval.meets(share.interval):
                    yield f"{short(series.indicator)} ({whole.text})"


def _ratio(part: Term, whole: Term) -> Term | Bilingual:
    if part.dimension != whole.dimension:
        names = f"{part.dimension}, {whole.dimension}"
        return Bilingual(f"单位不同，不能相除（{names}）", f"levels in different units cannot be divided ({names})")
    if whole.interval.low <= 0 <= whole.interval.high:
        return Bilingual("整体数额可能为零", "the whole may be zero")
    return replace(part / whole, dimension="percent")


def wholes_implied(facts: Facts) -> Iterator[Check]:
    """Compare the wholes that two parts and their shares imply for the same period."""
    implied: dict[tuple[Series, str], list[tuple[Reading, Term, Term]]] = {}
    for reading in facts.readings.values():
        item, whole = reading.statistic, whole_of(reading)
        if item.kind != "share" or whole is None or reading.interval.low <= 0:
            continue
        for part in facts.levels(series_of(item), item.period)[:1]:
            implied.setdefault((whole, item.period), []).append((reading, part, part / term_of(reading)))
    for (whole, period), found in implied.items():
        for (share, part, _), (_, _, other) in combinations(found, 2):
            formula = f"part ÷ share = part ÷ share ({name(whole)}, {period})"
            ratio = _ratio(part, other)
            if isinstance(ratio, Bilingual):
                inputs = tuple(dict.fromkeys((share.statistic.id, *part.inputs, *other.inputs)))
                yield undecidable("wholes-implied", formula, inputs, ratio.zh, ratio.en)
            else:
                yield compared("wholes-implied", formula, share, ratio)


def possible_range(facts: Facts) -> Iterator[Check]:
    """Tell each figure that cannot be: a share outside 0 to 100 per cent, a growth below -100, a negative count or rank."""
    for reading in facts.readings.values():
        item = reading.statistic
        verdict: Verdict = "consistent"
        if item.kind == "share" and reading.unit.base == "percent":
            if not reading.interval.meets(Interval(reading.nominal * 0, reading.nominal * 0 + 1)):
                verdict = "inconsistent"
            formula = "0 ≤ share ≤ 100%"
        elif item.kind in ("growth", "average-growth") and reading.unit.base == "percent":
            verdict = "inconsistent" if reading.interval.high < -1 else "consistent"
            formula = "growth ≥ −100%"
        elif item.kind == "rank" or reading.unit.base in ("count", "rank"):
            verdict = "inconsistent" if reading.interval.high < 0 else "consistent"
            formula = f"{'rank ≥ 1' if item.kind == 'rank' else 'count ≥ 0'}"
        else:
            continue
        if verdict == "inconsistent":
            yield Check("possible-range", verdict, (item.id,), formula, item.value_text)
