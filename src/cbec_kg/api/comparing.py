"""Papers held against one another: versions of one, papers on one subject, several readings of one article."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import DataError, Problem, UsageError

if TYPE_CHECKING:
    from cbec_kg.alignment.matches import Statement
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.results.agreements import Agreement
    from cbec_kg.api.results.differences import Differences
    from cbec_kg.api.workings import Workings
    from cbec_kg.comparison.sides import Side
    from cbec_kg.model.snapshot import Snapshot


def diff(
    old: Paper | str | Path, new: Paper | str | Path, *, renames: bool = True, mappings: str | Path | None = None
) -> Differences:
    """Return what differs between two versions of a paper's records, or between two papers on one subject.

    Of one article, by its id or by its text, all records are compared; of two articles the figures that both print for one
    quantity, by what is the same in them (`Corpus.alignment`). True when anything differs.

    Raises `UsageError` when two articles have nothing in common, and `DataError` with the problems of both where a folder
    cannot be read.

    Parameters
    ----------
    old, new : Paper or path
        Papers, or curation folders, stores of one paper, URLs of endpoints.
    renames : bool
        Propose which records are the same though their ids differ; without, they are dropped and added.
    mappings : path, optional
        An SSSOM mapping set that states what is the same in two articles.

    Examples
    --------
    >>> from cbec_kg import diff, open_paper
    >>> bool(diff(open_paper(), open_paper()))
    False
    """
    from cbec_kg.comparison.sides import same_article

    workings = [workings_at(place) for place in (old, new)]
    sides = sides_of(workings)
    if same_article(*sides):
        if mappings is not None:
            raise UsageError("--mappings goes with two articles, and these are versions of one. Leave it out.")
        return _of_versions(sides[0], sides[1], renames)

    def stated(snapshot: Snapshot) -> Iterable[Statement]:
        from cbec_kg.alignment.sssom import read_statements

        return () if mappings is None else read_statements(Path(mappings), snapshot).statements

    from cbec_kg.api.subject_difference import papers_diff

    return papers_diff(workings[0].unaudited, workings[1].unaudited, stated)


def agreement(*readings: Paper | str | Path) -> Agreement:
    """Return how far readings of one article agree, and which answers hold under all of them.

    Records are the same by what the article numbers, by identifiers and names, and by class and overlapping anchors; each
    field of these is compared, with Krippendorff's alpha. True when readers differ in anything.

    Raises `UsageError` for fewer than two readings, or for readings of different articles; else as for `diff`.

    Parameters
    ----------
    *readings : Paper or path
        As for `diff`; the records of the first stand for those of the others.

    Examples
    --------
    >>> from cbec_kg import agreement, open_paper
    >>> found = agreement(open_paper(), open_paper())
    >>> bool(found), {one.alpha for one in found.fields}, found.possible
    (False, {1.0}, ())
    """
    from cbec_kg.api.results.agreements import Agreement
    from cbec_kg.comparison.agreement import disagreements, field_agreements, lone_records, span_agreements
    from cbec_kg.comparison.certainty import answers_of
    from cbec_kg.comparison.readers import align_readings
    from cbec_kg.comparison.sides import same_article

    if len(readings) < 2:
        raise UsageError("two readings are expected, or more. Name the curation folders of several readers of one article.")
    sides = sides_of([workings_at(place) for place in readings])
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


def _of_versions(old: Side, new: Side, renames: bool) -> Differences:
    from cbec_kg.api.results.differences import VersionDifferences
    from cbec_kg.comparison.versions import difference

    return VersionDifferences(difference(old, new, renames=renames), old, new)


def workings_at(place: Paper | str | Path) -> Workings:
    """Return the workings of a paper, of the paper of a folder, or of the only one of a store or endpoint."""
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.stores import is_store, is_url, open_stored_paper

    if isinstance(place, Paper):
        return place._own
    store, _, paper = str(place).partition("#")
    if is_url(store) or is_store(store):
        return open_stored_paper(store, paper or None)._own
    from cbec_kg.api.workings import Workings

    return Workings(Path(place))


def sides_of(papers: list[Workings]) -> list[Side]:
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
