"""What is missing between evidence, problems and countermeasures, as `Corpus.gaps` gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cbec_kg.api.results.base import Cells, TableResult

if TYPE_CHECKING:
    from cbec_kg.evidence.gaps import Gap
    from cbec_kg.model.snapshot import Snapshot

_COLUMNS = ("gap", "record", "text", "with")


@dataclass(frozen=True, repr=False)
class Gaps(TableResult):
    """Gaps, by kind and then by record.

    Attributes
    ----------
    gaps : tuple of Gap
        Each with its ``kind``, the ``record`` it is about and the ``others`` that it involves.
    """

    gaps: tuple[Gap, ...]
    snapshot: Snapshot = field(compare=False)

    def _cells(self) -> Cells:
        return _COLUMNS, self._rows("en")

    def _rows(self, language: str) -> tuple[tuple[str, ...], ...]:
        nodes = self.snapshot.nodes
        return tuple((gap.kind, gap.record, nodes[gap.record].text(language), " ".join(gap.others)) for gap in self.gaps)

    def _render(self, form: str, language: str) -> str:
        from collections import Counter

        from cbec_kg.evidence.gaps import KINDS
        from cbec_kg.render.console.tables import render_table

        table = render_table(_COLUMNS, self._rows(language), form)
        if form != "table":
            return table
        counts, index = Counter(gap.kind for gap in self.gaps), ("zh", "en").index(language)
        return table + "".join(f"\n{counts[kind]:4d}  {KINDS[kind][index]}" for kind in KINDS if counts[kind]) + "\n"
