"""Notices about what the paper of a folder cites: saved into it, and by the references that another file supplies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.published_notices import NoticesSaved
    from cbec_kg.api.workings import Workings
    from cbec_kg.bibliography.entries import Bibliography
    from cbec_kg.model.snapshot import Snapshot


def noticed_snapshot(paper: Workings, supplied: Bibliography) -> Snapshot | None:
    """Return the snapshot of a paper with what is published about references of which this is known; None without any."""
    if not paper.has_folder:
        return paper.snapshot if paper.snapshot.notices else None
    if not paper.project.given:
        return None
    from cbec_kg.model.joining import with_notices
    from cbec_kg.rdf.project import Project

    found = Project(paper.curation, supplied, notices=paper.project.given).notices
    return with_notices(paper.snapshot, found) if found else None


def save_notices(paper: Workings, files: Sequence[str | Path]) -> NoticesSaved:
    """Write the notices of some files that are about what a paper cites into its folder; see `Corpus.save_notices`."""
    from cbec_kg.api.results.published_notices import NoticesSaved
    from cbec_kg.assets import refuse_installed
    from cbec_kg.bibliography.noticed import GivenNotices, known_of
    from cbec_kg.bibliography.notices import FILES, is_saved, saved_table
    from cbec_kg.io.loading import is_there
    from cbec_kg.io.writing import write_file

    place = paper.folder / FILES[0]
    refuse_installed(place)
    there = is_there(place)
    if there and not is_saved(place):
        raise UsageError(
            f"{place}: is a table of your own, which every view shows as it is. Move it elsewhere to have what is about "
            "this paper taken out of it."
        )
    own = GivenNotices([place] if there else [], strict=True)
    before = {notice for file in own.read for notice in file.notices}
    known = known_of(paper.curation.records.values(), paper.project.supplied)
    given = GivenNotices([Path(file) for file in files])
    found = {match.notice for match in given.index.about(known)}
    same = {one.without_place() for one in before}
    added = {one for one in found if one.without_place() not in same}
    if added:
        write_file(place, saved_table(before | added))
    problems = tuple(problem for one in given.read for problem in one.problems)
    return NoticesSaved(place, len(added), len(before | added), problems)
