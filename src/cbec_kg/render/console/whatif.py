"""Withdrawals of sources in words, tables and values for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

from cbec_kg.evidence.critical import loads
from cbec_kg.evidence.support import Outcome, State, SupportPath
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import ROLES
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.context import RenderContext

_KINDS = ("problem", "facet", "countermeasure", "measure", "claim", "statistic")
"""In the order in which statements are listed."""


def render_outcomes(
    outcomes: Sequence[Outcome],
    shown: Sequence[Outcome],
    gone: Sequence[str],
    without: Sequence[str],
    context: RenderContext,
) -> str:
    """Return outcomes as text: counts, then each statement by state with the support paths lost and left."""
    words, kinds = context.words("whatif"), context.snapshot.statements
    lines = [withdrawn(gone, without, context)]
    names = {s: words(f"state-{s}") + context.words("common")("brackets", text=words(f"means-{s}")) for s in get_args(State)}
    for state, name in names.items():
        counts = Counter(kinds[outcome.statement] for outcome in outcomes if outcome.state == state)
        counted = (words("count", n=counts[kind], kind=context.term(kind)) for kind in _KINDS if counts[kind])
        listed = context.words("common")("items").join(counted)
        lines.append(f"  {context.pair(name, listed or '0')}")
    for state, name in names.items():
        here = [outcome for outcome in shown if outcome.state == state]
        lines += ["", name] if here else []
        for outcome in sorted(here, key=lambda o: (_KINDS.index(kinds[o.statement]), o.statement)):
            lines.append(f"  {outcome.statement}  {context.text(outcome.statement)}")
            for name in ("lost", "left"):
                lines += [f"    {words(name, path=_path(path, context))}" for path in getattr(outcome, name)]
    return visible_lines(lines)


def withdrawn(gone: Sequence[str], without: Sequence[str], context: RenderContext) -> str:
    """Return what was withdrawn: sources by id, and kinds of basis."""
    words = context.words("whatif")
    bases = (words("basis", basis=context.term(f"basis-{basis}")) for basis in without)
    return words("without", what=", ".join([*gone, *bases]))


def _path(path: SupportPath, context: RenderContext) -> str:
    records = " → ".join([context.source_name(path.source), *path.records[1:-1]])
    weakest = max((link.role for link in path.links if link.role), key=ROLES.index, default=None)
    return records + context.marks([*([f"role-{weakest}"] if weakest else []), f"basis-{path.basis}"])


def outcomes_value(outcomes: Sequence[Outcome], gone: Sequence[str], without: Sequence[str]) -> dict[str, Any]:
    """Return outcomes as a value for JSON, with every support path lost and left."""
    values = []
    for outcome in outcomes:
        paths = {name: list(map(_path_value, getattr(outcome, name))) for name in ("lost", "left")}
        values.append({"statement": outcome.statement, "state": outcome.state, **paths})
    return {"withdrawn": list(gone), "without_basis": list(without), "outcomes": values}


def _path_value(path: SupportPath) -> dict[str, Any]:
    roles = [link.role or link.relation for link in path.links]
    return {"source": path.source, "records": list(path.records), "basis": path.basis, "roles": roles}


def loads_table(snapshot: Snapshot) -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of all single withdrawals: what falls and is weakened without each source, by kind."""
    columns = ["source", *(f"{kind} falls" for kind in _KINDS), "weakened", "problems and facets that fall"]
    rows = []
    for load in loads(snapshot.links, snapshot.statements, snapshot.part_of):
        counts = Counter(snapshot.statements[name] for name in load.falls)
        named = [name for name in load.falls if snapshot.statements[name] in ("problem", "facet")]
        numbers = [str(counts[kind] or "") for kind in _KINDS]
        rows.append([load.source, *numbers, str(len(load.weakened) or ""), " ".join(named)])
    return columns, rows
