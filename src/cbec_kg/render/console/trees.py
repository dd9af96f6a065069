"""A trace as a tree of lines for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cbec_kg.evidence.chains import VERBS, Step, Trace
from cbec_kg.evidence.reach import Chain
from cbec_kg.model.snapshot import Node, Place, Snapshot
from cbec_kg.render.console.tables import visible
from cbec_kg.render.console.warnings import warning_lines
from cbec_kg.render.language.naming import marks

Quote = Callable[[Place], str]
"""Gives what to show for a place: its locator and fragment, or the sentence of the reader's copy."""

_HEADS = {
    "back": {"zh": "依据什么", "en": "What it rests on"},
    "forth": {"zh": "什么依据它", "en": "What rests on it"},
    "across": {"zh": "问题与对策", "en": "Problems and what answers them"},
    "none": {"zh": "（无）", "en": "(nothing)"},
}


def short_quote(place: Place) -> str:
    """Return a place as locator and fragment.

    Examples
    --------
    >>> short_quote(Place("4.2.p1.s1", "缺口越来越大", None, None))
    '4.2.p1.s1 “缺口越来越大”'
    """
    return f"{place.locator} “{place.fragment}”"


def render_trace(trace: Trace, snapshot: Snapshot, language: str = "en", quote: Quote = short_quote) -> str:
    """Return a trace as text: the record, what it rests on, what rests on it, and what answers it."""
    lines = [visible(f"{trace.node.id}  [{snapshot.label(trace.node.kind, language)}]  {_text(trace.node, language)}")]
    lines += [f"  {visible(quote(place))}" for place in trace.node.places]
    lines += [f"  {visible(warning)}" for warning in warning_lines(trace.node.id, snapshot, language)]
    for direction, steps in (("back", trace.back), ("forth", trace.forth), ("across", trace.across)):
        if direction == "across" and not steps:
            continue
        lines.append("")
        lines.append(_HEADS[direction][language])
        lines += list(_branches(steps, snapshot, language, quote, "")) or [f"  {_HEADS['none'][language]}"]
    return "\n".join(lines) + "\n"


_REACH = {
    "same": ("与陈述一致", "as the claim"),
    "wider": ("比陈述宽", "wider than the claim"),
    "narrower": ("比陈述窄", "narrower than the claim"),
    "other": ("与陈述不同", "other than the claim's"),
    "unspecified": ("未说明", "not specified"),
}


def render_chains(chains: Sequence[Chain], snapshot: Snapshot, language: str = "en") -> str:
    """Return the chains from a statement to its sources, weakest first: path, weakest link, reach."""
    if not chains:
        return ""
    index = 0 if language == "zh" else 1
    lines = ["", ("到来源的各条路径，最弱的在前", "Ways to the sources, the weakest first")[index]]
    for chain in chains:
        path = " → ".join([*(node.id for node in chain.nodes), chain.pointer.id, chain.source.id])
        weak = f"{chain.weakest.end} → {chain.weakest.start}" if chain.weakest.basis != "stated" else ""
        lines.append(f"  {path}")
        basis = snapshot.label(f"basis-{chain.weakest.basis}", language)
        lines.append(f"    {('最弱一环', 'weakest link')[index]}: {basis}{f' ({weak})' if weak else ''}")
        for name, words, reach in (
            ("place", ("地域", "place"), chain.place),
            ("population", ("对象", "population"), chain.population),
        ):
            what = snapshot.nodes.get(chain.nodes[-1].notes.get(name, ""))
            named = f"{what.text(language)}, " if what else ""
            lines.append(f"    {words[index]}: {named}{_REACH[reach][index]}")
    return visible_lines(lines)


def chains_value(chains: Sequence[Chain]) -> list[dict[str, Any]]:
    """Return chains as a value for JSON."""
    return [
        {
            "source": chain.source.id,
            "pointer": chain.pointer.id,
            "path": [node.id for node in chain.nodes],
            "weakest": {"from": chain.weakest.start, "to": chain.weakest.end, "basis": chain.weakest.basis},
            "place": chain.place,
            "population": chain.population,
        }
        for chain in chains
    ]


def visible_lines(lines: Sequence[str]) -> str:
    """Return lines as text with control characters shown as escapes."""
    return "".join(f"{visible(line)}\n" for line in lines)


def _text(node: Node, language: str) -> str:
    title = node.notes.get("title")
    return f"{node.text(language)} {title}" if title else node.text(language)


def _branches(steps: Sequence[Step], snapshot: Snapshot, language: str, quote: Quote, indent: str) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        last = number == len(steps)
        yield visible(f"{indent}{'└─' if last else '├─'} {_line(step, snapshot, language)}")
        inner = indent + ("   " if last else "│  ")
        if step.node.kind in ("citation", "attribution", "statistic", "claim", "facet", "measure"):
            for place in step.node.places[:1]:
                yield visible(f"{inner}{'│' if step.steps else ' '}  {quote(place)}")
        for warning in warning_lines(step.node.id, snapshot, language):
            yield visible(f"{inner}{'│' if step.steps else ' '}  {warning}")
        yield from _branches(step.steps, snapshot, language, quote, inner)


def _line(step: Step, snapshot: Snapshot, language: str) -> str:
    link = step.link
    zh, en = VERBS[step.side, link.relation]
    terms = [f"role-{link.role}"] if link.role else []
    if link.relation not in ("facet", "measure", "pointer"):
        terms.append(f"basis-{link.basis}")
    marked = marks(terms, snapshot, language)
    return f"{zh if language == 'zh' else en}{marked}: {step.node.id}  {_text(step.node, language)}"
