"""What several papers have in common: records that mean the same thing, and figures of one quantity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult, context_of

if TYPE_CHECKING:
    from cbec_kg.alignment.figures import SameQuantity
    from cbec_kg.alignment.matches import Alignment, Conflict, Match
    from cbec_kg.model.snapshot import Snapshot


@dataclass(frozen=True, repr=False)
class Aligned(TableResult):
    """Records of several papers that mean the same thing, a row a match; nothing is merged.

    `matches` have ``subject``, ``object``, ``predicate`` (``exact``, ``close``), ``justification``
    (``identifier``, ``statement``,
    ``name``), what both share, and a curator's comment; `conflicts` are pairs that would be the same and are not taken so.
    ``sssom`` is a mapping set as SSSOM defines it, ``ntriples`` the graph.
    """

    alignment: Alignment
    others: int
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE, "sssom", "ntriples")

    @property
    def matches(self) -> tuple[Match, ...]:
        """Return the matches, sorted."""
        return self.alignment.matches

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the pairs that are not taken for the same, and why."""
        return self.alignment.conflicts

    def _cells(self, language: str = "en") -> Cells:
        rows = (
            (self.snapshot.kinds[match.subject], *match, self.snapshot.text(match.subject, language))
            for match in self.matches
        )
        return ("kind", "subject", "object", "predicate", "justification", "shared", "comment", "text"), rows

    def _render(self, form: str, language: str) -> Any:
        if form == "sssom":
            from cbec_kg.alignment.sssom import mapping_set

            return mapping_set(self.alignment, self.snapshot, language)
        if form == "ntriples":
            from cbec_kg.rdf.mappings import alignment_ntriples

            return alignment_ntriples(self.alignment)
        if form != "text":
            return super()._render(form, language)
        from cbec_kg.render.console.common_records import render_alignment

        return render_alignment(self.alignment, self.others, context_of(self.snapshot, language))


@dataclass(frozen=True, repr=False)
class SameFigures(TableResult):
    """Figures of different papers for one quantity, a row a pair, those that differ first; see `SameQuantity`."""

    pairs: tuple[SameQuantity, ...]
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    def _cells(self, language: str = "en") -> Cells:
        rows = (
            (
                one.agreement, one.statistic, self._printed(one.statistic), one.other, self._printed(one.other),
                one.predicate, " ".join(one.sources), self.snapshot.text(one.statistic, language),
            )
            for one in self.pairs
        )  # fmt: skip
        return ("agreement", "statistic", "printed", "other", "other printed", "match", "shared sources", "text"), rows

    def _printed(self, name: str) -> str:
        return str(getattr(self.snapshot.records[name], "printed", ""))

    def _render(self, form: str, language: str) -> Any:
        if form != "text":
            return super()._render(form, language)
        from cbec_kg.render.console.common_records import render_figures

        return render_figures(self.pairs, context_of(self.snapshot, language))
