"""Whether the reasons of roles, grades, outcomes and verdicts suffice, and no member of them is needless.

    python benchmarks/explanations.py --evidence [--folder data]

All statements, figures and single withdrawals of a paper are asked about. Of each set the members alone are given to the
engine that it explains, and again without each of them: the evidence engine for roles, grades and withdrawals; the audit for
verdicts, of the figures alone and of single fields. Each change that is told is made, and tried without each of its parts. A
set is *insufficient* when what it explains does not follow from it, a member *needless* when it does without. Printed are
the counts, and how long an answer took, as a median and at most. The command ends with 1 when there is either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

from cbec_kg.audit.rules import all_checks, unrelated
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import with_parts, withdraw
from cbec_kg.model.joining import curation_of
from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.provenance.evidence_reasons import LinePaths, grade_reason, has_line, outcome_reason
from cbec_kg.provenance.smallest_changes import Changing
from cbec_kg.provenance.unsupported import unsupported
from cbec_kg.provenance.verdicts import Verdicts
from cbec_kg.rdf.project import build_project

T = TypeVar("T")


@dataclass
class Counted:
    """What came of the answers of one kind."""

    answers: int = 0
    sets: int = 0
    members: int = 0
    partial: int = 0
    insufficient: int = 0
    needless: int = 0
    seconds: list[float] = field(default_factory=list)

    def asked(self, ask: Callable[[], T]) -> T:
        """Return an answer, of which the time is noted."""
        start = perf_counter()
        found = ask()
        self.seconds.append(perf_counter() - start)
        self.answers += 1
        return found

    def tried(self, members: Sequence[Any], holds: Callable[[tuple[Any, ...]], bool]) -> None:
        """Count whether members suffice, and which of them are not needed."""
        self.sets += 1
        self.members += len(members)
        self.insufficient += not holds(tuple(members))
        for number in range(len(members)):
            self.needless += holds((*members[:number], *members[number + 1 :]))


def run(folder: Path) -> bool:
    """Print the counts of a folder, and return whether all is right."""
    snapshot = build_project(folder).snapshot
    found = {
        "role": roles(snapshot),
        "grade": grades(snapshot),
        "withdrawal's outcome": outcomes(snapshot),
        "missing link": missing(snapshot),
        "change of a grade": changes(snapshot),
        "verdict, by figures": figures(snapshot),
        "verdict, by fields": fields(snapshot),
        "figure read otherwise": readings(snapshot),
    }
    print("| of | answers | sets | members | partial | insufficient | needless | median ms | longest ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, one in found.items():
        counts = (one.answers, one.sets, one.members, one.partial, one.insufficient, one.needless)
        times = (median(one.seconds) * 1000, max(one.seconds) * 1000) if one.seconds else (0.0, 0.0)
        print(f"| {name} | {' | '.join(f'{count:,}' for count in counts)} | {times[0]:,.1f} | {times[1]:,.0f} |")
    return not any(one.insufficient or one.needless for one in found.values())


def roles(snapshot: Snapshot) -> Counted:
    """Return what comes of the sets of links behind all evidence lines."""
    counted, graph = Counted(), LinePaths(snapshot.links)
    for line in snapshot.lines:
        reason = counted.asked(lambda line=line: graph.reason(line, most=1000))
        counted.partial += not reason.complete
        counted.insufficient += not reason.paths
        for path in reason.paths:
            counted.tried(path, lambda some, line=line: has_line(some, line))
    return counted


def grades(snapshot: Snapshot) -> Counted:
    """Return what comes of the sets of lines behind the grades of all statements."""
    counted = Counted()
    for statement in snapshot.statements:
        lines = snapshot.lines_to.get(statement, ())
        reason = counted.asked(lambda lines=lines: grade_reason(lines, most=1000))
        counted.partial += not reason.complete
        for some in reason.sets:
            counted.tried(some, lambda some, grade=reason.grade: grade_of(some) == grade)
    return counted


def outcomes(snapshot: Snapshot) -> Counted:
    """Return what comes of the reasons why statements fall or are weakened without each source, and without pairs."""
    counted, sources = Counted(), sources_of(snapshot)
    withdrawals = [(source,) for source in sources] + list(pairwise(sources))
    for withdrawn in withdrawals:
        gone = with_parts(withdrawn, snapshot.part_of)
        for outcome in withdraw(snapshot.links, snapshot.statements, gone):
            if outcome.lost:
                name, state = outcome.statement, outcome.state
                reason = counted.asked(lambda name=name, some=withdrawn: outcome_reason(snapshot, name, some))
                counted.insufficient += reason.outcome.state != state
                worse = ("falls",) if state == "falls" else ("falls", "weakened")
                for some in reason.because:
                    counted.tried(some, lambda some, name=name, worse=worse: state_of(snapshot, name, some) in worse)
    return counted


def missing(snapshot: Snapshot) -> Counted:
    """Return whether each link that is told to be missing joins a source to a statement, for every third pair of both."""
    counted = Counted()
    pairs = [(name, source) for name in snapshot.statements for source in sources_of(snapshot)]
    for name, source in pairs[::3]:
        found = counted.asked(lambda name=name, source=source: unsupported(snapshot, name, source, snapshot))
        counted.partial += not found.complete
        for one in found.missing:
            counted.tried(
                [one.link],
                lambda some, name=name, source=source: supports((*snapshot.links, *some), name, source),
            )
    return counted


def changes(snapshot: Snapshot) -> Counted:
    """Return what comes of all changes that are told of the grades of all statements."""
    counted = Counted()
    for statement in snapshot.statements:
        found = counted.asked(lambda name=statement: Changing(snapshot, name).of_grade())
        counted.partial += not found.complete
        for change in found.changes:
            members = [*change.items, *zip(change.instead or change.links, change.links, strict=True)]
            counted.tried(
                members,
                lambda some, name=statement, change=change: grade_after(snapshot, name, some) == change.becomes,
            )
    return counted


def figures(snapshot: Snapshot) -> Counted:
    """Return whether every check follows from its figures, and every minimal conflict from its own."""
    counted, verdicts = Counted(), Verdicts(curation_of(snapshot))

    def comes_out(name: str, verdict: str, some: tuple[str, ...]) -> bool:
        facts = verdicts.facts.only(some)
        made = all_checks(facts)
        return any(one.id == name and one.verdict == verdict for one in (*made, *unrelated(facts, made)))

    def contradict(some: tuple[str, ...]) -> bool:
        return any(one.verdict == "inconsistent" for one in all_checks(verdicts.facts.only(some)))

    for check in verdicts.checks.values():
        if check.verdict != "inconsistent":
            counted.answers += 1
            counted.tried(check.inputs, lambda some, of=check: comes_out(of.id, of.verdict, some))
            continue
        found = counted.asked(lambda check=check: verdicts.changes(check))
        for conflict in verdicts.reason(check).conflicts:
            counted.tried(conflict, contradict)
        counted.partial += not found.complete
    return counted


def fields(snapshot: Snapshot) -> Counted:
    """Return what comes of the sets of fields behind all verdicts that are decided."""
    counted, verdicts = Counted(), Verdicts(curation_of(snapshot))
    for check in verdicts.checks.values():
        if check.verdict != "undecidable":
            reason = counted.asked(lambda check=check: verdicts.reason(check))
            counted.partial += not reason.complete
            of = check if not reason.conflicts else verdicts.failing(reason.conflicts[0], check)
            counted.tried(reason.fields, lambda some, of=of: verdicts.comes_out(of, some))
    return counted


def readings(snapshot: Snapshot) -> Counted:
    """Return whether each figure read otherwise clears its check: the audit is made again of the figures so read."""
    from decimal import Decimal

    from msgspec.structs import replace

    counted, verdicts = Counted(), Verdicts(curation_of(snapshot))
    for check in verdicts.checks.values():
        found = counted.asked(lambda check=check: verdicts.changes(check))
        for one in found.readings:
            item = verdicts.facts.readings[one.figure].statistic
            text = {"value": Decimal(one.value), "value_text": one.value, "operator": "equal", "upper": None}
            facts = verdicts.facts.with_changes({one.figure: replace(item, **text)})
            counted.sets += 1
            counted.members += 1
            counted.insufficient += not any(
                made.key == check.key and made.verdict == one.becomes for made in all_checks(facts.only(check.inputs))
            )
    return counted


def sources_of(snapshot: Snapshot) -> list[str]:
    """Return the references and named sources."""
    return [name for name, kind in snapshot.kinds.items() if kind in ("reference", "source")]


def state_of(snapshot: Snapshot, statement: str, sources: Sequence[str]) -> str:
    """Return what becomes of a statement without some sources."""
    return withdraw(snapshot.links, {statement: "claim"}, with_parts(sources, snapshot.part_of))[0].state


def supports(links: Sequence[Link], statement: str, source: str) -> bool:
    """Return whether a statement has a support path from a source: it then falls when all but that path are taken away."""
    from networkx import DiGraph, has_path

    graph = DiGraph(list(backing(links)))
    return source in graph and statement in graph and bool(has_path(graph, source, statement))


def backing(links: Sequence[Link]) -> Iterator[tuple[str, str]]:
    """Yield the ends of the links that back what stands at their end, by the words of the glossary."""
    direct = ("headline", "facet", "measures", "statement", "value")
    for link in links:
        if link.relation == "pointer" or (link.relation == "support" and link.role in direct):
            yield link.start, link.end


def grade_after(snapshot: Snapshot, statement: str, some: Sequence[Any]) -> str:
    """Return the grade of a statement after parts of a change: sources withdrawn, links read otherwise or added."""
    gone = with_parts([one for one in some if isinstance(one, str)], snapshot.part_of)
    instead = dict(one for one in some if not isinstance(one, str))
    links = [instead.get(link, link) for link in snapshot.links]
    links += [new for old, new in instead.items() if old == new]
    relevant = LinePaths(links).bearing_on(statement)
    return grade_of([line for line in evidence_lines(relevant, {statement: ""}) if line.source not in gone])
