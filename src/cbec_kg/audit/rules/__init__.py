"""All rules of the audit, and the run of them over the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cbec_kg.audit.checks import Check, undecidable
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.rules.levels import part_within_whole, parts_and_whole, same_quantity, years_and_span
from cbec_kg.audit.rules.lists import list_count, series_direction
from cbec_kg.audit.rules.rates import average_growth, chained_growth, comparison_period, growth_and_levels, growth_of_parts
from cbec_kg.audit.rules.shares import possible_range, share_and_whole, wholes_implied
from cbec_kg.curation.terms import Bilingual

Rule = Callable[[Facts], Iterator[Check]]

_FUNCTIONS: tuple[Rule, ...] = (
    same_quantity, parts_and_whole, part_within_whole, years_and_span, comparison_period, growth_and_levels,
    growth_of_parts, average_growth, chained_growth, share_and_whole, wholes_implied, possible_range, list_count,
    series_direction,
)  # fmt: skip

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


def all_checks(facts: Facts) -> list[Check]:
    """Return every check that the rules make, each once, in the order of the rules."""
    found: dict[str, Check] = {}
    for rule in _FUNCTIONS:
        for check in rule(facts):
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
