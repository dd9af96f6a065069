"""Papers held against one another: versions of one, papers on one subject, several readings of one article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import DataError, Problem, UsageError

if TYPE_CHECKING:
    from cbec_kg.alignment.matches import Statement
    from cbec_kg.api.results.agreements import Agreement
    from cbec_kg.api.results.differences import Differences
    from cbec_kg.api.workings import Workings
    from cbec_kg.comparison.sides import Side
    from cbec_kg.model.snapshot import Snapshot


def diff(old: Workings, new: Workings, *, renames: bool, mappings: Path | None) -> Differences:
    """Return what differs between two versions of a paper's records, or two papers on one subject; see `Paper.compare`."""
    from cbec_kg.comparison.sides import same_article

    one, other = sides_of([old, new])
    if same_article(one, other):
        if mappings is not None:
            raise UsageError("--mappings goes with two articles, and these are versions of one. Leave it out.")
        from cbec_kg.api.results.differences import VersionDifferences
        from cbec_kg.comparison.versions import difference

        return VersionDifferences(difference(one, other, renames=renames), one, other)

    def stated(snapshot: Snapshot) -> Iterable[Statement]:
        from cbec_kg.alignment.sssom import read_statements

        return () if mappings is None else read_statements(mappings, snapshot).statements

    return papers_diff(old.unaudited, new.unaudited, stated)


def papers_diff(old: Snapshot, new: Snapshot, stated: Callable[[Snapshot], Iterable[Statement]]) -> Differences:
    """Return what differs between papers on one subject (`Corpus.diff`); `stated` gives what is stated of both together."""
    from cbec_kg.alignment.matches import align
    from cbec_kg.api.results.differences import PaperDifferences
    from cbec_kg.comparison.subjects import papers_difference
    from cbec_kg.model.joining import joined

    snapshot = joined([old, new])
    found = papers_difference(snapshot, align(snapshot, tuple(stated(snapshot))))
    if not found.matches:
        raise UsageError(
            f"{' and '.join(snapshot.papers)} are different articles, and no indicator, reference, source or organisation "
            "is the same in both: nothing to compare. State what is the same in a mapping set: cbec-kg align --help"
        )
    return PaperDifferences(found, snapshot)


def agreement(readings: Sequence[Workings]) -> Agreement:
    """Return how far readings of one article agree, and which answers hold under all of them; see `Paper.agreement`."""
    from cbec_kg.api.results.agreements import Agreement
    from cbec_kg.comparison.agreement import disagreements, field_agreements, lone_records, span_agreements
    from cbec_kg.comparison.certainty import answers_of
    from cbec_kg.comparison.readers import align_readings
    from cbec_kg.comparison.sides import same_article

    if len(readings) < 2:
        raise UsageError("two readings are expected, or more. Name the curation folders of several readers of one article.")
    sides = sides_of(readings)
    for side in sides[1:]:
        if not same_article(sides[0], side):
            raise UsageError(
                f"{side.place} is of another article than {sides[0].place}: neither its id nor its text is the same. "
                "Compare two articles with cbec-kg diff."
            )
    aligned = align_readings(sides)
    differing, lone = disagreements(aligned), lone_records(aligned)
    certain, possible = answers_of(aligned, differing, lone)
    return Agreement(
        readings=aligned, fields=field_agreements(aligned), spans=span_agreements(aligned), disagreements=differing,
        lone=lone, certain=certain, possible=possible,
    )  # fmt: skip


def sides_of(papers: Sequence[Workings]) -> list[Side]:
    """Return papers as they are compared; `DataError` with all problems of all folders, each with its folder."""
    from cbec_kg.comparison.sides import side_of

    found: list[Side] = []
    problems: list[Problem] = []
    for paper in papers:
        try:
            found.append(side_of(paper.place, paper.unaudited, paper.curation))
        except DataError as error:
            problems += [one._replace(file=f"{paper.place}/{one.file}") for one in error.problems]
    if problems:
        raise DataError(problems)
    return found
