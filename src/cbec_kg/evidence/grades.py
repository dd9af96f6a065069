"""How well a statement is backed, as a grade that says its own rule; no weights.

The grade looks at the evidence lines of the statement itself: of a problem or countermeasure, at what backs its headline,
and never at what backs its facets or measures, of which it is told apart how many are backed (`cbec_kg.evidence.wholes`).
What backs a cause, a need, an effect or the setting, and what echoes it, never lifts a grade above ``oblique``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.terms import DIRECT

Grade = Literal["several", "single", "read-in", "oblique", "none"]
"""``several`` sources back it directly, as stated; a ``single`` one does; some do, but only as inherited or inferred
(``read-in``); sources bear on it in other roles only (``oblique``); ``none`` does."""

GRADES: tuple[Grade, ...] = get_args(Grade)
"""From the best to the worst; the first whose rule holds is given."""


def grade_of(lines: Collection[EvidenceLine]) -> Grade:
    """Return the grade of a statement by all evidence lines whose target it is."""
    stated = {line.source for line in lines if line.role in DIRECT and line.basis == "stated"}
    if stated:
        return "several" if len(stated) > 1 else "single"
    if any(line.role in DIRECT for line in lines):
        return "read-in"
    return "oblique" if lines else "none"
