"""All rules of the audit, and the run of them over the facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from cbec_kg.audit.checks import Check, undecidable
from cbec_kg.audit.facts import Facts, Lookup
from cbec_kg.audit.joint import joint_relations
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.rules.counts import counted_share, possible_mean
from cbec_kg.audit.rules.levels import part_within_whole, parts_and_whole, same_quantity, years_and_span
from cbec_kg.audit.rules.lists import list_count, series_direction
from cbec_kg.audit.rules.named import named_count
from cbec_kg.audit.rules.ranks import rank_and_levels
from cbec_kg.audit.rules.rates import average_growth, chained_growth, comparison_period, growth_and_levels, growth_of_parts
from cbec_kg.audit.rules.shares import possible_range, share_and_whole, wholes_implied
from cbec_kg.audit.sums import Whole
from cbec_kg.audit.texts import text
from cbec_kg.model.closed_lists import StatisticKind
from cbec_kg.model.records import Trend
from cbec_kg.model.terms import Bilingual

Rule = Callable[[Facts, Any], tuple[Check, ...]]

Subject = Reading | Series | tuple[Whole, Series] | tuple[str, Trend]
"""What a rule is applied to: a statistic, a series, a series that is a sum of others, a claim that one rises or falls."""

_OF_STATISTICS: dict[StatisticKind, tuple[Rule, ...]] = {
    "level": (same_quantity, part_within_whole, years_and_span, possible_range, possible_mean, list_count, named_count),
    "growth": (same_quantity, comparison_period, growth_and_levels, possible_range, list_count),
    "average-growth": (same_quantity, average_growth, possible_range, list_count),
    "share": (same_quantity, share_and_whole, wholes_implied, counted_share, possible_range, list_count),
    "rank": (same_quantity, rank_and_levels, possible_range, list_count),
}
_OF_SUMS = (parts_and_whole, growth_of_parts)

_NAMES = (
    "same-quantity", "parts-and-whole", "part-within-whole", "years-and-span", "comparison-period",
    "growth-and-levels", "growth-of-parts", "implied-earlier-level", "average-growth", "chained-growth",
    "share-and-whole", "wholes-implied", "counted-share", "grim", "rank-and-levels", "possible-range", "list-count",
    "named-count", "series-direction", "joint-relations", "no-relation",
)  # fmt: skip
RULES: dict[str, Bilingual] = {name: text(f"rule-{name}") for name in _NAMES}
"""What each rule compares; a finding's rule is one of these."""


class Task(NamedTuple):
    """A rule and what it is applied to."""

    rule: Rule
    subject: Subject

    def done(self, facts: Facts) -> tuple[tuple[Check, ...], set[Lookup]]:
        """Return the checks that the rule makes of its subject, and what it looks up for that."""
        found = facts.memo.find(self)
        if found is None:
            self.rule(facts, self.subject)
            found = facts.memo.results[self]
        return found


def tasks(facts: Facts) -> Iterator[Task]:
    """Yield every rule with every subject that it can be applied to, each once, in the order of the text."""
    for reading in facts.readings.values():
        yield from tasks_of(reading)
    yield from tasks_of_series(facts, facts.series)
    yield from (Task(series_direction, trend) for trend in facts.trends)


def tasks_of(reading: Reading) -> Iterator[Task]:
    """Yield the rules that are applied to a statistic."""
    return (Task(rule, reading) for rule in _OF_STATISTICS[reading.statistic.kind])


def tasks_of_series(facts: Facts, found: Collection[Series]) -> Iterator[Task]:
    """Yield the rules that are applied to series, and to what is summed up where these lie."""
    for whole in facts.sums:
        for series in dict.fromkeys(map(whole.series, found)):
            yield from (Task(rule, (whole, series)) for rule in _OF_SUMS)
    yield from (Task(chained_growth, series) for series in found)


def all_checks(facts: Facts) -> list[Check]:
    """Return every check that the rules make, each once, and then what fails only together."""
    checks = single_checks(facts)
    return [*checks, *joint_relations(facts, checks)]


def single_checks(facts: Facts) -> list[Check]:
    """Return every check that the rules make, each once."""
    found: dict[tuple[object, ...], Check] = {}
    for task in tasks(facts):
        for check in task.done(facts)[0]:
            found.setdefault((check.rule, check.formula, check.inputs), check)
    return list(found.values())


def unrelated(facts: Facts, checks: list[Check]) -> list[Check]:
    """Return an undecidable check, with its reason, for each statistic that no other check names."""
    named = {name for check in checks for name in check.inputs}
    return [_alone(facts, name) for name in facts.readings if name not in named]


def _alone(facts: Facts, name: str) -> Check:
    item = facts.readings[name].statistic
    unknown = {
        "place-unknown": item.place == "unspecified",
        "period-unknown": item.period == "unknown",
        "unit-unknown": facts.units[item.unit].base == "unknown",
    }
    reasons = [text(reason) for reason, applies in unknown.items() if applies] or [text("nothing-related")]
    why = Bilingual("；".join(reason.zh for reason in reasons), "; ".join(reason.en for reason in reasons))
    return undecidable("no-relation", f"{item.kind}[{item.period}]", (name,), why, item.printed)
