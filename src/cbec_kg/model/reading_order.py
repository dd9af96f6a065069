"""The order in which a reader of the article meets its records."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Record, Reference
from cbec_kg.model.references import reference_order
from cbec_kg.model.snapshot import Snapshot

_DIGITS = re.compile(r"(\d+)")


def reading_order(paper: Curation | Snapshot) -> Callable[[Record], tuple[Any, ...]]:
    """Return the key of records: references by number, others by their first anchor's place, those without one last."""
    position = {passage.locator: number for number, passage in enumerate(paper.passages)}
    places = {(place.record, place.locator, place.fragment): place.start for place in paper.places}

    def key(record: Record) -> tuple[Any, ...]:
        if isinstance(record, Reference):
            return (0, *reference_order(record))
        for anchor in getattr(record, "at", ())[:1]:
            start = places.get((record.id, anchor.locator, anchor.fragment), 0)
            parts = tuple(part.zfill(6) for part in _DIGITS.split(anchor.locator))
            return (1, position.get(anchor.locator, len(position)), start, parts)
        return (2, 0, 0, ())

    return key
