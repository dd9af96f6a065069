"""The order of the text: where a record stands in the article, whatever its id."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from cbec_kg.model.curated import AnchorPlace, Passage, WithRecords
from cbec_kg.model.records import Record, Reference
from cbec_kg.model.references import reference_order

_DIGITS = re.compile(r"(\d+)")


class WithPassages(WithRecords, Protocol):
    """What has records, and the places of their fragments: a curation, a snapshot."""

    @property
    def passages(self) -> Sequence[Passage]: ...  # noqa: D102  # said above

    @property
    def places(self) -> Sequence[AnchorPlace]: ...  # noqa: D102  # said above


def reading_order(curation: WithPassages) -> Callable[[Record], tuple[Any, ...]]:
    """Return the key of records: references by number, others by their first anchor's place, those without one last.

    Papers that are joined follow each other.
    """
    position = {(_paper(one.id), one.locator): number for number, one in enumerate(curation.passages)}
    places = {(place.record, place.locator, place.fragment): place.start for place in curation.places}

    def key(record: Record) -> tuple[Any, ...]:
        if isinstance(record, Reference):
            return (0, *reference_order(record))
        for anchor in getattr(record, "at", ())[:1]:
            start = places.get((record.id, anchor.locator, anchor.fragment), 0)
            parts = tuple(part.zfill(6) for part in _DIGITS.split(anchor.locator))
            return (1, position.get((_paper(record.id), anchor.locator), len(position)), start, parts)
        return (2, 0, 0, ())

    return key


def _paper(name: str) -> str:
    return name.rpartition(":")[0]
