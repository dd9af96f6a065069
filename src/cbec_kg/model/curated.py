"""All that one curation folder holds: its records, and the passages and places that were computed from the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from cbec_kg.model.personal import PersonalVerdict
from cbec_kg.model.records import Article, Record

T = TypeVar("T", bound=Record)


class WithRecords(Protocol):
    """What has records by name: a curation, a snapshot."""

    @property
    def records(self) -> Mapping[str, Record]: ...  # noqa: D102  # said above


class Passage(Record, frozen=True, kw_only=True):
    """One addressable piece of the article, as computed from its text (``passages.csv``).

    `start` and `end` count characters of the untouched text; `length` and `offset` (of the fragment within the passage)
    count characters of the normalised text, which `sha256` is the digest of.
    """

    locator: str
    kind: Literal["sentence", "heading", "caption", "note", "table-header", "table-row"]
    section: str
    start: int
    end: int
    length: int
    sha256: str
    offset: int
    fragment: str
    prefix: str
    suffix: str


class AnchorPlace(Record, frozen=True, kw_only=True):
    """Where one fragment of a record stands in the article's text, as computed (``anchors.csv``).

    `start` and `end` count characters of the untouched text, `offset` those of the normalised passage before the fragment.
    """

    record: str
    locator: str
    fragment: str
    start: int
    end: int
    offset: int
    prefix: str
    suffix: str


class Curation(Struct, frozen=True):
    """All records of one folder.

    Attributes
    ----------
    article : Article
    records : dict of str to Record
        Every record but passages and places, by id, sorted by id; table cells included as statistics.
    passages : tuple of Passage
        In the order of the text.
    places : tuple of AnchorPlace
        Sorted by record and position.
    verdicts : tuple of PersonalVerdict
        Verdicts of readers, in the order of their file.
    """

    article: Article
    records: dict[str, Record]
    passages: tuple[Passage, ...]
    places: tuple[AnchorPlace, ...]
    verdicts: tuple[PersonalVerdict, ...] = ()

    @property
    def folder_id(self) -> str:
        """Return the part of all IRIs that keeps this folder apart from others."""
        return self.article.id.removeprefix("article-")

    def of(self, kind: type[T]) -> list[T]:
        """Return the records of one kind, sorted by id."""
        return [record for record in self.records.values() if isinstance(record, kind)]
