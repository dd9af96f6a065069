"""The values of the bibliography: entries as read from a file, references as supplied, and their provenance.

CSL-JSON is the pivot: every format is read into it, and it is what is stored. An item here is a CSL-JSON object without its
``id`` and without the reference's number; a field that the entry lacks is absent, never filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from cbec_kg.bibliography.fields import bare_doi, edition_number, one_line, without_markup
from cbec_kg.errors import Problem

Item = dict[str, Any]
"""A CSL-JSON item: text by variable, lists of names, dates as ``{"date-parts": [[2019, 3]]}`` or ``{"literal": ...}``."""

MAX_ENTRIES = 10_000
"""Entries that a file may have: no article cites more, and readers need up to 0.1 ms and a kilobyte for each."""

MAX_VALUE = 100_000
"""Characters that one field may have; a list of three thousand authors fits."""

Status = Literal["drafted", "asserted", "verified"]
"""``drafted``: taken from the printed entry, and confirmed by nobody; ``asserted``: supplied by somebody."""

TYPES = frozenset((
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "classic",
    "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic",
    "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation",
    "report", "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
))  # fmt: skip
"""The types of CSL 1.0.2."""

NAME_FIELDS = frozenset((
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator", "director",
    "editor", "editorial-director", "guest", "host", "illustrator", "interviewer", "narrator", "organizer",
    "original-author", "performer", "producer", "recipient", "reviewed-author", "translator",
))  # fmt: skip

DATE_FIELDS = frozenset(("accessed", "available-date", "event-date", "issued", "original-date", "submitted"))

TEXT_FIELDS = frozenset((
    "archive", "archive-place", "archive_location", "authority", "call-number", "chapter-number", "collection-number",
    "collection-title", "container-title", "container-title-short", "dimensions", "division", "DOI", "edition", "event",
    "event-place", "event-title", "genre", "ISBN", "ISSN", "issue", "jurisdiction", "language", "medium", "note", "number",
    "number-of-pages", "number-of-volumes", "original-publisher", "original-publisher-place", "original-title", "page",
    "page-first", "part-number", "part-title", "PMCID", "PMID", "printing-number", "publisher", "publisher-place",
    "references", "reviewed-genre", "reviewed-title", "scale", "section", "source", "status", "supplement-number", "title",
    "title-short", "URL", "version", "volume", "volume-title", "year-suffix",
))  # fmt: skip
"""Text variables of CSL 1.0.2, without abstract, annote and keyword: they describe no reference and may be long."""

NUMBERED = frozenset(("report", "patent", "standard", "legislation", "legal_case", "regulation", "bill"))
"""Types whose number is their own, not that of an issue or collection."""


class Entry(NamedTuple):
    """One entry of a bibliographic file.

    `key` is as in the file, empty when the entry has none; `line` is where it begins, counted from 1; `item` is empty when
    no field is filled in; `hints` are the numbers that the entry carries, each with the field that gives it; `left_out`
    names the fields that CSL-JSON has no place for, sorted; `notes` say how something was read that could be
    meant otherwise.
    """

    key: str
    line: int
    item: Item
    hints: Mapping[int, str]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def entry_of(
    key: str, line: int, item: Item, hints: Mapping[int, str], left_out: Iterable[str] = (), notes: Iterable[str] = ()
) -> Entry:
    """Return an entry, its values in the forms that every format shares; one that has nothing but its type is empty."""
    item = {variable: read for variable, value in item.items() if (read := _shared(variable, value))}
    return Entry(key, line, {} if set(item) <= {"type", "genre"} else item, hints, tuple(sorted(left_out)), tuple(notes))


def _shared(variable: str, value: Any) -> Any:
    """Return a value without markup; an edition as its number, a DOI without address, a range of pages with a hyphen."""
    if not isinstance(value, str):
        return value
    value = one_line(without_markup(value))
    if variable == "page":
        return re.sub(r"\s*(?:--+|[–—−~～])\s*", "-", value)
    return edition_number(value) if variable == "edition" else bare_doi(value) if variable == "DOI" else value


class SourceFile(NamedTuple):
    """A bibliographic file as read: its name without folders, the SHA-256 digest of its bytes, its format and entries.

    `problems` are the entries that could not be read, `notes` other lines that were passed over.
    """

    name: str
    sha256: str
    form: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


class Provenance(NamedTuple):
    """Where a supplied record comes from: name and digest of the file, and the entry's key in it.

    `date` is the day of the import, ``YYYY-MM-DD``, empty for what was drafted with the folder; `by` is who supplied it,
    None when that is not known.
    """

    source: str
    sha256: str
    key: str
    date: str
    by: str | None = None


class Supplied(NamedTuple):
    """The record that was supplied for one reference; asserted until somebody has compared it with the printed list.

    `name` is the reference's id where it has no number of its own: `number` is then its place in the list.
    """

    number: int
    item: Item
    provenance: Provenance
    status: Status = "asserted"
    name: str = ""


Bibliography = dict[int, Supplied]
"""What has been supplied so far, by number, in the order of numbers."""
