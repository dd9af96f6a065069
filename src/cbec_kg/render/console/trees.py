"""A trace as a tree of lines for the terminal, and as a value for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import asdict

from cbec_kg.evidence.chains import Step, Trace
from cbec_kg.evidence.profiles import profile
from cbec_kg.evidence.reach import SCOPES, Chain, scope_of
from cbec_kg.evidence.wholes import WHOLES
from cbec_kg.model.snapshot import Node, Snapshot
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.console.warnings import warning_lines
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import words
from cbec_kg.render.verdict_texts import links_verdicts_value, verdicts_of_link, verdicts_of_links
from cbec_kg.render.whole_texts import profile_text

_QUOTED = ("citation", "attribution", "statistic", "claim", "facet", "measure")
"""Kinds of records whose place is shown below them."""


def render_trace(trace: Trace, context: RenderContext) -> str:
    """Return a trace as text: the record, what it rests on, what rests on it, and what answers it."""
    node, phrases = trace.node, context.words("trace")
    lines = [f"{node.id}  [{context.term(node.kind)}]  {_text(node, context)}"]
    lines += [f"  {context.quote(place)}" for place in node.places]
    if node.kind in WHOLES:
        lines.append(f"  {profile_text(profile(context.snapshot, node.id), context)}")
    lines += [f"  {warning}" for warning in warning_lines(node.id, context)]
    for direction, steps in (("back", trace.back), ("forth", trace.forth), ("across", trace.across)):
        if steps or direction != "across":
            below = _branches(steps, context, "") if steps else [f"  {phrases('nothing')}"]
            parts = "-parts" if direction == "back" and node.kind in WHOLES else ""
            lines += ["", phrases(f"head-{direction}{parts}"), *below]
    return visible_lines(lines)


def _branches(steps: Sequence[Step], context: RenderContext, indent: str) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        last = number == len(steps)
        yield f"{indent}{'└─' if last else '├─'} {_line(step, context)}"
        inner = indent + ("   " if last else "│  ")
        below = [context.quote(place) for place in step.node.places[:1]] if step.node.kind in _QUOTED else []
        for text in (*verdicts_of_link(step.link, context), *below, *warning_lines(step.node.id, context)):
            yield f"{inner}{'│' if step.steps else ' '}  {text}"
        yield from _branches(step.steps, context, inner)


def _line(step: Step, context: RenderContext) -> str:
    link = step.link
    terms = [f"role-{link.role}"] if link.role else []
    if link.relation not in ("facet", "measure", "pointer"):
        terms.append(f"basis-{link.basis}")
    verb = context.words("trace")(f"verb-{step.side}-{link.relation}")
    return f"{verb}{context.marks(terms)}: {step.node.id}  {_text(step.node, context)}"


def _text(node: Node, context: RenderContext) -> str:
    return " ".join(text for text in (node.text(context.language), node.notes.get("title")) if text)


def render_chains(chains: Sequence[Chain], statement: str, context: RenderContext) -> str:
    """Return the chains from a statement to its sources, weakest first: path, weakest link, reach; those of parts apart."""
    phrases = context.words("trace")
    lines: list[str] = []
    head = ""
    for chain in chains:
        above, head = head, "paths" if chain.nodes[0].id == statement else "paths-parts"
        lines += ["", phrases(head)] if head != above else []
        weakest = chain.weakest
        link = "" if weakest.basis == "stated" else f" ({weakest.end} → {weakest.start})"
        lines.append(f"  {' → '.join([*(node.id for node in chain.nodes), chain.pointer.id, chain.source.id])}")
        lines.append(f"    {context.pair(phrases('weakest'), context.term(f'basis-{weakest.basis}') + link)}")
        lines += [f"    {text}" for text in verdicts_of_links(chain.links, context)]
        for name, reach in zip(SCOPES, (chain.place, chain.population), strict=True):
            scope = scope_of(chain.nodes[-1], name)
            parts = [context.text(scope)] if scope else []
            reached = context.words("common")("items").join([*parts, phrases(f"reach-{reach}")])
            lines.append(f"    {context.pair(phrases(f'scope-{name}'), reached)}")
    return visible_lines(lines)


def chains_value(chains: Sequence[Chain], snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return chains as a value for JSON."""
    return [
        {
            "source": chain.source.id,
            "pointer": chain.pointer.id,
            "path": [node.id for node in chain.nodes],
            "weakest": {"from": chain.weakest.start, "to": chain.weakest.end, "basis": chain.weakest.basis}
            | links_verdicts_value([chain.weakest], snapshot),
            "place": chain.place,
            "population": chain.population,
        }
        for chain in chains
    ]


def trace_value(trace: Trace, snapshot: Snapshot) -> dict[str, Any]:
    """Return a trace as a value for JSON: the record, and ``back``, ``forth`` and ``across`` as nested lists."""
    steps = {name: [_step_value(step, snapshot) for step in getattr(trace, name)] for name in ("back", "forth", "across")}
    return _node_value(trace.node) | steps


def _step_value(step: Step, snapshot: Snapshot) -> dict[str, Any]:
    verb = words("trace", "en")(f"verb-{step.side}-{step.link.relation}")
    value: dict[str, Any] = {"relation": verb, "basis": step.link.basis}
    value |= {"role": step.link.role} if step.link.role else {}
    value |= {"why": asdict(step.link.why)} if step.link.why else {}
    value |= links_verdicts_value([step.link], snapshot)
    below = {"steps": [_step_value(below, snapshot) for below in step.steps]} if step.steps else {}
    return value | _node_value(step.node) | below


def _node_value(node: Node) -> dict[str, Any]:
    places = [place._asdict() for place in node.places]
    return {"id": node.id, "kind": node.kind, "zh": node.zh, "en": node.en, **node.notes, "at": places}
