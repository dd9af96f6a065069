"""Which figures of two versions have changed: printed otherwise, dropped, added, and which contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from cbec_kg.alignment.figures import Quantity, agreement_of, figure_readings, is_located, quantity_of
from cbec_kg.audit.readings import Reading
from cbec_kg.model.snapshot import Snapshot

FigureState = Literal["contradicts", "agrees", "equal", "other-quantity", "dropped", "added"]
"""No value fits both prints; some do; the same number, printed or read otherwise; it is taken for a figure of something else
than before; only the older version has it; only the newer one does."""

STATES: tuple[FigureState, ...] = ("contradicts", "agrees", "equal", "other-quantity", "dropped", "added")

_OF_THE_NUMBER = frozenset(("printed", "value", "operator", "unit", "upper"))
_OF_THE_QUANTITY = frozenset(
    ("indicator", "kind", "place", "period", "counterpart", "base", "whole", "whole_place", "cases", "step", "categories")
)


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
        if (state := _state(olds[name], news[name], set(changed.get(name, ())))) is not None
    ]
    left, right = ({name: one for name, one in a.items() if name not in b} for a, b in ((olds, news), (news, olds)))
    pairs = dict(_of_one_quantity(left, right))
    for one, other in pairs.items():
        agreement = agreement_of(left[one], right[other])
        found.append(FigureChange("contradicts" if agreement == "differs" else agreement, older.get(one, one), other))
    found += [FigureChange("dropped", older.get(name, name), "") for name in left if name not in pairs]
    found += [FigureChange("added", "", name) for name in right.keys() - set(pairs.values())]
    return tuple(sorted(found, key=lambda one: (STATES.index(one.state), one.old, one.new)))


def _state(old: Reading, new: Reading, changed: set[str]) -> FigureState | None:
    """Return what has become of a figure; None where nothing has that is of the number or of what it is of."""
    if quantity_of(old) != quantity_of(new):
        return "other-quantity"
    agreement = agreement_of(old, new)
    if not changed & (_OF_THE_NUMBER | _OF_THE_QUANTITY):
        return None
    return "contradicts" if agreement == "differs" else agreement


def _of_one_quantity(olds: Mapping[str, Reading], news: Mapping[str, Reading]) -> Iterator[tuple[str, str]]:
    """Yield the figures of a quantity that each side has one of."""
    of_old, of_new = _single(olds), _single(news)
    yield from ((of_old[quantity], of_new[quantity]) for quantity in of_old.keys() & of_new.keys())


def _single(readings: Mapping[str, Reading]) -> dict[Quantity, str]:
    found: dict[Quantity, list[str]] = {}
    for name, reading in readings.items():
        if is_located(reading.statistic):
            found.setdefault(quantity_of(reading), []).append(name)
    return {quantity: names[0] for quantity, names in found.items() if len(names) == 1}
