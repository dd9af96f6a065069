"""Which figures of two versions have changed: printed otherwise, dropped, added, and which contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from cbec_kg.alignment.figures import Quantity, agreement_of, figure_readings, is_located, quantity_of
from cbec_kg.audit.readings import Reading
from cbec_kg.comparison.unique import of_unique_keys
from cbec_kg.model.snapshot import Snapshot

FigureState = Literal["contradicts", "agrees", "equal", "other-quantity", "dropped", "added"]
"""No value fits both prints; some do; the same number, printed or read otherwise; it is taken for a figure of something else
than before; only the older version has it; only the newer one does."""

STATES: tuple[FigureState, ...] = ("contradicts", "agrees", "equal", "other-quantity", "dropped", "added")

_OF_A_FIGURE = frozenset((
    "printed", "value", "operator", "unit", "upper",
    "indicator", "kind", "place", "period", "counterpart", "base", "whole", "whole_place", "cases", "step", "categories",
))  # fmt: skip
"""Fields that say the number, and what it is of."""


class FigureChange(Struct, frozen=True):
    """A figure that is not the same in both versions, by its id in each; empty where a version does not have it.

    A dropped and an added figure of one quantity, each the only one of it, are told as one change; they stay two records.
    """

    state: FigureState
    old: str
    new: str


def figure_changes(
    old: Snapshot, new: Snapshot, changed: Mapping[str, Iterable[str]], older: Mapping[str, str]
) -> tuple[FigureChange, ...]:
    """Return the changes of figures, those that contradict first.

    Parameters
    ----------
    old : Snapshot
        Under the names of the newer version.
    changed : mapping of str to iterable of str
        Names of the fields that have changed, of each changed record.
    older : mapping of str to str
        Id in the older version of each record whose id differs.
    """
    olds, news = figure_readings(old), figure_readings(new)
    found = [
        FigureChange(state, older.get(name, name), name)
        for name in olds.keys() & news.keys()
        if (state := _state(olds[name], news[name], changed.get(name, ()))) is not None
    ]
    left, right = ({name: one for name, one in a.items() if name not in b} for a, b in ((olds, news), (news, olds)))
    of_left, of_right = _by_quantity(left), _by_quantity(right)
    pairs = {of_left[quantity]: of_right[quantity] for quantity in of_left.keys() & of_right.keys()}
    found += [FigureChange(_agreement(left[one], right[other]), older.get(one, one), other) for one, other in pairs.items()]
    found += [FigureChange("dropped", older.get(name, name), "") for name in left if name not in pairs]
    found += [FigureChange("added", "", name) for name in right.keys() - set(pairs.values())]
    return tuple(sorted(found, key=lambda one: (STATES.index(one.state), one.old, one.new)))


def _state(old: Reading, new: Reading, changed: Iterable[str]) -> FigureState | None:
    """Return what has become of a figure; None where nothing has that is of the number or of what it is of."""
    if quantity_of(old) != quantity_of(new):
        return "other-quantity"
    return None if _OF_A_FIGURE.isdisjoint(changed) else _agreement(old, new)


def _agreement(old: Reading, new: Reading) -> FigureState:
    agreement = agreement_of(old, new)
    return "contradicts" if agreement == "differs" else agreement


def _by_quantity(readings: Mapping[str, Reading]) -> dict[Quantity, str]:
    """Return the figure of each quantity of which there is one."""
    return of_unique_keys((quantity_of(one), name) for name, one in readings.items() if is_located(one.statistic))
