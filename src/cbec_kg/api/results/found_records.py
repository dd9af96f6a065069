"""Lists of records: those that hold a text, and those that lack something."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult, context_of

if TYPE_CHECKING:
    from cbec_kg.evidence.gaps import Gap
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.search.find import Hit


@dataclass(frozen=True, repr=False)
class Hits(TableResult):
    """Records that hold a text, by kind: ``record``, ``kind``, ``locator``, ``field``, ``text`` and how well each fits."""

    forms: ClassVar = ("text", *TABLE)
    sought: str
    hits: tuple[Hit, ...]
    snapshot: Snapshot = field(compare=False)

    def _cells(self, language: str = "en") -> Cells:
        return ("record", "kind", "locator", "field", "text", "fit"), self.hits

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.hits import render_hits

        return render_hits(self.sought, self.hits, context_of(self.snapshot, language), form)


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
