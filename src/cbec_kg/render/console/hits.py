"""What a search found: by kind, each with its id, its text and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from cbec_kg.render.console.tables import render_table, visible_lines
from cbec_kg.render.context import RenderContext
from cbec_kg.search.find import Hit

_SHOWN = 12
"""How many of a kind a terminal shows; the other formats have all."""


def render_hits(sought: str, hits: Sequence[Hit], context: RenderContext, form: str = "text") -> str:
    """Return hits under the names of their kinds; in another format as a table of all."""
    if form != "text":
        return render_table(Hit._fields, [[str(value) for value in hit] for hit in hits], form)
    words = context.words("search")
    if not hits:
        return visible_lines([words("nothing", sought=sought)])
    lines = []
    for kind, found in groupby(hits, key=lambda hit: hit.kind):
        of_kind = list(found)
        lines.append(words("kind", kind=context.term(kind), count=len(of_kind)))
        lines += [f"  {line}" for hit in of_kind[:_SHOWN] for line in _lines(hit, context)]
        if len(of_kind) > _SHOWN:
            lines.append(f"  {words('more', count=len(of_kind) - _SHOWN)}")
    return visible_lines([*lines, words("see", record=hits[0].record)])


def _lines(hit: Hit, context: RenderContext) -> list[str]:
    """Return id and label; below, what was found and where, if the label does not say it."""
    if hit.kind == "passage":
        return [f"{hit.locator} “{hit.text}”"]
    label = context.text(hit.record)
    first = context.pair(hit.record, label) + (f" ({hit.locator})" if hit.locator else "")
    shows = hit.field in ("id", "record") or hit.text in label
    return [first] if shows else [first, f"    {context.words('search')(f'field-{hit.field}')} “{hit.text}”"]
