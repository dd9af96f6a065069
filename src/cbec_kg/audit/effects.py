"""The checks that an explanation clears, raises, confirms and loses, with the arithmetic that shows it.

Explanations stand one on top of another, and so do their effects: each is seen from where those before it have led.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cbec_kg.audit.checks import Check
from cbec_kg.audit.repairs import Key, Repair


class Effects(NamedTuple):
    """The checks of a repair, in the order of its keys; those cleared and lost as they were, the others as they would be."""

    cleared: tuple[Check, ...]
    raised: tuple[Check, ...]
    confirmed: tuple[Check, ...]
    lost: tuple[Check, ...]


def effects_of(repair: Repair, before: Iterable[Check], after: Iterable[Check]) -> Effects:
    """Return the checks that a repair touches, out of all those before it is taken for granted and after."""
    old, new = _by_key(before), _by_key(after)
    return Effects(
        cleared=tuple(old[key] for key in repair.cleared),
        raised=tuple(new[key] for key in repair.raised),
        confirmed=tuple(new[key] for key in repair.confirmed),
        lost=tuple(old[key] for key in repair.lost),
    )


def _by_key(checks: Iterable[Check]) -> dict[Key, Check]:
    """Return checks by rule and statistics; one that fails goes before those that hold in another reading."""
    found: dict[Key, Check] = {}
    for check in checks:
        if check.key not in found or check.verdict == "inconsistent" != found[check.key].verdict:
            found[check.key] = check
    return found
