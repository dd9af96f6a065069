"""What a section of `reliability.py` gives: a figure, what it should be, and how it was obtained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure of a section.

    `what` names it in words, `value` is what was counted or measured, as it is to be printed, `goal` what it should be,
    `good` whether it is, and `how` says in one sentence how it was obtained.
    """

    what: str
    value: str
    goal: str
    good: bool
    how: str


def counted(what: str, found: int, of: int, how: str, goal: int = 0) -> Figure:
    """Return the figure for how many of some runs went a certain way; `goal` is how many should."""
    return Figure(what, f"{found:,} of {of:,}", f"{goal:,}", found == goal and of > 0, how)
