"""What is missing between evidence, problems and countermeasures, in both directions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cbec_kg.evidence.graph import support_components
from cbec_kg.evidence.wholes import WHOLES
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import DIRECT

KINDS = (
    "problem-without-headline", "countermeasure-without-headline", "facet-without-direct-evidence",
    "facet-elsewhere-without-direct-evidence", "figures-without-source", "figure-without-source", "problem-unaddressed",
    "facet-unaddressed", "measure-outside-diagnosis", "measure-without-diagnosis", "measure-without-facet",
    "source-without-problem", "circular-support", "counted-twice",
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
    sourced = snapshot.lines_to.keys()
    for record, kind in kinds.items():
        if kind in WHOLES and record not in direct:
            yield Gap(f"{kind}-without-headline", record)
        elif kind == "facet" and record not in direct:
            elsewhere = "-elsewhere" if record in snapshot.elsewhere else ""
            yield Gap(f"facet{elsewhere}-without-direct-evidence", record)
        elif kind == "statistic" and record not in sourced:
            yield Gap("figure-without-source", record)
        elif kind == "claim" and record not in sourced:
            links = snapshot.incoming.get(record, ())
            figures = sorted(link.start for link in links if kinds.get(link.start) == "statistic")
            if figures:
                yield Gap("figures-without-source", record, tuple(figures))


def _measures(snapshot: Snapshot) -> Iterator[Gap]:
    """Yield what is diagnosed and not addressed, and measures that address nothing, or nothing of a diagnosis.

    A facet that the article first states elsewhere is no part of the diagnosis of its problem. A measure that addresses such
    facets alone still addresses a diagnosed problem, outside its diagnosis.
    """
    problem_of = {link.start: link.end for link in snapshot.links if link.relation == "facet"}
    diagnosed = {
        facet: problem
        for facet, problem in problem_of.items()
        if problem in snapshot.diagnosed and facet not in snapshot.elsewhere
    }
    addressing: dict[str, list[str]] = defaultdict(list)
    for link in snapshot.links:
        if link.relation == "address":
            addressing[link.start].append(link.end)
    addressed = {facet for facets in addressing.values() for facet in facets}
    answered = {diagnosed.get(facet) for facet in addressed}
    for record, kind in snapshot.kinds.items():
        if record in snapshot.diagnosed and record not in answered:
            yield Gap("problem-unaddressed", record)
        elif record in diagnosed and record not in addressed:
            yield Gap("facet-unaddressed", record, (diagnosed[record],))
        elif kind == "measure" and record not in addressing:
            yield Gap("measure-without-facet", record)
        elif kind == "measure" and not any(facet in diagnosed for facet in addressing[record]):
            outside = any(facet in snapshot.elsewhere for facet in addressing[record])
            kind = "measure-outside-diagnosis" if outside else "measure-without-diagnosis"
            yield Gap(kind, record, tuple(sorted(addressing[record])))


def _sources(snapshot: Snapshot) -> Iterator[Gap]:
    bearing = {line.source for line in snapshot.lines if snapshot.kinds.get(line.target) in ("problem", "facet")}
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
