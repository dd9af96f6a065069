"""The records that hold a text, as `Corpus.search` gives them."""

from __future__ import annotations

from dataclasses import dataclass

from cbec_kg.api.results.base import Cells, TableResult
from cbec_kg.model.search import Hit


@dataclass(frozen=True, repr=False)
class Hits(TableResult):
    """Records that hold a text, the closest first.

    Attributes
    ----------
    hits : tuple of Hit
        Each with ``record``, ``kind``, ``locator``, ``field`` and the ``text`` of that field.
    """

    hits: tuple[Hit, ...]

    def _cells(self) -> Cells:
        return Hit._fields, self.hits
