"""What becomes of statements when sources are withdrawn, and which sources they cannot do without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult

if TYPE_CHECKING:
    from cbec_kg.evidence.critical import Load
    from cbec_kg.evidence.support import Outcome, SupportPath
    from cbec_kg.model.snapshot import Dependence, Snapshot


@dataclass(frozen=True, repr=False)
class WhatIf(TableResult):
    """What falls, what is weakened and what stands without some sources.

    Attributes
    ----------
    outcomes : tuple of Outcome
        One a statement: its ``state`` and the support paths that it loses and has left.
    withdrawn : tuple of str
        Ids of the sources, their parts included.
    without_basis : tuple of str
        Kinds of basis whose links do not count.
    everything : bool
        Whether text and table list what stands too.
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

    def _cells(self) -> Cells:
        kinds = self.snapshot.statements
        rows = (
            (one.statement, kinds[one.statement], one.state, _sources(one.lost), _sources(one.left)) for one in self._shown
        )
        return ("statement", "kind", "state", "lost", "left"), tuple(rows)

    def _render(self, form: str, language: str) -> str:
        from cbec_kg.render.console.whatif import outcomes_value, render_outcomes, withdrawn

        if form == "json":
            from cbec_kg.render.console.tables import to_json

            return to_json(outcomes_value(self._shown, self.withdrawn, self.without_basis))
        from cbec_kg.render.context import RenderContext

        context = RenderContext(self.snapshot, language)
        if form == "svg":
            from cbec_kg.render.svg.pictures import outcomes_svg

            return outcomes_svg(self.outcomes, withdrawn(self.withdrawn, self.without_basis, context), context)
        if form == "text":
            return render_outcomes(self.outcomes, self._shown, self.withdrawn, self.without_basis, context)
        from cbec_kg.render.console.tables import render_table

        return render_table(self.columns, self.rows, form)

    def _repr_html_(self) -> str:
        return self.svg()


def _sources(paths: Iterable[SupportPath]) -> str:
    return " ".join(dict.fromkeys(path.source for path in paths))


@dataclass(frozen=True, repr=False)
class Critical(TableResult):
    """Which sources statements cannot do without.

    Attributes
    ----------
    statements : dict of str to Dependence
        Of each statement, by id: its minimal cut sets (``cut_sets``) and single points of failure (``points``).
    shared : tuple of ((str, str), tuple of str)
        Pairs of problems with the sources that support both.
    loads : tuple of Load
        One a source: the problems that fall and that are weakened without it.
    """

    statements: Mapping[str, Dependence]
    shared: tuple[tuple[tuple[str, str], tuple[str, ...]], ...]
    loads: tuple[Load, ...]
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    def _cells(self) -> Cells:
        rows = (
            (name, " or ".join(map("+".join, one.cut_sets)) or "(nothing supports it)", " ".join(one.points))
            for name, one in self.statements.items()
        )
        return ("statement", "minimal sets", "single points of failure"), tuple(rows)

    def _render(self, form: str, language: str) -> str:
        from cbec_kg.render.console.tables import render_table, to_json

        if form == "json":
            return to_json(
                {
                    "keystones": [
                        {"statement": name, "minimal": [list(s) for s in one.cut_sets], "points": list(one.points)}
                        for name, one in self.statements.items()
                    ],
                    "shared": [{"problems": list(pair), "sources": list(both)} for pair, both in self.shared],
                    "loads": [
                        {"source": x.source, "falls": list(x.falls), "weakened": list(x.weakened)} for x in self.loads
                    ],
                }
            )
        table = render_table(self.columns, self.rows, "table" if form == "text" else form)
        if form != "text":
            return table
        bearing = [[x.source, " ".join(x.falls), " ".join(x.weakened)] for x in self.loads if x.falls or x.weakened]
        pairs = [[*pair, " ".join(both)] for pair, both in self.shared]
        return "\n".join(
            [
                table,
                render_table(["source", "problems that fall without it", "problems weakened"], bearing),
                render_table(["problem", "problem", "sources shared"], pairs),
            ]
        )
