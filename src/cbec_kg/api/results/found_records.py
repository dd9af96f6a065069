"""Lists of records: those that hold a text, and those that lack something."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cbec_kg.api.results.base import Cells, TableResult, context_of

if TYPE_CHECKING:
    from cbec_kg.evidence.gaps import Gap
    from cbec_kg.model.search import Hit
    from cbec_kg.model.snapshot import Snapshot


@dataclass(frozen=True, repr=False)
class Hits(TableResult):
    """Records that hold a text, the closest first, each with ``record``, ``kind``, ``locator``, ``field`` and ``text``."""

    hits: tuple[Hit, ...]

    def _cells(self, language: str = "en") -> Cells:
        return ("record", "kind", "locator", "field", "text"), self.hits


@dataclass(frozen=True, repr=False)
class Gaps(TableResult):
    """Gaps, by kind and then by record: each has its ``kind``, the ``record`` and the ``others`` that it involves."""

    gaps: tuple[Gap, ...]
    snapshot: Snapshot = field(compare=False)

    def _cells(self, language: str = "en") -> Cells:
        rows = ((gap.kind, gap.record, self.snapshot.text(gap.record, language), " ".join(gap.others)) for gap in self.gaps)
        return ("gap", "record", "text", "with"), rows

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.gaps import render_gaps

        return render_gaps(self.gaps, context_of(self.snapshot, language), form)
