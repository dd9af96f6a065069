"""The same quantity in several papers: one indicator, place, period and unit, and whether the figures agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from cbec_kg.alignment.matches import Alignment, Predicate, groups_of, paper_of
from cbec_kg.audit.readings import Reading, padding_of, reading_of
from cbec_kg.evidence.critical import supporting_sources
from cbec_kg.evidence.support import SupportPaths
from cbec_kg.model.records import Indicator, Statistic, Unit
from cbec_kg.model.snapshot import Snapshot

Agreement = Literal["equal", "agrees", "differs"]
"""``equal``: the same number; ``agrees``: one value fits both prints, rounded or hedged; ``differs``: none does."""


Quantity = tuple[object, ...]
"""What a figure is a figure of: equal for two that can be compared."""


class SameQuantity(NamedTuple):
    """Two figures of different papers for one quantity, and whether they agree.

    `predicate` is ``exact`` where indicator and places are the same by exact matches, ``close`` where one is only called the
    same. `sources` are those that support both, each by the first name of its group.
    """

    statistic: str
    other: str
    agreement: Agreement
    predicate: Predicate
    sources: tuple[str, ...]


def same_quantities(snapshot: Snapshot, alignment: Alignment) -> list[SameQuantity]:
    """Return the figures of one quantity in several papers, each beside the first paper's, those that differ first.

    What has no place or period in one of the papers is compared with nothing: it may be about anything.
    """
    if len(snapshot.papers) < 2:
        return []
    found = []
    supporting = supporting_sources(SupportPaths(alignment.merged(snapshot.links)), snapshot.statements)
    for same in _quantities(snapshot, alignment):
        first = same[0]
        for other in same[1:]:
            if paper_of(other.id) == paper_of(first.id):
                continue
            exact = _names(first.statistic, alignment.first) == _names(other.statistic, alignment.first)
            shared = supporting[first.id] & supporting[other.id]
            found.append(
                SameQuantity(
                    first.id, other.id, agreement_of(first, other), "exact" if exact else "close", tuple(sorted(shared))
                )
            )
    order = ("differs", "agrees", "equal")
    return sorted(found, key=lambda one: (order.index(one.agreement), one.statistic, one.other))


def _quantities(snapshot: Snapshot, alignment: Alignment) -> Iterator[list[Reading]]:
    """Yield the readings of each quantity that several papers print, sorted by name."""
    groups = groups_of((match.subject, match.object) for match in alignment.matches)
    found: dict[Quantity, list[Reading]] = {}
    for reading in figure_readings(snapshot).values():
        if is_located(reading.statistic):
            quantity = quantity_of(reading, lambda name: groups.get(name, [name])[0])
            found.setdefault(quantity, []).append(reading)
    for same in found.values():
        if len({paper_of(reading.id) for reading in same}) > 1:
            yield sorted(same, key=lambda reading: reading.id)


def figure_readings(snapshot: Snapshot) -> dict[str, Reading]:
    """Return what each statistic says as a number, by name."""
    units = {unit.id: unit for unit in snapshot.of(Unit)}
    statistics = snapshot.of(Statistic)
    padding = padding_of(statistics)
    stocks = {indicator.id for indicator in snapshot.of(Indicator) if indicator.nature == "stock"}
    return {statistic.id: reading_of(statistic, units, padding, stocks) for statistic in statistics}


def is_located(statistic: Statistic) -> bool:
    """Return whether place and period of a figure are known."""
    return "unspecified" not in (statistic.place, statistic.period) and statistic.period != "unknown"


def quantity_of(reading: Reading, same: Callable[[str], str] = str) -> Quantity:
    """Return what a figure is a figure of; `same` gives the name that stands for all that mean what a name means."""
    statistic = reading.statistic
    kind = (statistic.counterpart is None, statistic.kind)
    return (*_names(statistic, same), kind, reading.period, reading.base, reading.dimension)


def _names(statistic: Statistic, same: Callable[[str], str]) -> tuple[object, ...]:
    """Return the records that a quantity is named by: what is measured, where, of which whole and what."""
    names = (
        statistic.indicator, statistic.place, statistic.counterpart, statistic.whole, statistic.whole_place, statistic.cases,
    )  # fmt: skip
    return (*(same(name or "") for name in names), tuple(sorted(map(same, statistic.categories))))


def agreement_of(one: Reading, other: Reading) -> Agreement:
    """Return whether two figures of one quantity agree."""
    if one.nominal == other.nominal and one.statistic.operator == other.statistic.operator:
        return "equal"
    return "agrees" if one.interval.meets(other.interval) else "differs"
