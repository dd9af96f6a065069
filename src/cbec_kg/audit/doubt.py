"""Doubt that is carried on: to what sums figures in doubt, repeats them, or is a rate or a share of them.

Which figure is computed from which follows from the checks: a span from its years, a whole from its parts, a growth from its
levels, a share from its part and its whole, a mean from its cases, a rank from what is ranked. Only a relation that holds as
printed, or cannot be worked out for want of a figure, carries doubt: a figure that contradicts others was not computed from
them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from cbec_kg.audit.checks import Check
from cbec_kg.audit.repairs import Key, Repair
from cbec_kg.model.closed_lists import StatisticKind
from cbec_kg.model.records import Statistic

Derivation = Literal["sum", "repeat", "rate", "share", "mean", "rank"]
"""How a figure comes from others."""

Standing = Literal["fails", "open", "holds"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""What becomes of a figure that carries doubt if the explanation is true: its relation to the figures in doubt fails; cannot
be worked out, or there is no explanation; holds all the same, as a rate of two figures in the same wrong unit."""

DERIVATIONS: Mapping[str, Derivation] = {
    "years-and-span": "sum", "parts-and-whole": "sum", "same-quantity": "repeat", "growth-and-levels": "rate",
    "growth-of-parts": "rate", "average-growth": "rate", "chained-growth": "rate", "share-and-whole": "share",
    "counted-share": "share", "grim": "mean", "rank-and-levels": "rank",
}  # fmt: skip
"""How the stated figure of a check comes from the others, by its rule."""

UNDERIVED = frozenset(
    (
        "comparison-period", "possible-range", "list-count", "series-direction", "no-relation",  # of figures by themselves
        "part-within-whole",  # a bound: neither is computed from the other
        "implied-earlier-level",  # an earlier level is not computed from later ones
        "wholes-implied",  # each share comes from its own part, as its own check has it
        "named-count",  # one count, or two
        "joint-relations",  # always a contradiction
    )
)  # fmt: skip
"""Rules by which no figure comes from others."""

_KINDS: Mapping[Derivation, tuple[StatisticKind, ...]] = {
    "sum": ("level",), "rate": ("growth", "average-growth"), "share": ("share",), "mean": ("level",), "rank": ("rank",),
}  # fmt: skip
"""Kinds of figures that come from others in some way; a repeated one may be of any."""


class Step(NamedTuple):
    """One step that doubt takes: `statistic` comes from the figures `of`, which are in doubt, as `check` has it."""

    statistic: str
    derivation: Derivation
    of: tuple[str, ...]
    check: Check


@dataclass(frozen=True)
class CarriedDoubt:
    """The doubt that a figure has from others: `steps` lead from it back to figures that a cause blames."""

    statistic: str
    steps: tuple[Step, ...]
    standing: Standing


def carried_doubts(
    checks: Iterable[Check], statistics: Mapping[str, Statistic], blamed: Collection[str], explanation: Repair | None
) -> tuple[CarriedDoubt, ...]:
    """Return the doubt of all figures that come from blamed ones, by the shortest path, sorted by how they would stand.

    Parameters
    ----------
    checks : iterable of Check
        All checks of the figures as printed.
    statistics : mapping of str to Statistic
        By id, in the order in which figures of equal standing are returned.
    blamed : collection of str
        Figures that a cause blames; they carry no doubt from each other.
    explanation : Repair or None
        What is taken as the explanation of the cause, None where nothing is.
    """
    lost = set(explanation.lost) if explanation else set[Key]()
    steps = [step for check in checks for step in _steps(check, statistics)]
    found: dict[str, CarriedDoubt] = {}
    for standing in STANDINGS:
        front = [
            CarriedDoubt(step.statistic, (step,), standing)
            for step in (step._replace(of=_within(step.of, blamed)) for step in steps)
            if step.of and _standing(step.check, lost, explanation) == standing
        ]
        while front:
            came: dict[str, CarriedDoubt] = {}
            for doubt in front:
                if doubt.statistic not in found and doubt.statistic not in blamed:
                    came.setdefault(doubt.statistic, doubt)
            found |= came
            reached = came
            front = [
                CarriedDoubt(step.statistic, (step._replace(of=of), *reached[of[0]].steps), standing)
                for step in steps
                if (of := _within(step.of, reached)) and step.statistic not in found
            ]
    order = {name: number for number, name in enumerate(statistics)}
    return tuple(sorted(found.values(), key=lambda one: (STANDINGS.index(one.standing), order[one.statistic])))


def _steps(check: Check, statistics: Mapping[str, Statistic]) -> Iterable[Step]:
    """Yield the steps that a check lets doubt take; none where it fails."""
    derivation = DERIVATIONS.get(check.rule)
    if derivation is None or check.verdict == "inconsistent":
        return
    names: Sequence[str] = check.inputs[:1]
    sources: Sequence[str] = check.inputs
    if derivation == "repeat":
        names = check.inputs if check.verdict != "undecidable" else ()
    elif derivation == "rank":  # of two ranks each comes from the levels that both compare
        names = check.inputs
        sources = [name for name in names if statistics[name].kind == "level"]
    elif derivation == "share" and sum(statistics[name].kind == "share" for name in sources) > 1:
        return  # shares beside one another come each from its own part
    for name in names:
        others = tuple(other for other in sources if other != name)
        if others and (derivation == "repeat" or statistics[name].kind in _KINDS[derivation]):
            yield Step(name, derivation, others, check)


def _within(names: Sequence[str], wanted: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in wanted)


def _standing(check: Check, lost: Collection[Key], explanation: Repair | None) -> Standing:
    if explanation is None or check.verdict == "undecidable":
        return "open"
    return "fails" if check.key in lost else "holds"
