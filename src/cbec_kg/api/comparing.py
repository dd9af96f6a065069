"""Papers held against one another: versions of one, papers on one subject, several readings of one article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import DataError, Problem, UsageError

if TYPE_CHECKING:
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.results.differences import Differences
    from cbec_kg.api.workings import Workings
    from cbec_kg.comparison.sides import Side


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
        return _of_versions(sides[0], sides[1], renames)
    return _of_papers(*workings, None if mappings is None else Path(mappings))


def _of_versions(old: Side, new: Side, renames: bool) -> Differences:
    from cbec_kg.api.results.differences import VersionDifferences
    from cbec_kg.comparison.versions import difference

    return VersionDifferences(difference(old, new, renames=renames), old, new)


def _of_papers(one: Workings, other: Workings, mappings: Path | None) -> Differences:
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.api.results.differences import PaperDifferences
    from cbec_kg.comparison.subjects import papers_difference

    corpus = Corpus([one, other], mappings)
    found = papers_difference(corpus._snapshot, corpus._alignment)
    if not found.matches:
        raise UsageError(
            f"{one.place} and {other.place} are different articles, and no indicator, reference, source or organisation "
            "is the same in both: there is nothing to compare. State what is the same with --mappings, see cbec-kg align --help."
        )
    return PaperDifferences(found, corpus._snapshot)


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
    found: list[Side] = []
    problems: list[Problem] = []
    for paper in papers:
        try:
            found.append(_side(paper))
        except DataError as error:
            problems += [one._replace(file=f"{paper.place}/{one.file}") for one in error.problems]
    if problems:
        raise DataError(problems)
    return found


def _side(paper: Workings) -> Side:
    from msgspec.structs import replace

    from cbec_kg.comparison.sides import Side
    from cbec_kg.model.joining import in_general
    from cbec_kg.model.records import Exemption

    snapshot = paper.snapshot
    curation = paper.curation
    exemptions = {one.id: in_general(one) for one in curation.of(Exemption)}
    records = dict(sorted({**snapshot.records, **exemptions}.items()))
    where = {record.id: record.where for record in curation.records.values()}
    return Side(
        place=paper.place, snapshot=replace(snapshot, records=records), checks=tuple(paper.audit["checks"]), where=where
    )
