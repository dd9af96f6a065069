"""What of a curation is a reader's judgement, which no print confirms: listed by reason beside what could not be held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.schema import fields_of, items_of

_JUDGED = (
    ((r.Citation, r.Attribution), "what it is cited for is a reader's judgement"),
    ((r.Claim,), "its kind is a reader's judgement"),
    ((r.Problem, r.Facet), "whether it is solved is a reader's judgement"),
)


class Unheld(NamedTuple):
    """A record of which something could not be held against the print, and why not."""

    record: str
    reason: str


def judged(curation: Curation) -> Iterator[Unheld]:
    """Yield each record of which a field says what no text decides, with the reason."""
    for record in curation.records.values():
        for kinds, reason in _JUDGED:
            if isinstance(record, kinds):
                yield Unheld(record.id, reason)
        if isinstance(record, r.Paraphrased):
            yield Unheld(record.id, "its words and how it is put are a reader's")
        if any(getattr(item, "basis", None) == "inferred" for item in _items(record)):
            yield Unheld(record.id, "a link of it is inferred")
        if getattr(record, "note", None) is not None or getattr(record, "definition", None) is not None:
            yield Unheld(record.id, "its note is a curator's own")
        if getattr(record, "broader", None) is not None:
            yield Unheld(record.id, "what it belongs to is a curator's own order")


def _items(record: r.Record) -> Iterator[object]:
    for field in fields_of(type(record)).values():
        if field.many:
            yield from items_of(getattr(record, field.name))
