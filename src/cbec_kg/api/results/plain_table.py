"""A table of texts, as several methods of a paper give it."""

from __future__ import annotations

from dataclasses import dataclass

from cbec_kg.api.results.base import Cells, TableResult


@dataclass(frozen=True, repr=False)
class Table(TableResult):
    """A table of texts.

    Attributes
    ----------
    heading : tuple of str
    body : tuple of tuple of str
        Rows, each as wide as `heading`.
    """

    heading: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]

    def _cells(self) -> Cells:
        return self.heading, self.body
