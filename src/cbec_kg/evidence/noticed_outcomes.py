"""What published notices do to a paper: what falls, is weakened and stands without the works that were retracted."""

from __future__ import annotations

from cbec_kg.evidence.support import Outcome, with_parts, withdraw
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import DIRECT


def noticed_outcomes(snapshot: Snapshot) -> dict[str, Outcome]:
    """Return what becomes of each statement that loses something by the notices, by name.

    What is retracted or withdrawn counts, with its parts; concerns, corrections and proposals withdraw nothing.
    """
    if not snapshot.withdrawn:
        return {}
    gone = with_parts(snapshot.withdrawn, snapshot.part_of)
    outcomes = withdraw(snapshot.links, snapshot.statements, gone, (), snapshot.elsewhere)
    return {one.statement: one for one in outcomes if one.changed}


def sources_left(snapshot: Snapshot) -> dict[str, set[str]]:
    """Return the sources that support each statement: what notices withdraw supports nothing, nor do its parts."""
    gone = with_parts(snapshot.withdrawn, snapshot.part_of)
    found: dict[str, set[str]] = {}
    for line in snapshot.lines:
        if line.role in DIRECT and line.source not in gone:
            found.setdefault(line.target, set()).add(line.source)
    return found
