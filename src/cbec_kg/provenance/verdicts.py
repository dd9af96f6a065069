"""From which figures, and from which of their fields, a verdict of the audit follows, and what would change it.

A check names its figures: with these alone it is made again and comes out the same. Of a contradiction the minimal conflicts
are looked for, since a check may name more than it needs; of these, and of every other verdict, the fields without which the
same check would not be made, or would come out otherwise: a value, a period, that an indicator is part of another. All is
asked of the audit itself, of records from which the rest is left out. Out of scope: where a field is written
(`cbec_kg.provenance.curated_statements`), and which hypotheses the audit tries (`cbec_kg.audit.repairs`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from msgspec.structs import replace

from cbec_kg.audit.certificates import least_of
from cbec_kg.audit.checks import Check, Verdict, shown
from cbec_kg.audit.facts import Facts, facts_of
from cbec_kg.audit.relations import figures_of
from cbec_kg.audit.rules import all_checks, unrelated
from cbec_kg.audit.witnesses import witness
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Claim, Entity, Indicator, Record, Statistic, Table, Unit
from cbec_kg.provenance.evidence_reasons import MOST
from cbec_kg.provenance.minimal import Expired, SufficientSets, minimal_set, minimal_sets, never

Field = tuple[str, str]
"""A record and the name of one of its fields."""

FIELDS = (
    "printed", "value", "operator", "upper", "unit", "kind", "indicator", "place", "counterpart", "categories", "period",
    "base", "whole", "whole_place", "cases", "step", "from_least", "members", "members_open", "about",
)  # fmt: skip
"""Fields of a figure that the audit reads, in the order in which they are told."""

_CORE = ("value", "unit", "kind", "indicator")
"""Fields without which there is no figure."""

_UNSAID: Mapping[str, Any] = {"place": "unspecified", "period": "unknown", "operator": "equal"}
"""What stands in fields that must be filled where the article does not say it."""

_BESIDE: Mapping[type[Record], tuple[str, ...]] = {
    Indicator: ("part_of", "sum_of", "flow", "nature"),
    Table: ("sums",),
    Claim: ("trends",),
    Entity: ("broader", "zh"),
    Unit: ("base", "factor"),
}
"""Fields of other records that the audit reads beside its figures."""

_DECIMALS = 6
"""Most further decimals to which a value is given with which a check would come out otherwise."""


@dataclass(frozen=True)
class VerdictReason:
    """Why a check comes out as it does.

    Attributes
    ----------
    conflicts : tuple of tuple of str
        Of a contradiction, its minimal conflicts: figures that cannot all be right.
    fields : tuple of (str, str)
        A minimal set of fields from which the verdict follows, of the first conflict or of all figures; empty where
        something is missing, and where the time did not last.
    shared : str
        The numbers that the computed and the stated interval have in common, in the stated figure's unit.
    """

    check: Check
    conflicts: tuple[tuple[str, ...], ...]
    fields: tuple[Field, ...]
    shared: str
    complete: bool


class Otherwise(NamedTuple):
    """One figure read otherwise, all others as printed, and what the check would come to: `value` is in its unit."""

    figure: str
    printed: str
    value: str
    becomes: Verdict


@dataclass(frozen=True)
class VerdictChanges:
    """What would change a contradiction.

    Attributes
    ----------
    readings : tuple of Otherwise
        Of each figure that could do it alone, a value with which the check would no longer fail.
    left_out : tuple of tuple of str
        The minimal sets of figures without which the others of the check do not contradict one another.
    """

    check: Check
    readings: tuple[Otherwise, ...]
    left_out: tuple[tuple[str, ...], ...]
    complete: bool


class Verdicts:
    """The verdicts on the figures of one paper."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation

    @cached_property
    def facts(self) -> Facts:
        """Return what the audit looks at."""
        return facts_of(self.curation)

    @cached_property
    def checks(self) -> dict[str, Check]:
        """Return every check by its name."""
        return {check.id: check for check in _made(self.facts)}

    def reason(self, check: Check, expired: Expired = never, most: int = MOST) -> VerdictReason:
        """Return why a check comes out as it does."""
        shared = _shared(check)
        if check.verdict == "undecidable":
            return VerdictReason(check, (), (), shared, True)
        failing, conflicts, complete = check, tuple[tuple[str, ...], ...](), True
        if check.verdict == "inconsistent":
            found = self.conflicts(check, expired, most)
            conflicts = tuple(one.items for one in found.sets if not one.undecided)
            complete = len(conflicts) == len(found.sets)
            if conflicts:
                failing = self.failing(conflicts[0], check)
        items = tuple(self._items(failing.inputs))
        needed = minimal_set(items, lambda some: self.comes_out(failing, some), expired, monotone=False)
        fields = needed.needed if needed and not needed.undecided else ()
        return VerdictReason(check, conflicts, fields, shared, complete and bool(fields))

    def changes(self, check: Check, expired: Expired = never, most: int = MOST) -> VerdictChanges:
        """Return what would change a contradiction; nothing for another verdict."""
        if check.verdict != "inconsistent":
            return VerdictChanges(check, (), (), True)
        readings: list[Otherwise] = []
        for name in check.inputs:
            if expired():
                return VerdictChanges(check, tuple(readings), (), False)
            found = self._otherwise(check, name)
            readings += [found] if found else []
        found_sets = self.conflicts(check, expired, most)
        return VerdictChanges(check, tuple(readings), found_sets.cuts, not expired())

    def conflicts(self, check: Check, expired: Expired = never, most: int = MOST) -> SufficientSets[str]:
        """Return the minimal conflicts of a contradiction; of its figures the last in the text are left out first."""

        def contradict(some: Collection[str]) -> bool:
            return any(one.verdict == "inconsistent" for one in all_checks(self.facts.only(some)))

        names = sorted(check.inputs, key=self.facts.position.__getitem__)
        return minimal_sets(names, contradict, expired, most=most, monotone=False)

    def failing(self, conflict: Collection[str], check: Check) -> Check:
        """Return the contradiction among the figures of a conflict: by the same rule, if it is one."""
        found = [one for one in all_checks(self.facts.only(conflict)) if one.verdict == "inconsistent"]
        return min(found, key=lambda one: (one.rule != check.rule, len(one.inputs), one.id))

    def _items(self, figures: Iterable[str]) -> Iterator[Field]:
        """Yield the fields that a check of some figures may follow from: of the figures, then of what they are about."""
        records, names = self.curation.records, list(figures)
        about: dict[str, None] = {}
        for name in names:
            item = self.facts.readings[name].statistic
            for field in (*_CORE, *(field for field in FIELDS if field not in (*_CORE, "printed"))):
                if getattr(item, field) not in (None, (), _UNSAID.get(field)):
                    yield name, field
            about |= dict.fromkeys((item.unit, item.indicator, item.place))
            about |= dict.fromkeys(filter(None, (item.whole, item.whole_place, item.cases, item.counterpart, item.table)))
            about |= dict.fromkeys((*item.about, *item.members, *item.categories))
        todo = list(about)
        while todo:
            for other in self._related.get(todo.pop(), ()):
                if other not in about:
                    about[other] = None
                    todo.append(other)
        trends = (one.id for one in self.curation.of(Claim) if one.trends and any(t.indicator in about for t in one.trends))
        for name in (*about, *trends):
            record = records.get(name)
            for field in _BESIDE.get(type(record), ()) if record else ():
                if getattr(record, field) not in (None, ()):
                    yield name, field

    @cached_property
    def _related(self) -> Mapping[str, set[str]]:
        """Return the indicators that are part of one another, in both directions, and the places that others lie in."""
        found: dict[str, set[str]] = {}
        for one in self.curation.of(Indicator):
            for other in filter(None, (one.part_of, *one.sum_of)):
                found.setdefault(one.id, set()).add(other)
                found.setdefault(other, set()).add(one.id)
        for place in self.curation.of(Entity):
            if place.broader:
                found.setdefault(place.id, set()).add(place.broader)
        return found

    def comes_out(self, check: Check, some: Collection[Field]) -> bool:
        """Return whether a check comes out the same where only some fields of its figures, and beside them, are written."""
        facts = facts_of(self._with_fields(set(some), check.inputs), self.facts.padded)
        return any(one.key == check.key and one.verdict == check.verdict for one in _made(facts))

    def _with_fields(self, some: set[Field], figures: Collection[str]) -> Curation:
        records: dict[str, Record] = {}
        for name, record in self.curation.records.items():
            if isinstance(record, Statistic):
                core = (*((name, field) for field in _CORE), (record.unit, "base"), (record.unit, "factor"))
                if name in figures and some.issuperset(core):
                    records[name] = _left(record, FIELDS, name, some)
            elif type(record) in _BESIDE:
                written = () if isinstance(record, Unit) else _BESIDE[type(record)]
                records[name] = _left(record, written, name, some)
        return Curation(self.curation.article, records, (), ())

    def _otherwise(self, check: Check, name: str) -> Otherwise | None:
        """Return a figure with a value with which a check no longer fails, None where it alone cannot mend it."""
        reading, facts = self.facts.readings[name], self.facts
        value = self._value(check, name)
        least = least_of(facts, reading)
        if value is None or (least is not None and value < least):
            return None
        in_unit = (value + reading.shift) / reading.scale
        item = reading.statistic
        decimals = len(item.value_text.partition(".")[2])
        for places in range(decimals, decimals + _DECIMALS + 1):
            text = f"{Decimal(round(in_unit * 10**places)).scaleb(-places):f}"
            other = replace(item, value=Decimal(text), value_text=text, printed=text, operator="equal", upper=None)
            checks = _made(facts.with_changes({name: other}).only(check.inputs))
            verdicts = [one.verdict for one in checks if one.key == check.key]
            if verdicts and "inconsistent" not in verdicts:
                return Otherwise(name, item.printed, text, verdicts[0])
        return None

    def _value(self, check: Check, name: str) -> Fraction | None:
        """Return a value of a figure, in base units, with which the others of a relation make it hold."""
        relation = check.relation or ()
        if not relation or name not in figures_of(relation):
            return None
        readings = {figure: self.facts.readings[figure] for figure in figures_of(relation)}
        intervals = {figure: reading.interval for figure, reading in readings.items()}
        likely = {figure: reading.nominal for figure, reading in readings.items()}
        values = witness(relation, intervals, likely, name, None)
        if relation[0] != "together":
            return values.get(name)
        says = next((one[2] for one in relation[1:] if one[1] == name), None)
        return None if says is None else _worked_out(says, values)


def _made(facts: Facts) -> list[Check]:
    """Return all checks of some facts, those included that find nothing to compare."""
    checks = all_checks(facts)
    return [*checks, *unrelated(facts, checks)]


def _left(record: Record, fields: Iterable[str], name: str, some: Collection[Field]) -> Record:
    """Return a record without those of some fields that are not written."""
    gone = {field: _unsaid(record, field) for field in fields if (name, field) not in some and field not in _CARRIED}
    return replace(record, **gone)


_CARRIED = frozenset(("printed", *_CORE))
"""Fields that stay as long as there is the figure."""


def _unsaid(record: Record, field: str) -> Any:
    if field == "zh":
        return ""
    return _UNSAID.get(field, () if isinstance(getattr(record, field), tuple) else None)


def _shared(check: Check) -> str:
    """Return the numbers that the computed and the stated interval have in common, empty where these need not meet."""
    bounded = check.relation is not None and check.relation[0] == "≤"
    if check.result is None or check.given is None or check.like is None or bounded:
        return ""
    both = check.result.both(check.given)
    return "" if both is None else shown(both, check.like)


def _worked_out(says: Any, levels: Mapping[str, Fraction]) -> Fraction | None:
    """Return what an expression of unknown levels comes to; None where a level is not known or is zero."""
    if isinstance(says, Fraction):
        return says
    if says[0] == "unknown":
        return levels.get(says[1])
    one, other = (_worked_out(part, levels) for part in says[1:3])
    if one is None or other is None or (says[0] == "÷" and not other):
        return None
    return _OPERATIONS[says[0]](one, other)


_OPERATIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda one, other: one + other,
    "−": lambda one, other: one - other,
    "÷": lambda one, other: one / other,
}
