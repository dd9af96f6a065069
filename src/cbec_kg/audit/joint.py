"""Relations that contradict one another only together: growth, sums, shares and levels of which each alone can hold.

Once a printed rate stands for its interval, every relation is linear in the levels: a growth of 14.4 % says that this year's
level is between 1.1435 and 1.1445 times last year's. So whether any levels satisfy all relations is a linear programme
(`cbec_kg.audit.simplex`). It is asked of figures that belong together and among which no single relation fails.

Left out are indicators that may be negative, rates of rates, averages, and bounds that a value must not reach.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.periods import divisions, is_before, span_of
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.relations import Expression, Intervals, Relation, bounds_of
from cbec_kg.audit.simplex import Constraint, contradiction
from cbec_kg.audit.texts import text

JOINT = "joint-relations"
"""The rule's name."""

_MOST = 160
"""Most figures that are held against one another at once."""

_LEAST = 2
"""A figure alone contradicts no other."""

_NO_AMOUNTS = frozenset({"percent", "percentage-point", "multiple", "rank"})


class Variable(NamedTuple):
    """The level of a series in a period and a base unit."""

    series: Series
    period: str
    dimension: str

    @property
    def name(self) -> str:
        """Return how the level is called in formulas."""
        ids = (self.series.indicator, self.series.place, self.series.counterpart or "", *self.series.categories)
        return f"{', '.join(name.partition('-')[2] for name in ids if name)} [{self.period}]"

    @property
    def expression(self) -> Expression:
        """Return the level as a number that is not known; nothing else has its name."""
        ids = (*self.series[:3], *self.series.categories, self.period, self.dimension)
        return ("unknown", " ".join(part for part in ids if part is not None))


class Row(NamedTuple):
    """A relation of levels: which, from which figure it comes, how it is written and said."""

    levels: tuple[Variable, ...]
    statistic: str
    relation: str
    says: Relation


def joint_relations(facts: Facts, checks: Iterable[Check]) -> Iterator[Check]:
    """Yield a check for each group of related figures that no levels agree with, though each of these checks can hold."""
    return (found for _, found in held_together(facts, checks) if found is not None)


def held_together(
    facts: Facts, checks: Iterable[Check], among: Collection[str] | None = None
) -> Iterator[tuple[set[str], Check | None]]:
    """Yield each group of related figures that is asked, with the check that no levels agree with it; None where some do.

    `among` has figures of which a group must have one; all groups are asked without.
    """
    failing = {name for check in checks if check.verdict == "inconsistent" for name in check.inputs}
    intervals = {name: reading.interval for name, reading in facts.readings.items()}
    for rows in _groups(_rows(facts)):
        figures = {row.statistic for row in rows if row.statistic}
        wanted = among is None or not figures.isdisjoint(among)
        if wanted and _LEAST <= len(figures) <= _MOST and not figures & failing:
            found = _contradicting(rows, intervals)
            yield figures, _check(facts, found) if found else None


def _contradicting(rows: Sequence[Row], intervals: Intervals) -> list[Row]:
    """Return relations that no levels satisfy together, none where some do."""
    bounds = list(bounds_of([row.says for row in rows], intervals))
    numbers = _contradiction(tuple(bound.constraint for bound in bounds))
    return [rows[number] for number in dict.fromkeys(bounds[number].relation for number in numbers)]


def _check(facts: Facts, rows: Sequence[Row]) -> Check:
    names = {row.statistic for row in rows if row.statistic}
    inputs = tuple(sorted(names, key=facts.position.__getitem__))
    formula = "; ".join(dict.fromkeys(row.relation for row in rows if len(row.levels) > 1))
    levels = dict.fromkeys(row.relation for row in rows if len(row.levels) == 1)
    why = text("joint-relations", relations=formula.count("; ") + 1)
    together = ("together", *dict.fromkeys(row.says for row in rows))
    return Check(JOINT, "inconsistent", inputs, formula, "; ".join(levels), why, relation=together)


@lru_cache(1 << 10)
def _contradiction(rows: tuple[Constraint, ...]) -> tuple[int, ...]:
    scale = max((abs(bound) for _, bound in rows), default=Fraction(1)) or Fraction(1)
    return tuple(contradiction([(terms, bound / scale) for terms, bound in rows]))


def _groups(rows: Iterable[Row]) -> list[list[Row]]:
    """Return rows by the variables that they share, those of one group in their order."""
    leader: dict[Variable, Variable] = {}

    def find(variable: Variable) -> Variable:
        while leader.setdefault(variable, variable) != variable:
            leader[variable] = leader[leader[variable]]
            variable = leader[variable]
        return variable

    listed = list(rows)
    for row in listed:
        first, *others = map(find, row.levels)
        for other in others:
            leader[other] = first
    groups: dict[Variable, list[Row]] = {}
    for row in listed:
        groups.setdefault(find(row.levels[0]), []).append(row)
    return list(groups.values())


def _rows(facts: Facts) -> list[Row]:
    """Return the relations of all figures, and of the sums and parts that they belong to."""
    usable = [reading for reading in facts.readings.values() if _is_usable(facts, reading)]
    dimensions: dict[Series, set[str]] = {}
    for reading in usable:
        if reading.statistic.kind == "level":
            dimensions.setdefault(reading.series, set()).add(reading.dimension)
    rows = [row for reading in usable for row in _of_figure(facts, reading, dimensions)]
    seen: dict[Variable, None] = {}
    todo = [variable for row in rows for variable in row.levels]
    done: set[object] = set()
    while todo:
        variable = todo.pop()
        if variable in seen:
            continue
        seen[variable] = None
        for key, related in _structure(facts, variable):
            if key not in done:
                done.add(key)
                rows += related
                todo += [other for row in related for other in row.levels]
    return rows


def _is_usable(facts: Facts, reading: Reading) -> bool:
    item = reading.statistic
    known = item.place != "unspecified" and reading.period != "unknown" and item.indicator not in facts.signed
    return known and item.cases is None


def _of_figure(facts: Facts, reading: Reading, dimensions: dict[Series, set[str]]) -> Iterator[Row]:
    """Yield what a figure says of levels."""
    item, period, series = reading.statistic, reading.period, reading.series
    if item.kind == "level":
        level = Variable(series, period, reading.dimension)
        says = ("=", item.id, level.expression)
        yield Row((level,), item.id, f"{level.name} = {reading.written}", says)
        span = span_of(period)
        if span and reading.dimension not in _NO_AMOUNTS:
            years = [level._replace(period=str(year)) for year in range(span[0], span[1] + 1)]
            yield _equal(level, years, f"{years[0].name} + … = {level.name}", item.id)
        if facts.adds_over_time(item.indicator):
            for parts in divisions(period):
                if any(facts.given(kind, series, part) for kind in ("level", "growth") for part in parts):
                    months = [level._replace(period=part) for part in parts]
                    yield _equal(level, months, f"{months[0].name} + … = {level.name}", item.id)
    elif item.kind == "growth" and not reading.relative and reading.base and is_before(reading.base, period):
        dimension = "percent" if reading.unit.base == "percentage-point" else reading.dimension
        now, before = (Variable(series, one, dimension) for one in (period, reading.base))
        relation = f"{now.name} − {before.name} = {reading.written}"
        says = ("=", item.id, ("−", now.expression, before.expression))
        yield Row((now, before), item.id, relation, says)
    elif item.kind == "growth" and reading.relative and reading.base and is_before(reading.base, period):
        bases = facts.levels(series, reading.base)
        for dimension in sorted(_own(facts, series, dimensions)):
            if any(isinstance(base.interval.low, Fraction) and base.interval.low <= 0 for base in bases):
                continue  # the base may be nothing: its growth has no meaning
            now, before = (Variable(series, one, dimension) for one in (period, reading.base))
            relation = f"{now.name} ÷ {before.name} − 1 = {reading.written}"
            says = ("=", item.id, ("−", ("÷", now.expression, before.expression), Fraction(1)))
            yield Row((now, before), item.id, relation, says)
    elif item.kind == "share" and reading.relative and item.whole is not None and item.whole not in facts.signed:
        whole_series = Series(item.whole, item.whole_place or item.place)
        one, other = (_own(facts, found, dimensions) for found in (series, whole_series))
        for dimension in sorted(one & other or one | other):
            part, whole = Variable(series, period, dimension), Variable(whole_series, period, dimension)
            says = ("=", item.id, ("÷", part.expression, whole.expression))
            relation = f"{part.name} ÷ {whole.name} = {reading.written}"
            yield Row((part, whole), item.id, relation, says)


def _own(facts: Facts, series: Series, dimensions: dict[Series, set[str]]) -> set[str]:
    """Return the base units of a series' levels, or else of those that it makes up or is made up of; none for rates."""
    found = dimensions.get(series)
    if found is None:
        related = [
            one
            for whole in facts.sums
            if whole.series(series) == series or whole.position(series) is not None
            for one in (whole.series(series), *whole.parts_of(series))
        ]
        found = {dimension for one in related for dimension in dimensions.get(one, ())}
    return found - _NO_AMOUNTS or ({"?"} if not found else set())


def _structure(facts: Facts, variable: Variable) -> Iterator[tuple[object, list[Row]]]:
    """Yield the sums that a level stands in and what it is part of, each with a key."""
    series = variable.series
    if variable.dimension in _NO_AMOUNTS:
        return
    summed = False
    for whole in facts.sums:
        place = whole.position(series)
        summed = summed or place is not None
        if (place is not None or whole.series(series) == series) and facts.signed.isdisjoint(whole.indicators):
            total, parts = whole.series(series), whole.parts_of(series)
            called, names = whole.names()
            row = _equal(
                variable._replace(series=total), [variable._replace(series=part) for part in parts],
                f"{' + '.join(names)} = {called} [{variable.period}]",
            )  # fmt: skip
            yield (whole, total, variable.period, variable.dimension), [row]
    above = facts.indicators[series.indicator].part_of
    wider = [] if above is None or summed or above in facts.signed else [series._replace(indicator=above)]
    wider += [] if series.counterpart is None else [series._replace(counterpart=None)]
    for one in wider:
        larger = variable._replace(series=one)
        says = ("≤", variable.expression, larger.expression)
        yield (variable, larger), [Row((variable, larger), "", f"{variable.name} ≤ {larger.name}", says)]


def _equal(whole: Variable, parts: Sequence[Variable], relation: str, name: str = "") -> Row:
    """Return that a level is the sum of others."""
    says = ("=", whole.expression, ("+", *(part.expression for part in parts)))
    return Row((whole, *parts), name, relation, says)
