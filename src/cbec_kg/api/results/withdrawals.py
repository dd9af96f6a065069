"""What falls without some sources, and which sources statements cannot do without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult, context_of
from cbec_kg.evidence.wholes import Count, Parts

if TYPE_CHECKING:
    from cbec_kg.alignment.matches import Alignment, Match
    from cbec_kg.evidence.critical import Load, Shared
    from cbec_kg.evidence.support import Outcome, SupportPath
    from cbec_kg.model.snapshot import Dependence, Snapshot


@dataclass(frozen=True, repr=False)
class WhatIf(TableResult):
    """What falls, what is weakened and what stands without some sources.

    `outcomes` has one a statement, with its ``state`` and the support paths that it loses and has left: of a problem or
    countermeasure those of itself, with the counts of its ``parts`` apart. `withdrawn` has the ids of the sources, their
    parts included, and `without_basis` the kinds of basis whose links do not count. Text and table list what loses nothing
    too if `everything` is true. `also` has the exact matches by which
    sources of other papers are withdrawn, too.
    """

    outcomes: tuple[Outcome, ...]
    withdrawn: tuple[str, ...]
    without_basis: tuple[str, ...]
    everything: bool
    snapshot: Snapshot = field(compare=False)
    also: tuple[Match, ...] = ()
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE, "svg")

    @property
    def falls(self) -> tuple[str, ...]:
        """Return the ids of the statements that have themselves no support left, sorted."""
        return tuple(outcome.statement for outcome in self.outcomes if outcome.state == "falls")

    @property
    def weakened(self) -> tuple[str, ...]:
        """Return the ids of the statements that lose some of their own support, sorted."""
        return tuple(outcome.statement for outcome in self.outcomes if outcome.state == "weakened")

    @property
    def _shown(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if self.everything or one.changed)

    def _cells(self, language: str = "en") -> Cells:
        kinds = self.snapshot.statements
        rows = (
            (one.statement, kinds[one.statement], one.state, _sources(one.lost), _sources(one.left), *_counts(one.parts))
            for one in self._shown
        )
        counts = (f"{which} {name}" for which in Parts._fields for name in Count._fields)
        return ("statement", "kind", "state", "lost", "left", *counts), rows

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.whatif import outcomes_value, render_outcomes, withdrawn

        if form == "json":
            value = outcomes_value(self._shown, self.withdrawn, self.without_basis, self.snapshot)
            return value | ({"also": [match._asdict() for match in self.also]} if self.also else {})
        if form not in ("svg", "text"):
            return super()._render(form, language)
        context = context_of(self.snapshot, language)
        if form == "text":
            return render_outcomes(self.outcomes, self._shown, self.withdrawn, self.without_basis, context, self.also)
        from cbec_kg.render.svg.outcomes import outcomes_svg

        return outcomes_svg(self.outcomes, withdrawn(self.withdrawn, self.without_basis, context), context)


@dataclass(frozen=True, repr=False)
class Critical(TableResult):
    """Which sources statements cannot do without.

    `statements` has, of each by id, its own minimal cut sets (``cut_sets``) and single points of failure (``points``), and
    the sets without which none of its parts is backed (``part_cut_sets``); `parts` the counts of the parts of problems and
    countermeasures; `shared` pairs of problems with the sources that support both themselves, or parts of them; `loads` one
    a source: the problems that fall and are weakened themselves without it, and those of which parts fall. `same` has
    the sources that are the same in several papers: their load stands under the first name.
    """

    statements: Mapping[str, Dependence]
    parts: Mapping[str, Parts]
    shared: tuple[Shared, ...]
    loads: tuple[Load, ...]
    snapshot: Snapshot = field(compare=False)
    same: Alignment = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    def _cells(self, language: str = "en") -> Cells:
        rows = (
            (
                name, self._text(name, language), _either(one.cut_sets), " ".join(one.points),
                _either(one.part_cut_sets) if name in self.parts else "",
            )
            for name, one in self.statements.items()
        )  # fmt: skip
        return (
            "statement",
            "itself and its parts",
            "minimal sets",
            "single points of failure",
            "minimal sets of all parts",
        ), rows

    def _text(self, name: str, language: str) -> str:
        from cbec_kg.render.whole_texts import itself_now, whole_text

        if name not in self.parts:
            return ""
        itself = itself_now(bool(self.statements[name].cut_sets))
        return whole_text(self.snapshot.statements[name], itself, self.parts[name], language)

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            return {
                "keystones": [
                    {"statement": name, "minimal": one.cut_sets, "points": one.points} | self._parts_value(name)
                    for name, one in self.statements.items()
                ],
                "shared": [{"problems": one.problems, "itself": one.itself, "parts": one.parts} for one in self.shared],
                "loads": [_load_value(load) | self._same_value(load.source) for load in self.loads],
            }
        table = super()._render(form, language)
        if form != "text":
            return table
        from cbec_kg.render.console.tables import render_table
        from cbec_kg.render.console.whatif import parts_cell

        bearing = [
            [
                self.same.names(load.source),
                " ".join(load.falls),
                " ".join(load.weakened),
                parts_cell(load),
            ]
            for load in self.loads
            if load.falls or load.weakened or load.parts
        ]
        pairs = [[*one.problems, " ".join(one.itself), " ".join(one.parts)] for one in self.shared]
        heads = ["source", "problems that fall without it", "problems weakened", "parts backed before → after, of all"]
        loads = render_table(heads, bearing)
        shared = render_table(["problem", "problem", "sources of both themselves", "of parts of either"], pairs)
        return "\n".join([table, loads, shared])

    def _same_value(self, source: str) -> dict[str, Any]:
        return {"same": self.same.groups[source]} if source in self.same.groups else {}

    def _parts_value(self, name: str) -> dict[str, Any]:
        if name not in self.parts:
            return {}
        from cbec_kg.render.whole_texts import parts_value

        text = {language: self._text(name, language) for language in ("zh", "en")}
        return {"parts_minimal": self.statements[name].part_cut_sets, **parts_value(self.parts[name]), "text": text}


def _either(cut_sets: Iterable[Iterable[str]]) -> str:
    return " or ".join(map("+".join, cut_sets)) or "(nothing supports it)"


def _load_value(load: Load) -> dict[str, Any]:
    from cbec_kg.render.whole_texts import parts_value

    parts = {name: parts_value(parts) for name, parts in load.parts}
    return {"source": load.source, "falls": load.falls, "weakened": load.weakened, "parts": parts}


def _sources(paths: Iterable[SupportPath]) -> str:
    return " ".join(dict.fromkeys(path.source for path in paths))


def _counts(parts: Parts | None) -> tuple[str, ...]:
    """Return the cells of a statement's counts of parts; empty for one that has none by its kind."""
    if parts is None:
        return ("",) * (len(Parts._fields) * len(Count._fields))
    return tuple(str(number) for count in parts for number in count)
