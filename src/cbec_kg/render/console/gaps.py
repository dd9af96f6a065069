"""Gaps as rows of a table, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cbec_kg.evidence.gaps import KINDS, Gap
from cbec_kg.render.console.tables import render_table
from cbec_kg.render.context import RenderContext


def render_gaps(gaps: Sequence[Gap], context: RenderContext, form: str = "table") -> str:
    """Return gaps as a table: kind, record, its text, the others it involves; in a terminal with what each kind means."""
    rows = [[gap.kind, gap.record, context.text(gap.record), " ".join(gap.others)] for gap in gaps]
    text = render_table(["gap", "record", "text", "with"], rows, form)
    if form != "table":
        return text
    words, counts = context.words("gaps"), Counter(gap.kind for gap in gaps)
    return text + "".join(f"\n{counts[kind]:4d}  {words(f'gap-{kind}')}" for kind in KINDS if counts[kind]) + "\n"
