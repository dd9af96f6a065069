"""Hypotheses that would clear findings: one change in how some statistics are to be read, tried systematically.

A repair never changes the data. Tried are: another unit, a factor of ten, a period shifted by a year, another indicator's
label, another comparison year, a word such as "nearly" taken less strictly; each for one statistic, for those of one
sentence, of one enumeration, of one row of a table and of the rows before or after it. Where levels and growth break
between two rows, the factor that would mend each column is worked out: when all columns agree on one, rows in another unit
explain the break.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from math import inf
from typing import Literal, NamedTuple, get_args

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts, base_year, series_of, span_of, year_of
from cbec_kg.audit.intervals import Interval, exactly
from cbec_kg.audit.readings import MONEY
from cbec_kg.audit.resemblance import resemblances
from cbec_kg.audit.rules import all_checks
from cbec_kg.audit.terms import ONE, term_of
from cbec_kg.curation.records import Operator, Statistic
from cbec_kg.curation.terms import Bilingual

Kind = Literal["base", "factor", "unit", "row", "indicator", "period", "operator"]
_KINDS: tuple[Kind, ...] = get_args(Kind)
_WEAK = frozenset({"comparison-period", "possible-range", "list-count", "part-within-whole", "series-direction"})
"""Rules whose consent is easily had, and so confirms nothing."""

Rereading = Callable[[Statistic], Statistic]
Key = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Hypothesis:
    """A change to try: what kind, of which statistics, and how it is told.

    `agreeing` counts the columns that ask for the same factor, where that is what speaks for the change.
    """

    kind: Kind
    statistics: tuple[str, ...]
    text: Bilingual
    change: Rereading
    agreeing: int = 0


class Change(NamedTuple):
    """One field of a statistic that a hypothesis reads in another way."""

    statistic: str
    field: str
    printed: str
    hypothesis: str


@dataclass(frozen=True)
class Repair:
    """What a hypothesis would do to the findings.

    Attributes
    ----------
    kind : str
    statistics : tuple of str
        Those that would be read in another way, sorted.
    text : Bilingual
    cleared, raised : tuple of Key
        Inconsistent checks that would go, and that would come.
    confirmed : tuple of Key
        Checks of exact figures that would newly come out right.
    lost : tuple of Key
        Checks that came out right and would no longer, or could no longer be made.
    changes : tuple of Change
        What would be read in another way, field by field.
    agreeing : int
        Columns of a table that ask for the same factor, or figures that agree with those repeated.
    """

    kind: Kind
    statistics: tuple[str, ...]
    text: Bilingual
    cleared: tuple[Key, ...]
    raised: tuple[Key, ...]
    confirmed: tuple[Key, ...]
    lost: tuple[Key, ...]
    changes: tuple[Change, ...]
    agreeing: int = 0

    @property
    def weight(self) -> int:
        """Return what speaks for it apart from silence: checks confirmed and columns agreeing, less checks lost."""
        return len(self.confirmed) + self.agreeing - len(self.lost)

    @property
    def rank(self) -> tuple[bool, int, int, int, int]:
        """Return the sort key: those with weight first, then most cleared less raised, most weight, fewest statistics."""
        net = len(self.cleared) - len(self.raised)
        return (self.weight <= 0, -net, -self.weight, len(self.statistics), _KINDS.index(self.kind))


Tried = dict[tuple[object, ...], Repair]


def repairs(facts: Facts, checks: Sequence[Check], suspects: Iterable[str], tried: Tried) -> list[tuple[Repair, Facts]]:
    """Return the repairs that clear more findings than they raise, best first, each with the facts as it would have them.

    Parameters
    ----------
    facts : Facts
    checks : sequence of Check
        As `all_checks` gives them for the facts.
    suspects : iterable of str
        Statistics that are in some conflict.
    tried : dict
        What was found for other facts, kept so that nothing is tried twice; filled here.
    """
    everything = _verdicts(checks)
    found: dict[tuple[object, ...], tuple[Repair, Facts]] = {}
    for hypothesis in hypotheses(facts, checks, suspects):
        touched = {name: hypothesis.change(facts.readings[name].statistic) for name in hypothesis.statistics}
        changed = facts.with_statistics(touched.get(item.id, item) for item in facts.statistics)
        key = tuple((name, repr(item)) for name, item in touched.items())
        if key in found:
            continue
        indicators = {facts.readings[name].statistic.indicator for name in touched}
        near = changed.near(indicators | {item.indicator for item in touched.values()})
        known = (key, tuple(item.id if item.id in touched else id(item) for item in near.statistics))
        if known not in tried:
            names = set(near.readings)
            before = {key: verdict for key, verdict in everything.items() if key[1] <= names}
            tried[known] = _tried(hypothesis, before, _verdicts(all_checks(near)), facts, touched)
        repair = tried[known]
        if len(repair.cleared) > len(repair.raised):
            found[key] = (repair, changed)
    return sorted(found.values(), key=lambda pair: (*pair[0].rank, pair[0].statistics, pair[0].text.en))


def _verdicts(checks: Iterable[Check]) -> dict[Key, str]:
    return {check.key: check.verdict for check in checks}


def _tried(
    hypothesis: Hypothesis, before: dict[Key, str], after: dict[Key, str], facts: Facts, touched: Mapping[str, Statistic]
) -> Repair:
    fine = ("consistent", "within-rounding")
    firm = {name for name in touched if facts.readings[name].statistic.operator == "equal"}
    cleared = [key for key, verdict in before.items() if verdict == "inconsistent" and after.get(key) != "inconsistent"]
    raised = [key for key, verdict in after.items() if verdict == "inconsistent" and before.get(key) != "inconsistent"]
    confirmed = [
        key for key, verdict in after.items()
        if verdict in fine and before.get(key) not in fine and key[0] not in _WEAK
        and key[1] & touched.keys() and key[1] & touched.keys() <= firm
    ]  # fmt: skip
    lost = [key for key, verdict in before.items() if verdict in fine and after.get(key) not in fine and key[0] not in _WEAK]
    return Repair(
        hypothesis.kind, hypothesis.statistics, hypothesis.text, _sorted(cleared), _sorted(raised), _sorted(confirmed),
        _sorted(lost), tuple(_changes(facts, touched)), hypothesis.agreeing,
    )  # fmt: skip


def _changes(facts: Facts, touched: Mapping[str, Statistic]) -> Iterator[Change]:
    for name, new in touched.items():
        old = facts.readings[name].statistic
        for field in ("value_text", "unit", "indicator", "period", "base", "operator"):
            before, after = getattr(old, field), getattr(new, field)
            if before != after:
                yield Change(name, field, str(before or ""), str(after or ""))


def _sorted(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(sorted(keys, key=lambda key: (key[0], sorted(key[1]))))


def hypotheses(facts: Facts, checks: Sequence[Check], suspects: Iterable[str]) -> Iterator[Hypothesis]:
    """Yield every change to try for the statistics that are in conflict."""
    yield from _breaks(facts, checks)
    yield from _repeated(facts)
    for group in _groups(facts, sorted(suspects)):
        items = [facts.readings[name].statistic for name in group]
        yield from _relabelled(facts, group, items)
        yield from _shifted(group, items)
        yield from _rescaled(facts, group, items)
        if len(group) == 1:
            yield from _rebased(group, items[0])
            yield from _loosened(group, items[0])


def _groups(facts: Facts, suspects: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the groups of statistics that a single slip may have touched, each once."""
    found: dict[tuple[str, ...], None] = {}
    for name in suspects:
        item = facts.readings[name].statistic
        found[(name,)] = None
        locators = {anchor.locator for anchor in item.at}
        paragraph = {locator.rpartition(".")[0] for locator in locators}
        near = [other for other in facts.statistics if paragraph & {a.locator.rpartition(".")[0] for a in other.at}]
        found[tuple(sorted(o.id for o in near if locators & {a.locator for a in o.at}))] = None
        found[tuple(sorted(o.id for o in near if (o.place, o.period) == (item.place, item.period)))] = None
    return iter(found)


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
            text = Bilingual(f"指标应是{facts.indicators[new].zh}", f"the indicator is {facts.indicators[new].en}")
            yield Hypothesis("indicator", group, text, _setting("indicator", new))


def _setting(field: str, value: object) -> Rereading:
    def change(item: Statistic) -> Statistic:
        return replace(item, **{field: value})  # type: ignore[arg-type]

    return change


_SHIFTS = (
    (-1, "早一年", "a year earlier"),
    (1, "晚一年", "a year later"),
    (-2, "早两年", "two years earlier"),
    (2, "晚两年", "two years later"),
)


def _shifted(group: tuple[str, ...], items: Sequence[Statistic]) -> Iterator[Hypothesis]:
    if len({item.period for item in items}) > 1 or (year_of(items[0].period) or span_of(items[0].period)) is None:
        return
    for by, zh, en in _SHIFTS:
        yield Hypothesis("period", group, Bilingual(f"时期应{zh}", f"the period is {en}"), _shifting(by))


def _shifting(by: int) -> Rereading:
    def change(item: Statistic) -> Statistic:
        period = "/".join(str(int(year) + by) for year in item.period.split("/"))
        base = str(int(item.base) + by) if item.base is not None and item.base.isdigit() else item.base
        return replace(item, period=period, base=base)

    return change


def _rescaled(facts: Facts, group: tuple[str, ...], items: Sequence[Statistic]) -> Iterator[Hypothesis]:
    units = {item.unit for item in items}
    if len(units) != 1:
        return
    unit = facts.units[next(iter(units))]
    for power in (1, 2, -1, -2):
        times = f"10^{power}" if abs(power) > 1 else ("10" if power > 0 else "1/10")
        text = Bilingual(f"数值应乘以{times}", f"the value is to be multiplied by {times}")
        yield Hypothesis("factor", group, text, _scaling(power))
    for other in facts.units.values():
        if other.id != unit.id and {unit.base, other.base} <= MONEY:
            text = Bilingual(f"单位应是{other.zh}", f"the unit is {other.en}")
            yield Hypothesis("unit", group, text, _setting("unit", other.id))


def _scaling(power: int) -> Rereading:
    def change(item: Statistic) -> Statistic:
        value = item.value.scaleb(power)
        return replace(item, value=value, value_text=f"{value:f}")

    return change


def _rebased(group: tuple[str, ...], item: Statistic) -> Iterator[Hypothesis]:
    year, base = year_of(item.period), base_year(item)
    if item.kind != "growth" or year is None:
        return
    for new in (year - 1, year - 2, year - 3):
        if new != base:
            text = Bilingual(f"比较的基期应是{new}年", f"it is compared with {new}")
            yield Hypothesis("base", group, text, _setting("base", str(new)))


def _loosened(group: tuple[str, ...], item: Statistic) -> Iterator[Hypothesis]:
    looser: tuple[Operator, ...] = () if item.operator in ("equal", "about") else ("about",)
    for operator in looser:
        text = Bilingual("限定词应作“约”", "the word of approximation is to be read as 'about'")
        yield Hypothesis("operator", group, text, _setting("operator", operator))


# Figures that repeat others


def _repeated(facts: Facts) -> Iterator[Hypothesis]:
    """Yield the groups of figures that repeat others, to be read as those: the same indicator and period."""
    for found in resemblances(facts):
        twins = {one: facts.readings[other].statistic for one, other in (*found.pairs, *found.departing)}
        departing = {one for one, _ in found.departing}
        agreeing = f"{len(found.pairs)}/{len(twins)}"
        where = next(iter(twins.values())).at[0].locator
        zh, en = (
            f"这组数字应是{found.other}年的（与{where}处{agreeing}相合）",
            f"these are the figures of {found.other} (at {where}; {agreeing} agree)",
        )
        yield Hypothesis("row", tuple(sorted(twins)), Bilingual(zh, en), _as_twins(twins, departing), len(found.pairs))


def _as_twins(twins: Mapping[str, Statistic], departing: Collection[str]) -> Rereading:
    def change(item: Statistic) -> Statistic:
        twin = twins[item.id]
        loosened = item.id in departing and item.operator != "equal"
        operator: Operator = "about" if loosened else item.operator
        return replace(item, indicator=twin.indicator, period=twin.period, base=twin.base, operator=operator)

    return change


# Breaks between rows


def _breaks(facts: Facts, checks: Sequence[Check]) -> Iterator[Hypothesis]:
    """Yield, for each break between two rows of a table, the changes of all rows on one side that would mend it."""
    broken = {name for check in checks if check.verdict == "inconsistent" for name in check.inputs}
    cells = sorted((item for item in facts.statistics if item.table and item.row), key=lambda item: item.table or "")
    for _, of_table in groupby(cells, key=lambda item: item.table):
        levels = [item for item in of_table if item.kind == "level" and year_of(item.period) is not None]
        years = sorted({int(item.period) for item in levels})
        for before, after in pairwise(years):
            factors = list(_factors(facts, levels, before, after))
            if not any(set(names) & broken for names, _ in factors):
                continue
            common = _common(factor for _, factor in factors)
            if common is None or common.holds(Fraction(1)):
                continue
            earlier, later = [year for year in years if year <= before], [year for year in years if year > before]
            for rows, factor in ((earlier, common), (later, exactly(1) / common)):
                cells_of_rows = [item for item in levels if int(item.period) in rows]
                yield from _rows_changed(facts, cells_of_rows, rows, factor, len(factors))


def _factors(
    facts: Facts, levels: Sequence[Statistic], before: int, after: int
) -> Iterator[tuple[tuple[str, ...], Interval]]:
    """Yield, for each column with a growth, by which factor the earlier level must be multiplied to fit the later one."""
    for item in levels:
        later = [other for other in levels if series_of(other) == series_of(item) and other.period == str(after)]
        if item.period != str(before) or not later or facts.readings[item.id].interval.low <= 0:
            continue
        for rate in facts.rates(series_of(item), after, before)[:1]:
            if rate.interval.low > -1:
                needed = term_of(facts.readings[later[0].id]) / (ONE + rate) / term_of(facts.readings[item.id])
                yield needed.inputs, needed.interval


def _common(intervals: Iterable[Interval]) -> Interval | None:
    common: Interval | None = Interval(-inf, inf)
    for interval in intervals:
        common = common.both(interval) if common is not None else None
    return common


def _rows_changed(
    facts: Facts, cells: Sequence[Statistic], rows: Sequence[int], factor: Interval, agreeing: int
) -> Iterator[Hypothesis]:
    group = tuple(sorted(item.id for item in cells))
    span = f"{rows[0]}–{rows[-1]}" if len(rows) > 1 else str(rows[0])
    for power in (1, 2, 3, 4, -1, -2, -3, -4):
        if factor.holds(Fraction(10) ** power):
            text = Bilingual(f"{span}各行应乘以10^{power}", f"the rows of {span} are to be multiplied by 10^{power}")
            yield Hypothesis("factor", group, text, _scaling(power), agreeing)
            return
    units = {item.unit for item in cells}
    unit = facts.units[next(iter(units))]
    middle = (factor.low + factor.high) / 2
    times = f"{Decimal(str(round(float(middle), 3)))}"
    for other in facts.units.values():
        if len(units) == 1 and other.base != unit.base and {unit.base, other.base} <= MONEY and other.factor == unit.factor:
            zh = f"{span}各行的单位应是{other.zh}（各列都要求同一倍数，约{times}）"
            en = f"the rows of {span} are in {other.en} (all columns ask for the same factor, about {times})"
            yield Hypothesis("unit", group, Bilingual(zh, en), _setting("unit", other.id), agreeing)
