"""Hypotheses that would clear findings: one change in how some statistics are to be read, tried systematically.

Tried are: another unit, a factor of ten, a period shifted by a year, another indicator's label, another comparison year, a
word such as "nearly" taken less strictly; each for one statistic, for those of one sentence, of one enumeration, of one row
of a table and of the rows before or after it; a transcription error; and a group of figures that repeats another one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from msgspec.structs import replace as revised

from cbec_kg.audit.breaks import structural_breaks
from cbec_kg.audit.checks import Check
from cbec_kg.audit.duplicates import duplicates
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.hypothesis import Hypothesis, Rereading, scaling, setting
from cbec_kg.audit.periods import base_year, shifted, year_of
from cbec_kg.audit.readings import are_money
from cbec_kg.audit.texts import text
from cbec_kg.audit.transcription import transcription_errors
from cbec_kg.model.closed_lists import Operator
from cbec_kg.model.records import Statistic


def hypotheses(facts: Facts, checks: Sequence[Check], suspects: Iterable[str]) -> Iterator[Hypothesis]:
    """Yield every change to try for the statistics that are in conflict."""
    yield from structural_breaks(facts, checks)
    yield from _repeated(facts)
    yield from transcription_errors(facts, checks, suspects)
    for group, together in _groups(facts, sorted(suspects)).items():
        items = [facts.readings[name].statistic for name in group]
        for hypothesis in (*_relabelled(facts, group, items), *_shifted(group, items)):
            yield replace(hypothesis, together=together)
        yield from _rescaled(facts, group, items)
        if len(group) == 1:
            yield from _rebased(group, items[0])
            yield from _loosened(group, items[0])


def _groups(facts: Facts, suspects: Sequence[str]) -> dict[tuple[str, ...], bool]:
    """Return the groups of statistics that a single slip may have touched, each with whether it is all of a passage."""
    found: dict[tuple[str, ...], bool] = {}
    for name in suspects:
        item = facts.readings[name].statistic
        locators = {anchor.locator for anchor in item.at}
        paragraph = {locator.rpartition(".")[0] for locator in locators}
        near = [other for other in facts.statistics if paragraph & {a.locator.rpartition(".")[0] for a in other.at}]
        passage = [other.id for other in near if locators & {anchor.locator for anchor in other.at}]
        same_time = [other.id for other in near if (other.place, other.period) == (item.place, item.period)]
        found[tuple(sorted(passage or [name]))] = True
        found.setdefault((name,), False)
        found.setdefault(tuple(sorted(same_time or [name])), False)
    return found


def _relabelled(facts: Facts, group: tuple[str, ...], items: Sequence[Statistic]) -> Iterator[Hypothesis]:
    """Yield the indicators that have figures in the same place and the same flow."""
    own = {item.indicator for item in items}
    if len(own) != 1:
        return
    (old,) = own
    places = {item.place for item in items}
    others = {series.indicator for series in facts.series if series.place in places} - own
    for new in sorted(others):
        if facts.indicators[new].flow == facts.indicators[old].flow:
            wording = text("indicator-is", indicator=facts.indicators[new])
            yield Hypothesis("indicator", group, wording, setting("indicator", new))


def _shifted(group: tuple[str, ...], items: Sequence[Statistic]) -> Iterator[Hypothesis]:
    if len({item.period for item in items}) > 1 or shifted(items[0].period.partition("/")[0], 1) is None:
        return
    for by in (-1, 1, -2, 2):
        wording = text(f"period-{abs(by)}-{'earlier' if by < 0 else 'later'}")
        yield Hypothesis("period", group, wording, _shifting(by))


def _shifting(by: int) -> Rereading:
    def change(item: Statistic) -> Statistic:
        period = "/".join(shifted(end, by) or end for end in item.period.split("/"))
        base = None if item.base is None else shifted(item.base, by) or item.base
        return revised(item, period=period, base=base)

    return change


def _rescaled(facts: Facts, group: tuple[str, ...], items: Sequence[Statistic]) -> Iterator[Hypothesis]:
    units = {item.unit for item in items}
    if len(units) != 1:
        return
    unit = facts.units[next(iter(units))]
    for power in (1, -1) if unit.base == "percent" else (1, 2, -1, -2):
        times = f"10^{power}" if abs(power) > 1 else ("10" if power > 0 else "1/10")
        yield Hypothesis("factor", group, text("value-times", times=times), scaling(power))
    for other in facts.units.values():
        if other.id != unit.id and are_money(unit.base, other.base):
            yield Hypothesis("unit", group, text("unit-is", unit=other), setting("unit", other.id))


def _rebased(group: tuple[str, ...], item: Statistic) -> Iterator[Hypothesis]:
    year, base = year_of(item.period), base_year(item)
    if item.kind != "growth" or year is None:
        return
    for new in (year - 1, year - 2, year - 3):
        if new != base:
            yield Hypothesis("base", group, text("base-is", year=new), setting("base", str(new)))


def _loosened(group: tuple[str, ...], item: Statistic) -> Iterator[Hypothesis]:
    if item.operator not in ("equal", "about", "between"):
        yield Hypothesis("operator", group, text("operator-is-about"), setting("operator", "about"))


def _repeated(facts: Facts) -> Iterator[Hypothesis]:
    """Yield the groups of figures that repeat others, to be read as those: the same indicator and period."""
    for found in duplicates(facts):
        twins = {one: facts.readings[other].statistic for one, other in (*found.pairs, *found.departing)}
        departing = {one for one, _ in found.departing}
        agreeing = f"{len(found.pairs)}/{len(twins)}"
        where = next(iter(twins.values())).at[0].locator
        wording = text("figures-of-other-period", period=found.other, where=where, agreeing=agreeing)
        yield Hypothesis("row", tuple(sorted(twins)), wording, _as_twins(twins, departing), len(found.pairs))


def _as_twins(twins: Mapping[str, Statistic], departing: Collection[str]) -> Rereading:
    def change(item: Statistic) -> Statistic:
        twin = twins[item.id]
        loosened = item.id in departing and item.operator != "equal"
        operator: Operator = "about" if loosened else item.operator
        return revised(item, indicator=twin.indicator, period=twin.period, base=twin.base, operator=operator)

    return change
