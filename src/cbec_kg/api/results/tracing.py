"""A record with what it rests on and what rests on it, as `Corpus.trace` gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from cbec_kg.api.results.base import Result

if TYPE_CHECKING:
    from cbec_kg.evidence.chains import Trace
    from cbec_kg.evidence.reach import Chain
    from cbec_kg.model.snapshot import Place, Snapshot


@dataclass(frozen=True, repr=False)
class TracedRecord(Result):
    """A record followed to its sources, or a source to what it backs.

    Attributes
    ----------
    trace : Trace
        The record and, as trees, what it rests on (``back``), what rests on it (``forth``), what answers it (``across``).
    chains : tuple of Chain
        Each path from the record to a source, with its weakest link and its reach; the weakest first.
    """

    trace: Trace
    chains: tuple[Chain, ...]
    snapshot: Snapshot = field(compare=False)
    quote: Callable[[Place], str] | None = field(compare=False, default=None)
    forms: ClassVar[tuple[str, ...]] = ("tree", "json", "svg")

    def _render(self, form: str, language: str) -> str:
        from cbec_kg.render.context import RenderContext, short_quote

        context = RenderContext(self.snapshot, language, self.quote or short_quote)
        if form == "svg":
            from cbec_kg.render.svg.pictures import tree_svg

            return tree_svg(self.trace, context)
        from cbec_kg.render.console.trees import chains_value, render_chains, render_trace, trace_value

        if form == "json":
            from cbec_kg.render.console.tables import to_json
            from cbec_kg.render.console.warnings import warnings_value

            warnings = warnings_value(self.trace.records(), self.snapshot)
            return to_json({**trace_value(self.trace), "chains": chains_value(self.chains), "warnings": warnings})
        return render_trace(self.trace, context) + render_chains(self.chains, context)
