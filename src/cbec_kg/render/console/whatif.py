"""Withdrawals of sources in words, tables and values for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from cbec_kg.alignment.matches import Alignment, Match
from cbec_kg.evidence.critical import Load, loads
from cbec_kg.evidence.support import Outcome, State, SupportPath
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import ROLES
from cbec_kg.render.console.common_records import why_same
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.context import RenderContext
from cbec_kg.render.verdict_texts import links_verdicts_value, verdicts_of_links
from cbec_kg.render.whole_texts import outcome_text, parts_value, whole_in_both

_KINDS = ("problem", "facet", "countermeasure", "measure", "claim", "statistic")
"""In the order in which statements are listed."""


def render_outcomes(
    outcomes: Sequence[Outcome],
    shown: Sequence[Outcome],
    gone: Sequence[str],
    without: Sequence[str],
    context: RenderContext,
    also: Sequence[Match] = (),
) -> str:
    """Return outcomes as text: counts, problems and countermeasures with their parts, then other statements by state.

    Each comes with the support paths that it itself loses and has left.
    """
    words, kinds = context.words("whatif"), context.snapshot.statements
    lines = [withdrawn(gone, without, context)]
    for match in also:
        why = why_same(match, context)
        lines.append(context.words("alignment")("also", name=match.object, same=match.subject, why=why))
    names = {s: words(f"state-{s}") + context.words("common")("brackets", text=words(f"means-{s}")) for s in get_args(State)}
    for state, name in names.items():
        counts = Counter(kinds[outcome.statement] for outcome in outcomes if outcome.state == state)
        counted = (words("count", n=counts[kind], kind=context.term(kind)) for kind in _KINDS if counts[kind])
        listed = context.words("common")("items").join(counted)
        lines.append(f"  {context.pair(name, listed or '0')}")
    by_kind = sorted(shown, key=lambda o: (_KINDS.index(kinds[o.statement]), o.statement))
    wholes = [outcome for outcome in by_kind if outcome.parts is not None]
    lines += ["", words("wholes")] if wholes else []
    for outcome in wholes:
        lines += _listed(outcome, context)
    for state, name in names.items():
        here = [outcome for outcome in by_kind if outcome.state == state and outcome.parts is None]
        lines += ["", name] if here else []
        for outcome in here:
            lines += _listed(outcome, context)
    return visible_lines(lines)


def _listed(outcome: Outcome, context: RenderContext) -> Iterator[str]:
    words = context.words("whatif")
    yield f"  {outcome.statement}  {context.text(outcome.statement)}"
    if outcome.parts is not None:
        yield f"    {outcome_text(outcome, context)}"
    for name in ("lost", "left"):
        for path in getattr(outcome, name):
            yield f"    {words(name, path=_path(path, context))}"
            yield from (f"      {text}" for text in verdicts_of_links(path.links, context))


def withdrawn(gone: Sequence[str], without: Sequence[str], context: RenderContext) -> str:
    """Return what was withdrawn: sources by id, and kinds of basis."""
    words = context.words("whatif")
    bases = (words("basis", basis=context.term(f"basis-{basis}")) for basis in without)
    return words("without", what=", ".join([*gone, *bases]))


def _path(path: SupportPath, context: RenderContext) -> str:
    records = " → ".join([context.source_name(path.source), *path.records[1:-1]])
    weakest = max((link.role for link in path.links if link.role), key=ROLES.index, default=None)
    return records + context.marks([*([f"role-{weakest}"] if weakest else []), f"basis-{path.basis}"])


def outcomes_value(
    outcomes: Sequence[Outcome], gone: Sequence[str], without: Sequence[str], snapshot: Snapshot
) -> dict[str, Any]:
    """Return outcomes as a value for JSON, with every support path lost and left."""
    values = []
    for outcome in outcomes:
        value: dict[str, Any] = {"statement": outcome.statement, "state": outcome.state}
        if outcome.parts is not None:
            text = whole_in_both(snapshot.statements[outcome.statement], outcome.state, outcome.parts, withdrawn=True)
            value |= parts_value(outcome.parts) | {"text": text}
        paths = {name: [_path_value(path, snapshot) for path in getattr(outcome, name)] for name in ("lost", "left")}
        values.append(value | paths)
    return {"withdrawn": list(gone), "without_basis": list(without), "outcomes": values}


def _path_value(path: SupportPath, snapshot: Snapshot) -> dict[str, Any]:
    roles = [link.role or link.relation for link in path.links]
    value = {"source": path.source, "records": list(path.records), "basis": path.basis, "roles": roles}
    return value | links_verdicts_value(path.links, snapshot)


def loads_table(snapshot: Snapshot, same: Alignment) -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of all single withdrawals: what falls and is weakened without each source, by kind.

    Of problems and countermeasures of which parts fall: how many parts were backed and still are. Sources of several papers
    that are the same are withdrawn together.
    """
    columns = ["source", *(f"{kind} falls" for kind in _KINDS), "weakened", "problems and facets that fall"]
    columns.append("parts backed before → after, of all")
    rows = []
    links, part_of = same.merged(snapshot.links), same.merged_parts(snapshot.part_of)
    for load in loads(links, snapshot.statements, part_of, snapshot.elsewhere):
        counts = Counter(snapshot.statements[name] for name in load.falls)
        named = [name for name in load.falls if snapshot.statements[name] in ("problem", "facet")]
        numbers = [str(counts[kind] or "") for kind in _KINDS]
        falls, weakened = " ".join(named), str(len(load.weakened) or "")
        rows.append([same.names(load.source), *numbers, weakened, falls, parts_cell(load)])
    return columns, rows


def parts_cell(load: Load) -> str:
    """Return of which problems and countermeasures parts fall without a source, with the counts of those parts."""
    shown = []
    for whole, parts in load.parts:
        counts = [f"{count.before} → {count.after}, {count.number}" for count in parts if count.before]
        shown.append(f"{whole} ({'; '.join(counts)})")
    return " ".join(shown)
