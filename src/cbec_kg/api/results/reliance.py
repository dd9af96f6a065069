"""What is found out about statements: what they rest on, what is missing, and what falls without a source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, Result, TableResult, html_table

if TYPE_CHECKING:
    from cbec_kg.evidence.chains import Trace
    from cbec_kg.evidence.critical import Load
    from cbec_kg.evidence.gaps import Gap
    from cbec_kg.evidence.profiles import Profile
    from cbec_kg.evidence.reach import Chain
    from cbec_kg.evidence.support import Outcome, SupportPath
    from cbec_kg.model.search import Hit
    from cbec_kg.model.snapshot import Dependence, Place, Snapshot
    from cbec_kg.render.context import RenderContext


@dataclass(frozen=True, repr=False)
class Hits(TableResult):
    """Records that hold a text, the closest first, each with ``record``, ``kind``, ``locator``, ``field`` and ``text``."""

    hits: tuple[Hit, ...]

    def _cells(self, language: str = "en") -> Cells:
        return ("record", "kind", "locator", "field", "text"), self.hits


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

            return tree_svg(self.trace, _context(self.snapshot, language, self.quote))
        from cbec_kg.render.console.trees import chains_value, render_chains, render_trace, trace_value

        if form == "json":
            from cbec_kg.render.console.warnings import warnings_value

            warnings = warnings_value(self.trace.records(), self.snapshot)
            return {**trace_value(self.trace), "chains": chains_value(self.chains), "warnings": warnings}
        context = _context(self.snapshot, language, self.quote)
        return render_trace(self.trace, context) + render_chains(self.chains, context)


@dataclass(frozen=True, repr=False)
class Evidence(TableResult):
    """Which statements rest on which references and named sources, by role and basis.

    `profiles` has one a statement, with its lines, grade, figures, claims and parts. Text and picture are a matrix of
    statements against sources; `rows` has an evidence line each.
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

            return matrix_svg(self.profiles, _context(self.snapshot, language))
        from cbec_kg.render.console.evidence import figures_of, profile_value, render_evidence
        from cbec_kg.render.console.warnings import warnings_value

        if form == "json":
            return [profile_value(p) | {"warnings": warnings_value(figures_of(p), self.snapshot)} for p in self.profiles]
        return render_evidence(self.profiles, _context(self.snapshot, language), form)

    def _repr_html_(self) -> str:
        return self.svg() if self.profiles else html_table(self.columns, self.rows)


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

        return render_gaps(self.gaps, _context(self.snapshot, language), form)


@dataclass(frozen=True, repr=False)
class WhatIf(TableResult):
    """What falls, what is weakened and what stands without some sources.

    `outcomes` has one a statement, with its ``state`` and the support paths that it loses and has left. `withdrawn` has the
    ids of the sources, their parts included, and `without_basis` the kinds of basis whose links do not count. Text and table
    list what stands too if `everything` is true.
    """

    outcomes: tuple[Outcome, ...]
    withdrawn: tuple[str, ...]
    without_basis: tuple[str, ...]
    everything: bool
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE, "svg")

    @property
    def falls(self) -> tuple[str, ...]:
        """Return the ids of the statements that have no support left, sorted."""
        return tuple(outcome.statement for outcome in self.outcomes if outcome.state == "falls")

    @property
    def weakened(self) -> tuple[str, ...]:
        """Return the ids of the statements that lose some of their support, sorted."""
        return tuple(outcome.statement for outcome in self.outcomes if outcome.state == "weakened")

    @property
    def _shown(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if self.everything or one.state in ("falls", "weakened"))

    def _cells(self, language: str = "en") -> Cells:
        kinds = self.snapshot.statements
        rows = (
            (one.statement, kinds[one.statement], one.state, _sources(one.lost), _sources(one.left)) for one in self._shown
        )
        return ("statement", "kind", "state", "lost", "left"), rows

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.whatif import outcomes_value, render_outcomes, withdrawn

        if form == "json":
            return outcomes_value(self._shown, self.withdrawn, self.without_basis)
        if form not in ("svg", "text"):
            return super()._render(form, language)
        context = _context(self.snapshot, language)
        if form == "text":
            return render_outcomes(self.outcomes, self._shown, self.withdrawn, self.without_basis, context)
        from cbec_kg.render.svg.pictures import outcomes_svg

        return outcomes_svg(self.outcomes, withdrawn(self.withdrawn, self.without_basis, context), context)


def _context(snapshot: Snapshot, language: str, quote: Callable[[Place], str] | None = None) -> RenderContext:
    from cbec_kg.render.context import RenderContext, short_quote

    return RenderContext(snapshot, language, quote or short_quote)


def _sources(paths: Iterable[SupportPath]) -> str:
    return " ".join(dict.fromkeys(path.source for path in paths))


@dataclass(frozen=True, repr=False)
class Critical(TableResult):
    """Which sources statements cannot do without.

    `statements` has, of each by id, its minimal cut sets (``cut_sets``) and single points of failure (``points``); `shared`
    pairs of problems with the sources that support both; `loads` one a source: the problems that fall and that are weakened
    without it.
    """

    statements: Mapping[str, Dependence]
    shared: tuple[tuple[tuple[str, str], tuple[str, ...]], ...]
    loads: tuple[Load, ...]
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    def _cells(self, language: str = "en") -> Cells:
        rows = (
            (name, " or ".join(map("+".join, one.cut_sets)) or "(nothing supports it)", " ".join(one.points))
            for name, one in self.statements.items()
        )
        return ("statement", "minimal sets", "single points of failure"), rows

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            return {
                "keystones": [
                    {"statement": name, "minimal": one.cut_sets, "points": one.points}
                    for name, one in self.statements.items()
                ],
                "shared": [{"problems": pair, "sources": both} for pair, both in self.shared],
                "loads": [{"source": x.source, "falls": x.falls, "weakened": x.weakened} for x in self.loads],
            }
        table = super()._render(form, language)
        if form != "text":
            return table
        from cbec_kg.render.console.tables import render_table

        bearing = [[x.source, " ".join(x.falls), " ".join(x.weakened)] for x in self.loads if x.falls or x.weakened]
        pairs = [[*pair, " ".join(both)] for pair, both in self.shared]
        loads = render_table(["source", "problems that fall without it", "problems weakened"], bearing)
        return "\n".join([table, loads, render_table(["problem", "problem", "sources shared"], pairs)])
