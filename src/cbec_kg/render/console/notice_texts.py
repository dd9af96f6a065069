"""Notices about what papers cite, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cbec_kg.bibliography.noticed import Noticed, State
from cbec_kg.bibliography.notices import Notice
from cbec_kg.errors import Problem
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.context import RenderContext


def render_notices(
    found: Sequence[Noticed],
    states: Mapping[str, tuple[State, Notice | None]],
    day: str,
    counts: tuple[int, int, int],
    problems: Sequence[Problem],
    context: RenderContext,
) -> str:
    """Return the references with what notices come to, each with its notices; then proposals, and what was not read."""
    words = context.words("notices")
    known, read, others = counts
    lines = [words("read", n=read, others=others, known=known), words("as-at", day=day) if day else words("as-all")]
    for name, (state, _) in states.items():
        lines += ["", context.pair(context.source_name(name), words(f"state-{state.replace(' ', '-')}"))]
        lines += [text for one in found if one.reference == name and not one.proposed for text in _notice(one, context)]
    proposed = [one for one in found if one.proposed]
    lines += ["", words("proposed")] if proposed else []
    for one in proposed:
        differs = context.words("common")("items").join(words(f"lacks-{what}") for what in one.proposed.split(", "))
        lines += [context.pair(context.source_name(one.reference), differs), *_notice(one, context)]
    if not found:
        lines.append(words("none"))
    lines += ["", words("problems", n=len(problems)), *(f"  {problem}" for problem in problems[:10])] if problems else []
    return visible_lines(lines)


def _notice(one: Noticed, context: RenderContext) -> Iterator[str]:
    words, notice = context.words("notices"), one.notice
    parts = [
        words(f"kind-{notice.kind}"),
        notice.day or words("day-unknown"),
        words(f"by-{one.by}"),
        notice.notice,
        notice.reason,
    ]
    yield f"  {context.words('common')('items').join(part for part in parts if part)}"
    if one.by == "title":
        yield f"    {notice.title}"
