"""Which series a user means by an indicator, a place and a counterpart."""

from __future__ import annotations

from collections.abc import Collection

from cbec_kg.audit.readings import Series
from cbec_kg.errors import UnknownIdError, UsageError
from cbec_kg.model.records import Indicator, Statistic
from cbec_kg.model.snapshot import Snapshot


def chosen_series(
    series: Collection[Series], snapshot: Snapshot, indicator: str, place: str | None, counterpart: str | None
) -> Series:
    """Return the series that an indicator, a place and a counterpart mean.

    Raises
    ------
    UsageError
        When another kind of record is named, or there is no such series, or several: the message lists them.
    """
    named = snapshot.records.get(indicator)
    if named is not None and not isinstance(named, Indicator):
        of = f" It is of {named.indicator}." if isinstance(named, Statistic) else ""
        kind = type(named).__name__.lower()
        what = f"{indicator} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}; expected is an indicator."
        raise UsageError(f"{what}{of} List those with figures: cbec-kg chart")
    if named is None:
        from difflib import get_close_matches

        raise UnknownIdError(indicator, get_close_matches(indicator, {one.indicator for one in series}, n=3, cutoff=0.4))
    own = [one for one in series if one.indicator == indicator]
    found = [one for one in own if place in (None, one.place) and one.counterpart == counterpart]
    if len(found) == 1:
        return found[0]
    there = "; ".join(
        f"--place {one.place}" + (f" --counterpart {one.counterpart}" if one.counterpart else "") for one in found or own
    )
    if not own:
        raise UsageError(f"{indicator} has no figures. List what has some with: cbec-kg chart")
    raise UsageError(f"{indicator} has {'several series' if found else 'no such series'}. Take one of: {there}")
