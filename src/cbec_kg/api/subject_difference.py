"""Two papers on one subject held against each other: what the function and a corpus share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.alignment.matches import Statement
    from cbec_kg.api.results.differences import Differences
    from cbec_kg.model.snapshot import Snapshot


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
