"""What papers have in common, in words: the groups of what is the same, proposals, conflicts, and figures side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cbec_kg.alignment.figures import SameQuantity
from cbec_kg.alignment.matches import Alignment, Match
from cbec_kg.render.console.field_texts import print_text
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.context import RenderContext
from cbec_kg.render.match_texts import match_text


def render_alignment(alignment: Alignment, others: int, context: RenderContext) -> str:
    """Return matches as text: what is the same, what is proposed, what is in conflict."""
    words = context.words("alignment")
    lines = [words("count", exact=len(_of(alignment, "exact")), close=len(_of(alignment, "close")))]
    for predicate in ("exact", "close"):
        matches = _of(alignment, predicate)
        lines += ["", words(predicate)] if matches else []
        lines += [line for match in matches for line in _listed(match, context)]
    lines += ["", words("conflicts")] if alignment.conflicts else []
    lines += [f"  {words(f'conflict-{one.why}', a=one.subject, b=one.object)}" for one in alignment.conflicts]
    if others:
        lines += ["", words("others", n=others)]
    return visible_lines(lines)


def _of(alignment: Alignment, predicate: str) -> list[Match]:
    return [match for match in alignment.matches if match.predicate == predicate]


def _listed(match: Match, context: RenderContext) -> Iterator[str]:
    yield f"  {match.subject} = {match.object}  {context.text(match.subject)}"
    yield f"    {match_text(match, context.language)}"


def render_figures(pairs: Sequence[SameQuantity], context: RenderContext) -> str:
    """Return figures of one quantity side by side, those that differ first."""
    words = context.words("alignment")
    if not pairs:
        return visible_lines([words("no-figures")])
    lines = []
    for agreement in ("differs", "agrees", "equal"):
        found = [one for one in pairs if one.agreement == agreement]
        lines += [words(f"figures-{agreement}", n=len(found))] if found else []
        for one in found:
            lines.append(f"  {context.text(one.statistic)}")
            lines += [f"    {context.pair(name, print_text(name, context))}" for name in (one.statistic, one.other)]
            if one.predicate == "close":
                lines.append(f"    {words('by-name')}")
            if one.sources:
                lines.append(f"    {words('shared-sources', sources=', '.join(map(context.source_text, one.sources)))}")
    return visible_lines(lines)
