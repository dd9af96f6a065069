"""What is missing between evidence, problems and countermeasures, as `Corpus.gaps` gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cbec_kg.api.results.base import Cells, TableResult

if TYPE_CHECKING:
    from cbec_kg.evidence.gaps import Gap
    from cbec_kg.model.snapshot import Snapshot


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
        rows = ((gap.kind, gap.record, self.snapshot.text(gap.record, "en"), " ".join(gap.others)) for gap in self.gaps)
        return ("gap", "record", "text", "with"), tuple(rows)

    def _render(self, form: str, language: str) -> str:
        from cbec_kg.render.console.gaps import render_gaps
        from cbec_kg.render.context import RenderContext

        return render_gaps(self.gaps, RenderContext(self.snapshot, language), form)
