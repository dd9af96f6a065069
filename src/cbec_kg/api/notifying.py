"""Notices about the articles that papers cite, given with a question and asked of papers."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.published_notices import PublishedNotices
    from cbec_kg.bibliography.noticed import GivenNotices
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.store.opening import OpenStore


def given_notices(notices: Iterable[str | Path], as_at: str = "") -> GivenNotices | None:
    """Return the notices of some files as at a day, None where there is neither; `UsageError` for what is no day."""
    places = [Path(file) for file in notices]
    if not places and not as_at:
        return None
    from cbec_kg.bibliography.noticed import GivenNotices

    return GivenNotices(places, checked_day(as_at))


def checked_day(day: str) -> str:
    """Return a day, or nothing; `UsageError` for what is no day."""
    from cbec_kg.bibliography.supplied import is_day

    if day and not is_day(day):
        raise UsageError(f"{day!r} is no day such as 2021-08-30.")
    return day


def with_given(opened: OpenStore, given: GivenNotices) -> OpenStore:
    """Return a store whose snapshot has further notices, as at their day; its graph stays as it is."""
    other = copy(opened)
    other.__dict__.pop("snapshot", None)
    other._snapshot = lambda: snapshot_with(opened.snapshot, given)
    return other


def snapshot_with(snapshot: Snapshot, given: GivenNotices) -> Snapshot:
    """Return a snapshot with further notices, all as at their day."""
    from cbec_kg.bibliography.noticed import known_of
    from cbec_kg.model.joining import with_notices

    known = known_of(snapshot.records.values(), snapshot.supplied)
    return with_notices(snapshot, given.about(known, snapshot.notices))


def published_notices(snapshot: Snapshot, files: Iterable[str | Path], day: str, since: str) -> PublishedNotices:
    """Return which notices of some files are about what papers cite; see `Corpus.notices`."""
    from cbec_kg.api.results.published_notices import PublishedNotices
    from cbec_kg.bibliography.noticed import GivenNotices, known_of
    from cbec_kg.model.records import Reference, Source

    at, before = checked_day(day), checked_day(since)
    given = GivenNotices([Path(file) for file in files])
    found = given.about(known_of(snapshot.records.values(), snapshot.supplied), snapshot.notices)
    read = given.read
    cited = len(snapshot.of(Reference)) + sum(bool(source.identifiers) for source in snapshot.of(Source))
    counts = cited, sum(len(one.notices) for one in read), sum(one.others for one in read)
    problems = tuple(problem for one in read for problem in one.problems)
    notes = tuple(note for one in read for note in one.notes)
    return PublishedNotices(found, at, before, counts, problems, notes, snapshot)
