"""Withdrawals in words, tables and values for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from cbec_kg.evidence.critical import loads
from cbec_kg.evidence.support import Outcome, SupportPath
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import ROLES
from cbec_kg.render.console.tables import render_table, visible
from cbec_kg.render.language.naming import marks, source_name

_STATES = {
    "falls": ("失去全部支撑", "falls: nothing left"),
    "weakened": ("支撑减弱，仍有支撑", "weakened: something left"),
    "stands": ("不受影响", "stands: nothing lost"),
    "unsupported": ("本来就无支撑", "had nothing that held it up"),
}
_ORDER = ("problem", "facet", "countermeasure", "measure", "claim", "statistic")


def render_outcomes(
    outcomes: Sequence[Outcome],
    shown: Sequence[Outcome],
    gone: Sequence[str],
    without: Sequence[str],
    snapshot: Snapshot,
    language: str,
) -> str:
    """Return outcomes as text: counts, then each statement by state with what was lost and what is left."""
    index = 0 if language == "zh" else 1
    lines = [f"{withdrawn(gone, without, snapshot, language)}:"]
    for state, words in _STATES.items():
        counts = Counter(snapshot.statements[outcome.statement] for outcome in outcomes if outcome.state == state)
        said = ", ".join(f"{counts[kind]} {snapshot.label(kind, language)}" for kind in _ORDER if counts[kind])
        lines.append(f"  {words[index]}: {said or '0'}")
    for state, words in _STATES.items():
        here = [outcome for outcome in shown if outcome.state == state]
        if here:
            lines += ["", words[index]]
        for outcome in sorted(here, key=lambda o: (_ORDER.index(snapshot.statements[o.statement]), o.statement)):
            lines.append(f"  {outcome.statement}  {snapshot.nodes[outcome.statement].text(language)}")
            lines += [f"    {('失去', 'lost')[index]}: {_way(path, snapshot, language)}" for path in outcome.lost]
            lines += [f"    {('仍有', 'left')[index]}: {_way(path, snapshot, language)}" for path in outcome.kept]
    return "".join(f"{visible(line)}\n" for line in lines)


def withdrawn(gone: Sequence[str], without: Sequence[str], snapshot: Snapshot, language: str) -> str:
    """Return what was withdrawn: sources by id, and kinds of basis."""
    index = 0 if language == "zh" else 1
    what = [*gone, *(f"{('依据方式', 'basis')[index]} {snapshot.label(f'basis-{basis}', language)}" for basis in without)]
    return f"{('撤去', 'Without')[index]} {', '.join(what)}"


def _way(path: SupportPath, snapshot: Snapshot, language: str) -> str:
    records = " → ".join([source_name(path.source, snapshot), *path.records[1:-1]])
    weakest = max((link.role for link in path.links if link.role), key=ROLES.index, default=None)
    terms = [*([f"role-{weakest}"] if weakest else []), f"basis-{path.basis}"]
    return records + marks(terms, snapshot, language)


def render_outcomes_table(outcomes: Sequence[Outcome], snapshot: Snapshot, form: str) -> str:
    """Return outcomes as a table: statement, kind, state, sources lost, sources left."""
    rows = [
        [
            outcome.statement,
            snapshot.statements[outcome.statement],
            outcome.state,
            " ".join(dict.fromkeys(path.source for path in outcome.lost)),
            " ".join(dict.fromkeys(path.source for path in outcome.kept)),
        ]
        for outcome in outcomes
    ]
    return render_table(["statement", "kind", "state", "lost", "left"], rows, form)


def outcomes_value(outcomes: Sequence[Outcome], gone: Sequence[str], without: Sequence[str]) -> dict[str, Any]:
    """Return outcomes as a value for JSON, with every path lost and kept."""
    return {
        "withdrawn": list(gone),
        "without_basis": list(without),
        "outcomes": [
            {
                "statement": outcome.statement,
                "state": outcome.state,
                "lost": [_way_value(path) for path in outcome.lost],
                "left": [_way_value(path) for path in outcome.kept],
            }
            for outcome in outcomes
        ],
    }


def _way_value(path: SupportPath) -> dict[str, Any]:
    return {
        "source": path.source,
        "records": list(path.records),
        "basis": path.basis,
        "roles": [link.role or link.relation for link in path.links],
    }


def render_loads(snapshot: Snapshot, form: str) -> str:
    """Return the table of all single withdrawals: what falls and what is weakened without each source, by kind."""
    columns = ["source", *(f"{kind} falls" for kind in _ORDER), "weakened", "problems and facets that fall"]
    rows = []
    for load in loads(snapshot.links, snapshot.statements, snapshot.part_of):
        counts = Counter(snapshot.statements[name] for name in load.falls)
        named = [name for name in load.falls if snapshot.statements[name] in ("problem", "facet")]
        numbers = [str(counts[kind] or "") for kind in _ORDER]
        rows.append([load.source, *numbers, str(len(load.weakened) or ""), " ".join(named)])
    if form == "json":
        return render_table(columns, rows, "json")
    return render_table(columns, rows, "table" if form == "svg" else form)
