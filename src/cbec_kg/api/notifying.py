"""Notices about the articles that papers cite, asked of papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cbec_kg.api.results.published_notices import PublishedNotices
    from cbec_kg.api.workings import Workings
    from cbec_kg.bibliography.noticed import Known
    from cbec_kg.model.snapshot import Snapshot


def published_notices(
    papers: Sequence[Workings], snapshot: Snapshot, files: Iterable[str | Path], day: str
) -> PublishedNotices:
    """Return which notices of some files are about what papers cite; see `Corpus.notices`."""
    from cbec_kg.api.results.published_notices import PublishedNotices
    from cbec_kg.bibliography.noticed import noticed
    from cbec_kg.bibliography.notices import read_notices
    from cbec_kg.bibliography.supplied import is_day
    from cbec_kg.errors import UsageError

    if day and not is_day(day):
        raise UsageError(f"{day!r} is no day such as 2021-08-30.")
    read = [read_notices(Path(file)) for file in files]
    several = len(papers) > 1
    known = [one for paper in papers for one in _known(paper, f"{paper.curation.folder_id}:" if several else "")]
    found = noticed(known, (notice for one in read for notice in one.notices))
    counts = len(known), sum(len(one.notices) for one in read), sum(one.others for one in read)
    return PublishedNotices(tuple(found), day, counts, tuple(p for one in read for p in one.problems), snapshot)


def _known(paper: Workings, prefix: str) -> Iterator[Known]:
    """Yield what is known of the references and named sources of a paper."""
    from cbec_kg.bibliography.fields import bare_doi, display_name
    from cbec_kg.bibliography.noticed import Known
    from cbec_kg.model.records import Reference, Source
    from cbec_kg.model.references import ordinals

    curation, supplied = paper.curation, paper.supplied
    numbers = ordinals(curation.of(Reference))
    for record in curation.of(Reference):
        own = dict(text.lower().partition(":")[::2] for text in record.identifiers)
        one = supplied.get(numbers[record.id])
        item = one.item if one else {}
        names, issued = item.get("author") or [{}], item.get("issued") or {}
        year = str((issued.get("date-parts") or [[""]])[0][0])
        author = str(names[0].get("family") or display_name(names[0]))
        doi, pmid = bare_doi(str(item.get("DOI") or own.get("doi", ""))), str(item.get("PMID") or own.get("pmid", ""))
        yield Known(f"{prefix}{record.id}", doi, pmid, str(item.get("title", "")), year, author)
    for source in curation.of(Source):
        own = dict(text.lower().partition(":")[::2] for text in source.identifiers)
        if own:
            yield Known(f"{prefix}{source.id}", bare_doi(own.get("doi", "")), own.get("pmid", ""))
