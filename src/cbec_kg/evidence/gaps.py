"""What is missing between evidence, problems and countermeasures, in both directions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cbec_kg.evidence.graph import support_components
from cbec_kg.model.links import EvidenceLine, Link
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


def gaps(
    links: Collection[Link],
    lines: Collection[EvidenceLine],
    kinds: Mapping[str, str],
    diagnosed: Collection[str],
    part_of: Mapping[str, str],
    locators: Mapping[str, str],
) -> list[Gap]:
    """Return all gaps, by kind in the order of `KINDS`, then by record.

    Parameters
    ----------
    links, lines
        As the store has them.
    kinds : mapping of str to str
        Kind of each record by id.
    diagnosed : collection of str
        Ids of the problems that the article diagnoses.
    part_of : mapping of str to str
        The whole of each source that is part of another.
    locators : mapping of str to str
        The passage of each pointer: a citation and an attribution in one passage may name the same source.
    """
    found = [
        *_evidence(links, lines, kinds),
        *_measures(links, kinds, diagnosed),
        *_sources(links, lines, kinds),
        *_circular(links),
        *_twice(links, kinds, part_of, locators),
    ]
    return sorted(set(found), key=lambda gap: (KINDS.index(gap.kind), gap.record, gap.others))


def _evidence(links: Collection[Link], lines: Collection[EvidenceLine], kinds: Mapping[str, str]) -> Iterator[Gap]:
    direct = {line.target for line in lines if line.role in DIRECT}
    headline = {line.target for line in lines if line.role == "headline"}
    sourced = {line.target for line in lines}
    for record, kind in kinds.items():
        if kind == "facet" and record not in direct:
            yield Gap("facet-without-direct-evidence", record)
        elif kind == "problem" and record not in headline:
            yield Gap("problem-without-headline", record)
        elif kind == "statistic" and record not in sourced:
            yield Gap("figure-without-source", record)
        elif kind == "claim" and record not in sourced:
            figures = [link.start for link in links if link.end == record and kinds.get(link.start) == "statistic"]
            if figures:
                yield Gap("figures-without-source", record, tuple(sorted(figures)))


def _measures(links: Collection[Link], kinds: Mapping[str, str], diagnosed: Collection[str]) -> Iterator[Gap]:
    problem_of = {link.start: link.end for link in links if link.relation == "facet"}
    addresses = [link for link in links if link.relation == "address"]
    answered = {problem_of.get(link.end) for link in addresses}
    addressed = {link.end for link in addresses}
    aiming = {link.start for link in addresses if problem_of.get(link.end) in diagnosed}
    for record, kind in kinds.items():
        if record in diagnosed and record not in answered:
            yield Gap("problem-unaddressed", record)
        elif kind == "facet" and problem_of.get(record) in diagnosed and record not in addressed:
            yield Gap("facet-unaddressed", record, (problem_of[record],))
        elif kind == "measure" and record not in aiming:
            yield Gap("measure-without-diagnosis", record)


def _sources(links: Collection[Link], lines: Collection[EvidenceLine], kinds: Mapping[str, str]) -> Iterator[Gap]:
    bearing = {line.source for line in lines if kinds.get(line.target) == "problem"}
    for record, kind in kinds.items():
        if kind in ("reference", "source") and record not in bearing:
            yield Gap("source-without-problem", record)


def _circular(links: Collection[Link]) -> Iterator[Gap]:
    for component in support_components(links):
        first, *rest = sorted(component)
        yield Gap("circular-support", first, tuple(rest))


def _twice(
    links: Collection[Link], kinds: Mapping[str, str], part_of: Mapping[str, str], locators: Mapping[str, str]
) -> Iterator[Gap]:
    for part, whole in part_of.items():
        yield Gap("counted-twice", part, (whole,))
    pointers = [(link.start, link.end) for link in links if link.relation == "pointer"]
    by_passage: dict[str, list[tuple[str, str]]] = {}
    for source, pointer in pointers:
        if pointer in locators:
            by_passage.setdefault(locators[pointer], []).append((source, pointer))
    for here in by_passage.values():
        references = sorted({source for source, _ in here if kinds.get(source) == "reference"})
        named = sorted({source for source, _ in here if kinds.get(source) == "source"})
        for source in named:
            if references:
                yield Gap("counted-twice", source, tuple(references))
