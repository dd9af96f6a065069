"""Certificates of an audit: from which a stranger's program sees by arithmetic alone that figures contradict one another.

A certificate is a JSON object. It has the figures as printed, with what their rounding allows; the relation that they should
satisfy; and, by kind:

- ``finding``: that the relation cannot hold for any values of the intervals. Relations held together have multipliers: the
  linear constraints that they name, multiplied so and added up, say that numbers not below zero are less than zero together.
- ``conflict``: the same of a minimal conflict, and for each figure values with which the relation holds when that figure
  alone may be another one.
- ``least``: that at least so many figures are wrong: the conflicts, each with its own certificate, and why no fewer figures
  hit them all: so many share none, or else, whichever figure of one of them is wrong, the others need as many more.

The digest at its end is that of all the rest, so that a slip in copying is told from a wrong argument.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any, NamedTuple

from cbec_kg.assets import asset_folder
from cbec_kg.audit.checks import Check
from cbec_kg.audit.diagnosis import components, minimal_conflicts
from cbec_kg.audit.facts import Facts, facts_of
from cbec_kg.audit.intervals import End
from cbec_kg.audit.periods import last_day
from cbec_kg.audit.readings import Reading, is_exact, precision
from cbec_kg.audit.relations import Relation, bounds_of, figures_of
from cbec_kg.audit.report import Audit
from cbec_kg.audit.rules import all_checks
from cbec_kg.audit.simplex import solved
from cbec_kg.audit.witnesses import witness
from cbec_kg.model.curated import Curation

Plain = dict[str, Any]

FORMAT = "cbec-kg-certificate"
VERSION = 1


class Certified(NamedTuple):
    """The certificates of an audit, and the ids of contradictions for which no argument was found that could be checked."""

    certificates: list[Plain]
    left_out: list[str]


def certificates_of(audit: Audit, curation: Curation) -> Certified:
    """Return the certificates of an audit: of inconsistent checks, of minimal conflicts, of how many figures are wrong.

    A contradiction is left out where its argument takes too long to find: a certificate always has one. How many figures
    are wrong is then certified by the other conflicts.
    """
    own = _Certifier(facts_of(curation), curation.folder_id)
    findings = {check.id: own.finding(check) for check in audit.inconsistent}
    conflicts = [*map(frozenset, audit.conflicts)]
    opened = minimal_conflicts(own.facts, [*conflicts, *audit.diagnoses.opened]) if conflicts else []
    named = {conflict_id(names): own.conflict(names) for names in dict.fromkeys([*conflicts, *opened])}
    made, certified = ([one for one in found.values() if one is not None] for found in (findings, named))
    least = [own.least(certified)] if certified else []
    return Certified([*made, *certified, *least], [name for name, one in (findings | named).items() if one is None])


class _Certifier:
    """Writes the certificates of some facts."""

    def __init__(self, facts: Facts, article: str) -> None:
        self.facts, self.article = facts, article
        self.intervals = {name: reading.interval for name, reading in facts.readings.items()}

    def finding(self, check: Check) -> Plain | None:
        """Return the certificate that one relation cannot hold; None where no argument was found."""
        return None if check.relation is None else self._sealed("finding", check.id, check.relation, check.rule)

    def conflict(self, conflict: frozenset[str]) -> Plain | None:
        """Return the certificate of a minimal conflict: of the relation of it that has the fewest figures.

        None where no argument was found, or no values that show a figure to be needed.
        """
        names = sorted(conflict)
        found = [check for check in all_checks(self.facts.only(names)) if check.verdict == "inconsistent" and check.relation]
        check = min(found, key=lambda check: (len(set(figures_of(check.relation))), check.id), default=None)
        if check is None:
            return None
        relation = check.relation or ()
        needed = sorted(set(figures_of(relation))) or list(names)
        minimal, likely = {}, {name: self.facts.readings[name].nominal for name in needed}
        least = {name: least_of(self.facts, self.facts.readings[name]) for name in needed}
        for name in needed if len(needed) > 1 else ():
            values = witness(relation, self.intervals, likely, name, least[name])
            if not values:
                least[name] = None  # it would have to be less than nothing
                values = witness(relation, self.intervals, likely, name, None)
            if not values:
                return None
            minimal[name] = {key: str(value) for key, value in values.items()}
        sealed = self._sealed("conflict", conflict_id(names), relation, check.rule, minimal=minimal)
        if sealed is None:
            return None
        for name, figure in sealed["figures"].items():
            figure["least"] = None if least[name] is None else str(least[name])
        return _with_digest(sealed)

    def least(self, conflicts: Sequence[Plain]) -> Plain:
        """Return the certificate of how many figures are wrong, which rests on those of conflicts."""
        by_figures = {frozenset(one["figures"]): one["id"] for one in conflicts}
        groups = [_needed(group, by_figures) for group in components(list(by_figures))]
        number = sum(group["least"] for group in groups)
        return _with_digest(
            {
                "format": FORMAT,
                "version": VERSION,
                "kind": "least",
                "id": f"at-least-{number}",
                "article": self.article,
                "least": number,
                "groups": groups,
            }
        )

    def _sealed(self, kind: str, name: str, relation: Relation, rule: str, **more: Any) -> Plain | None:
        figures = sorted(set(figures_of(relation)), key=self.facts.position.__getitem__)
        value = {
            "format": FORMAT,
            "version": VERSION,
            "kind": kind,
            "id": name,
            "article": self.article,
            "rule": rule,
            "figures": {figure: self._figure(self.facts.readings[figure]) for figure in figures},
            "relation": _plain(relation),
            **more,
        }
        if relation[0] == "together":
            value["multipliers"] = self._multipliers(relation[1:])
            if not value["multipliers"]:
                return None
        return _with_digest(value)

    def _multipliers(self, relations: Sequence[Relation]) -> list[list[Any]]:
        """Return, for constraints that contradict one another, which relation and end they come from, and how often.

        Empty where they were not found.
        """
        bounds = list(bounds_of(relations, self.intervals))
        found = solved([bound.constraint for bound in bounds]).multipliers
        return [[bounds[number].relation, bounds[number].end, str(value)] for number, value in found.items()]

    def _figure(self, reading: Reading) -> Plain:
        item, interval, least = reading.statistic, reading.interval, least_of(self.facts, reading)
        return {
            "printed": item.value_text,
            "upper": None if item.upper is None else f"{item.upper:f}",
            "operator": item.operator,
            "decimals": precision(item, self.facts.padded),
            "exact": is_exact(item, reading.unit),
            "factor": str(reading.scale),
            "shift": str(reading.shift),
            "interval": [_end(interval.low), _end(interval.high), interval.low_open, interval.high_open],
            "least": None if least is None else str(least),
            "period": item.period,
            "base": reading.base if item.base else None,
            "at": [anchor.locator for anchor in item.at],
        }


def least_of(facts: Facts, reading: Reading) -> Fraction | None:
    """Return what a figure cannot be below, None where it can be anything."""
    if reading.statistic.indicator in facts.signed:
        return None
    if reading.statistic.kind in ("growth", "average-growth"):
        return Fraction(-1) if reading.relative else None
    return Fraction(0)


def conflict_id(names: Collection[str]) -> str:
    """Return a name that depends on the figures of a conflict alone."""
    return f"conflict-{sha256(' '.join(sorted(names)).encode()).hexdigest()[:8]}"


def certificate_files(certificates: Iterable[Plain]) -> dict[str, str]:
    """Return certificates as files by their names, and the program and the queries that check them."""
    files = {f"{one['id']}.json": json.dumps(one, ensure_ascii=False, indent=1) + "\n" for one in certificates}
    checkers = (path for path in asset_folder("checkers").iterdir() if path.suffix in (".py", ".rq"))
    return files | {path.name: path.read_text(encoding="utf-8") for path in sorted(checkers)}


def canonical(value: Plain) -> bytes:
    """Return a certificate without its digest as the bytes that the digest is of: sorted, without spaces, in UTF-8."""
    rest = {key: part for key, part in value.items() if key != "digest"}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _with_digest(value: Plain) -> Plain:
    return value | {"digest": sha256(canonical(value)).hexdigest()}


def _end(end: End) -> str | None:
    return None if isinstance(end, float) else str(end)


def _plain(one: Any) -> Any:
    """Return a relation as JSON holds it; that a period is before another as numbers: of their last days, 20181231."""
    if not isinstance(one, tuple):
        return str(one) if isinstance(one, Fraction) else one
    if one[0] == "before":
        return ["<", *(last_day(period).replace("-", "") for period in one[2:])]
    return [_plain(part) for part in one]


def _needed(conflicts: Sequence[frozenset[str]], names: Mapping[frozenset[str], str]) -> Plain:
    """Return how many figures of conflicts are wrong at least, with the argument."""
    number = 0
    while (argument := _argument(conflicts, number + 1, names)) is not None:
        number += 1
        found = argument
    return {"least": number, "conflicts": [names[conflict] for conflict in conflicts], "why": found}


def _argument(conflicts: Sequence[frozenset[str]], number: int, names: Mapping[frozenset[str], str]) -> Any:
    """Return why conflicts need so many figures, None where fewer hit them all.

    Either that many conflicts which share no figure, or a conflict with, for each of its figures, why the conflicts that
    do not have it need one less.
    """
    disjoint: list[frozenset[str]] = []
    for conflict in conflicts:
        if all(not conflict & other for other in disjoint):
            disjoint.append(conflict)
    if len(disjoint) >= number:
        return {"disjoint": [names[conflict] for conflict in disjoint[:number]]}
    if number <= 1 or not conflicts:
        return None
    first = conflicts[0]
    cases = {}
    for name in sorted(first):
        rest = _argument([conflict for conflict in conflicts if name not in conflict], number - 1, names)
        if rest is None:
            return None
        cases[name] = rest
    return {"conflict": names[first], "cases": cases}
