"""What statements rest on: a record traced to its sources, and the evidence of problems and countermeasures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, Result, TableResult, context_of, html_table

if TYPE_CHECKING:
    from cbec_kg.evidence.chains import Trace
    from cbec_kg.evidence.profiles import Profile
    from cbec_kg.evidence.reach import Chain
    from cbec_kg.model.snapshot import Place, Snapshot


@dataclass(frozen=True, repr=False)
class TracedRecord(Result):
    """A record followed to its sources, or a source to what it backs.

    `trace` has, as trees, what the record rests on (``back``), what rests on it (``forth``), what answers it (``across``);
    `chains` each path from the record to a source, with its weakest link and its reach, the weakest first.
    """

    trace: Trace
    chains: tuple[Chain, ...]
    snapshot: Snapshot = field(compare=False)
    quote: Callable[[Place], str] | None = field(default=None, compare=False)
    forms: ClassVar[tuple[str, ...]] = ("tree", "json", "svg")

    def _render(self, form: str, language: str) -> Any:
        if form == "svg":
            from cbec_kg.render.svg.pictures import tree_svg

            return tree_svg(self.trace, context_of(self.snapshot, language, self.quote))
        from cbec_kg.render.console.trees import chains_value, render_chains, render_trace, trace_value

        if form == "json":
            from cbec_kg.render.console.warnings import warnings_value

            warnings = warnings_value(self.trace.records(), self.snapshot)
            chains = chains_value(self.chains, self.snapshot)
            value = {**trace_value(self.trace, self.snapshot), "chains": chains, "warnings": warnings}
            if self.snapshot.notices:
                from cbec_kg.render.published_texts import outcome_value, states_value

                outcome = context_of(self.snapshot, language).noticed.get(self.trace.node.id)
                value |= {**outcome_value(outcome), **states_value(self.snapshot, set(self.trace.records()))}
            return value
        context = context_of(self.snapshot, language, self.quote)
        return render_trace(self.trace, context) + render_chains(self.chains, self.trace.node.id, context)


@dataclass(frozen=True, repr=False)
class Evidence(TableResult):
    """Which statements rest on which references and named sources, by role and basis.

    `profiles` has one a statement, with its own lines, grade, figures and claims, and the profiles of its parts: what bears
    on a facet is told of the facet, not of its problem. Text and picture are a matrix of statements against sources; `rows`
    has an evidence line each.
    """

    profiles: tuple[Profile, ...]
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE, "svg")

    def _cells(self, language: str = "en") -> Cells:
        statements = (one for profile in self.profiles for one in (profile, *profile.parts))
        rows = (
            (line.target, line.source, line.role, line.basis, line.length, " ".join(line.pointers))
            for one in statements
            for line in one.lines
        )
        return ("statement", "source", "role", "basis", "length", "pointers"), rows

    def _render(self, form: str, language: str) -> Any:
        if form == "svg" and self.profiles:
            from cbec_kg.render.svg.pictures import matrix_svg

            return matrix_svg(self.profiles, context_of(self.snapshot, language))
        from cbec_kg.render.console.evidence import figures_of, profile_value, render_evidence
        from cbec_kg.render.console.warnings import warnings_value

        context = context_of(self.snapshot, language)
        if form == "json":
            return [
                profile_value(p, self.snapshot, context.noticed) | {"warnings": warnings_value(figures_of(p), self.snapshot)}
                for p in self.profiles
            ]
        return render_evidence(self.profiles, context, form)

    def _repr_html_(self) -> str:
        return self.svg() if self.profiles else html_table(self.columns, self.rows)
