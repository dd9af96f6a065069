"""What is missing between evidence, problems and countermeasures, in both directions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cbec_kg.evidence.graph import support_components
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import DIRECT

KINDS = (
    "facet-without-direct-evidence", "problem-without-headline", "figures-without-source", "figure-without-source",
    "problem-unaddressed", "facet-unaddressed", "measure-without-diagnosis", "source-without-problem", "circular-support",
    "counted-twice",
)  # fmt: skip
"""The kinds of gap, in the order in which they are listed."""


@dataclass(frozen=True, order=True)
class Gap:
    """One gap: its kind, the record it is about, and others that it involves."""

    kind: str
    record: str
    others: tuple[str, ...] = ()


def gaps(snapshot: Snapshot) -> list[Gap]:
    """Return all gaps, by kind in the order of `KINDS`, then by record."""
    found = [
        *_evidence(snapshot), *_measures(snapshot), *_sources(snapshot), *_circular(snapshot), *_twice(snapshot),
    ]  # fmt: skip
    return sorted(set(found), key=lambda gap: (KINDS.index(gap.kind), gap.record, gap.others))


def _evidence(snapshot: Snapshot) -> Iterator[Gap]:
    kinds = snapshot.kinds
    direct = {line.target for line in snapshot.lines if line.role in DIRECT}
    headline = {line.target for line in snapshot.lines if line.role == "headline"}
    sourced = snapshot.lines_to.keys()
    for record, kind in kinds.items():
        if kind == "facet" and record not in direct:
            yield Gap("facet-without-direct-evidence", record)
        elif kind == "problem" and record not in headline:
            yield Gap("problem-without-headline", record)
        elif kind == "statistic" and record not in sourced:
            yield Gap("figure-without-source", record)
        elif kind == "claim" and record not in sourced:
            links = snapshot.incoming.get(record, ())
            figures = sorted(link.start for link in links if kinds.get(link.start) == "statistic")
            if figures:
                yield Gap("figures-without-source", record, tuple(figures))


def _measures(snapshot: Snapshot) -> Iterator[Gap]:
    diagnosed = snapshot.diagnosed
    problem_of = {link.start: link.end for link in snapshot.links if link.relation == "facet"}
    addresses = [link for link in snapshot.links if link.relation == "address"]
    answered = {problem_of.get(link.end) for link in addresses}
    addressed = {link.end for link in addresses}
    aiming = {link.start for link in addresses if problem_of.get(link.end) in diagnosed}
    for record, kind in snapshot.kinds.items():
        if record in diagnosed and record not in answered:
            yield Gap("problem-unaddressed", record)
        elif kind == "facet" and problem_of.get(record) in diagnosed and record not in addressed:
            yield Gap("facet-unaddressed", record, (problem_of[record],))
        elif kind == "measure" and record not in aiming:
            yield Gap("measure-without-diagnosis", record)


def _sources(snapshot: Snapshot) -> Iterator[Gap]:
    bearing = {line.source for line in snapshot.lines if snapshot.kinds.get(line.target) == "problem"}
    for record, kind in snapshot.kinds.items():
        if kind in ("reference", "source") and record not in bearing:
            yield Gap("source-without-problem", record)


def _circular(snapshot: Snapshot) -> Iterator[Gap]:
    for component in support_components(snapshot.links):
        first, *rest = sorted(component)
        yield Gap("circular-support", first, tuple(rest))


def _twice(snapshot: Snapshot) -> Iterator[Gap]:
    """Yield sources that are part of others, and those named where a reference is cited: perhaps the same."""
    for part, whole in snapshot.part_of.items():
        yield Gap("counted-twice", part, (whole,))
    by_passage: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in snapshot.links:
        at = getattr(snapshot.records.get(link.end), "at", ()) if link.relation == "pointer" else ()
        if at:
            by_passage[at[0].locator][snapshot.kinds[link.start]].add(link.start)
    for here in by_passage.values():
        if here["reference"]:
            yield from (Gap("counted-twice", source, tuple(sorted(here["reference"]))) for source in here["source"])
