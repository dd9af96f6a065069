"""Gaps as rows of a table, how many there are of each kind, and what problems and countermeasures have in their parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cbec_kg.evidence.gaps import KINDS, Gap
from cbec_kg.evidence.profiles import parts_count
from cbec_kg.evidence.wholes import WHOLES
from cbec_kg.render.console.tables import render_table
from cbec_kg.render.context import RenderContext
from cbec_kg.render.whole_texts import whole_text

_HEADLINES = tuple(f"{whole}-without-headline" for whole in WHOLES)


def render_gaps(gaps: Sequence[Gap], context: RenderContext, form: str = "table") -> str:
    """Return gaps as a table: kind, record, its text, the others it involves; in a terminal with what each kind means.

    A problem or countermeasure whose headline no source backs is told with its parts.
    """
    rows = [[gap.kind, gap.record, context.text(gap.record), " ".join(gap.others)] for gap in gaps]
    text = render_table(["gap", "record", "text", "with"], rows, form)
    if form != "table":
        return text
    words, counts = context.words("gaps"), Counter(gap.kind for gap in gaps)
    meanings = [f"{counts[kind]:4d}  {words(f'gap-{kind}')}" for kind in KINDS if counts[kind]]
    snapshot, bare = context.snapshot, [gap.record for gap in gaps if gap.kind in _HEADLINES]
    wholes = [
        context.pair(name, whole_text(snapshot.kinds[name], "unsupported", parts_count(snapshot, name), context.language))
        for name in bare
    ]
    return "\n".join([text, *meanings, *([""] if wholes else []), *wholes]) + "\n"
