"""All rules of the audit, and the run of them over the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from cbec_kg.audit.checks import Check, undecidable
from cbec_kg.audit.facts import Facts, Series, Whole
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.rules.levels import part_within_whole, parts_and_whole, same_quantity, years_and_span
from cbec_kg.audit.rules.lists import list_count, series_direction
from cbec_kg.audit.rules.rates import average_growth, chained_growth, comparison_period, growth_and_levels, growth_of_parts
from cbec_kg.audit.rules.shares import possible_range, share_and_whole, wholes_implied
from cbec_kg.model.records import Claim, Trend
from cbec_kg.model.terms import Bilingual

Subject = Reading | Series | tuple[Whole, Series] | tuple[Claim, Trend]
"""What a rule is applied to: a statistic, a series, a series that is a sum of others, a claim that one rises or falls."""

_OF_STATISTICS = (
    same_quantity, part_within_whole, years_and_span, comparison_period, growth_and_levels, average_growth, share_and_whole,
    wholes_implied, possible_range, list_count,
)  # fmt: skip
_OF_SUMS = (parts_and_whole, growth_of_parts)
_OF_SERIES = (chained_growth,)
_OF_TRENDS = (series_direction,)

RULES: dict[str, Bilingual] = {
    "same-quantity": Bilingual("同一数量的两次给出", "the same quantity given twice"),
    "parts-and-whole": Bilingual("各部分之和与总额", "parts against their total"),
    "part-within-whole": Bilingual("部分不大于整体", "a part within its whole"),
    "years-and-span": Bilingual("各年之和与时段合计", "years against the sum of their span"),
    "comparison-period": Bilingual("比较的基期", "what a growth is compared with"),
    "growth-and-levels": Bilingual("增速与前后数额", "growth against levels"),
    "growth-of-parts": Bilingual("总体增速与各部分增速", "growth of a whole against that of its parts"),
    "implied-earlier-level": Bilingual("由后一年数额和增速倒推的数额", "a level implied by later levels and growth"),
    "average-growth": Bilingual("年均增速与首末数额、各年增速", "average growth against its ends and its years"),
    "chained-growth": Bilingual("逐年增速连乘与数额", "chained growth against levels"),
    "share-and-whole": Bilingual("份额与整体", "share against its whole"),
    "wholes-implied": Bilingual("两个份额推出的整体", "wholes implied by two shares"),
    "possible-range": Bilingual("可能的取值", "a value that can be"),
    "list-count": Bilingual("所称数目与所列成员", "stated count against listed members"),
    "series-direction": Bilingual("所称升降与数值", "stated rise or fall against values"),
    "no-relation": Bilingual("没有可核对的关系", "nothing to be held against"),
}
"""What each rule compares; a finding's rule is one of these."""


class Unit(NamedTuple):
    """A rule and what it is applied to; `name` is the same for other facts."""

    name: tuple[object, ...]
    rule: Callable[[Facts, Any], Iterator[Check]]
    subject: Subject


def units(facts: Facts) -> Iterator[Unit]:
    """Yield every rule with every subject that it can be applied to, in the order of the text."""
    for reading in facts.readings.values():
        for of_statistics in _OF_STATISTICS:
            yield Unit((of_statistics.__name__, reading.statistic.id), of_statistics, reading)
    for whole in facts.sums:
        for series in dict.fromkeys(series._replace(indicator=whole.indicator) for series in facts.series):
            for of_sums in _OF_SUMS:
                yield Unit((of_sums.__name__, whole, series), of_sums, (whole, series))
    for series in facts.series:
        for of_series in _OF_SERIES:
            yield Unit((of_series.__name__, series), of_series, series)
    for number, trend in enumerate(facts.trends):
        for of_trends in _OF_TRENDS:
            yield Unit((of_trends.__name__, number), of_trends, trend)


def all_checks(facts: Facts) -> list[Check]:
    """Return every check that the rules make, each once."""
    found: dict[str, Check] = {}
    for unit in units(facts):
        for check in unit.rule(facts, unit.subject):
            found.setdefault(check.id, check)
    return list(found.values())


def unrelated(facts: Facts, checks: list[Check]) -> list[Check]:
    """Return a check of verdict undecidable for each statistic that no check names, so that none is passed over silently."""
    named = {name for check in checks for name in check.inputs}
    return [_alone(facts, name) for name in facts.readings if name not in named]


def _alone(facts: Facts, name: str) -> Check:
    item = facts.readings[name].statistic
    lacking = []
    if item.place == "unspecified":
        lacking.append(Bilingual("地点不明", "the place is not stated"))
    if item.period == "unknown":
        lacking.append(Bilingual("时期不明", "the period is not stated"))
    if facts.units[item.unit].base == "unknown":
        lacking.append(Bilingual("单位不明", "the unit is not stated"))
    if not lacking:
        lacking.append(Bilingual("没有别的数字与它相关", "no other figure stands in relation to it"))
    zh, en = "；".join(text.zh for text in lacking), "; ".join(text.en for text in lacking)
    return undecidable("no-relation", f"{item.kind}[{item.period}]", (name,), zh, en, item.printed)
