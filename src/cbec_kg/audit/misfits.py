"""Misfits: what is wrong once, however many checks find it.

The growth of a year may contradict the levels, the parts and a second mention: one misfit, derived in three ways.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from cbec_kg.audit.checks import Check
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.model.closed_lists import StatisticKind

_Kind = tuple[Series, StatisticKind]
"""A series of a kind: the levels of the exports of a place, say."""


def misfits_of(
    checks: Iterable[Check], blamed: Collection[str], readings: Mapping[str, Reading]
) -> tuple[tuple[Check, ...], ...]:
    """Return inconsistent checks of one cause by what is wrong: those that blame the same kind of figure of one series.

    A check that names no blamed figure is taken by the figure that it states. Checks, and misfits by their first, stay in
    the order given.
    """
    groups: list[tuple[set[_Kind], list[Check]]] = []
    for check in checks:
        names = [name for name in check.inputs if name in blamed] or check.inputs[:1]
        kinds = {(readings[name].series, readings[name].statistic.kind) for name in names}
        own = [group for group in groups if group[0] & kinds]
        for group in own[1:]:
            own[0][0].update(group[0])
            own[0][1].extend(group[1])
            groups.remove(group)
        if own:
            own[0][0].update(kinds)
            own[0][1].append(check)
        else:
            groups.append((kinds, [check]))
    return tuple(tuple(found) for _, found in groups)
